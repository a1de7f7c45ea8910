"""The basket's page, and putting things in and out of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST, require_safe

from orders import countries, delivery, terms
from shop.catalogue import browsing
from shop.checkout import offer
from shop.checkout.basket import (
    MAX_LINES,
    MAX_QUANTITY,
    Basket,
    BasketFull,
    is_sku,
)
from shop.checkout.offer import Offer
from shop.checkout.steps import see_other
from shop.same_origin import same_origin_only

NOT_A_NUMBER = "Enter a whole number, 0 or more"
NOTICES = {
    "changed": ("ok", "Your basket is up to date."),
    "removed": ("ok", "Taken out of your basket."),
    "gone": (
        "warn",
        "Someone else bought the last of it while you were at checkout. Nothing was"
        " ordered and nothing was charged. What you typed is still there.",
    ),
}


class CannotAdd(Exception):
    """It can't go into the basket; the text is a sentence for the customer."""


@require_safe
def basket(request: HttpRequest) -> HttpResponse:
    """Show what is in the basket, what it comes to, and when the note ends."""
    return _page(request, Basket.from_request(request))


@csrf_exempt
@same_origin_only
@require_POST
def add(request: HttpRequest) -> HttpResponseBase:
    """Put something in. No cookie is there yet, so no token: the origin is checked."""
    kept = Basket.from_request(request)
    sku = request.POST.get("sku", "")
    try:
        _put(kept, sku, request.POST.get("quantity", "1"))
    except CannotAdd as problem:
        return _refused(request, kept, str(problem))
    if _wants_json(request):
        response: HttpResponseBase = JsonResponse(
            {"count": kept.count, "text": f"Added. {_has(kept.count)}"}
        )
    else:
        response = see_other("shop:basket", said="added", sku=sku)
    kept.save(response)
    return response


@require_POST
def update(request: HttpRequest) -> HttpResponseBase:
    """Set the quantities as typed, all of them or, when one is wrong, none."""
    kept = Basket.from_request(request)
    now = offer.made(kept)
    typed = {
        line.sku: request.POST.get(f"quantity-{line.sku}", str(line.quantity))
        for line in now.lines
    }
    wrong = {
        line.sku: _wrong(typed[line.sku], line.left, line.quantity)
        for line in now.lines
    }
    if any(wrong.values()):
        return _page(request, kept, typed=typed, wrong=wrong)
    for sku, text in typed.items():
        kept.set(sku, int(text))
    response = see_other("shop:basket", said="changed")
    kept.save(response)
    return response


@require_POST
def remove(request: HttpRequest) -> HttpResponseBase:
    """Take one line out."""
    kept = Basket.from_request(request)
    kept.remove(request.POST.get("sku", ""))
    response = see_other("shop:basket", said="removed")
    kept.save(response)
    return response


def _page(
    request: HttpRequest,
    kept: Basket,
    *,
    typed: Mapping[str, str] | None = None,
    wrong: Mapping[str, str] | None = None,
    refused: str = "",
) -> HttpResponse:
    """The page; `typed` and `wrong` are what was sent and what is wrong with it."""
    now = offer.made(kept)
    left_out = set(kept.quantities) - {line.sku for line in now.lines}
    for sku in left_out:
        kept.remove(sku)
    context = {
        "offer": now,
        "rows": [
            {
                "line": line,
                "typed": (typed or {}).get(line.sku, line.quantity),
                "error": (wrong or {}).get(line.sku) or line.problem,
            }
            for line in now.lines
        ],
        "wrong": any((wrong or {}).values()),
        "refused": refused,
        "notice": _notice(request, now),
        "left_out": len(left_out),
        "ends_on": kept.ends_on,
        **_delivery(now),
    }
    status = 422 if refused else 200
    response = render(request, "shop/basket/basket.html", context, status=status)
    if left_out:
        kept.save(response)
    return response


def _put(kept: Basket, sku: str, typed: str) -> None:
    """Add as many as typed, as far as there are that many. Raises CannotAdd."""
    ware = browsing.wares([sku]).get(sku) if is_sku(sku) else None
    if ware is None or not ware.on_sale:
        raise CannotAdd("This is no longer sold, so we could not add it.")
    quantity = _number(typed)
    if not quantity:
        raise CannotAdd("Enter a quantity of 1 or more.")
    if ware.stock == 0:
        raise CannotAdd(f"{ware.name} is sold out.")
    there = kept.quantity(sku)
    if there + quantity > min(ware.stock, MAX_QUANTITY):
        had = f" Your basket already has {there}." if there else ""
        raise CannotAdd(f"{offer.too_many(ware.stock)}.{had}")
    try:
        kept.add(sku, quantity)
    except BasketFull:
        raise CannotAdd(
            f"Your basket holds {MAX_LINES} different things and is full."
        ) from None


def _refused(request: HttpRequest, kept: Basket, sentence: str) -> HttpResponse:
    if _wants_json(request):
        return JsonResponse({"error": sentence, "count": kept.count}, status=422)
    return _page(request, kept, refused=sentence)


def _wrong(typed: str, left: int, before: int) -> str:
    """What is wrong with a quantity: never that of a line nobody changed."""
    number = _number(typed)
    if number is None:
        return NOT_A_NUMBER
    if number > min(left, MAX_QUANTITY) and number != before:
        return offer.too_many(left)
    return ""


def _number(typed: str) -> int | None:
    """The whole number that was typed, in any script's digits, or None."""
    text = typed.strip()
    return int(text) if text.isdecimal() and len(text) <= 4 else None


def _notice(request: HttpRequest, now: Offer) -> tuple[str, str] | None:
    """What the page before wants said here: a word of ours, never a free text."""
    said = request.GET.get("said", "")
    if said != "added":
        return NOTICES.get(said)
    sku = request.GET.get("sku", "")
    titles = [line.title for line in now.lines if line.sku == sku]
    return ("ok", f"{titles[0]}: added to your basket.") if titles else None


def _delivery(now: Offer) -> dict[str, Any]:
    """The cheapest parcel to our own country, and whether one can come for it."""
    if not now.lines:
        return {}
    found = delivery.methods(terms.home(), now.totals.items, at=timezone.now())
    return {
        "country": countries.within(terms.home()),
        "cheapest": next((m for m in found if m.needs_address), None),
        "pickup": next((m for m in found if not m.needs_address), None),
    }


def _has(count: int) -> str:
    return f"Basket has {count} item{'' if count == 1 else 's'}."


def _wants_json(request: HttpRequest) -> bool:
    return "application/json" in request.headers.get("Accept", "")
