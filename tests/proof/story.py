"""What happens in the shop while its stores are searched: from the shelf to erasure."""

from __future__ import annotations

import email
import email.policy
import re
from functools import cache
from urllib.parse import urlsplit

from tests.proof import buying, searching
from tests.proof.asking import Asker, Desk
from tests.proof.beside import (
    AN_HOUR_LATER,
    HOLDING,
    REFUNDED,
    RETURNED,
    TAKING_OUT,
)
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
REFUSED = "The snicketted ribbon has been worn."
TRACKED = "VORPAL-4711-GB"
LOOKED = "Packing it beside the gryphonous bay"
HELD_BACK = "A claim about a wrongly foxed frontispiece."
TAKEN_OUT = "A recall of the quaggalined stock, agreed by Mr Tharn."
WRITTEN = (
    *(*CORRECTED.values(), QUESTION, ANSWER, ABOUT, BACK),
    *(LOOKED, HELD_BACK, TAKEN_OUT, REFUSED, TRACKED),
)
# Where money goes back to, and the provider's name for that.
ACCOUNT, PROVIDERS_NAME = "DE89370400440532013000", "re_gryphonous_77q"
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
        self.send_back()
        self.refund()
        # A factor set up; paid, invoiced, packed, handed over, delivered; answered; a
        # return announced, received and refused; a refund agreed, its account given.
        self.wait_for_letters(15)
        self.prove()
        # Proven, the password's hash is the account's, and declared to be in clear.
        self.public |= self.held["shop.PendingPassword.password"]
        self.stop("when it is shipped")
        self.shop.inside.run("-c", AN_HOUR_LATER)
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
        staff.submit(page, "/steps/hand-over/", button=("tracking", TRACKED))

    def talk(self):
        """Ask about the order on its page, and answer there."""
        path = re.search(r"/orders/\w+/questions/", self.order.text)[0]
        self.customer.submit(self.customer.get(path), "/questions/", words=ABOUT)
        staff = self.desk.visitor
        waiting = staff.get("/staff/orders/message/")
        there = re.search(r"/staff/orders/message/[\w-]{36}/", waiting.text)[0]
        page = staff.submit(staff.get(there), "/read/")
        assert ABOUT in page.text
        staff.submit(page, "/answer/", words=BACK)

    def send_back(self):
        """Deliver the order, send something of it back, and refuse that."""
        staff = self.desk.visitor
        staff.submit(self.found_by_staff(), "/steps/deliver/")
        form = self.customer.get(f"{urlsplit(self.order.url).path}return/")
        why = {"reason": "different", "wants": "refund", "many_1": "1"}
        self.customer.submit(form, "/return/", **why)
        returns = staff.get("/staff/orders/return/")
        there = re.search(r"/staff/orders/return/[\w-]{36}/change/", returns.text)[0]
        page = staff.submit(staff.get(there), "/acts/receive/")
        staff.submit(page, "/acts/refuse/", **{"refuse-words": REFUSED})

    def refund(self):
        """Agree to send money back, and type where it should go."""
        staff, page = self.desk.visitor, self.found_by_staff()
        there = re.search(r"/staff/orders/refund/open/[\w-]+/", page.text)[0]
        form = staff.get(there)
        pieces = {re.search(r'name="(pieces-[\w-]+)"', form.text)[1]: "1"}
        done = staff.submit(form, there, reason="price", **pieces)
        self.owed = re.search(r"/staff/orders/refund/[\w-]+/change/", done.text)[0]
        order = self.customer.get(urlsplit(self.order.url).path).text
        link = re.search(r"/orders/[\w-]+/refunds/[\w-]+/", order)[0]
        form = self.customer.get(f"{link}?account=iban")
        typed = {"holder": BUYER.name, "number": ACCOUNT}
        assert "3000" in self.customer.submit(form, link, **typed).text
        self.shop.inside.run("-c", REFUNDED, PROVIDERS_NAME)

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
        self.shop.inside.run("-c", HOLDING, known["correct"], HELD_BACK)
        asker.waits_for_letter("question", ANSWER)
        self.shop.inside.run("-c", RETURNED, known["question"])
        self.shop.inside.run("-c", TAKING_OUT, TAKEN_OUT)

    def erase(self):
        """Erase everything: two people agree, and the carrier is told by hand."""
        may = ("--role", "privacy_approver", "--role", "accounting")
        told = self.shop.inside.run(
            "manage.py", "create_staff", "--email", SECOND, *may
        )
        second = Desk(self.visitor(), SECOND, PASSWORDS.search(told)[0])
        second.visitor.submit(second.visitor.get(self.owed), "/steps/sent/")
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
