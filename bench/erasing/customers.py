"""Customers with orders that are done, and an approved case of each to erase them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID, uuid4

from django.utils import timezone

from bench import keyed
from orders import numbers, terms
from orders.addresses import Address
from orders.event import Event, Verb
from orders.models import Line, Order, Payment
from orders.payment import PaymentVerification
from orders.states import PaymentState
from orders.states import State as OrderState
from privacy import purposes
from privacy.cases import clock, planning
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind, State
from privacy.erasure import plans
from privacy.identifiers import new_readable, new_secret
from privacy.letters.models import Letter, LetterText
from privacy.people import Person
from privacy.purposes import Purpose

STORY = (Verb.PLACED, Verb.PAID, Verb.HANDED_OVER, Verb.DELIVERED)
LINES, LETTERS = 2, 2
TEXT = "We packed your parcel today and it is on its way to the address you gave. " * 15
_DRAWN: set[str] = set()
PRICE, DELIVERY, TAX = Decimal(3800), Decimal(450), Decimal(1342)


@dataclass(frozen=True)
class Bought:
    """One order and all rows that belong to it."""

    order: Order
    payment: Payment
    lines: list[Line]
    events: list[Event]
    letters: list[Letter]


def waiting(number: int, *, orders: int) -> list[UUID]:
    """Make so many people with so many orders each; return their approved cases."""
    at = timezone.now() - timedelta(days=30)
    subjects = keyed.people(number)
    people = [_person(subject, at) for subject in subjects]
    Person.objects.bulk_create(people, batch_size=keyed.AT_ONCE)
    with purposes.using(Purpose.OWN_REQUEST):
        for person in people:
            _write([_bought(person, at) for _ in range(orders)])
        return _cases(people, at)


def _person(subject: UUID, at: datetime) -> Person:
    person = Person(
        id=subject,
        email=f"maya-{subject.hex[-12:]}@example.net",
        name=f"Maya Okafor-{subject.hex[-12:]}",
        created_at=at,
        needed_until=at,
    )
    person.set_unusable_password()
    return person


def _drawn(draw: Callable[[str], str]) -> str:
    """Return an order's number, or a transfer's reference, that nothing has here."""
    while (drawn := draw(terms.order_prefix())) in _DRAWN:
        continue
    _DRAWN.add(drawn)
    return drawn


def _write(bought: list[Bought]) -> None:
    """Write the orders of one person, a table at a time."""
    every: list[tuple[Any, list[Any]]] = [
        (Order, [each.order for each in bought]),
        (Payment, [each.payment for each in bought]),
        (Line, [line for each in bought for line in each.lines]),
        (Event, [event for each in bought for event in each.events]),
        (Letter, [letter for each in bought for letter in each.letters]),
    ]
    for model, rows in every:
        model.objects.bulk_create(rows, batch_size=keyed.AT_ONCE)


def _bought(person: Person, at: datetime) -> Bought:
    order = _order(person, at)
    return Bought(
        order=order,
        payment=_payment(order, at),
        lines=[_line(order, position) for position in range(1, LINES + 1)],
        events=[Event(person=person, order=order, verb=verb, at=at) for verb in STORY],
        letters=[_letter(person, at) for _ in range(LETTERS)],
    )


def _order(person: Person, at: datetime) -> Order:
    return Order(
        person=person,
        number=_drawn(numbers.new_number),
        checkout_id=uuid4(),
        state=OrderState.DELIVERED,
        contact_name=person.name,
        contact_email=person.email,
        delivery_address=Address(
            "GB", f"{person.pk.hex[-4:]} Hawthorn Bank", "", "Edinburgh", "", "EH6 6QZ"
        ),
        link=numbers.new_link(),
        delivery_method="own",
        delivery_name="Our own van",
        delivery_tax_rate=Decimal(20),
        earliest_on=at.date(),
        latest_on=at.date(),
        currency="GBP",
        items_total=PRICE * LINES,
        delivery_total=DELIVERY,
        tax_total=TAX,
        total=PRICE * LINES + DELIVERY,
        placed_at=at,
        closed_at=at,
    )


def _payment(order: Order, at: datetime) -> Payment:
    code = _drawn(numbers.new_reference)
    return Payment(
        person_id=order.person_id,
        order=order,
        method="transfer",
        state=PaymentState.PAID,
        currency="GBP",
        amount=order.total,
        verification=PaymentVerification("transfer", code=code, result="matched"),
        opened_at=at,
        settled_at=at,
        closed_at=at,
    )


def _line(order: Order, position: int) -> Line:
    return Line(
        person_id=order.person_id,
        order=order,
        position=position,
        sku=f"PEN-{position}",
        title="Shore fountain pen",
        variant="Navy",
        unit_price=PRICE,
        quantity=1,
        tax_rate=Decimal(20),
        line_total=PRICE,
        tax=Decimal(633),
        sold_at=order.placed_at,
    )


def _letter(person: Person, at: datetime) -> Letter:
    text = f"Dear {person.name},\n\n{TEXT}"
    return Letter(
        holder_id=person.pk,
        person=person,
        purpose=Purpose.ORDER_CONFIRMATION,
        template="orders/placed",
        content=LetterText("Your order", text, f"<p>{text}</p>"),
        queued_at=at,
        next_try_at=at,
        sent_at=at,
        delete_on=(at + timedelta(days=90)).date(),
    )


def _cases(people: list[Person], at: datetime) -> list[UUID]:
    """Write a case for each of people who have as many rows as the first of them."""
    plan = plans.made(people[0].pk, at=at)
    staff = [Person.objects.create_user(_anybody()) for _ in range(2)]
    numbered = keyed.people(len(people))
    cases = _approved(people, numbered, plan, staff, at)
    Case.objects.bulk_create(cases, batch_size=keyed.AT_ONCE)
    return numbered


def _anybody() -> str:
    return f"{new_secret()}@example.net"


def _approved(
    people: list[Person],
    numbered: list[UUID],
    plan: plans.Plan,
    staff: list[Person],
    at: datetime,
) -> Iterator[Case]:
    dates = clock.deadline(country="GB", at=at)
    first, second = staff
    for person, number in zip(people, numbered, strict=True):
        told = replace(plan, person_id=person.pk).as_json()
        yield Case(
            id=number,
            reference=new_readable(12),
            link=new_secret(),
            person=person,
            kind=Kind.ERASE,
            state=State.COOLING_OFF,
            email=person.email,
            demand=Demand(words="Erase everything that you hold about me."),
            country="GB",
            regime=dates.regime,
            received_at=at,
            due_on=dates.due_on,
            target_on=dates.target_on,
            identity_proven_at=at,
            plan=told,
            plan_hash=planning.digest(told),
            plan_shown_at=at,
            reviewed_by=first,
            reviewed_at=at,
            approved_by=second,
            approved_at=at,
            # Nobody takes it on before it is its turn.
            cooling_until=at + timedelta(days=60),
        )
