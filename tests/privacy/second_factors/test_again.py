"""Decisions want a factor that was shown just now; nothing that was typed is lost."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.core.management import CommandError, call_command
from django.test import RequestFactory

from privacy import second_factors
from privacy.letters.models import Letter
from privacy.second_factors import changing, standing
from privacy.second_factors.factor import Factor, Held, RecoveryCode
from tests.privacy.second_factors.conftest import Browser, clerk, text

CODES = "/staff/factors/codes/"


@pytest.fixture
def stale(inside):
    """Signed in twenty minutes ago, and there ever since."""
    inside.clock.passes(minutes=20)
    assert inside.is_in()
    return inside


def test_what_was_sent_comes_along_and_goes_on_with_the_factor(stale, recorded):
    recorded()
    asked = stale.post(CODES, words=["one <b>", "two"], csrfmiddlewaretoken="x" * 32)
    assert asked.status_code == 200
    page = text(asked)
    assert "Is it still you?" in page
    assert f'action="{CODES}"' in page
    assert '<input type="hidden" name="words" value="one <b>">' in page
    assert '<input type="hidden" name="words" value="two">' in page
    assert "x" * 32 not in page
    assert recorded() == []
    done = stale.post(CODES, words=["one <b>", "two"], factor_code=stale.now())
    assert "Your recovery codes" in text(done)
    assert recorded() == ["factor_shown", "codes_made"]
    # For a quarter of an hour it is not asked again.
    stale.clock.passes(minutes=14)
    assert "Your recovery codes" in text(stale.post(CODES))


def test_a_wrong_factor_changes_nothing_and_keeps_what_was_typed(stale, recorded):
    recorded()
    asked = stale.post(CODES, words="kept", factor_code="000000")
    assert asked.status_code == 422
    assert 'name="words" value="kept"' in text(asked)
    assert "is not right" in text(asked)
    assert recorded() == ["factor_failed"]


def test_a_page_that_was_only_asked_for_is_asked_for_again(stale):
    there = "/staff/factors/passkey/"
    page = text(stale.get(there))
    assert "Is it still you?" in page
    assert 'name="factor_back" value="1"' in page
    wrong = stale.post(there, factor_back="1", factor_code="000000")
    assert 'name="factor_back" value="1"' in text(wrong)
    gone_on = stale.post(there, factor_back="1", factor_code=stale.now())
    assert (gone_on.status_code, gone_on["Location"]) == (303, there)
    assert "Set up a passkey" in text(stale.get(there))


def test_a_session_without_a_factor_is_never_fresh(stale, at):
    request = RequestFactory().get("/")
    request.session, request.user = {}, None
    assert not second_factors.is_fresh(request, at=at)
    assert not standing.is_over(request, at=at)
    standing.keep(request, at=at)
    assert request.session == {}


def test_the_decorator_stands_in_the_package(stale):
    guarded = second_factors.require_fresh(lambda request: "went on")
    request = RequestFactory().post("/somewhere/", {})
    request.session, request.user = stale.client.session, Factor.objects.get().person
    request.user.is_active = True
    assert guarded(request).status_code == 200
    request.session[standing.SESSION_KEY] |= {"shown": stale.clock.now.isoformat()}
    assert guarded(request) == "went on"


def test_a_second_factor_is_added_and_the_first_one_removed(inside, recorded):
    recorded()
    first = Factor.objects.get()
    kept = list(RecoveryCode.objects.values_list("digest", flat=True))
    assert inside.sets_up_app()["Location"] == "/staff/factors/"
    assert list(RecoveryCode.objects.values_list("digest", flat=True)) == kept
    gone = inside.post(f"/staff/factors/{first.pk}/remove/")
    assert gone["Location"] == "/staff/factors/"
    assert inside.is_in()
    last = Factor.objects.get()
    refused = inside.post(f"/staff/factors/{last.pk}/remove/")
    assert refused.status_code == 409
    assert "your only second factor" in text(refused)
    assert recorded() == ["app_set_up", "app_removed"]
    letters = Letter.objects.filter(template="second_factors/changed")
    assert letters.count() == 3  # an app with its codes, an app, one removed


def test_factors_of_others_are_not_there(inside):
    other = clerk()
    now = inside.clock.now
    theirs = Factor.objects.create(
        person=other, kind="app", held=Held(seed="A" * 32), made_at=now
    )
    there = f"/staff/factors/app/{theirs.pk}/"
    assert inside.get(there)["Location"] == "/staff/factors/"
    Factor.objects.filter(pk=theirs.pk).update(confirmed_at=now)
    gone = inside.post(f"/staff/factors/{theirs.pk}/remove/")
    assert gone.status_code == 404


def test_setting_up_ends_after_an_hour_and_begins_anew(sam):
    sam.types_password()
    there = sam.post("/staff/factors/app/")["Location"]
    assert sam.post(there, code="000000").status_code == 422
    sam.clock.passes(minutes=61)
    assert sam.get(there)["Location"] == "/staff/factors/"
    newer = sam.post("/staff/factors/app/")["Location"]
    assert newer != there
    assert Factor.objects.count() == 1


def test_codes_come_after_a_factor(sam):
    sam.types_password()
    assert sam.post(CODES)["Location"] == "/staff/factors/"
    assert RecoveryCode.objects.count() == 0


def test_who_has_a_factor_shows_it_before_another_is_set_up(inside):
    again = inside.like("203.0.113.5")
    again.types_password()
    for path in ("/staff/factors/", "/staff/factors/passkey/"):
        assert again.get(path)["Location"].startswith("/staff/factor/?next=")
    assert again.post("/staff/factors/app/").status_code == 303
    assert Factor.objects.count() == 1


def test_an_administrator_resets_who_lost_everything(inside, recorded):
    other = clerk()
    lost = Browser(inside.clock, "clerk@example.net")
    lost.types_password()
    lost.sets_up_app()
    recorded()
    page = text(inside.get("/staff/factors/staff/"))
    assert "clerk@example.net" not in page
    there = f"/staff/factors/staff/{other.pk}/reset/"
    assert there in page
    assert inside.post(there)["Location"] == "/staff/factors/staff/"
    assert not lost.is_in()
    assert lost.get("/staff/login/")["Location"].startswith("/staff/factor/")
    assert lost.get("/staff/factor/")["Location"].startswith("/staff/factors/")
    assert recorded() == ["factors_reset"]
    assert not RecoveryCode.objects.filter(person=other).exists()
    assert not other.known_devices.exists()
    assert inside.is_in()


def test_nobody_resets_their_own_or_without_the_right(inside, staff):
    own = f"/staff/factors/staff/{staff.pk}/reset/"
    assert inside.post(own).status_code == 404
    with pytest.raises(ValueError, match="their own"):
        changing.reset(staff, by=staff, at=inside.clock.now)
    other = clerk()
    powerless = Browser(inside.clock, "clerk@example.net")
    powerless.types_password()
    powerless.sets_up_app()
    assert powerless.get("/staff/factors/staff/").status_code == 403
    assert powerless.post(own).status_code == 403
    assert inside.post(f"/staff/factors/staff/{own}/reset/").status_code == 404
    assert "Second factors of staff" not in text(powerless.get("/staff/factors/"))
    assert Factor.objects.count() == 2
    assert other.second_factors.count() == 1


def test_freshness_ends_after_a_quarter_of_an_hour(inside):
    inside.clock.passes(minutes=14)
    assert "Your recovery codes" in text(inside.post(CODES))
    inside.clock.passes(seconds=61)
    assert "Is it still you?" in text(inside.post(CODES))
    assert timedelta(minutes=15) == standing.FRESH


def test_the_command_helps_the_only_administrator(inside, alice, recorded, capsys):
    recorded()
    call_command("reset_factors", email="staff@example.net")
    assert "sets up a new second factor" in capsys.readouterr().out
    assert recorded() == ["factors_reset"]
    assert not inside.is_in()
    for email in ("alice@example.net", "nobody@example.net"):
        with pytest.raises(CommandError, match="Nobody of the staff"):
            call_command("reset_factors", email=email)
