"""A guest asks for erasure and follows it to the receipt, or takes it back in time."""

from __future__ import annotations

import pytest

from deploy.packages import ROOT
from tests.journeys.requests import Asker

pytestmark = pytest.mark.browser
WAYS = [(390, False), (1280, True)]
IDS = ["phone without script", "wide with script"]
VERIFIER = str(ROOT / "docs" / "verify_certificate.py")
KEYS = "/.well-known/foldwell-keys.json"


def proven(visit, look, email, *, width=390, script=False):
    """Buy as a guest, ask for erasure from another browser, and prove who asks."""
    buyer = visit(width, script=script)
    number = buyer.buys(email)
    asker = Asker(visit(width, script=script), email, look)
    asker.chooses("Erase everything")
    asker.sends("Ask us to erase everything")
    asker.opens_the_letter()
    asker.types_the_code()
    assert asker.cookies() == {"session"}
    asker.tells_facts(number)
    asker.customer.sees("A person is looking at it")
    look(asker.customer)
    return asker, buyer, number


def approved(desks, asker, number):
    """Let two people agree, after the order has arrived."""
    first, second = desks
    first.delivers(number)
    first.opens(asker.reference)
    first.makes_the_plan()
    first.agrees()
    second.opens(asker.reference)
    second.approves(asker.reference)
    asker.comes_to_see("You can still take it back")
    asker.look(asker.customer)


@pytest.mark.parametrize(("width", "script"), WAYS, ids=IDS)
def test_a_guest_is_erased_and_gets_a_receipt_that_anybody_can_check(
    visit, look, desks, shop, tmp_path, width, script
):
    email = f"erased{width}@example.net"
    asker, buyer, number = proven(visit, look, email, width=width, script=script)
    approved(desks(width, script=script), asker, number)
    shop.inside.run("-m", "tests.journeys.clock", asker.reference)
    asker.page.reload()
    asker.customer.sees("Done. The law keeps a part")
    look(asker.customer)
    genuine(asker, shop, tmp_path)
    assert look.found == []
    # The link of the order was personal too; of its end Chromium speaks itself.
    assert visit.said == []
    assert buyer.page.reload().status == 404
    visit.said.clear()


def genuine(asker, shop, folder):
    """Download receipt and keys, and let the stand-alone program compare them."""
    receipt, keys = folder / "receipt.json", folder / "keys.json"
    with asker.page.expect_download() as fetched:
        asker.customer.link("Download the receipt").click()
    fetched.value.save_as(receipt)
    keys.write_bytes(asker.page.request.get(KEYS).body())
    said = shop.python(VERIFIER, str(receipt), str(keys))
    assert said.startswith("Genuine: ")
    assert asker.reference in said
    assert asker.email not in receipt.read_text()
    receipt.write_text(receipt.read_text().replace("erase", "clear", 1))
    with pytest.raises(AssertionError):
        shop.python(VERIFIER, str(receipt), str(keys))


def test_the_link_of_a_letter_takes_an_erasure_back_while_it_cools_off(
    visit, look, desks, shop
):
    email = "stays@example.net"
    asker, buyer, number = proven(visit, look, email)
    approved(desks(390, script=False), asker, number)
    link = asker.customer.letter_link(email, r"/cases/[\w-]+/")
    reader = Asker(visit(390, script=False), email, look)
    reader.page.goto(link)
    reader.customer.sees("You can still take it back")
    reader.customer.button("Withdraw this request").click()
    reader.customer.sees("You took the request back. Nothing more happens.")
    assert reader.cookies() == set()
    look(reader.customer)
    asker.customer.letter_link(email, "You took the request back")
    assert (
        shop.inside.run("-m", "tests.journeys.clock", asker.reference) == "withdrawn\n"
    )
    buyer.page.reload()
    buyer.sees("7 Hawthorn Bank")
    assert look.found == []
