"""Breaking on purpose what pages promise turns exactly that promise."""

from __future__ import annotations

import sys

import pytest
from django.conf import settings as django_settings
from django.http import HttpResponse
from django.urls import path

from shop import urls


def page(html, **headers):
    def view(request):
        return HttpResponse(html, headers=headers)

    return view


@pytest.fixture
def front_page(monkeypatch, settings):
    """Replace the front page by another."""

    def replaced(html):
        module = type(sys)("another_urls")
        module.urlpatterns = [path("", page(html)), *urls.urlpatterns]
        monkeypatch.setitem(sys.modules, module.__name__, module)
        settings.ROOT_URLCONF = module.__name__

    return replaced


@pytest.mark.parametrize(
    ("html", "promise"),
    [
        ("<form enctype='multipart/form-data'></form>", "A3"),
        ("<input type='file'>", "A3"),
        ("<img src='https://pixel.example.net/1.gif'>", "B2"),
        ("<script src='//cdn.example.net/x.js'></script>", "B2"),
        ("<form action='https://other.example.net/'></form>", "B2"),
    ],
)
def test_a3_and_b2_a_page_that_takes_files_or_asks_others(
    turned, front_page, html, promise
):
    front_page(html)
    assert turned() == {promise}


def test_a3_a_program_that_takes_bodies_of_many_parts(turned, settings):
    guard = "shop.bodies.RefuseUnusableBodies"
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != guard]
    assert turned() == {"A3"}


@pytest.mark.parametrize(
    "guard",
    [
        "shop.firewall.door.Firewall",
        "shop.content_policy.RememberedPolicy",
        "django.middleware.clickjacking.XFrameOptionsMiddleware",
    ],
)
def test_c2_pages_without_a_guard(turned, settings, guard):
    settings.MIDDLEWARE = [each for each in settings.MIDDLEWARE if each != guard]
    assert turned() == {"C2"}


def test_d1_a_page_that_does_not_open(turned, monkeypatch, settings):
    def broken(request):
        return HttpResponse(status=500)

    module = type(sys)("another_urls")
    module.urlpatterns = [path("your-data/", broken), *urls.urlpatterns]
    monkeypatch.setitem(sys.modules, module.__name__, module)
    settings.ROOT_URLCONF = module.__name__
    assert turned() == {"D1"}


def test_the_settings_of_the_tests_are_those_of_the_shop():
    assert "shop.bodies.RefuseUnusableBodies" in django_settings.MIDDLEWARE
