"""What left has a basis, may be about a request, and is written once.

Django rebuilds a table to alter it on SQLite, and its triggers go with the old one: a
migration that alters this table repeats the last step.
"""

from __future__ import annotations

import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models
from django.db.models import Q

import privacy.identifiers

ONCE = "What left is written down once, and goes on its date alone."
SQLITE = (
    f"""
    CREATE TRIGGER privacy_disclosure_never_changes
    BEFORE UPDATE ON privacy_disclosure
    BEGIN SELECT RAISE(ABORT, '{ONCE}'); END
    """,
    # The function is there in the shop's own programs: privacy/append_only.py.
    f"""
    CREATE TRIGGER privacy_disclosure_stays
    BEFORE DELETE ON privacy_disclosure WHEN NOT privacy_letting_go()
    BEGIN SELECT RAISE(ABORT, '{ONCE}'); END
    """,
)
NOT_SQLITE = (
    "DROP TRIGGER privacy_disclosure_never_changes",
    "DROP TRIGGER privacy_disclosure_stays",
)
POSTGRESQL = (
    f"""
    CREATE FUNCTION privacy_disclosure_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'UPDATE'
            AND current_setting('privacy.letting_go', true) = 'on' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION USING
            MESSAGE = '{ONCE}', ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    """
    CREATE TRIGGER privacy_disclosure_once BEFORE UPDATE OR DELETE
    ON privacy_disclosure FOR EACH ROW EXECUTE FUNCTION privacy_disclosure_once()
    """,
    """
    CREATE TRIGGER privacy_disclosure_stays BEFORE TRUNCATE
    ON privacy_disclosure FOR EACH STATEMENT
    EXECUTE FUNCTION privacy_disclosure_once()
    """,
)
NOT_POSTGRESQL = (
    "DROP TRIGGER privacy_disclosure_stays ON privacy_disclosure",
    "DROP TRIGGER privacy_disclosure_once ON privacy_disclosure",
    "DROP FUNCTION privacy_disclosure_once()",
)


def add(apps, editor):
    """Make the triggers."""
    _run(editor, SQLITE, POSTGRESQL)


def drop(apps, editor):
    """Take them away."""
    _run(editor, NOT_SQLITE, NOT_POSTGRESQL)


def _run(editor, for_sqlite, for_postgresql):
    sqlite = editor.connection.vendor == "sqlite"
    for statement in for_sqlite if sqlite else for_postgresql:
        editor.execute(statement)


class Migration(migrations.Migration):
    dependencies = [
        ("privacy", "0015_consent_never_changes"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="RefusedConnection",
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
                ("kind", models.CharField(max_length=40)),
                ("times", models.PositiveIntegerField()),
                ("at", models.DateTimeField()),
            ],
            options={
                "indexes": [
                    models.Index(fields=["at"], name="refused_connections_by_time")
                ],
            },
        ),
        migrations.AlterField(
            "disclosure",
            "person",
            models.ForeignKey(
                null=True,
                on_delete=django.db.models.deletion.PROTECT,
                related_name="disclosures",
                to=settings.AUTH_USER_MODEL,
            ),
        ),
        migrations.AddField("disclosure", "request", models.UUIDField(null=True)),
        migrations.AddField(
            "disclosure",
            "basis",
            models.CharField(
                choices=[
                    ("consent", "consent"),
                    ("legal_duty", "legal_duty"),
                    ("processor", "processor"),
                ],
                default="consent",
                max_length=16,
            ),
        ),
        migrations.AddField(
            "disclosure", "ground", models.CharField(default="", max_length=300)
        ),
        migrations.AddField("disclosure", "about", models.UUIDField(null=True)),
        migrations.AddIndex(
            "disclosure",
            models.Index(
                condition=Q(request__isnull=False),
                fields=["request"],
                name="disclosure_by_request",
            ),
        ),
        migrations.AddConstraint(
            "disclosure",
            models.UniqueConstraint(
                fields=("recipient", "about"), name="disclosure_once_for_each"
            ),
        ),
        migrations.AddConstraint(
            "disclosure",
            models.CheckConstraint(
                condition=Q(basis="consent", consent__isnull=False, ground="")
                | Q(
                    Q(consent=None) & ~Q(ground=""),
                    basis__in=["legal_duty", "processor"],
                ),
                name="disclosure_has_a_basis",
            ),
        ),
        migrations.AddConstraint(
            "disclosure",
            models.CheckConstraint(
                condition=Q(person__isnull=False) | Q(request__isnull=False),
                name="disclosure_of_somebody",
            ),
        ),
        migrations.RunPython(add, drop, elidable=False),
    ]
