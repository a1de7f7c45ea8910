"""Addresses that letters came back from, and what follows: they wait, and one is told.

A mark belongs to an address: another address has none. It lapses by itself, so that a
mailbox which was full is tried again. What answers a request looks at the marks of
that request alone: to others the first letter always goes, or a stranger would learn
from the page of a request whether we know its address.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, ClassVar
from uuid import UUID

from django.conf import settings
from django.db import models, transaction
from django.db.models import F, Q
from django.utils import timezone

from privacy import masking, purposes
from privacy.declarations import Erasure, Personal, Retention
from privacy.encryption.blind import normalised_email
from privacy.encryption.fields import EncryptedEmailField
from privacy.encryption.indexing import BlindIndexField
from privacy.encryption.keys import ValueErased
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.letters.models import Held, Letter
from privacy.purposes import Purpose

STANDS = timedelta(days=14)
TRIED_AGAIN = timedelta(hours=6)
PATIENCE = timedelta(days=14)
"""A letter to a marked address waits no longer than this for a right one."""
_TWO_WEEKS = Retention(after="came_back_at", days=14, words="two weeks after it")
_WORDS = {
    "1": "The mail server there says that there is no such mailbox.",
    "2": "The mailbox takes no letters at present; it may be full.",
    "4": "No mail server could be reached there.",
    "7": "The mail server there does not take our letters.",
}
"""What a status means (RFC 3463, section 3), by its second number."""


class ReturnedQuerySet(SealedQuerySet):
    """Marks."""

    def standing(self, *, at: datetime) -> ReturnedQuerySet:
        """Return those that have not lapsed."""
        return self.filter(came_back_at__gt=at - STANDS)


class Returned(SealedModel):
    """One address of one person or request that a letter came back from."""

    # Whose key seals it: that of the letter that came back.
    holder_id = models.UUIDField(db_index=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="returned", null=True
    )
    case = models.ForeignKey(
        "privacy.Case", models.PROTECT, related_name="returned", null=True
    )
    address = EncryptedEmailField(context="privacy.returned.address", null=True)
    address_index = BlindIndexField(
        source="address", context="privacy.returned.address", null=True
    )
    status = models.CharField(max_length=11)
    came_back_at = models.DateTimeField()

    objects: ClassVar[Any] = ReturnedQuerySet.as_manager()

    class Meta:
        """Found by the address, and by its end."""

        base_manager_name = "objects"
        verbose_name = "address that letters come back from"
        verbose_name_plural = "addresses that letters come back from"
        constraints = (
            models.CheckConstraint(
                condition=Q(person=F("holder_id"), case=None)
                | Q(case=F("holder_id"), person=None),
                name="returned_of_a_person_or_a_case",
            ),
        )
        indexes = (
            models.Index(fields=["address_index"], name="returned_by_address"),
            models.Index(fields=["came_back_at"], name="returned_by_time"),
        )

    class PersonalData:
        """The address, so that it is found again, and why letters come back."""

        subject = "holder_id"
        owner = "person_id"
        about = "Addresses that letters came back from"
        moment = "came_back_at"
        row = (_TWO_WEEKS,)
        address = Personal(
            what="An address that a letter came back from",
            category="user.contact.email",
            purposes=(Purpose.OWN_REQUEST, Purpose.OFFICIAL_NOTICE),
            why="To tell you that our letters don’t reach you, and to send none there",
            retention=_TWO_WEEKS,
            erasure=Erasure.DELETE_ROW,
            mask=masking.email,
        )
        address_index = Personal(
            what="A keyed digest of that address",
            category="user.unique_id.pseudonymous",
            purposes=(Purpose.OWN_REQUEST,),
            why="To find out before we write whether letters come back from there",
            retention=_TWO_WEEKS,
            erasure=Erasure.DELETE_ROW,
            in_clear="It is a keyed digest already; the key is not in the database",
        )
        not_personal = ("id", "person", "case", "holder_id", "status", "came_back_at")

    def __str__(self) -> str:
        """Name the row."""
        return f"returned {self.pk}"

    @property
    def why(self) -> str:
        """Why letters come back, in words for the person."""
        return _WORDS.get(self.status.split(".")[1], "")


@dataclass(frozen=True, repr=False)
class Notice:
    """What a page tells somebody whose letters come back.

    `masked` is the address, `again` the day from which we try it once more.
    """

    masked: str
    since: datetime
    why: str
    again: date


def note(*, letter: Letter, status: str, at: datetime) -> bool:
    """Note that a letter could not be delivered, and mark its address.

    Arguments:
        status: as in RFC 3463. What does not begin with 5 marks no address: the
            letter is lost, and the next one may arrive.

    Returns False when the letter is known to have come back already.
    """
    with transaction.atomic():
        if not letter.came_back(status=status, at=at):
            return False
        address = _went_to(letter)
        if address is not None and status.startswith("5."):
            _mark(letter, address, status=status, at=at)
    return True


def mark_of(*, letter: Letter, address: str, at: datetime) -> Returned | None:
    """Return the newest mark that keeps this letter from `address`, if there is one."""
    rows = Returned.objects.standing(at=at).filter(address=address)
    if letter.case_id is not None:
        rows = rows.filter(case=letter.case_id)
    found: Returned | None = rows.order_by("-came_back_at").first()
    return found


def hold(*, letter: Letter, mark: Returned, address: str, at: datetime) -> None:
    """Let a letter wait for another address, or for the mark to lapse; then give up.

    Whoever it is for is told on their next visit: the mark becomes theirs as well.
    """
    if mark.holder_id != letter.holder_id:
        _mark(letter, address, status=mark.status, at=mark.came_back_at)
    if at + TRIED_AGAIN > letter.queued_at + PATIENCE:
        letter.give_up(at=at, why=Held.ADDRESS)
    else:
        letter.hold(Held.ADDRESS, until=at + TRIED_AGAIN)


def clear(*, holder_id: UUID, at: datetime) -> None:
    """Forget the marks of a person or request, who has another address now.

    What waited for it goes with the next sweep.
    """
    _forget({holder_id}, at)


def try_again(*, letter: Letter, at: datetime) -> None:
    """Forget the marks of the address that a letter waits for, whosever they are."""
    own = Returned.objects.filter(
        holder_id=letter.holder_id, address_index__isnull=False
    )
    same = own.values("address_index")
    marks = Returned.objects.filter(address_index__in=same)
    _forget({letter.holder_id, *marks.values_list("holder_id", flat=True)}, at)


def notice(
    *, at: datetime, person_id: UUID | None = None, case_id: UUID | None = None
) -> Notice | None:
    """Return what to tell a person, or on the page of a case; None when all is well.

    A mark of an address that they have no more says nothing.
    """
    marks = Returned.objects.standing(at=at).filter(holder_id=person_id or case_id)
    # Hardly anybody has a mark: whose it is comes with a question of its own.
    for mark in marks.order_by("-came_back_at"):
        if _is_theirs(mark):
            again = timezone.localdate(mark.came_back_at + STANDS)
            masked = masking.masked(mark, "address")
            return Notice(masked, mark.came_back_at, mark.why, again)
    return None


def _is_theirs(mark: Returned) -> bool:
    holder: Any = mark.person or mark.case
    with purposes.using(Purpose.OWN_REQUEST):
        try:
            now, marked = holder.email, mark.address
        except ValueErased:
            return False
    return bool(now and marked) and normalised_email(now) == normalised_email(marked)


def _forget(holders: set[UUID], at: datetime) -> None:
    Returned.objects.filter(holder_id__in=holders).delete()
    waiting = Letter.objects.waiting().filter(holder_id__in=holders, held=Held.ADDRESS)
    waiting.update(next_try_at=at)


def _mark(letter: Letter, address: str, *, status: str, at: datetime) -> None:
    """Write the mark under the letter's holder, unless they have it already."""
    known = Returned.objects.filter(holder_id=letter.holder_id, address=address)
    if known.filter(came_back_at__gte=at).exists():
        return
    Returned.objects.create(
        holder_id=letter.holder_id,
        person_id=letter.person_id,
        case_id=letter.case_id,
        address=address,
        status=status,
        came_back_at=at,
    )


def _went_to(letter: Letter) -> str | None:
    with purposes.using(Purpose(letter.purpose)):
        try:
            address: str | None = letter.address
        except ValueErased:
            return None
    return address
