"""Passkeys: what a browser answers is checked; one is used for its page alone."""

from __future__ import annotations

import json
from types import SimpleNamespace

import pytest
import webauthn
from django.test import RequestFactory

from privacy.second_factors import passkeys
from privacy.second_factors.factor import Factor
from tests.privacy.second_factors.conftest import text

PAGE = "/staff/factors/passkey/"


@pytest.fixture
def answers(monkeypatch):
    """Let the library agree with each answer whose challenge is right.

    Real answers come from Chromium in tests/journeys: here is what we do about them.
    """
    said = SimpleNamespace(count=0, asked=[])

    def made(**asked):
        said.asked.append(asked)
        if "bad" in asked["credential"]:
            raise ValueError("not right")
        return SimpleNamespace(
            credential_id=b"key-1", credential_public_key=b"public", sign_count=0
        )

    def used(**asked):
        said.asked.append(asked)
        return SimpleNamespace(new_sign_count=said.count)

    monkeypatch.setattr(webauthn, "verify_registration_response", made)
    monkeypatch.setattr(webauthn, "verify_authentication_response", used)
    return said


def answer(credential="a2V5LTE", **more):
    return json.dumps({"id": credential, **more})


@pytest.fixture
def with_key(inside, answers):
    """Somebody who has set up a passkey beside the app."""
    inside.get(PAGE)
    done = inside.post(PAGE, made_passkey=answer())
    assert done["Location"] == "/staff/factors/"
    return inside


def use(browser, credential="a2V5LTE"):
    browser.get("/staff/factor/")
    return browser.post("/staff/factor/", factor_passkey=answer(credential))


def test_a_passkey_is_made_for_this_page_and_names_nobody(with_key, answers, staff):
    asked = answers.asked[0]
    assert asked["expected_rp_id"] == "testserver"
    assert asked["expected_origin"] == "http://testserver"
    assert len(asked["expected_challenge"]) == passkeys.CHALLENGE_BYTES
    page = text(with_key.get(PAGE))
    assert "staff@example.net" not in page
    assert "Sam Staff" not in page
    assert str(staff.pk) not in page
    assert '"a2V5LTE"' in page  # the one that is there is not made twice


def test_it_opens_the_staff_pages(with_key, answers, recorded):
    again = with_key.like("192.0.2.7")
    again.types_password()
    recorded()
    answers.count = 1
    assert use(again).status_code == 303
    assert again.is_in()
    assert recorded() == ["factor_shown"]
    assert answers.asked[-1]["credential_current_sign_count"] == 0
    assert answers.asked[-1]["credential_public_key"] == b"public"


def test_a_challenge_is_used_once_and_a_stale_count_is_a_copy(with_key, answers):
    again = with_key.like("192.0.2.7")
    again.types_password()
    refused = again.post("/staff/factor/", factor_passkey=answer())
    assert refused.status_code == 422
    assert "did not answer for this account" in text(refused)
    answers.count = 5
    assert use(again).status_code == 303
    again.types_password()
    assert use(again).status_code == 422
    answers.count = 6
    assert use(again).status_code == 303
    again.types_password()
    # A key that counted stops counting: something else answers with it.
    answers.count = 0
    assert use(again).status_code == 422


def test_a_key_that_nobody_knows_and_a_bad_answer_are_refused(with_key):
    again = with_key.like("192.0.2.7")
    again.types_password()
    assert use(again, "b3RoZXI").status_code == 422
    with_key.get(PAGE)
    refused = with_key.post(PAGE, made_passkey=answer(bad="yes"))
    assert refused.status_code == 422
    assert "No passkey was made" in text(refused)
    assert Factor.objects.filter(kind="passkey").count() == 1


def test_a_passkey_of_another_host_is_not_asked_for(with_key, settings):
    settings.ALLOWED_HOSTS = ["testserver", "other.example.net"]
    again = with_key.like("192.0.2.7")
    again.types_password()
    here = text(again.get("/staff/factor/"))
    assert "Use your passkey" in here
    again.client.defaults["HTTP_HOST"] = "other.example.net"
    assert "Use your passkey" not in text(again.get("/staff/factor/"))


@pytest.mark.parametrize(
    ("named", "works"),
    [
        ("shop.example.net", True),
        ("localhost:8000", True),
        ("127.0.0.1:8000", False),
        ("[::1]:8000", False),
    ],
)
def test_browsers_bind_no_passkey_to_a_number(named, works, settings):
    settings.ALLOWED_HOSTS = ["*"]
    request = RequestFactory(headers={"host": named}).get("/")
    assert passkeys.works_here(request) is works


def test_a_page_that_was_opened_by_a_number_says_so(inside, settings):
    settings.ALLOWED_HOSTS = ["127.0.0.1"]
    inside.client.defaults["HTTP_HOST"] = "127.0.0.1"
    page = text(inside.get(PAGE))
    assert "opened by a number" in page
    assert "data-options" not in page


def test_the_real_library_refuses_what_is_no_answer(inside):
    for said in ("{}", "nonsense", answer(), '{"id": "x", "response": []}', "[]"):
        inside.get(PAGE)
        assert inside.post(PAGE, made_passkey=said).status_code == 422
