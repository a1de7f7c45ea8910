"""Invoices, credit notes and their numbers: what is issued never changes.

A document is written once: only what is sealed is written again, under a new key, and
only its end date takes the row away. Django rebuilds a table to alter it on SQLite, and
its triggers go with the old one: a migration that alters it repeats the last step.
"""

import django.db.models.deletion
import orders.invoices.content
import orders.money
import privacy.encryption.fields
import privacy.identifiers
from django.conf import settings
from django.db import migrations, models

ONCE = "An invoice is written once, and goes on its date alone."
FROZEN = (
    "id, person_id, order_id, kind, year, position, number, corrects, refund_id,"
    " issued_at, currency, total, tax_total, content"
)
SQLITE = (
    f"""
    CREATE TRIGGER orders_invoice_never_changes
    BEFORE UPDATE OF {FROZEN} ON orders_invoice
    BEGIN SELECT RAISE(ABORT, '{ONCE}'); END
    """,
    # The function is there in the shop's own programs: privacy/append_only.py.
    f"""
    CREATE TRIGGER orders_invoice_stays
    BEFORE DELETE ON orders_invoice WHEN NOT privacy_letting_go()
    BEGIN SELECT RAISE(ABORT, '{ONCE}'); END
    """,
)
NOT_SQLITE = (
    "DROP TRIGGER orders_invoice_never_changes",
    "DROP TRIGGER orders_invoice_stays",
)
POSTGRESQL = (
    f"""
    CREATE FUNCTION orders_invoice_once() RETURNS trigger LANGUAGE plpgsql AS $$
    BEGIN
        IF TG_OP <> 'UPDATE'
            AND current_setting('privacy.letting_go', true) = 'on' THEN
            RETURN OLD;
        END IF;
        RAISE EXCEPTION USING
            MESSAGE = '{ONCE}', ERRCODE = 'integrity_constraint_violation';
    END $$
    """,
    f"""
    CREATE TRIGGER orders_invoice_never_changes BEFORE UPDATE OF {FROZEN}
    ON orders_invoice FOR EACH ROW EXECUTE FUNCTION orders_invoice_once()
    """,
    """
    CREATE TRIGGER orders_invoice_once BEFORE DELETE
    ON orders_invoice FOR EACH ROW EXECUTE FUNCTION orders_invoice_once()
    """,
    """
    CREATE TRIGGER orders_invoice_stays BEFORE TRUNCATE
    ON orders_invoice FOR EACH STATEMENT EXECUTE FUNCTION orders_invoice_once()
    """,
)
NOT_POSTGRESQL = (
    "DROP TRIGGER orders_invoice_stays ON orders_invoice",
    "DROP TRIGGER orders_invoice_once ON orders_invoice",
    "DROP TRIGGER orders_invoice_never_changes ON orders_invoice",
    "DROP FUNCTION orders_invoice_once()",
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
        ("orders", "0008_returns"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="InvoiceCounter",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("invoice", "Invoice"), ("credit", "Credit note")],
                        max_length=8,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("last", models.PositiveIntegerField(default=0)),
            ],
            options={
                "default_permissions": (),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("kind", "year"), name="invoice_series_once"
                    ),
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["invoice", "credit"])),
                        name="invoice_series_is_known",
                    ),
                ],
            },
        ),
        migrations.CreateModel(
            name="Invoice",
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
                (
                    "kind",
                    models.CharField(
                        choices=[("invoice", "Invoice"), ("credit", "Credit note")],
                        max_length=8,
                    ),
                ),
                ("year", models.PositiveSmallIntegerField()),
                ("position", models.PositiveIntegerField()),
                ("number", models.CharField(max_length=20, unique=True)),
                ("corrects", models.UUIDField(null=True)),
                ("refund_id", models.UUIDField(null=True, unique=True)),
                ("issued_at", models.DateTimeField()),
                ("currency", models.CharField(max_length=3)),
                ("total", orders.money.AmountField()),
                ("tax_total", orders.money.AmountField()),
                ("content", models.JSONField()),
                (
                    "buyer_name",
                    privacy.encryption.fields.EncryptedTextField(
                        context="orders.invoice.buyer_name",
                        max_length=200,
                        verbose_name="name",
                    ),
                ),
                (
                    "buyer_address",
                    privacy.encryption.fields.EncryptedJSONField(
                        context="orders.invoice.buyer_address",
                        null=True,
                        type=orders.invoices.content.Printed,
                        verbose_name="address",
                    ),
                ),
                (
                    "order",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE,
                        related_name="invoices",
                        to="orders.order",
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
            options={
                "default_permissions": ("view",),
                "base_manager_name": "objects",
                "indexes": [
                    models.Index(
                        fields=["-issued_at", "-number"], name="invoice_newest_first"
                    ),
                    models.Index(fields=["issued_at"], name="invoice_by_time"),
                ],
                "constraints": [
                    models.CheckConstraint(
                        condition=models.Q(("kind__in", ["invoice", "credit"])),
                        name="invoice_kind_is_known",
                    ),
                    models.UniqueConstraint(
                        fields=("kind", "year", "position"), name="invoice_number_once"
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(
                            ("corrects__isnull", True), ("kind", "invoice")
                        ),
                        fields=("order",),
                        name="invoice_once_for_an_order",
                    ),
                    models.UniqueConstraint(
                        condition=models.Q(("kind", "invoice")),
                        fields=("corrects",),
                        name="invoice_stands_in_once",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            models.Q(("corrects__isnull", False), ("kind", "credit")),
                            models.Q(("kind", "invoice"), ("refund_id__isnull", True)),
                            _connector="OR",
                        ),
                        name="invoice_credit_says_of_what",
                    ),
                    models.CheckConstraint(
                        condition=models.Q(
                            ("tax_total__gte", 0),
                            ("tax_total__lte", models.F("total")),
                            ("total__gte", 0),
                        ),
                        name="invoice_amounts_are_not_negative",
                    ),
                ],
            },
        ),
        migrations.RunPython(add, drop),
    ]
