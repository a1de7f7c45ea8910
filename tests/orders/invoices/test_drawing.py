"""The PDF: the same bytes each time, readable text, and nothing that is not said."""

from __future__ import annotations

import os
import pickle
import re
import subprocess
import sys
from dataclasses import replace
from hashlib import sha256

import pytest

from orders import payments
from orders.invoices import drawing, reading, writing
from orders.invoices.invoice import Invoice
from orders.refunds.sums import Asked
from privacy import purposes
from privacy.purposes import Purpose
from tests.orders.conftest import BOOK


@pytest.fixture
def sheet(invoice):
    with purposes.using(Purpose.ACCOUNTING):
        return reading.sheet(invoice)


def again(invoice):
    with purposes.using(Purpose.ACCOUNTING):
        return reading.sheet(Invoice.objects.get(pk=invoice.pk))


def test_made_again_it_is_the_same_to_the_byte(invoice, sheet):
    first = drawing.pdf(sheet)
    drawing._font.cache_clear()  # As another process has it, or another year.
    assert drawing.pdf(again(invoice)) == first
    assert first.startswith(b"%PDF-")
    assert b"D:20000101" in first
    assert drawing.pdf(replace(sheet, number="INV-2026-00002")) != first


def test_another_process_draws_the_same(sheet):
    told = [pickle.dumps(sheet).hex(), sha256(drawing.pdf(sheet)).hexdigest()]
    program = (
        "import django, pickle, sys, hashlib; django.setup()\n"
        "from orders.invoices import drawing\n"
        "drawn = drawing.pdf(pickle.loads(bytes.fromhex(sys.argv[1])))\n"
        "sys.exit(hashlib.sha256(drawn).hexdigest() != sys.argv[2])"
    )
    here = dict(os.environ, PYTHONHASHSEED="7", TZ="Asia/Tokyo")
    subprocess.run([sys.executable, "-c", program, *told], check=True, env=here)


def test_the_file_tells_nobody_who_bought_before_it_is_opened(sheet):
    head = re.sub(rb"stream.*?endstream", b"", drawing.pdf(sheet), flags=re.DOTALL)
    assert b"(Invoice INV-2026-00001)" in head
    assert b"Maya" not in head
    assert b"Okafor" not in head


def test_names_of_any_alphabet_that_the_font_has_are_drawn():
    name = "Łukasz Ødegård Σωκράτης Иван Þóra Nguyễn Đặng ₴ Ġużè"
    assert drawing.drawable(name) == name
    # An accent that stands on its own is drawn with its letter.
    assert drawing.drawable("e\N{COMBINING ACUTE ACCENT}") == "é"


def test_what_it_cannot_draw_it_says(sheet):
    assert drawing.drawable("東京 שלום") == "□□ □□□□"
    odd = replace(sheet, buyer=("東京",))
    assert drawing.LACKING in drawing._notes(odd)
    assert drawing.LACKING not in drawing._notes(sheet)
    assert drawing.pdf(odd) != drawing.pdf(sheet)


def test_what_is_typed_is_text_and_no_markup(sheet):
    odd = replace(sheet, buyer=('<b>Bold</b> & <img src="x"/>',))
    assert "&lt;b&gt;" in drawing._marked(odd.buyer[0])
    assert drawing.pdf(odd)


def test_a_long_order_goes_on_overleaf(sheet):
    long = replace(sheet, rows=sheet.rows * 60)
    assert len(re.findall(rb"/Type /Page\b(?!s)", drawing.pdf(long))) > 2


def test_it_reads_as_frozen_with_the_tax_of_each_rate(sheet):
    assert sheet.title == "Invoice INV-2026-00001"
    assert sheet.buyer == ("Maya Okafor", "7 Hawthorn Bank", "Edinburgh", "EH6 6QZ")
    assert [(t.rate, t.net, t.tax, t.gross) for t in sheet.taxes] == [
        ("0%", "£19.00", "£0.00", "£19.00"),
        ("20%", "£31.67", "£6.33", "£38.00"),
    ]
    assert (sheet.total_name, sheet.total) == ("Total, paid", "£57.00")
    assert ("Paid by", "Bank transfer") in sheet.facts
    assert sheet.notes[-1].startswith("We keep this document until 23 November 2032")


def test_a_credit_note_says_what_it_corrects_and_why(paid, given_back):
    order = paid(items=[BOOK])
    book = order.lines.get(sku="BOOK-1")
    asked = Asked({}, amounts={book.pk: 100}, delivery=True)
    note = again(given_back(order, asked=asked))
    facts = dict(note.facts)
    assert facts["For invoice"] == "INV-2026-00001 of 23 November 2026"
    assert facts["Why"] == "The price was wrong"
    assert (note.rows[0].quantity, note.rows[0].unit) == ("", "")
    assert note.rows[-1].title == "Our own van"
    assert note.total_name == "Given back"
    assert drawing.pdf(note)


def test_who_is_not_registered_says_so(settings, paid):
    settings.SHOP_TAX_NUMBER = ""
    order = paid()
    sheet = again(order.invoices.get())
    assert "not registered for VAT" in sheet.notes[0]
    assert not any("number" in line for line in sheet.seller)


def test_the_way_of_paying_may_be_gone(order, monkeypatch):
    assert writing._way(order) == "Bank transfer"
    monkeypatch.setattr(payments, "methods", tuple)
    assert writing._way(order) == ""
