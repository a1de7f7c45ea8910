"""Recipients hear of it by machine or by a person, and the case waits for their yes."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

from privacy import consent, disclosure
from privacy.cases import moving, telling_others, timeline
from privacy.cases.case import Case
from privacy.cases.notice import Notice
from privacy.cases.states import Kind
from privacy.certificates import keys
from privacy.copies import gathering
from privacy.disclosure import Disclosure
from privacy.purposes import Purpose
from tests.privacy.cases.carriers_machine import Machine, running
from tests.privacy.disclosure.conftest import RELAY


@pytest.fixture
def case(alice, filed, at):
    """A case of Alice, whose name the carrier got twice."""
    words = consent.sentence(consent.recipient_of("carrier"))
    given = consent.give(person=alice, recipient="carrier", sentence=words, at=at)
    for fields in (["contact_name"], ["contact_name", "delivery_address"]):
        disclosure.disclose(
            person=alice,
            recipient="carrier",
            fields=fields,
            purpose=Purpose.DELIVERY,
            consent=given,
            at=at,
            by=None,
        )
    filed = filed(Kind.ERASE)
    Case.objects.filter(pk=filed.pk).update(person=alice)
    return Case.objects.get(pk=filed.pk)


@pytest.fixture
def carrier(settings):
    """The carrier's machine, which knows the keys that the shop publishes."""
    machine = Machine(keys=keys.published)
    with running(machine):
        told = settings.RECIPIENTS["carrier"] | machine.registered
        settings.RECIPIENTS = {"carrier": told}
        yield machine


def test_each_recipient_gets_one_notice_of_all_that_it_got(case, at):
    for _ in range(2):
        telling_others.write(case=case, at=at)
    notice = Notice.objects.get(case=case)
    assert notice.fields == ["contact_name", "delivery_address"]
    assert str(notice) == f"notice {notice.pk}"


def test_without_a_machine_a_member_of_staff_tells_them(case, at, staff):
    telling_others.write(case=case, at=at)
    assert not telling_others.is_done(case=case, at=at)
    notice = Notice.objects.get(case=case)
    telling_others.acknowledge(notice=notice, by=staff, at=at)
    assert telling_others.is_done(case=case, at=at)


def test_a_machine_that_says_yes_has_confirmed_and_heard_no_value(case, carrier, at):
    telling_others.write(case=case, at=at)
    assert telling_others.is_done(case=case, at=at)
    (heard,) = carrier.heard
    assert heard["request"] == case.reference
    assert (heard["what"], len(heard["disclosures"])) == ("erase", 2)
    assert "alice" not in json.dumps(heard).casefold()
    assert telling_others.is_done(case=case, at=at)
    assert len(carrier.heard) == 1


def test_what_leaves_is_on_the_ledger_once_and_passes_the_door(case, carrier, at):
    telling_others.write(case=case, at=at)
    assert telling_others.is_done(case=case, at=at)
    [entry] = Disclosure.objects.filter(fields=[])
    assert entry.about == Notice.objects.get(case=case).pk
    assert entry.ground.startswith("GDPR Art. 19")
    latest, *_, first = gathering.disclosures(case.person)
    assert latest.fields == latest.sequels == ()
    assert [(each.what, each.confirmed_at) for each in first.sequels] == [
        ("erased", at)
    ]


def test_what_left_after_the_word_went_is_not_covered_by_it(case, carrier, at):
    telling_others.write(case=case, at=at - timedelta(days=1))
    assert [each.sequels for each in gathering.disclosures(case.person)] == [(), ()]


def test_a_processor_keeps_nothing_of_its_own_and_is_told_nothing(
    case, settings, alice, at
):
    settings.RECIPIENTS = settings.RECIPIENTS | {"mail": RELAY}
    disclosure.disclose(
        person=alice,
        recipient="mail",
        fields=["email"],
        purpose=Purpose.OWN_REQUEST,
        at=at,
        by=None,
    )
    telling_others.write(case=case, at=at)
    assert [each.recipient for each in Notice.objects.all()] == ["carrier"]


@pytest.mark.parametrize(
    "answers",
    [
        {"status": 202},
        {"status": 302},
        {"status": 500},
        {"signs": False},
        {"said": {"acknowledged": False}},
        {"said": {"acknowledged": True, "more": 1}},
        {"other_notice": "another"},
        {"changed": b'{"notice": "another"}'},
        {"covered": ("@status", "content-digest")},
        {"covered": ("content-digest", '"signature";req;key="notice"')},
        {"covered": ("@status", '"signature";req;key="notice"')},
        {"tag": "something-else"},
        {"secret": Ed25519PrivateKey.generate()},
    ],
    ids=lambda answers: " ".join(f"{k}={v}" for k, v in answers.items())[:40],
)
def test_a_machine_that_answers_anything_else_is_asked_again_later(
    case, carrier, at, answers, caplog
):
    registered, usual = carrier.registered, {k: getattr(carrier, k) for k in answers}
    for name, value in answers.items():
        setattr(carrier, name, value)
    telling_others.write(case=case, at=at)
    assert not telling_others.is_done(case=case, at=at)
    assert not telling_others.is_done(case=case, at=at + timedelta(seconds=30))
    assert len(carrier.heard) == 1
    assert "not delivered: " in caplog.text
    assert "alice" not in caplog.text
    for name, value in usual.items():
        setattr(carrier, name, value)
    assert carrier.registered == registered
    assert telling_others.is_done(case=case, at=at + timedelta(minutes=2))
    assert Disclosure.objects.filter(fields=[]).count() == 1


def test_a_machine_that_is_down_is_asked_again_later(case, settings, at):
    machine = Machine()
    with running(machine):
        told = settings.RECIPIENTS["carrier"] | machine.registered
    settings.RECIPIENTS = {"carrier": told}
    telling_others.write(case=case, at=at)
    assert not telling_others.is_done(case=case, at=at)
    assert Notice.objects.get(case=case).tries == 1


def test_an_answer_to_an_earlier_try_is_none_to_the_next(case, carrier, at):
    def recorded(headers, body):
        answers.append(hears(headers, body))
        return answers[0]

    answers, hears = [], carrier.hears
    carrier.hears, carrier.said = recorded, {"acknowledged": True}
    settle = Notice.objects.filter(case=case)
    telling_others.write(case=case, at=at)
    assert telling_others.is_done(case=case, at=at)
    settle.update(acknowledged_at=None, next_try_at=at)
    assert not telling_others.is_done(case=case, at=at)


@pytest.mark.parametrize(
    "url", ["http://example.net/", "file:///etc/passwd", "ftp://127.0.0.1/x"]
)
def test_nothing_leaves_unencrypted(case, settings, at, url, caplog):
    told = settings.RECIPIENTS["carrier"] | {"notices_url": url, "notices_key": ""}
    settings.RECIPIENTS = {"carrier": told}
    telling_others.write(case=case, at=at)
    assert not telling_others.is_done(case=case, at=at)
    assert "NotSafe" in caplog.text
    assert not Disclosure.objects.filter(fields=[]).exists()


def test_the_customer_reads_that_others_were_told_only_where_there_were_any(
    case, filed, at
):
    whats = []
    for each in (case, filed(Kind.SEE, "nobody@example.net")):
        moving.note(each, what="others_told", at=at)
        telling_others.write(case=each, at=at)
        whats.append([entry.what for entry in timeline.entries(each)])
    assert "others_told" in whats[0]
    assert "others_told" not in whats[1]
