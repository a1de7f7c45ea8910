"""The groups in the database have what the table says, and the page prints it."""

from __future__ import annotations

import io
from pathlib import Path
from types import MappingProxyType

import pytest
from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group, Permission
from django.core.management import call_command

from privacy.trail.entry import TrailEntry
from shop import roles
from shop.rights import screens
from shop.roles import ROLES, Role


def rights_of(key):
    found = Permission.objects.filter(group__name=key)
    return {f"{each.content_type.app_label}.{each.codename}" for each in found}


def known():
    rows = Permission.objects.select_related("content_type")
    return {f"{each.content_type.app_label}.{each.codename}" for each in rows}


@pytest.fixture
def table(monkeypatch):
    """Change the table: {key: rights} beside what it has."""

    def changed(**rights):
        more = {key: Role(key, "", frozenset(each)) for key, each in rights.items()}
        monkeypatch.setattr(roles, "ROLES", MappingProxyType({**ROLES, **more}))

    return changed


@pytest.mark.parametrize("key", ROLES)
def test_a_fresh_database_has_each_role_with_its_rights(db, key):
    assert rights_of(key) == ROLES[key].rights


def test_each_right_of_a_role_opens_something(db):
    given = {right for role in ROLES.values() for right in role.rights}
    asked = {right for _, action in screens.actions() for right in action.rights}
    assert given <= known()
    assert asked <= given


def test_following_the_table_twice_changes_and_records_nothing(
    db, django_assert_num_queries
):
    before = list(Group.objects.values_list("pk", "name"))
    with django_assert_num_queries(5):
        roles.sync()
    assert list(Group.objects.values_list("pk", "name")) == before
    assert not TrailEntry.objects.exists()


def test_a_right_that_a_role_gets_or_loses_is_recorded(db, table):
    table(packing={"orders.view_order", "orders.cancel_order"})
    roles.sync()
    assert rights_of("packing") == {"orders.view_order", "orders.cancel_order"}
    told = TrailEntry.objects.order_by("position").values_list("what", "fields")
    assert list(told) == [
        (
            "taken",
            [
                *("auth.Group packing", "auth.Permission pack_order"),
                *("auth.Permission receive_return", "auth.Permission view_return"),
            ],
        ),
        ("given", ["auth.Group packing", "auth.Permission cancel_order"]),
    ]


def test_what_somebody_changed_by_hand_is_put_right(db):
    Group.objects.get(name="packing").permissions.clear()
    Group.objects.get(name="accounting").delete()
    roles.sync()
    for key in ("packing", "accounting"):
        assert rights_of(key) == ROLES[key].rights


def test_a_right_the_database_does_not_know_yet_waits(db, table):
    table(new={"orders.view_order", "orders.not_made_yet"})
    roles.sync()
    assert rights_of("new") == {"orders.view_order"}


def test_only_the_database_with_the_groups_is_touched(db):
    Group.objects.all().delete()
    roles.after_migrating(using="vault")

    class Before:
        def get_model(self, *label):
            raise LookupError

    roles.after_migrating(using="default", apps=Before())
    assert not Group.objects.exists()
    roles.after_migrating(using="default", apps=apps)
    assert Group.objects.count() == len(ROLES)


def test_the_printed_page_is_what_the_tables_say(db):
    """DJANGO_SETTINGS_MODULE=tests.settings ./manage.py roles > docs/roles.md."""
    out = io.StringIO()
    call_command("roles", stdout=out)
    page = Path(settings.BASE_DIR) / "docs" / "roles.md"
    assert page.read_text() == out.getvalue()
