"""What the records said of their own times becomes events."""

from __future__ import annotations

from typing import Any

from django.apps.registry import Apps
from django.db import migrations
from django.db.backends.base.schema import BaseDatabaseSchemaEditor

AT_ONCE = 500


def tell(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write an event for each time; by which means was not written down then."""
    consents: Any = apps.get_model("privacy", "Consent").objects
    events: Any = apps.get_model("privacy", "ConsentEvent")
    made = []
    for each in consents.order_by("pk").iterator(AT_ONCE):
        times = {"given": each.given_at, "withdrawn": each.withdrawn_at}
        made += [
            events(consent=each, what=what, means="unknown", at=at)
            for what, at in times.items()
            if at is not None
        ]
    events.objects.bulk_create(made, batch_size=AT_ONCE)


def untell(apps: Apps, schema_editor: BaseDatabaseSchemaEditor) -> None:
    """Write the times of withdrawals back into the records."""
    events: Any = apps.get_model("privacy", "ConsentEvent").objects
    consents: Any = apps.get_model("privacy", "Consent").objects
    for each in events.filter(what="withdrawn").order_by("pk").iterator(AT_ONCE):
        consents.filter(pk=each.consent_id).update(withdrawn_at=each.at)
    events.all().delete()


class Migration(migrations.Migration):
    """Move the times."""

    dependencies = (("privacy", "0013_consent_records"),)
    operations = (migrations.RunPython(tell, untell),)
