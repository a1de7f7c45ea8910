"""A consent of Alice's that the carrier gets her name and address."""

from __future__ import annotations

import pytest

from privacy import consent, disclosure
from privacy.purposes import Purpose


@pytest.fixture
def agree(at):
    """Give a consent at the usual moment, in today's words."""

    def given(person, **changes):
        words = consent.sentence(consent.recipient_of("carrier"))
        asked = {"recipient": "carrier", "sentence": words, "at": at}
        return consent.give(person=person, **(asked | changes))

    return given


@pytest.fixture
def given(alice, agree):
    return agree(alice)


@pytest.fixture
def leave(alice):
    """Let name and address leave on the word of a consent."""

    def left(consent, at):
        return disclosure.disclose(
            person=alice,
            recipient="carrier",
            fields=("contact_name", "delivery_address"),
            purpose=Purpose.DELIVERY,
            consent=consent,
            at=at,
            by=None,
        )

    return left
