"""The queue: soonest day first, under tabs, page by page, and never counted whole."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from privacy.cases import deciding, moving
from privacy.cases.case import Case
from privacy.cases.desk import queue
from privacy.cases.states import Kind, State
from privacy.encryption import keys
from tests.privacy.cases.desk.conftest import LIST, Desk, fresh, page_of, text_of


def listed(desk, query=""):
    """Return the references of a page in the order in which they stand."""
    body = desk.get(LIST + query).content.decode()
    return re.findall(r'data-l="Request"><a[^>]*>(R-\w+)</a>', body)


def due(case, day):
    Case.objects.filter(pk=case.pk).update(due_on=day)
    return case


@pytest.mark.parametrize(
    ("days", "words", "tone"),
    [
        (-3, "3 days late", "bad"),
        (-1, "1 day late", "bad"),
        (0, "Due today", "bad"),
        (1, "1 day left", "bad"),
        (2, "2 days left", "bad"),
        (3, "3 days left", "warn"),
        (7, "7 days left", "warn"),
        (8, "8 days left", ""),
    ],
)
def test_the_days_left_are_said_in_words_and_not_by_colour_alone(
    filed, reviewer, at, days, words, tone
):
    due(filed(), at.date() + timedelta(days=days))
    body = reviewer.get(LIST).content.decode()
    assert f'<span class="tag {tone}">{words}</span>' in body


def test_the_most_urgent_is_first_and_the_latest_before_it(filed, reviewer, at):
    day = at.date()
    calm = due(filed(Kind.SEE), day + timedelta(days=20))
    late = due(filed(Kind.COPY), day - timedelta(days=2))
    soon = due(filed(Kind.ERASE), day + timedelta(days=1))
    assert listed(reviewer) == [each.reference for each in (late, soon, calm)]
    assert listed(reviewer, "?tab=late") == [late.reference]
    assert list(queue.rows("late")) == []  # No day was named.


def test_each_tab_shows_its_own_and_how_many(agreed, filed, in_review, reviewer, at):
    waiting = filed(Kind.COPY, "bob@example.net")
    asked = in_review(Kind.QUESTION)
    done = in_review(Kind.QUESTION)
    deciding.answer(case=done, sentence="Yes.", by=reviewer.person, at=at)
    everything = {case.reference for case in (agreed, waiting, asked)}
    assert set(listed(reviewer)) == everything
    assert listed(reviewer, "?tab=second") == [agreed.reference]
    assert listed(reviewer, "?tab=customer") == [waiting.reference]
    assert listed(reviewer, "?tab=finished") == [done.reference]
    shown = text_of(reviewer.get(LIST))
    tabs = "All 3 Late 0 Mine 0 Nobody’s 3 Needs a second person 1"
    assert f"{tabs} Waiting for the customer 1 Finished" in shown


def test_kind_and_state_narrow_a_tab(filed, in_review, reviewer):
    copy, erase = filed(Kind.COPY, "bob@example.net"), in_review()
    assert listed(reviewer, "?kind=copy") == [copy.reference]
    assert listed(reviewer, "?state=in_review") == [erase.reference]
    assert listed(reviewer, "?kind=copy&state=in_review") == []
    nothing = text_of(reviewer.get(LIST + "?kind=object"))
    assert "No request here is like that. Show all under this tab" in nothing
    assert "No request here." in text_of(reviewer.get(LIST + "?tab=finished"))


@pytest.mark.parametrize(
    "query", ["?tab=x", "?kind=x&state=y", "?after=R-NONE", "?after=%00" + "z" * 99]
)
def test_odd_wishes_show_the_open_ones(in_review, reviewer, query):
    case = in_review()
    assert listed(reviewer, query) == [case.reference]


def test_every_state_of_a_tab_can_be_chosen():
    chosen = {tab: {value for value, _ in queue.states(tab)} for tab in queue.TABS}
    assert chosen["second"] == set()
    assert chosen["customer"] == set(queue.CUSTOMERS_TURN)
    assert chosen["open"] | chosen["finished"] == set(State.values)
    assert not chosen["open"] & chosen["finished"]


def test_a_page_begins_where_the_last_one_ended(filed, reviewer, at, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    cases = [filed(Kind.SEE, f"guest{number}@example.net") for number in range(5)]
    due(cases[0], at.date())
    Case.objects.filter(pk=cases[1].pk).update(received_at=at - timedelta(hours=1))
    seen, query = [], ""
    for _ in range(3):
        body = reviewer.get(LIST + query).content.decode()
        seen += listed(reviewer, query)
        found = re.search(r'<a href="([^"]*)">Next page', body)
        query = found[1].replace("&amp;", "&") if found else ""
    assert query == ""
    assert seen[:2] == [cases[0].reference, cases[1].reference]
    assert sorted(seen) == sorted(case.reference for case in cases)
    assert "Back to the first page" in body


def test_closed_ones_are_paged_too(in_review, reviewer, at, monkeypatch):
    monkeypatch.setattr(queue, "PAGE", 2)
    cases = [in_review(Kind.QUESTION) for _ in range(3)]
    for number, case in enumerate(cases):
        moment = at + timedelta(minutes=number // 2)
        deciding.answer(case=case, sentence="Yes.", by=reviewer.person, at=moment)
    first = listed(reviewer, "?tab=finished")
    rest = listed(reviewer, f"?tab=finished&after={first[-1]}")
    assert first[0] == cases[2].reference
    assert sorted(first + rest) == sorted(case.reference for case in cases)
    still = in_review()
    assert listed(reviewer, f"?tab=finished&after={still.reference}") == first


def test_the_queue_takes_the_same_queries_for_one_and_for_many(filed, reviewer):
    def asked():
        keys.forget_held()
        with CaptureQueriesContext(connections["default"]) as main:
            with CaptureQueriesContext(connections["vault"]) as vault:
                reviewer.get(LIST)
        return [each["sql"] for each in main], len(vault)

    filed(Kind.SEE)
    one, vault = asked()
    for number in range(8):
        filed(Kind.SEE, f"guest{number}@example.net")
    many, vault_for_many = asked()
    assert (len(many), vault_for_many) == (len(one), vault)
    assert not [sql for sql in many if "COUNT(" in sql.upper()]


def test_more_than_a_hundred_are_not_counted(filed, reviewer, monkeypatch):
    monkeypatch.setattr(queue, "MOST_COUNTED", 2)
    for number in range(3):
        filed(Kind.SEE, f"guest{number}@example.net")
    assert "All 2 or more" in text_of(reviewer.get(LIST))


def test_requests_of_one_sender_are_linked_to_each_other(filed, reviewer, at):
    first = filed(Kind.ERASE)
    again = filed(Kind.ERASE)
    Case.objects.filter(pk=again.pk).update(duplicate_of=first)
    others = [filed(kind) for kind in (Kind.SEE, Kind.COPY, Kind.OBJECT)]
    body = reviewer.get(LIST).content.decode()
    row = next(r for r in body.split("<tr>") if f">{again.reference}</a></th>" in r)
    row = row.replace(f": {again.reference}", "")
    assert f'Same as <a class="ref" href="{page_of(first)}">{first.reference}' in row
    assert row.count(first.reference) == 1
    assert row.count("R-") == 4
    assert "and more" in row
    assert listed(reviewer).count(first.reference) == 1
    assert {each.reference for each in others} <= set(listed(reviewer))


def test_a_sender_who_is_forgotten_is_linked_to_nobody(filed, reviewer):
    cases = [filed(Kind.SEE), filed(Kind.COPY)]
    for case in cases:
        Case.objects.filter(pk=case.pk).update(email=None)
    shown = text_of(reviewer.get(LIST))
    assert shown.count("Not yet None") == 2


def test_what_it_waits_for_is_said(agreed, reviewer, approver, at):
    assert "A second person" in text_of(reviewer.get(LIST))
    case = fresh(agreed)
    plan = deciding.planning.digest(case.plan)
    deciding.approve(case=case, shown=plan, by=approver.person, at=at)
    assert "The end of cooling off" in text_of(reviewer.get(LIST))
    moving.move(case, State.QUEUED, what="queued", at=at)
    assert "The worker" in text_of(reviewer.get(LIST))


def test_a_stopped_clock_is_said(in_review, reviewer, at):
    deciding.ask(case=in_review(), sentence="Which?", by=reviewer.person, at=at)
    assert "Clock stopped" in text_of(reviewer.get(LIST))


def test_a_request_is_found_by_its_reference_alone(in_review, approver):
    case = in_review()
    typed = f" {case.reference.lower()} "
    found = approver.client.get(LIST + "find/", {"reference": typed})
    assert (found.status_code, found["Location"]) == (303, page_of(case))
    for wrong in ("", "R-", "alice@example.net", "\0"):
        found = approver.client.get(LIST + "find/", {"reference": wrong})
        assert found["Location"] == LIST
    assert "No request has that reference." in text_of(approver.get(LIST))


def test_staff_who_may_do_all_see_it_in_the_list_of_sections(staff, in_review):
    in_review()
    assert "Requests" in text_of(Desk(staff).get("/staff/privacy/"))
