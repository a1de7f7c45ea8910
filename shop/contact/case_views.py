"""The page of a case behind its link. Looking never acts; each deed is a form."""

from __future__ import annotations

from collections.abc import Callable
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
from privacy.cases import filing, identity, replying, timeline, withdrawing
from privacy.cases.case import Case, NotAllowed
from privacy.cases.challenge import Challenge
from privacy.cases.identity import CodeOver, Refused, TooOften, WrongCode, WrongFacts
from privacy.cases.states import Kind, State
from privacy.certificates import certificate
from shop.accounts.limits import TooManyTries
from shop.accounts.views import too_many
from shop.contact import copies, limits, proof, showing
from shop.contact.case_forms import CodeForm, FactsForm, ReplyForm
from shop.same_origin import same_origin_only

View = Callable[..., HttpResponse]
SAID = {
    "code": "A new code is on its way. The one before it works no longer.",
    "proved": "Thank you. We know now that it is you.",
    "replied": "We have your answer. A person goes on with it.",
    "withdrawn": "You took the request back. Nothing is done.",
}


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
    said = SAID.get(request.GET.get("said", ""), "")
    return page(request, found(secret), secret, said=said)


@deed
def code(request: HttpRequest, case: Case, secret: str) -> HttpResponse:
    """Take the code of our letter."""
    form, at = CodeForm(request.POST), timezone.now()
    if not form.is_valid():
        return page(request, case, secret, code=form)
    limits.count_proving(request, at=at)
    try:
        identity.check_code(case=case, code=form.cleaned_data["code"], at=at)
    except WrongCode as wrong:
        return _wrong(request, case, secret, code=_told(form, "code", wrong))
    return _proved(request, case, secret)


@deed
def facts(request: HttpRequest, case: Case, secret: str) -> HttpResponse:
    """Take facts of an order."""
    form, at = FactsForm(request.POST), timezone.now()
    if not form.is_valid():
        return page(request, case, secret, facts=form)
    limits.count_proving(request, at=at)
    try:
        identity.check_facts(case=case, **form.cleaned_data, at=at)
    except WrongFacts as wrong:
        return _wrong(request, case, secret, facts=_told(form, "said", wrong))
    return _proved(request, case, secret)


@deed
def send_code(request: HttpRequest, case: Case, secret: str) -> HttpResponse:
    """Send another code to the address on record."""
    at = timezone.now()
    limits.count_proving(request, at=at)
    identity.send_code(case=case, at=at)
    return _back(secret, "code")


@deed
def reply(request: HttpRequest, case: Case, secret: str) -> HttpResponse:
    """Take the answer to what we asked."""
    form = ReplyForm(request.POST)
    if not form.is_valid():
        return page(request, case, secret, reply=form)
    said = form.cleaned_data["words"]
    replying.reply(case=case, words=said, at=timezone.now())
    return _back(secret, "replied")


@deed
def withdraw(request: HttpRequest, case: Case, secret: str) -> HttpResponse:
    """Take the request back. Whoever has the link may: it only stops things."""
    withdrawing.withdraw(case=case, at=timezone.now())
    return _back(secret, "withdrawn")


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


def page(request: HttpRequest, case: Case, secret: str, **more: Any) -> HttpResponse:
    """The page of a case; `more` are a form that was sent and what is to be said."""
    at = timezone.now()
    held = proof.holds(request, case, at=at)
    step = next((each for each in identity.steps(case) if each.is_next), None)
    rung = step.rung if step else ""
    form = _form(rung, more.pop("code", None) or more.pop("facts", None))
    context = {
        "case": case,
        "secret": secret,
        "title": showing.title(case),
        "now": timeline.now(case),
        "tone": showing.tone(case),
        "marks": showing.marks(case),
        "fates": showing.fates(showing.plan_of(case)),
        "blocked": showing.blocked(case, held=held),
        "step": step,
        "asks_facts": rung == Challenge.Rung.FACTS,
        "form": form,
        "opens": case.kind == Kind.SEE and held,
        "copy": copies.stand(case, held=held, at=at),
        "reply": more.pop("reply", None) or _reply_form(case),
        "home": terms.home(),
        **more,
    }
    return render(request, "shop/cases/case.html", context)


def _form(rung: str, sent: forms.Form | None) -> forms.Form | None:
    """The form for the next step; the one that was sent, if it is for that step."""
    if not rung:
        return None
    right = FactsForm if rung == Challenge.Rung.FACTS else CodeForm
    return sent if isinstance(sent, right) else right()


def _reply_form(case: Case) -> ReplyForm | None:
    return ReplyForm() if case.state == State.NEEDS_INFO else None


def _proved(request: HttpRequest, case: Case, secret: str) -> HttpResponse:
    """Go on after a right answer; what is shown now is shown in this browser only."""
    at = timezone.now()
    if identity.is_proven(case, at=at):
        proof.remember(request, case, at=at)
        if case.kind == Kind.SEE:
            there = reverse("shop:your-data-guest", args=[secret])
            return HttpResponseRedirect(there, status=303)
    return _back(secret, "proved")


def _wrong(
    request: HttpRequest, case: Case, secret: str, **form: forms.Form
) -> HttpResponse:
    case.refresh_from_db()
    return page(request, case, secret, **form)


def _told(form: forms.Form, field: str, wrong: Refused) -> forms.Form:
    form.add_error(field, str(wrong))
    return form


def _back(secret: str, said: str) -> HttpResponse:
    there = reverse("shop:case", args=[secret])
    return HttpResponseRedirect(f"{there}?said={said}", status=303)
