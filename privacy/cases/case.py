"""A case: one demand about somebody's own data, its clock, decision and outcome.

It has a key of its own: it begins before anybody knows whose it is, and its receipt
stays readable when the person's key is destroyed.
"""

from __future__ import annotations

from datetime import date
from typing import Any, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q

from privacy import masking
from privacy.cases.demand import Demand
from privacy.cases.states import CLOSED, NEXT, WITHDRAWABLE, Kind, Refusal, State
from privacy.declarations import Latest, Personal, Retention
from privacy.encryption.fields import (
    EncryptedEmailField,
    EncryptedJSONField,
    EncryptedTextField,
)
from privacy.encryption.indexing import BlindIndexField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.purposes import Purpose
from privacy.refusing import NotAllowed

__all__ = ["PAGES", "Case", "CaseQuerySet", "Demand", "NotAllowed"]

_FOR_THE_CASE = (
    Purpose.OWN_REQUEST,
    Purpose.CONVERSATION,
    Purpose.OFFICIAL_NOTICE,
    Purpose.AFTER_SALES,
)
_LATEST = Latest(after="received_at", months=72)
_TWO_YEARS = Retention(
    after="closed_at",
    months=24,
    words="two years after we closed your request",
    latest=_LATEST,
)
_QUESTION = Retention(
    after="closed_at",
    months=12,
    words="a year after our last reply to your question",
    latest=_LATEST,
    only={"kind": Kind.QUESTION},
)
PAGES = "/cases/"
"""Where the status pages are. The site above has them; letters rely on the address."""


class CaseQuerySet(SealedQuerySet):
    """Cases by what has to happen to them."""

    def open(self) -> CaseQuerySet:
        """Return those to which the shop still owes something."""
        return self.exclude(state__in=CLOSED)


class Case(SealedModel):
    """One demand."""

    reference = models.CharField(max_length=16, unique=True)
    link = EncryptedTextField(context="privacy.case.link", max_length=26, null=True)
    link_index = BlindIndexField(
        source="link", context="privacy.case.link", unique=True, null=True
    )
    # Made with the random number of the form that opened it, which is kept nowhere.
    form_digest = models.CharField(max_length=64, blank=True)
    # Whose it is, once an address on record or a sign-in has shown it.
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="cases", null=True
    )
    kind = models.CharField(max_length=10, choices=Kind.choices)
    state = models.CharField(
        max_length=20, choices=State.choices, default=State.RECEIVED
    )
    email = EncryptedEmailField(context="privacy.case.email", null=True)
    email_index = BlindIndexField(
        source="email", context="privacy.case.email", null=True
    )
    demand = EncryptedJSONField(context="privacy.case.demand", type=Demand, null=True)
    # Two letters of the country whose law sets the clock; empty when nobody knows.
    country = models.CharField(max_length=2, blank=True)
    regime = models.CharField(max_length=16)
    duplicate_of = models.ForeignKey("self", models.PROTECT, null=True)

    received_at = models.DateTimeField()
    acknowledged_at = models.DateTimeField(null=True)
    # The law's last day, and the day that staff see.
    due_on = models.DateField()
    target_on = models.DateField()
    extended_at = models.DateTimeField(null=True)
    extension_reason = models.TextField(blank=True)
    paused_at = models.DateTimeField(null=True)
    paused_days = models.PositiveSmallIntegerField(default=0)
    identity_proven_at = models.DateTimeField(null=True)

    # What staff were shown, and its hash when it was approved.
    plan = models.JSONField(null=True)
    plan_hash = models.CharField(max_length=64, blank=True)
    plan_shown_at = models.DateTimeField(null=True)
    reviewed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    reviewed_at = models.DateTimeField(null=True)
    approved_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, null=True, related_name="+"
    )
    approved_at = models.DateTimeField(null=True)
    refusal = models.CharField(max_length=24, choices=Refusal.choices, blank=True)
    ground = models.CharField(max_length=200, blank=True)
    # The sentence that the customer reads: an answer or the reason of a refusal.
    answer = EncryptedTextField(context="privacy.case.answer", null=True)

    cooling_until = models.DateTimeField(null=True)
    begun_at = models.DateTimeField(null=True)
    claimed_at = models.DateTimeField(null=True)
    attempts = models.PositiveSmallIntegerField(default=0)
    closed_at = models.DateTimeField(null=True)
    # Until when a law keeps parts, and the signed receipt: neither names anybody.
    kept_until = models.DateField(null=True)
    certificate = models.JSONField(null=True)

    objects: ClassVar[Any] = CaseQuerySet.as_manager()

    class Meta:
        """States, dates and the second person hold in the database, whoever writes."""

        base_manager_name = "objects"
        # As staff and customers call it.
        verbose_name = "request"
        # Nobody types, edits or deletes a case, so Django's own rights don't exist.
        default_permissions = ()
        permissions = (
            ("review_case", "Can work on requests about personal data"),
            ("approve_case", "Can approve requests about personal data"),
        )
        indexes = (
            models.Index(
                fields=["due_on"],
                condition=Q(closed_at=None),
                name="open_cases_by_date",
            ),
            models.Index(fields=["email_index"], name="case_by_email"),
            models.Index(fields=["state", "cooling_until"], name="case_by_state"),
            models.Index(
                fields=["-closed_at"],
                condition=Q(closed_at__isnull=False),
                name="closed_cases_newest_first",
            ),
        )
        constraints = (
            models.CheckConstraint(
                condition=Q(state__in=State.values), name="case_state_is_known"
            ),
            models.CheckConstraint(
                condition=Q(state__in=CLOSED, closed_at__isnull=False)
                | Q(closed_at__isnull=True) & ~Q(state__in=CLOSED),
                name="case_closed_says_when",
            ),
            models.CheckConstraint(
                condition=~Q(kind=Kind.ERASE)
                | Q(approved_by=None)
                | ~Q(approved_by=models.F("reviewed_by")),
                name="erasure_needs_a_second_person",
            ),
            models.CheckConstraint(
                condition=Q(approved_at=None) | ~Q(plan_hash=""),
                name="approved_means_plan_frozen",
            ),
            models.UniqueConstraint(
                fields=["form_digest"],
                condition=~Q(form_digest=""),
                name="one_case_for_each_form",
            ),
        )

    class PersonalData:
        """What was written, where the answer goes, and the way to the status page."""

        subject = "id"
        owner = "person_id"
        about = "Requests you made"
        moment = "received_at"
        row = (_QUESTION, _TWO_YEARS)
        link = Personal(
            what="The link of your request",
            category="user.authorization.credentials",
            purposes=_FOR_THE_CASE,
            why="To let you follow your request without an account",
            retention=_TWO_YEARS,
        )
        link_index = Personal(
            what="A keyed digest of that link",
            category="user.unique_id.pseudonymous",
            purposes=(Purpose.OWN_REQUEST,),
            why="To find your request by its link",
            retention=_TWO_YEARS,
            in_clear="It is a keyed digest already; the key is not in the database",
        )
        email = Personal(
            category="user.contact.email",
            purposes=_FOR_THE_CASE,
            why="To answer you",
            retention=_TWO_YEARS,
            mask=masking.email,
            recipients=("mail",),
        )
        email_index = Personal(
            what="A keyed digest of your address",
            category="user.unique_id.pseudonymous",
            purposes=(Purpose.OWN_REQUEST,),
            why="To notice that you asked the same before",
            retention=_TWO_YEARS,
            in_clear="It is a keyed digest already; the key is not in the database",
        )
        demand = Personal(
            what="What you wrote to us",
            category="user.content.private",
            purposes=_FOR_THE_CASE,
            why="To do what you ask",
            retention=_TWO_YEARS,
        )
        answer = Personal(
            what="What we answered",
            category="user.content.private",
            purposes=_FOR_THE_CASE,
            why="To tell you what we did",
            retention=_TWO_YEARS,
        )
        not_personal = (
            *("id", "reference", "form_digest", "person", "kind", "state"),
            *(
                "country",
                "regime",
                "duplicate_of",
                "received_at",
                "acknowledged_at",
                "due_on",
                "target_on",
            ),
            *("extended_at", "extension_reason", "paused_at", "paused_days"),
            *("identity_proven_at", "plan", "plan_hash", "plan_shown_at"),
            *("reviewed_by", "reviewed_at", "approved_by", "approved_at", "refusal"),
            *("ground", "cooling_until", "begun_at", "claimed_at", "attempts"),
            *("closed_at", "kept_until", "certificate"),
        )

    def __str__(self) -> str:
        """Name the case; its reference says nothing about anyone."""
        return f"case {self.reference}"

    @property
    def is_closed(self) -> bool:
        """Whether nothing more is owed."""
        return self.state in CLOSED

    @property
    def can_be_withdrawn(self) -> bool:
        """Whether the person can still take it back."""
        return self.state in WITHDRAWABLE

    def may_become(self, state: State) -> bool:
        """Tell whether that step may follow."""
        return state in NEXT[State(self.state)]

    def days_left(self, *, on: date) -> int:
        """Return the days to the law's last day; negative when it is over."""
        return (self.due_on - on).days

    def path_for_customer(self) -> str:
        """The path of the status page. Needs a purpose that opens the link."""
        return f"{PAGES}{self.link}/"

    def url_for_customer(self) -> str:
        """The whole address of the status page, for a letter. Needs a purpose."""
        return f"{settings.SHOP_ORIGIN}{self.path_for_customer()}"
