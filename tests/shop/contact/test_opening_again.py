"""What a proof opened, a fresh code opens again: elsewhere, or after its hour."""

from datetime import timedelta

import pytest
from django.utils import timezone

from privacy.cases import reopening
from privacy.models import Case
from shop.contact import proof
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
def types(on_commit):
    """Type the newest code in some browser."""

    def types(browser, path):
        with on_commit():
            return browser.post(f"{path}code/", {"code": letters.code()})

    return types


@pytest.fixture
def other():
    """Another browser, of the same person or of a stranger who has the link."""
    return Customer()


def later(monkeypatch, **how):
    moment = timezone.now() + timedelta(**how)
    monkeypatch.setattr("django.utils.timezone.now", lambda: moment)


def test_a_copy_is_fetched_in_another_browser_after_a_fresh_code(
    client, asked, types, other, alice, on_commit
):
    path = asked("copy")
    types(client, path)
    page = text_of(other.get(path))
    assert "Fetch the file" not in page
    assert "Send me a code" in page
    assert not other.get(path).cookies
    # Thanks are said where it was proved, and a file that waits is not done yet.
    assert "We know now" in text_of(client.get(path))
    assert "We know now" not in page
    assert "Your file is ready to be fetched" in page
    with on_commit():
        assert other.post(f"{path}send-code/")["Location"] == path
    assert "A new code is on its way" in text_of(other.get(path))
    types(other, path)
    assert "We know again that it is you" in text_of(other.get(path))
    assert other.post(f"{path}copy/").content.startswith(b"PK")
    assert "Send me a code" not in text_of(Customer().get(path))


def test_the_data_opens_again_after_the_hour(
    client, asked, types, alice, on_commit, monkeypatch
):
    path = asked()
    there = types(client, path)["Location"]
    later(monkeypatch, minutes=61)
    closed = client.get(there)
    assert closed.status_code == 410
    assert f'href="{path}"' in text_of(closed)
    with on_commit():
        client.post(f"{path}send-code/")
    answer = types(client, path)
    assert answer["Location"] == there
    assert "alice@example.net" in text_of(client.get(there))
    later(monkeypatch, days=8)
    assert "Send me a code" not in text_of(client.get(path))
    assert "File a new request" in text_of(client.post(f"{path}send-code/"))


def test_facts_typed_elsewhere_open_nothing_there(
    client, asked, types, other, order, on_commit
):
    path = asked("copy", email="maya@example.net")
    types(client, path)
    told = {"number": order.number, "said": "eh66qz"}
    with on_commit():
        other.post(f"{path}facts/", told)
    # It is proved now who asked; but the code was not typed in that browser.
    assert Case.objects.get().identity_proven_at is not None
    for browser in (client, other):
        assert "Fetch the file" not in text_of(browser.get(path))
    assert "Show first" in text_of(other.post(f"{path}copy/"))


def test_again_the_facts_count_only_where_the_code_was_typed(
    client, asked, types, other, order, on_commit
):
    path = asked("copy", email="maya@example.net")
    types(client, path)
    told = {"number": order.number, "said": "eh66qz"}
    with on_commit():
        client.post(f"{path}facts/", told)
    mine, strange = Customer(), other
    with on_commit():
        mine.post(f"{path}send-code/")
    types(mine, path)
    assert "Order number" in text_of(mine.get(path))
    assert "Order number" not in text_of(strange.get(path))
    assert "code from our letter first" in text_of(strange.post(f"{path}facts/", told))
    wrong = mine.post(f"{path}facts/", told | {"said": "nothing"})
    assert "You can try 2 times more" in text_of(wrong)
    assert mine.post(f"{path}facts/", told)["Location"] == path
    assert "Fetch the file" in text_of(mine.get(path))
    assert "Fetch the file" not in text_of(strange.get(path))


def test_a_wrong_fresh_code_says_how_many_tries_are_left(
    client, asked, types, other, alice, on_commit
):
    path = asked()
    types(client, path)
    early = text_of(other.post(f"{path}code/", {"code": "123456"}))
    assert "Ask for a new code" in early
    with on_commit():
        other.post(f"{path}send-code/")
    wrong = "000000" if letters.code() != "000000" else "000001"
    page = text_of(other.post(f"{path}code/", {"code": wrong}))
    assert "You can try 2 times more" in page
    assert f'value="{wrong}"' in page
    assert proof.SESSION_KEY not in other.session


def test_a_fourth_code_has_to_wait_and_the_page_says_until_when(
    client, asked, types, alice, on_commit
):
    path = asked()
    types(client, path)
    other = Customer()
    for _ in range(reopening.CODES):
        with on_commit():
            assert other.post(f"{path}send-code/").status_code == 303
    page = text_of(other.post(f"{path}send-code/"))
    assert "The next can go out on" in page


def test_the_page_says_until_when_code_and_proof_work(
    client, asked, types, alice, on_commit
):
    path = asked()
    code = Case.objects.get().challenges.get()
    until = timezone.localtime(code.expires_at)
    assert f"It works until <b>{until:%H:%M}</b>" in text_of(client.get(path))
    types(client, path)
    said = timezone.datetime.fromisoformat(client.session[proof.SESSION_KEY][1])
    ends = timezone.localtime(said + proof.LASTS)
    assert f"Only in this browser, until {ends:%H:%M}" in text_of(client.get(path))


def test_a_code_that_is_over_is_said_to_be(client, asked, alice, monkeypatch):
    path = asked()
    later(monkeypatch, minutes=61)
    assert "The code in our letter ended on" in text_of(client.get(path))


def test_what_was_said_is_gone_a_minute_later(client, asked, alice, monkeypatch):
    path = asked()
    assert 'role="status"' not in text_of(client.get(path))
    client.post(f"{path}withdraw/")
    assert "You took the request back." in text_of(client.get(path))
    later(monkeypatch, seconds=61)
    assert "You took the request back." not in text_of(client.get(path))


def test_a_code_for_a_new_address_opens_nothing_where_the_old_one_was_not_proved(
    client, asked, types, other, alice
):
    path = asked("correct", new_email="new@example.net", country="GB")
    types(client, path)
    types(other, path)
    assert Case.objects.get().identity_proven_at is not None
    assert proof.SESSION_KEY not in other.session


def test_an_unknown_address_leaves_no_session(client, asked, types):
    path = asked(email="nobody@example.net")
    types(client, path)
    assert proof.SESSION_KEY not in client.session
