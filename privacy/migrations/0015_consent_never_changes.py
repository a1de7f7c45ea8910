"""The database itself refuses to change what was agreed to, on both engines.

Django rebuilds a table to alter it on SQLite, and its triggers go with the old one: a
migration that alters either table repeats these (`drop` before, `add` after).
"""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

NEVER = "What was agreed to is never changed: a withdrawal is a row of its own."
STAYS = "What happened to a consent goes with its record alone."
UNFIT = "That did not happen to this consent, or not then."
FITS = """EXISTS (
        SELECT 1 FROM privacy_consent AS c WHERE c.id = NEW.consent_id AND (
            NEW.what = 'given' AND NEW.at = c.given_at
            OR NEW.what = 'withdrawn' AND NEW.at >= c.given_at AND EXISTS (
                SELECT 1 FROM privacy_consentevent AS g
                WHERE g.consent_id = c.id AND g.what = 'given'
            )
        )
    )"""
SQLITE = (
    f"""
    CREATE TRIGGER privacy_consent_never_changes
    BEFORE UPDATE ON privacy_consent
    BEGIN SELECT RAISE(ABORT, '{NEVER}'); END
    """,
    f"""
    CREATE TRIGGER privacy_consentevent_never_changes
    BEFORE UPDATE ON privacy_consentevent
    BEGIN SELECT RAISE(ABORT, '{NEVER}'); END
    """,
    f"""
    CREATE TRIGGER privacy_consentevent_fits
    BEFORE INSERT ON privacy_consentevent WHEN NOT {FITS}
    BEGIN SELECT RAISE(ABORT, '{UNFIT}'); END
    """,
    f"""
    CREATE TRIGGER privacy_consentevent_stays
    BEFORE DELETE ON privacy_consentevent
    WHEN EXISTS (SELECT 1 FROM privacy_consent WHERE id = OLD.consent_id)
    BEGIN SELECT RAISE(ABORT, '{STAYS}'); END
    """,
    """
    CREATE TRIGGER privacy_consent_takes_its_events
    AFTER DELETE ON privacy_consent
    BEGIN DELETE FROM privacy_consentevent WHERE consent_id = OLD.id; END
    """,
)
SQLITE_BACK = (
    "DROP TRIGGER privacy_consent_takes_its_events",
    "DROP TRIGGER privacy_consentevent_stays",
    "DROP TRIGGER privacy_consentevent_fits",
    "DROP TRIGGER privacy_consentevent_never_changes",
    "DROP TRIGGER privacy_consent_never_changes",
)


def _function(name: str, body: str) -> str:
    return f"""
    CREATE FUNCTION {name}() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN {body} END $$
    """


def _refuse(words: str) -> str:
    return f"RAISE EXCEPTION '{words}' USING ERRCODE = 'check_violation';"


def _trigger(name: str, moment: str, table: str, function: str) -> str:
    return f"""
    CREATE TRIGGER {name} {moment} ON {table}
    FOR EACH ROW EXECUTE FUNCTION {function}()
    """


_EVENT = "privacy_consentevent"
_HAS_RECORD = "SELECT 1 FROM privacy_consent WHERE id = OLD.consent_id"
POSTGRESQL = (
    _function("privacy_consent_refuses", _refuse(NEVER)),
    _function(
        "privacy_consentevent_fits",
        f"IF NOT {FITS} THEN {_refuse(UNFIT)} END IF; RETURN NEW;",
    ),
    _function(
        "privacy_consentevent_stays",
        f"IF EXISTS ({_HAS_RECORD}) THEN {_refuse(STAYS)} END IF; RETURN OLD;",
    ),
    _function(
        "privacy_consent_takes_its_events",
        f"DELETE FROM {_EVENT} WHERE consent_id = OLD.id; RETURN OLD;",
    ),
    _trigger(
        "never_changes", "BEFORE UPDATE", "privacy_consent", "privacy_consent_refuses"
    ),
    _trigger("never_changes", "BEFORE UPDATE", _EVENT, "privacy_consent_refuses"),
    _trigger("fits", "BEFORE INSERT", _EVENT, "privacy_consentevent_fits"),
    _trigger("stays", "BEFORE DELETE", _EVENT, "privacy_consentevent_stays"),
    _trigger(
        "takes_its_events",
        "AFTER DELETE",
        "privacy_consent",
        "privacy_consent_takes_its_events",
    ),
)
POSTGRESQL_BACK = (
    "DROP FUNCTION privacy_consent_takes_its_events() CASCADE",
    "DROP FUNCTION privacy_consentevent_stays() CASCADE",
    "DROP FUNCTION privacy_consentevent_fits() CASCADE",
    "DROP FUNCTION privacy_consent_refuses() CASCADE",
)


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
    """Take the time of withdrawal out of the record, and lock both tables."""

    dependencies = (("privacy", "0014_consent_events"),)
    operations = (
        migrations.RemoveConstraint("consent", "consent_withdrawn_after_given"),
        migrations.RemoveField("consent", "withdrawn_at"),
        migrations.RunPython(add, drop),
    )
