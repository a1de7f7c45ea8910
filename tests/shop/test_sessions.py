"""Sessions are read in one query, know whose they are, and go with that person."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.base import CreateError, UpdateError
from django.utils import timezone

from privacy.copies import gathering
from privacy.erasure import plans, running
from shop.browsers import PERSON_KEY, BrowserSession
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
    assert BrowserSession.objects.get().get_decoded() == {"draft": "a number"}


def test_what_is_changed_is_stored(stored):
    session = SessionStore(stored)
    session["draft"] = "another"
    session.save()
    assert SessionStore(stored)["draft"] == "another"


def test_a_session_that_has_ended_is_empty_and_gives_its_key_up(stored):
    past = timezone.now() - timedelta(seconds=1)
    BrowserSession.objects.filter(session_key=stored).update(expire_date=past)
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


def test_a_browser_that_nobody_is_known_in_names_nobody(stored):
    assert BrowserSession.objects.get().person is None


def test_a_sign_in_and_a_proof_bind_a_session_to_a_person(client, alice, bob):
    client.force_login(alice)
    assert BrowserSession.objects.get().person == alice
    guest = SessionStore()
    guest[PERSON_KEY] = str(bob.pk)
    guest.save()
    assert BrowserSession.objects.get(pk=guest.session_key).person == bob


def test_a_number_that_is_a_key_is_in_no_name_of_the_row(stored):
    row = BrowserSession.objects.get()
    assert stored not in f"{row} {row!r}"


@pytest.fixture
def browsers(alice, bob):
    """Two browsers of Alice's, one of Bob's, and one of nobody's."""
    for who in (alice, alice, bob, None):
        session = SessionStore()
        session[PERSON_KEY] = str(who.pk) if who else ""
        session.save()


def test_erasing_a_person_ends_their_browsers_and_no_other(browsers, alice, bob, at):
    plan = plans.made(alice.pk, at=at)
    label = "shop.BrowserSession"
    assert [s.rows for s in plan.steps if s.label == label] == [2]
    run = running.begin(alice.pk, plan, at=at)
    running.carry_out(run, at=at)
    left = BrowserSession.objects.values_list("person_id", flat=True)
    assert set(left) == {bob.pk, None}
    assert run.steps.get(label=label).rows == 2


def test_a_part_leaves_browsers_alone(browsers, alice, at):
    scope = plans.Scope(before=at.date())
    plan = plans.made(alice.pk, scope=scope, at=at)
    assert "shop.BrowserSession" not in {step.label for step in plan.steps}


def test_a_page_that_is_answered_after_the_erasure_leaves_no_session(client, alice, at):
    client.force_login(alice)
    session = client.session
    assert session[SESSION_KEY] == str(alice.pk)
    running.carry_out(
        running.begin(alice.pk, plans.made(alice.pk, at=at), at=at), at=at
    )
    session["draft"] = "a number"
    with pytest.raises(UpdateError):
        session.save()
    assert not BrowserSession.objects.exists()


def test_your_data_tells_of_browsers_and_shows_no_key(browsers, alice, at):
    held = {group.label: group for group in gathering.held(alice, at)}
    group = held["shop.BrowserSession"]
    assert len(group.rows) == 2
    states = {value.state for row in group.rows for value in row.values}
    assert states == {gathering.WITHHELD}


def test_the_model_knows_its_store(stored):
    assert BrowserSession.get_session_store_class() is SessionStore


def test_a_session_is_written_in_one_statement(stored, django_assert_num_queries):
    with django_assert_num_queries(1):
        SessionStore().create()
    session = SessionStore(stored)
    session["draft"] = "another"
    with django_assert_num_queries(1):
        session.save()


def test_a_session_without_a_key_gets_one_when_it_is_saved():
    session = SessionStore()
    session.save()
    assert BrowserSession.objects.get().session_key == session.session_key


def test_a_new_session_never_takes_the_key_of_another(stored):
    session = SessionStore(stored)
    with pytest.raises(CreateError):
        session.save(must_create=True)
    assert SessionStore(stored)["draft"] == "a number"


def test_a_session_that_is_gone_does_not_come_back(stored):
    session = SessionStore(stored)
    session["draft"] = "another"
    BrowserSession.objects.all().delete()
    with pytest.raises(UpdateError):
        session.save()
    assert not BrowserSession.objects.exists()
