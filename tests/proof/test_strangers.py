"""A stranger's case everywhere: every address, every method, the exact answer.

Four people come: nobody in particular, another customer who is signed in, a guest who
has somebody else's links, and staff without any role. An address without an entry in
`expected_of_strangers` fails.
"""

from __future__ import annotations

import pytest

from shop.bodies import SIGNED_JSON
from tests.proof.back_office import CANARIES, PARTS, parts_of
from tests.proof.expected_of_strangers import EXPECTED, SHOWN_BY_LINK, UNNAMED
from tests.proof.strangers import ODD, WHO, Strangers, proved, without_memory


@pytest.fixture
def strangers(db, settings):
    without_memory(settings)
    return Strangers()


def wanted(name, who):
    """Return the expected status of GET, HEAD and POST."""
    told = EXPECTED[name]
    told = told if isinstance(told, str) else told.get(who) or told["others"]
    safe, post = told.split()
    get, _, head = safe.partition("/")
    return [int(get), int(head or get), int(post)]


def paths(strangers):
    """Return each name with an address whose parts exist, and are another's."""
    named = {name: strangers.address(name) for name in EXPECTED.keys() - UNNAMED.keys()}
    return named | {path: path.format(**vars(strangers)) for path in UNNAMED}


def answers(strangers, who, path):
    browser = strangers.browsers[who]
    return [strangers.ask(browser, each, path) for each in ("GET", "HEAD", "POST")]


def shown(answer):
    """Return which of Maya's values an answer has."""
    body = b"".join(answer) if answer.streaming else answer.content
    return [each for each in CANARIES if each.encode() in body]


@pytest.mark.parametrize("who", WHO)
def test_every_address_answers_a_stranger_as_it_should(strangers, who):
    wrong = {}
    for name, path in paths(strangers).items():
        got = answers(strangers, who, path)
        if (found := [each.status_code for each in got]) != wanted(name, who):
            wrong[name] = found
        told = [each for answer in got for each in shown(answer)]
        if bool(told) != (name in SHOWN_BY_LINK):
            wrong[f"{name} shows"] = told
    assert wrong == {}


@pytest.mark.parametrize("who", WHO)
def test_no_address_takes_a_form_from_elsewhere_or_an_odd_method(strangers, who):
    wrong, browser = [], strangers.browsers[who]
    for path in paths(strangers).values():
        # No form of anybody is taken where signed JSON alone is.
        refused = {415} if path in SIGNED_JSON else {403, 405}
        if strangers.forge(browser, path).status_code not in refused:
            wrong.append(("POST from elsewhere", path))
        for method in ODD:
            if strangers.ask(browser, method, path).status_code != 405:
                wrong.append((method, path))
    assert wrong == []


def test_every_address_has_its_entry():
    named = {name for name in PARTS if not name.endswith("None")}
    assert named == EXPECTED.keys() - UNNAMED.keys()


def test_no_other_address_goes_without_a_name():
    unnamed = [str(pattern) for name, _, pattern in parts_of() if name.endswith("None")]
    # Django's old addresses of rows, and what answers for all that is not there.
    assert sorted(unnamed) == ["(?P<url>.*)$", *["<path:object_id>/"] * 3]


def test_a_new_address_without_an_entry_is_found(monkeypatch):
    monkeypatch.setitem(PARTS, "shop:new", ())
    with pytest.raises(AssertionError, match="shop:new"):
        test_every_address_has_its_entry()


def test_those_whose_links_they_are_get_in(strangers):
    """So that a refusal above is about who asks, and not about a link that is dead."""
    browser = proved(strangers.seen, strangers.at)
    for name in ("", "-copy", "-clear", "-erase", "-correct"):
        path = strangers.address(f"shop:your-data{name}-guest")
        assert strangers.ask(browser, "GET", path).status_code == 200, path
    data = strangers.ask(browser, "GET", strangers.address("shop:your-data-guest"))
    assert len(shown(data)) >= 4


def test_an_address_that_answers_too_much_is_found(strangers, monkeypatch):
    monkeypatch.setitem(EXPECTED, "shop:privacy", "404 405")
    monkeypatch.delitem(EXPECTED, "shop:order")
    with pytest.raises(AssertionError, match="shop:privacy"):
        test_every_address_answers_a_stranger_as_it_should(strangers, "nobody")
