"""A card says what a product is and costs, and escapes what was typed."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from shop.catalogue import cards, links


@pytest.fixture
def draw(at):
    """Draw one card that differs from a plain one in what is named."""

    def drawn(**different):
        told = {
            "id": 1,
            "name": "Night Post",
            "slug": "night-post",
            "detail": "C6, lined",
            "price": Decimal(950),
            "price_varies": False,
            "was_price": None,
            "available": True,
            "picture": "img/hero.svg",
            "listed_at": at - timedelta(days=60),
            "name_key": "night post",
        }
        return cards.drawn([cards.Card(**(told | different))], at=at)

    return drawn


def test_a_card_is_one_link_with_name_detail_and_price(draw):
    assert draw() == (
        '<li class="product"><img src="/static/img/hero.svg" width="400" height="400"'
        ' alt=""><h3><a href="/products/night-post/">Night Post</a></h3>'
        '<p>C6, lined</p><p class="price">£9.50</p></li>'
    )


def test_what_staff_typed_is_escaped(draw):
    html = draw(name='<b>"Ink" & co</b>', detail="<script>")
    assert "&lt;b&gt;&quot;Ink&quot; &amp; co&lt;/b&gt;" in html
    assert "<script>" not in html


@pytest.mark.parametrize(
    ("different", "price"),
    [
        ({"price_varies": True}, "From £9.50"),
        ({"was_price": Decimal(950)}, ">£9.50<"),
        ({"was_price": Decimal(900)}, ">£9.50<"),
        (
            {"was_price": Decimal(1250)},
            '<s><span class="vh">Was </span>£12.50</s> '
            '<span class="vh">Now </span>£9.50',
        ),
    ],
)
def test_the_price_is_told_as_it_is(draw, different, price):
    assert price in draw(**different)


def test_a_card_is_new_for_thirty_days_and_says_when_it_is_sold_out(draw, at):
    assert ">New<" in draw(listed_at=at - timedelta(days=29))
    assert ">New<" not in draw(listed_at=at - timedelta(days=31))
    sold_out = draw(listed_at=at - timedelta(days=29), available=False)
    assert ">Sold out<" in sold_out
    assert ">New<" not in sold_out


def test_a_product_without_a_picture_gets_a_frame(draw):
    html = draw(picture="")
    assert "<img" not in html
    assert 'class="nopic"' in html


def test_a_picture_that_was_never_collected_counts_as_none(monkeypatch):
    def missing(name):
        raise ValueError("no such file in the manifest")

    monkeypatch.setattr(links.staticfiles_storage, "url", missing, raising=False)
    assert links.picture("img/products/not-collected.svg") == ""


def test_pictures_below_the_first_screen_load_when_needed(at):
    card = cards.Card(1, "A", "a", "", Decimal(1), False, None, True, "a.svg", at, "a")
    html = cards.drawn([card] * 8, at=at, eager=6)
    assert html.count('loading="lazy"') == 2
    assert 'loading="lazy"' not in html.split("</li>")[5]
