"""Every role × screen × action over HTTP: what the table opens opens, and nothing else.

Each request is a direct one, and each form is forged: nobody saw a page or a button.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.urls import resolve

from shop.rights.screens import ALL_STAFF, GET, POST, SCREENS, Action, actions
from shop.roles import ROLES
from tests import lasting
from tests.proof import back_office
from tests.proof.back_office import NOBODY, BackOffice
from tests.proof.knocking import ask, forge, keep, signed_in

OPEN, SHUT = {200, 302, 303, 409, 422}, {403}
TYPED = "q=FW-1&reason=delivery&words=To+pack+it"
LEADS = re.compile(r"<(a|form)\b([^>]*)>", re.DOTALL)
TELLS = re.compile(r'\b(href|action|method)="([^"]*)"')
MOST_PAGES = 60


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), lasting.taken_back():
        yield BackOffice()


@pytest.fixture
def office(made, db):
    """The one back office of all tests here: what is done in it is taken back."""
    return made


def is_open(action, role):
    return role != NOBODY and action.is_open_to(role)


@pytest.mark.parametrize("role", [*ROLES, NOBODY])
def test_a_role_opens_what_the_table_says_and_nothing_else(office, role):
    """What is refused is not taken back after the request: it changes nothing."""
    browser, before = signed_in(office.people[role]), back_office.fingerprint()
    wrong = []
    for screen, action in actions():
        path, may = office.path(action.name, role, action.parts), is_open(action, role)
        send = ask if may else keep
        status = send(browser, action.method, path, TYPED).status_code
        if status not in (OPEN if may else SHUT):
            wrong.append((screen, action.does, status))
    assert wrong == []
    assert back_office.fingerprint() == before


def test_a_form_from_elsewhere_is_refused_whatever_the_right(office, staff):
    browser, before = signed_in(staff), back_office.fingerprint()
    for _, action in actions():
        if action.method != GET:
            path = office.path(action.name, NOBODY, action.parts)
            assert forge(browser, path, TYPED).status_code in SHUT, action
    assert back_office.fingerprint() == before


def test_decisions_ask_for_a_second_factor_and_nothing_else_does(office, staff):
    browser, before = signed_in(staff), back_office.fingerprint()
    session = browser.session
    session["second_factor"] |= {"shown": "2026-01-01T00:00:00+00:00"}
    session.save()
    for _, action in actions():
        if action.method != GET:
            path = office.path(action.name, NOBODY, action.parts)
            send = keep if action.is_decision else ask
            answer = send(browser, POST, path, TYPED)
            asked = b"Is it still you?" in answer.content
            assert asked is action.is_decision, action
    assert back_office.fingerprint() == before


def test_every_address_of_the_staff_pages_has_its_line():
    named = {name for name in back_office.PARTS if name.startswith("admin:")}
    known = {action.name for _, action in actions()} | ALL_STAFF.keys()
    assert {name.removeprefix("admin:") for name in named} - {"None"} == known


def test_a_screen_that_asks_for_the_wrong_right_is_found(office, monkeypatch):
    wrong = Action("Read", "privacy_trailentry_changelist", GET, ("orders.view_order",))
    monkeypatch.setattr("tests.proof.test_roles.actions", lambda: [("Trail", wrong)])
    for role in ("packing", "administrator"):
        with pytest.raises(AssertionError):
            test_a_role_opens_what_the_table_says_and_nothing_else(office, role)


# --- What a role may not do is not on its pages -----------------------------------
def links(page):
    """Yield method and path of each link and form that leads to a staff page."""
    for tag, told in LEADS.findall(page):
        said = dict(TELLS.findall(told))
        where = unescape(said.get("href" if tag == "a" else "action", ""))
        path = urlsplit(where).path
        if path.startswith("/staff/"):
            yield said.get("method", "get").upper(), path


def lines_for(method, path):
    """Return the lines of the table for an address; None for what is all staff's."""
    found = resolve(path)
    if found.url_name is None or found.url_name in ALL_STAFF:
        return None
    rows = [each for _, each in actions() if each.name == found.url_name]
    rows = [r for r in rows if r.parts.items() <= {**found.kwargs}.items()]
    return [row for row in rows if row.method == method] or rows


def walk(client):
    """Yield page, method and path of all that somebody's pages lead to."""
    waiting, seen = ["/staff/"], set()
    while waiting:
        path = waiting.pop(0)
        kind = resolve(path).url_name
        if kind in seen or len(seen) > MOST_PAGES:
            continue
        seen.add(kind)
        answer = ask(client, GET, path)
        for method, there in links(answer.content.decode()):
            yield path, method, there
            if method == GET and resolve(there).url_name not in {"logout", None}:
                waiting.append(there)


def astray(role, client):
    """Return what the pages of a role offer although it may not do it."""
    found = set()
    for page, method, path in walk(client):
        rows = lines_for(method, path)
        if rows is not None and not any(is_open(row, role) for row in rows):
            found.add((page, method, path))
    return sorted(found)


@pytest.mark.parametrize("role", [*ROLES, NOBODY])
def test_what_a_role_may_not_do_is_not_on_its_pages(office, role):
    assert astray(role, signed_in(office.people[role])) == []


def test_a_button_for_somebody_else_is_found(office, staff):
    assert len(astray("packing", signed_in(staff))) > len(SCREENS)
