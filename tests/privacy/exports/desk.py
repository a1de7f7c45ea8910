"""A browser of somebody of the shop, on the pages of exports."""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlencode

from django.test import Client
from django.urls import reverse

from tests.privacy.exports.conftest import READER, TITLE, WORDS

LIST = "/staff/privacy/export/"
ASK = f"{LIST}ask/"
CHOSEN = f"{ASK}?sheet=pages&for=conversation"


class Desk:
    """A browser in which one person of the shop is signed in."""

    def __init__(self, person):
        self.person, self.client = person, Client()
        self.client.force_login(person)

    def get(self, path):
        return self.client.get(path)

    def post(self, path, **fields):
        form = "application/x-www-form-urlencoded"
        return self.client.post(path, urlencode(fields, doseq=True), content_type=form)

    def does(self, export, name, **fields):
        there = reverse(f"admin:privacy_export_{name}", args=[export.pk])
        return self.post(there, **fields)

    def sees(self, export):
        there = reverse("admin:privacy_export_change", args=[export.pk])
        return text_of(self.get(there))


def text_of(response):
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split()
    )


def typed(desk, **changed):
    """Return what the form is sent with."""
    once = re.search(r'name="once" value="([^"]+)"', desk.get(CHOSEN).content.decode())
    told = {
        "sheet": "pages",
        "for": "conversation",
        "once": once[1],
        "columns": [TITLE, READER],
        "since": "2026-11-15",
        "until": "2026-11-21",
        "recipient": "",
        "reason": "question",
        "words": WORDS,
        "lock": "passphrase",
        "public_key": "",
    }
    return told | changed


def shown_to(desk, export):
    """Return the hash of the preview on the page."""
    there = reverse("admin:privacy_export_change", args=[export.pk])
    page = desk.get(there).content.decode()
    return re.search(r'name="shown" value="([0-9a-f]{64})"', page)[1]
