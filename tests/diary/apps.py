"""The diary as a Django app."""

from __future__ import annotations

from django.apps import AppConfig


class DiaryConfig(AppConfig):
    """People write pages into diaries; nothing of a shop is here."""

    name = "tests.diary"
    label = "diary"
