"""Passwords: chosen after a sale, proven by mail, reset by mail, changed.

Nothing here tells a caller whether an address is known: what differs is said in the
letter, which only the owner of the address reads.
"""

from __future__ import annotations

from datetime import datetime

from django.conf import settings
from django.contrib.auth.hashers import check_password, make_password
from django.db import transaction
from django.urls import reverse

from orders.models import Order
from privacy import letters, purposes
from privacy.models import Person
from privacy.purposes import Purpose
from privacy.trail import recording
from privacy.trail.entry import Kind
from shop.accounts.models import (
    MailedLink,
    PendingPassword,
    ResetLink,
    digest,
    new_token,
)

NEWEST_ORDERS = 5


class LinkOver(Exception):
    """The link was used, ran out, or never was one."""


class WrongPassword(Exception):
    """It is not the password that was chosen."""


def choose(*, person: Person, password: str, at: datetime) -> None:
    """Keep `password` until the owner of the address types it again.

    Whoever asks may be a stranger who ordered under this address. So a row and a
    letter are written in every case, whether or not there is a password already.
    """
    hashed = make_password(password)
    with transaction.atomic():
        token = _link(PendingPassword, person, at=at, password=hashed)
        _write(
            "shop/password-known" if person.has_account else "shop/password-prove",
            person,
            url=_address("shop:password-prove", token),
            reset_url=_reset_address(),
            until=at + PendingPassword.LIFE,
            at=at,
        )


def prove(*, token: str, password: str, at: datetime) -> Person:
    """Turn the chosen password on for whoever has the letter and knows it.

    Raises LinkOver, or WrongPassword, after which the link still works.
    """
    link = pending(token, at=at)
    with purposes.using(Purpose.OWN_REQUEST):
        hashed = link.password
    if not check_password(password, hashed):
        raise WrongPassword
    return _settle(link, hashed, at=at)


def pending(token: str, *, at: datetime) -> PendingPassword:
    """The link of that letter, while it works. Raises LinkOver."""
    found = PendingPassword.objects.opened_by(token, at=at)
    link = found.select_related("person").first()
    if link is None or link.person.has_account or not link.person.is_active:
        raise LinkOver
    return link  # type: ignore[no-any-return] # guarded queryset


def resettable(token: str, *, at: datetime) -> ResetLink:
    """The link of that letter, while it works. Raises LinkOver."""
    found = ResetLink.objects.opened_by(token, at=at)
    link = found.select_related("person").first()
    if link is None or not link.person.is_active:
        raise LinkOver
    return link  # type: ignore[no-any-return] # guarded queryset


def answer_reset(*, person_id: str, at: datetime) -> None:
    """Write to whoever asked for a new password, if there is somebody to write to.

    A guest has none to reset; the letter says so, with the way to one and the orders.
    """
    person = Person.objects.filter(pk=person_id, is_active=True).first()
    if person is None:
        return
    orders = [] if person.has_account else _newest_orders(person)
    if not (person.has_account or orders):
        return
    with transaction.atomic():
        _write(
            "shop/password-none" if orders else "shop/password-reset",
            person,
            url=_address("shop:reset-confirm", _link(ResetLink, person, at=at)),
            orders=orders,
            until=at + ResetLink.LIFE,
            at=at,
        )


def reset(*, token: str, password: str, at: datetime) -> Person:
    """Set a new password through a mailed link, which then is used up.

    Raises LinkOver.
    """
    link = resettable(token, at=at)
    had_one = link.person.has_account
    with transaction.atomic():
        _record("password_reset", link.person, by=None, at=at)
        person = _settle(link, make_password(password), at=at)
        if had_one:
            Person.objects.filter(pk=person.pk).update(changed_at=at)
            _write("shop/password-changed", person, at=at, reset_url=_reset_address())
    return person


def change(*, person: Person, password: str, at: datetime) -> None:
    """Replace the password of somebody who is signed in, and tell them by letter."""
    with transaction.atomic():
        _record("password_changed", person, by=person, at=at)
        person.set_password(password)
        person.changed_at = at
        person.save(update_fields=["password", "changed_at"])
        _forget_links(person)
        _write("shop/password-changed", person, at=at, reset_url=_reset_address())


def delete_expired_links(*, at: datetime) -> None:
    """Delete every link that no longer works, and the waiting passwords with them."""
    for kind in (PendingPassword, ResetLink):
        kind.objects.expired(at=at).delete()


def _settle(link: MailedLink, hashed: str, *, at: datetime) -> Person:
    """Give the person that password: reading the mail has proven the address."""
    person: Person = link.person
    with transaction.atomic():
        # Of two at once, the one that deletes the link is the one that counts.
        if not type(link).objects.filter(pk=link.pk).delete()[0]:
            raise LinkOver
        person.password = hashed
        person.email_proven_at = person.email_proven_at or at
        person.save(update_fields=["password", "email_proven_at"])
        _forget_links(person)
    return person


def _record(what: str, person: Person, *, by: Person | None, at: datetime) -> None:
    """Write into the trail what changed for somebody of the staff; of nobody else."""
    if person.is_staff:
        recording.record(kind=Kind.SIGN_IN, what=what, by=by, about=person, at=at)


def _forget_links(person: Person) -> None:
    for kind in (PendingPassword, ResetLink):
        kind.objects.filter(person=person).delete()


def _link(kind: type[MailedLink], person: Person, *, at: datetime, **more: str) -> str:
    """Make a link of that kind and return its token, which is stored nowhere."""
    token = new_token()
    kind.objects.create(
        person=person, token_digest=digest(token), expires_at=at + kind.LIFE, **more
    )
    return token


def _newest_orders(person: Person) -> list[dict[str, str]]:
    with purposes.using(Purpose.OWN_REQUEST):
        return [
            {"number": order.number, "url": order.url_for_customer()}
            for order in Order.objects.of(person)[:NEWEST_ORDERS]
        ]


def _write(template: str, person: Person, *, at: datetime, **context: object) -> None:
    letters.write(
        template=template,
        purpose=Purpose.OFFICIAL_NOTICE,
        person=person,
        context={"at": at, **context},
        at=at,
    )


def _address(name: str, *args: str) -> str:
    return f"{settings.SHOP_ORIGIN}{reverse(name, args=args)}"


def _reset_address() -> str:
    return _address("shop:reset")
