"""Who may look and who may act: right by right, and never by a forged form."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import LogEntry
from django.test import Client

from privacy.cases.case import Case
from privacy.cases.desk.verbs import VERBS
from privacy.cases.states import Kind, State
from privacy.models import Access
from tests.privacy.cases.desk.conftest import (
    LIST,
    WORDS,
    Desk,
    act_of,
    digest,
    fresh,
    page_of,
    text_of,
)

PERSONAL = ("alice@", "Alice", "Ashdown", WORDS)


def test_customers_and_strangers_are_sent_to_sign_in(in_review, alice):
    case = in_review()
    for client in (Client(), Desk(alice).client):
        for path in (LIST, page_of(case)):
            response = client.get(path)
            assert response.status_code == 302
            assert "/staff/login/" in response["Location"]


def test_staff_without_a_right_see_nothing_and_do_nothing(in_review, clerk):
    case, desk = in_review(), Desk(clerk("orders@example.net", "view_order"))
    for path in (LIST, LIST + "find/?reference=R-1", page_of(case)):
        assert desk.get(path).status_code == 403
    for name in VERBS:
        assert desk.does(case, name).status_code == 403
    index = text_of(desk.get("/staff/"))
    assert "Requests about personal data" not in index
    assert (Access.objects.count(), fresh(case).state) == (0, State.IN_REVIEW)


def test_a_reviewer_cannot_approve_and_reads_so(in_review, reviewer):
    case = in_review(Kind.CLEAR, before="2026-01-01")
    reviewer.does(case, "plan")
    said = {"shown": digest(case), "reference": case.reference}
    assert reviewer.does(case, "approve", **said).status_code == 403
    assert "You can’t approve: somebody who has the right" in reviewer.sees(case)
    assert fresh(case).state == State.IN_REVIEW


def test_an_approver_cannot_agree_as_the_first_person(in_review, approver):
    case = in_review()
    approver.does(case, "plan")
    assert approver.does(case, "review", shown=digest(case)).status_code == 403
    assert "Agree to this plan" not in approver.sees(case)


@pytest.mark.parametrize("name", ["ask", "answer", "turn", "extend", "duplicate"])
def test_an_approver_does_not_do_the_reviewers_work(in_review, approver, name):
    assert approver.does(in_review(), name).status_code == 403


def test_a_form_without_its_token_is_refused(in_review, reviewer):
    case = in_review()
    strict = Desk(reviewer.person, enforce_csrf_checks=True)
    for name in VERBS:
        assert strict.does(case, name).status_code == 403
    assert fresh(case).plan is None


def test_an_act_is_never_a_get(in_review, both):
    case = in_review()
    for name in VERBS:
        assert both.get(act_of(case, name)).status_code == 405
    assert both.post(page_of(case)).status_code == 405
    assert both.post(LIST).status_code == 405


def test_what_does_not_exist_is_not_found(in_review, both):
    case = in_review()
    nobody = "00000000-0000-0000-0000-000000000000"
    assert both.does(case, "erase-at-once").status_code == 404
    assert both.get(f"{LIST}{nobody}/change/").status_code == 404
    assert both.post(f"{LIST}{nobody}/acts/plan/").status_code == 404
    assert both.post(f"{LIST}{case.pk}/told/{nobody}/").status_code == 404


def test_nothing_can_be_added_deleted_or_done_to_many(in_review, staff):
    case, desk = in_review(), Desk(staff)
    for path in ("add/", f"{case.pk}/delete/", f"{case.pk}/history/"):
        assert desk.get(LIST + path).status_code == 404
    body = desk.get(LIST).content.decode()
    assert 'name="action"' not in body
    assert 'type="checkbox"' not in body
    assert Case.objects.count() == 1


def test_no_form_takes_a_file(in_review, both):
    for case in (in_review(), in_review(Kind.QUESTION)):
        body = both.get(page_of(case)).content.decode()
        assert 'type="file"' not in body
        assert "multipart" not in body
    form = both.client.post(act_of(case, "answer"), {"sentence": "a file could come"})
    assert form.status_code == 415


def test_the_log_of_the_admin_stays_empty(in_review, both):
    case = in_review()
    both.does(case, "plan")
    both.does(case, "review", shown=digest(case))
    both.does(case, "extend", reason="Many requests")
    assert LogEntry.objects.count() == 0


def test_no_value_of_the_customer_is_in_title_head_or_message(in_review, both):
    case = in_review()
    both.looks(case)
    body = both.client.get(page_of(case)).content.decode()
    around = body.split("<blockquote>")[0] + body.split("</blockquote>")[-1]
    assert WORDS in body
    assert not [value for value in PERSONAL if value in around]
    listed = text_of(both.get(LIST))
    assert "a•••@example.net" in listed
    assert not [value for value in PERSONAL if value in listed]


def test_no_browser_keeps_a_page_of_the_desk(in_review, both):
    for path in (LIST, page_of(in_review())):
        assert "no-store" in both.get(path)["Cache-Control"]
