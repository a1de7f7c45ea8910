"""The address that a letter comes back to: one for each letter, and none made up."""

from __future__ import annotations

import uuid

import pytest
from django.core import mail

from privacy.encryption import envelope, roots
from privacy.letters import return_path, sending
from privacy.letters.return_path import NotOurs

LETTER = uuid.UUID("01a20367-dc54-78f6-89fc-6b24d7ea1458")


@pytest.fixture(autouse=True)
def set_up(settings):
    settings.RETURN_ADDRESS = "Returns@shop.example.net"


def test_an_address_leads_back_to_its_letter_however_it_is_written():
    address = return_path.sender(LETTER)
    local, _, domain = address.partition("@")
    assert local.startswith("Returns+")
    assert domain == "shop.example.net"
    assert len(local) <= 64
    for written in (address, address.upper(), f" {address.lower()}\n"):
        assert return_path.letter_of(written) == LETTER


def test_no_sign_of_it_can_be_changed():
    address = return_path.sender(LETTER).lower()
    start = len("returns+")
    for place in range(start, start + return_path.TAG_SIGNS):
        for sign in "a7é":
            changed = address[:place] + sign + address[place + 1 :]
            if changed != address:
                with pytest.raises(NotOurs):
                    return_path.letter_of(changed)


@pytest.mark.parametrize(
    "address",
    [
        "",
        "returns@shop.example.net",
        "returns+abc@shop.example.net",
        f"returns+{'a' * 42}@other.example.net",
        f"returns+{'a' * 42}@shop.example.net",
        f"returns+{'0' * 42}@shop.example.net",
        f"returns+{'a' * 5000}@shop.example.net",
    ],
)
def test_what_we_did_not_make_is_refused_in_one_sentence(address):
    with pytest.raises(NotOurs) as refused:
        return_path.letter_of(address)
    assert str(refused.value).count(".") == 1


def test_another_key_makes_another_address(monkeypatch):
    address = return_path.sender(LETTER)
    fresh = envelope.derived(b"another root", "x")
    monkeypatch.setattr(roots, "known", lambda: (fresh,))
    with pytest.raises(NotOurs, match="not made by us"):
        return_path.letter_of(address)


def test_the_envelope_names_the_letter_and_the_reader_sees_the_shop(write, alice, at):
    letter = write(alice)
    assert sending.send(letter=letter, at=at)
    (sent,) = mail.outbox
    assert return_path.letter_of(sent.from_email) == letter.pk
    shown = sent.message()
    assert shown["From"] == "Foldwell <hello@foldwell.example.net>"
    assert shown["To"] == "alice@example.net"
    assert shown["Auto-Submitted"] == "auto-generated"
    assert "Returns" not in shown.as_string()


def test_a_shop_without_a_return_path_sends_as_itself(write, alice, at, settings):
    settings.RETURN_ADDRESS = ""
    assert sending.send(letter=write(alice), at=at)
    assert mail.outbox[0].from_email == "Foldwell <hello@foldwell.example.net>"
    assert not return_path.is_one("+@")
