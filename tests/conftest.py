"""Fixtures for all tests: people, a moment, and memory that forgets between tests."""

from __future__ import annotations

import gc
from datetime import UTC, datetime

import pytest
from django.db.models import QuerySet
from django.test import Client, TransactionTestCase

from privacy import guarding
from privacy.encryption import keys
from privacy.people import Person
from privacy.second_factors import standing
from shop.catalogue import shelves
from shop.policy import in_force
from tests import emptying
from tests.proof import shop_process


def pytest_collection_modifyitems(items):
    """Give every test that uses a database both: one alone is no use here."""
    for item in items:
        marker = item.get_closest_marker("django_db")
        asked = {"db", "transactional_db", "client"} & set(item.fixturenames)
        if marker or asked:
            wanted = dict(marker.kwargs) if marker else {}
            wanted.setdefault("databases", "__all__")
            if "transactional_db" in item.fixturenames:
                wanted["transaction"] = True
            item.add_marker(pytest.mark.django_db(**wanted), append=False)


def pytest_collection_finish():
    """What is imported by now stays: looking through it for garbage costs a tenth.

    To look seldom through what comes later saves another twentieth.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


@pytest.fixture(scope="session")
def django_db_setup(django_db_setup, django_db_blocker):
    """Make the databases, and let tests that commit leave them as they were made."""
    with django_db_blocker.unblock():
        emptying.remember()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(
            TransactionTestCase, "_fixture_teardown", lambda case: emptying.empty_all()
        )
        yield


@pytest.fixture(autouse=True, scope="session")
def free_to_connect():
    """Let no test that starts the shop in this process guard it until its end."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(guarding, "stand", lambda **told: None)
        yield


FORCED = "shown in a test"
EVER = "9000-01-01T00:00:00+00:00"


@pytest.fixture(autouse=True, scope="session")
def forced_in():
    """Let `client.force_login` stand for a second factor that was shown just now.

    Whoever tests signing in posts to the page, or takes `client.login`.
    """
    stands, force_login = standing.stands, Client.force_login

    def forced(self, user, backend=None):
        force_login(self, user, backend)
        if user.is_staff:
            session = self.session
            times = dict.fromkeys(("began", "shown", "seen"), EVER)
            session[standing.SESSION_KEY] = {"factor": FORCED, **times}
            session.save()

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(Client, "force_login", forced)
        patch.setattr(standing, "stands", lambda pk, id: id == FORCED or stands(pk, id))
        yield


@pytest.fixture(scope="session")
def prepared(tmp_path_factory):
    """A shop that is ready to open; those that are opened begin with a copy of it."""
    with shop_process.prepared(tmp_path_factory.mktemp("prepared")) as ready:
        yield ready


@pytest.fixture(autouse=True)
def fresh_memory():
    """Forget keys that another test's database held."""
    keys.forget_held()
    shelves.forget()
    in_force.forget()
    yield
    keys.forget_held()


@pytest.fixture
def at():
    """A moment."""
    return datetime(2026, 11, 22, 10, 30, tzinfo=UTC)


@pytest.fixture
def alice(db):
    """A customer with a password."""
    return Person.objects.create_user(
        "alice@example.net", "a long enough secret", name="Alice Ashdown"
    )


@pytest.fixture
def bob(db):
    """A guest: a customer who never chose a password."""
    return Person.objects.create_user("bob@example.net", name="Bob Birch")


@pytest.fixture
def staff(db):
    """Somebody of the shop who may do everything in the staff pages.

    Made behind the trail's back: tests count the entries of what they do themselves.
    """
    person = Person.objects.create_user(
        "staff@example.net", "another long secret", name="Sam Staff"
    )
    QuerySet(Person).filter(pk=person.pk).update(is_staff=True, is_superuser=True)
    person.is_staff = person.is_superuser = True
    return person
