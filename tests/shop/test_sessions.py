"""Sessions are Django's own, and are read in one query that is always the same."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.sessions.backends.db import SessionStore as DatabaseSessions
from django.contrib.sessions.models import Session
from django.utils import timezone

from shop.sessions import SessionStore

pytestmark = pytest.mark.django_db


@pytest.fixture
def stored():
    session = SessionStore()
    session["draft"] = "a number"
    session.save()
    return session.session_key


def test_a_session_is_read_as_it_was_stored(stored, django_assert_num_queries):
    with django_assert_num_queries(1):
        assert SessionStore(stored)["draft"] == "a number"
    assert DatabaseSessions(stored)["draft"] == "a number"


def test_what_is_changed_is_stored(stored):
    session = SessionStore(stored)
    session["draft"] = "another"
    session.save()
    assert SessionStore(stored)["draft"] == "another"


def test_a_session_that_has_ended_is_empty_and_gives_its_key_up(stored):
    past = timezone.now() - timedelta(seconds=1)
    Session.objects.filter(session_key=stored).update(expire_date=past)
    session = SessionStore(stored)
    assert session.get("draft") is None
    assert session.session_key is None


def test_a_session_that_is_not_there_is_empty(db):
    session = SessionStore("x" * 32)
    assert list(session.keys()) == []
    assert session.session_key is None


@pytest.mark.parametrize(
    "key", ["\0aaaaaaaaaaa", "a b c d e f g h", "é" * 12, "", None]
)
def test_a_key_that_nobody_made_is_not_looked_up(key, django_assert_num_queries):
    with django_assert_num_queries(0):
        session = SessionStore(key)
        assert session.get("draft") is None
        assert session.session_key is None


def test_the_shop_reads_its_sessions_so(db):
    assert settings.SESSION_ENGINE == "shop.sessions"
