"""The page of a case: looking does nothing, and a link alone shows no data."""

import json
import re
from datetime import timedelta

import pytest
from django.utils import timezone

from privacy.cases import deciding, replying
from privacy.cases.case import NotAllowed
from privacy.models import Case, Person
from shop.contact import limits
from tests.shop.contact import letters
from tests.shop.customer import Customer, text_of


@pytest.fixture
def asked(sent, on_commit):
    """File a case, let the worker take it up, and return the path of its page."""

    def ask(kind="see", **told):
        with on_commit():
            return sent(kind, **told)["Location"]

    return ask


@pytest.fixture
def prove(client, on_commit):
    def prove(path):
        with on_commit():
            return client.post(f"{path}code/", {"code": letters.code()})

    return prove


def standing():
    return Case.objects.get().state


def review(on_commit, staff, sentence="Which order?"):
    case = Case.objects.get()
    with on_commit():
        deciding.ask(case=case, sentence=sentence, by=staff, at=timezone.now())


def test_an_unknown_link_is_no_page(client):
    answer = client.get("/cases/never-was-one/")
    assert answer.status_code == 404
    for deed in ("code", "facts", "send-code", "reply", "withdraw", "copy"):
        assert client.post(f"/cases/never-was-one/{deed}/").status_code == 404
    assert client.get("/cases/never-was-one/receipt/").status_code == 404


def test_the_page_tells_date_reference_and_how_to_complain(client, asked):
    answer = client.get(asked())
    page, case = text_of(answer), Case.objects.get()
    assert case.reference in page
    assert f"{case.due_on:%A} {case.due_on.day} {case.due_on:%B %Y}" in page
    assert "complain to the data protection authority" in page
    assert "Withdraw this request" in page
    assert answer["X-Robots-Tag"] == "noindex, nofollow"
    assert "no-store" in answer["Cache-Control"]
    assert not answer.cookies


def test_looking_changes_nothing(client, asked, django_assert_max_num_queries):
    path = asked()
    before = Case.objects.values("state", "claimed_at", "closed_at").get()
    events = Case.objects.get().events.count()
    for page in (path, f"{path}?said=withdrawn", f"{path}?said=proved"):
        assert 'role="status"' not in text_of(client.get(page))
    for deed in ("code", "facts", "send-code", "reply", "withdraw", "copy"):
        assert client.get(f"{path}{deed}/").status_code == 405
    assert Case.objects.values("state", "claimed_at", "closed_at").get() == before
    assert Case.objects.get().events.count() == events
    with django_assert_max_num_queries(12):
        client.get(path)


def test_the_page_is_the_same_for_known_and_unknown_before_the_code(
    client, asked, at, ago, monkeypatch
):
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    shown = ago()
    Person.objects.create_user("alice@example.net", name="Alice Ash")
    known = text_of(client.get(asked(stamp=shown)))
    unknown = text_of(client.get(asked(email="nobody@example.net", stamp=shown)))
    assert _without_names(known) == _without_names(unknown)


def _without_names(page):
    return re.sub(r"R-\w{6}|/cases/\w{26}/", "…", page)


def test_another_site_can_do_nothing(asked):
    path = asked()
    stranger = Customer(same_origin=False)
    for deed in ("code", "facts", "send-code", "reply", "withdraw", "copy"):
        assert stranger.post(f"{path}{deed}/", {}).status_code == 403
    assert standing() == "awaiting_identity"


def test_whoever_has_the_link_may_withdraw_once(client, asked, on_commit):
    path = asked()
    with on_commit():
        answer = client.post(f"{path}withdraw/")
    assert answer.status_code == 303
    page = text_of(client.get(answer["Location"]))
    assert answer["Location"] == path
    assert "You took the request back" in page
    assert "Withdraw this request" not in page
    assert standing() == "withdrawn"
    again = client.post(f"{path}withdraw/")
    assert again.status_code == 200
    assert 'role="alert"' in text_of(again)


def test_a_wrong_code_says_how_many_tries_are_left(client, asked, alice):
    path = asked()
    wrong = "000000" if letters.code() != "000000" else "000001"
    first = text_of(client.post(f"{path}code/", {"code": wrong}))
    assert "That is not the code in our letter. You can try 2 times more." in first
    assert f'value="{wrong}"' in first
    client.post(f"{path}code/", {"code": wrong})
    assert "last try" in text_of(client.post(f"{path}code/", {"code": wrong}))
    over = text_of(client.post(f"{path}code/", {"code": letters.code()}))
    assert "Ask for a new code" in over
    assert standing() == "awaiting_identity"


def test_an_empty_code_costs_no_try(client, asked, alice, prove):
    path = asked()
    for told in ({}, {"code": "  "}, {"code": "1" * 201}):
        assert "<title>Error: " in text_of(client.post(f"{path}code/", told))
    assert prove(path).status_code == 303


def test_codes_are_sent_three_times_at_most(client, asked, on_commit):
    path = asked()
    for _ in range(2):
        assert client.post(f"{path}send-code/").status_code == 303
    assert "three codes already" in text_of(client.post(f"{path}send-code/"))


def test_tries_are_limited_by_network(client, asked, at, monkeypatch):
    path = asked()
    monkeypatch.setattr("django.utils.timezone.now", lambda: at)
    for _ in range(limits.PROVE_NETWORK.tries):
        limits.PROVE_NETWORK.count("127.0.0.0/24", at=at)
    for deed, told in (
        ("code", {"code": "1"}),
        ("facts", {"number": "1", "said": "2"}),
    ):
        answer = client.post(f"{path}{deed}/", told)
        assert answer.status_code == 429


def test_nothing_held_is_told_to_the_owner_of_the_address_alone(client, asked, prove):
    path = asked(email="nobody@example.net")
    answer = prove(path)
    assert answer.status_code == 303
    assert standing() == "denied"
    assert letters.newest("nothing")
    assert "We did not do this" in text_of(client.get(path))


def test_the_right_code_opens_the_data_in_this_browser_alone(
    client, asked, prove, alice
):
    path = asked()
    answer = prove(path)
    assert answer["Location"] == path.replace("/cases/", "/your-data/")
    assert "alice@example.net" in text_of(client.get(answer["Location"]))
    assert "See everything we hold" in text_of(client.get(path))
    # Whoever filed it knows the link too, and may not be the owner of the address.
    filer = Customer()
    assert filer.get(answer["Location"]).status_code == 410
    assert "alice@example.net" not in text_of(filer.get(path))
    assert "See everything we hold" not in text_of(filer.get(path))
    assert "Send me a code" in text_of(filer.get(path))


def test_the_session_names_a_case_and_a_time_alone(client, asked, prove, alice):
    prove(asked())
    assert set(client.session.keys()) == {"proved", "person"}
    assert client.session["proved"][0] == str(Case.objects.get().pk)


def test_facts_are_asked_for_after_the_code_and_not_before(client, order, ask_erasure):
    path, prove = ask_erasure
    assert "Order number" not in text_of(client.get(path))
    for told in ({"number": "1", "said": "2"}, {}):
        early = client.post(f"{path}facts/", told)
        assert "Enter the code from the letter" in text_of(early)
    assert prove(path)["Location"].startswith(path)
    page = text_of(client.get(path))
    assert "Order number" in page
    wrong = client.post(f"{path}facts/", {"number": order.number, "said": "nothing"})
    assert "That does not match an order of yours." in text_of(wrong)
    assert f'value="{order.number}"' in text_of(wrong)
    empty = client.post(f"{path}facts/", {"number": "", "said": ""})
    assert "Enter the number of an order" in text_of(empty)
    told = {"number": order.number, "said": "eh66qz"}
    assert client.post(f"{path}facts/", told).status_code == 303
    assert standing() == "in_review"
    late = text_of(client.post(f"{path}facts/", {}))
    assert "Order number" not in late


@pytest.fixture
def ask_erasure(asked, prove, order):
    return asked("erase", email="maya@example.net"), prove


def test_staff_ask_and_the_customer_answers_on_the_page(
    client, asked, prove, alice, staff, on_commit
):
    path = asked("erase")
    prove(path)
    review(on_commit, staff)
    assert "Answer our question" in text_of(client.get(path))
    assert "Write your answer" in text_of(client.post(f"{path}reply/", {"words": ""}))
    answer = client.post(f"{path}reply/", {"words": "The one of May."})
    assert "We have your answer" in text_of(client.get(answer["Location"]))
    assert standing() == "in_review"
    with pytest.raises(NotAllowed):
        replying.reply(case=Case.objects.get(), words="x", at=timezone.now())


def test_an_answer_is_not_shown_to_whoever_has_the_link(
    client, asked, staff, on_commit
):
    path = asked("question", words="What is in my order?")
    with on_commit():
        deciding.answer(
            case=Case.objects.get(),
            sentence="It holds a journal.",
            by=staff,
            at=timezone.now(),
        )
    page = text_of(client.get(path))
    assert "Answered" in page
    assert "journal" not in page
    assert "What is in my order?" not in page


def test_a_copy_is_fetched_once_and_only_where_identity_was_proved(
    client, asked, prove, alice
):
    path = asked("copy")
    assert "You can fetch" not in text_of(client.get(path))
    early = client.post(f"{path}copy/")
    assert "Show first that it is you" in text_of(early)
    prove(path)
    assert "Fetch the file" in text_of(client.get(path))
    stranger = Customer()
    assert "Fetch the file" not in text_of(stranger.get(path))
    assert "Show first" in text_of(stranger.post(f"{path}copy/"))
    file = client.post(f"{path}copy/")
    assert file["Content-Type"] == "application/zip"
    assert "alice" not in file["Content-Disposition"]
    assert "no-store" in file["Cache-Control"]
    assert file.content.startswith(b"PK")
    assert "The file was fetched" in text_of(client.get(path))
    assert "fetched already" in text_of(client.post(f"{path}copy/"))


def test_a_proof_ends_after_an_hour(client, asked, prove, alice, monkeypatch):
    path = asked()
    there = prove(path)["Location"]
    later = timezone.now() + timedelta(minutes=61)
    monkeypatch.setattr("django.utils.timezone.now", lambda: later)
    answer = client.get(there)
    assert answer.status_code == 410
    assert "This page has closed" in text_of(answer)


def test_the_receipt_is_handed_out_when_there_is_one(client, asked):
    path = asked("erase")
    assert client.get(f"{path}receipt/").status_code == 404
    case = Case.objects.get()
    Case.objects.filter(pk=case.pk).update(certificate={"reference": case.reference})
    assert "Download the receipt" in text_of(client.get(path))
    file = client.get(f"{path}receipt/")
    assert json.loads(file.content) == {"reference": case.reference}
    assert case.reference in file["Content-Disposition"]
