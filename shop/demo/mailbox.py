"""The demo's mailbox: the letters that a real shop hands to a mail server."""

from __future__ import annotations

import email
from email.message import EmailMessage
from email.policy import default
from pathlib import Path

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

# Django's file backend ends each message with this line.
_END = b"\n" + b"-" * 79 + b"\n"


@require_safe
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """List the letters, newest first."""
    letters = list(enumerate(_messages(), start=1))
    return render(request, "shop/demo/mailbox.html", {"letters": letters[::-1]})


@require_safe
@never_cache
def message(request: HttpRequest, number: int) -> HttpResponse:
    """Show one letter as plain text, as every reader can."""
    letters = _messages()
    if not 1 <= number <= len(letters):
        raise Http404
    letter = letters[number - 1]
    body = letter.get_body(preferencelist=("plain",))
    text = body.get_content() if body else ""
    return render(request, "shop/demo/letter.html", {"letter": letter, "text": text})


def _messages() -> list[EmailMessage]:
    files = sorted(Path(settings.MAIL_DIR).glob("*.log"), key=_written)
    raw = [part for file in files for part in file.read_bytes().split(_END)]
    return [
        email.message_from_bytes(part.lstrip(), policy=default)
        for part in raw
        if part.strip()
    ]


def _written(file: Path) -> float:
    return file.stat().st_mtime
