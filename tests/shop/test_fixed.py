"""What is looked up once: static addresses, and the blocks of an extended page."""

from __future__ import annotations

import pytest
from django.template import Context, Template
from django.template.base import NodeList
from django.template.loader import get_template
from django.template.loader_tags import BlockNode
from django.templatetags.static import StaticNode
from django.urls import clear_script_prefix, set_script_prefix

from shop.templatetags import fixed
from shop.templatetags.fixed import FixedAddress, Searched

BASE = Template("<{% block a %}A{% endblock %}|{% block b %}B{% endblock %}>")
PAGE = "{% extends base %}{% block a %}mine{% if deep %}{{ block.super }}{% endif %}"


def shown(words, **told):
    return Template(words).render(Context({"base": BASE, **told}))


def test_every_static_address_of_the_frame_is_looked_up_once():
    frame = get_template("base.html").template.nodelist
    assert not frame.get_nodes_by_type(StaticNode)
    kept = [each.node for each in frame.get_nodes_by_type(FixedAddress)]
    assert sum(isinstance(each, StaticNode) for each in kept) == 3


def test_a_page_fills_the_blocks_of_what_it_extends():
    page = PAGE + "{% endblock %}"
    assert [shown(page), shown(page, deep=True)] == ["<mine|B>", "<mineA|B>"]
    assert shown("{% extends base %}") == "<A|B>"


def test_the_blocks_of_what_is_extended_are_looked_for_once(monkeypatch):
    page = Template(PAGE + "{% endblock %}")
    page.render(Context({"base": BASE}))
    assert isinstance(BASE.nodelist, Searched)
    monkeypatch.setattr(NodeList, "get_nodes_by_type", pytest.fail)
    assert page.render(Context({"base": BASE})) == "<mine|B>"


def test_two_kinds_of_nodes_are_not_mixed_up():
    nodes = Searched(BASE.nodelist)
    assert [each.name for each in nodes.get_nodes_by_type(BlockNode)] == ["a", "b"]
    assert nodes.get_nodes_by_type(FixedAddress) == []


def test_where_a_page_stands_is_asked_once_for_all_its_links(monkeypatch):
    link = '{% url "shop:home" %} '
    page, asked = Template(link * 3), []

    def stands(where):
        monkeypatch.setattr(
            fixed, "get_script_prefix", lambda: asked.append(where) or where
        )
        set_script_prefix(where)
        return page.render(Context()).split()

    try:
        assert stands("/") == ["/"] * 3
        assert stands("/shop/") == ["/shop/"] * 3
        assert stands("/") == ["/"] * 3
    finally:
        clear_script_prefix()
    assert asked == ["/", "/shop/", "/"]
