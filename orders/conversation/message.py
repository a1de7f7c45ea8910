"""A message about an order: a customer's question, or the shop's answer to it.

All messages about one order are one conversation. They go together, twelve months after
the last of them, and each row holds the moment from which that counts.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import Any, ClassVar, Self

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone

from orders.order import Order
from privacy.declarations import Erasure, Personal, Retention
from privacy.encryption.fields import EncryptedTextField
from privacy.encryption.querysets import SealedQuerySet
from privacy.encryption.sealed import SealedModel
from privacy.purposes import Purpose

KEPT = Retention(
    after="last_at",
    months=12,
    words="twelve months after the last message about the order",
)


class Kind(models.TextChoices):
    """Who wrote: the customer asks, the shop answers."""

    QUESTION = "question", "Question"
    ANSWER = "answer", "Answer"


class MessageQuerySet(SealedQuerySet):
    """Messages."""

    def waiting(self) -> Self:
        """Questions that nobody has answered, nor found to need no answer."""
        return self.filter(kind=Kind.QUESTION, settled_at=None)


class Message(SealedModel):
    """One message. Its text is sealed, and its row is deleted on its date."""

    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+"
    )
    order = models.ForeignKey(Order, models.CASCADE, related_name="messages")
    kind = models.CharField(max_length=8, choices=Kind.choices)
    text = EncryptedTextField(context="orders.message.text", max_length=4000)
    # Of the form it was typed in: what is sent twice is one message.
    form = models.UUIDField()
    at = models.DateTimeField()
    # Who of the staff answered.
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, models.PROTECT, related_name="+", null=True
    )
    # When a question was answered, or somebody saw that it needs no answer.
    settled_at = models.DateTimeField(null=True)
    # When the last message of the conversation was written.
    last_at = models.DateTimeField()

    objects: ClassVar[Any] = MessageQuerySet.as_manager()

    class Meta:
        """A conversation is read from its beginning; the waiting ones are few."""

        base_manager_name = "objects"
        ordering = ("at", "id")
        verbose_name = "question"
        default_permissions = ()
        permissions = (("answer_message", "Can read and answer questions"),)
        indexes = (
            models.Index(fields=["last_at"], name="message_by_end"),
            models.Index(
                fields=["at"],
                condition=Q(kind=Kind.QUESTION, settled_at=None),
                name="message_waiting",
            ),
        )
        constraints = (
            models.UniqueConstraint(fields=["order", "form"], name="message_sent_once"),
            models.CheckConstraint(
                condition=Q(kind=Kind.QUESTION, by=None)
                | Q(kind=Kind.ANSWER, by__isnull=False, settled_at=None),
                name="message_asked_or_answered",
            ),
        )

    class PersonalData:
        """What was written, by either side, is the customer's."""

        subject = "person_id"
        moment = "at"
        about = "Questions about your orders, and our answers"
        text = Personal(
            what="What was written",
            category="user.content.private",
            purposes=(Purpose.CONVERSATION, Purpose.OWN_REQUEST),
            why="To answer what you ask about an order",
            retention=KEPT,
            erasure=Erasure.DELETE_ROW,
        )
        not_personal = (
            *("id", "person", "order", "kind", "form"),
            *("at", "by", "settled_at", "last_at"),
        )

    def __str__(self) -> str:
        """Name the row."""
        return f"{self.kind} {self.pk}"

    def goes_on(self) -> date:
        """The day on which the conversation is deleted, as things stand."""
        return deleted_on(self.last_at)


def deleted_on(last: datetime) -> date:
    """When a conversation goes whose last message was written at ``last``."""
    return KEPT.ends_on(timezone.localdate(last))
