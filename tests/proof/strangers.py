"""Four people who have no business at an address, and everything they may try there."""

from __future__ import annotations

from django.contrib.auth.hashers import make_password
from django.core.cache import cache
from django.test import Client
from django.urls import reverse

from privacy import purposes
from privacy.cases import filing
from privacy.cases.case import Case, Demand
from privacy.cases.states import Kind, State
from privacy.people import Person
from privacy.purposes import Purpose
from shop.accounts import passwords
from shop.accounts.models import PendingPassword, ResetLink
from shop.browsers import PERSON_KEY
from shop.contact.proof import SESSION_KEY
from tests.proof.back_office import NOBODY, PARTS, BackOffice
from tests.proof.knocking import SAFE, ask, forge, keep, signed_in

WHO = ("nobody", "customer", "guest", "staff")
ODD = ("PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")


class Strangers(BackOffice):
    """Maya's order, requests and links, Alice's account, and who comes for them."""

    def __init__(self):
        super().__init__()
        self.maya = self.case.person
        self.seen = self._case_of(self.maya, Kind.SEE)
        self.alice, self.bob = (self._member(name) for name in ("alice", "bob"))
        self.browsers = {
            "nobody": Client(),
            "customer": signed_in(self.bob),
            "guest": proved(self._case_of(self._nora(), Kind.SEE), self.at),
            "staff": signed_in(self.people[NOBODY]),
        }
        self.parts |= self._links()

    def _member(self, name):
        return Person.objects.create_user(
            f"{name}@example.net",
            "a long enough secret",
            name=f"{name.title()} Ashdown",
            email_proven_at=self.at,
        )

    def _nora(self):
        return Person.objects.create_user("nora@example.net", name="Nora Birch")

    def _case_of(self, person, kind):
        """Return a request of somebody whose identity was proved for it."""
        email = f"{person.pk}@example.net"
        told = {"kind": kind, "email": email, "country": "GB", "person": person}
        case = filing.file(**told, demand=Demand(), at=self.at)
        Case.objects.filter(pk=case.pk).update(
            identity_proven_at=self.at, state=State.IN_REVIEW, person=person
        )
        case.refresh_from_db()
        return case

    def _links(self):
        """Return the parts of addresses: all of them Maya's or Alice's."""
        with purposes.using(Purpose.OWN_REQUEST):
            self.case_link, self.seen_link = self.case.link, self.seen.link
        with purposes.using(Purpose.ORDER_CONFIRMATION):
            self.order_link = self.orders[0].path_for_customer().split("/")[2]
            self.paid_link = self.orders[1].path_for_customer().split("/")[2]
        self.reset = passwords._link(ResetLink, self.alice, at=self.at)
        told = {"at": self.at, "password": make_password("a new secret, long")}
        self.prove = passwords._link(PendingPassword, self.maya, **told)
        return {
            "slug": "pens",
            "kind": "correct",
            "what": "name",
            "number": 1,
            "secret": self.order_link,
            "token": self.reset,
        }

    def address(self, name):
        """Return the path of an address, with parts that exist and are another's."""
        if name.startswith("admin:"):
            wanted = {"key": "hand-over"} if "key" in PARTS[name] else {}
            wanted |= {"name": "plan"} if name == "admin:privacy_case_act" else {}
            wanted |= {"key": "deliver"} if name.endswith("_parcel") else {}
            return self.path(name.removeprefix("admin:"), NOBODY, wanted)
        parts = {each: self.parts[each] for each in PARTS[name]}
        if name.startswith("shop:case"):
            parts["secret"] = self.case_link
        if name.endswith("-guest"):
            parts["secret"] = self.seen_link
        if name == "orders:refund_account":
            parts["secret"] = self.paid_link
        if name.startswith("orders:invoice"):
            number = self.rows["orders.invoice"].number
            parts |= {"secret": self.paid_link, "number": number}
        if name == "shop:product":
            parts["slug"] = "shore-pen"
        if name == "shop:password-prove":
            parts["token"] = self.prove
        return reverse(name, kwargs=parts)

    def ask(self, browser, method, path):
        """Send one request from a page of ours; nothing of it stays."""
        send = keep if method in SAFE else ask
        return send(browser, method, path, "x=1")

    def forge(self, browser, path):
        """Send a form from a page of somebody else's."""
        return forge(browser, path, "x=1")


def proved(case, at):
    """Return a browser in which somebody just showed whose request it is."""
    client = Client()
    session = client.session
    session[PERSON_KEY] = str(case.person_id)
    session[SESSION_KEY] = [str(case.pk), at.isoformat(), "whole"]
    session.save()
    client.cookies["session"] = session.session_key
    return client


def without_memory(settings):
    """Let nothing ever be tried too often."""
    dummy = "django.core.cache.backends.dummy.DummyCache"
    settings.CACHES = {"default": {"BACKEND": dummy}}
    cache.clear()
