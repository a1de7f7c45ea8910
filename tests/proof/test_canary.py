"""Nothing that a customer types can be read in anything that the shop stores.

A whole shop runs in processes of its own. Somebody orders with values that occur
nowhere else, staff ship the order, the letters go out. Then they ask a question, for
a copy, for a correction and for erasure, and get them. At each stop every byte of both
databases with their journals, of queue, cache, sessions, logs and static files is
searched for each value, in every spelling that a program might have given it.
"""

from __future__ import annotations

import email
import email.policy
import re

import pytest

from tests.proof import buying, searching
from tests.proof.asking import Asker, Desk
from tests.proof.buying import Buyer
from tests.proof.shop_process import open_shop
from tests.proof.walking import Visitor, Wire

PASSWORD = "velvet-otter-galoshes-9731"
BUYER = Buyer(
    email="Quillanthe.Zarrbeck+ordre@kwyjibo-post.example.net",
    name="Quillanthe Zárrbeckwyth",
    line1="913 Umbrellathorn Wynd",
    line2="Garret Xq-77 Plumfizz",
    city="Skarnoughty",
    postcode="ZE3 9JX",
)
ADDRESS = (BUYER.line1, BUYER.line2, BUYER.city, BUYER.postcode)
TYPED = (BUYER.email, BUYER.name, *ADDRESS)
# Who they are once it is corrected, and what is written about that.
NEW_NAME, NEW_EMAIL = "Ottoline Vrombaughley", "ottoline@blunderbuss-mail.example.net"
NEW_ADDRESS = ("41 Crinklewort Vennel", "Loft Zz-19", "Mumblethorpe", "KW17 2QH")
CORRECTED = {"name": NEW_NAME, "new_email": NEW_EMAIL} | dict(
    zip(("line1", "line2", "city", "postcode"), NEW_ADDRESS, strict=True)
)
QUESTION = "Does the quaggalined notebook come in periwinkle?"
ANSWER = "Only in xanthous, from the fortnight after Lammastide."
HELD_BACK = "A claim about a wrongly foxed frontispiece."
WRITTEN = (*CORRECTED.values(), QUESTION, ANSWER, HELD_BACK)
HOLDING = """
import sys, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from privacy.people import Person
from privacy.retention import holding
at, by = timezone.now(), Person.objects.filter(is_staff=True).first()
what, until = holding.target(sys.argv[1]), timezone.localdate(at) + timedelta(days=9)
held = holding.hold(
    what=what, reason="claim", words=sys.argv[2], until=until, by=by, at=at
)
holding.lift(hold=held, by=by, at=at)
"""
WORDS = ("Quillanthe", "Zárrbeckwyth", "Umbrellathorn", "Plumfizz", "kwyjibo-post")
# What each sealed field of each model must have held when the shop was searched. A
# field that is not here yet fails the test: say which typed value reaches it, or that
# the shop makes the value itself.
MADE_BY_THE_SHOP = ()
HELD = {
    "privacy.Person.email": (BUYER.email,),
    "privacy.Person.name": (BUYER.name,),
    "privacy.Letter.content": (),
    "privacy.Letter.to_address": (NEW_EMAIL, BUYER.email),
    "privacy.Case.email": (BUYER.email,),
    "privacy.Case.demand": (QUESTION, NEW_NAME, NEW_EMAIL),
    "privacy.Case.answer": (ANSWER,),
    "privacy.Case.link": MADE_BY_THE_SHOP,
    "privacy.Copy.package": MADE_BY_THE_SHOP,
    "privacy.Run.needles": (NEW_NAME, NEW_EMAIL, BUYER.line1),
    "privacy.LegalHold.words": (HELD_BACK,),
    "orders.Order.contact_name": (BUYER.name,),
    "orders.Order.contact_email": (BUYER.email,),
    "orders.Order.delivery_address": ADDRESS,
    "orders.Order.link": MADE_BY_THE_SHOP,
    "orders.Payment.verification": MADE_BY_THE_SHOP,
    "shop.Draft.typed": TYPED,
    "shop.PendingPassword.password": MADE_BY_THE_SHOP,
}
# Words of our own that sealed records hold beside what is personal.
ORDINARY = re.compile(
    r"[a-z_]+|[A-Z]{2}|\d{4}-\d\d-\d\dT[\d:.+]+|Give .*\."
    r"|[a-z]+\.[A-Z]\w+\.\w+|[0-9a-f]{64}"  # columns, and digests of blind indexes
)
PLANTED = "Hypnogaloshery Prunt"
SECOND = "second@example.net"
PASSWORDS = re.compile(r"(?:[0-9a-f]{6}-){3}[0-9a-f]{6}")


@pytest.fixture(scope="module")
def shop(tmp_path_factory):
    folder = tmp_path_factory.mktemp("canary")
    with open_shop(folder, number=5, COOLING_OFF_HOURS="0") as opened:
        with opened.journals_kept():
            yield opened


@pytest.fixture(scope="module")
def story(shop):
    """Let it all happen; return what was held and found at each stop on the way."""
    return Story(shop).told()


class Story:
    """An order from the shelf to the door and out of all records, searched on the way."""

    def __init__(self, shop):
        self.shop = shop
        self.customer = self.visitor()
        self.asker = Asker(self.visitor(), self.letters)
        self.known = searching.pages_of(searching.stores(shop))
        self.held, self.found, self.searched, self.public = {}, {}, {}, set()

    def told(self):
        check = self.fill_in()
        self.stop("while it is typed")
        self.place(check)
        self.stop("when it is placed, before the worker")
        self.shop.start_worker()
        self.wait_for_letters(3)  # placed, password to prove, links to the orders
        self.ship()
        self.wait_for_letters(6)  # paid, packed, handed over
        self.prove()
        # Proven, the password's hash is the account's, and declared to be in clear.
        self.public |= self.held["shop.PendingPassword.password"]
        self.stop("when it is shipped")
        self.ask()
        self.note(self.shop.opened())
        self.erase()
        return self

    def fill_in(self):
        found = self.customer.get("/search/?q=envelopes")
        path = re.search(r"/products/[\w-]+/", found.text)[0]
        buying.fill_basket(self.customer, path)
        self.customer.get(f"/search/?q={BUYER.name.split()[0]}")
        return buying.to_the_check(
            self.customer, BUYER, delivery="carrier", consent="on"
        )

    def place(self, check):
        self.order = buying.order(self.customer, check)
        self.customer.submit(self.order, "/password/", new_password=PASSWORD)
        asked = self.customer.get("/accounts/reset/")
        self.customer.submit(asked, "/accounts/reset/", email=BUYER.email)
        door = self.customer.get("/accounts/sign-in/")
        wrong = {"email": BUYER.email, "password": PASSWORD}
        self.customer.submit(door, "/accounts/sign-in/", **wrong)

    def ship(self):
        self.desk = Desk(self.visitor(), "keeper@example.net", self.keeper_password)
        staff = self.desk.visitor
        page = self.found_by_staff()
        for key in ("mark-paid", "pack"):
            page = staff.submit(page, f"/steps/{key}/")
        why = {"reason": "delivery", "words": "Packing this parcel"}
        label = staff.submit(page, "/label/", **why)
        assert BUYER.line1 in label.text
        staff.submit(page, "/steps/hand-over/")

    def found_by_staff(self):
        """Return the order's page as staff find it."""
        orders = self.desk.visitor.get("/staff/orders/order/")
        return self.desk.visitor.submit(orders, "/find/", q=BUYER.email)

    def prove(self):
        link = re.search(r"/accounts/password/[\w-]+/", self.mail())[0]
        page = self.customer.get(link)
        there = self.customer.submit(page, link, password=PASSWORD)
        assert there.url.endswith("/accounts/"), there.text

    def ask(self):
        """Ask for one thing of each kind, prove who asks, and let staff decide."""
        asker, email = self.asker, {"email": BUYER.email}
        number = re.search(r"\bFW-[\w-]+", self.order.text)[0]
        asker.files(
            question=email | {"words": QUESTION},
            copy=email,
            correct=email | CORRECTED,
            erase=email,
        )
        for kind in ("copy", "correct", "erase"):
            asker.proves(kind, number, BUYER.postcode)
        asker.types_the_code("correct", nth=2)  # which went to the new address
        asker.waits_for_letter("copy", "copy of your data is ready")
        known = asker.references
        self.desk.does(known["question"], "answer", sentence=ANSWER)
        self.desk.does(known["correct"], "plan")
        self.desk.does(known["correct"], "approve", reference=known["correct"])
        self.confirm("correct")
        asker.waits_for_letter("correct", "Done|done")
        self.shop.python("-c", HOLDING, number, HELD_BACK)

    def erase(self):
        """Erase everything: two people agree, and the carrier is told by hand."""
        self.desk.visitor.submit(self.found_by_staff(), "/steps/deliver/")
        told = self.shop.python("manage.py", "create_staff", "--email", SECOND)
        second = Desk(self.visitor(), SECOND, PASSWORDS.search(told)[0])
        reference = self.asker.references["erase"]
        self.desk.does(reference, "plan")
        self.desk.does(reference, "review")
        second.does(reference, "approve", reference=reference)
        waits = self.desk.waits_for(reference, "told")
        self.stop("when it is erased, before the carrier knows")
        self.desk.visitor.submit(waits, "/told/")
        self.asker.waits_for_letter("erase", "Done|done")
        self.stop("when it is done")

    def confirm(self, kind):
        """Note that the carrier was told."""
        waits = self.desk.waits_for(self.asker.references[kind], "told")
        self.desk.visitor.submit(waits, "/told/")

    @property
    def keeper_password(self):
        return PASSWORDS.search(self.shop.told)[0]

    def visitor(self):
        """Return somebody at the shop's door, in a browser of their own."""
        return Visitor(Wire("127.0.0.1", self.shop.port))

    def mail(self):
        """Return everything that was sent, as its readers see it."""
        return "\n".join(self.letters())

    def letters(self):
        """Return each letter that was sent, as its reader sees it."""
        return [
            str(message["to"]) + message.get_body(("plain",)).get_content()
            for raw in self.shop.letters()
            if (
                message := email.message_from_bytes(
                    raw.lstrip(), policy=email.policy.default
                )
            )
        ]

    def wait_for_letters(self, count):
        self.shop.waits_for(lambda: len(self.shop.letters()) >= count)

    def note(self, opened):
        """Keep in mind what lies sealed now."""
        for name, texts in opened.items():
            self.held.setdefault(name, set()).update(texts)

    def stop(self, moment):
        opened = self.shop.opened()
        self.note(opened)
        secret = {text for texts in self.held.values() for text in texts}
        secret -= {text for text in secret if ORDINARY.fullmatch(text)}
        secret |= {*TYPED, *WRITTEN, *WORDS, PASSWORD, self.keeper_password}
        secret -= self.held["sessions"] | self.public
        stores = searching.stores(self.shop) | {
            "sessions": "\n".join(opened["sessions"]).encode()
        }
        self.searched[moment] = {name: len(stored) for name, stored in stores.items()}
        new = searching.fresh(stores, self.known)
        self.found[moment] = searching.search(secret, new)


def test_nothing_is_found_at_any_stop(story):
    assert len(story.found) == 5
    assert {moment: found for moment, found in story.found.items() if found} == {}


def test_every_sealed_field_held_what_was_typed(story):
    held = {name for name in story.held if name != "sessions"}
    assert held == HELD.keys()
    for name, typed in HELD.items():
        assert story.held[name], f"{name} held nothing: the story must fill it"
        assert set(typed) <= story.held[name], name


def test_every_place_was_searched(story, shop):
    last = story.searched["when it is done"]
    logs = {"log/web.log", "log/worker.log"}
    assert logs | {"sessions"} <= last.keys()
    assert last["static"] > 100_000
    kinds = ("pg_dump", "pg_wal", "REDIS", "BROKER")
    if "DATABASE_URL" not in shop.env:
        kinds = ("main.sqlite3-wal", "vault.sqlite3", "rows of main", "rows of vault")
        queued = story.searched["when it is placed, before the worker"]
        assert any(name.startswith("broker/queue/") for name in queued)
    for kind in kinds:
        assert any(kind in name and size for name, size in last.items()), kind


def test_the_letters_hold_it_which_shows_that_all_of_it_was_real(story):
    mail = story.mail()
    assert [value for value in TYPED if value not in mail] == []
    assert PASSWORD not in mail


def test_what_stands_in_a_plain_column_of_either_database_is_found(story, shop):
    shop.python("-m", "tests.proof.opening", PLANTED)
    places = {
        found.split(", ")[1]
        for found in searching.search([PLANTED], searching.stores(shop))
    }
    kinds = ("rows of main", "rows of vault", "main.sqlite3", "vault.sqlite3")
    if "DATABASE_URL" in shop.env:
        kinds = ("pg_dump of DATABASE_URL", "pg_dump of VAULT_URL", "pg_wal")
    for kind in kinds:
        assert any(place.startswith(kind) or kind in place for place in places), kind


@pytest.mark.parametrize("value", [*TYPED, PLANTED])
def test_the_search_knows_every_spelling(value):
    for how, raw in searching.spellings(value).items():
        stored = b"\x00\xff" + raw + b"\xff"
        assert searching.search([value], {"here": stored}), how
        assert searching.search([value], {"here": b"\x00" * len(raw)}) == []
