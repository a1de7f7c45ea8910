"""Every template, every call: one purpose, one recipient, nothing that sells."""

from __future__ import annotations

import ast
from collections import Counter
from importlib import import_module
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template

from privacy import letters
from privacy.letters import NotRegistered, door, reading
from privacy.letters.door import RegisteredTwice
from privacy.letters.reading import NotOurs
from privacy.purposes import Purpose
from tests.house import tree
from tests.privacy.letters import calling
from tests.privacy.letters.looping import LOOPS, OVER_PEOPLE

FOLDER = tree.ROOT / "templates" / "letters"
# Parts of letters, which can't be sent by themselves.
FRAMES = {
    *("letter", "cases/letter", "orders/letter"),
    *("orders/parcel", "orders/returning"),
}
# The notice of a change of the policy, wherever that is kept.
POLICY = "shop.policy."


@pytest.fixture(scope="module")
def modules():
    code = tree.texts(".py", under=("privacy/", "orders/", "shop/"))
    return [calling.read(path, text) for path, text in code.items()]


@pytest.fixture(autouse=True)
def registered(modules):
    """Import every module that registers letters, and return what is registered."""
    for module in modules:
        if module.registers:
            import_module(module.name)
    return letters.registered()


def templates(folder=FOLDER):
    """Return the name of each letter, with the endings of its files."""
    found = Counter()
    for path in folder.rglob("*.*"):
        name, _, ending = path.relative_to(folder).as_posix().partition(".")
        found[name, ending] += 1
    return {name: {ending for own, ending in found if own == name} for name, _ in found}


def test_every_template_is_registered_and_has_its_three_parts(registered):
    found = {name: parts for name, parts in templates().items() if name not in FRAMES}
    assert {
        name for name, parts in found.items() if parts != set(reading.PARTS)
    } == set()
    assert found.keys() == {
        name for name in registered if not name.startswith("diary/")
    }


def test_a_template_that_nobody_registered_is_seen(registered, tmp_path):
    (tmp_path / "shop").mkdir()
    (tmp_path / "shop" / "spring.html").write_text("x")
    assert templates(tmp_path) == {"shop/spring": {"html"}}
    assert "shop/spring" not in registered


def test_every_template_is_registered_once(registered):
    for known in registered.values():
        door.register(known.template, purpose=known.purpose, keep_days=known.keep_days)
        other = next(each for each in Purpose if each != known.purpose)
        with pytest.raises(RegisteredTwice):
            door.register(known.template, purpose=other, keep_days=known.keep_days)
    assert letters.registered() == registered


def test_no_letter_is_kept_without_need(registered):
    assert {
        k for k, each in registered.items() if not 0 < each.keep_days <= 90
    } == set()


def test_every_call_names_its_purpose_and_one_recipient(modules):
    calls = [call for module in modules for call in module.writes]
    assert len(calls) >= 6
    for call in calls:
        named = calling.arguments(call)
        where = ast.unparse(call)
        assert {"template", "purpose", "context", "at"} <= set(named), where
        assert len({"person", "case"} & set(named)) == 1, where
        assert None not in named, where
        assert calling.many(call) == [], where


def test_every_call_uses_the_purpose_that_is_registered(modules, registered):
    """What stands in a call as plain text is compared; the door compares the rest."""
    plain = 0
    for call in (call for module in modules for call in module.writes):
        told = {each.arg: ast.unparse(each.value) for each in call.keywords}
        known = registered.get(told["template"].strip("'\""))
        if known and told["purpose"].startswith("Purpose."):
            plain += 1
            assert Purpose[told["purpose"].removeprefix("Purpose.")] == known.purpose
    assert plain >= 2


def test_one_module_alone_hands_mail_over(modules):
    ways = {m.name: calling.mailers(m) for m in modules if calling.mailers(m)}
    assert ways.keys() == {"privacy.letters.sending", "privacy.letters.refusals"}
    assert ways["privacy.letters.refusals"] == {"smtplib"}  # for its errors
    sending = tree.ROOT / "privacy" / "letters" / "sending.py"
    made = [
        node
        for node in ast.walk(ast.parse(sending.read_text()))
        if isinstance(node, ast.Call)
        and ast.unparse(node.func) == "EmailMultiAlternatives"
    ]
    (call,) = made
    told = {each.arg: each.value for each in call.keywords}
    assert {"cc", "bcc"}.isdisjoint(told)
    assert ast.unparse(told["to"]) == "[opened.address]"


def test_no_loop_writes_to_a_list_of_people(modules):
    found = {name for name in calling.loops(modules) if not name.startswith(POLICY)}
    assert found == LOOPS.keys()
    assert set(OVER_PEOPLE.values()) == {Purpose.OFFICIAL_NOTICE}
    assert OVER_PEOPLE.keys() <= LOOPS.keys()


def test_the_notice_of_a_new_policy_is_an_official_one(modules, registered):
    own = [m for m in modules if m.name.startswith(POLICY)]
    told = {
        ast.unparse(each.value)
        for module in own
        for call in module.writes
        for each in call.keywords
        if each.arg == "purpose"
    }
    assert told <= {"Purpose.OFFICIAL_NOTICE", "PURPOSE"}
    names = [n for n in registered if "policy" in n]
    assert {registered[n].purpose for n in names} <= {Purpose.OFFICIAL_NOTICE}


MAILING = """
from privacy import letters
from django.core.mail import send_mail

def spread(people, at):
    for person in people:
        _one(person, at)

def at_once(people, at):
    return [letters.write(person=each, to=[each], at=at) for each in people]

def _one(person, at):
    told = {}
    letters.write(template="x", purpose=p, person=person, at=at, **told)
"""


def test_a_mailing_is_seen():
    module = calling.read("shop/spring.py", MAILING)
    assert calling.loops([module]) == {"shop.spring.spread", "shop.spring.at_once"}
    assert calling.mailers(module) == {"django.core.mail.send_mail"}
    assert sorted(calling.many(call) for call in module.writes) == [[], ["to"]]
    assert any(None in calling.arguments(call) for call in module.writes)


# --- What the letters say ---------------------------------------------------------


def test_no_letter_sells_fetches_or_tracks(registered):
    found = {name: list(reading.faults(name)) for name in registered}
    assert {name: wrong for name, wrong in found.items() if wrong} == {}


@pytest.mark.parametrize(
    ("part", "text"),
    [
        ("html", '<img src="cid:1">'),
        ("html", '<p style="background:url(x)">Hello</p>'),
        ("html", '<link rel="stylesheet">'),
        ("html", '<a href="https://elsewhere.example.net/">x</a>'),
        ("html", '<a href="{{ link }}?utm_source=mail">x</a>'),
        ("html", '<a href="{{ origin }}/go/?to={{ link }}">x</a>'),
        ("html", "<a href={{link}}>x</a>"),
        ("html", '<p background="{{ origin }}/x">Hello</p>'),
        ("txt", "See http://elsewhere.example.net/"),
        ("txt", "Now 20 % off, hurry"),
        ("txt", "To unsubscribe, answer this mail"),
        ("txt", "You might also like our paper"),
        ("subject.txt", "Our autumn sale"),
    ],
)
def test_each_thing_that_no_letter_may_hold_is_seen(template, tmp_path, part, text):
    (tmp_path / "letters" / f"{template}.{part}").write_text(text)
    assert list(reading.faults(template))


def test_what_a_template_builds_on_is_read_too(template, tmp_path):
    folder = tmp_path / "letters"
    (folder / "frame.html").write_text("<img src=x>{% block a %}{% endblock %}")
    inner = '{% extends "letters/frame.html" %}{% block a %}Hello{% endblock %}'
    (folder / f"{template}.html").write_text(inner)
    assert list(reading.faults(template))


def test_no_purpose_and_no_address_is_there_for_mailings():
    names = " ".join(purpose.value for purpose in Purpose)
    assert reading.SELLING.search(names) is None
    assert reading.SELLING.search("delivery newsletter")


OURS = settings.SHOP_ORIGIN


@pytest.mark.parametrize(
    "html",
    [
        f'<a href="{OURS}.elsewhere.example.net/">x</a>',
        f'<a href="{OURS}@elsewhere.example.net/">x</a>',
        f'<a href="{OURS}/orders/secret/?from=mail">x</a>',
        f'<a href="{OURS}/go/https://elsewhere.example.net/">x</a>',
        f'<a href="{OURS}/go/https%3A%2F%2Felsewhere.example.net/">x</a>',
        f'<a href="{OURS}//elsewhere.example.net/">x</a>',
        "<a href='javascript:x'>x</a>",
        "<a href=mailto:hello@example.net>x</a>",
        '<a href="">x</a>',
        "<img alt='' src='x'>",
    ],
)
def test_the_door_refuses_what_leads_elsewhere(write, alice, tmp_path, template, html):
    (tmp_path / "letters" / f"{template}.html").write_text(html)
    with pytest.raises(NotOurs):
        write(alice)


def test_our_own_pages_may_be_linked_and_typed_text_links_nowhere(write, alice):
    # One secret of forty thousand has "http" somewhere.
    reading.require_own_links(f'<a href="{OURS}/orders/nsphhttpzt4pzmv8/">x</a>')
    typed = '<a href="https://elsewhere.example.net/"> and https://a.example.net'
    assert write(alice, context={"word": typed})


# --- One recipient ----------------------------------------------------------------


def test_the_door_takes_no_list(write, alice, bob):
    people = type(alice).objects.all()
    for whose in ([alice, bob], people, {alice}, str(alice.pk), alice.pk):
        with pytest.raises(TypeError, match="one recipient"):
            write(whose)
    with pytest.raises(TypeError, match="one recipient"):
        write(case=[alice])


@pytest.mark.parametrize(
    "to",
    [
        ["a@example.net"],
        ("a@example.net", "b@example.net"),
        "a@example.net, b@example.net",
        "a@example.net;b@example.net",
        "a@example.net\nBcc: b@example.net",
        "A <a@example.net>",
        "a@b@example.net",
        "",
    ],
)
def test_the_door_takes_one_address(write, alice, to):
    with pytest.raises(TypeError, match="one recipient"):
        write(alice, to=to)


def test_a_call_for_another_purpose_is_refused(write, alice, template):
    with pytest.raises(NotRegistered):
        write(alice, purpose=Purpose.OFFICIAL_NOTICE)
    with pytest.raises(ValueError, match="marketing"):
        letters.register("diary/spring", purpose="marketing", keep_days=1)


def test_the_text_part_says_all_that_the_page_says():
    """Whoever reads plain text misses no link: each variable of one is in both."""
    for name in letters.registered():
        html = get_template(f"letters/{name}.html").template.source
        text = Path(get_template(f"letters/{name}.txt").origin.name).read_text()
        for variable in reading.hrefs(html):
            assert variable.strip("{} ") in text, (name, variable)
