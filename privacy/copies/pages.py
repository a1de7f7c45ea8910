"""The copy for people: one page that needs nothing but itself, and a note beside it."""

from __future__ import annotations

from django.conf import settings
from django.template.loader import render_to_string

from privacy.copies import gathering, wording
from privacy.copies.whole import Whole


def page(whole: Whole) -> bytes:
    """Return the page."""
    return _rendered("data.html", whole)


def stylesheet(whole: Whole) -> bytes:
    """Return the page's stylesheet, which lies beside it in the package."""
    return _rendered("data.css", whole)


def note(whole: Whole) -> bytes:
    """Return the text that says what is in the package."""
    return _rendered("README.txt", whole)


def _rendered(name: str, whole: Whole) -> bytes:
    context = {
        "whole": whole,
        "made": wording.minute(whole.at),
        "count": gathering.counted(whole.groups),
        "shop_name": settings.SHOP_NAME,
        "shop_address": settings.SHOP_ADDRESS,
        "shop_email": settings.SHOP_EMAIL,
    }
    text = render_to_string(f"privacy/copy/{name}", context)
    return (text.strip() + "\n").encode()
