"""The staff pages on which each letter can be read with invented facts, unsent.

The HTML of a letter has styles of its own, which no page of ours may have. So it is an
answer of its own that may do nothing but look, in a frame; the page around it may frame
that, and no other page may frame anything.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from csp.constants import SELF
from csp.decorators import csp_update
from django.contrib import admin
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.urls import URLPattern, path
from django.views.decorators.clickjacking import xframe_options_sameorigin
from django.views.decorators.http import require_safe

from privacy.letters import door, previews
from privacy.letters.previews import Preview
from privacy.purposes import Purpose

HTML_POLICY = (
    "default-src 'none'; style-src 'unsafe-inline'; sandbox; base-uri 'none'; "
    "form-action 'none'; frame-ancestors 'self'"
)
"""What a letter's HTML may do in a frame: be looked at, in an origin of its own."""
_FRAMES: dict[str, Any] = {"frame-src": [SELF]}


@dataclass(frozen=True)
class Row:
    """A letter in the list: what it is for, and the subject of each way it reads."""

    template: str
    what_for: str
    keep_days: int
    subjects: tuple[tuple[str, str], ...]


class PreviewPages(admin.ModelAdmin):  # type: ignore[type-arg] # not generic at run time
    """The list of all letters that may be sent, and each of them."""

    def preview_urls(self) -> list[URLPattern]:
        """Return the addresses: they hold no name and no number of anybody."""
        one = "previews/<path:template>/<int:number>"
        routes: tuple[tuple[str, str, Any], ...] = (
            ("previews/", "privacy_letter_previews", self._previews),
            (f"{one}/html/", "privacy_letter_preview_html", self._html),
            (f"{one}/", "privacy_letter_preview", _framing(self._preview)),
        )
        return [
            path(route, self.admin_site.admin_view(require_safe(view)), name=name)
            for route, name, view in routes
        ]

    def _previews(self, request: HttpRequest) -> HttpResponse:
        """List every letter that may be sent, by its purpose."""
        known = sorted(door.registered().values(), key=lambda each: each.template)
        rows = [
            Row(
                each.template,
                Purpose(each.purpose).words.capitalize(),
                each.keep_days,
                _subjects(each.template),
            )
            for each in known
        ]
        return self._shown(request, "previews", {"title": "What we send", "rows": rows})

    def _preview(
        self, request: HttpRequest, template: str, number: int
    ) -> HttpResponse:
        """Show subject, text and HTML of one letter."""
        preview = _found(template, number)
        facts = {
            "title": "One letter",
            "preview": preview,
            "others": previews.of(template),
            "number": number,
            "letter": preview.letter(),
        }
        return self._shown(request, "preview", facts)

    def _html(self, request: HttpRequest, template: str, number: int) -> HttpResponse:
        """Answer the HTML of one letter and nothing around it."""
        answer = _framed(request, template, number)
        answer["Content-Security-Policy"] = HTML_POLICY
        return answer

    def _shown(
        self, request: HttpRequest, name: str, facts: Mapping[str, Any]
    ) -> HttpResponse:
        context = {**self.admin_site.each_context(request), "opts": self.opts, **facts}
        return TemplateResponse(request, f"admin/privacy/letter_{name}.html", context)


def _subjects(template: str) -> tuple[tuple[str, str], ...]:
    known = previews.of(template)
    return tuple((each.letter().subject, each.title) for each in known)


@xframe_options_sameorigin
def _framed(request: HttpRequest, template: str, number: int) -> HttpResponse:
    return HttpResponse(_found(template, number).letter().html)


def _framing(view: Any) -> Any:
    """Let one page frame what is ours."""
    return csp_update(_FRAMES)(view)


def _found(template: str, number: int) -> Preview:
    """Return a preview by its place among those of its letter, or raise Http404."""
    known = previews.of(template)
    if not 1 <= number <= len(known):
        raise Http404
    return known[number - 1]
