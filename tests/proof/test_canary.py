"""Nothing that a customer types can be read in anything that the shop stores.

A whole shop runs in processes of its own. Somebody orders with values that occur
nowhere else, staff ship the order, the letters go out. Then they ask a question, for
a copy, for a correction and for erasure, and get them. At each stop every byte of both
databases with their journals, of queue, cache, sessions, logs and static files is
searched for each value, in every spelling that a program might have given it.
"""

from __future__ import annotations

import pytest

from tests.proof import searching
from tests.proof.shop_process import open_shop
from tests.proof.story import (
    ABOUT,
    ACCOUNT,
    ADDRESS,
    ANSWER,
    BACK,
    BUYER,
    HELD_BACK,
    LOOKED,
    NEW_EMAIL,
    NEW_NAME,
    PASSWORD,
    PROVIDERS_NAME,
    QUESTION,
    REFUSED,
    TAKEN_OUT,
    TRACKED,
    TYPED,
    Story,
)

# What each sealed field of each model must have held when the shop was searched. A
# field that is not here yet fails the test: say which typed value reaches it, or that
# the shop makes the value itself.
MADE_BY_THE_SHOP = ()
HELD = {
    "privacy.Person.email": (BUYER.email,),
    "privacy.Person.name": (BUYER.name,),
    "privacy.Letter.content": (),
    "privacy.Letter.to_address": (NEW_EMAIL, BUYER.email),
    "privacy.Letter.address": (NEW_EMAIL, BUYER.email),
    "privacy.Returned.address": (BUYER.email,),
    "privacy.Case.email": (BUYER.email,),
    "privacy.Case.demand": (QUESTION, NEW_NAME, NEW_EMAIL),
    "privacy.Case.answer": (ANSWER,),
    "privacy.Case.link": MADE_BY_THE_SHOP,
    "privacy.Copy.package": MADE_BY_THE_SHOP,
    "privacy.Factor.held": MADE_BY_THE_SHOP,
    "privacy.Run.needles": (NEW_NAME, NEW_EMAIL, BUYER.line1),
    "privacy.LegalHold.words": (HELD_BACK,),
    "privacy.Export.words": (TAKEN_OUT,),
    "privacy.Export.package": MADE_BY_THE_SHOP,
    "privacy.Export.lock": MADE_BY_THE_SHOP,
    "privacy.Access.words": (LOOKED,),
    "orders.Order.contact_name": (BUYER.name,),
    "orders.Order.contact_email": (BUYER.email,),
    "orders.Order.delivery_address": ADDRESS,
    "orders.Order.link": MADE_BY_THE_SHOP,
    "orders.Invoice.buyer_name": (BUYER.name,),
    "orders.Invoice.buyer_address": ADDRESS,
    "orders.Message.text": (ABOUT, BACK),
    "orders.Return.words": (REFUSED,),
    "orders.Parcel.tracking": (TRACKED,),
    "orders.Payment.verification": MADE_BY_THE_SHOP,
    "orders.Refund.account": (BUYER.name, ACCOUNT),
    "orders.Refund.reference": (PROVIDERS_NAME,),
    "shop.Draft.typed": TYPED,
    "shop.PendingPassword.password": MADE_BY_THE_SHOP,
}
PLANTED = "Hypnogaloshery Prunt"


@pytest.fixture(scope="module")
def shop(prepared, tmp_path_factory):
    folder = tmp_path_factory.mktemp("canary")
    with open_shop(prepared, folder, number=5, COOLING_OFF_HOURS="0") as opened:
        with opened.journals_kept():
            yield opened


@pytest.fixture(scope="module")
def story(shop):
    """Let it all happen; return what was held and found at each stop on the way."""
    return Story(shop).told()


def test_nothing_is_found_at_any_stop(story):
    assert len(story.found) == 5
    assert {moment: found for moment, found in story.found.items() if found} == {}


def test_every_sealed_field_held_what_was_typed(story):
    held = {name for name in story.held if name != "sessions"}
    assert held == HELD.keys()
    for name, typed in HELD.items():
        assert story.held[name], f"{name} held nothing: the story must fill it"
        assert set(typed) <= story.held[name], name


def test_every_place_was_searched(story, shop):
    last = story.searched["when it is done"]
    logs = {"log/web.log", "log/worker.log"}
    assert logs | {"sessions"} <= last.keys()
    assert last["static"] > 100_000
    kinds = ("pg_dump", "pg_wal", "REDIS", "BROKER")
    if "DATABASE_URL" not in shop.env:
        kinds = ("main.sqlite3-wal", "vault.sqlite3", "rows of main", "rows of vault")
        queued = story.searched["when it is placed, before the worker"]
        assert any(name.startswith("broker/queue/") for name in queued)
    for kind in kinds:
        assert any(kind in name and size for name, size in last.items()), kind


def test_the_letters_hold_it_which_shows_that_all_of_it_was_real(story):
    mail = story.mail()
    assert [value for value in TYPED if value not in mail] == []
    assert PASSWORD not in mail


def test_what_stands_in_a_plain_column_of_either_database_is_found(story, shop):
    before = searching.stores(shop)
    assert story.search({PLANTED}, before) == []
    assert story.search({story.number}, before), "what was not sought until now"
    shop.inside.run("-m", "tests.proof.opening", PLANTED)
    found = story.search({PLANTED}, searching.stores(shop))
    places = {each.split(", ")[1] for each in found}
    kinds = ("rows of main", "rows of vault", "main.sqlite3", "vault.sqlite3")
    if "DATABASE_URL" in shop.env:
        kinds = ("pg_dump of DATABASE_URL", "pg_dump of VAULT_URL", "pg_wal")
    for kind in kinds:
        assert any(place.startswith(kind) or kind in place for place in places), kind
