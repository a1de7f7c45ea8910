"""The basket's cookie: what it holds, what it refuses, when it ends."""

import datetime

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import RequestFactory

from shop.checkout import basket
from shop.checkout.basket import Basket, BasketFull


def asked_with(cookie):
    request = RequestFactory().get("/")
    request.COOKIES["basket"] = cookie
    return Basket.from_request(request)


def saved(kept):
    response = HttpResponse()
    kept.save(response)
    return response.cookies["basket"]


def signed(value):
    return signing.dumps(value, salt="shop.basket", compress=True)


def test_what_is_added_comes_back_from_the_cookie():
    kept = Basket()
    kept.add("night-post-navy", 2)
    kept.add("night-post-navy", 1)
    kept.add("wax", 1)
    found = asked_with(saved(kept).value)
    assert found.quantities == {"night-post-navy": 3, "wax": 1}
    assert found.count == 4


def test_the_cookie_is_kept_from_scripts_and_other_sites(settings):
    settings.SESSION_COOKIE_SECURE = True
    cookie = saved(Basket({"wax": 1}))
    assert cookie["httponly"]
    assert cookie["secure"]
    assert cookie["samesite"] == "Lax"
    assert cookie["max-age"] == 14 * 24 * 3600


def test_the_cookie_tells_when_it_ends():
    before = datetime.datetime.now(datetime.UTC)
    found = asked_with(saved(Basket({"wax": 1})).value)
    kept = found.ends_on - before
    assert datetime.timedelta(days=13, hours=23) < kept < datetime.timedelta(14, 2)


def test_an_empty_basket_deletes_its_cookie():
    cookie = saved(Basket())
    assert cookie.value == ""
    assert cookie["max-age"] == 0


@pytest.mark.parametrize(
    "cookie",
    [
        "",
        "garbage",
        "a:b:c",
        signed({"wax": 1})[:-2] + "xx",
        signing.dumps({"wax": 1}, salt="another"),
        signed(["wax"]),
        signed("wax"),
        signed({"wax": 0}),
        signed({"wax": -1}),
        signed({"wax": 100}),
        signed({"wax": "1"}),
        signed({"wax": True}),
        signed({"wax": 1.5}),
        signed({"": 1}),
        signed({"../wax": 1}),
        signed({"x" * 41: 1}),
        signed({f"sku-{n}": 1 for n in range(basket.MAX_LINES + 1)}),
    ],
)
def test_a_cookie_that_is_not_ours_is_an_empty_basket(cookie):
    assert not asked_with(cookie)


def test_a_cookie_older_than_two_weeks_is_an_empty_basket(monkeypatch):
    cookie = signed({"wax": 1})
    later = signing.time.time() + basket.LIFE.total_seconds() + 1
    monkeypatch.setattr(signing.time, "time", lambda: later)
    assert not asked_with(cookie)


def test_a_quantity_is_never_more_than_ninety_nine():
    kept = Basket()
    kept.add("wax", 60)
    kept.add("wax", 60)
    assert kept.quantities == {"wax": 99}


def test_setting_none_of_something_removes_it():
    kept = Basket({"wax": 2})
    kept.set("wax", 0)
    assert not kept
    kept.remove("never-there")


def test_a_full_basket_takes_no_new_thing_but_more_of_an_old_one():
    kept = Basket({f"sku-{n}": 1 for n in range(basket.MAX_LINES)})
    kept.add("sku-0", 1)
    with pytest.raises(BasketFull):
        kept.add("one-more", 1)
    assert len(kept.quantities) == basket.MAX_LINES


def test_the_fullest_basket_fits_a_browsers_cookie():
    kept = Basket({f"{n:02d}-{'kx7Qz' * 7}": 99 for n in range(basket.MAX_LINES)})
    assert len(saved(kept).OutputString()) < 4096
    assert asked_with(saved(kept).value).count == 99 * basket.MAX_LINES
