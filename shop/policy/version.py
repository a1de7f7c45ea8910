"""A published version of the policy. Its row is never changed and never deleted.

Triggers in the database hold that, whoever writes: see the migration.
"""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar

from django.db import models
from django.db.models import F, Q
from django.urls import reverse

from shop.policy import text
from shop.policy.text import Text


class VersionQuerySet(models.QuerySet["PolicyVersion"]):
    """Versions."""

    def in_force(self, *, at: datetime) -> PolicyVersion | None:
        """Return the newest whose day has come; None before any was published.

        The first counts from the beginning, also where a clock went back.
        """
        begun = self.filter(in_force_from__lte=at).order_by("-number").first()
        return begun or self.order_by("number").first()

    def newest(self) -> PolicyVersion | None:
        """Return the one that was published last, in force or not."""
        return self.order_by("-number").first()


class PolicyVersion(models.Model):
    """What the policy said from a day on, in words and as a hash."""

    number = models.PositiveIntegerField(primary_key=True)
    published_at = models.DateTimeField()
    in_force_from = models.DateTimeField()
    # Whether it takes something from people: then they are told long before.
    takes_something = models.BooleanField()
    summary = models.CharField(max_length=300)
    sha256 = models.CharField(max_length=64)
    sections = models.JSONField()

    # The stubs see no manager that is made of a queryset.
    objects: ClassVar[VersionQuerySet] = VersionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        """Nothing is in force before it was published."""

        constraints = (
            models.CheckConstraint(
                condition=Q(in_force_from__gte=F("published_at")),
                name="policy_published_before_in_force",
            ),
        )

    class PersonalData:
        """The shop's own words: it stays, so that what was promised can be read."""

        not_personal = (
            *("number", "published_at", "in_force_from", "takes_something"),
            *("summary", "sha256", "sections"),
        )

    def __str__(self) -> str:
        """Name the version."""
        return f"policy version {self.number}"

    @property
    def text(self) -> Text:
        """Return its text."""
        return text.from_json(self.sections)

    @property
    def is_whole(self) -> bool:
        """Tell whether the text is still the one of which the hash was taken."""
        return text.digest(self.text) == self.sha256

    def has_begun(self, *, at: datetime) -> bool:
        """Tell whether its day has come, whatever was published after it."""
        return self.in_force_from <= at

    def before(self) -> PolicyVersion | None:
        """Return the version that this one replaces; None for the first.

        One that was announced and never came into force is replaced by nothing.
        """
        older = PolicyVersion.objects.filter(number__lt=self.number)
        return older.in_force(at=self.in_force_from)

    @property
    def path(self) -> str:
        """The path of its page."""
        return reverse("shop:policy-version", args=[self.number])

    @property
    def changes_path(self) -> str:
        """The path of the page that says what it changes."""
        return reverse("shop:policy-changes", args=[self.number])


SHOWN_FOR = timedelta(days=30)
"""For how long an account shows the notice of a version that nobody put away."""
