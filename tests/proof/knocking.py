"""Requests as a browser with these cookies sends them, straight to the program."""

from __future__ import annotations

from contextlib import contextmanager

from django.db import transaction
from django.test import Client, RequestFactory
from django.test.client import ClientHandler

from tests.proof.walking import FORM

SAFE = {"GET", "HEAD"}
# Bare handlers: the client would copy every template's context.
DOOR = ClientHandler(enforce_csrf_checks=False)
STRICT_DOOR = ClientHandler(enforce_csrf_checks=True)


class Environ(RequestFactory):
    """Makes what a web server hands over, before any request is made of it."""

    def request(self, **parts):
        return self._base_environ(**parts)


def ask(browser, method, path, form=""):
    """Send one request from a page of ours; nothing of it stays."""
    with undone():
        return keep(browser, method, path, form)


def keep(browser, method, path, form=""):
    """Send one from a page of ours, and let what it does stay."""
    return DOOR(_written(browser, method, path, form, "same-origin"))


def forge(browser, path, form=""):
    """Send a form from a page of somebody else's; what it does stays."""
    return STRICT_DOOR(_written(browser, "POST", path, form, "cross-site"))


def signed_in(person):
    """Return the browser of somebody who is signed in."""
    client = Client()
    client.force_login(person)
    return client


@contextmanager
def undone():
    """Let nothing stay of what happens within."""
    with transaction.atomic(), transaction.atomic(using="vault"):
        yield
        transaction.set_rollback(True)
        transaction.set_rollback(True, using="vault")


def _written(browser, method, path, form, site):
    cookies = browser.cookies.items()
    jar = "; ".join(f"{name}={morsel.value}" for name, morsel in cookies)
    headers = {"sec-fetch-site": site, "cookie": jar}
    body = "" if method in SAFE else form
    return Environ().generic(method, path, body, content_type=FORM, headers=headers)
