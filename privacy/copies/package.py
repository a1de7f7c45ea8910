"""A copy of somebody's data: one zip, sealed, fetched once, gone on its date."""

from __future__ import annotations

from typing import Any, ClassVar

from django.conf import settings
from django.db import models

from privacy.declarations import Erasure, Personal, Retention
from privacy.encryption.fields import EncryptedTextField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.purposes import Purpose


class Copy(SealedModel):
    """One package. `done` of `whole` parts are built."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="copies"
    )
    case = models.OneToOneField(
        "privacy.Case", models.PROTECT, null=True, related_name="copy"
    )
    # The zip's bytes in base64.
    package = EncryptedTextField(context="privacy.copy.package", null=True)
    done = models.PositiveSmallIntegerField(default=0)
    whole = models.PositiveSmallIntegerField(default=0)
    asked_at = models.DateTimeField()
    built_at = models.DateTimeField(null=True)
    fetched_at = models.DateTimeField(null=True)
    expires_at = models.DateTimeField()

    objects: ClassVar[Any] = SealedQuerySet.as_manager()

    class Meta:
        """Its plural is not copys."""

        verbose_name_plural = "copies"
        indexes = (models.Index(fields=["expires_at"], name="copies_by_end"),)
        base_manager_name = "objects"

    class PersonalData:
        """All that is held, once more; so it goes soon."""

        subject = "person_id"
        about = "Copies you asked for"
        moment = "asked_at"
        package = Personal(
            what="The copy itself",
            category="user.content.private",
            purposes=(Purpose.OWN_REQUEST,),
            why="To hand it to you",
            retention=Retention(after="expires_at", words="the date beside it"),
            erasure=Erasure.DELETE_ROW,
        )
        not_personal = (
            *("id", "case", "done", "whole"),
            *("asked_at", "built_at", "fetched_at", "expires_at"),
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"copy {self.pk}"
