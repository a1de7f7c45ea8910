"""The owner changes one value of the table of laws in the staff pages."""

from __future__ import annotations

from datetime import date, timedelta
from html import unescape
from urllib.parse import urlencode

import pytest
from django.utils import timezone

from privacy.regimes import regimes
from privacy.regimes.change import RuleChange

FORM = "application/x-www-form-urlencoded"
LIST = "/staff/privacy/rulechange/"
ADD = f"{LIST}add/"


@pytest.fixture
def owner(client, staff):
    client.force_login(staff)
    return client


def typed(**different):
    """A filled form, as a browser sends it."""
    return {
        "regime": "eu",
        "rule": "deadline_count",
        "value": "3",
        "source": "A new act",
        "effective_from": timezone.localdate().isoformat(),
    } | different


def send(client, address, data):
    return client.post(address, urlencode(data), content_type=FORM)


def stored(staff, *, days=0, **different):
    """A change that counts from `days` after today."""
    values = {"regime": "uk", "rule": "pause", "value": ["identity"]} | different
    return RuleChange.objects.create(
        **values,
        source="A new act",
        effective_from=timezone.localdate() + timedelta(days=days),
        by=staff,
    )


def test_the_owner_changes_a_value_and_it_counts(owner, staff):
    answer = send(owner, ADD, typed())

    assert answer.status_code == 302
    change = RuleChange.objects.get()
    assert (change.value, change.by) == (3, staff)
    assert regimes.of("DE", timezone.localdate()).deadline.count == 3


@pytest.mark.parametrize(
    ("rule", "text", "value"),
    [
        ("pause", "none", []),
        ("pause", "identity, clarification", ["clarification", "identity"]),
        ("extension_count", "0", 0),
        ("deadline_unit", "business days", "business_days"),
        ("last_day_moves", "no", False),
        ("identity_standard", "A code by letter", "A code by letter"),
    ],
)
def test_a_value_of_each_kind_is_typed_in_words(owner, rule, text, value):
    send(owner, ADD, typed(rule=rule, value=text))

    assert RuleChange.objects.get().value == value


@pytest.mark.parametrize(
    ("different", "said"),
    [
        ({"value": "soon"}, "Write a whole number from 1 to 366."),
        ({"rule": "pause", "value": "sleep"}, "Write some of these, with commas"),
        ({"rule": "years"}, "Choose a rule that this row of the table has."),
        ({"rule": "paws"}, "Choose a rule."),
        ({"rule": ""}, "Choose a rule."),
        ({"regime": "moon"}, "Choose a row of the table."),
        ({"value": ""}, "Write the new value."),
        ({"source": ""}, "Write what says so."),
        ({"effective_from": ""}, "Write a date such as 2027-01-31."),
        ({"effective_from": "2026-01-01"}, "Choose today or a later day"),
        ({"effective_from": "someday"}, "Write a date such as 2027-01-31."),
    ],
)
def test_what_is_wrong_gets_a_sentence_and_nothing_typed_is_lost(
    owner, different, said
):
    page = send(owner, ADD, typed(**different))

    text = unescape(page.content.decode())
    assert page.status_code == 200
    assert said in text
    assert 'value="A new act"' in text or different == {"source": ""}
    assert not RuleChange.objects.exists()


def test_two_changes_of_one_rule_for_one_day_are_refused(owner):
    send(owner, ADD, typed())
    page = send(owner, ADD, typed(value="4"))

    assert "This rule changes on that day already" in page.content.decode()
    assert RuleChange.objects.get().value == 3


def test_the_list_says_the_row_the_rule_and_the_value_in_words(owner, staff):
    stored(staff)
    stored(staff, rule="paws", regime="moon")
    text = owner.get(LIST).content.decode()

    assert "UK GDPR" in text
    assert ">identity<" in text
    assert "no rule of the table" in text
    assert "staff@example.net" not in text


def test_a_change_is_shown_and_corrected_until_its_first_day_is_over(owner, staff):
    page = f"{LIST}{stored(staff).pk}/change/"

    assert 'name="value" value="identity"' in owner.get(page).content.decode()
    send(owner, page, typed(regime="uk", rule="pause", value="none"))
    assert RuleChange.objects.get().value == []


def test_a_change_that_counted_already_stays_as_it_is(owner, staff):
    change = stored(staff, days=-1)
    page = f"{LIST}{change.pk}"

    assert owner.get(f"{page}/change/").status_code == 200
    sent = send(owner, f"{page}/change/", typed(regime="uk", rule="pause"))
    gone = send(owner, f"{page}/delete/", {"post": "yes"})
    assert (sent.status_code, gone.status_code) == (403, 403)
    assert RuleChange.objects.get().value == ["identity"]


def test_a_change_that_is_still_to_come_can_be_taken_back(owner, staff):
    change = stored(staff, days=1)

    assert send(owner, f"{LIST}{change.pk}/delete/", {"post": "yes"}).status_code == 302
    assert not RuleChange.objects.exists()


def test_nobody_without_the_right_gets_there(client, alice):
    client.force_login(alice)

    assert client.get(ADD).status_code == 302
    assert send(client, ADD, typed()).status_code == 302
    assert not RuleChange.objects.exists()
    assert regimes.of("DE", date(2026, 11, 22)).deadline.count == 1
