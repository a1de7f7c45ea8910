"""Staff with a few rights each, and work of every kind that waits for them."""

from __future__ import annotations

import re
from datetime import timedelta
from decimal import Decimal
from html import unescape
from uuid import uuid4

import pytest
from django.contrib.auth.models import Permission
from django.test import Client
from django.utils import timezone

from orders import fulfilment, placing
from orders.conversation import asking
from orders.parcels.parcel import Parcel, ParcelState
from orders.payment import Payment
from orders.refunds import refunding
from orders.refunds.refund import Reason, Refund
from orders.refunds.sums import Asked
from orders.returns.coming_back import Return
from privacy.cases import filing
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind, State
from privacy.exports.export import Export
from privacy.people import Person
from privacy.promises import promise
from privacy.promises.result import PromiseResult
from privacy.purposes import Purpose
from shop.catalogue.models import Department, Product
from tests.orders.conftest import BOOK, HOME, PEN

RIGHTS = (
    *("review_case", "approve_case", "approve_export", "read_trail", "view_order"),
    *("settle_payment", "pack_order", "change_product", "view_product"),
    *("view_refund", "send_refund", "open_refund", "answer_message"),
    *("view_return", "handle_return"),
)


@pytest.fixture(autouse=True)
def today(at, monkeypatch):
    """The moment is now, whenever the test runs."""
    monkeypatch.setattr(timezone, "now", lambda: at)


@pytest.fixture
def somebody(db):
    """Sign somebody in who has just these rights."""

    def signed_in(*rights):
        person = Person.objects.create_user(
            f"{uuid4()}@example.net", is_staff=True, name="Cleo Clerk"
        )
        found = Permission.objects.filter(codename__in=rights)
        assert {each.codename for each in found} == set(rights)
        person.user_permissions.set(found)
        client = Client()
        client.force_login(person)
        client.person = person
        return client

    return signed_in


@pytest.fixture
def work(staff, at):
    """Add work of every kind, once or more often."""

    def added(times=1):
        for _ in range(times):
            agreed_by_another(staff, due=at.date() - timedelta(days=1), at=at)
            ask(due=at.date() + timedelta(days=3), at=at)
            for steps in ((), ("mark-paid",), ("mark-paid", "pack")):
                placed = order(steps, staff, at)
            lost(placed, at)
            refunds(placed, staff, at)
            returns(placed, at)
            Payment.objects.filter(order=placed).update(doubted_at=at)
            asking.ask(order=placed, words="Where is it?", form=uuid4(), at=at)
            export(staff, at)
            broken(at)
            sold_out()

    return added


def ask(*, due, at, **told):
    email = f"{uuid4()}@example.net"
    case = filing.file(
        kind=Kind.COPY, email=email, demand=Demand(), country="GB", at=at
    )
    Case.objects.filter(pk=case.pk).update(due_on=due, **told)


def agreed_by_another(other, **told):
    facts = {"kind": Kind.ERASE, "state": State.IN_REVIEW, "reviewed_by": other}
    ask(**told, **facts, reviewed_at=told["at"])


def order(steps, by, at):
    placed = placing.place(
        checkout_id=uuid4(),
        email="maya@example.net",
        name="Maya Okafor",
        address=HOME,
        items=[PEN, BOOK],
        delivery="own",
        payment="transfer",
        consent_sentence=None,
        at=at,
    )
    for key in steps:
        fulfilment.VERBS[key](order=placed, at=at, by=by)
    return placed


def lost(order, at):
    """Let another parcel of it have been lost on the way."""
    Parcel.objects.create(
        person_id=order.person_id,
        order=order,
        number=2,
        state=ParcelState.LOST,
        packed_at=at,
        closed_at=at,
    )


def refunds(order, by, at):
    """Let one refund wait for somebody to send it, and one that was refused."""
    line = order.lines.first()
    for state in ("open", "failed"):
        opened = refunding.open_refund(
            order=order,
            asked=Asked(amounts={line.pk: Decimal(100)}),
            reason=Reason.PRICE,
            key=uuid4(),
            at=at,
            by=by,
        )
        Refund.objects.filter(pk=opened.pk).update(state=state)


def returns(order, at):
    """Let something be here to look at, and something that was looked at."""
    for state in ("received", "inspected"):
        Return.objects.create(
            person_id=order.person_id,
            order=order,
            form_id=uuid4(),
            kind="withdrawal",
            state=state,
            rule="return-GB",
            announced_at=at,
            send_by=at.date(),
            due_on=at.date() - timedelta(days=state == "inspected"),
        )


def export(by, at):
    """Let somebody have asked for data, once in time and once too long ago."""
    for hours in (1, -1):
        Export.objects.create(
            reference=f"X-{uuid4().hex[:10]}",
            once=uuid4(),
            sheet="orders",
            columns=["number"],
            since=at.date(),
            until=at.date(),
            purpose=Purpose.DELIVERY,
            reason="delivery",
            by=by,
            asked_at=at,
            expires_at=at + timedelta(hours=hours),
        )


def broken(at):
    """Let a probe have found for the second time that its promise is not kept."""
    probe = next(promise.probes("C2"))
    for hours, kept in ((30, True), (6, False)):
        PromiseResult.objects.create(
            promise="C2",
            probe=probe.name,
            kept=kept,
            at=at - timedelta(hours=hours),
            words="A page lacks a guard.",
        )


def sold_out():
    department, _ = Department.objects.get_or_create(name="Ink", slug="ink")
    name = f"Ink {uuid4()}"
    Product.objects.create(department=department, name=name, slug=name, colour="navy")


def jobs(page):
    """Return {title: (number, link)} of what the first page says waits."""
    found = re.findall(
        r'<a href="([^"]+)"><b>([^<]+)</b> <span>([^<]+)</span></a>',
        page.content.decode(),
    )
    return {title: (number, unescape(link)) for link, number, title in found}
