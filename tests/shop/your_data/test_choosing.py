"""A guest chooses what should go on the page of the request, and sees it first."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from privacy import purposes
from privacy.models import Case
from privacy.purposes import Purpose
from shop.contact import stamp
from shop.your_data.forms import PartForm
from tests.shop.contact import letters
from tests.shop.customer import Customer, text_of


@pytest.fixture
def wish(client, order, on_commit):
    """A guest's wish in words, proved in this browser; the path of its page."""
    shown = stamp.new(at=timezone.now() - timedelta(seconds=9))
    form = {"email": "maya@example.net", "lives_in": "GB", "stamp": shown}
    with on_commit():
        told = form | {"words": "My <old> order", "before": ""}
        path = client.post("/contact/clear/", told)["Location"]
    with on_commit():
        answer = client.post(f"{path}code/", {"code": letters.code()})
    assert answer["Location"] == f"{path}choose/"
    return path


@pytest.fixture
def two_pages(monkeypatch):
    monkeypatch.setattr(PartForm, "ON_A_PAGE", 1)


def demand():
    with purposes.using(Purpose.OWN_REQUEST):
        return Case.objects.get().demand


def boxes(page):
    """The records on the page: value and whether it is ticked."""
    found = re.findall(r'name="rows" value="([^"]+)"[^>]*?( checked)?>', page)
    return {value: bool(ticked) for value, ticked in found}


def kept(page):
    return re.search(r'name="kept" value="([^"]*)"', page)[1]


def test_a_guest_chooses_sees_what_stays_and_sends_it(client, wish, order):
    assert "Choose what should go" in text_of(client.get(wish))
    page = text_of(client.get(f"{wish}choose/"))
    assert "My &lt;old&gt; order" in page
    assert f"Order {order.number}" in page
    chosen = {"rows": f"orders.Order:{order.pk}", "before": ""}
    preview = text_of(client.post(f"{wish}choose/", chosen))
    assert "This is what would happen" in preview
    assert "Value Added Tax Act" in preview
    assert re.search(r"Until \d+ \w+ 20\d\d", preview)
    assert Case.objects.get().state == "verified"
    sent = {"kept": kept(preview), "before": "", "send": "1"}
    assert client.post(f"{wish}choose/", sent)["Location"] == wish
    assert "We have your choice" in text_of(client.get(wish))
    assert [*demand().rows] == [chosen["rows"]]
    assert demand().words == "My <old> order"
    assert Case.objects.get().state == "in_review"


def test_sent_twice_it_is_chosen_once(client, wish, order):
    sent = {"kept": f"orders.Order:{order.pk}", "before": "", "send": "1"}
    for _ in range(2):
        assert client.post(f"{wish}choose/", sent)["Location"] == wish
    assert Case.objects.get().events.filter(what="chosen").count() == 1


def test_the_day_that_was_asked_for_is_suggested(client, wish):
    Case.objects.update(state="verified")
    case = Case.objects.get()
    case.demand = type(demand())(before="2026-01-31")
    case.save(update_fields=["demand"])
    assert 'value="2026-01-31"' in text_of(client.get(f"{wish}choose/"))


def test_whoever_has_the_link_alone_sees_and_chooses_nothing(wish, order):
    stranger = Customer()
    sent = {"kept": f"orders.Order:{order.pk}", "before": "", "send": "1"}
    for answer in (
        stranger.get(f"{wish}choose/"),
        stranger.post(f"{wish}choose/", sent),
    ):
        assert answer.status_code == 303
        assert answer["Location"] == wish
    assert "Send me a code" in text_of(stranger.get(wish))
    assert Case.objects.get().state == "verified"
    other_site = Customer(same_origin=False)
    assert other_site.post(f"{wish}choose/", sent).status_code == 403
    assert stranger.get("/cases/never-was-one/choose/").status_code == 404


def test_what_is_chosen_is_not_chosen_again(client, wish, order):
    sent = {"kept": f"orders.Order:{order.pk}", "before": "", "send": "1"}
    client.post(f"{wish}choose/", sent)
    assert client.get(f"{wish}choose/")["Location"] == wish


def test_a_choice_that_comes_second_is_told_so(client, wish, order, monkeypatch):
    left = iter([True])  # Open when the page looks, and no more under the lock.
    monkeypatch.setattr(
        "privacy.cases.choosing.is_open", lambda case: next(left, False)
    )
    sent = {"kept": f"orders.Order:{order.pk}", "before": "", "send": "1"}
    page = text_of(client.post(f"{wish}choose/", sent))
    assert "chosen already" in page
    assert demand().rows in ((), [])


def test_records_are_paged_through_and_no_tick_is_lost(signed_in, two_pages):
    first = text_of(signed_in.get("/your-data/clear/"))
    assert "Page 1 of" in first
    assert "Newer records" not in first
    (one,) = boxes(first)
    second = text_of(signed_in.post("/your-data/clear/", {"rows": one, "go": "2"}))
    assert kept(second) == one
    assert "1 chosen on other pages" in second
    (two,) = boxes(second)
    assert two != one
    told = {"rows": two, "kept": one, "page": "2"}
    back = text_of(signed_in.post("/your-data/clear/", told | {"go": "1"}))
    assert boxes(back) == {one: True}
    assert kept(back) == two
    preview = text_of(signed_in.post("/your-data/clear/", told))
    assert set(kept(preview).split()) == {one, two}
    again = text_of(
        signed_in.post("/your-data/clear/", {"kept": f"{one} {two}", "go": "1"})
    )
    assert boxes(again) == {one: True}


def test_what_is_taken_back_on_its_page_is_not_kept(signed_in, two_pages):
    (one,) = boxes(text_of(signed_in.get("/your-data/clear/")))
    page = text_of(signed_in.post("/your-data/clear/", {"page": "1", "go": "2"}))
    assert one not in kept(page)


@pytest.mark.parametrize("go", ["0", "99", "x", "-1", "²", "9" * 30])
def test_a_page_that_is_none_is_the_nearest(signed_in, two_pages, go):
    page = signed_in.post("/your-data/clear/", {"go": go})
    assert page.status_code == 200
    assert len(boxes(text_of(page))) == 1


def test_what_nobody_offered_is_not_kept(signed_in):
    for kept_ids in ("orders.Order:1", "x y z"):
        page = signed_in.post("/your-data/clear/", {"kept": kept_ids, "send": "1"})
        assert "Choose from what is on the page" in text_of(page)
    assert not Case.objects.exists()


def test_turning_pages_complains_of_nothing(signed_in, two_pages):
    page = signed_in.post("/your-data/clear/", {"before": "x", "go": "2"})
    assert "There is a problem" not in text_of(page)
    assert 'value="x"' in text_of(page)
