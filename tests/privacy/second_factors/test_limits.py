"""Guessing ends soon, and locks nobody out who is elsewhere or known."""

from __future__ import annotations

from privacy.letters.models import Letter
from privacy.second_factors import showing
from privacy.second_factors.factor import Factor
from tests.privacy.second_factors.conftest import PASSWORD, Browser, text

WRONG = "000000"


def guesses(browser, times):
    """Type wrong codes, and return the last answer."""
    for _ in range(times):
        answer = browser.shows(WRONG)
    return answer


def tried():
    return Letter.objects.filter(template="second_factors/tried").count()


def test_guessing_ends_and_the_owner_hears_of_it_once(inside, recorded):
    thief = inside.like("203.0.113.5")
    thief.types_password()
    recorded()
    assert guesses(thief, showing.TRIES.tries).status_code == 422
    refused = guesses(thief, 2)
    assert refused.status_code == 429
    assert "Too many tries. Try again at 09:15." in text(refused)
    assert 0 < int(refused["Retry-After"]) <= 15 * 60
    assert tried() == 1
    assert recorded() == ["factor_failed"] * showing.TRIES.tries
    # A right one comes too late, and is not used up by that.
    assert thief.shows(thief.now()).status_code == 429
    assert Factor.objects.get().used_at < inside.clock.now


def test_a_stranger_elsewhere_locks_nobody_out(inside):
    thief = inside.like("203.0.113.5")
    thief.types_password()
    guesses(thief, showing.TRIES.tries + 1)
    owner = inside.like("192.0.2.7")
    owner.types_password()
    assert owner.shows(owner.now()).status_code == 303


def test_many_networks_at_once_guess_no_further_than_one_hour_allows(inside, recorded):
    digits = showing.TRIES_ELSEWHERE.tries
    for network in range(digits // showing.TRIES.tries + 1):
        thief = inside.like(f"203.0.{network}.5")
        thief.types_password()
        guesses(thief, showing.TRIES.tries)
    # Six right digits are taken from nobody who is not known.
    last = inside.like("203.0.200.5")
    last.types_password()
    assert last.shows(last.now()).status_code == 422
    # The owner's own browser is, and paper is taken anywhere.
    inside.post("/staff/logout/")
    inside.types_password()
    assert inside.shows(inside.now()).status_code == 303
    assert last.shows(inside.codes[0]).status_code == 303
    failed = [what for what in recorded() if what == "factor_failed"]
    assert len(failed) == showing.RECORDED.tries


def test_in_the_network_of_a_guesser_a_known_browser_counts_for_itself(inside):
    thief = inside.like("192.0.2.9")
    thief.types_password()
    assert guesses(thief, showing.TRIES.tries + 1).status_code == 429
    inside.post("/staff/logout/")
    inside.types_password()
    assert inside.shows(inside.now()).status_code == 303


def test_a_known_browser_has_its_tries_wherever_its_cookie_is_taken(inside):
    for network in range(showing.TRIES.tries + 1):
        thief = inside.like(f"203.0.{network}.5")
        thief.client.cookies["device"] = inside.client.cookies["device"].value
        thief.types_password()
        last = guesses(thief, 1)
    assert last.status_code == 429


def test_a_good_one_begins_the_count_anew(inside):
    again = inside.like("203.0.113.5")
    again.types_password()
    guesses(again, showing.TRIES.tries - 1)
    assert again.shows(again.now()).status_code == 303
    again.types_password()
    again.clock.passes(minutes=1)
    assert guesses(again, showing.TRIES.tries - 1).status_code == 422
    assert again.shows(again.now()).status_code == 303


def test_passwords_count_as_at_the_customers_door(sam, recorded):
    for _ in range(8):
        refused = sam.types_password("not the password")
    assert "The email or password is not right" in text(refused)
    assert sam.types_password().status_code == 429
    # Both doors count together.
    there = "/accounts/sign-in/"
    wrong = {"email": sam.email, "password": PASSWORD}
    sam.client.defaults["HTTP_SEC_FETCH_SITE"] = "same-origin"
    assert sam.post(there, **wrong).status_code == 429
    elsewhere = Browser(sam.clock, network="198.51.100.4")
    assert elsewhere.types_password().status_code == 302
    assert recorded() == ["failed"] * 8 + ["signed_in"]


def test_strangers_in_the_same_network_do_not_use_up_the_tries(inside):
    inside.post("/staff/logout/")
    for each in range(9):
        stranger = Browser(inside.clock, network=f"192.0.2.{each + 20}")
        last = stranger.types_password("not the password")
    assert last.status_code == 429
    assert inside.types_password().status_code == 302
    # A cookie that says nothing about this address helps nobody.
    other = inside.like("192.0.2.40")
    other.client.cookies["device"] = "planted"
    assert other.types_password().status_code == 429


def test_failures_of_customers_and_of_nobody_leave_no_trace(sam, alice, recorded):
    for email in ("alice@example.net", "nobody@example.net", "x\0y"):
        sam.post("/staff/login/", username=email, password="not the password")
    assert recorded() == []


def test_the_trail_is_not_filled_by_a_stranger(sam, recorded):
    for network in range(4):
        stranger = Browser(sam.clock, network=f"203.0.{network}.5")
        for _ in range(7):
            stranger.types_password("not the password")
    assert recorded() == ["failed"] * 20


def test_nothing_typed_stands_on_the_page_or_in_the_trail(sam):
    page = text(sam.types_password("a secret that is wrong"))
    assert "a secret that is wrong" not in page
    assert "please" not in page.lower()
    empty = text(sam.post("/staff/login/", username="", password=""))
    assert "Enter your email address" in empty
    assert "Enter your password" in empty
