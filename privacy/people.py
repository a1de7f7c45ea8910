"""People: customers with or without a password, and staff. One row for one address."""

from __future__ import annotations

from datetime import datetime
from typing import Any, ClassVar

from django.contrib.auth.base_user import AbstractBaseUser
from django.contrib.auth.models import PermissionsMixin
from django.db import IntegrityError, models, transaction
from django.utils import timezone

from privacy import masking
from privacy.asking import Given, Question
from privacy.declarations import Personal, Retention
from privacy.encryption.fields import EncryptedEmailField, EncryptedTextField
from privacy.encryption.indexing import BlindIndexField
from privacy.flags import Flagged, FlaggedQuerySet
from privacy.purposes import Purpose


class BeingErased(Exception):
    """Nothing new is taken for this person; the text says so to whoever asked."""


_CONTACT = (
    Purpose.ORDER_CONFIRMATION,
    Purpose.DELIVERY,
    Purpose.AFTER_SALES,
    Purpose.OFFICIAL_NOTICE,
    Purpose.CONVERSATION,
    Purpose.OWN_REQUEST,
)
_WHILE_NEEDED = Retention(
    after="needed_until", months=24, words="two years after your last order"
)


class PersonQuerySet(FlaggedQuerySet):
    """People, found by their address."""

    def get_by_natural_key(self, email: str) -> Person:
        """Return the person with this e-mail address."""
        found: Person = self.get(email=email)
        return found

    def create_user(
        self, email: str, password: str | None = None, **fields: Any
    ) -> Person:
        """Make a person; without a password it is a guest."""
        person: Person = self.model(email=email, **fields)
        person.set_password(password)
        person.save(using=self.db)
        return person

    def create_superuser(
        self, email: str, password: str | None = None, **fields: Any
    ) -> Person:
        """Make a person who may do everything in the staff pages, for set-up."""
        return self.create_user(
            email, password, is_staff=True, is_superuser=True, **fields
        )


class Person(Flagged, AbstractBaseUser, PermissionsMixin):
    """Somebody the shop deals with. A guest is one who never chose a password."""

    email = EncryptedEmailField(
        "email address", context="privacy.person.email", null=True, blank=False
    )
    email_index = BlindIndexField(
        source="email", context="privacy.person.email", unique=True, null=True
    )
    name = EncryptedTextField(
        "name", context="privacy.person.name", max_length=200, null=True, blank=True
    )
    is_active = models.BooleanField(default=True)
    created_at = models.DateTimeField(default=timezone.now)
    # When they proved that the address is theirs; until then it is only a claim.
    email_proven_at = models.DateTimeField(null=True, blank=True)
    # When the address or a password in use was last changed.
    changed_at = models.DateTimeField(null=True, blank=True)
    # The newest date that something of theirs was needed for: retention counts from it.
    needed_until = models.DateTimeField(default=timezone.now)
    # From here on nothing new is taken for them, until erased_at.
    erasing_since = models.DateTimeField(null=True, blank=True)
    erased_at = models.DateTimeField(null=True, blank=True)
    # Set when their values went by their date: the day to look whether the row can go.
    goes_on = models.DateField(null=True, blank=True)

    objects: ClassVar[Any] = PersonQuerySet.as_manager()

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    class Meta:
        """An erased person keeps no address, and can't sign in."""

        verbose_name_plural = "people"
        base_manager_name = "objects"
        permissions = (("give_roles", "Can give staff their roles and take them"),)
        indexes = (
            # Few of many rows: the staff, and those who may do everything.
            models.Index(
                fields=["is_active"],
                condition=models.Q(is_staff=True),
                name="people_of_the_staff",
            ),
            models.Index(
                fields=["is_active"],
                condition=models.Q(is_superuser=True),
                name="people_who_may_all",
            ),
            models.Index(
                fields=["needed_until"],
                condition=models.Q(goes_on=None, erased_at=None),
                name="people_by_need",
            ),
            models.Index(
                fields=["goes_on"],
                condition=models.Q(goes_on__isnull=False),
                name="people_who_go",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=models.Q(erased_at=None)
                | models.Q(email=None, email_index=None, name=None, is_active=False),
                name="erased_means_nothing_left",
            ),
        )

    class PersonalData:
        """The two facts that an order needs, and those of the account."""

        subject = "id"
        about = "You"
        # Those who work here stay as long as they do.
        exempt: ClassVar[dict[str, bool]] = {"is_staff": True}
        email = Personal(
            category="user.contact.email",
            purposes=_CONTACT,
            why="To send you the confirmation and news of your order",
            retention=_WHILE_NEEDED,
            mask=masking.email,
            recipients=("mail",),
        )
        name = Personal(
            category="user.name",
            purposes=_CONTACT,
            why="To address you and your parcel",
            retention=_WHILE_NEEDED,
            mask=masking.name,
        )
        email_index = Personal(
            what="A keyed digest of your address",
            category="user.unique_id.pseudonymous",
            purposes=(Purpose.OWN_REQUEST,),
            why="To find your orders when you give your address",
            retention=_WHILE_NEEDED,
            in_clear="It is a keyed digest already; the key is not in the database",
        )
        password = Personal(
            what="A hash of your password",
            category="user.authorization.password",
            purposes=(Purpose.OWN_REQUEST,),
            why="To let you in, if you chose an account",
            retention=_WHILE_NEEDED,
            in_clear="It is a salted Argon2 hash already, never the password",
        )
        last_login = Personal(
            what="When you last signed in",
            category="user.account",
            purposes=(Purpose.OWN_REQUEST, Purpose.OFFICIAL_NOTICE),
            why="To notice accounts that nobody uses",
            retention=_WHILE_NEEDED,
            in_clear="A time that is compared in queries",
        )
        not_personal = (
            "id",
            "is_active",
            "is_staff",
            "is_superuser",
            "groups",
            "user_permissions",
            "created_at",
            "email_proven_at",
            "needed_until",
            "changed_at",
            "erasing_since",
            "erased_at",
            "goes_on",
        )

    def __str__(self) -> str:
        """Name the row without saying who it is."""
        return f"person {self.pk}"

    def get_username(self) -> str:
        """Return the id: Django shows this, and the address is not for showing."""
        return str(self.pk)

    def clean(self) -> None:
        """Leave the address as it was typed; the blind index normalises."""

    @property
    def has_account(self) -> bool:
        """Tell whether they chose a password."""
        return self.has_usable_password()


def find(*, email: str) -> Person | None:
    """Return the person with this address, found through the blind index."""
    found: Person | None = Person.objects.filter(email=email).first()
    return found


def welcome(*, email: str, name: str, at: datetime) -> Person:
    """Return the person with this address, made as a guest if nobody has it yet.

    A name that is there already stays: whoever types an address may be a stranger.
    To be called in the transaction that writes what they are welcome for: until its
    end their erasure waits. Raises BeingErased for one that has begun.
    """
    with transaction.atomic(savepoint=False):
        person = _held(email) or _new_guest(email, name, at)
    if person.erasing_since is not None:
        raise BeingErased(
            "We can’t take an order under this email address today. Use another"
            " address, or order again tomorrow."
        )
    return person


_INDEX: Any = Person._meta.get_field("email_index")
_HELD = Question(
    # Others may still write rows that point at this one.
    lambda: Person.objects.select_for_update(no_key=True).filter(
        # Both, while the root of the digests is being replaced.
        email_index__in=[Given("digest", _INDEX), Given("other", _INDEX)]
    )
)


def _held(email: str) -> Person | None:
    digests = _INDEX.digests_of(email)
    found = _HELD.answers(digest=digests[0], other=digests[-1])
    return found[0] if found else None


def _new_guest(email: str, name: str, at: datetime) -> Person:
    guest = Person(email=email, name=name, created_at=at, needed_until=at)
    guest.set_unusable_password()
    try:
        with transaction.atomic():
            guest.save(force_insert=True)
    except IntegrityError:
        # Two orders at once from the same new address: the other one was first.
        other = _held(email)
        if other is None:
            raise
        return other
    return guest
