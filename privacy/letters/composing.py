"""Composing: what a letter says, from its three templates and the facts for them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django.conf import settings
from django.template import Context
from django.template.loader import get_template

from privacy.letters import reading
from privacy.letters.models import LetterText


def composed(template: str, context: Mapping[str, Any]) -> LetterText:
    """Return subject, text and HTML of templates/letters/<template>.*.

    Raises NotOurs for a letter that fetches something or leads elsewhere.
    """
    values = {
        "shop_name": settings.SHOP_NAME,
        "shop_address": settings.SHOP_ADDRESS,
        "shop_email": settings.SHOP_EMAIL,
        "origin": settings.SHOP_ORIGIN,
        "contact_link": f"{settings.SHOP_ORIGIN}{settings.CONTACT_PATH}",
        **context,
    }
    subject = _plain(f"letters/{template}.subject.txt", values)
    html = get_template(f"letters/{template}.html").render(values)
    reading.require_own_links(html)
    return LetterText(
        # One line: a line break in a header would start another header.
        subject=" ".join(subject.split()),
        text=_plain(f"letters/{template}.txt", values).strip() + "\n",
        html=html,
    )


def _plain(name: str, values: Mapping[str, Any]) -> str:
    template: Any = get_template(name)
    # Plain text is not HTML: an apostrophe stays an apostrophe.
    return str(template.template.render(Context(dict(values), autoescape=False)))
