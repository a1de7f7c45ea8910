"""The trail, the names in it and its tree heads; triggers keep what was written.

A migration that alters one of the two tables on SQLite builds it anew, and its triggers
are lost: make them again afterwards with `guard`.
"""

import uuid

from django.db import migrations, models

import privacy.identifiers

TABLES = {"privacy_trailentry": "position", "privacy_treehead": "number"}
WORDS = "The trail is only ever added to."
SQLITE = """
CREATE TRIGGER {table}_in_line BEFORE INSERT ON {table}
WHEN NEW.{number} <> (SELECT COALESCE(MAX({number}) + 1, 0) FROM {table})
BEGIN SELECT RAISE(ABORT, '{words}'); END;
CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table}
BEGIN SELECT RAISE(ABORT, '{words}'); END;
CREATE TRIGGER {table}_kept BEFORE DELETE ON {table}
BEGIN SELECT RAISE(ABORT, '{words}'); END;
"""
POSTGRESQL = """
CREATE FUNCTION {table}_refuse() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation';
END $$;
CREATE FUNCTION {table}_in_line() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    IF NEW.{number} <> (SELECT COALESCE(MAX({number}) + 1, 0) FROM {table}) THEN
        RAISE EXCEPTION '{words}' USING ERRCODE = 'integrity_constraint_violation';
    END IF;
    RETURN NEW;
END $$;
CREATE TRIGGER {table}_in_line BEFORE INSERT ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_in_line();
CREATE TRIGGER {table}_unchanged BEFORE UPDATE ON {table}
FOR EACH ROW EXECUTE FUNCTION {table}_refuse();
CREATE TRIGGER {table}_kept BEFORE DELETE OR TRUNCATE ON {table}
FOR EACH STATEMENT EXECUTE FUNCTION {table}_refuse();
"""


def guard(apps, schema_editor):
    """Make the triggers."""
    connection = schema_editor.connection
    with connection.cursor() as cursor:
        for table, number in TABLES.items():
            told = {"table": table, "number": number, "words": WORDS}
            if connection.vendor == "postgresql":
                cursor.execute(POSTGRESQL.format(**told))
                continue
            for each in SQLITE.format(**told).split(";\nCREATE"):
                text = each.strip().removeprefix("CREATE").rstrip(";")
                cursor.execute(f"CREATE {text}")


def unguard(apps, schema_editor):
    """Take away what is left of them when the tables are gone."""
    if schema_editor.connection.vendor == "postgresql":
        with schema_editor.connection.cursor() as cursor:
            for table in TABLES:
                cursor.execute(f"DROP FUNCTION {table}_refuse() CASCADE")
                cursor.execute(f"DROP FUNCTION {table}_in_line() CASCADE")


class Migration(migrations.Migration):

    dependencies = [
        ("privacy", "0012_needles_by_time"),
    ]

    operations = [
        migrations.CreateModel(
            name="TrailEntry",
            fields=[
                ("position", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("kind", models.CharField(choices=[("reveal", "Looked at values"), ("search", "Searched"), ("decision", "Worked on a request"), ("hold", "Legal hold"), ("keys", "Changed keys"), ("sign_in", "Signed in or out"), ("rights", "Changed rights"), ("setting", "Changed a setting")], max_length=16)),
                ("what", models.CharField(max_length=40)),
                ("by", models.UUIDField(null=True)),
                ("about", models.UUIDField(null=True)),
                ("fields", models.JSONField(default=list)),
                ("row_id", models.UUIDField(null=True)),
                ("why", models.CharField(blank=True, max_length=40)),
                ("previous", models.BinaryField()),
                ("hash", models.BinaryField()),
                ("key", models.CharField(max_length=43)),
                ("signature", models.BinaryField()),
            ],
            options={
                "verbose_name": "entry of the trail",
                "verbose_name_plural": "the trail",
                "permissions": (("read_trail", "Can read the trail"),),
                "default_permissions": (),
            },
        ),
        migrations.CreateModel(
            name="TreeHead",
            fields=[
                ("number", models.BigIntegerField(primary_key=True, serialize=False)),
                ("at", models.DateTimeField()),
                ("size", models.BigIntegerField()),
                ("root", models.BinaryField()),
                ("shop", models.CharField(max_length=200)),
                ("key", models.CharField(max_length=43)),
                ("signature", models.BinaryField()),
            ],
        ),
        migrations.CreateModel(
            name="TrailName",
            fields=[
                ("id", models.UUIDField(default=privacy.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ("person_id", models.UUIDField()),
                ("name", models.UUIDField(default=uuid.uuid4, unique=True)),
                ("since", models.DateField(db_index=True)),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("person_id", "since"), name="one_name_a_year")],
            },
        ),
        migrations.RunPython(guard, unguard),
    ]
