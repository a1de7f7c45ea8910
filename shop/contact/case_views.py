"""The page of a case behind its link. Looking never acts; each deed is a form."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from functools import wraps
from typing import Any

from django import forms
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from orders import terms
from orders.views import behind_a_secret
from privacy.cases import choosing, filing, replying, withdrawing
from privacy.cases.case import Case, NotAllowed
from privacy.cases.states import Kind, State
from privacy.cases.trying import CodeOver, Refused, TooOften, WrongCode, WrongFacts
from privacy.certificates import certificate
from privacy.letters import returned
from shop.accounts.limits import TooManyTries
from shop.accounts.views import too_many
from shop.contact import copies, ladder, limits, proof, showing
from shop.contact.case_forms import CodeForm, FactsForm, ReplyForm
from shop.same_origin import same_origin_only

View = Callable[..., HttpResponse]


def deed(view: View) -> View:
    """Let the view run for a form of our own page, and say why where it may not."""

    @csrf_exempt
    @same_origin_only
    @sensitive_post_parameters()
    @require_POST
    @behind_a_secret
    @wraps(view)
    def guarded(request: HttpRequest, secret: str) -> HttpResponse:
        case = found(secret)
        try:
            return view(request, case, secret)
        except (NotAllowed, TooOften, CodeOver) as why:
            case.refresh_from_db()
            return page(request, case, secret, refused=str(why))
        except TooManyTries as wait:
            return too_many(request, wait)

    return guarded  # type: ignore[return-value] # the decorators above are views too


@require_safe
@behind_a_secret
def show(request: HttpRequest, secret: str) -> HttpResponse:
    """Show where the case stands."""
    return page(request, found(secret), secret)


@deed
def code(request: HttpRequest, case: Case, secret: str) -> HttpResponse:
    """Take the code of our letter."""
    form, at = CodeForm(request.POST), timezone.now()
    if not form.is_valid():
        return page(request, case, secret, sent=form)
    limits.count_proving(request, at=at)
    try:
        ladder.take_code(request, case, **form.cleaned_data, at=at)
    except WrongCode as wrong:
        return _wrong(request, case, secret, sent=_told(form, "code", wrong))
    return _proved(request, case, secret, at)


@deed
def facts(request: HttpRequest, case: Case, secret: str) -> HttpResponse:
    """Take facts of an order."""
    form, at = FactsForm(request.POST), timezone.now()
    if not form.is_valid():
        return page(request, case, secret, sent=form)
    limits.count_proving(request, at=at)
    try:
        ladder.take_facts(request, case, **form.cleaned_data, at=at)
    except WrongFacts as wrong:
        return _wrong(request, case, secret, sent=_told(form, "said", wrong))
    return _proved(request, case, secret, at)


@deed
def send_code(request: HttpRequest, case: Case, secret: str) -> HttpResponse:
    """Send a code to the address on record: another one, or to open it once more."""
    at = timezone.now()
    limits.count_proving(request, at=at)
    ladder.send_code(case=case, at=at)
    return to_page(secret)


@deed
def reply(request: HttpRequest, case: Case, secret: str) -> HttpResponse:
    """Take the answer to what we asked."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return page(request, case, secret, reply=form)
    said = form.cleaned_data["words"]
    replying.reply(case=case, words=said, at=timezone.now())
    return to_page(secret)


@deed
def withdraw(request: HttpRequest, case: Case, secret: str) -> HttpResponse:
    """Take the request back. Whoever has the link may: it only stops things."""
    withdrawing.withdraw(case=case, at=timezone.now())
    return to_page(secret)


@deed
def copy(request: HttpRequest, case: Case, secret: str) -> HttpResponse:
    """Hand the copy over, once, where identity was proved."""
    at = timezone.now()
    if not proof.holds(request, case, at=at):
        raise NotAllowed("Show first that it is you. Then the file is yours.")
    response = HttpResponse(copies.fetched(case, at=at), "application/zip")
    response["Content-Disposition"] = 'attachment; filename="your-data.zip"'
    return response


@require_safe
@behind_a_secret
def receipt(request: HttpRequest, secret: str) -> HttpResponse:
    """Hand out the signed receipt; it names nobody."""
    case = found(secret)
    if case.certificate is None:
        raise Http404
    kept = certificate.as_file(case.certificate)
    response = HttpResponse(kept, "application/json")
    name = f"receipt-{case.reference}.json"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response


def found(secret: str) -> Case:
    """The case behind a secret link, or Http404 after the same one query."""
    case = filing.found(secret)
    if case is None:
        raise Http404
    return case


def page(
    request: HttpRequest,
    case: Case,
    secret: str,
    *,
    sent: forms.Form | None = None,
    **more: Any,
) -> HttpResponse:
    """The page of a case; `sent` is a form that came back, `more` is to be said."""
    at = timezone.now()
    held = proof.holds(request, case, at=at)
    turn = ladder.turn(request, case, sent=sent, at=at)
    copy = copies.stand(case, held=held, at=at)
    now = showing.now(case, copy)
    context = {
        "case": case,
        "secret": secret,
        "title": showing.title(case),
        "now": now,
        "tone": showing.tone(now),
        "said": "" if sent or more else showing.said(case, held=held, at=at),
        "marks": showing.marks(case),
        "returned": returned.notice(case_id=case.pk, at=at),
        "fates": showing.fates(showing.plan_of(case)),
        "blocked": showing.blocked(case, held=held),
        "turn": turn,
        "form": turn.form if turn else None,
        "proof_ends": proof.ends(request, case, at=at),
        "opens": case.kind == Kind.SEE and held,
        "chooses": held and choosing.is_open(case),
        "copy": copy,
        "consents_gone": showing.consents_gone(case),
        "reply": more.pop("reply", None) or _reply_form(case),
        "home": terms.home(),
        **more,
    }
    return render(request, "shop/cases/case.html", context)


def to_page(secret: str) -> HttpResponse:
    """Lead to the page of a case."""
    there = reverse("shop:case", args=[secret])
    return HttpResponseRedirect(there, status=303)


def _reply_form(case: Case) -> ReplyForm | None:
    return ReplyForm() if case.state == State.NEEDS_INFO else None


def _proved(
    request: HttpRequest, case: Case, secret: str, at: datetime
) -> HttpResponse:
    """Go on after a right answer: to what it opened, in this browser only."""
    if proof.holds(request, case, at=at):
        if case.kind == Kind.SEE:
            there = reverse("shop:your-data-guest", args=[secret])
            return HttpResponseRedirect(there, status=303)
        if choosing.is_open(case):
            there = reverse("shop:case-choose", args=[secret])
            return HttpResponseRedirect(there, status=303)
    return to_page(secret)


def _wrong(
    request: HttpRequest, case: Case, secret: str, *, sent: forms.Form
) -> HttpResponse:
    case.refresh_from_db()
    return page(request, case, secret, sent=sent)


def _told(form: forms.Form, field: str, wrong: Refused) -> forms.Form:
    form.add_error(field, str(wrong))
    return form
