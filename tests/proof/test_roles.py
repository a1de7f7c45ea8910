"""Every role × screen × action over HTTP: what the table opens opens, and nothing else.

Each request is a direct one, and each form is forged: nobody saw a page or a button.
"""

from __future__ import annotations

import re
from html import unescape
from urllib.parse import urlsplit

import pytest
from django.db import transaction
from django.test import Client
from django.urls import resolve

from shop.rights.screens import ALL_STAFF, GET, SCREENS, Action, actions
from shop.roles import ROLES
from tests.proof import back_office
from tests.proof.back_office import NOBODY, BackOffice
from tests.proof.walking import FORM

OPEN = {200, 302, 303, 409, 422}
SHUT = 403
LEADS = re.compile(r"<(a|form)\b([^>]*)>", re.DOTALL)
TELLS = re.compile(r'\b(href|action|method)="([^"]*)"')
MOST_PAGES = 60


@pytest.fixture
def office(db):
    return BackOffice()


def signed_in(person, **options):
    client = Client(**options)
    client.force_login(person)
    return client


def ask(client, action, path, **headers):
    """Do what a browser does that knows the address, or has a form of its own."""
    if action.method == GET:
        return client.get(path, headers=headers)
    form = "q=FW-1&reason=delivery&words=To+pack+it"
    return client.post(path, form, content_type=FORM, headers=headers)


def undone(client, action, path, **headers):
    """Ask, and let nothing of it stay."""
    with transaction.atomic():
        answer = ask(client, action, path, **headers)
        transaction.set_rollback(True)
    return answer.status_code


def is_open(action, role):
    return role != NOBODY and action.is_open_to(role)


@pytest.mark.parametrize("role", [*ROLES, NOBODY])
def test_a_role_opens_what_the_table_says_and_nothing_else(office, role):
    client, before = signed_in(office.people[role]), back_office.fingerprint()
    wrong, shut = [], []
    for screen, action in actions():
        path = office.path(action.name, role, action.parts)
        if is_open(action, role):
            status = undone(client, action, path)
            if status not in OPEN:
                wrong.append((screen, action.does, status))
        else:
            shut.append((screen, action, path))
    for screen, action, path in shut:
        status = ask(client, action, path).status_code
        if status != SHUT:
            wrong.append((screen, action.does, status))
    assert wrong == []
    assert back_office.fingerprint() == before
    assert shut


def test_a_form_from_elsewhere_is_refused_whatever_the_role(office, staff):
    client = signed_in(staff, enforce_csrf_checks=True)
    before = back_office.fingerprint()
    for _, action in actions():
        if action.method != GET:
            path = office.path(action.name, NOBODY, action.parts)
            assert ask(client, action, path).status_code == SHUT, action
    assert back_office.fingerprint() == before


def test_decisions_ask_for_a_second_factor_and_nothing_else_does(office, staff):
    client = signed_in(staff)
    session, before = client.session, back_office.fingerprint()
    session["second_factor"] |= {"shown": "2026-01-01T00:00:00+00:00"}
    session.save()
    for _, action in actions():
        path = office.path(action.name, NOBODY, action.parts)
        with transaction.atomic():
            answer = ask(client, action, path)
            transaction.set_rollback(True)
        assert (b"Is it still you?" in answer.content) is action.is_decision, action
        if action.is_decision:
            ask(client, action, path)
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
        answer = client.get(path)
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
