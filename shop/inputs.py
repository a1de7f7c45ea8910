"""How form fields are written: Django's own way, but inputs without a template.

A checkout shows a dozen inputs. For each, Django renders three templates, which
together cost more than many a whole page here.
"""

from __future__ import annotations

from typing import Any

from django.forms.renderers import DjangoTemplates
from django.http import HttpRequest
from django.utils.html import conditional_escape
from django.utils.safestring import SafeString

INPUTS = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in ("email", "hidden", "input", "number", "password", "text")
)
OPTIONS = frozenset(
    f"django/forms/widgets/{name}.html"
    for name in ("checkbox", "checkbox_option", "radio_option")
)


class InputsWithoutTemplates(DjangoTemplates):
    """Writes plain inputs as `django/forms/widgets/input.html` would."""

    def render(
        self,
        template_name: str,
        context: dict[str, Any],
        request: HttpRequest | None = None,
    ) -> str:
        """The HTML of a widget, from its template unless it is a plain input."""
        widget = context.get("widget", {})
        if template_name in INPUTS or (
            template_name in OPTIONS and not widget.get("wrap_label")
        ):
            return _input(widget)
        return super().render(template_name, context, request)


def _input(widget: dict[str, Any]) -> SafeString:
    attrs = {"type": widget["type"], "name": widget["name"]}
    if widget["value"] is not None:
        attrs["value"] = widget["value"]
    return SafeString(f"<input{_written(attrs)}{_written(widget['attrs'])}>")


def _written(attrs: dict[str, Any]) -> str:
    return "".join(
        f" {name}" if value is True else f' {name}="{conditional_escape(value)}"'
        for name, value in attrs.items()
        if value is not False
    )
