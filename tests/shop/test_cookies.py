"""Only cookies that are declared are ever set, and the policy page lists them."""

from __future__ import annotations

import logging

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from shop import cookies
from shop.checkout.basket import Basket
from shop.cookies import Cookie, OnlyDeclaredCookies

DECLARED = {"basket", "session", "csrf", "device"}


def answer(*names):
    response = HttpResponse()
    for name in names:
        response.set_cookie(name, "1")
    middleware = OnlyDeclaredCookies(lambda request: response)
    return middleware(RequestFactory().get("/"))


def test_another_cookie_is_taken_out_and_reported(caplog):
    with caplog.at_level(logging.ERROR):
        left = answer("session", "visitor")
    assert set(left.cookies) == {"session"}
    assert "The cookie visitor is not declared" in caplog.text


@pytest.mark.parametrize("name", sorted(DECLARED))
def test_a_declared_cookie_stays(name):
    assert set(answer(name).cookies) == {name}


def test_the_policy_page_lists_each_with_its_life(client, db):
    page = client.get("/privacy/").content.decode()
    listed = cookies.declared()
    assert {cookie.name for cookie in listed} == DECLARED
    for cookie in listed:
        assert f"<code>{cookie.name}</code>" in page
        assert cookie.purpose in page
        assert cookie.until in page


def test_the_words_follow_the_settings(settings):
    settings.SESSION_COOKIE_AGE = 7 * 24 * 60 * 60
    lives = {cookie.name: cookie.until for cookie in cookies.declared()}
    assert lives["session"] == "7 days"
    assert Cookie("x", "y", None).until == "until you close the browser"


def test_the_program_sets_cookies_as_long_as_it_says(settings):
    said = {cookie.name: cookie.life for cookie in cookies.declared()}
    response = HttpResponse()
    Basket({"ENV-1": 1}).save(response)
    assert response.cookies["basket"]["max-age"] == said["basket"].total_seconds()
    assert said["session"].total_seconds() == settings.SESSION_COOKIE_AGE
    assert said["csrf"] is settings.CSRF_COOKIE_AGE is None
