"""Letters: what the reader sees, in plain text and in HTML."""

from __future__ import annotations

import re
from html import unescape

from orders import letters as order_letters
from orders.event import Verb
from orders.placing import Item
from privacy import letters, purposes
from privacy.models import Letter
from privacy.purposes import Purpose
from tests.orders.conftest import PEN

STEPS = ["mark-paid", "pack", "hand-over", "deliver"]


def every_letter():
    for each in Letter.objects.all():
        with purposes.using(Purpose(each.purpose)):
            yield each.content


def test_the_confirmation_says_how_to_pay(order, letter, code_of):
    said = letter("placed")
    code = code_of(order)
    assert said.subject == f"Order {order.number} is placed: send £57.00"
    assert f"Thank you. Your order {order.number} is placed." in said.text
    for fact in ("£57.00", "Foldwell Ltd", "GB33 BUKB 2020 1555 5555 55", "BUKBGB22"):
        assert fact in said.text
        assert fact in said.html
    assert f"Reference: {code}" in said.text
    assert code in said.html


def test_the_confirmation_lists_what_was_ordered(order, letter):
    said = letter("placed")
    assert "1 × Shore fountain pen, Navy: £38.00" in said.text
    assert "2 × Poems of the Firth: £19.00" in said.text
    assert "Our own van: free" in said.text
    assert "Total: £57.00\n  VAT 20% included: £6.33\n" in said.text
    assert "  Maya Okafor\n  7 Hawthorn Bank\n  Edinburgh\n  EH6 6QZ\n" in said.text


def test_a_letter_links_to_the_order_itself(order, letter, link_of):
    said = letter("placed")
    assert f"http://127.0.0.1:8000{link_of(order)}" in said.text
    assert f'href="http://127.0.0.1:8000{link_of(order)}"' in said.html


def test_an_unpaid_test_order_is_paid_on_its_page(place, letter):
    place(payment="test")
    said = letter("placed")
    assert "It is not paid yet. Pay it on the page of your order:\nhttp" in said.text
    assert "IBAN" not in said.text + said.html
    assert re.fullmatch(r"Order FW-\w{6} is placed", said.subject)


def test_a_paid_order_says_when_it_arrives(order, advance, letter):
    advance(order, "mark-paid")
    said = letter("paid")
    arrives = "it arrives between 24 and 25 November 2026"
    assert said.subject == f"Order {order.number}: your payment is here, {arrives}"
    assert "Your payment of £57.00 is here. Thank you." in said.text
    assert "It arrives between 24 and 25 November 2026." in said.text


def test_a_packed_order_leaves_next(order, advance, letter):
    advance(order, "mark-paid", "pack")
    said = letter("packed")
    assert said.subject == f"Order {order.number} is packed"
    assert "Your order is packed and leaves us next." in said.text


def test_a_packed_order_can_be_collected(place, advance, letter):
    order = advance(place(delivery="pickup"), "mark-paid", "pack")
    said = letter("packed")
    assert said.subject == f"Order {order.number} is ready to collect"
    assert "Collect it at 14 Shore Row, Leith" in said.text
    assert "Hawthorn" not in said.text + said.html
    assert "write to you when you can collect it" in letter("paid").text
    assert letter("paid").subject == f"Order {order.number}: your payment is here"


def test_an_order_on_its_way_says_who_got_the_address(order, advance, letter):
    advance(order, *STEPS[:3])
    said = letter("handed_over")
    assert said.subject == f"Order {order.number} is on its way"
    assert "Our own van brings it. Nobody else got your address." in said.text


def test_an_order_with_the_carrier_says_what_the_carrier_got(
    carrier_order, advance, letter
):
    advance(carrier_order, *STEPS[:3])
    text = " ".join(letter("handed_over").text.split())
    assert "Northbound Parcels brings it. As you agreed, we gave them your name" in text


def test_a_delivered_order_says_when_the_name_goes(order, advance, letter):
    advance(order, *STEPS)
    said = letter("delivered")
    text = " ".join(said.text.split())
    assert said.subject == f"Order {order.number} is delivered"
    assert (
        "We erase your name, email and address from this order on 23 November 2028"
        in text
    )
    assert "Date, items and total stay until 23 November 2032" in text


def test_a_collected_order_is_called_collected(place, advance, letter):
    advance(place(delivery="pickup"), "mark-paid", "pack", "deliver")
    assert "You have collected your order." in letter("delivered").text


def test_a_cancelled_order_says_where_the_money_goes(place, advance, letter):
    advance(place(), "cancel")
    assert "You have not paid anything." in letter("cancelled").text
    Letter.objects.all().delete()
    advance(place(), "mark-paid", "cancel")
    assert "We send back to you what you paid" in letter("cancelled").text


def test_no_letter_fetches_or_watches_anything(order, carrier_order, place, advance):
    advance(order, *STEPS)
    advance(carrier_order, *STEPS)
    advance(place(), "cancel")
    seen = list(every_letter())
    # Fourteen about the orders, two of them invoices, and the receipt of a consent.
    assert len(seen) == 15
    for said in seen:
        assert not re.search(
            r"<(img|script|link|iframe|object|video)|url\(|utm_", said.html
        )
        links = re.findall(r'(?:href|src|action)="([^"]*)"', said.html)
        assert all(
            re.fullmatch(r"http://127\.0\.0\.1:8000/(orders/\w+|contact)/.*", u)
            for u in links
        )
        assert 'name="color-scheme" content="light dark"' in said.html
        assert "nobody can tell that you opened it" in said.text


def test_that_search_for_watchers_finds_one():
    planted = '<p><img src="https://example.net/pixel.gif?utm_source=mail"></p>'
    assert re.search(r"<(img|script|link|iframe|object|video)|url\(|utm_", planted)


def test_the_html_says_all_that_the_text_says(order, carrier_order, advance):
    advance(order, *STEPS)
    advance(carrier_order, "mark-paid", "cancel")

    def words(text):
        return set(re.findall(r"[\w£’.%-]+", text))

    for said in every_letter():
        shown = unescape(re.sub(r"<[^>]+>", " ", said.html))
        links = set(re.findall(r"http\S+", said.text))
        text = said.text
        # The longest first: some begin with another one.
        for link in sorted(links, key=len, reverse=True):
            text = text.replace(link, "")
        assert {w.strip(".") for w in words(text)} - {
            w.strip(".") for w in words(shown)
        } <= {"whenever", "you", "want", "to", "see", "it", "×", "on", "the", "Your"}


def test_a_name_is_text_in_both_forms(place, letter):
    place(
        name="<b>O'Hara</b> {{ link }}",
        items=[PEN, Item("A&B", "Ink & pen", "", PEN.unit_price, 1, PEN.tax_rate)],
    )
    said = letter("placed")
    assert "Hello <b>O'Hara</b> {{ link }}," in said.text
    assert "Ink & pen" in said.text
    assert "&lt;b&gt;O&#x27;Hara&lt;/b&gt; {{ link }}" in said.html
    assert "Ink &amp; pen" in said.html


# The page says it at once; the letter of an answer has a purpose of its own.
NO_LETTER = {Verb.DECLINED, Verb.ASKED, Verb.ANSWERED}


def test_every_letter_is_registered_for_its_purpose():
    known = letters.registered()
    for verb, purpose in order_letters.PURPOSE.items():
        assert known[f"orders/{verb.value}"].purpose == purpose
    assert set(Verb) - set(order_letters.PURPOSE) == NO_LETTER


def test_the_reference_of_a_transfer_is_for_the_confirmation_alone(order):
    with purposes.using(Purpose.DELIVERY):
        assert order_letters.facts(order)["transfer"] is None
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        assert order_letters.facts(order)["transfer"] is not None
