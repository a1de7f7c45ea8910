"""What somebody shows beside a password: an authenticator app, a passkey, a code."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models

from privacy.copies import wording
from privacy.declarations import Erasure, Latest, Personal, Retention
from privacy.encryption.fields import EncryptedJSONField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.identifiers import new_id
from privacy.purposes import Purpose

if TYPE_CHECKING:
    from privacy.people import Person

TO_CONFIRM = timedelta(hours=1)
"""How long somebody may take to set up an app before it begins anew."""


@dataclass(frozen=True)
class Held:
    """What the shop holds of a factor.

    Arguments:
        seed: of an app, in base32 (RFC 4648), as RFC 6238 wants it shared.
        credential: of a passkey, its id in base64url.
        public_key: of a passkey, its COSE key in base64url.
        host: the host name that a passkey is for.
    """

    seed: str = ""
    credential: str = ""
    public_key: str = ""
    host: str = ""


class FactorQuerySet(SealedQuerySet):
    """Factors by whose they are and by whether they count."""

    def of(self, person_id: UUID) -> FactorQuerySet:
        """Those of one person that were set up to the end."""
        return self.filter(person_id=person_id, confirmed_at__isnull=False)

    def begun(self, person: Person, *, at: datetime) -> FactorQuerySet:
        """Those that `person` is setting up at `at`."""
        since = at - TO_CONFIRM
        return self.filter(person=person, confirmed_at=None, made_at__gt=since)


class Factor(SealedModel):
    """One authenticator app or one passkey of one person."""

    class Kind(models.TextChoices):
        """What it is."""

        APP = "app", "Authenticator app"
        PASSKEY = "passkey", "Passkey"

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="second_factors"
    )
    kind = models.CharField(max_length=8, choices=Kind.choices)
    held = EncryptedJSONField(type=Held, context="privacy.factor.held")
    # The last step of time that a code was taken for; of a passkey its own count.
    counter = models.BigIntegerField(default=0)
    made_at = models.DateTimeField(db_index=True)
    # Until it was shown for the first time it opens nothing.
    confirmed_at = models.DateTimeField(null=True)
    used_at = models.DateTimeField(null=True, db_index=True)

    objects: ClassVar[Any] = FactorQuerySet.as_manager()

    class Meta:
        """Kept under the guarded queryset; some may reset those of others."""

        base_manager_name = "objects"
        default_permissions = ()
        permissions = (
            ("reset_factors", "Can reset the second factors of other staff"),
        )

    class PersonalData:
        """The secret that both sides know, or the public half of a key."""

        subject = "person_id"
        about = "What you sign in with beside a password"
        held = Personal(
            what="The secret of your authenticator app, or your passkey’s public key",
            category="user.authorization.credentials",
            purposes=(Purpose.OWN_REQUEST,),
            why="To let nobody in who only knows your password",
            retention=Retention(
                after="used_at",
                months=24,
                words="two years after you last used it",
                latest=Latest(after="made_at", months=1),
            ),
            erasure=Erasure.DELETE_ROW,
        )
        not_personal = (
            *("id", "person", "kind", "counter"),
            *("made_at", "confirmed_at", "used_at"),
        )


class RecoveryCode(models.Model):
    """A code on paper, for the day that app and passkey are lost. It works once."""

    id = models.UUIDField(primary_key=True, default=new_id, editable=False)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.CASCADE, related_name="recovery_codes"
    )
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField(db_index=True)

    objects: ClassVar[models.Manager[RecoveryCode]] = models.Manager()

    class Meta:
        """Nobody edits these."""

        default_permissions = ()

    class PersonalData:
        """Nothing but a random code's hash, and whose it is."""

        subject = "person_id"
        about = "Recovery codes"
        digest = Personal(
            what="A hash of a recovery code",
            category="user.authorization.credentials",
            purposes=(Purpose.OWN_REQUEST,),
            why="To let you in when you lost your phone",
            retention=Retention(
                after="made_at", months=60, words="five years after it was made"
            ),
            erasure=Erasure.DELETE_ROW,
            in_clear="It is a hash of a random code, which is stored nowhere",
        )
        not_personal = ("id", "person", "made_at")

    def __str__(self) -> str:
        """Name the row."""
        return f"recovery code {self.pk}"


wording.withhold("privacy.Factor", "held", "it opens the staff pages, so it stays here")
