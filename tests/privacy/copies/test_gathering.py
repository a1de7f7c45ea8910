"""What is held is shown whole, from the declarations, and nothing of anybody else."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from django.apps import apps
from django.db import connections
from django.test.utils import CaptureQueriesContext

from privacy import declarations
from privacy.copies import gathering, wording
from privacy.copies.package import Copy
from privacy.encryption import keys
from privacy.encryption.fields import SealedField
from privacy.erasure.run import Needles, Run
from privacy.models import Case
from privacy.purposes import Purpose
from tests.diary.models import Page
from tests.privacy import building
from tests.privacy.copies.held import group, rows_of, value

# --- Everything, and only theirs ---------------------------------------------------


def test_every_declared_value_of_every_model_is_there(alice, at):
    rows_of(alice)
    groups = gathering.held(alice, at)
    shown = {v.label for g in groups for row in g.rows for v in row.values}
    declared = {
        f"{model._meta.label}.{name}"
        for model in gathering.models()
        for name, said in declarations.of(model).personal.items()
        if isinstance(model._meta.get_field(name), SealedField)
    }
    missing = declared - shown
    assert missing == set()
    assert "orders.Order.delivery_address" in shown


def test_a_model_that_names_nobody_is_named_at_least(db):
    linked = {gathering.heading(model) for model in gathering.models()}
    every = {m for m in apps.get_models() if declarations.of(m).personal}
    assert len(gathering.unlinked()) == len(every) - len(gathering.models())
    assert "Checkout drafts" in gathering.unlinked()
    assert "You" in linked


def test_the_shops_own_values_may_all_be_opened_at_the_persons_request(db):
    refused = [
        f"{model._meta.label}.{name}"
        for model in gathering.models()
        for name, said in declarations.of(model).personal.items()
        if Purpose.OWN_REQUEST not in said.purposes
    ]
    # The one of the toy app shows what the page does with such a value.
    assert refused == ["diary.Page.reader"]


def test_nothing_of_another_person_is_there(alice, bob, at):
    rows_of(bob)
    groups = gathering.held(alice, at)
    told = " ".join(v.words for g in groups for row in g.rows for v in row.values)
    assert building.SECRET not in told
    assert "alice@example.net" in told
    of_bob = gathering.held(bob, at)
    assert building.SECRET in " ".join(
        v.words for g in of_bob for row in g.rows for v in row.values
    )


def test_the_person_comes_first_and_groups_without_rows_are_left_out(page, alice, at):
    groups = gathering.held(alice, at)
    assert [each.about for each in groups] == ["You", "Pages"]
    assert gathering.counted(groups) == 9


def asked(person, at):
    """Return how many queries each database is asked for what is held."""
    keys.forget_held()
    with CaptureQueriesContext(connections["default"]) as main:
        with CaptureQueriesContext(connections["vault"]) as vault:
            gathering.held(person, at)
    return len(main), len(vault)


def test_queries_grow_with_kinds_and_not_with_rows(page, alice, at):
    building.saved(Case, alice)
    Case.objects.update(person=alice)
    once = asked(alice, at)
    for _ in range(20):
        Page.objects.create(writer=alice, text="Rain again.", written_at=at)
        building.saved(Case, alice)
    Case.objects.update(person=alice)
    many = asked(alice, at)
    assert many[0] == once[0]
    assert many[1] <= once[1] + 1


def test_what_is_not_there_is_not_asked_for(page, alice, bob, at):
    assert asked(alice, at)[0] == asked(bob, at)[0] + 1 < len(gathering.models()) / 2


# --- What each value says ------------------------------------------------------------


def test_a_value_says_what_why_whence_and_until_when(page, alice, at):
    text = value(gathering.held(alice, at), "diary.Page.text")
    assert (text.what, text.words, text.data) == ("Text", "It rained.", "It rained.")
    assert (text.state, text.why) == (gathering.SHOWN, "To read it again")
    assert (text.where_from, text.name) == ("you", "text")
    assert text.until == date(2027, 11, 22)
    assert text.until_words == "a year after the page"
    assert text.disclosed_to == ()


def test_what_a_law_keeps_names_the_law_and_its_date(page, alice, at):
    groups = gathering.held(alice, at)
    kept = [v for v in group(groups, "diary.Page").rows[0].values if v.kept]
    for each in kept:
        entry = declarations.of(Page).personal[each.name].erasure
        assert each.kept == entry.ground
        assert each.kept_until == declarations.months_later(at.date(), entry.months)
    assert value(groups, "diary.Page.title").kept == ""
    assert value(groups, "diary.Page.title").kept_until is None


def test_a_date_that_has_not_begun_is_told_in_words(case, alice, at):
    demand = value(gathering.held(alice, at), "privacy.Case.demand")
    assert demand.until is None
    assert demand.until_words == "two years after we closed your request"


def test_days_are_those_of_the_shops_clock(page, alice, at):
    Page.objects.update(written_at=at.replace(month=7, day=31, hour=23, minute=30))
    text = value(gathering.held(alice, at), "diary.Page.text")
    assert text.until == date(2027, 8, 1)


def test_staff_have_no_date(staff, at):
    email = value(gathering.held(staff, at), "privacy.Person.email")
    assert (email.until, email.kept_until) == (None, None)


def test_a_dataclass_reads_part_by_part(page, alice, at):
    place = value(gathering.held(alice, at), "diary.Page.place")
    assert place.lines == ("Town: Leith", "Country: GB", "Notes: by the shore")
    assert place.data == {"town": "Leith", "country": "GB", "notes": ["by the shore"]}


def test_secrets_and_digests_are_named_and_never_shown(case, page, alice, at):
    groups = gathering.held(alice, at)
    for column in (
        "privacy.Person.password",
        "privacy.Person.email_index",
        "privacy.Case.link",
        "privacy.Case.link_index",
    ):
        secret = value(groups, column)
        assert (secret.state, secret.words) == (gathering.WITHHELD, "held, not shown")
        assert secret.data is None


def test_a_value_that_may_not_be_opened_for_the_person_is_named(page, alice, at):
    reader = value(gathering.held(alice, at), "diary.Page.reader")
    assert (reader.state, reader.words) == (gathering.WITHHELD, "held, not shown")


def test_a_guest_has_no_password(bob, at):
    assert value(gathering.held(bob, at), "privacy.Person.password") is None


def test_what_was_never_given_is_not_there(page, alice, at):
    Page.objects.update(title=None)
    assert value(gathering.held(alice, at), "diary.Page.title") is None


def test_an_erased_value_reads_erased(page, alice, at):
    keys.destroy(alice.pk, at=at)
    groups = gathering.held(alice, at)
    text = value(groups, "diary.Page.text")
    assert (text.state, text.words, text.data) == ("erased", "erased", None)
    assert gathering.counted(groups) == 4


def test_the_copy_itself_and_what_is_searched_for_are_not_inside(alice, at):
    Copy.objects.create(person=alice, package="UEs=", asked_at=at, expires_at=at)
    run = Run(subject_id=alice.pk, plan={}, plan_hash="", queued_at=at)
    run.needles = Needles(values=("needle",))
    run.save(force_insert=True)
    groups = gathering.held(alice, at)
    package = value(groups, "privacy.Copy.package")
    assert package.words == "the file itself, until you fetch it"
    assert package.where_from == "us, when you asked for it"
    needles = value(groups, "privacy.Run.needles")
    assert needles.words == "the erased values, until we find none of them"


def test_nothing_that_is_held_shows_in_a_representation(page, alice, at):
    for each in gathering.held(alice, at):
        said = repr((each, each.rows, [row.values for row in each.rows]))
        assert "rained" not in said
        assert "alice@" not in said
    assert "diary.Page" in said


def test_kinds_of_values_read_as_people_write_them(page):
    assert wording.lines(page, "mood", date(2026, 11, 3)) == ("3 November 2026",)
    assert wording.lines(page, "mood", True) == ("yes",)
    assert wording.lines(page, "mood", False) == ("no",)
    assert wording.lines(page, "mood", ["a", "b"]) == ("a", "b")
    assert wording.lines(page, "mood", "a\n\nb") == ("a", "b")
    assert wording.plain(Decimal("1.50")) == "1.50"
    assert wording.plain(date(2026, 11, 3)) == "2026-11-03"


def test_a_title_needs_no_origin(page, alice, at, monkeypatch):
    for name in ("_titles", "_origins", "_with"):
        monkeypatch.setattr(wording, name, {})
    wording.describe("diary.Page", title=lambda page: f"Page of {page.written_at:%Y}")
    groups = gathering.held(alice, at)
    assert group(groups, "diary.Page").rows[0].title == "Page of 2026"
    assert value(groups, "diary.Page.text").where_from == "you"
