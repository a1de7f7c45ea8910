"""Tries the staff pages as somebody who has typed a password and shown nothing else."""

from __future__ import annotations

from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.http import HttpResponse
from django.test import RequestFactory
from django.urls import resolve, reverse

from privacy.people import Person

FIRST_PAGES = ("admin:index", "admin:factors_of_others")


def opens_by_password(person: Person | None) -> bool:
    """Tell whether a staff page answers anything but "show your second factor".

    Within this process and without a row written: the session is an empty one.
    """
    return person is not None and any(_opens(name, person) for name in FIRST_PAGES)


def _opens(name: str, person: Person) -> bool:
    path, host = reverse(name), urlsplit(settings.SHOP_ORIGIN).netloc
    request: Any = RequestFactory(headers={"host": host}).get(path)
    request.user, request.session = person, {}
    found = resolve(path)
    answer: HttpResponse = found.func(request, *found.args, **found.kwargs)
    return answer.status_code != 302  # what the admin sends to its sign-in page
