"""Staff who get in by a password alone turn exactly the promise about staff."""

from __future__ import annotations

from datetime import timedelta

from django.contrib.admin import AdminSite

from privacy import second_factors
from privacy.people import Person
from privacy.promises.probes import keeping
from privacy.second_factors.factor import Factor, Held
from shop.staff import StaffSite


def test_c4_staff_pages_that_open_by_a_password(turned, staff, monkeypatch):
    allowed = AdminSite.has_permission
    monkeypatch.setattr(StaffSite, "has_permission", allowed)
    assert turned() == {"C4"}


def test_a_check_of_the_factor_that_always_agrees(staff, monkeypatch, at):
    assert keeping.staff_have_second_factors(at).kept
    monkeypatch.setattr(second_factors, "is_verified", lambda request: True)
    assert keeping.staff_have_second_factors(at).kept is False


def test_a_login_that_waits_a_week_for_its_factor(staff, at):
    Person.objects.filter(pk=staff.pk).update(created_at=at - timedelta(days=6))
    assert keeping.staff_have_second_factors(at).kept
    Person.objects.filter(pk=staff.pk).update(created_at=at - timedelta(days=8))
    assert keeping.staff_have_second_factors(at).kept is False


def test_what_is_counted(db, staff, at):
    other = Person.objects.create_user("other@example.net", is_staff=True)
    Person.objects.update(created_at=at - timedelta(days=8))
    Factor.objects.create(
        person=staff, kind="app", held=Held(seed="x"), made_at=at, confirmed_at=at
    )
    found = keeping.staff_have_second_factors(at)
    assert found.counts == {"staff": 2, "without": 1, "late": 1}
    Person.objects.filter(pk=other.pk).update(is_active=False)
    assert keeping.staff_have_second_factors(at).kept
    # An app that nobody confirmed opens nothing, and counts as none.
    Factor.objects.update(confirmed_at=None)
    assert keeping.staff_have_second_factors(at).kept is False


def test_a_shop_without_staff_keeps_it(db, at):
    assert keeping.staff_have_second_factors(at).kept
