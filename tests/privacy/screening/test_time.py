"""The screening is cheap for what people type, and no text makes it slow."""

from __future__ import annotations

import subprocess
import sys
import time

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from privacy import screening
from tests.privacy.screening.rows import must_pass

SLACK = 2
"""Twice the time on a busy machine."""
MESSAGE = (
    "Hello, I ordered two notebooks on 12 November 2026 (order FW-7K2M9Q, £24.50), the "
    "parcel RR123456785GB has not come to 12 Shore Row, EH6 6QZ. Ring 0131 496 0000. "
) * 13
FIELDS = (
    "Alice Ashdown",
    "7 Hawthorn Bank",
    "Flat 12, 345 Long Road",
    "Leith",
    "EH6 6QZ",
    "alice@example.net",
    "王小明",
)
HOSTILE = (
    "4 1 1 ",
    "41 11 ",
    "4111 1111 1111 111",
    "GB29 NWBK ",
    "passport 1 2 ",
    "national id 1-2-3-",
    "id number A1 ",
    "nhs 943 ",
    "sort code 12-34-56 ",
    "1Z 9 ",
    "+1 2 ",
    "12/12/20",
    "cedula 1.",
    "D.N.I.",
    "a.b.",
    "身份证1",
    "P<GBR",
    "0" * 19,
    "\u200b1",
)


def cpu(work, times):
    """Return the least seconds of three rounds that one call took."""
    work()
    rounds = []
    for _ in range(3):
        start = time.process_time()
        for _ in range(times):
            work()
        rounds.append((time.process_time() - start) / times)
    return min(rounds)


def test_a_long_message_takes_two_milliseconds_at_most():
    message = MESSAGE[:2000]
    assert len(message) == 2000
    assert screening.found(message) == []
    assert cpu(lambda: screening.found(message), 20) < 0.002 * SLACK


def test_an_ordinary_field_takes_microseconds():
    def read_all():
        for field in FIELDS:
            screening.found(field)

    assert cpu(read_all, 500) / len(FIELDS) < 0.000_01 * SLACK


@pytest.mark.parametrize("part", HOSTILE)
def test_twice_the_text_takes_no_more_than_a_few_times_the_time(part):
    short, long = ((part * 2000)[:size] for size in (500, 4_000))
    once = cpu(lambda: screening.found(short), 1)
    assert cpu(lambda: screening.found(long), 1) < 24 * once + 0.05 * SLACK
    assert once < 0.015 * SLACK


@settings(max_examples=30, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(st.text(alphabet=" -.\n/()+<0123456789ABGXZabz\u200b٤４é証", max_size=12)),
    st.sampled_from(HOSTILE),
    st.integers(1, 400),
)
def test_no_text_takes_long_or_fails(parts, hostile, times):
    text = ("".join(parts) + hostile) * times
    start = time.process_time()
    for finding in screening.found(text[:4000]):
        first, last = finding.span
        assert 0 <= first < last <= len(text)
        assert any(sign.isalnum() for sign in text[first:last])
    assert time.process_time() - start < 0.5 * SLACK


def test_nothing_of_the_check_digits_is_read_before_it_is_needed():
    code = (
        "import sys; from privacy import screening; screening.found('Flat 12, Leith');"
        "assert not [m for m in sys.modules if m.startswith('stdnum')], sys.modules;"
        "screening.found('PESEL 44051401359'); assert 'stdnum.pl.pesel' in sys.modules;"
        "assert 'stdnum.fr.nir' not in sys.modules"
    )
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr


def test_most_ordinary_texts_are_done_before_a_word_is_looked_up(monkeypatch):
    row = next(row for row in must_pass() if row.sort == "names and email addresses")
    monkeypatch.setattr("privacy.screening.contexts._tokens", None)
    names = [text for text in row.make() if "@" not in text]
    assert [screening.found(name) for name in names] == [[]] * len(names)
