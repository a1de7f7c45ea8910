"""What looks like a card number, and what only looks a little like one."""

import pytest

from shop.checkout import screening


@pytest.mark.parametrize(
    "text",
    [
        "4111111111111111",
        "4111 1111 1111 1111",
        "4111-1111-1111-1111",
        "Flat 4 4111 1111 1111 1111",
        "card 378282246310005 thanks",
        "４１１１ １１１１ １１１１ １１１１",
        "٤١١١ ١١١١ ١١١١ ١١١١",
        "4222222222222",
    ],
)
def test_a_card_number_is_found_in_any_dress(text):
    assert screening.has_card_number(text)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "7 Hawthorn Bank",
        "4111 1111 1111 1112",
        "411111111111",
        "0000 0000 0000 0000",
        "Unit 12, 345 Long Road, EH6 6QZ",
        "41111111111111111111",
        "²²",
    ],
)
def test_an_ordinary_address_is_left_alone(text):
    assert not screening.has_card_number(text)
