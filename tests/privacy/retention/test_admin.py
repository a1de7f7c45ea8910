"""The staff page: who may look, who may hold and lift, and that nobody is named."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.contrib.auth.models import Permission
from django.urls import reverse
from django.utils import timezone

from orders.models import Order
from privacy import retention
from privacy.people import Person
from privacy.retention import forecast, holding
from privacy.retention.hold import LegalHold
from privacy.retention.holding import Target
from privacy.retention.report import SweepReport
from tests.diary.models import Page

PAGE = "/staff/privacy/legalhold/"
DAY = timedelta(days=1)
FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def helper(db):
    """Somebody of the shop without any right."""
    return Person.objects.create_user(
        "help@example.net", "a long secret", is_staff=True
    )


def may(person, right):
    person.user_permissions.add(Permission.objects.get(codename=right))
    return Person.objects.get(pk=person.pk)


def typed(number, **more):
    until = (timezone.localdate() + 30 * DAY).isoformat()
    told = {"number": number, "how_much": "alone", "reason": "court", "until": until}
    return "&".join(
        f"{k}={v}" for k, v in {**told, "words": "A+letter.", **more}.items()
    )


def post(client, path, data=""):
    return client.post(path, data, content_type=FORM)


def test_the_page_shows_numbers_sweeps_and_holds_and_names_nobody(
    client, maya, staff, at
):
    now = timezone.now()
    order = Order.objects.first()
    Order.objects.update(closed_at=now - 740 * DAY)
    told = {"reason": LegalHold.Reason.CLAIM, "words": "Secret words", "by": staff}
    until = timezone.localdate() + 9 * DAY
    target = Target(maya.pk, "orders.Order", order.pk)
    holding.hold(what=target, until=until, at=now, **told)
    holding.hold(what=Target(maya.pk), until=until, at=now, **told)
    retention.sweep(at=at - 3650 * DAY)
    SweepReport.objects.create(started_at=now, counts={"orders.Order": 3}, failed=["x"])
    client.force_login(staff)
    html = client.get(PAGE).content.decode()
    assert f"Order {order.number}" in html
    assert "Everything of one person" in html
    assert "A legal claim is open" in html
    assert "3 × Orders: whole records" in html
    assert "Broken off" in html
    assert "Nothing was due." in html
    for secret in ("Maya", "maya@", "Secret words", "Sam Staff", "style="):
        assert secret not in html
    assert len(re.findall(r"<svg viewBox", html)) == 7


def test_an_empty_page_says_so(client, staff, monkeypatch):
    client.force_login(staff)
    monkeypatch.setattr(forecast, "entries", lambda at: [])
    html = client.get(PAGE).content.decode()
    for words in ("Nothing is due now", "Nothing is held", "No sweep has run yet"):
        assert words in html


def test_who_has_no_right_sees_nothing_and_who_may_review_holds_nothing(
    client, helper, maya
):
    client.force_login(helper)
    assert client.get(PAGE).status_code == 403
    assert "legalhold" not in client.get("/staff/").content.decode()
    client.force_login(may(helper, "review_case"))
    html = client.get(PAGE).content.decode()
    assert "Hold something" not in html
    number = Order.objects.first().number
    assert post(client, f"{PAGE}hold/", typed(number)).status_code == 403
    assert not LegalHold.objects.exists()


def test_staff_hold_an_order_and_lift_it(client, helper, maya):
    client.force_login(may(helper, "hold_data"))
    order = Order.objects.first()
    answer = post(client, f"{PAGE}hold/", typed(order.number.lower()))
    assert (answer.status_code, answer["Location"]) == (303, PAGE)
    (hold,) = LegalHold.objects.all()
    assert (hold.label, hold.row_id, hold.person) == ("orders.Order", order.pk, maya)
    html = client.get(PAGE).content.decode()
    assert "Held. It ends by itself" in html
    assert ">You<" in html
    for _ in range(2):
        answer = post(client, f"{PAGE}{hold.pk}/lift/")
        assert answer.status_code == 303
    hold.refresh_from_db()
    assert hold.lifted_by == helper
    assert "Nothing is held" in client.get(PAGE).content.decode()
    assert post(client, f"{PAGE}{order.pk}/lift/").status_code == 404


def test_everything_of_the_person_can_be_held_by_one_number(client, staff, maya):
    client.force_login(staff)
    number = Order.objects.first().number
    post(client, f"{PAGE}hold/", typed(number, how_much="everything"))
    (hold,) = LegalHold.objects.all()
    assert (hold.label, hold.row_id, hold.person) == ("", None, maya)


@pytest.mark.parametrize(
    ("wrong", "status", "said"),
    [
        ({"number": "nothing"}, 422, "Nothing has that number."),
        ({"number": ""}, 422, "Write the number of an order or a request."),
        ({"until": "soon"}, 422, "Write a date such as"),
        ({"until": "2020-01-01"}, 409, "Choose a day after today"),
        ({"reason": ""}, 422, "Choose a reason."),
        ({"words": ""}, 422, "Write why it has to be kept."),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(
    client, staff, maya, wrong, status, said
):
    client.force_login(staff)
    number = Order.objects.first().number
    answer = post(client, f"{PAGE}hold/", typed(**{"number": number, **wrong}))
    html = answer.content.decode()
    assert answer.status_code == status
    assert said in html
    assert wrong.get("words") == "" or "A letter." in html
    assert not LegalHold.objects.exists()


def test_a_request_of_nobody_known_is_held_alone(client, staff, case_of, at):
    case = case_of(None, kind="see", state="expired", closed_at=at)
    case.reference = "R-7K2M9P"
    case.save(update_fields=["reference"])
    client.force_login(staff)
    answer = post(client, f"{PAGE}hold/", typed("R-7K2M9P", how_much="everything"))
    assert "hold this alone" in answer.content.decode()
    post(client, f"{PAGE}hold/", typed("R-7K2M9P"))
    assert "Case R-7K2M9P" in client.get(PAGE).content.decode()


def test_a_hold_on_a_row_that_is_gone_is_still_shown(client, staff, alice, at):
    from uuid import uuid4

    target = Target(alice.pk, "orders.Order", uuid4())
    told = {"reason": LegalHold.Reason.TAX, "words": "…", "by": staff}
    until = timezone.localdate() + DAY
    holding.hold(what=target, until=until, at=timezone.now(), **told)
    client.force_login(staff)
    assert "Order, gone" in client.get(PAGE).content.decode()


def test_holds_are_never_added_edited_or_deleted_elsewhere(client, staff, rf, page):
    client.force_login(staff)
    for path in ("add/", f"{page.pk}/change/", f"{page.pk}/delete/"):
        assert client.get(PAGE + path).status_code == 404
    assert reverse("admin:privacy_legalhold_changelist") == PAGE
    assert f'href="{PAGE}"' in client.get("/staff/").content.decode()
    assert Page.objects.exists()
