"""Each database takes the migrations that make its own tables, and no others."""

from __future__ import annotations

import pytest
from django.core.management import call_command
from django.db import connections
from django.db.migrations.recorder import MigrationRecorder

pytestmark = pytest.mark.django_db


def migrated(alias):
    return {
        app for app, _ in MigrationRecorder(connections[alias]).applied_migrations()
    }


def test_the_vault_is_made_by_its_own_app_alone():
    assert migrated("vault") == {"vault"}
    assert {"privacy", "orders", "shop"} <= migrated("default")


def test_a_vault_that_is_up_to_date_stays_as_it_is(capsys):
    call_command("migrate", database="vault", interactive=False)
    assert "No migrations to apply" in capsys.readouterr().out


def test_whoever_names_an_app_gets_it_as_django_does_it(capsys):
    call_command("migrate", "orders", database="vault", interactive=False, plan=True)
    assert "orders" in capsys.readouterr().out
