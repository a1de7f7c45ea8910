"""The three checkout pages: details, delivery and payment, check and pay."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods

from orders import payments, terms
from orders.addresses import lines, tidied
from orders.delivery import CannotDeliver, DeliveryMethod
from orders.models import Order
from orders.payments import UnknownMethod
from orders.providers import agreeing
from privacy import purposes
from privacy.consent import SentenceChanged
from privacy.people import BeingErased
from privacy.purposes import Purpose
from shop.catalogue.stock import OutOfStock
from shop.checkout import drafts, finishing, offer, telling
from shop.checkout.forms import COLLECT, SEND, DeliveryForm, DetailsForm
from shop.checkout.steps import Checkout, see_other

form_page = require_http_methods(["GET", "HEAD", "POST"])
PLACED = "placed"
REMEMBERED = 3


@never_cache
@form_page
def details(request: HttpRequest) -> HttpResponse:
    """Step 1: who orders, and where the parcel goes."""
    visit = Checkout(request, at=timezone.now())
    if visit.nothing_to_buy:
        return see_other("shop:basket")
    if request.method != "POST":
        form = DetailsForm(initial=_told(visit))
    else:
        form = DetailsForm(request.POST)
        if "update" in request.POST and form.asks_for_other_fields:
            form = DetailsForm(initial=_as_typed(request))
        elif form.is_valid():
            visit.keep(form.typed(visit.typed))
            return see_other("shop:checkout-delivery")
    more = {"form": form, "ended": "ended" in request.GET}
    return _page(visit, "details", 1, "Your details", **more)


@never_cache
@form_page
def delivery(request: HttpRequest) -> HttpResponse:
    """Step 2: how it gets there, who may be told, how it is paid."""
    visit = Checkout(request, at=timezone.now())
    if elsewhere := visit.missing():
        return elsewhere
    form = DeliveryForm(
        request.POST if request.method == "POST" else None,
        initial=_chosen(visit),
        offered=visit.methods(),
        payments=payments.methods(),
    )
    if form.is_valid():
        _keep_choices(visit, form)
        return see_other("shop:checkout-check")
    more = {
        "form": form,
        "carrier": form.carrier,
        "ways": [
            {"option": option, "method": way, "dates": days(way)}
            for option, way in zip(form["delivery"], form.offered, strict=True)
        ],
        "pays": [
            {"option": option, "method": way}
            for option, way in zip(form["payment"], form.payments, strict=True)
        ],
    }
    return _page(visit, "delivery", 2, "Delivery and payment", **more)


@never_cache
@form_page
def check(request: HttpRequest) -> HttpResponse:
    """Step 3: every answer once more, what it costs, and the button that orders."""
    if earlier := _placed_before(request):
        return _to_order(earlier)
    visit = Checkout(request, at=timezone.now())
    if elsewhere := visit.missing():
        return elsewhere
    method = visit.chosen()
    if method is None or not _still_agreed(visit):
        return see_other("shop:checkout-delivery")
    visit.offer = offer.with_method(visit.offer, method)
    if request.method == "POST" and request.POST.get("mark") == visit.offer.mark:
        return _order(visit)
    return _check_page(visit)


def _order(visit: Checkout) -> HttpResponse:
    """Place the order, or say at the basket what is gone; nothing typed is lost."""
    if visit.draft is None or visit.typed is None:
        return see_other("shop:checkout-details", ended="1")
    try:
        order = finishing.finish(
            draft=visit.draft, typed=visit.typed, offer=visit.offer, at=visit.at
        )
    except OutOfStock:
        return see_other("shop:basket", said="gone")
    except (CannotDeliver, UnknownMethod, SentenceChanged):
        return see_other("shop:checkout-delivery")
    except BeingErased as refused:
        return _check_page(visit, refused=str(refused))
    session = visit.request.session
    session[PLACED] = [*session.get(PLACED, []), str(order.checkout_id)][-REMEMBERED:]
    session.pop(drafts.SESSION_KEY, None)
    visit.basket.empty()
    response = _to_order(order)
    visit.basket.save(response)
    return response


def _placed_before(request: HttpRequest) -> Order | None:
    """The order that this page became already: sent twice, or reached by Back."""
    placed = request.session.get(PLACED, [])
    if not placed:
        return None
    if request.method == "POST":
        number = request.POST.get("checkout", "")
        return finishing.order_of(UUID(number)) if number in placed else None
    if drafts.SESSION_KEY in request.session:
        return None
    return finishing.order_of(UUID(placed[-1]))


def _to_order(order: Order) -> HttpResponseRedirect:
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        return HttpResponseRedirect(order.path_for_customer(), status=303)


def _keep_choices(visit: Checkout, form: DeliveryForm) -> None:
    """Keep what was chosen; an address that nobody needs any more is dropped."""
    method = form.method
    dropped: dict[str, Any] = {}
    if not method.needs_address:
        parts = ("country", "line1", "line2", "city", "region", "postcode")
        dropped = {"collects": True, **dict.fromkeys(parts, "")}
    visit.keep(
        visit.changed(
            delivery=method.key,
            payment=form.cleaned_data["payment"],
            consent=form.sentence if method.recipient else None,
            pay_consent=agreeing.sentence(form.cleaned_data["payment"]) or None,
            **dropped,
        )
    )


def _still_agreed(visit: Checkout) -> bool:
    """Whether payment and consent are still what the shop offers, word for word."""
    if visit.typed is None:
        return False
    typed = visit.typed
    form = DeliveryForm(
        {
            **_chosen(visit),
            "consent": typed.consent or "",
            "pay_consent": typed.pay_consent or "",
        },
        offered=visit.methods(),
        payments=payments.methods(),
    )
    same = typed.consent in (None, form.sentence)
    return form.is_valid() and same and typed.pay_consent in (None, form.pay_sentence)


def _chosen(visit: Checkout) -> dict[str, Any]:
    """The choices made before, for the form; only those that were made."""
    if visit.typed is None:
        return {}
    made = {
        "delivery": visit.typed.delivery,
        "payment": visit.typed.payment,
        "consent": visit.typed.consent is not None,
        "pay_consent": visit.typed.pay_consent is not None,
    }
    return {name: value for name, value in made.items() if value}


def _told(visit: Checkout) -> dict[str, Any]:
    """What the first page starts with: the draft, else what an account tells."""
    typed = visit.typed
    if typed is None:
        return _from_account(visit.request)
    parts = ("email", "name", "country", "line1", "line2", "city", "region", "postcode")
    told = {part: getattr(typed, part) for part in parts}
    if typed.collects:
        del told["country"]
    told["doubted"] = f"{typed.country} {typed.region} {typed.postcode}"
    return told | {"getting": COLLECT if typed.collects else SEND}


def _from_account(request: HttpRequest) -> dict[str, str]:
    """Name and address of whoever is signed in, so that they need not type them."""
    if not request.user.is_authenticated:
        return {}
    with purposes.using(Purpose.ORDER_CONFIRMATION, by=request.user):
        return {"email": request.user.email or "", "name": request.user.name or ""}


def _as_typed(request: HttpRequest) -> dict[str, str]:
    """Every answer as it was sent, to be shown again under other labels."""
    return {name: tidied(str(value)) for name, value in request.POST.items()}


def _check_page(visit: Checkout, *, refused: str = "") -> HttpResponse:
    """The page; when prices moved or the basket did, it says so before the button.

    `refused` is the sentence that says why an order can't be taken.
    """
    draft, typed = visit.draft, visit.typed
    changes = visit.offer.changes(draft.shown) if draft else []
    if visit.request.method == "POST" and not changes and not refused:
        changes = ["Your basket has changed since you opened this page."]
    if visit.request.method == "POST" and typed is not None:
        visit.keep(typed)
    address = typed.address if typed else None
    pays = {way.key: way for way in payments.methods()}
    return _page(
        visit,
        "check",
        3,
        "Check and pay",
        changes=changes,
        refused=refused,
        typed=typed,
        address_lines=lines(address, home=terms.home()) if address else [],
        payment=pays.get(typed.payment) if typed else None,
        dates=days(visit.offer.method) if visit.offer.method else "",
    )


def days(method: DeliveryMethod) -> str:
    """When it arrives, as a person says it: "24 to 26 November"."""
    first, last = method.earliest, method.latest
    if first == last:
        return f"on {last:%A} {last.day} {last:%B}"
    if first.month == last.month:
        return f"{first.day} to {last.day} {last:%B}"
    return f"{first.day} {first:%B} to {last.day} {last:%B}"


def _page(
    visit: Checkout, name: str, step: int, title: str, **more: Any
) -> HttpResponse:
    """One of the three pages, with the order beside it."""
    ways = visit.methods()
    method = visit.offer.method or visit.chosen()
    summed = visit.offer if method is None else offer.with_method(visit.offer, method)
    # Until a way is chosen, the last day on which any of them arrives.
    arrives = method or max(ways, key=lambda way: way.latest, default=None)
    context = {
        "visit": visit,
        "offer": summed,
        "step": step,
        "heading": title,
        "telling": telling.told(
            delivered_on=arrives.latest if arrives else timezone.localdate(visit.at),
            collects=bool(visit.typed and visit.typed.collects),
        ),
        **more,
    }
    return render(visit.request, f"shop/checkout/{name}.html", context)
