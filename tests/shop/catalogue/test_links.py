"""Addresses made from a remembered prefix are the ones that Django would make."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.urls import clear_script_prefix, reverse, set_script_prefix

from shop.catalogue import links
from shop.templatetags import fixed


def test_links_are_what_reverse_says():
    assert links.product("night-post") == reverse("shop:product", args=["night-post"])
    assert links.department("ink") == reverse("shop:department", args=["ink"])


def test_a_fixed_address_is_looked_up_once(monkeypatch):
    template = Template('{% url "shop:search" %}')
    assert template.render(Context()) == "/search/"
    monkeypatch.setattr("django.urls.reverse", pytest.fail)
    assert template.render(Context()) == "/search/"


def test_an_address_that_varies_is_looked_up_each_time():
    template = Template('{% url "shop:product" slug %}')
    assert template.render(Context({"slug": "a"})) == "/products/a/"
    assert template.render(Context({"slug": "b"})) == "/products/b/"
    assert not isinstance(template.nodelist[0], fixed.FixedAddress)


def test_an_address_can_still_be_given_a_name():
    template = Template('{% url "shop:search" as there %}[{{ there }}]')
    assert template.render(Context()) == "[/search/]"


def test_a_fixed_address_follows_where_the_program_is_mounted():
    template = Template('{% url "shop:search" %}')
    assert template.render(Context()) == "/search/"
    set_script_prefix("/shop/")
    try:
        assert template.render(Context()) == "/shop/search/"
    finally:
        clear_script_prefix()
