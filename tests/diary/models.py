"""A page of somebody's diary."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings
from django.db import models

from privacy import masking
from privacy.declarations import Erasure, Keep, Personal, Retention
from privacy.encryption.fields import (
    EncryptedEmailField,
    EncryptedJSONField,
    EncryptedTextField,
)
from privacy.encryption.indexing import BlindIndexField
from privacy.encryption.sealed import SealedModel
from privacy.purposes import Purpose

FOR_A_YEAR = Retention(after="written_at", months=12, words="a year after the page")


@dataclass(frozen=True)
class Place:
    """Where it was written."""

    town: str
    country: str
    notes: tuple[str, ...] = ()


class Page(SealedModel):
    """One page."""

    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    title = EncryptedTextField(
        context="diary.page.title", max_length=40, null=True, blank=True
    )
    title_index = BlindIndexField(source="title", context="diary.page.title", null=True)
    text = EncryptedTextField(context="diary.page.text", null=True, blank=True)
    reader = EncryptedEmailField(context="diary.page.reader", null=True, blank=True)
    place = EncryptedJSONField(
        context="diary.page.place", type=Place, null=True, blank=True
    )
    town_index = BlindIndexField(
        source="place", part="town", context="diary.page.town", null=True
    )
    mood = models.CharField(max_length=10, default="plain")
    written_at = models.DateTimeField()

    class PersonalData:
        """Everything that is written in a diary."""

        subject = "writer_id"
        moment = "written_at"
        title = Personal(
            category="user.content.private",
            purposes=(Purpose.OWN_REQUEST, Purpose.CONVERSATION),
            why="To find the page again",
            retention=FOR_A_YEAR,
            mask=masking.name,
        )
        text = Personal(
            category="user.content.private",
            purposes=(Purpose.OWN_REQUEST,),
            why="To read it again",
            retention=FOR_A_YEAR,
            erasure=Erasure.DELETE_ROW,
        )
        reader = Personal(
            category="user.contact.email",
            purposes=(Purpose.CONVERSATION,),
            why="To send it to a friend",
            retention=FOR_A_YEAR,
            mask=masking.email,
            recipients=("carrier",),
        )
        place = Personal(
            category="user.contact.address",
            purposes=(Purpose.OWN_REQUEST,),
            why="To remember where it was",
            retention=FOR_A_YEAR,
            erasure=Erasure.DELETE_ROW,
        )
        mood = Personal(
            category="user.content.private",
            purposes=(Purpose.OWN_REQUEST,),
            why="To sort the pages",
            retention=FOR_A_YEAR,
            in_clear="It is one of five words",
        )
        not_personal = ("id", "title_index", "town_index", "written_at")


class Note(SealedModel):
    """Something stuck on a page; the page can't go before it."""

    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    page = models.ForeignKey(Page, models.PROTECT, related_name="notes")
    text = EncryptedTextField(context="diary.note.text", null=True)
    written_at = models.DateTimeField()

    class PersonalData:
        """What is on it."""

        subject = "writer_id"
        moment = "written_at"
        text = Personal(
            category="user.content.private",
            purposes=(Purpose.OWN_REQUEST,),
            why="To read it again",
            retention=FOR_A_YEAR,
            erasure=Erasure.DELETE_ROW,
        )
        not_personal = ("id", "page", "written_at")


class Pact(SealedModel):
    """A promise that a law keeps for a year, sealed with a key of its own."""

    writer = models.ForeignKey(settings.AUTH_USER_MODEL, models.PROTECT)
    wording = EncryptedTextField(context="diary.pact.wording", null=True)
    nickname = EncryptedTextField(context="diary.pact.nickname", null=True)
    nickname_index = BlindIndexField(
        source="nickname", context="diary.pact.nickname", null=True
    )
    colour = models.CharField(max_length=10, default="plain")
    place = models.CharField(max_length=40, blank=True)
    written_at = models.DateTimeField()

    class PersonalData:
        """The wording stays, what else is known goes."""

        subject = "id"
        owner = "writer_id"
        about = "Your pacts"
        moment = "written_at"
        wording = Personal(
            category="user.content.private",
            purposes=(Purpose.OWN_REQUEST,),
            why="To prove it",
            retention=FOR_A_YEAR,
            erasure=Keep("The law of pacts", months=12),
        )
        nickname = Personal(
            what="What you are called in it",
            category="user.name",
            purposes=(Purpose.OWN_REQUEST,),
            why="To know whose it is",
            retention=FOR_A_YEAR,
        )
        colour = Personal(
            category="user.content.private",
            purposes=(Purpose.OWN_REQUEST,),
            why="To sort them",
            retention=FOR_A_YEAR,
            in_clear="It is one of five words",
        )
        place = Personal(
            category="user.content.private",
            purposes=(Purpose.OWN_REQUEST,),
            why="To find it",
            retention=FOR_A_YEAR,
            in_clear="It names nobody",
        )
        not_personal = ("id", "writer", "nickname_index", "written_at")
