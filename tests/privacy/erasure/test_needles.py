"""What is looked for, where it counts, and that it is found however it is written."""

from __future__ import annotations

import base64
import zlib
from uuid import uuid4

import pytest

from privacy import purposes
from privacy.erasure import needles, places, tied, unfolding
from privacy.erasure.wanted import Wanted
from privacy.purposes import Purpose
from tests.diary.models import Page

ONE, TWO = uuid4(), uuid4()


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("a@b.c", "user.contact.email"),
        ("see a@b.c", "user.content.private"),
        ("Alice Ashdown", "user.name"),
        ("7 Hawthorn Bank", "user.contact.address"),
        ("k7m2p9", "user.authorization.credentials"),
        ("FW7K2M9Q", "user.payment"),
        ("It rained the whole of the day", "user.content.private"),
    ],
)
def test_these_tell_of_one_person_wherever_they_stand(text, category):
    assert needles.tells_of_one(text, category)


@pytest.mark.parametrize(
    ("text", "category"),
    [
        ("Alice", "user.name"),
        ("Ashdowner", "user.name"),
        ("Al Bo", "user.name"),
        ("St Andrews", "user.contact.address"),
        ("EH6 6QZ", "user.contact.address"),
        ("12345678", "user.payment"),
        ("Flat3", "user.contact.address"),
        ("k7m2", "user.authorization.credentials"),
        ("It rained.", "user.content.private"),
        ("Unputdownablenessesque", "user.content.private"),
    ],
)
def test_these_count_in_rows_of_the_person_alone(text, category):
    assert not needles.tells_of_one(text, category)


def test_values_that_say_nothing_are_not_looked_for(page):
    page.title, page.text, page.reader = "2026-11-22T10:30:00Z", "1,234.50", None
    page.save()
    known = needles.of(page.writer_id)
    assert known.near == ("Leith", "by the shore")
    assert known.values == ("Alice Ashdown", "alice@example.net")


def test_words_that_the_program_writes_itself_are_not_looked_for(page):
    page.title, page.place = "placed", None
    page.save()
    assert "placed" not in needles.of(page.writer_id).near


def test_of_a_long_text_its_middle_is_looked_for(page):
    words = [f"word{number}" for number in range(100)]
    page.text = " \n".join(words)
    page.save()
    assert " ".join(words[46:54]) in needles.of(page.writer_id).values
    page.text = "x" * 500
    page.save()
    assert "x" * 200 in needles.of(page.writer_id).near


def test_a_value_that_does_not_open_is_passed_over(page):
    other = Page.objects.create(
        writer=page.writer, title="Second", written_at=page.written_at
    )
    stored = Page.objects.get(pk=page.pk).__dict__["title"]
    other.__dict__["title"] = stored
    Page.objects.filter(pk=other.pk).update(mood="plain")
    from privacy.encryption import columns

    table = next(t for t in columns.tables() if t.model is Page)
    fresh = Page.objects.get(pk=other.pk)
    table.swap(fresh, {"title": bytes(stored)}, {"title": fresh.__dict__["title"]})
    with purposes.using(Purpose.OWN_REQUEST):
        assert "First of May" in needles.of(page.writer_id).near


def test_digests_are_those_of_every_column(page):
    with purposes.using(Purpose.OWN_REQUEST):
        stored = {page.title_index, page.town_index, page.writer.email_index}
    assert {each.hex() for each in stored} == set(needles.of(page.writer_id).indexes)


def wanted(*texts):
    found = Wanted()
    found.add(ONE, texts)
    return found


@pytest.mark.parametrize(
    "stored",
    [
        "MAYA\u00a0OKAFOR",
        "\uff2d\uff41\uff59\uff41 Okafor",  # full-width letters
        b"\x00\xff\xfeMaya Okafor\xff",
        "Maya Okafor".encode("utf-16"),
        zlib.compress(b"Maya Okafor"),
        base64.b64encode(zlib.compress(b"Maya Okafor")).decode(),
        "\\u004daya Okafor",
        "Maya%20Okafor",
        "Maya&nbsp;Okafor",
    ],
)
def test_a_text_is_found_however_it_is_written(stored):
    assert wanted("Maya Okafor").found_in(stored) == {ONE: {"maya okafor"}}


@pytest.mark.parametrize(("times", "read"), [(3, True), (4, False)])
def test_what_is_packed_three_times_is_read_and_no_deeper(times, read):
    stored = b"Maya Okafor"
    for _ in range(times):
        stored = base64.b64encode(stored)
    assert bool(wanted("Maya Okafor").found_in(stored.decode())) == read


def test_signs_beyond_the_first_plane_are_read_in_json():
    assert wanted("Maya \U0001f600 Okafor").found_in("Maya \\ud83d\\ude00 Okafor")


@pytest.mark.parametrize(
    "stored", ["Amaya Okafor", "Maya Okafora", "x", b"x\x9cno zlib", "", b"", "----"]
)
def test_a_part_of_a_longer_word_is_not_the_text(stored):
    assert wanted("Maya Okafor").found_in(stored) == {}


def test_the_text_counts_once_it_stands_alone():
    stored = "Amaya Okafor and Maya Okafor"
    assert wanted("Maya Okafor", "?!").found_in(stored)


@pytest.mark.parametrize("many", [1, 300])
@pytest.mark.parametrize("size", [0, 5000])
def test_digests_are_found_among_few_and_many(many, size):
    found = Wanted()
    found.add_digests(TWO, [f"{number:032x}" for number in range(1, many)])
    found.add_digests(ONE, ["ab" * 16])
    stored = bytes([7]) * size + b"\xab" * 16 + b"\x07"
    assert ONE in found.found_in(stored)
    assert TWO not in found.found_in(stored)


def test_the_database_sifts_by_short_words_alone():
    assert wanted("maya@example.net", "Maya Quillanthebeck").patterns() == ["maya"]
    assert wanted("Žofie Ž").patterns() is None
    assert wanted(*(f"word{n}" for n in range(65))).patterns() is None


def test_ordinary_words_stand_in_two_rows():
    said = [("rose paper", 1), ("rose ink", 1), ("kraft", 2)]
    assert tied.ordinary_words(said) == {"rose", "kraft"}


def test_a_file_that_goes_while_it_is_read_is_passed_over(tmp_path):
    assert list(places._parts_of(tmp_path / "gone")) == []


def test_folding_forgets_case_and_space():
    assert unfolding.folded(" Stra\u00dfe\n 7 ") == "strasse 7"
