"""Versions of the policy, which triggers keep as they are, and notices of them.

Django rebuilds a table to alter it on SQLite, and its triggers go with the old one: a
migration that alters shop_policyversion repeats these (`drop` before, `add` after).
"""

from __future__ import annotations

from typing import Any

import django.db.models.deletion
from django.apps.registry import Apps
from django.conf import settings
from django.db import migrations, models
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

import privacy.identifiers

STAYS = "What was published stays as it was."
SQLITE = (
    f"""
    CREATE TRIGGER shop_policyversion_unchanged BEFORE UPDATE ON shop_policyversion
    BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """,
    f"""
    CREATE TRIGGER shop_policyversion_kept BEFORE DELETE ON shop_policyversion
    BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """,
)
SQLITE_BACK = (
    "DROP TRIGGER shop_policyversion_unchanged",
    "DROP TRIGGER shop_policyversion_kept",
)
POSTGRESQL = (
    f"""
    CREATE FUNCTION shop_policyversion_stays() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN RAISE EXCEPTION '{STAYS}' USING ERRCODE = 'check_violation'; END $$
    """,
    """
    CREATE TRIGGER shop_policyversion_kept
    BEFORE UPDATE OR DELETE ON shop_policyversion
    FOR EACH ROW EXECUTE FUNCTION shop_policyversion_stays()
    """,
    """
    CREATE TRIGGER shop_policyversion_not_emptied
    BEFORE TRUNCATE ON shop_policyversion
    FOR EACH STATEMENT EXECUTE FUNCTION shop_policyversion_stays()
    """,
)
POSTGRESQL_BACK = ("DROP FUNCTION shop_policyversion_stays() CASCADE",)


def add(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Make the triggers of the engine that runs."""
    _run(schema_editor, {"sqlite": SQLITE, "postgresql": POSTGRESQL})


def drop(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Take them away."""
    _run(schema_editor, {"sqlite": SQLITE_BACK, "postgresql": POSTGRESQL_BACK})


def _run(schema_editor: Any, statements: dict[str, tuple[str, ...]]) -> None:
    for statement in statements[schema_editor.connection.vendor]:
        schema_editor.execute(statement)


class Migration(migrations.Migration):
    """Make both tables, and lock the first."""

    dependencies = (
        ("shop", "0004_browser_sessions"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    )

    operations = (
        migrations.CreateModel(
            name="PolicyVersion",
            fields=[
                (
                    "number",
                    models.PositiveIntegerField(primary_key=True, serialize=False),
                ),
                ("published_at", models.DateTimeField()),
                ("in_force_from", models.DateTimeField()),
                ("takes_something", models.BooleanField()),
                ("summary", models.CharField(max_length=300)),
                ("sha256", models.CharField(max_length=64)),
                ("sections", models.JSONField()),
            ],
            options={
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(
                            ("in_force_from__gte", models.F("published_at"))
                        ),
                        name="policy_published_before_in_force",
                    )
                ],
            },
        ),
        migrations.CreateModel(
            name="PolicyNotice",
            fields=[
                (
                    "id",
                    models.UUIDField(
                        default=privacy.identifiers.new_id,
                        editable=False,
                        primary_key=True,
                        serialize=False,
                    ),
                ),
                ("added_at", models.DateTimeField()),
                ("told_at", models.DateTimeField(null=True)),
                ("seen_at", models.DateTimeField(null=True)),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
                (
                    "version",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="notices",
                        to="shop.policyversion",
                    ),
                ),
            ],
            options={
                "indexes": [
                    models.Index(fields=["added_at"], name="policy_notice_by_time"),
                    models.Index(
                        condition=models.Q(("told_at", None)),
                        fields=["id"],
                        name="policy_notice_waiting",
                    ),
                ],
                "constraints": [
                    models.UniqueConstraint(
                        fields=("person", "version"), name="one_notice_for_a_version"
                    )
                ],
            },
        ),
        migrations.RunPython(add, drop),
    )
