"""Nobody learns from the Contact page who is a customer: same answer, same work.

200 requests for known addresses and 200 for unknown ones take turns. A page that does
more for a known one is caught by the same measurement.
"""

import gc
import random
import re
from dataclasses import replace
from time import thread_time_ns

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from privacy import letters, people
from privacy.cases import filing
from privacy.models import Letter, Person
from privacy.purposes import Purpose
from shop.contact import limits
from tests.shop.contact.ranking import difference, p_value

SAMPLES, WARM_UP = 200, 20
FEW = 60  # by which a page that tells is caught already
SLOWER_BY, BY_CHANCE = 0.005, 0.01
PEOPLE = 20


@pytest.fixture
def known(order):
    """Addresses of customers with and without an account, one with an order."""
    secret = "a long enough secret"
    for number in range(PEOPLE - 1):
        password = secret if number % 2 else None
        Person.objects.create_user(
            f"known{number:02}@example.net", password, name=f"Customer {number}"
        )
    return ["maya@example.net"] + [
        f"known{number:02}@example.net" for number in range(PEOPLE - 1)
    ]


@pytest.fixture
def unknown():
    return [f"nobody{number:02}@example.net" for number in range(PEOPLE)]


@pytest.fixture(autouse=True)
def without_limit(monkeypatch):
    """Count as always, and let everything pass."""
    for name in ("FILE", "FILE_NETWORK"):
        limit = replace(getattr(limits, name), tries=10**9)
        monkeypatch.setattr(limits, name, limit)


@pytest.fixture
def times(sent, ago, known, unknown, django_capture_on_commit_callbacks):
    """Measure the processor's time for each request, in seconds, turn by turn."""
    chance = random.Random(11)

    def once(email):
        shown = ago()
        begun = thread_time_ns()
        with django_capture_on_commit_callbacks(execute=True):
            answer = sent("erase", email=email, stamp=shown)
        assert answer.status_code == 303
        return (thread_time_ns() - begun) / 1e9

    def measure(samples):
        taken = {"known": [], "unknown": []}
        gc.collect()
        gc.disable()
        try:
            for turn in range(samples + WARM_UP):
                pair = [("known", known), ("unknown", unknown)]
                chance.shuffle(pair)
                for which, addresses in pair:
                    taken[which].append(once(addresses[turn % PEOPLE]))
        finally:
            gc.enable()
        return taken["known"][WARM_UP:], taken["unknown"][WARM_UP:]

    return measure


def tells(measure, samples=SAMPLES):
    """Whether the times tell known from unknown.

    By chance one measurement in a hundred seems to: what does shows it twice.
    """
    return all(_differ(*measure(samples)) for _ in range(2))


def _differ(known, unknown):
    apart, chance = difference(known, unknown), p_value(known, unknown)
    print(f"medians {apart * 1000:.3f} ms apart, p = {chance:.3f}")
    return apart >= SLOWER_BY or chance <= BY_CHANCE


def test_the_times_tell_nothing(times):
    assert not tells(times)


def test_a_page_that_writes_to_customers_alone_is_caught(times, monkeypatch):
    honest = filing.file

    def leaky(*, email, at, **told):
        person = people.find(email=email)
        if person is not None:
            letters.write(
                template="cases/step_up",
                purpose=Purpose.OWN_REQUEST,
                person=person,
                context={"demand": "x"},
                at=at,
            )
        return honest(email=email, at=at, **told)

    monkeypatch.setattr(filing, "file", leaky)
    assert tells(times, FEW)
    assert Letter.objects.filter(template="cases/step_up").exists()


def test_status_body_and_headers_are_the_same(sent, ago, known, unknown):
    shown = ago()
    answers = [sent("erase", email=e, stamp=shown) for e in (known[0], unknown[0])]
    seen = [
        (
            answer.status_code,
            answer.content,
            sorted(answer.cookies),
            {
                name: re.sub(r"/cases/\w{26}/", "/cases/…/", value)
                for name, value in answer.headers.items()
                if name != "Date"
            },
        )
        for answer in answers
    ]
    assert seen[0] == seen[1]
    assert answers[0]["Location"] != answers[1]["Location"]


def test_both_ask_the_databases_the_same(sent, ago, known, unknown):
    shown, asked = ago(), []
    # The network's own counter is made by whoever comes first.
    for email in ("first@example.net", known[0], unknown[0]):
        with CaptureQueriesContext(connections["default"]) as shop:
            with CaptureQueriesContext(connections["vault"]) as vault:
                sent("erase", email=email, stamp=shown)
        every = [*shop.captured_queries, *vault.captured_queries]
        asked.append([re.sub(r"'[^']*'|\w*\d\w*", "?", q["sql"]) for q in every])
    assert asked[1] == asked[2]
    assert len(asked[1]) > 5


def test_the_ranks_are_those_of_the_book():
    # All of one below all of the other, five each: U is 0 and z is 2.507.
    assert p_value([1, 2, 3, 4, 5], [6, 7, 8, 9, 10]) == pytest.approx(
        0.01219, abs=1e-4
    )
    assert p_value([1, 1, 1], [1, 1, 1]) == 1.0
    assert p_value([1, 2, 3], [1, 2, 3]) == 1.0
