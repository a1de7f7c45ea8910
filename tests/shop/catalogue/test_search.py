"""Search finds the same on both engines, and takes anything that can be typed."""

from __future__ import annotations

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from shop.catalogue import search
from shop.catalogue.models import Product


@pytest.fixture
def stationer(make):
    make("Night Post envelopes", description="The paper has a tint inside.")
    make("Crème laid pad", material="Cotton paper")
    make("Sealing wax", detail="Three sticks with wicks", colour="red")
    make("Wax beads", detail="For sealing about 90 letters", colour="green")
    make("Iron gall ink", description="It does not fade.")
    make("Withdrawn wax", withdrawn_at="2026-01-01T00:00Z")


def found(query):
    matches = {match.id for match in search.find(query)}
    return sorted(product.name for product in Product.objects.filter(id__in=matches))


@pytest.mark.parametrize(
    ("query", "names"),
    [
        ("wax", ["Sealing wax", "Wax beads"]),
        ("WAX", ["Sealing wax", "Wax beads"]),
        ("wax stick", ["Sealing wax"]),
        ("seal", ["Sealing wax", "Wax beads"]),
        ("sealed letter", ["Wax beads"]),
        ("creme", ["Crème laid pad"]),
        ("crème pads", ["Crème laid pad"]),
        ("paper", ["Crème laid pad", "Night Post envelopes"]),
        ("paper wax", []),
        ("the paper", ["Night Post envelopes"]),
        ("not fading", ["Iron gall ink"]),
        ("wax red", ["Sealing wax"]),
        ("90", ["Wax beads"]),
        (
            "env",
            [
                "Crème laid pad",
                "Iron gall ink",
                "Night Post envelopes",
                "Sealing wax",
                "Wax beads",
            ],
        ),
        ("ax", []),
        ("", []),
        ("!?", []),
    ],
)
def test_words_find_products(stationer, query, names):
    assert found(query) == names


def test_words_of_the_name_come_first(stationer):
    best = search.find("sealing")[0]
    assert Product.objects.get(id=best.id).name == "Sealing wax"


def test_a_changed_product_is_found_by_its_new_words_alone(stationer):
    product = Product.objects.get(name="Iron gall ink")
    product.name = "Walnut ink"
    product.save()
    assert found("walnut") == ["Walnut ink"]
    assert found("gall") == []


def test_a_deleted_product_is_not_found(stationer):
    Product.objects.get(name="Iron gall ink").delete()
    assert found("ink") == []


def test_a_match_tells_what_filters_need(make, at):
    product = make("Wax", price=1250, stock=0, letterbox=True)
    assert search.find("wax") == [
        search.Match(
            id=product.id,
            department_id=product.department_id,
            colour="navy",
            price=product.price,
            available=False,
            letterbox=True,
            listed_at=product.listed_at,
            name_key="wax",
        )
    ]


@pytest.mark.parametrize(
    "query",
    [
        '"',
        "'",
        '"wax" OR "ink"',
        "wax AND NOT ink",
        "NEAR(wax ink)",
        "wax & ink | !pad <-> x:*",
        "name_key : wax",
        "wax*",
        "^wax",
        "(((",
        "\\'; DROP TABLE shop_product; --",
        "%s %(x)s %%",
        "wax\0ink",
        "\u202ewax\u202c",
        "\ud800\udfff",
        "a" * 10_000,
        "wax " * 2_500,
        "е\u0301ж漢字🕯️",
        ":*",
        "1e5 3.14 a@example.net https://example.net/x",
    ],
)
def test_hostile_words_are_only_words(stationer, query):
    search.find(query)
    assert Product.objects.count() == 6


def test_operators_have_no_meaning(stationer):
    assert found("wax OR ink") == []
    assert found("wax*") == ["Sealing wax", "Wax beads"]


@settings(
    max_examples=60,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(query=st.text(alphabet=st.characters(), max_size=60))
def test_nothing_that_can_be_typed_fails(db, query):
    search.find(query)


def test_a_query_is_cut_to_what_one_person_asks():
    assert search.wanted("one " * 50) == ["one"] * search.MOST_WORDS
    assert search.wanted("w" * 150) == ["w" * search.LONGEST_WORD]


def test_a_search_looks_at_the_newest_matches_only(make):
    make("Old wax")
    assert len(search.find("wax")) == 1
    assert f"LIMIT {search.DEPTH}" in search._SQLITE
    assert f"LIMIT {search.DEPTH}" in search._POSTGRESQL
