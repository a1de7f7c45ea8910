"""Ids: unique, in the order in which they were made, as the standard wants them."""

from __future__ import annotations

import time
import uuid

from privacy.identifiers import new_id


def test_ids_keep_the_order_in_which_one_process_made_them():
    made = [new_id() for _ in range(5000)]
    assert made == sorted(set(made))


def test_an_id_is_of_version_7_and_begins_with_its_millisecond():
    before = time.time_ns() // 1_000_000
    made = new_id()
    after = time.time_ns() // 1_000_000
    assert (made.version, made.variant) == (7, uuid.RFC_4122)
    assert before <= made.int >> 80 <= after


def test_most_of_an_id_is_random():
    tails = {new_id().int & (1 << 62) - 1 for _ in range(1000)}
    assert len(tails) == 1000
    assert all(any(tail >> bit & 1 for tail in tails) for bit in range(62))
