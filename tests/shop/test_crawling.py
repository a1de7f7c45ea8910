"""The shop visits its own pages as a stranger: links, what is fetched, what is sent."""

from __future__ import annotations

import sys

import pytest
from django.http import HttpResponse, JsonResponse
from django.urls import path

from shop import crawling, urls

HOST = "testserver"


@pytest.fixture
def site(settings, monkeypatch):
    """A site of these pages alone, before the shop's own."""

    def opened(**pages):
        module = type(sys)("crawled_urls")
        module.urlpatterns = [
            path(f"{name}/" if name != "front" else "", lambda request, a=answer: a)
            for name, answer in pages.items()
        ]
        module.urlpatterns += urls.urlpatterns
        monkeypatch.setitem(sys.modules, module.__name__, module)
        settings.ROOT_URLCONF = module.__name__
        return {page.path: page for page in crawling.pages()}

    return opened


def test_links_are_followed_within_the_shop_once(site, db):
    found = site(
        front=HttpResponse(
            "<a href='/one/?q=1'>1</a><a href='/one/'>1</a><a href='/staff/'>no</a>"
            "<a href='https://other.example.net/two/'>no</a>"
            "<a href='mailto:a@example.net'>no</a>"
        ),
        one=HttpResponse("<a href='/'>back</a><a href='#here'>here</a>"),
    )
    assert list(found) == ["/", "/one/"]


def test_no_more_pages_than_asked(site, db, monkeypatch):
    monkeypatch.setattr(crawling, "MOST", 1)
    assert list(site(front=HttpResponse("<a href='/one/'>1</a>"))) == ["/"]


def test_what_is_no_page_is_not_read(site, db):
    found = site(front=JsonResponse({"a": "<a href='/one/'>"}))
    assert found["/"].tags == ()


def test_what_comes_from_other_hosts_is_found(site, settings, db):
    settings.SHOP_ORIGIN = f"http://{HOST}"
    found = site(
        front=HttpResponse(
            f"<img src='/own.png'><script src='http://{HOST}/x.js'></script>"
            "<link href='//fonts.example.net/a.css'><img alt='https://no.example.net'>"
            "<a href='https://link.example.net/'>a link is only followed by hand</a>"
        )
    )
    assert list(found["/"].elsewhere()) == ["//fonts.example.net/a.css"]


def test_https_is_asked_for_where_the_shop_has_it(settings):
    settings.SHOP_ORIGIN = "https://shop.example.net"
    assert crawling.is_secure()
    settings.SHOP_ORIGIN = "http://127.0.0.1:8000"
    assert not crawling.is_secure()


def test_the_demo_shop_is_visited_whole(db, client):
    paths = [page.path for page in crawling.pages()]
    assert {"/", "/privacy/", "/contact/", "/basket/"} <= set(paths)
    assert len(paths) == len(set(paths)) <= crawling.MOST
