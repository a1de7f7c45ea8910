"""A small shop with one of everything that staff work on, and somebody in each role."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

from django.apps import apps
from django.contrib.auth.models import Group
from django.db import connection
from django.db.models import QuerySet
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from orders import fulfilment, placing
from orders.addresses import Address
from orders.parcels import moving as parcels
from orders.placing import Item
from orders.refunds import giving, refunding
from orders.refunds.account import Account
from orders.refunds.refund import Reason
from orders.refunds.sums import Asked
from orders.returns.coming_back import Return
from orders.returns.line import ReturnLine
from privacy.cases import filing, moving
from privacy.cases.case import Case, Demand
from privacy.cases.notice import Notice
from privacy.cases.states import Kind, State
from privacy.exports.export import LIFE, Export
from privacy.letters.models import Letter
from privacy.people import Person
from privacy.regimes.change import RuleChange
from privacy.retention import holding
from privacy.retention.hold import LegalHold
from privacy.retention.holding import Target
from shop.catalogue.models import Department, Product, Variant
from shop.roles import ROLES

HOME = Address("GB", "7 Hawthorn Bank", "", "Edinburgh", "", "EH6 6QZ")
PEN = Item("PEN-1", "Shore fountain pen", "Navy", Decimal(3800), 1, Decimal(20))
CANARIES = ("Okafor", "maya@", "Hawthorn", "EH6 6QZ", "All of it, please.")
NOBODY = "no role"
# Which of the orders a step fits: the one that went so many steps.
STEPS = ("mark-paid", "pack", "hand-over")
FITS = {"mark-paid": 0, "cancel": 0, "pack": 1, "hand-over": 2, "deliver": 3}
FITS |= {"lose": 3, "come-back": 3, "send-again": 4, "refund": 4}
PLAIN = {
    "orders.order": "contact_name",
    "orders.refund": "account",
    "orders.return": "words",
    "orders.invoice": "buyer_name",
    "orders.parcel": "tracking",
    "privacy.letter": "to_address",
}
OURS = {"orders", "privacy", "shop", "auth"}
QUIET = {"shop.BrowserSession", "shop.Refusal"}


class BackOffice:
    """Rows to act on; `people` are {role: somebody who has it alone}."""

    def __init__(self):
        self.at = timezone.now()
        self.people = {key: someone(key) for key in (*ROLES, NOBODY)}
        self.colleague = someone("colleague")
        self.orders = [self._order(STEPS[:done]) for done in range(4)]
        self.orders.append(self._lost())
        self.case = self._case()
        self.department = Department.objects.create(name="Pens", slug="pens")
        self.product = Product.objects.create(
            name="Shore pen", slug="shore-pen", department=self.department
        )
        Variant.objects.create(product=self.product, sku="PEN-1", price=3800, stock=9)
        self.exports = {
            key: self._export(person) for key, person in self.people.items()
        }
        self.rows = {
            "orders.order": self.orders[1],
            "orders.refund": self._refund(self.orders[1]),
            "orders.return": self._return(self.orders[3]),
            "orders.invoice": self.orders[1].invoices.get(),
            "orders.parcel": self._tracked(),
            "privacy.case": self.case,
            "privacy.letter": self._letter(),
            "privacy.person": self.colleague,
            "privacy.rulechange": self._change(),
            "shop.department": self.department,
            "shop.product": self.product,
        }
        self.parts = self._parts()

    def _parts(self):
        """Return what can stand in the parts of addresses, but for a role's own."""
        return {
            "case_id": self.case.pk,
            "refund_id": self.rows["orders.refund"].pk,
            "return_id": self.rows["orders.return"].pk,
            "invoice_id": self.rows["orders.invoice"].pk,
            "notice_id": self._notice().pk,
            "hold_id": self._hold().pk,
            "person_id": self.colleague.pk,
            "app_label": "orders",
            "factor_id": uuid4(),
            "content_type_id": "1",
            "template": "orders/placed",
            "number": 1,
        }

    def _order(self, keys):
        order = placing.place(
            checkout_id=uuid4(),
            email="maya@example.net",
            name="Maya Okafor",
            address=HOME,
            items=[PEN],
            delivery="own",
            payment="transfer",
            consent_sentence=None,
            at=self.at,
        )
        for key in keys:
            fulfilment.VERBS[key](order=order, at=self.at, by=self.colleague)
        return order

    def _tracked(self):
        """Return a parcel of which the carrier's number is known."""
        parcel = self.orders[3].parcels.get()
        parcel.tracking = "RA123456785GB"
        parcel.save(update_fields=["tracking"])
        return parcel

    def _lost(self):
        """Return an order whose parcel was lost, and waits for somebody to decide."""
        order = self._order(STEPS)
        parcels.lose(parcel=order.parcels.get(), at=self.at, by=self.colleague)
        return order

    def _refund(self, order):
        """Return a refund whose account was given: somebody has to send it."""
        refund = refunding.open_refund(
            order=order,
            asked=Asked(amounts={order.lines.get().pk: Decimal(100)}),
            reason=Reason.PRICE,
            key=uuid4(),
            at=self.at,
            by=self.colleague,
        )
        account = Account("uk", "Maya Okafor", "31926819", "202015")
        giving.give(refund=refund, account=account, at=self.at)
        return refund

    def _return(self, order):
        """Return something that came back and waits to be looked at."""
        whose = {"person_id": order.person_id, "announced_at": self.at}
        row = Return.objects.create(
            order=order,
            form_id=uuid4(),
            kind="return",
            reason="faulty",
            state="received",
            rule="return-GB",
            words="The nib is bent.",
            send_by=self.at.date(),
            due_on=self.at.date(),
            **whose,
        )
        line = order.lines.get()
        told = {"coming_back": row, "line": line, "sku": line.sku, "quantity": 1}
        ReturnLine.objects.create(**told, **whose)
        return row

    def _case(self):
        told = {"kind": Kind.ERASE, "email": "maya@example.net", "country": "GB"}
        person, demand = self.orders[0].person, Demand(words="All of it, please.")
        case = filing.file(**told, person=person, demand=demand, at=self.at)
        Case.objects.filter(pk=case.pk).update(
            state=State.AWAITING_IDENTITY, identity_proven_at=self.at
        )
        case.refresh_from_db()
        moving.move(case, State.VERIFIED, what="identity_proved", at=self.at)
        moving.move(case, State.IN_REVIEW, what="to_review", at=self.at)
        return case

    def _letter(self):
        """Return a letter to an address of its own, as guests of a case get them."""
        letter = Letter.objects.filter(person=self.case.person).first()
        letter.to_address = "maya@example.net"
        letter.save(update_fields=["to_address"])
        return letter

    def _notice(self):
        times = {"written_at": self.at, "next_try_at": self.at}
        told = {"recipient": "carrier", "fields": [], **times}
        return Notice.objects.create(case=self.case, **told)

    def _hold(self):
        return holding.hold(
            what=Target(self.colleague.pk),
            reason=LegalHold.Reason.CLAIM,
            words="A claim",
            until=self.at.date() + timedelta(days=30),
            by=self.colleague,
            at=self.at,
        )

    def _change(self):
        return RuleChange.objects.create(
            regime="uk",
            rule="deadline_count",
            value=2,
            source="A decision",
            effective_from=self.at.date() + timedelta(days=9),
            by=self.colleague,
        )

    def _export(self, person):
        day = self.at.date()
        return Export.objects.create(
            reference=f"E-{person.pk.hex[-8:]}",
            once=uuid4(),
            sheet="orders",
            columns=["number"],
            since=day,
            until=day,
            purpose="delivery",
            reason="law",
            words="For the books",
            by=person,
            asked_at=self.at,
            expires_at=self.at + LIFE,
        )

    def path(self, name, role, parts):
        """Return the address admin:`name` with parts that are there for this role."""
        wanted = PARTS[f"admin:{name}"]
        # A parcel is there once it is packed.
        done = FITS.get(parts.get("key"), 2 if "parcel_id" in wanted else 1)
        model = name.split("_")[:2]
        known = {
            **self.parts,
            "order_id": self.orders[done].pk,
            "export_id": self.exports[role].pk,
            **parts,
        }
        if "parcel_id" in wanted:
            known["parcel_id"] = self.orders[done].parcels.get().pk
        if "label" in wanted:
            label = known.setdefault("label", "orders.order")
            known["row_id"] = self.rows[label].pk
            known["name"] = PLAIN.get(label, "email")
        if "object_id" in wanted:
            known["object_id"] = self.rows.get(".".join(model), self.case).pk
        return reverse(f"admin:{name}", kwargs={each: known[each] for each in wanted})


def someone(role):
    """Make somebody of the staff with one role, or with none."""
    local = role.replace(" ", "-")
    person = Person.objects.create_user(f"{local}@example.net", name="Cleo Clerk")
    QuerySet(Person).filter(pk=person.pk).update(is_staff=True)
    person.is_staff = True
    person.groups.set(Group.objects.filter(name=role))
    return person


def fingerprint():
    """Return what is in the tables that staff work on: any change shows."""
    found = {}
    with connection.cursor() as cursor:
        for model in apps.get_models(include_auto_created=True):
            table = model._meta.db_table
            if table.partition("_")[0] in OURS and model._meta.label not in QUIET:
                cursor.execute(f"SELECT * FROM {table}")
                found[table] = sorted(str(_plain(row)) for row in cursor.fetchall())
    return found


def _plain(row):
    return [bytes(each) if isinstance(each, memoryview) else each for each in row]


def parts_of(resolver=None, space="", above=()):
    """Yield name, names of parts and pattern of every address of the shop."""
    for pattern in (resolver or get_resolver()).url_patterns:
        named = getattr(pattern.pattern, "regex", None)
        parts = (*above, *(named.groupindex if named else pattern.pattern.converters))
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from parts_of(pattern, inner, parts)
        else:
            yield f"{space}{pattern.name}", parts, pattern.pattern


PARTS = {name: parts for name, parts, _ in parts_of()}
