"""Nothing that can be sent breaks a page, comes back as markup, or gets lost.

Five hundred strings go through every field of every form, every parameter and every
part of a path. An address that is not listed in `addresses_of_all` fails the test.
"""

from __future__ import annotations

import time
from datetime import UTC, datetime
from urllib.parse import quote, quote_plus

import pytest
from django.test import Client, RequestFactory, override_settings
from django.test.client import ClientHandler

from orders.addresses import tidied
from privacy import logs, purposes
from privacy.cases import filing, taking_up
from privacy.cases.case import Demand
from privacy.cases.states import Kind
from privacy.models import Person
from privacy.purposes import Purpose
from shop.accounts import passwords
from shop.accounts.models import PendingPassword, ResetLink
from tests import lasting
from tests.once import ON_SERVERS
from tests.proof import buying, stocking, touring
from tests.proof.addresses_of_all import ENTRIES, public_names
from tests.proof.strings import CODE, COMPUTED, bent, hostile, plain
from tests.proof.walking import FORM, Page, Visitor, through

# All go through once, half of them on each database, with what that takes otherwise.
STRINGS = plain() if ON_SERVERS else bent()
FEW = hostile()[::25]
ANSWERS = {200, 302, 303, 400, 403, 404, 405, 409, 410, 413, 414, 415, 422, 429}
STRIDE = 37  # so that neighbouring fields get strings of different kinds
AT = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
# Without a memory nothing is ever tried too often.
FORGETFUL = {"default": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
SHOWN_AGAIN = {"email", "name", "line1", "line2", "city", "postcode", "q"}
SECRET = {"password", "new_password"}
MEMBERS_ONLY = (
    *("shop:account", "shop:password-change", "shop:your-data"),
    *("shop:choices", "shop:policy-seen"),
    *("shop:your-data-again", "shop:your-data-correct", "shop:your-data-copy"),
    *("shop:your-data-clear", "shop:your-data-erase"),
)
ESCAPABLE = ("<", '"', "'")


def arrived(value):
    """Return what is left of a string once it went through UTF-8."""
    return value.encode("utf-8", "surrogatepass").decode("utf-8", "replace")


def encoded(value):
    return quote_plus(value.encode("utf-8", "surrogatepass"))


def as_form(values):
    return "&".join(f"{encoded(k)}={encoded(v)}" for k, v in values.items())


class Environ(RequestFactory):
    """Makes what a web server hands over, before any request is made of it."""

    def request(self, **parts):
        return self._base_environ(**parts)


class World:
    """A shop with something in the basket, a checkout under way, and an order."""

    def __init__(self, at):
        self.sku = touring.on_sale().first().variants.first().sku
        self.guest, self.member = Client(), Client()
        # A bare handler: the client would copy every template's context.
        self.door = ClientHandler(enforce_csrf_checks=False)
        walk = Visitor(through(self.guest))
        buying.fill_basket(walk, touring.product_path())
        placed = buying.order(walk, buying.to_the_check(walk, touring.MEMBER))
        buying.fill_basket(walk, touring.product_path())
        buying.to_the_check(walk, touring.MEMBER)
        person = Person.objects.get(email=touring.MEMBER.email)
        Person.objects.filter(pk=person.pk).update(email_proven_at=at)
        self.member.force_login(person)
        self.parts = {
            "department": "everything",
            "product": touring.product_path().split("/")[2],
            "order": placed.url.split("/")[2],
            "kind": "correct",
            "what": "name",
            "case": asked_for_everything(at),
            "reset": passwords._link(ResetLink, person, at=at),
            "prove": passwords._link(PendingPassword, person, at=at, password="none"),
        }

    def ask(self, name, path, query="", form=None):
        """Send one request as nobody's browser would; the world stays as it was."""
        client = self.member if name in MEMBERS_ONLY else self.guest
        jar = "; ".join(f"{k}={v.value}" for k, v in client.cookies.items())
        environ = Environ().generic(
            "GET" if form is None else "POST",
            f"{path}?{query}" if query else path,
            "" if form is None else as_form(form),
            content_type=FORM,
            headers={"sec-fetch-site": "same-origin", "cookie": jar},
        )
        answer = self.door(environ)
        return Page(path, answer.status_code, dict(answer.headers), answer.content)

    def path(self, entry):
        """Return the entry's path as it exists, or with a part that nobody made."""
        return entry.path.replace("{}", self.parts.get(entry.real, "1"))


def asked_for_everything(at):
    """File a case that waits for its code, and return the secret of its page."""
    email = touring.MEMBER.email
    case = filing.file(
        kind=Kind.ERASE, email=email, demand=Demand(), country="GB", at=at
    )
    taking_up.take_up(case=case, at=at)
    with purposes.using(Purpose.OWN_REQUEST):
        return case.link


@pytest.fixture(scope="module")
def made(django_db_setup, django_db_blocker):
    with django_db_blocker.unblock(), lasting.taken_back():
        with override_settings(CACHES=FORGETFUL):
            stocking.stock()
            yield World(AT)


@pytest.fixture
def world(made, db):
    """The one world of all tests here: what one of them does in it is taken back."""
    return made


def refuse_what_is_wrong(page, sent):
    """Fail if the answer is an error of ours, gives markup back, or leads away."""
    assert page.status in ANSWERS, (page.url, page.status, sent)
    told = page.body.decode()
    for text in sent:
        if any(sign in text for sign in ESCAPABLE) and len(text) > 3:
            assert text not in told, (page.url, text)
    assert not COMPUTED.search(told), (page.url, sent)
    there = page.headers.get("Location", "/")
    assert there.startswith("/"), (page.url, there)
    assert not there.startswith(("//", "/\\")), (page.url, there)
    assert not {"\r", "\n"} & {*"".join(page.headers.values())}


def test_what_was_computed_is_seen_and_a_random_token_is_not():
    for shown in ("<p>1337</p>", "Maya 1337 Okafor", 'value="1337"'):
        assert COMPUTED.search(shown)
    for token in ("x1337Y", "1wx:-1337_", *CODE):
        assert not COMPUTED.search(f'value="{token}"')


def rotations(names, strings):
    """Yield {name: string} so that every name gets every string once."""
    for start in range(len(strings)):
        yield {
            name: strings[(start + place * STRIDE) % len(strings)]
            for place, name in enumerate(names)
        }


def test_every_public_address_is_listed():
    assert set(public_names()) == ENTRIES.keys()


@pytest.mark.parametrize("name", [n for n, e in ENTRIES.items() if "{}" in e.path])
def test_every_part_of_a_path_takes_everything(world, name):
    for text in STRINGS:
        part = quote(text.encode("utf-8", "surrogatepass"), safe="")
        page = world.ask(name, ENTRIES[name].path.replace("{}", part))
        refuse_what_is_wrong(page, [text])


@pytest.mark.parametrize("name", [n for n, e in ENTRIES.items() if e.query])
def test_every_parameter_takes_everything(world, name):
    entry = ENTRIES[name]
    unread = entry.query == ("anything",)
    for values in rotations(entry.query, FEW if unread else STRINGS):
        page = world.ask(name, world.path(entry), as_form(values))
        refuse_what_is_wrong(page, values.values())


@pytest.mark.parametrize("name", [n for n, e in ENTRIES.items() if e.form])
def test_every_field_takes_everything(world, name):
    entry = ENTRIES[name]
    right = {key.format(sku=world.sku): text for key, text in entry.form.items()}
    everything = [*rotations([*right], STRINGS)]
    singly = [right | {field: text} for field in right for text in FEW]
    for count, values in enumerate(everything + singly):
        page = world.ask(name, world.path(entry), form=values)
        refuse_what_is_wrong(page, values.values())
        if page.status in {200, 422} and count % 8 == 0:  # reading takes its time
            keeps_what_was_typed(page, values)


def keeps_what_was_typed(page, values):
    """Fail if a form comes back without a word, or without what was typed."""
    shown = {}
    for form in page.forms():
        shown.update(form.values)
    for name in SHOWN_AGAIN & values.keys() & shown.keys():
        assert shown[name] == tidied(arrived(values[name])), (page.url, name)
    for name in SECRET & values.keys():
        assert not shown.get(name), page.url


@pytest.mark.parametrize("part", ["x", "/", "../", "?", "a@", "/orders/"])
def test_a_long_line_costs_the_logs_no_more_than_its_length(part):
    began = time.perf_counter()
    logs.quiet(part * 50_000)
    assert time.perf_counter() - began < 5  # by the square it would be a minute
