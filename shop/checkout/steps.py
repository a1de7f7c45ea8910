"""Where a customer is in checkout: basket, draft and offer, read once for a page."""

from __future__ import annotations

import dataclasses
from datetime import datetime
from urllib.parse import urlencode

from django.http import HttpRequest, HttpResponseRedirect
from django.urls import reverse

from orders import delivery, terms
from orders.delivery import DeliveryMethod
from privacy import purposes
from privacy.purposes import Purpose
from shop.checkout import drafts, offer
from shop.checkout.basket import Basket
from shop.checkout.models import Draft, Typed
from shop.checkout.offer import Offer


def see_other(name: str, **told: str) -> HttpResponseRedirect:
    """Send the browser to a page of ours with GET (RFC 9110, section 15.4.4)."""
    query = f"?{urlencode(told)}" if told else ""
    return HttpResponseRedirect(reverse(name) + query, status=303)


class Checkout:
    """One visit to a checkout page. It reads; `keep` writes the draft."""

    def __init__(self, request: HttpRequest, *, at: datetime) -> None:
        """Read the basket's cookie, the session's draft and the catalogue."""
        self.request, self.at = request, at
        self.basket = Basket.from_request(request)
        self.draft: Draft | None = drafts.of_session(request.session, at=at)
        self.offer: Offer = offer.made(self.basket)
        self.typed: Typed | None = self._opened()
        self._methods: list[DeliveryMethod] | None = None

    @property
    def nothing_to_buy(self) -> bool:
        """Whether the basket has to be looked at first."""
        gone = len(self.offer.lines) < len(self.basket.quantities)
        return gone or not self.offer.can_be_bought

    @property
    def country(self) -> str:
        """Where the parcel goes, our own country while nobody said."""
        return self.typed.country or terms.home() if self.typed else terms.home()

    def methods(self) -> list[DeliveryMethod]:
        """The ways open to this order; without an address only those that need none."""
        if self._methods is None:
            worth = self.offer.totals.items
            found = delivery.methods(self.country, worth, at=self.at)
            collects = self.typed is not None and self.typed.collects
            self._methods = [m for m in found if not (collects and m.needs_address)]
        return self._methods

    def chosen(self) -> DeliveryMethod | None:
        """The way that was chosen, if it is still open."""
        key = self.typed.delivery if self.typed else ""
        return next((m for m in self.methods() if m.key == key), None)

    def missing(self) -> HttpResponseRedirect | None:
        """Where to go first when the details are not there (any more)."""
        if self.nothing_to_buy:
            return see_other("shop:basket")
        if self.typed is not None:
            return None
        had_one = self.request.method == "POST" or drafts.SESSION_KEY in (
            self.request.session
        )
        return see_other("shop:checkout-details", **({"ended": "1"} if had_one else {}))

    def keep(self, typed: Typed) -> None:
        """Keep the answers in the draft, begun now if this is the first page."""
        shown = self.offer.prices
        if self.draft is None:
            self.draft = drafts.begin(typed=typed, shown=shown, at=self.at)
            self.request.session[drafts.SESSION_KEY] = str(self.draft.pk)
        else:
            drafts.keep(self.draft, typed=typed, shown=shown, at=self.at)
        self.typed, self._methods = typed, None

    def changed(self, **answers: str | bool | None) -> Typed:
        """What was typed, with some answers replaced."""
        if self.typed is None:
            raise ValueError("There is no draft to change.")
        # The names of the answers are those of the fields.
        return dataclasses.replace(self.typed, **answers)  # type: ignore[arg-type]

    def _opened(self) -> Typed | None:
        if self.draft is None:
            return None
        with purposes.using(Purpose.ORDER_CONFIRMATION):
            found: Typed = self.draft.typed
        return found
