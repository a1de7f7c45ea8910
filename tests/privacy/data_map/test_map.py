"""The map names every column, for people in words and for programs in their terms."""

from __future__ import annotations

import json
from io import StringIO
from pathlib import Path

import pytest
from django.core.management import call_command
from fideslang.default_taxonomy import DEFAULT_TAXONOMY
from fideslang.models import Dataset

from privacy import declarations
from privacy.data_map import columns, dpv, fides
from privacy.purposes import Purpose
from privacy.taxonomy import CATEGORIES

ROOT = Path(__file__).parents[3]
TERMS = Path(__file__).parent / "terms_of_dpv.txt"
ALL = [column for model in columns.models() for column in columns.of(model)]


def printed(form, without=()):
    out = StringIO()
    call_command("data_map", format=form, without=without, stdout=out)
    return out.getvalue()


# --- For people ----------------------------------------------------------------
def test_the_page_in_the_documentation_is_fresh():
    """DJANGO_SETTINGS_MODULE=tests.settings ./manage.py data_map --without diary."""
    fresh = printed("markdown", without=["diary"])
    assert (ROOT / "docs" / "data-map.md").read_text() == fresh


@pytest.mark.parametrize("column", [c for c in ALL if c.said], ids=str)
def test_every_personal_column_has_its_row(column):
    rows = printed("markdown").splitlines()
    told = [row for row in rows if row.startswith(f"| `{column.name}` | {column.what}")]
    assert told
    for purpose in column.said.purposes:
        assert any(f"`{purpose.value}`" in row for row in told)


def test_every_purpose_has_its_row():
    page = printed("markdown")
    for purpose in Purpose:
        assert (
            f"| `{purpose.value}` | {purpose.policy} | {purpose.legal_basis} |" in page
        )


# --- Fides ---------------------------------------------------------------------
@pytest.fixture(scope="module")
def told():
    return json.loads(printed("fides"))["dataset"]


def faults(datasets):
    """Return what fideslang lets pass: unknown keys, categories, references."""
    keys = {
        "category": {str(each.fides_key) for each in DEFAULT_TAXONOMY.data_category},
        "use": {str(each.fides_key) for each in DEFAULT_TAXONOMY.data_use},
        "subject": {str(each.fides_key) for each in DEFAULT_TAXONOMY.data_subject},
        "column": set(places(datasets)),
    }
    found = [fault for each in datasets for fault in dropped(each)]
    for field in fields(datasets):
        found += unknown(field, keys)
    return found


def fields(datasets):
    for dataset in datasets:
        for collection in dataset["collections"]:
            yield from collection["fields"]


def places(datasets):
    for dataset in datasets:
        for collection in dataset["collections"]:
            for field in collection["fields"]:
                yield dataset["fides_key"], f"{collection['name']}.{field['name']}"


def dropped(dataset):
    """Return the keys that reading the dataset drops without a word."""
    read = Dataset.model_validate(dataset).model_dump(mode="json")
    return list(lost(dataset, read, dataset["fides_key"]))


def lost(told, read, path):
    if isinstance(told, dict):
        for key, value in told.items():
            if not isinstance(read, dict) or key not in read:
                yield f"{path}.{key} is unknown"
            else:
                yield from lost(value, read[key], f"{path}.{key}")
    elif isinstance(told, list) and told and isinstance(told[0], dict):
        name = "name" if "name" in told[0] else "field"
        by_name = {each[name]: each for each in read}
        for each in told:
            yield from lost(each, by_name[each[name]], f"{path}[{each[name]}]")


def unknown(field, keys):
    references = field["fides_meta"].get("references", ())
    used = {
        "category": field["data_categories"],
        "use": field.get("data_uses", ()),
        "subject": field.get("data_subjects", ()),
        "column": [(to["dataset"], to["field"]) for to in references],
    }
    for kind, named in used.items():
        for each in named:
            if each not in keys[kind]:
                yield f"{field['name']}: {kind} {each} is unknown"


def test_fides_takes_every_dataset_and_nothing_is_unknown(told):
    assert faults(told) == []


def test_every_column_of_every_model_is_there(told):
    expected = {
        (c.model._meta.app_label, f"{c.model._meta.model_name}.{c.name}") for c in ALL
    }
    assert set(places(told)) == expected


def test_a_personal_column_has_its_category_uses_and_subject(told):
    by_place = dict(zip(places(told), fields(told), strict=True))
    field = by_place["orders", "order.delivery_address"]
    assert field["data_categories"] == ["user.contact.address"]
    assert field["data_subjects"] == ["customer"]
    assert field["data_uses"] == [
        "essential.legal_obligation",
        "essential.service",
        "essential.service.operations.support",
    ]
    email = by_place["privacy", "person.email_index"]
    assert email["fides_meta"]["identity"] == "email"
    assert "data_uses" not in by_place["orders", "order.id"]


def spoilt(told, **changed):
    """Return the datasets with one field of the first collection changed."""
    copy = json.loads(json.dumps(told))
    next(fields(copy)).update(changed)
    return copy


@pytest.mark.parametrize(
    ("changed", "fault"),
    [
        (
            {"data_categories": ["user.contact.fone"]},
            "category user.contact.fone is",
        ),
        ({"data_uses": ["marketing.dreams"]}, "use marketing.dreams is"),
        ({"data_subjects": ["martian"]}, "subject martian is"),
        ({"descripton": "a slip"}, "descripton is unknown"),
        (
            {"fides_meta": {"references": [{"dataset": "orders", "field": "x.y"}]}},
            "column ('orders', 'x.y') is",
        ),
    ],
)
def test_the_checks_find_what_fideslang_lets_pass(told, changed, fault):
    assert any(fault in found for found in faults(spoilt(told, **changed)))


def test_every_purpose_has_a_use():
    assert set(fides.USES) == set(Purpose)


# --- DPV -----------------------------------------------------------------------
def terms(told):
    """Return every term that a JSON-LD document uses as a property or a type."""
    if isinstance(told, dict):
        for key, value in told.items():
            if not key.startswith("@"):
                yield key
            if key == "@type":
                yield value
            elif key != "@context":
                yield from terms(value)
    elif isinstance(told, list):
        for each in told:
            yield from terms(each)


def unheard_of(told):
    known = set(TERMS.read_text().split())
    return set(terms(told)) - known


def test_only_terms_that_exist_are_used():
    told = json.loads(printed("dpv"))
    assert unheard_of(told) == set()
    assert len(set(terms(told))) > 20


def test_a_term_that_does_not_exist_is_found():
    wrong = {"@type": "dpv:PersonalDataProcess", "dpv:hasDream": [{"@type": "pd:Aura"}]}
    assert unheard_of(wrong) == {"dpv:hasDream", "pd:Aura"}


def test_every_personal_column_is_a_process_with_purposes_and_basis():
    told = json.loads(printed("dpv"))["dpv:hasPersonalDataProcess"]
    names = {each["dpv:hasName"] for each in told}
    assert names == {f"{c.model._meta.label}.{c.name}" for c in ALL if c.said}
    for each in told:
        assert each["dpv:hasPurpose"]
        assert all("dpv:hasLegalBasis" in purpose for purpose in each["dpv:hasPurpose"])


def test_purposes_and_categories_are_all_translated():
    assert set(dpv.PURPOSES) == set(Purpose)
    assert set(dpv.DATA) == CATEGORIES
    assert all(dpv.basis(purpose) for purpose in Purpose)
    known = set(TERMS.read_text().split())
    assert {*dpv.DATA.values(), *dpv.PURPOSES.values()} <= known


def test_sealed_digests_and_clear_columns_differ():
    told = json.loads(printed("dpv"))["dpv:hasPersonalDataProcess"]
    measures = {
        each["dpv:hasName"]: each.get("dpv:hasTechnicalMeasure", {}).get("@type")
        for each in told
    }
    assert measures["orders.Order.contact_name"] == "dpv:EncryptionAtRest"
    assert measures["orders.Order.contact_email_index"] == "dpv:Pseudonymisation"
    assert measures["orders.Order.total"] is None


def test_the_carrier_is_named_with_its_consent():
    told = json.loads(printed("dpv"))["dpv:hasPersonalDataProcess"]
    address = next(
        each for each in told if each["dpv:hasName"] == "orders.Order.delivery_address"
    )
    [to] = address["dpv:hasRecipient"]
    assert to["dpv:hasName"] == "Northbound Parcels"
    assert to["dpv:hasLegalBasis"]["@type"] == "dpv:ExplicitlyExpressedConsent"


def test_a_processor_is_named_as_one_and_has_no_basis_of_its_own(settings):
    contract = {"reference": "NP-1", "date": "2026-07-01", "keeps_days": 30}
    carrier = settings.RECIPIENTS["carrier"]
    settings.RECIPIENTS = {
        "carrier": carrier | {"basis": "processor", "contract": contract}
    }
    told = dpv._recipient("carrier")
    assert told["@type"] == "dpv:DataProcessor"
    assert "dpv:hasLegalBasis" not in told


def test_the_heading_of_a_model_that_gives_none_is_its_name():
    note = next(m for m in columns.models() if m._meta.label == "diary.Note")
    assert not declarations.of(note).about
    assert columns.heading(note) == "Note"
