"""A page of Alice's diary, keys to change, and a way to be killed at any step."""

from __future__ import annotations

from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest
import redis
from django.conf import settings
from django.db import connections

from privacy.encryption import canary, keys, keyset
from tests.diary.models import Page, Place


@contextmanager
def broker():
    """Yield what forgets all that was queued: nobody works here, and looks read it."""
    url = settings.CELERY_BROKER_URL
    if url.startswith("redis"):
        with redis.Redis.from_url(url) as server:
            yield lambda: server.delete("celery")
    else:
        yield lambda: None


@pytest.fixture(scope="session")
def drain():
    """Forget what was queued."""
    with broker() as forgets:
        yield forgets


@pytest.fixture(autouse=True)
def drained(drain):
    """Begin with an empty queue."""
    drain()


@pytest.fixture
def page(alice, at):
    """A page with a value in every field."""
    return Page.objects.create(
        writer=alice,
        title="First of May",
        text="It rained.",
        reader="friend@example.net",
        place=Place("Leith", "GB", ("by the shore",)),
        written_at=at,
    )


class Killed(BaseException):
    """What a kill looks like from inside: nothing may catch it."""


@pytest.fixture
def killed_at():
    """Give a context in which the n-th statement to any database is never sent."""

    @contextmanager
    def before_statement(number):
        left = iter(range(number))

        def refuse(execute, *args):
            if next(left, None) is None:
                raise Killed
            return execute(*args)

        with ExitStack() as stack:
            for each in connections.all():
                stack.enter_context(each.execute_wrapper(refuse))
            yield

    return before_statement


@pytest.fixture
def killed_everywhere(killed_at):
    """Give a function that kills `work` at its first statement, its second, …

    It does so until the work is done; how often it was killed is returned.
    """

    def run(work):
        for number in range(2000):
            try:
                with killed_at(number):
                    work()
            except Killed:
                keys.forget_held()
            else:
                return number
        raise AssertionError("The work is never done.")

    return run


@pytest.fixture
def own_keys(tmp_path, settings, db):
    """A key file that the test may change, with the keys that the others use."""
    path = tmp_path / "keys.json"
    path.write_text(Path(settings.KEY_FILE).read_text())
    path.chmod(0o600)
    settings.KEY_FILE = path
    forget_keys()
    yield path
    forget_keys()


def forget_keys():
    """Let this process read and prove its keys anew."""
    keyset.forget()
    canary.forget()
    keys.forget_held()


@pytest.fixture
def restarted():
    """Give what a restart does to the memory of keys."""
    return forget_keys
