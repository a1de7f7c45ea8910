"""The Contact page and its forms. What is answered is the same for every address."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods, require_safe

from orders.addresses import tidied
from privacy import purposes
from privacy.cases import filing
from privacy.cases.case import Case
from privacy.cases.states import Kind
from privacy.encryption.blind import normalised_email
from privacy.people import Person
from privacy.purposes import Purpose
from shop.accounts import fresh
from shop.accounts.limits import TooManyTries
from shop.contact import limits
from shop.contact.forms import FORMS, ChoiceForm, ContactForm
from shop.contact.subjects import SUBJECTS, Subject
from shop.same_origin import same_origin_only

form_page = require_http_methods(["GET", "HEAD", "POST"])


@require_safe
def contact(request: HttpRequest) -> HttpResponse:
    """Ask what it is about, then lead to the page for that."""
    form = ChoiceForm(request.GET if "choose" in request.GET else None)
    if form.is_valid():
        page = reverse("shop:contact-kind", args=[form.cleaned_data["about"]])
        return HttpResponseRedirect(page, status=303)
    options = zip(form["about"], SUBJECTS.values(), strict=True)
    context = {"form": form, "options": list(options)}
    return render(request, "shop/contact/choice.html", context)


@csrf_exempt
@same_origin_only
@sensitive_post_parameters()
@never_cache
@form_page
def kind(request: HttpRequest, kind: str) -> HttpResponse:
    """Ask what is needed for one kind of demand, and open a case."""
    subject = SUBJECTS.get(kind)
    if subject is None:
        raise Http404
    at = timezone.now()
    if request.method != "POST" or "update" in request.POST:
        return _page(request, subject, _unsent(request, subject, at))
    form = FORMS[subject.kind](request.POST, at=at)
    if not form.is_valid():
        return _page(request, subject, form)
    try:
        limits.count_filing(request, form.cleaned_data["email"], at=at)
    except TooManyTries as wait:
        return _wait(request, subject, form, wait)
    return to_case(_filed(request, subject, form, at))


def to_case(case: Case) -> HttpResponse:
    """Lead to the page of a case."""
    with purposes.using(Purpose.OWN_REQUEST):
        return HttpResponseRedirect(case.path_for_customer(), status=303)


def _filed(
    request: HttpRequest, subject: Subject, form: ContactForm, at: datetime
) -> Case:
    email = form.cleaned_data["email"]
    return filing.file(
        kind=subject.kind,
        email=email,
        demand=form.demand(),
        country=form.lives,
        at=at,
        person=_shown_to_be(request, email, at),
        form=form.cleaned_data["stamp"],
    )


def _shown_to_be(request: HttpRequest, email: str, at: datetime) -> Person | None:
    """Whoever signed in just now, if the address is theirs; else nobody."""
    person = fresh.person(request, at=at)
    if person is None:
        return None
    with purposes.using(Purpose.OWN_REQUEST, by=person):
        own = normalised_email(person.email or "")
    return person if own == normalised_email(email) else None


def _unsent(request: HttpRequest, subject: Subject, at: datetime) -> ContactForm:
    """The form as it is first shown, or with what is typed and other address fields."""
    form = FORMS[subject.kind]
    if request.method == "POST":
        # Nothing was sent yet, so nothing is wrong yet.
        told = {name: tidied(str(request.POST[name])) for name in request.POST}
        return form(at=at, initial=told)
    return form(at=at, initial=_known(request, at))


def _known(request: HttpRequest, at: datetime) -> dict[str, Any]:
    person = fresh.person(request, at=at)
    if person is None:
        return {}
    with purposes.using(Purpose.OWN_REQUEST, by=person):
        return {"email": person.email}


def _page(
    request: HttpRequest, subject: Subject, form: ContactForm, *, status: int = 200
) -> HttpResponse:
    template = (
        "shop/contact/correct.html"
        if subject.kind == Kind.CORRECT
        else "shop/contact/kind.html"
    )
    return render(request, template, {"subject": subject, "form": form}, status=status)


def _wait(
    request: HttpRequest, subject: Subject, form: ContactForm, wait: TooManyTries
) -> HttpResponse:
    """Say until when to wait, with everything still typed (RFC 6585, section 4)."""
    local = timezone.localtime(wait.until)
    form.add_error(None, f"Too many requests. Wait until {local:%H:%M}, then send it")
    response = _page(request, subject, form, status=429)
    left = wait.until - timezone.now()
    response.headers["Retry-After"] = str(max(1, int(left.total_seconds())))
    return response
