"""Your data: everything declared is there, and what one asks there becomes a case."""

import re

import pytest
from django.utils import timezone

from privacy import access, consent, declarations, disclosure, purposes
from privacy.access import Reason
from privacy.cases import deciding, withdrawing
from privacy.copies import gathering
from privacy.models import Case, Person
from privacy.purposes import Purpose
from shop.contact import limits
from shop.your_data import holdings
from tests.shop.contact import letters
from tests.shop.customer import Customer, made, text_of


def test_every_value_that_is_held_stands_on_the_page(signed_in, maya):
    page = text_of(signed_in.get("/your-data/"))
    groups = gathering.held(maya, timezone.now())
    values = [v for group in groups for row in group.rows for v in row.values]
    assert len(values) > 20
    for value in values:
        assert value.what in page
        assert value.why in page
        for line in value.lines:
            assert " ".join(line.split()) in page or "&" in page
    assert f"{gathering.counted(groups)} values" in page


def test_every_declared_column_of_a_person_has_a_place(signed_in, maya):
    page = text_of(signed_in.get("/your-data/"))
    for said in declarations.of(Person).personal.values():
        assert said.why in page


def test_secrets_are_held_and_not_shown(signed_in, order):
    page = text_of(signed_in.get("/your-data/"))
    with purposes.using(Purpose.OWN_REQUEST):
        assert order.link not in page
    assert order.person.password not in page


def test_what_belongs_to_an_order_stands_under_it(maya):
    sections = holdings.sections(gathering.held(maya, timezone.now()))
    orders = next(each for each in sections if each.label == "orders.Order")
    parts = {part.label for part in orders.records[0].parts}
    assert {"orders.Line", "orders.Event", "orders.Payment"} <= parts
    assert "orders.Line" not in {each.label for each in sections}


def test_many_records_have_a_page_of_their_own(signed_in, maya, monkeypatch):
    monkeypatch.setattr(holdings, "SHOWN_AT_FIRST", 0)
    page = text_of(signed_in.get("/your-data/"))
    assert "?all=orders.Order" in page
    assert "Shore fountain pen" not in page
    every = text_of(signed_in.get("/your-data/?all=orders.Order"))
    assert "Shore fountain pen" in every
    assert "Back to everything" in every


@pytest.mark.parametrize("kind", ["orders.Refund", "nothing", "<b>"])
def test_of_a_kind_that_is_not_there_the_page_shows_everything(signed_in, kind):
    page = text_of(signed_in.get("/your-data/", {"all": kind}))
    assert "This is everything we hold about you." in page
    assert "Shore fountain pen" in page


def test_who_got_something_who_looked_and_what_was_agreed(signed_in, maya, staff, at):
    carrier = consent.recipient_of("carrier")
    agreed = consent.give(
        person=maya, recipient="carrier", sentence=consent.sentence(carrier), at=at
    )
    disclosure.disclose(
        person=maya,
        recipient="carrier",
        fields=["contact_name"],
        purpose=carrier.purpose,
        consent=agreed,
        at=at,
        by=None,
    )
    access.record(
        person=maya,
        by=staff,
        fields=["orders.Order.contact_name"],
        purpose=Purpose.AFTER_SALES,
        reason=Reason.PROBLEM,
        words="A parcel came open",
        at=at,
    )
    consent.withdraw(consent=agreed, at=at)
    page = text_of(signed_in.get("/your-data/"))
    assert carrier.name in page
    assert "A member of staff" in page
    assert "Solving a problem with an order" in page
    assert "“A parcel came open”" in page
    assert "To solve problems after the sale" in page
    assert "You agreed:" in page
    assert "Withdrawn on" in page
    assert "Sam Staff" not in page


def test_open_requests_are_listed_with_their_links(signed_in, on_commit, last_case):
    with on_commit():
        answer = signed_in.post("/your-data/erase/")
    page = text_of(signed_in.get("/your-data/"))
    assert last_case().reference in page
    assert f'href="{answer["Location"]}"' in page


def test_a_name_is_corrected_at_once_in_open_orders_too(signed_in, order):
    page = signed_in.get("/your-data/correct/name/")
    assert 'value="Maya Okafor"' in text_of(page)
    assert "1 open" in text_of(page)
    answer = signed_in.post("/your-data/correct/name/", {"name": "Maya Ash"})
    assert answer["Location"] == "/your-data/"
    assert "Your name is changed" in text_of(signed_in.get("/your-data/"))
    assert "Your name is changed" not in text_of(signed_in.get("/your-data/?said=name"))
    order.refresh_from_db()
    with purposes.using(Purpose.OWN_REQUEST):
        assert order.contact_name == "Maya Ash"
        assert Person.objects.get(pk=order.person_id).name == "Maya Ash"
    assert not Case.objects.exists()


def test_a_name_of_nothing_is_refused(signed_in):
    page = text_of(signed_in.post("/your-data/correct/name/", {"name": " "}))
    assert "Enter your full name" in page


def test_another_detail_is_no_page(signed_in):
    assert signed_in.get("/your-data/correct/password/").status_code == 404


def test_a_new_address_counts_once_its_code_was_typed(signed_in, maya, on_commit):
    wrong = signed_in.post("/your-data/correct/email/", {"email": "new"})
    assert "includes an @" in text_of(wrong)
    with on_commit():
        answer = signed_in.post(
            "/your-data/correct/email/", {"email": "new@example.net"}
        )
    assert address_of(maya) == "maya@example.net"
    assert "new address" in text_of(signed_in.get(answer["Location"]))
    with on_commit():
        signed_in.post(f"{answer['Location']}code/", {"code": letters.code()})
    assert address_of(maya) == "new@example.net"
    told = letters.newest("new_address")
    with purposes.using(Purpose.OWN_REQUEST):
        assert told.goes_to() == "maya@example.net"


def address_of(person):
    with purposes.using(Purpose.OWN_REQUEST):
        return Person.objects.get(pk=person.pk).email


def test_the_address_of_an_order_goes_to_staff(signed_in, on_commit, last_case):
    page = signed_in.post(
        "/your-data/correct/address/", {"update": "1", "country": "US"}
    )
    assert "ZIP code" in text_of(page)
    empty = signed_in.post("/your-data/correct/address/", {"country": "GB"})
    assert "Enter a street address" in text_of(empty)
    told = {
        "country": "GB",
        "line1": "9 New Street",
        "city": "Leith",
        "postcode": "EH6 7AB",
    }
    with on_commit():
        signed_in.post("/your-data/correct/address/", told)
    assert last_case().state == "in_review"


def test_a_copy_is_asked_for_and_built(signed_in, on_commit, last_case):
    assert "Make my copy" in text_of(signed_in.get("/your-data/copy/"))
    with on_commit():
        answer = signed_in.post("/your-data/copy/")
    assert last_case().kind == "copy"
    assert "Fetch the file" in text_of(signed_in.get(answer["Location"]))


def test_a_guest_proves_it_once_more_for_more(guest, on_commit, last_case):
    assert "One more code" in text_of(guest.get(f"{guest.own}erase/"))
    with on_commit():
        guest.post(f"{guest.own}erase/")
    assert last_case().kind == "erase"
    assert last_case().state == "awaiting_identity"


def test_clearing_shows_first_what_goes_and_what_stays(
    signed_in, order, on_commit, last_case
):
    page = text_of(signed_in.get("/your-data/clear/"))
    assert f"Order {order.number}" in page
    chosen = {"rows": f"orders.Order:{order.pk}", "before": ""}
    preview = text_of(signed_in.post("/your-data/clear/", chosen))
    assert "This is what would happen" in preview
    assert "Value Added Tax Act" in preview
    assert re.search(r"Until \d+ \w+ 20\d\d", preview)
    assert not Case.objects.exists()
    with on_commit():
        signed_in.post("/your-data/clear/", chosen | {"send": "1"})
    with purposes.using(Purpose.OWN_REQUEST):
        demand = last_case().demand
    assert [*demand.rows] == [chosen["rows"]]
    assert last_case().state == "in_review"


def test_clearing_before_a_day_without_anything_says_so(signed_in):
    page = signed_in.post("/your-data/clear/", {"before": "2001-01-01"})
    assert "Nothing of yours is from before that day" in text_of(page)


@pytest.mark.parametrize(
    "told", [{}, {"rows": "orders.Order:1"}, {"rows": "x"}, {"before": "2999-01-01"}]
)
def test_clearing_nothing_or_something_else_is_asked_again(signed_in, told):
    page = text_of(signed_in.post("/your-data/clear/", told | {"send": "1"}))
    assert "<title>Error: " in page
    assert not Case.objects.exists()


def test_nobody_clears_what_is_somebody_elses(signed_in, order, bob):
    signed_in.logout()
    bob.email_proven_at = timezone.now()
    bob.save()
    signed_in.force_login(bob)
    chosen = {"rows": f"orders.Order:{order.pk}", "send": "1"}
    page = text_of(signed_in.post("/your-data/clear/", chosen))
    assert "Choose from what is on the page" in page
    assert not Case.objects.exists()


def test_erasing_everything_shows_what_stays_and_what_stands_in_the_way(
    signed_in, order, settings
):
    page = text_of(signed_in.get("/your-data/erase/"))
    assert order.number in page
    assert "Value Added Tax Act" in page
    assert f"{settings.COOLING_OFF_HOURS} hours" in page
    assert "Download a copy first" in page
    assert not Case.objects.exists()


def test_what_stands_in_the_way_names_no_order_behind_the_link_alone(
    signed_in, order, on_commit, staff, last_case
):
    with on_commit():
        path = signed_in.post("/your-data/erase/")["Location"]
    deciding.show_plan(case=last_case(), by=staff, at=timezone.now())
    assert order.number in text_of(signed_in.get(path))
    other = text_of(Customer().get(path))
    assert order.number not in other
    assert "Something has to be settled first" in other
    assert "Value Added Tax Act" in other
    withdrawing.withdraw(case=last_case(), at=timezone.now())
    ended = text_of(signed_in.get(path))
    assert "Value Added Tax Act" not in ended
    assert order.number not in ended


@pytest.mark.parametrize("under", ["copy/", "erase/"])
def test_a_button_pressed_twice_asks_once(signed_in, under):
    page = text_of(signed_in.get(f"/your-data/{under}"))
    told = {"stamp": re.search(r'name="stamp" value="([^"]+)"', page)[1]}
    answers = [signed_in.post(f"/your-data/{under}", told) for _ in "12"]
    assert answers[0]["Location"] == answers[1]["Location"]
    assert Case.objects.count() == 1


def test_requests_are_limited_here_too(signed_in, maya):
    for _ in range(limits.FILE.tries):
        assert signed_in.post("/your-data/copy/").status_code == 303
    assert signed_in.post("/your-data/copy/").status_code == 429


def test_without_an_order_nothing_breaks(client, alice):
    alice.email_proven_at = timezone.now()
    alice.save()
    client.force_login(alice)
    made("Pen", "other", 100, stock=1)
    for under in ("", "clear/", "erase/", "copy/", "correct/address/"):
        assert client.get(f"/your-data/{under}").status_code == 200
    assert client.post("/your-data/copy/").status_code == 303
