"""Every letter with its invented facts: whole, ours alone, and small."""

from __future__ import annotations

import html
import re
from importlib import import_module

import pytest
from django.conf import settings
from django.template.loader import get_template

from privacy import letters
from privacy.letters import composing, previews, reading
from tests.house import tree
from tests.privacy.letters import calling
from tests.privacy.letters.strictly import noting

LARGEST = 25_000
"""Bytes of text and HTML together. Gmail cuts off what is longer than 102 kB."""
LONGEST_SUBJECT = 90
"""Signs: the dates of arrival take up half of the longest."""
TAG = re.compile(r"<[^>]+>")
MAILBOX = re.compile(r"[^\s@<>()]+@[\w.-]+")
# What tells a person of an invented order or request, and no subject may say.
PERSONAL = ("Ada", "Example", "EX1", "@", "/orders/", "/cases/")


@pytest.fixture(scope="module", autouse=True)
def every():
    """Import every module that registers letters."""
    code = tree.texts(".py", under=("privacy/", "orders/", "shop/"))
    for path, text in code.items():
        module = calling.read(path, text)
        if module.registers:
            import_module(module.name)


def shown():
    """Return every preview of every letter."""
    names = [name for name in letters.registered() if not name.startswith("diary/")]
    return [each for name in names for each in previews.of(name)]


def faults(preview, letter):
    """Yield what is wrong with one letter."""
    where = f"{preview.template} {preview.title}".strip()
    for found in (*sizes(letter), *led(letter), *named(letter), *unsaid(letter)):
        yield f"{where}: {found}"


def sizes(letter):
    """Yield what is too long, or missing."""
    if len(letter.subject) > LONGEST_SUBJECT or not letter.subject:
        yield f"subject of {len(letter.subject)} signs"
    if len((letter.text + letter.html).encode()) > LARGEST:
        yield "too large"


def led(letter):
    """Yield the links that are not ours, or that the text leaves out."""
    for link in reading.hrefs(letter.html):
        if not reading.is_own(link) or link not in letter.text.split():
            yield f"{link} is not ours, or not in the text"
    for line in letter.text.splitlines():
        if line.startswith("http") and not reading.is_own(line.strip()):
            yield f"{line} is not ours"


def named(letter):
    """Yield whoever the subject names, and addresses of mail that are nobody's."""
    for each in PERSONAL:
        if each in letter.subject.replace(settings.SHOP_NAME, ""):
            yield f"the subject names {each}"
    for each in set(MAILBOX.findall(letter.text + letter.html)):
        if not each.rstrip(".").endswith(("example.net", settings.SHOP_EMAIL)):
            yield f"names {each}"


def unsaid(letter):
    """Yield the figures, dates and amounts of the HTML that the text leaves out."""
    body = letter.html.partition("<body")[2].partition(">")[2]
    plain = html.unescape(TAG.sub(" ", body))
    for figure in set(re.findall(r"£?\d[\d.,:-]*\d", plain)):
        if figure not in letter.text:
            yield f"{figure} in the HTML alone"


def test_every_letter_is_previewed():
    names = {name for name in letters.registered() if not name.startswith("diary/")}
    assert {name for name in names if not previews.of(name)} == set()
    assert {p.template for p in shown()} == names


def test_every_preview_has_all_that_its_templates_ask_for(monkeypatch):
    wrong = {}
    for preview in shown():
        with noting(monkeypatch) as missed:
            preview.letter()
        if missed:
            wrong[preview.template, preview.title] = sorted(set(map(str, missed)))
    assert wrong == {}


def test_every_letter_is_whole_ours_and_small():
    assert [each for p in shown() for each in faults(p, p.letter())] == []


def test_every_letter_says_that_it_has_a_light_and_a_dark_look():
    for preview in shown():
        made = preview.letter().html
        assert '<meta name="color-scheme" content="light dark">' in made
        assert "background" not in made, preview.template
        assert re.search(r"(?<![-\w])color\s*:", made) is None, preview.template


def test_a_variable_that_is_missing_is_seen(template, tmp_path, monkeypatch):
    folder = tmp_path / "letters"
    (folder / f"{template}.txt").write_text("{% if nobody %}{% endif %}{{ word.x }}")
    letters.preview(template, lambda: {"word": "Hello"})
    try:
        with noting(monkeypatch) as missed:
            previews.of(template)[0].letter()
    finally:
        previews._declared.pop(template)
    assert {str(each) for each in missed} == {"nobody", "word.x"}


@pytest.mark.parametrize(
    ("part", "said", "told"),
    [
        ("subject.txt", "For Ada", "the subject names Ada"),
        ("subject.txt", "x" * 91, "subject of 91 signs"),
        ("txt", "x" * LARGEST, "too large"),
        ("html", "<body><p>It costs £12.50</p>", "£12.50 in the HTML alone"),
        ("txt", "ada@foldwell.example.com", "names ada@foldwell.example.com"),
        ("txt", "http://elsewhere.example.net/", "is not ours"),
        ("html", '<a href="{{ origin }}/x/">x</a>', "not in the text"),
    ],
)
def test_each_fault_is_seen(template, tmp_path, part, said, told):
    folder = tmp_path / "letters"
    (folder / f"{template}.{part}").write_text(said)
    preview = previews.Preview(template, "", lambda: {"word": "Hello"})
    assert told in " ".join(faults(preview, preview.letter()))


def test_a_preview_and_a_letter_that_is_sent_are_made_by_the_same_hand(
    letter, template
):
    said = composing.composed(template, {"word": "<you & me>"})
    assert get_template(f"letters/{template}.txt")
    assert said.text.startswith("It's <you & me>")
