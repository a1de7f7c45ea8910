"""A question is put into words once, and answers like its queryset each time."""

from __future__ import annotations

import uuid

import pytest
from django.core.exceptions import FieldError
from django.db import connections, transaction
from django.db.models import F
from django.db.models.sql.compiler import SQLCompiler
from django.db.transaction import TransactionManagementError

from privacy import purposes
from privacy.asking import Given, Question
from privacy.consent import Consent
from privacy.people import Person
from privacy.purposes import Purpose

PK = Person._meta.pk


def test_it_gives_the_objects_of_the_queryset_for_each_value(alice, bob):
    question = Question(lambda: Person.objects.filter(pk=Given("who", PK)))
    assert question.answers(who=alice.pk) == [alice]
    assert question.answers(who=bob.pk) == [bob]
    assert question.answers(who=uuid.uuid4()) == []


def test_it_is_put_into_words_once(alice, monkeypatch):
    question = Question(lambda: Person.objects.filter(pk=Given("who", PK)))
    question.answers(who=alice.pk)
    monkeypatch.setattr(SQLCompiler, "as_sql", pytest.fail)
    assert question.answers(who=alice.pk) == [alice]


def test_what_the_question_says_itself_stays_as_it_was_said(alice, bob):
    others = Person.objects.exclude(pk=bob.pk)
    question = Question(lambda: others.filter(pk=Given("who", PK)))
    assert question.answers(who=alice.pk) == [alice]
    assert question.answers(who=bob.pk) == []


def test_it_is_one_query(alice, django_assert_num_queries):
    question = Question(lambda: Person.objects.filter(pk=Given("who", PK)))
    with django_assert_num_queries(1):
        question.answers(who=alice.pk)


def test_every_value_is_what_the_queryset_loads(alice):
    question = Question(lambda: Person.objects.filter(pk=Given("who", PK)))
    [found], [loaded] = (
        question.answers(who=alice.pk),
        Person.objects.filter(pk=alice.pk),
    )
    for field in Person._meta.concrete_fields:
        assert found.__dict__[field.attname] == loaded.__dict__[field.attname]
    assert (found._state.db, found._state.adding) == ("default", False)


def test_sealed_values_open_for_their_purpose(alice):
    question = Question(lambda: Person.objects.filter(pk=Given("who", PK)))
    [found] = question.answers(who=alice.pk)
    with purposes.using(Purpose.ORDER_CONFIRMATION):
        assert found.name == alice.name
    with pytest.raises(purposes.PurposeRefused):
        found.name


def test_what_is_loaded_along_with_a_row_is_at_hand(
    alice, at, django_assert_num_queries
):
    given = Consent.objects.create(
        person=alice, recipient="carrier", fields=[], given_at=at
    )
    question = Question(
        lambda: Consent.objects.select_related("person").filter(person=Given("who", PK))
    )
    [found] = question.answers(who=alice.pk)
    with django_assert_num_queries(0):
        assert (found, found.person) == (given, alice)


def test_rows_of_values_come_as_their_fields_give_them(alice, bob):
    question = Question(
        lambda: (
            Person.objects.filter(pk__in=[Given("one", PK), Given("other", PK)])
            .order_by("created_at", "pk")
            .values_list("pk", "created_at")[:5]
        )
    )
    wanted = sorted((each.created_at, each.pk) for each in (alice, bob))
    found = question.answers(one=alice.pk, other=bob.pk)
    assert found == [(pk, moment) for moment, pk in wanted]


def test_fixed_values_stay_beside_the_given_ones(alice):
    kept = Question(lambda: Person.objects.filter(pk=Given("who", PK), is_active=True))
    assert kept.answers(who=alice.pk) == [alice]
    Person.objects.filter(pk=alice.pk).update(is_active=False)
    assert kept.answers(who=alice.pk) == []


def test_no_row_is_locked_outside_a_transaction(alice, monkeypatch):
    question = Question(
        lambda: Person.objects.select_for_update().filter(pk=Given("who", PK))
    )
    with transaction.atomic():
        assert question.answers(who=alice.pk) == [alice]
    monkeypatch.setattr(connections["default"], "get_autocommit", lambda: True)
    with pytest.raises(TransactionManagementError):
        question.answers(who=alice.pk)


def test_a_sealed_column_is_refused_as_elsewhere():
    with pytest.raises(FieldError):
        Question(lambda: Person.objects.values_list(F("name"))).answers()
