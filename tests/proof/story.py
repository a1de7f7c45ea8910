"""What happens in the shop while its stores are searched: from the shelf to erasure."""

from __future__ import annotations

import email
import email.policy
import re
from functools import cache

from tests.proof import buying, searching
from tests.proof.asking import Asker, Desk
from tests.proof.buying import Buyer
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
ABOUT = "Will the zibblethwaite ink survive the frost?"
BACK = "It travels in our galumphing felt sleeve."
LOOKED = "Packing it beside the gryphonous bay"
HELD_BACK = "A claim about a wrongly foxed frontispiece."
TAKEN_OUT = "A recall of the quaggalined stock, agreed by Mr Tharn."
WRITTEN = (
    *(*CORRECTED.values(), QUESTION, ANSWER, ABOUT, BACK),
    *(LOOKED, HELD_BACK, TAKEN_OUT),
)
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
# Only days that are over can be taken out, so this happens tomorrow.
TAKING_OUT = """
import sys, uuid, django
django.setup()
from datetime import timedelta
from django.contrib.auth.models import Group
from django.utils import timezone
from privacy.access import Reason
from privacy.exports import asking, building, deciding, preview
from privacy.people import Person
from privacy.purposes import Purpose
today, at = timezone.localdate(), timezone.now() + timedelta(days=1)
officer, approver = [
    Person.objects.create_user(f"{role}@example.net", is_staff=True)
    for role in ("privacy_officer", "privacy_approver")
]
officer.groups.add(Group.objects.get(name="privacy_officer"))
wish = asking.Wish(
    sheet="orders", purpose=Purpose.AFTER_SALES, since=today, until=today,
    columns=("orders.Order.contact_name", "orders.Order.contact_email"),
    reason=Reason.PROBLEM, words=sys.argv[1],
)
asked, _ = asking.ask(wish=wish, by=officer, once=uuid.uuid4(), at=at)
shown = preview.of(asked, most=9).digest
deciding.approve(export=asked, shown=shown, by=approver, at=at)
assert building.build(asked, at=at)
asking.ask(wish=wish, by=officer, once=uuid.uuid4(), at=at)  # waits, under its lock
"""
RETURNED = """
import sys, django
django.setup()
from django.utils import timezone
from privacy.letters import returned
from privacy.models import Letter
letter = Letter.objects.filter(case__reference=sys.argv[1], sent_at__isnull=False)[0]
returned.note(letter=letter, status="5.1.1", at=timezone.now())
"""
WORDS = ("Quillanthe", "Zárrbeckwyth", "Umbrellathorn", "Plumfizz", "kwyjibo-post")
# Words of our own that sealed records hold beside what is personal.
ORDINARY = re.compile(
    r"[a-z_]+|[A-Z]{2}|\d{4}-\d\d-\d\dT[\d:.+]+|Give .*\."
    r"|[a-z]+\.[A-Z]\w+\.\w+|[0-9a-f]{32}"  # columns, and digests of blind indexes
)
SECOND = "second@example.net"
PASSWORDS = re.compile(r"(?:[0-9a-f]{6}-){3}[0-9a-f]{6}")


class Story:
    """An order from the shelf to the door, and out of all records in the end."""

    def __init__(self, shop):
        self.shop = shop
        self.customer = self.visitor()
        self.asker = Asker(self.visitor(), self.letters)
        self.known = searching.pages_of(searching.stores(shop))
        self.held, self.found, self.searched, self.public = {}, {}, {}, set()
        self.seen, self.sought = set(), set()

    def told(self):
        check = self.fill_in()
        self.stop("while it is typed")
        self.place(check)
        self.stop("when it is placed, before the worker")
        self.shop.start_worker()
        self.wait_for_letters(3)  # placed, password to prove, links to the orders
        self.ship()
        self.talk()
        self.wait_for_letters(8)  # a factor set up; paid, packed, handed over; answered
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
        why = {"reason": "delivery", "words": LOOKED}
        label = staff.submit(page, "/label/", **why)
        assert BUYER.line1 in label.text
        staff.submit(page, "/steps/hand-over/")

    def talk(self):
        """Ask about the order on its page, and answer there."""
        self.customer.submit(self.order, "/questions/", words=ABOUT)
        staff = self.desk.visitor
        waiting = staff.get("/staff/orders/message/")
        there = re.search(r"/staff/orders/message/[\w-]{36}/", waiting.text)[0]
        page = staff.submit(staff.get(there), "/read/")
        assert ABOUT in page.text
        staff.submit(page, "/answer/", words=BACK)

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
        self.number = re.search(r"\bFW-[\w-]+", self.order.text)[0]
        asker.files(
            question=email | {"words": QUESTION},
            copy=email,
            correct=email | CORRECTED,
            erase=email,
        )
        for kind in ("copy", "correct", "erase"):
            asker.proves(kind, self.number, BUYER.postcode)
        asker.types_the_code("correct", nth=2)  # which went to the new address
        asker.waits_for_letter("copy", "copy of your data is ready")
        known = asker.references
        self.desk.does(known["question"], "answer", sentence=ANSWER)
        self.desk.does(known["correct"], "plan")
        self.desk.does(known["correct"], "approve", reference=known["correct"])
        self.confirm("correct")
        asker.waits_for_letter("correct", "Done|done")
        self.shop.python("-c", HOLDING, known["correct"], HELD_BACK)
        asker.waits_for_letter("question", ANSWER)
        self.shop.python("-c", RETURNED, known["question"])
        self.shop.python("-c", TAKING_OUT, TAKEN_OUT)

    def erase(self):
        """Erase everything: two people agree, and the carrier is told by hand."""
        self.desk.visitor.submit(self.found_by_staff(), "/steps/deliver/")
        may = ("--role", "privacy_approver")
        told = self.shop.python("manage.py", "create_staff", "--email", SECOND, *may)
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
        return [_as_read(raw) for raw in self.shop.letters()]

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
        self.found[moment] = self.search(secret, stores)

    def search(self, secret, stores):
        """Look for all in what is new since the last stop, and for the rest all over.

        What was searched before for the same text can't hold it now.
        """
        since_it_began = searching.fresh(stores, self.known)
        since_last = searching.fresh(stores, self.known | self.seen)
        found = searching.search(secret, since_last)
        found += searching.search(secret - self.sought, since_it_began)
        self.seen, self.sought = searching.pages_of(stores), secret | self.sought
        return sorted(set(found))


@cache
def _as_read(raw):
    """Return whom a letter is to and its text."""
    message = email.message_from_bytes(raw.lstrip(), policy=email.policy.default)
    return str(message["to"]) + message.get_body(("plain",)).get_content()
