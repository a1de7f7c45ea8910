"""Forms without a token: only our own pages may send them."""

from __future__ import annotations

import pytest
from django.http import HttpResponse
from django.test import RequestFactory

from shop.same_origin import same_origin_only


@same_origin_only
def change(request):
    return HttpResponse("the view ran")


@pytest.mark.parametrize(
    "headers",
    [
        {"HTTP_SEC_FETCH_SITE": "same-origin"},
        {"HTTP_ORIGIN": "http://testserver"},
        {"HTTP_REFERER": "http://testserver/products/x/"},
    ],
)
def test_our_own_pages_may(db, headers):
    assert change(RequestFactory().post("/", **headers)).content == b"the view ran"


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"HTTP_SEC_FETCH_SITE": "cross-site", "HTTP_ORIGIN": "http://testserver"},
        {"HTTP_SEC_FETCH_SITE": "same-site"},
        {"HTTP_SEC_FETCH_SITE": "none"},
        {"HTTP_ORIGIN": "null"},
        {"HTTP_ORIGIN": "https://testserver"},
        {"HTTP_ORIGIN": "http://testserver.example.net"},
        {"HTTP_ORIGIN": "http://testserver:81"},
        {"HTTP_REFERER": "http://example.net/http://testserver/"},
        {"HTTP_ORIGIN": "http://[broken"},
    ],
)
def test_others_may_not(db, headers):
    answer = change(RequestFactory().post("/", **headers))
    assert answer.status_code == 403
    assert b"the view ran" not in answer.content


def test_looking_is_always_allowed():
    assert change(RequestFactory().get("/")).content == b"the view ran"
