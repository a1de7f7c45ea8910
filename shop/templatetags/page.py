"""What templates need to write a page: icons, money, dates, form fields."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from typing import Any

from django import template
from django.conf import settings
from django.forms import BoundField
from django.template.base import Parser, TextNode, Token
from django.template.loader import render_to_string
from django.utils import dateformat, timezone
from django.utils.safestring import SafeString

from orders import money as amounts
from shop import icons

register = template.Library()

SPELLED = {"spellcheck": "false", "autocapitalize": "none"}
EXPECTED: dict[str, dict[str, str]] = {
    "email": {"autocomplete": "email", "inputmode": "email", **SPELLED},
    "name": {"autocomplete": "name", "spellcheck": "false"},
    "country": {"autocomplete": "country"},
    "line1": {"autocomplete": "address-line1"},
    "line2": {"autocomplete": "address-line2"},
    "city": {"autocomplete": "address-level2"},
    "region": {"autocomplete": "address-level1"},
    "postcode": {"autocomplete": "postal-code", "autocapitalize": "characters"},
    "password": {"autocomplete": "current-password"},
    "new_password": {"autocomplete": "new-password"},
    "code": {"autocomplete": "one-time-code", **SPELLED},
    "quantity": {"inputmode": "numeric"},
}
"""What a browser should know about a field, by the field's name (WHATWG HTML,
autofill). What a widget already says about itself stays as it is."""


@register.tag
def icon(parser: Parser, token: Token) -> TextNode:
    """Write an icon: ``{% icon "basket" %}``, with a size ``{% icon "basket" 22 %}``.

    It becomes plain text while the template is compiled and costs nothing after.
    """
    name, *size = token.split_contents()[1:]
    try:
        return TextNode(icons.drawn(name.strip("\"'"), *map(int, size[:1])))
    except KeyError as missing:
        raise template.TemplateSyntaxError(
            f"There is no icon named {name}."
        ) from missing


@register.tag
def logo(parser: Parser, token: Token) -> TextNode:
    """Write the shop's mark, as plain text like the icons: ``{% logo %}``."""
    return TextNode(icons.LOGO)


@register.filter
def money(amount: Decimal | None, currency: str = "") -> str:
    """Write an amount of minor units, in the shop's currency unless one is named.

    Nothing is written for no amount.
    """
    if amount is None or amount == "":
        return ""
    return amounts.shown(amount, currency or settings.SHOP_CURRENCY)


@register.filter
def day(moment: date | datetime | None) -> str:
    """Write a date as “29 November 2028”, a moment as its day where the shop is."""
    if moment is None or moment == "":
        return ""
    if isinstance(moment, datetime) and timezone.is_aware(moment):
        moment = timezone.localtime(moment)
    return dateformat.format(moment, "j F Y")


@register.filter
def control(field: BoundField) -> SafeString:
    """Write the input of a form field with what browsers should know about it."""
    attrs = field.field.widget.attrs
    for name, value in EXPECTED.get(field.name, {}).items():
        attrs.setdefault(name, value)
    return field.as_widget()


@register.filter
def anchor(field: BoundField) -> str:
    """Return the id an error leads to: the input, or the first of several."""
    several = getattr(field.field.widget, "use_fieldset", False)
    return f"{field.auto_id}_0" if several else str(field.id_for_label)


@register.filter
def kind(field: BoundField) -> str:
    """Return how a field is laid out: ``check``, ``choices`` or ``line``."""
    if field.widget_type == "checkbox":
        return "check"
    return "choices" if field.use_fieldset else "line"


@register.simple_tag(name="field")
def whole_field(
    field: BoundField, width: int = 30, *, label: str = "", plain: bool = False
) -> SafeString:
    """Write label, hint, error and input of a form field: ``{% field form.city 20 %}``.

    `width` is 10, 20 or 30 and tells how long an answer is expected; `label` replaces
    the field's own, and with `plain` an optional field goes without that word.
    """
    layout, errors = kind(field), field.errors
    # Taken here: a template tries each name in three ways, the first of which a field
    # answers with an exception.
    told: dict[str, Any] = {
        "layout": layout,
        "id": field.auto_id,
        "for": field.id_for_label,
        "label": label or field.label,
        "hint": field.help_text,
        "error": errors[0] if errors else "",
        "optional": not (plain or field.field.required),
        "width": width,
    }
    if layout == "choices":
        told |= {"field": field, "described_by": field.aria_describedby}
    else:
        told["control"] = control(field)
    return render_to_string("parts/field.html", told)
