"""What happened to a consent: it was given, and it may have been withdrawn."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from privacy.consent.record import Consent
from privacy.identifiers import new_id


class What(models.TextChoices):
    """What happened. The values are the states that TS 27560 calls event_state."""

    GIVEN = "given", "Given"
    WITHDRAWN = "withdrawn", "Withdrawn"


class Means(models.TextChoices):
    """How the person said so, in words that end "You said so with …"."""

    BOX = "box", "a tick in the empty box beside the sentence"
    BUTTON = "button", "the button beside the sentence"
    REQUEST = "request", "a request on the Contact page"
    UNKNOWN = "unknown", "a means that was not written down then"


class ConsentEvent(models.Model):
    """One thing that happened to one consent. Nobody ever changes such a row.

    The database refuses: no UPDATE, no DELETE but with the record itself, each once,
    and no withdrawal of what was not given before. See the migration.
    """

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    # The database deletes the events with their record, and never without it.
    consent = models.ForeignKey(Consent, models.DO_NOTHING, related_name="events")
    what = models.CharField(max_length=10, choices=What.choices)
    means = models.CharField(max_length=10, choices=Means.choices)
    at = models.DateTimeField()

    class Meta:
        """Given once and withdrawn once; to agree again makes another record."""

        constraints = (
            models.UniqueConstraint(
                fields=["consent", "what"], name="consent_event_once"
            ),
            models.CheckConstraint(
                condition=Q(what__in=What.values, means__in=Means.values),
                name="consent_event_is_known",
            ),
        )

    class PersonalData:
        """Times; whose they are is said by the record that they go with."""

        subject = None
        not_personal = ("id", "consent", "what", "means", "at")

    def __str__(self) -> str:
        """Name the row."""
        return f"consent event {self.pk}"
