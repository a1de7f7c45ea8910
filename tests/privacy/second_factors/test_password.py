"""Staff change their password after a fresh factor; the trail and a letter say so."""

from __future__ import annotations

from privacy.letters.models import Letter
from tests.privacy.second_factors.conftest import PASSWORD, text

THERE = "/staff/password_change/"
NEXT = "quiet herons on nine piers"


def change(browser, password=PASSWORD, new_password=NEXT, **more):
    return browser.post(THERE, password=password, new_password=new_password, **more)


def test_a_password_is_changed_and_everybody_else_is_signed_out(inside, recorded):
    other = inside.like("192.0.2.7")
    other.types_password()
    other.shows(other.now())
    recorded()
    assert change(inside)["Location"].endswith("/done/")
    assert inside.is_in()
    assert not other.is_in()
    assert recorded() == ["password_changed"]
    assert Letter.objects.filter(template="shop/password-changed").count() == 1
    assert other.types_password().status_code == 200
    assert other.types_password(NEXT).status_code == 302


def test_it_wants_a_fresh_factor_and_the_password_so_far(inside, recorded):
    inside.clock.passes(minutes=16)
    asked = change(inside)
    assert "Is it still you?" in text(asked)
    recorded()
    wrong = change(inside, password="not it at all", factor_code=inside.now())
    assert "That is not your password" in text(wrong)
    short = change(inside, new_password="short")
    assert "Password must have 12 characters or more" in text(short)
    assert recorded() == ["factor_shown"]
    for _ in range(8):
        last = change(inside, password="not it at all")
    assert last.status_code == 429


def test_a_reset_by_mail_is_recorded_for_staff_alone(inside, staff, alice, recorded):
    from shop.accounts import passwords
    from shop.accounts.models import ResetLink

    recorded()
    for person in (staff, alice):
        token = passwords._link(ResetLink, person, at=inside.clock.now)
        passwords.reset(token=token, password=NEXT, at=inside.clock.now)
    assert recorded() == ["password_reset"]
    assert not inside.is_in()
