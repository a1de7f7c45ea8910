"""The last look: nothing is found of an erased person, and every plant is."""

from __future__ import annotations

import base64
import json
import zlib
from datetime import timedelta
from pathlib import Path

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection, connections

from orders.models import Order
from privacy.encryption import blind, keys, roots
from privacy.erasure import needles, plans, running, scanning
from privacy.erasure.run import Run
from privacy.letters.models import Letter
from privacy.models import Person
from privacy.purposes import Purpose
from shop.catalogue.models import Department
from tests.diary.models import Page
from tests.privacy.building import case_of

EMAIL, NAME, LINE, TOWN = "maya@example.net", "Maya Okafor", "7 Hawthorn Bank", "Leith"


@pytest.fixture
def erased(maya, at):
    """The run of Maya's erasure, up to the look."""
    run = running.begin(maya.pk, plans.made(maya.pk, at=at), at=at)
    running.carry_out(run, at=at)
    return run


def found(run, at):
    return scanning.look([run], at=at)[run.pk]


def test_nothing_is_found_of_an_erased_person(erased, bob, at):
    assert erased.stage == Run.Stage.CHECKING
    assert found(erased, at) == {}
