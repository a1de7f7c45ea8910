"""The staff pages of exports: from asking to the file, and what they refuse."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from privacy import recipients
from privacy.encryption import keys
from privacy.exports import building, ending, sheets
from privacy.exports.export import LIFE, Export
from privacy.exports.states import State
from privacy.people import Person
from tests.privacy.exports.conftest import (
    TITLE,
    WORDS,
    fresh,
    opener,
    person,
    steps,
    table_in,
)
from tests.privacy.exports.desk import ASK, CHOSEN, LIST, Desk, shown_to, text_of, typed
from tests.privacy.exports.test_fetching import AUDITOR


@pytest.fixture(autouse=True)
def now(at, monkeypatch):
    """The moment is now; move it with now(later)."""

    def is_now(moment):
        monkeypatch.setattr(timezone, "now", lambda: moment)

    is_now(at)
    return is_now


@pytest.fixture
def desk(clerk):
    return Desk(clerk)


@pytest.fixture
def desk_of_second(second):
    return Desk(second)


def asked_by(desk):
    """Ask for an export on the page; return it and its passphrase."""
    offers = text_of(desk.get(ASK))
    assert "Pages" in offers
    assert "To talk with the customer" in offers
    answer = desk.post(ASK, **typed(desk))
    assert answer.status_code == 200
    assert "kept nowhere" in text_of(answer)
    found = re.search(r"<code>([^<]+)</code>", answer.content.decode())
    return Export.objects.get(), found[1]


def test_from_asking_to_the_file(pages, desk, desk_of_second, at):
    export, passphrase = asked_by(desk)
    mine, theirs = desk.sees(export), desk_of_second.sees(export)
    assert "You asked for this, so you can’t approve it." in mine
    for told in ("2 rows about 2 people, in 2 columns", "Title", WORDS, "C•••"):
        assert told in theirs
    assert not [each for each in ("Tide", passphrase) if each in mine + theirs]
    shown = shown_to(desk_of_second, export)
    assert desk_of_second.does(export, "approve", shown="0" * 64).status_code == 409
    assert desk_of_second.does(export, "approve", shown=shown).status_code == 303
    assert "Waiting for the worker" in desk.sees(export)
    Export.objects.update(done=1, whole=2)
    assert "1 of 2 rows" in desk.sees(export)
    building.build(fresh(export), at=at)
    assert "Fetch it, this once" in desk.sees(export)
    assert "Fetch it" not in desk_of_second.sees(export)


def test_a_file_comes_once_and_has_to_be_deleted(built, desk):
    export, passphrase = built
    file = desk.does(export, "fetch")
    assert file.headers["Content-Disposition"] == (
        f'attachment; filename="{export.reference}.zip.age"'
    )
    assert "no-store" in file.headers["Cache-Control"]
    assert len(table_in(file.content, passphrase)) == 3
    again = desk.does(export, "fetch")
    assert again.status_code == 409
    assert "fetched already" in text_of(again)
    assert "Delete every copy of the file by 25 December 2026." in desk.sees(export)
    assert desk.does(export, "gone").status_code == 303
    assert "as whoever fetched it says" in desk.sees(export)
    assert steps() == ["asked", "approved", "built", "fetched", "said_deleted"]


def test_the_same_form_again_leads_to_the_same_export(pages, desk):
    form = typed(desk)
    desk.post(ASK, **form)
    again = desk.post(ASK, **form)
    assert again.status_code == 303
    assert again.url.endswith(f"{Export.objects.get().pk}/change/")


def test_a_public_key_opens_it_as_well(pages, desk, tmp_path):
    key = opener().new_key(str(tmp_path / "key")).splitlines()[-1]
    answer = desk.post(ASK, **typed(desk, lock="key", public_key=key))
    assert answer.status_code == 303
    export = Export.objects.get()
    assert export.public_key == key
    assert f"The private key to {key}" in desk.sees(export)


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"columns": []}, "Choose columns from the list."),
        ({"columns": ["diary.Page.text"]}, "Choose columns from the list."),
        ({"words": "short"}, "Write a little more"),
        ({"words": "Ask friend@example.net please"}, "Leave names and addresses out"),
        ({"words": "The card is 4111 1111 1111 1111"}, "card"),
        ({"until": "2026-11-22"}, "Choose days that are over"),
        ({"since": "yesterday"}, "Write a date such as"),
        ({"reason": "curious"}, "Choose why it is needed."),
        ({"lock": "key"}, "Paste the public key"),
        ({"lock": "key", "public_key": "age1no"}, "That is no public key of age."),
        ({"once": "no"}, "Load the page again"),
        ({"recipient": "mail"}, "Choose who gets it from the list."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_typed_is_lost(pages, desk, changed, said):
    form = typed(desk, **changed)
    answer = desk.post(ASK, **form)
    assert answer.status_code in {409, 422}
    assert said in text_of(answer)
    if "words" not in changed:
        assert WORDS in text_of(answer)
    assert not Export.objects.exists()


def test_who_is_outside_gets_what_the_register_says(pages, desk, settings):
    narrow = AUDITOR | {"fields": ("title",)}
    settings.RECIPIENTS = settings.RECIPIENTS | {"audit": narrow}
    assert "Audit Office" in text_of(desk.get(CHOSEN))
    answer = desk.post(ASK, **typed(desk, recipient="audit"))
    assert "Audit Office may get nothing but: title." in text_of(answer)
    desk.post(ASK, **typed(desk, recipient="audit", columns=[TITLE]))
    export = Export.objects.get()
    assert "Audit Office, because the law asks for it: Act 1" in desk.sees(export)
    settings.RECIPIENTS = {}
    assert "not on the register any more" in desk.sees(export)
    assert not recipients.everybody()


def test_nothing_is_offered_that_no_role_takes_out(pages, desk, settings):
    settings.EXPORT_LIMITS = {}
    assert "Your role takes nothing out." in text_of(desk.get(ASK))
    # What is not offered can't be reached by its address either.
    for there in (CHOSEN, f"{ASK}?sheet=none&for=conversation", f"{ASK}?for=spam"):
        assert "Your role takes nothing out." in text_of(desk.get(there))
    narrow = {"purposes": ("conversation",), "rows": 5, "sealed": 0}
    settings.EXPORT_LIMITS = {"clerks": narrow}
    assert TITLE not in desk.get(CHOSEN).content.decode()


def test_rows_can_be_chosen_by_their_state(pages, desk):
    assert "Only those that are" not in text_of(desk.get(CHOSEN))
    sheets.offer(sheets.Sheet("requests", "privacy.Case", "Requests", state="state"))
    there = f"{ASK}?sheet=requests&for=conversation"
    assert "Only those that are" in text_of(desk.get(there))


def test_a_refusal_says_why(asked, desk, desk_of_second):
    export, _ = asked
    bad = desk_of_second.does(export, "refuse", reason="")
    assert (bad.status_code, "Choose why not." in text_of(bad)) == (422, True)
    assert desk_of_second.does(export, "refuse", reason="too_much").status_code == 303
    assert "It asks for more than the purpose needs" in desk.sees(export)
    assert desk_of_second.does(export, "refuse", reason="too_much").status_code == 409


def test_whoever_asked_withdraws_it(asked, desk):
    assert "Withdraw this export" in desk.sees(asked[0])
    assert desk.does(asked[0], "withdraw").status_code == 303
    assert fresh(asked[0]).state == State.WITHDRAWN
    assert "Withdraw this export" not in desk.sees(asked[0])


def test_everybody_sees_their_own_and_who_decides_sees_all(
    asked, desk, desk_of_second, at, now
):
    export, _ = asked
    other = Desk(person("other@example.net", "clerks", "ask_export"))
    assert export.reference not in text_of(other.get(LIST))
    there = reverse("admin:privacy_export_change", args=[export.pk])
    assert other.get(there).status_code == 404
    for act in ("withdraw", "fetch", "gone"):
        assert other.does(export, act).status_code == 404
    for each, name in ((desk, "You"), (desk_of_second, "C•••")):
        listed = text_of(each.get(LIST))
        assert export.reference in listed
        assert name in listed
    assert "Ask for an export" not in text_of(desk_of_second.get(LIST))


def test_each_act_asks_for_its_own_right(built, desk, desk_of_second):
    export, _ = built
    for act in ("approve", "refuse"):
        assert desk.does(export, act, reason="too_much").status_code == 403
    for act in ("withdraw", "fetch", "gone"):
        assert desk_of_second.does(export, act).status_code == 403
    assert desk.does(export, "refuse").status_code == 403
    assert desk_of_second.get(ASK).status_code == 403
    nobody = Person.objects.create_user("idle@example.net", is_staff=True)
    assert Desk(nobody).get(LIST).status_code == 403
    assert (
        desk.get(reverse("admin:privacy_export_fetch", args=[export.pk])).status_code
        == 405
    )


def test_the_list_says_what_has_to_be_deleted(fetched, alice, desk, at, now):
    export, _, _ = fetched
    assert "Delete by 25 Dec 2026" in text_of(desk.get(LIST))
    ending.somebody_goes(alice.pk, at=at)
    assert "Somebody in this file was erased on 22 November 2026." in desk.sees(export)
    assert 'class="tag bad"' in desk.get(LIST).content.decode()


def test_a_page_still_opens_when_what_it_tells_of_is_gone(
    built, desk, at, now, monkeypatch
):
    export, _ = built
    keys.destroy(export.pk, at=at)
    assert "erased" in desk.sees(export)
    monkeypatch.setattr(sheets, "_offered", {})
    assert "What is not offered any more" in desk.sees(export)
    now(at + LIFE + timedelta(days=1))
    assert "Fetch it" not in desk.sees(export)


def test_nobody_decides_about_what_is_not_offered_any_more(
    asked, desk_of_second, monkeypatch
):
    monkeypatch.setattr(sheets, "_offered", {})
    assert "Your decision" not in desk_of_second.sees(asked[0])


def test_an_empty_list_says_so(desk):
    assert "Nobody has asked for an export." in text_of(desk.get(LIST))


def test_what_whoever_asked_lost_the_role_for_still_shows(asked, clerk, desk_of_second):
    clerk.groups.clear()
    assert "What would be in it" in desk_of_second.sees(asked[0])
