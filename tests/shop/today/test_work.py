"""The first page says what waits, behind rights, and leads to just those rows."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from privacy.encryption import keys
from privacy.promises.result import PromiseResult
from shop.today.work import SOURCES
from tests.privacy.cases.desk.conftest import text_of
from tests.shop.today.conftest import RIGHTS, agreed_by_another, broken, export, jobs

LATE, SOON = "Requests late", "Requests due within a week"
SECOND, EXPORTS = "Approvals waiting for you", "Exports waiting for you"
BROKEN = "Promises broken"
DOUBTS = "Payments that do not fit"
MATCH, PACK, HAND = "Payments to match", "Parcels to pack", "Parcels to hand over"
STOCK = "Products sold out"
FAILED = "Parcels that failed"
SEND, REFUSED = "Refunds to send", "Refunds that a provider refused"
SEEN = {
    "review_case": {LATE, SOON, BROKEN},
    "approve_case": {LATE, SOON, BROKEN, SECOND},
    "approve_export": {EXPORTS},
    "read_trail": {BROKEN},
    "view_order": set(),
    "settle_payment": {MATCH, DOUBTS},
    "pack_order": {PACK, HAND, FAILED},
    "view_refund": set(),
    "send_refund": {SEND, REFUSED},
    "open_refund": {FAILED},
    "answer_message": {"Questions to answer"},
    "view_return": set(),
    "handle_return": {"Returns to look at", "Returns to finish"},
    "change_product": {STOCK},
    "view_product": set(),
}


@pytest.mark.parametrize("right", RIGHTS)
def test_each_right_shows_its_own_work_and_no_other(work, somebody, right):
    work()
    shown = jobs(somebody(right).get("/staff/"))
    assert set(shown) == SEEN[right]
    assert {number for number, _ in shown.values()} <= {"1"}


def test_a_return_whose_day_is_over_is_said_to_be_late(work, somebody):
    work()
    shown = text_of(somebody("handle_return").get("/staff/"))
    assert "Refund or exchange them. 1 late." in shown
    assert "say what you find. 1 late" not in shown


def test_each_number_is_how_many_rows_its_link_shows(work, somebody):
    work(times=2)
    desk = somebody(*RIGHTS)
    shown = jobs(desk.get("/staff/"))
    assert set(shown) == {title for titles in SEEN.values() for title in titles}
    for title, (number, link) in shown.items():
        # In a longer list, or on the page for everybody.
        if title in (SOON, EXPORTS, BROKEN, DOUBTS):
            assert desk.get(link).status_code == 200
            continue
        body = desk.get(link).content.decode().split("<tbody>")[1]
        assert (title, body.count("<tr>")) == (title, int(number))


def test_the_page_takes_as_many_queries_for_much_work_as_for_none(work, somebody):
    desk = somebody(*RIGHTS)

    def queries():
        keys.forget_held()
        with CaptureQueriesContext(connection) as seen:
            assert desk.get("/staff/").status_code == 200
        return len(seen)

    queries()
    none = queries()
    work(times=3)
    # One for each kind of work, and eleven for all else that stands there.
    assert queries() == none <= len(SOURCES) + 11


def test_what_i_agreed_to_or_asked_for_does_not_wait_for_me(somebody, at):
    desk = somebody("review_case", "approve_case", "approve_export")
    agreed_by_another(desk.person, due=at.date(), at=at)
    export(desk.person, at)
    shown = jobs(desk.get("/staff/"))
    assert (shown[SECOND][0], shown[EXPORTS][0]) == ("0", "0")


def test_a_promise_that_is_kept_again_is_not_broken(somebody, at):
    desk = somebody("read_trail")
    broken(at)
    assert jobs(desk.get("/staff/"))[BROKEN][0] == "1"
    found = PromiseResult.objects.get(kept=False)
    found.pk, found.kept, found.at = None, True, at - timedelta(hours=1)
    found.save()
    assert jobs(desk.get("/staff/"))[BROKEN][0] == "0"


def test_nothing_to_do_is_said_in_words(somebody):
    shown = text_of(somebody(*RIGHTS).get("/staff/"))
    assert "Nothing waits for you." in shown
    assert shown.count("Nothing to do.") == len(jobs(somebody(*RIGHTS).get("/staff/")))


def test_whoever_has_no_role_is_told_whom_to_ask(somebody):
    shown = text_of(somebody().get("/staff/"))
    assert "It has no role yet: ask an administrator for one." in shown


def test_no_number_and_no_name_of_a_customer_stands_on_the_page(work, somebody):
    work()
    shown = text_of(somebody(*RIGHTS).get("/staff/"))
    assert not re.search(r"maya|okafor|hawthorn", shown, re.IGNORECASE)
