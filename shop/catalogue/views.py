"""The pages of the catalogue. They read no session and set no cookie."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from orders import delivery as deliveries
from shop.catalogue import (
    browsing,
    cards,
    filters,
    links,
    listings,
    prose,
    search,
    shelves,
)
from shop.catalogue.models import EVERYTHING

FRESH_FOR = 60
"""Seconds for which a page may be shown again unasked to who has no cookie."""


@require_safe
def home(request: HttpRequest) -> HttpResponse:
    """Show the departments and what is new."""
    departments = shelves.departments()
    context = {
        "departments": departments,
        "newest": cards.drawn(
            browsing.newest(), at=timezone.now(), eager=0, say_new=False
        ),
        "products": shelves.total(departments),
    }
    return _page(request, "shop/home.html", context)


@require_safe
def department(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one department, or the whole shop, as filtered and sorted."""
    here = None
    if slug != EVERYTHING:
        here = shelves.first(lambda shelf: shelf.slug == slug)
        if here is None:
            raise Http404
    departments = shelves.departments()
    offered = [] if here else [each.slug for each in departments]
    asked = filters.read(request.GET, departments=offered, query=None)
    listing = browsing.listed(asked, departments, here)
    context = listings.context(listing, asked, departments, here, at=timezone.now())
    return _page(request, "shop/listing.html", context)


@require_safe
def found(request: HttpRequest) -> HttpResponse:
    """Show what a search finds, as filtered and sorted. The words go nowhere else."""
    departments = shelves.departments()
    query = prose.tidy(request.GET.get("q", ""), search.LONGEST_QUERY)
    offered = [each.slug for each in departments]
    asked = filters.read(request.GET, departments=offered, query=query)
    listing = browsing.found(asked, departments)
    context = listings.context(listing, asked, departments, None, at=timezone.now())
    return _page(request, "shop/listing.html", context)


@require_safe
def product(request: HttpRequest, slug: str) -> HttpResponse:
    """Show one product with its variants, or that it is no longer sold.

    What was withdrawn is 410 Gone (RFC 9110, section 15.5.11): search engines
    forget it, and people who follow an old link still read what it was.
    """
    offered = browsing.offered(slug)
    if offered is None:
        raise Http404
    shown, variants = offered
    at = timezone.now()
    here = shelves.first(lambda shelf: shelf.id == shown.department_id)
    context: dict[str, Any] = {
        "departments": shelves.departments(),
        "department": here,
        "trail": [(here.name, here.url)] if here else [],
        "product": shown,
        "related": cards.drawn(browsing.related(shown), at=at, eager=0),
        "price": cards.priced(shown),
        "image": links.picture(shown.picture),
    }
    if shown.withdrawn_at is not None:
        return _page(request, "shop/product_withdrawn.html", context, status=410)
    ways = deliveries.methods(settings.SHOP_COUNTRY, shown.price, at=at)
    context |= {
        "variants": variants,
        "chosen": next((each for each in variants if each.stock), None),
        "delivery": next((way for way in ways if way.needs_address), None),
    }
    return _page(request, "shop/product.html", context)


def _page(
    request: HttpRequest, template: str, context: dict[str, Any], status: int = 200
) -> HttpResponse:
    """A page that is the same for everyone, but for the basket's number in its head.

    With any cookie it is for one person alone; without, a cache may keep it briefly.
    `Vary` keeps the two apart, so nobody sees an old number after adding something.
    """
    response = render(request, template, context, status=status)
    response.headers["Vary"] = "Cookie"
    response.headers["Cache-Control"] = (
        "private, no-cache" if request.COOKIES else f"public, max-age={FRESH_FOR}"
    )
    return response
