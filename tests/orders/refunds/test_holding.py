"""Refunds in copies, in the books that are taken out, in retention and in erasure."""

from __future__ import annotations

import json
from datetime import timedelta

from orders.refunds import giving, refunding
from orders.refunds.refund import Refund
from privacy import masking, purposes, retention
from privacy.copies import linked, whole
from privacy.erasure import blocking, plans, running
from privacy.erasure.plans import Scope
from privacy.exports import sheets
from privacy.letters.models import Letter
from privacy.purposes import Purpose
from tests.orders.conftest import MONDAY
from tests.orders.refunds.conftest import UK
from tests.orders.test_holdings import values_of
from tests.orders.test_linked import wrong


def test_a_copy_tells_all_of_a_refund(ready, at):
    refund = ready()
    values = values_of(refund.order, "orders.Refund", at)
    assert values["account"].lines == (
        "Maya Okafor",
        "Sort code 20 20 15",
        "Account number 31926819",
    )
    assert values["account"].where_from == "you, for this refund alone"
    assert values["amount"].words == "£57.00"
    assert values["amount"].data == {"amount": "57.00", "currency": "GBP"}
    assert values["reason"].words == "The price was wrong"
    assert values["amount"].where_from == "us, from your refund of 23 November 2026"
    line = values_of(refund.order, "orders.RefundLine", at)
    assert (line["quantity"].words, line["amount"].words) == ("1", "£38.00")
    payment = values_of(refund.order, "orders.Payment", at)
    assert payment["refunded"].words == "£57.00"


def test_a_copy_names_where_the_providers_name_is_from(provider, paid, opened, at):
    refund = opened(paid(payment="test"), by=None)
    refund.reference = "test-1"
    refund.save(update_fields=["reference"])
    value = values_of(refund.order, "orders.Refund", at)["reference"]
    assert (value.words, value.where_from) == ("test-1", "the payment provider")


def test_an_account_abroad_reads_as_its_country_writes_it(ready, at):
    refund = ready()
    for account, read in (
        (UK.__class__("iban", "M O", "DE89370400440532013000"), "IBAN DE89 3704 0044"),
        (UK.__class__("us", "M O", "1234", "111000025"), "Routing number 111000025"),
        (UK.__class__("other", "M O", "1234", "BKCHCNBJ"), "BIC BKCHCNBJ"),
    ):
        giving.give(refund=refund, account=account, at=MONDAY)
        told = values_of(refund.order, "orders.Refund", at)["account"]
        assert read in told.words
        assert account.number not in repr(account)


def test_a_refund_is_told_in_the_words_of_schema_org(ready, second, at):
    refund = ready()

    def told():
        gathered = whole.gathered(refund.person, at=at)
        graph = json.loads(linked.written(gathered))["@graph"]
        (node,) = [each for each in graph if each["@type"] == "MoneyTransfer"]
        assert wrong(node) == []
        return node

    before = told()
    assert before["object"] == {"@id": f"#order-{refund.order_id}"}
    assert before["amount"]["value"] == "57.00"
    assert before["actionStatus"].endswith("/ActiveActionStatus")
    assert "31926819" not in str(before)
    refunding.sent(refund=refund, at=MONDAY, by=second)
    assert told()["actionStatus"].endswith("/CompletedActionStatus")


def test_the_books_have_refunds_without_an_account():
    offered = {sheet.key: sheet for sheet in sheets.every()}
    sheet = offered["refunds"]
    for purpose in set(Purpose) - {Purpose.REFUND, Purpose.OWN_REQUEST}:
        labels = {column.label for column in sheets.columns(sheet, purpose)}
        assert "orders.Refund.account" not in labels
    books = sheets.columns(sheet, Purpose.ACCOUNTING)
    assert {"orders.Order.number", "orders.Refund.amount"} <= {c.label for c in books}
    assert offered["refund-lines"].moment == "at"


def test_nobody_is_erased_while_money_is_owed(ready, second, advance):
    refund = ready()
    person = refund.person
    said = blocking.of(person.pk)
    owed = f"£57.00 of order {refund.order.number} are still to be sent back to you."
    assert any(each.startswith(owed) for each in said)
    of_it = Scope({"orders.Order": (refund.order_id,)})
    assert any(each.startswith(owed) for each in blocking.of(person.pk, of_it))
    refunding.sent(refund=refund, at=MONDAY, by=second)
    assert not any("sent back" in each for each in blocking.of(person.pk))


def test_erasing_leaves_the_sums_in_the_books(ready, second, advance):
    refund = ready()
    advance(refund.order, "pack", "hand-over", "deliver")
    refunding.sent(refund=refund, at=MONDAY, by=second)
    plan = plans.made(refund.person_id, at=MONDAY)
    running.carry_out(running.begin(refund.person_id, plan, at=MONDAY), at=MONDAY)
    after = Refund.objects.get()
    assert (after.amount, after.state) == (5700, "sent")
    assert after.lines.count() == 2


def test_the_sweep_clears_an_account_whose_time_is_over_and_it_is_asked_for(ready):
    refund = ready()
    assert masking.masked(Refund.objects.get(), "account")
    over = MONDAY + timedelta(days=61)
    retention.sweep(at=over)
    assert masking.masked(Refund.objects.get(), "account") == ""
    assert giving.forget_unused(at=over) == 1
    letter = Letter.objects.filter(template="orders/refund_opened").latest("queued_at")
    with purposes.using(Purpose.AFTER_SALES):
        assert "deleted the account that you gave" in letter.content.text
    assert refund.pk
