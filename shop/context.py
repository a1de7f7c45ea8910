"""What every page of the shop shows: its name, its departments, the basket's number."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils.functional import SimpleLazyObject

from shop.catalogue import shelves
from shop.checkout.basket import Basket


def shop_page(request: HttpRequest) -> dict[str, Any]:
    """Give templates `shop`, `departments` and `basket_count`.

    The departments are read when a template first shows them, in one query; a view
    that has read them already passes its own. The basket's cookie is read when its
    number is first shown, which the pages of checkout never do.
    """
    return {
        "shop": {
            "name": settings.SHOP_NAME,
            "address": settings.SHOP_ADDRESS,
            "email": settings.SHOP_EMAIL,
            "currency": settings.SHOP_CURRENCY,
        },
        "departments": SimpleLazyObject(shelves.departments),
        "basket_count": SimpleLazyObject(lambda: Basket.from_request(request).count),
    }
