"""Only who knows a secret of ours, and signed just now, is heard."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders.providers import session, signatures
from orders.providers.hearing import read
from orders.providers.session import Unreadable
from orders.providers.signatures import Forged
from tests.orders.conftest import MONDAY
from tests.orders.providers import recorded
from tests.orders.providers.recorded import SECRET, signed

BODY = b'{"id": "evt_1"}'
NEW = "whsec_of_tomorrow"
KNOWN = "35495024f4ef3f94e5a93e22221544c4b75e9a42300cd965ab81cb85cd994e91"


def require(header, *, body=BODY, secrets=(SECRET,), at=MONDAY):
    signatures.require(body=body, header=header, secrets=secrets, at=at)


def test_the_scheme_is_the_documented_one():
    """HMAC-SHA256 of "1700000000.{}" under "whsec_test", worked out by openssl dgst."""
    assert signatures.expected("whsec_test", "1700000000", b"{}") == KNOWN


def test_a_right_signature_of_just_now_is_heard():
    require(signed(BODY, MONDAY))
    for seconds in (-300, -1, 1, 300):
        require(signed(BODY, MONDAY + timedelta(seconds=seconds)))


@pytest.mark.parametrize("seconds", [-301, 301, -86_400, 10**9])
def test_one_of_another_time_is_not(seconds):
    """A notice that somebody kept and sends again."""
    with pytest.raises(Forged):
        require(signed(BODY, MONDAY + timedelta(seconds=seconds)))


def test_while_a_secret_is_replaced_both_count():
    for secrets in ((SECRET, NEW), (NEW, SECRET)):
        require(signed(BODY, MONDAY, SECRET), secrets=secrets)
        require(signed(BODY, MONDAY, NEW), secrets=secrets)
    require(signed(BODY, MONDAY, "whsec_unknown", SECRET))
    with pytest.raises(Forged):
        require(signed(BODY, MONDAY, SECRET), secrets=(NEW,))
    with pytest.raises(Forged):
        require(signed(BODY, MONDAY), secrets=())


@pytest.mark.parametrize(
    "forge",
    [
        lambda right: "",
        lambda right: "x",
        lambda right: right.replace("v1=", "v0="),
        lambda right: right.replace("t=", "t=1"),
        lambda right: right.replace("t=", "T="),
        lambda right: right + f",t={int(MONDAY.timestamp())}",
        lambda right: "t=,v1=" + right.partition("v1=")[2],
        lambda right: "t=1e9,v1=" + right.partition("v1=")[2],
        lambda right: "t=" + "9" * 400 + ",v1=" + right.partition("v1=")[2],
        lambda right: right.partition(",")[0],
        lambda right: right.replace("v1=", "v1=\N{SNOWMAN}"),
        lambda right: right.partition("v1=")[0] + "v1=" + "0" * 64,
    ],
)
def test_a_forged_header_is_not_heard(forge):
    with pytest.raises(Forged):
        require(forge(signed(BODY, MONDAY)))


def test_a_right_signature_after_too_many_wrong_ones_does_not_count():
    wrong = ",v1=" + "0" * 64
    right = signed(BODY, MONDAY)
    moment, _, rest = right.partition(",")
    with pytest.raises(Forged):
        require(f"{moment}{wrong * signatures.MOST_SIGNATURES},{rest}")


@given(at=st.integers(0, 7), place=st.integers(0, len(BODY) - 1))
def test_no_bit_of_the_body_can_be_changed(at, place):
    changed = bytearray(BODY)
    changed[place] ^= 1 << at
    with pytest.raises(Forged):
        require(signed(BODY, MONDAY), body=bytes(changed))


@given(st.text(max_size=80))
def test_no_header_breaks_it(header):
    with pytest.raises(Forged):
        require(header)


@pytest.mark.parametrize(
    "body",
    [
        b"",
        b"[]",
        b"\xff",
        b"{}",
        b'{"object": "event"}',
        b'{"object": "event", "type": 1, "id": "evt_1"}',
        b'{"object": "event", "type": "a\\nb", "id": "evt_1"}',
        b'{"object": "event", "type": "x", "id": null}',
        b"[" * 100_000,
        recorded.event({}, "checkout.session.completed"),
        recorded.event([], "checkout.session.completed"),
        recorded.event({"object": "checkout.session"}, "checkout.session.completed"),
    ],
)
def test_what_is_signed_and_no_notice_is_unreadable(body):
    with pytest.raises(Unreadable):
        read(body)


def test_a_notice_about_nothing_is_still_a_notice():
    heard = read(b'{"object": "event", "type": "x", "id": "evt_1", "data": 3}')
    assert (heard.kind, heard.session) == ("x", None)
    assert heard.news == session.News.WAITS


WHOLE = {
    "object": "checkout.session",
    "id": "cs_1",
    "client_reference_id": "FW-1",
    "amount_total": 1,
    "currency": "gbp",
    "status": "open",
    "payment_status": "unpaid",
}


@pytest.mark.parametrize("name", ["id", "amount_total", "currency", "status"])
@pytest.mark.parametrize("value", [None, True, 1.5, [], {}, "x" * 3000])
def test_a_session_that_lacks_a_part_is_none(name, value):
    assert session.read(WHOLE).id == "cs_1"
    with pytest.raises(Unreadable):
        session.read(WHOLE | {name: value})


@pytest.mark.parametrize(
    "charge",
    [None, "ch_1", {}, {"payment_method_details": {"type": "klarna"}}],
)
def test_a_payment_without_a_card_has_none(charge):
    money = {"id": "pi_1", "latest_charge": charge}
    found = session.read(WHOLE | {"payment_intent": money})
    assert (found.payment, found.card) == ("pi_1", None)


def test_of_a_card_brand_last_four_and_checks_are_read():
    card = session.read(WHOLE | {"payment_intent": recorded.card()}).card
    assert (card.brand, card.last_four) == ("visa", "4242")
    assert card.checks == "cvc: pass; postcode: pass; 3-D Secure: authenticated"


@pytest.mark.parametrize(
    ("different", "checks"),
    [
        ({"checks": None, "three_d_secure": None}, ""),
        ({"checks": {"cvc_check": "fail"}, "three_d_secure": {}}, "cvc: fail"),
    ],
)
def test_checks_that_were_not_made_are_not_told(different, checks):
    told = WHOLE | {"payment_intent": recorded.card(**different)}
    assert session.read(told).card.checks == checks
