"""The Contact page: a choice, one page for each, and a case at once."""

from urllib.parse import urlencode

import pytest
from django.urls import reverse
from django.utils import timezone

from orders import correcting as orders_correcting
from privacy import purposes
from privacy.cases import correcting
from privacy.models import Case
from privacy.purposes import Purpose
from shop.contact import limits, stamp
from shop.contact.subjects import SUBJECTS
from tests.shop.customer import Customer, text_of

ADDRESS = {"line1": "9 New Street", "city": "Leith", "postcode": "EH6 7AB"}


def demand(case=None):
    with purposes.using(Purpose.OWN_REQUEST):
        return (case or Case.objects.get()).demand


def test_letters_lead_to_this_page(settings):
    assert reverse("shop:contact") == settings.CONTACT_PATH


def test_the_choice_leads_to_one_page_for_each_kind(client):
    page = text_of(client.get("/contact/"))
    for key, subject in SUBJECTS.items():
        assert subject.choice in page
        answer = client.get("/contact/", {"choose": "1", "about": key})
        assert answer.status_code == 303
        assert answer["Location"] == f"/contact/{key}/"
        assert subject.title in text_of(client.get(f"/contact/{key}/"))


@pytest.mark.parametrize("query", ["choose=1", "choose=1&about=x", "choose=1&about="])
def test_without_a_choice_it_is_asked_again(client, query):
    page = text_of(client.get(f"/contact/?{query}"))
    assert page.count("Choose what this is about") == 2
    assert "<title>Error: " in page


def test_another_kind_is_no_page(client):
    assert client.get("/contact/passport/").status_code == 404


@pytest.mark.parametrize("kind", SUBJECTS)
def test_looking_sets_no_cookie_and_takes_no_file(client, kind):
    page = client.get(f"/contact/{kind}/")
    assert not page.cookies
    assert 'type="file"' not in text_of(page)
    assert "no-store" in page["Cache-Control"]


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("question", {"words": "Is the ink safe?\n\n\n\nFor an old pen."}),
        ("see", {}),
        ("copy", {}),
        ("correct", {"name": "Alice Ash", "country": "GB"}),
        ("clear", {"words": "Order FW-1"}),
        ("clear", {"before": "2026-01-31"}),
        ("erase", {}),
        ("object", {}),
    ],
)
def test_a_demand_becomes_a_case_with_a_page(client, sent, kind, told):
    answer = sent(kind, **told)
    case = Case.objects.get()
    assert answer.status_code == 303
    assert not answer.cookies
    with purposes.using(Purpose.OWN_REQUEST):
        assert answer["Location"] == case.path_for_customer()
        assert case.email == "alice@example.net"
    assert case.kind == kind
    assert case.person is None
    page = client.get(answer["Location"])
    assert case.reference in text_of(page)
    assert not page.cookies


def test_what_was_written_is_kept_in_its_lines(sent):
    sent("question", words="  Is the   ink safe?\r\n\r\n\r\nFor a\x00 pen.  ")
    assert demand().words == "Is the ink safe?\n\nFor a pen."


def test_a_correction_names_columns_and_new_values(sent):
    new = {"name": "Alice Ash", "new_email": "new@example.net", "country": "GB"}
    sent("correct", **new, **ADDRESS)
    told = demand()
    assert tuple(told.fields) == (
        correcting.NAME,
        correcting.EMAIL,
        orders_correcting.ADDRESS,
    )
    assert [*told.values[:2]] == ["Alice Ash", "new@example.net"]
    address = orders_correcting.read(told.values[2])
    assert (address.line1, address.postcode) == ("9 New Street", "EH6 7AB")


def test_a_correction_of_nothing_is_asked_again(sent):
    assert "Tell us what to correct" in text_of(sent("correct", country="GB"))
    assert not Case.objects.exists()


def test_a_new_address_follows_the_rules_of_its_country(sent):
    page = text_of(sent("correct", country="GB", line1="9 New Street"))
    assert "Enter a town or city" in page
    assert 'value="9 New Street"' in page


def test_another_country_has_other_fields_and_nothing_typed_is_lost(sent, client):
    page = text_of(sent("correct", country="US", name="Alice Ash", update="1"))
    assert "ZIP code" in page
    assert 'value="Alice Ash"' in page
    assert "There is a problem" not in page
    assert not Case.objects.exists()


@pytest.mark.parametrize("before", ["1999-12-31", "2999-01-01", "31 January", "\ud800"])
def test_a_day_that_is_none_is_refused(client, ago, before):
    form = {"email": "a@example.net", "lives_in": "GB", "stamp": ago()}
    body = urlencode(form | {"before": before}, errors="surrogatepass")
    answer = client.post("/contact/clear/", body)
    assert "Enter a day since 2000 that is not in the future" in text_of(answer)


def test_clearing_nothing_is_asked_again(sent):
    assert "Choose what you want us to erase" in text_of(sent("clear"))


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        ({"email": ""}, "Enter an email address"),
        ({"email": "alice"}, "Enter an email address that includes an @"),
        ({"words": ""}, "Write your question"),
        ({"words": "x" * 2140}, "2,000 characters or fewer. Yours has 2,140"),
        (
            {"words": "Card 4111 1111 1111 1111"},
            "Leave out what looks like a card number",
        ),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_lost(sent, told, sentence):
    page = text_of(sent("question", **{"words": "Is it safe?"} | told))
    assert sentence in page
    assert told.get("words", "Is it safe?") in page
    assert not Case.objects.exists()


def test_the_country_decides_which_law_sets_the_clock(sent):
    sent("see", lives_in="BR")
    sent("see", lives_in="GB")
    brazil, britain = Case.objects.order_by("received_at")
    assert brazil.regime != britain.regime
    assert brazil.due_on < britain.due_on
    assert "Choose a country from the list" in text_of(sent("see", lives_in="XX"))


@pytest.mark.parametrize(
    ("form", "sentence"),
    [
        ({"website": "https://spam.example.net"}, "people can’t see was filled in"),
        ({"stamp": ""}, stamp.TOO_LATE),
        ({"stamp": "1:x"}, stamp.TOO_LATE),
        ({"stamp": "\x00"}, stamp.TOO_LATE),
    ],
)
def test_what_looks_like_a_program_is_asked_once_more(sent, client, form, sentence):
    page = sent("question", words="Is it safe?", **form)
    assert sentence in text_of(page)
    assert "Is it safe?" in text_of(page)
    assert not Case.objects.exists()


@pytest.mark.parametrize(("seconds", "sentence"), [(1, stamp.TOO_SOON), (-60, "")])
def test_too_fast_is_asked_once_more_with_the_same_stamp(sent, ago, seconds, sentence):
    came = ago(seconds)
    page = sent("question", words="Is it safe?", stamp=came)
    assert (sentence or stamp.TOO_LATE) in text_of(page)
    assert (came in text_of(page)) == bool(sentence)


def test_a_page_that_was_open_for_a_day_gets_a_new_stamp_that_works(sent, ago, client):
    page = sent("question", words="Is it safe?", stamp=ago(25 * 3600))
    assert stamp.TOO_LATE in text_of(page)
    new = page.context["form"].next_stamp
    assert stamp.trouble(new, at=timezone.now()) == stamp.TOO_SOON


def test_the_same_form_sent_twice_leads_to_the_same_page(sent, ago):
    shown = ago()
    first, again = (sent("question", words="Is it safe?", stamp=shown) for _ in "12")
    assert first["Location"] == again["Location"]
    assert first.headers.keys() == again.headers.keys()
    other = sent("question", words="Is it dry?", stamp=shown)
    assert other["Location"] != first["Location"]
    assert Case.objects.count() == 2


def test_every_form_has_a_number_of_its_own(client):
    pages = [client.get("/contact/question/") for _ in "12"]
    stamps = {page.context["form"].next_stamp for page in pages}
    assert len(stamps) == 2


def test_a_form_of_another_site_is_refused(ago):
    form = {"email": "a@example.net", "words": "x", "stamp": ago()}
    answer = Customer(same_origin=False).post("/contact/question/", form)
    assert answer.status_code == 403
    assert not Case.objects.exists()


@pytest.mark.parametrize("email", ["alice@example.net", "nobody@example.net"])
def test_one_address_is_limited_whether_or_not_it_is_known(sent, alice, email):
    for _ in range(limits.FILE.tries):
        assert sent("see", email=email).status_code == 303
    answer = sent("question", email=email.upper(), words="Is it safe?")
    assert answer.status_code == 429
    assert "Wait until" in text_of(answer)
    assert "Is it safe?" in text_of(answer)
    assert 0 < int(answer["Retry-After"]) <= 3600
    assert sent("see", email="other@example.net").status_code == 303


def test_a_network_has_a_limit_of_its_own(sent, at, monkeypatch, ago):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    for _ in range(limits.FILE_NETWORK.tries):
        limits.FILE_NETWORK.count("127.0.0.0/24", at=at)
    assert sent("see", stamp=ago()).status_code == 429


def test_a_fresh_sign_in_proves_who_asks_but_for_no_other_address(client, sent, alice):
    alice.email_proven_at = timezone.now()
    alice.save()
    client.force_login(alice)
    assert "alice@example.net" in text_of(client.get("/contact/see/"))
    sent("see", email="ALICE@example.net")
    sent("see", email="bob@example.net")
    own, other = Case.objects.order_by("received_at")
    assert own.person == alice
    assert other.person is None


def test_an_old_sign_in_proves_nothing(client, sent, alice):
    alice.email_proven_at = timezone.now()
    alice.save()
    client.force_login(alice)
    session = client.session
    session["signed_in_at"] = "2026-01-01T00:00:00+00:00"
    session.save()
    sent("see")
    assert Case.objects.get().person is None
