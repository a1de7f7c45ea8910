"""Password, then a factor, then pages: nothing of /staff/ opens before."""

from __future__ import annotations

import math
from datetime import timedelta

import pytest
from django.contrib.admin import site

from privacy.identifiers import ALPHABET
from privacy.letters.models import Letter
from privacy.second_factors import authenticator, standing
from privacy.second_factors.devices import KnownDevice
from privacy.second_factors.factor import Factor, RecoveryCode
from tests.privacy.second_factors.conftest import PASSWORD, Browser, aged, clerk, text

OPEN_BEFORE = {
    *("admin:login", "admin:logout", "admin:factor", "admin:factors"),
    *("admin:factor_begin", "admin:factor_app", "admin:factor_passkey"),
    *("admin:factor_codes", "admin:factor_remove"),
}


def pages():
    """Return name and route of each page of the staff."""
    for pattern in site.get_urls():
        yield from _walk(pattern, "/staff/")


def _walk(pattern, before):
    path = before + str(pattern.pattern)
    if hasattr(pattern, "url_patterns"):
        for inner in pattern.url_patterns:
            yield from _walk(inner, path)
    elif pattern.name:
        yield f"admin:{pattern.name}", path


def test_a_password_alone_opens_no_staff_page(inside):
    before = inside.like("192.0.2.7")
    before.types_password()
    paths = {
        "/staff/",
        "/staff/password_change/",
        "/staff/jsi18n/",
        "/staff/autocomplete/",
        "/staff/orders/order/",
        "/staff/privacy/case/",
        "/staff/privacy/letter/",
        "/staff/privacy/trailentry/",
        "/staff/shop/product/add/",
        "/staff/factors/staff/",
        "/staff/orders/",
        "/staff/nothing/here/",
    }
    for path in paths:
        for answer in (before.get(path), before.post(path, x="1")):
            assert answer.status_code == 302, path
            assert answer["Location"].startswith("/staff/login/?next="), path
    door = before.get("/staff/login/?next=/staff/orders/order/")
    assert door["Location"] == "/staff/factor/?next=%2Fstaff%2Forders%2Forder%2F"


def test_every_page_of_the_staff_is_behind_the_door_or_listed(inside):
    before = inside.like("192.0.2.7")
    before.types_password()
    found = {name for name, _ in pages()}
    assert found >= OPEN_BEFORE
    for name, path in pages():
        if name in OPEN_BEFORE or "<" in path or "(" in path:
            continue
        assert before.get(path).status_code in {301, 302}, name


def test_the_first_sign_in_leads_to_setting_a_factor_up(sam, recorded):
    assert sam.types_password()["Location"] == "/accounts/"
    assert sam.get("/staff/factor/")["Location"].startswith("/staff/factors/")
    assert "Set up your second factor" in text(sam.get("/staff/factors/"))
    shown = sam.sets_up_app()
    assert len(sam.codes) == 10
    assert "I have kept them" in text(shown)
    assert sam.is_in()
    assert recorded() == ["signed_in", "app_set_up", "codes_made"]


def test_password_then_factor_then_the_page_that_was_asked_for(inside, recorded):
    recorded()
    again = inside.like("192.0.2.7")
    again.types_password()
    there = "/staff/privacy/case/"
    page = again.get(f"/staff/factor/?next={there}")
    assert f'name="next" value="{there}"' in text(page)
    number = again.client.cookies["session"].value
    answer = again.shows(again.now(), next=there)
    assert (answer.status_code, answer["Location"]) == (303, there)
    assert again.client.cookies["session"].value != number
    assert again.is_in()
    assert recorded() == ["signed_in", "factor_shown"]


@pytest.mark.parametrize("there", ["//evil.example", "https://evil.example/", "/x/"])
def test_the_door_leads_nowhere_else(inside, there):
    again = inside.like("192.0.2.7")
    again.types_password()
    assert again.shows(again.now(), next=there)["Location"] == "/staff/"


def test_a_code_works_once(inside):
    first, second = inside.like("192.0.2.7"), inside.like("192.0.2.7")
    for each in (first, second):
        each.types_password()
    code = first.now()
    assert first.shows(code).status_code == 303
    refused = second.shows(code)
    assert refused.status_code == 422
    assert "was used before" in text(refused)
    assert not second.is_in()
    # An older one that the clock would still allow was overtaken by it.
    assert second.shows(second.now(-1)).status_code == 422
    assert second.shows(second.now(+1)).status_code == 303


def test_clocks_may_differ_by_half_a_minute_and_no_more(inside):
    app = Factor.objects.get()
    at = inside.clock.now + timedelta(minutes=10)
    inside.clock.now = at
    for steps, right in ((-2, False), (2, False), (-1, True), (0, True), (1, True)):
        assert authenticator.takes(app, inside.now(steps), at=at) is right, steps
    assert not authenticator.takes(app, "", at=at)
    assert not authenticator.takes(app, "١٢٣٤٥٦", at=at)


def test_a_recovery_code_works_once_however_it_is_typed(inside, recorded):
    recorded()
    again, later = inside.like("192.0.2.7"), inside.like("192.0.2.7")
    for each in (again, later):
        each.types_password()
    typed = inside.codes[0].lower().replace("-", " ")
    assert again.shows(typed).status_code == 303
    assert again.is_in()
    assert later.shows(inside.codes[0]).status_code == 422
    assert later.shows("AAAA-BBBB-CCCC-DDDD-EEEE-FFFF").status_code == 422
    assert RecoveryCode.objects.count() == 9
    assert recorded()[2:] == ["code_used", "factor_failed", "factor_failed"]


def test_a_recovery_code_is_too_long_to_be_found_from_its_hash(inside):
    signs = {len(code.replace("-", "")) for code in inside.codes}
    assert min(signs) * math.log2(len(ALPHABET)) >= 112
    assert len({*inside.codes}) == 10


def test_a_code_of_somebody_else_opens_nothing(inside):
    clerk()
    other = Browser(inside.clock, "clerk@example.net")
    other.types_password()
    other.sets_up_app()
    stolen = other.like("192.0.2.9")
    stolen.types_password()
    stolen.seed = inside.seed
    assert stolen.shows(stolen.now()).status_code == 422
    assert stolen.shows(inside.codes[0]).status_code == 422


def test_an_empty_or_endless_code_is_told_plainly(inside):
    again = inside.like("192.0.2.7")
    again.types_password()
    assert "Enter a code." in text(again.shows(""))
    assert "A code is 6 digits" in text(again.shows("1" * 41))


def test_customers_and_strangers_do_not_see_the_door(client, alice, sam):
    for path in ("/staff/factor/", "/staff/factors/", "/staff/factors/passkey/"):
        assert client.get(path)["Location"].startswith("/staff/login/?next=")
    client.force_login(alice)
    assert client.get("/staff/factor/")["Location"].startswith("/staff/login/")
    assert "does not open this page" in text(client.get("/staff/login/"))
    refused = sam.post("/staff/login/", username="alice@example.net", password=PASSWORD)
    assert "it is not a staff login" in text(refused)


def test_a_session_ends_after_half_an_hour_of_nothing(inside):
    assert inside.is_in()
    inside.clock.passes(minutes=29)
    assert inside.is_in()
    inside.clock.passes(minutes=29)
    assert inside.is_in()
    inside.clock.passes(minutes=31)
    assert not inside.is_in()
    # The factor alone does not bring it back.
    assert inside.shows(inside.now())["Location"].startswith("/staff/login/")
    assert "You were signed out" in text(inside.get("/staff/login/"))
    # Not only of the staff pages: the password is asked for again.
    assert inside.get("/accounts/").status_code == 302


def test_a_session_ends_after_eight_hours_whatever_happens(inside):
    for _ in range(19):
        inside.clock.passes(minutes=25)
        assert inside.is_in()
    inside.clock.passes(minutes=25)
    assert not inside.is_in()


def test_signing_in_again_wants_the_factor_again(inside):
    inside.types_password()
    assert not inside.is_in()


def test_signing_out_works_before_and_after_the_factor(inside):
    again = inside.like("192.0.2.7")
    again.types_password()
    for each in (again, inside):
        assert each.post("/staff/logout/").status_code == 200
        assert each.get("/staff/factor/")["Location"].startswith("/staff/login/")


def test_a_factor_that_is_gone_ends_the_sessions_that_it_opened(inside):
    assert inside.is_in()
    Factor.objects.all().delete()
    assert not inside.is_in()


def test_the_letter_about_a_new_browser_comes_once(inside):
    def letters():
        return Letter.objects.filter(template="second_factors/new_device").count()

    again = inside.like("198.51.100.4")
    again.types_password()
    again.shows(again.now())
    assert letters() == 1
    again.post("/staff/logout/")
    again.clock.passes(minutes=2)
    again.types_password()
    again.shows(again.now())
    assert again.is_in()
    assert letters() == 1
    cookie = again.client.cookies["device"]
    assert cookie["httponly"]


def test_a_number_that_we_never_gave_out_is_replaced(inside):
    again = inside.like("198.51.100.4")
    again.client.cookies["device"] = "planted"
    again.types_password()
    again.shows(again.now())
    assert again.client.cookies["device"].value not in {"planted", ""}


def test_two_people_share_a_browser(inside):
    clerk()
    number = inside.client.cookies["device"].value
    other = Browser(inside.clock, "clerk@example.net")
    other.client.cookies["device"] = number
    other.types_password()
    other.sets_up_app()
    assert other.client.cookies["device"].value == number


def test_a_mark_without_its_factor_is_worth_nothing(inside):
    aged(inside.client, seen=timedelta(minutes=5))
    assert inside.is_in()
    session = inside.client.session
    another = str(RecoveryCode.objects.first().pk)
    told = session[standing.SESSION_KEY] | {"factor": another}
    session[standing.SESSION_KEY] = told
    session.save()
    assert not inside.is_in()


def test_who_is_inside_is_not_asked_again(inside):
    assert inside.get("/staff/factor/?next=/staff/orders/order/")["Location"] == (
        "/staff/orders/order/"
    )
    assert inside.get("/staff/login/")["Location"] == "/staff/"


def test_rows_are_named_without_what_they_hold(inside):
    assert str(RecoveryCode.objects.first()).startswith("recovery code ")
    assert str(KnownDevice.objects.get()).startswith("device ")
    assert str(Factor.objects.get()).startswith("factor ")
