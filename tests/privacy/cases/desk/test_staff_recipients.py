"""A recipient who was told of a correction or an erasure is ticked off, once."""

from __future__ import annotations

import pytest

from privacy.cases.notice import Notice
from privacy.cases.states import Kind
from privacy.models import Disclosure
from privacy.purposes import Purpose


@pytest.fixture
def told(in_review, alice, at):
    case = in_review(Kind.CORRECT)
    Disclosure.objects.create(
        person=alice,
        recipient="carrier",
        fields=["contact_name"],
        purpose=Purpose.DELIVERY,
        basis="processor",
        ground="A contract",
        at=at,
    )
    return Notice.objects.create(
        case=case,
        recipient="carrier",
        fields=["contact_name"],
        written_at=at,
        next_try_at=at,
    )


def test_a_recipient_who_was_told_is_ticked_off_once(told, reviewer, approver):
    path = f"/staff/privacy/case/{told.case_id}/told/{told.pk}/"
    assert "Northbound Parcels contact name They confirmed it" in reviewer.sees(
        told.case
    )
    assert approver.post(path).status_code == 403
    assert reviewer.get(path).status_code == 405
    for _ in range(2):
        assert reviewer.post(path).status_code == 303
    told.refresh_from_db()
    assert told.by == reviewer.person
    assert told.case.events.filter(what="recipient_told").count() == 1
    assert "Northbound Parcels contact name 22 Nov 2026" in reviewer.sees(told.case)
