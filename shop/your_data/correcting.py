"""Small corrections: a name at once, a new email address once it is confirmed."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render

from privacy import purposes
from privacy.cases import correcting
from privacy.cases.case import Demand
from privacy.cases.states import Kind
from privacy.purposes import Purpose
from shop.contact.correcting import AddressFields
from shop.contact.views import to_case
from shop.your_data.forms import EmailForm, NameForm
from shop.your_data.visit import SAID_KEY, Visit, own_eyes_only


@own_eyes_only
def correct(request: HttpRequest, visit: Visit, what: str) -> HttpResponse:
    """Correct one detail."""
    view = {"name": _name, "email": _email, "address": _address}.get(what)
    if view is None:
        raise Http404
    return view(request, visit)


def _name(request: HttpRequest, visit: Visit) -> HttpResponse:
    with purposes.using(Purpose.OWN_REQUEST, by=visit.person):
        now = visit.person.name
    typed = request.POST if request.method == "POST" else None
    form = NameForm(typed, initial={"name": now})
    if form.is_valid():
        correcting.apply_now(
            person=visit.person,
            label=correcting.NAME,
            value=form.cleaned_data["name"],
            at=visit.at,
        )
        # Whoever is here has a session, so the address need not carry it.
        request.session[SAID_KEY] = "name"
        return HttpResponseRedirect(visit.address(""), status=303)
    return _page(request, visit, "name", form)


def _email(request: HttpRequest, visit: Visit) -> HttpResponse:
    form = EmailForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        new = form.cleaned_data["email"]
        demand = Demand(fields=(correcting.EMAIL,), values=(new,))
        return to_case(visit.file(request, Kind.CORRECT, demand))
    return _page(request, visit, "email", form)


def _address(request: HttpRequest, visit: Visit) -> HttpResponse:
    sent = request.method == "POST" and "update" not in request.POST
    form = AddressFields(
        request.POST if sent else None, initial=_country(request) if not sent else None
    )
    if form.is_valid():
        return to_case(visit.file(request, Kind.CORRECT, form.demand()))
    return _page(request, visit, "address", form)


def _country(request: HttpRequest) -> dict[str, str]:
    """What was typed before the fields were laid out for another country."""
    return {name: str(request.POST[name]) for name in request.POST}


def _page(
    request: HttpRequest,
    visit: Visit,
    what: str,
    form: NameForm | EmailForm | AddressFields,
) -> HttpResponse:
    stays = correcting.preview(
        visit.person, Demand(fields=(LABELS[what],), values=("",))
    )
    context = {
        "visit": visit,
        "pages": visit.pages,
        "what": what,
        "form": form,
        "change": stays[0],
    }
    return render(request, "shop/your_data/correct.html", context)


LABELS = {
    "name": correcting.NAME,
    "email": correcting.EMAIL,
    "address": "orders.Order.delivery_address",
}
