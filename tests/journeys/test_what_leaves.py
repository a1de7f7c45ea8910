"""Nothing leaves the shop but through the door, from the first page to the erasure.

Every connection that a process of the shop tries is watched from outside the shop's own
code, during a whole journey: a guest orders, pays, the parcel is handed over, the data
is read, corrected and erased, letters go through a relay and word goes to the carrier.
"""

from __future__ import annotations

import json
import re
import socket

import pytest

from tests.journeys import outside
from tests.journeys.conftest import PASSWORD, SECOND
from tests.journeys.requests import Asker
from tests.proof import shop_process

pytestmark = pytest.mark.browser
EMAIL = "leaves@example.net"
SECRET = "seven quiet herons"
SMUGGLES = "tests.privacy.disclosure.smuggling"
COUNTED = """
import django; django.setup()
from privacy.disclosure.ledger import Disclosure
from privacy.disclosure.refusals import RefusedConnection
import json
print(json.dumps({
    "rows": list(Disclosure.objects.values_list("recipient", "basis")),
    "refused": RefusedConnection.objects.count(),
}))
"""


@pytest.fixture(scope="package")
def around(tmp_path_factory):
    """The relay and the carrier, outside."""
    folder = tmp_path_factory.mktemp("outside")
    with outside.standing(folder, folder / "mail") as standing:
        yield standing


@pytest.fixture(scope="package")
def shop(tmp_path_factory, around):
    """A shop whose letters leave, and whose carrier has a machine; it is watched."""
    folder, told = tmp_path_factory.mktemp("leaving"), around.environment()
    # Not the shop that others begin with: this one is watched while it is prepared.
    with (
        shop_process.prepared(tmp_path_factory.mktemp("watched"), **told) as ready,
        shop_process.open_shop(ready, folder, number=9, **told) as opened,
    ):
        letters = folder / "mail"
        letters.rmdir()
        letters.symlink_to(around.log.parent / "mail")
        around.carrier.keys = outside.published_by(opened)
        opened.start_worker()
        yield opened


@pytest.fixture(scope="package")
def second_keeper(shop):
    """Address and password of another staff login of this shop."""
    told = shop.inside.run("manage.py", "create_staff", "--email", SECOND)
    return SECOND, re.search(PASSWORD, told)[0]


def orders_by_carrier(guest):
    """Order with the box ticked that lets the carrier have name and address."""
    guest.fills_basket()
    guest.goes_to_checkout()
    guest.tells_details(EMAIL)
    guest.page.get_by_role("radio", name="Northbound Parcels").check()
    guest.page.get_by_role("checkbox").check()
    guest.page.get_by_label("Bank transfer").check()
    guest.button("Continue to check").click()
    return guest.orders()


def opens_an_account(guest):
    """Choose a password on the order's page and prove the address."""
    guest.field("Password").fill(SECRET)
    guest.button("Choose this password").click()
    guest.page.goto(guest.letter_link(EMAIL, r"/accounts/password/[\w-]+/"))
    guest.field("Password").fill(SECRET)
    guest.button("Turn it on and sign in").click()
    guest.stands_at("/accounts/")


def ships(desk, number, *steps):
    """Take the order on, as staff do."""
    desk.page.goto("/staff/orders/order/")
    desk.customer.link(number).click()
    for step in steps:
        desk.customer.button(f"Mark as {step}").click()


def corrects(asker, desk):
    """Ask for another address; one of the staff approves, and the carrier hears."""
    asker.chooses("Correct my details")
    asker.customer.field("Street address").fill("31 Larch Terrace")
    asker.page.get_by_label("Town or city").fill("Edinburgh")
    asker.customer.field("Postcode").fill("EH7 4AA")
    asker.sends("Ask for the correction")
    asker.opens_the_letter()
    asker.comes_to_see("A person is looking at it")
    desk.opens(asker.reference)
    desk.makes_the_plan()
    desk.approves(asker.reference)
    asker.comes_to_see("Done")


def erases(asker, desks, shop):
    """Ask for erasure; two people agree, and the carrier hears of that as well."""
    first, second = desks
    asker.chooses("Erase everything")
    asker.sends("Ask us to erase everything")
    asker.comes_to_see("A person is looking at it")
    first.opens(asker.reference)
    first.makes_the_plan()
    first.agrees()
    second.opens(asker.reference)
    second.approves(asker.reference)
    ended = shop.inside.run("-m", "tests.journeys.clock", asker.reference)
    assert ended == "retained\n"  # the books stay, as the law asks


def test_nothing_leaves_but_through_the_door(visit, look, desks, shop, around):
    guest, (first, second) = visit(390, script=False), desks(1280, script=True)
    number = orders_by_carrier(guest)
    opens_an_account(guest)
    ships(first, number, "paid", "packed", "handed over")
    corrects(Asker(guest, EMAIL, look), first)
    reads_the_ledger(guest, look)
    ships(first, number, "delivered")
    erases(Asker(guest, EMAIL, look), (first, second), shop)
    assert [each["what"] for each in around.carrier.heard] == ["correct", "erase"]
    everything_is_accounted_for(shop, around)


def reads_the_ledger(guest, look):
    """Your data tells who got what, why, and that they know of the correction."""
    guest.page.goto("/your-data/")
    look(guest)
    assert look.found == []
    given = guest.page.locator("#given").inner_text()
    assert "Northbound Parcels" in given
    assert "You agreed to it in writing" in given
    assert re.search(r"Told on .* that it was corrected; they confirmed it", given)
    assert "GDPR Art. 19" in given
    assert "Quayside Mail" in given
    assert "contract QM-2026-07 of 2026-07-01" in given


def everything_is_accounted_for(shop, around):
    """Who was connected to is on the ledger, and nobody else was ever tried."""
    assert around.strangers(shop.env) == []
    assert len(around.through_the_door()) == 2
    assert all(each["guarded"] for each in around.tried() if each["open"])
    told = json.loads(shop.python("-c", COUNTED).splitlines()[-1])
    rows = [tuple(row) for row in told["rows"]]
    assert told["refused"] == 0
    # Once for each letter that the relay took, those that were erased since as well.
    assert rows.count(("mail", "processor")) == len(shop.letters()) > 5
    assert rows.count(("carrier", "consent")) == 1
    assert rows.count(("carrier", "legal_duty")) == 2


@pytest.mark.parametrize("start", ["web", "nothing"])
def test_the_watcher_finds_every_way_that_is_planted(shop, around, start):
    """Also where the guard refuses it: what it does not see, it can't vouch for."""
    before = len(around.tried())
    with socket.socket() as door:
        door.bind(("127.0.0.1", 0))
        door.listen()
        port = door.getsockname()[1]
        told = shop.python("-m", SMUGGLES, str(port), start)
    planted = around.tried()[before:]
    events = {each["event"] for each in planted}
    assert {"socket.connect", "socket.sendto", "socket.sendmsg"} <= events
    found = json.loads(told.splitlines()[-1])
    strangers = around.strangers(shop.env)
    tried = {tuple(e["to"]) for e in strangers if isinstance(e["to"], list)}
    assert ("127.0.0.1", port) in tried
    assert len(strangers) >= len(found) - 1, "one name is asked for by nobody"
