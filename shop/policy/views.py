"""The policy with its evidence, its versions, and what each of them changed."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe
from django.views.decorators.vary import vary_on_headers

from privacy.people import Person
from privacy.promises import checking
from privacy.promises.checking import Standing as Evidenced
from privacy.promises.promise import Promise, Verdict
from shop.policy import history, telling, text
from shop.policy.comparing import difference
from shop.policy.standing import standing
from shop.policy.text import Text
from shop.policy.version import PolicyVersion


@require_safe
@vary_on_headers("Sec-GPC")
def page(request: HttpRequest) -> HttpResponse:
    """Show the version in force, and how each promise stands."""
    at = timezone.now()
    found = standing(at=at)
    context = {
        "standing": found,
        "sections": text.tree(found.shown),
        "promises": list(_evidence(found.shown, checking.standing(at=at))),
        "gpc": request.headers.get("Sec-GPC") == "1",
    }
    return render(request, "shop/policy.html", context)


def _evidence(said: Text, found: Iterable[Evidenced]) -> Iterator[Evidenced]:
    """Return each promise in the words of the version, with what was measured of it."""
    measured = {each.promise.key: each for each in found}
    for key, sentence in text.promises(said):
        promise = Promise(key, sentence)
        if key in measured:
            yield replace(measured[key], promise=promise)
        else:
            # The program knows it no longer, and measures nothing of it.
            yield Evidenced(promise, Verdict.NOT_CHECKED, ())


@require_safe
def versions(request: HttpRequest) -> HttpResponse:
    """List all versions with their dates."""
    context = {"entries": history.entries(at=timezone.now())}
    return render(request, "shop/policy_versions.html", context)


@require_safe
def version(request: HttpRequest, number: int) -> HttpResponse:
    """Show one version as it was."""
    found = get_object_or_404(PolicyVersion, number=number)
    context = {
        "entry": history.entry(found, at=timezone.now()),
        "sections": text.tree(found.text),
    }
    return render(request, "shop/policy_version.html", context)


@require_safe
def changes(request: HttpRequest, number: int) -> HttpResponse:
    """Show what one version changed."""
    found = get_object_or_404(PolicyVersion, number=number)
    before = found.before()
    context = {
        "entry": history.entry(found, at=timezone.now()),
        "before": before,
        "difference": difference(before.text, found.text) if before else None,
    }
    return render(request, "shop/policy_changes.html", context)


@require_safe
def written(request: HttpRequest, number: int) -> HttpResponse:
    """Give the bytes of which the hash was taken (RFC 8785)."""
    found = get_object_or_404(PolicyVersion, number=number)
    return HttpResponse(
        text.written_down(found.text), content_type="application/json; charset=utf-8"
    )


@login_required
@require_POST
def seen(request: HttpRequest) -> HttpResponse:
    """Put the notice in the account away."""
    if isinstance(request.user, Person):
        telling.put_away(person=request.user, at=timezone.now())
    response = redirect("shop:account")
    response.status_code = 303
    return response
