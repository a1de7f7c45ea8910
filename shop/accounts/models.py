"""Links that were mailed to prove an address: to confirm a password or to reset it."""

from __future__ import annotations

import hashlib
import secrets
from datetime import datetime, timedelta

from django.db import models

from privacy.declarations import Erasure, Personal, Retention
from privacy.encryption.fields import EncryptedTextField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.purposes import Purpose


class MailedLinkQuerySet(SealedQuerySet):
    """Links by their token and by whether they still work."""

    def opened_by(self, token: str, *, at: datetime) -> MailedLinkQuerySet:
        """The link whose letter holds `token`, if it still works at `at`."""
        return self.filter(token_digest=digest(token), expires_at__gt=at)

    def expired(self, *, at: datetime) -> MailedLinkQuerySet:
        """Links that stopped working by `at`."""
        return self.filter(expires_at__lte=at)


class MailedLink(SealedModel):
    """A link that works once, for a while, for whoever reads the person's mail."""

    LIFE: timedelta

    person = models.ForeignKey("privacy.Person", on_delete=models.CASCADE)
    token_digest = models.CharField(max_length=64, unique=True)
    expires_at = models.DateTimeField(db_index=True)

    # Seen from here, the base's manager is a class variable and this one is not.
    # The stubs see no manager that is made of a queryset.
    objects = MailedLinkQuerySet.as_manager()  # type: ignore[misc,unused-ignore]

    class Meta:
        """Each kind of link has a table of its own."""

        abstract = True
        base_manager_name = "objects"


class PendingPassword(MailedLink):
    """A password that waits until its person proves to own the e-mail address.

    Anybody can order under anybody's address. So a password chosen on an order page
    opens nothing until the reader of the mail types it again.
    """

    LIFE = timedelta(hours=24)

    password = EncryptedTextField(
        "password hash", context="shop.pending_password.password", max_length=256
    )

    class PersonalData:
        """A hash of the password is personal; it goes with the link."""

        subject = "person_id"
        password = Personal(
            category="user.authorization.password",
            purposes=(Purpose.OWN_REQUEST,),
            why="To turn it on once you have shown that the address is yours",
            retention=Retention(after="expires_at", words="for 24 hours"),
            erasure=Erasure.DELETE_ROW,
        )
        not_personal = ("id", "person", "token_digest", "expires_at")


class ResetLink(MailedLink):
    """Leave to choose a new password, for whoever reads the person's mail."""

    LIFE = timedelta(hours=1)

    class PersonalData:
        """Nothing but a random token's hash, and whose it is; the row goes whole."""

        subject = "person_id"
        about = "Links to choose a new password"
        token_digest = Personal(
            what="A hash of the link's secret part",
            category="user.authorization.credentials",
            purposes=(Purpose.OWN_REQUEST,),
            why="To let you choose a new password",
            retention=Retention(after="expires_at", words="for an hour"),
            erasure=Erasure.DELETE_ROW,
            in_clear="It is a hash of a random secret, which is stored nowhere",
        )
        not_personal = ("id", "person", "expires_at")


def new_token() -> str:
    """A token of 192 random bits, to be told in one letter and stored nowhere."""
    return secrets.token_urlsafe(24)


def digest(token: str) -> str:
    """What is stored of a token. It is random and long, so a plain hash hides it."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()
