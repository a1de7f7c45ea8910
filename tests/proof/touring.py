"""A tour of every kind of page that a customer can get to see."""

from __future__ import annotations

from datetime import UTC, datetime

from orders.models import Order
from privacy.models import Person
from shop.accounts import passwords
from shop.catalogue.models import Product
from tests.proof import buying
from tests.proof.buying import Buyer

PASSWORD = "a long enough secret"
MEMBER = Buyer(email="alice@example.net", name="Alice Ashdown")
OPEN_TO_ALL = {
    "shop:home": "/",
    "shop:department": "/departments/everything/?c=green",
    "shop:search": "/search/?q=paper",
    "shop:contact": "/contact/",
    "shop:privacy": "/privacy/",
    "shop:policy-versions": "/privacy/versions/",
    "shop:policy-version": "/privacy/versions/1/",
    "shop:sign-in": "/accounts/sign-in/",
    "shop:reset": "/accounts/reset/",
    "shop:mailbox": "/demo/mailbox/",
    "search without result": "/search/?q=zeppelin",
    "empty basket": "/basket/",
    "not found": "/nothing-here/",
    "link that ran out": "/accounts/reset/never-was-one/",
}


def tour(visitor):
    """Return {kind: page}; the kind is the address's name, or words."""
    pages = {kind: visitor.get(url) for kind, url in OPEN_TO_ALL.items()}
    pages["shop:product"] = visitor.get(product_path())
    pages["withdrawn"] = visitor.get(product_path(withdrawn=True))
    pages |= _checkout(visitor)
    pages |= _account(visitor)
    return pages


def product_path(*, withdrawn=False):
    """Return the path of a product with a picture that is on sale, or is not."""
    known = Product.objects.exclude(withdrawn_at=None) if withdrawn else on_sale()
    return f"/products/{known.order_by('id').first().slug}/"


def on_sale():
    """Return the products that can be bought."""
    return Product.objects.filter(withdrawn_at=None, available=True)


def _checkout(visitor):
    pages = {"shop:basket": buying.fill_basket(visitor, product_path())}
    details = visitor.get("/checkout/details/")
    wrong = visitor.submit(details, "/checkout/details/", email="no-at-sign")
    check = buying.to_the_check(visitor, MEMBER, payment="test")
    delivery = visitor.get("/checkout/delivery/")
    placed = buying.order(visitor, check)
    pay = visitor.get(f"{placed.url.rstrip('/')}/pay/")
    declined = visitor.submit(pay, "/pay/", button=("answer", "decline"))
    asked = visitor.submit(placed, "/password/", new_password=PASSWORD)
    return pages | {
        "shop:checkout-details": details,
        "details with errors": wrong,
        "shop:checkout-delivery": delivery,
        "shop:checkout-check": check,
        "shop:order": placed,
        "orders:pay": pay,
        "payment declined": declined,
        "password asked for": asked,
    }


def _account(visitor):
    person = Person.objects.get(email=MEMBER.email)
    token = passwords._link(passwords.ResetLink, person, at=datetime.now(UTC))
    asked = visitor.get("/accounts/reset/")
    pages = {
        "shop:reset-confirm": visitor.get(f"/accounts/reset/{token}/"),
        "reset asked for": visitor.submit(asked, "/reset/", email=MEMBER.email),
    }
    sign_in = visitor.get("/accounts/sign-in/")
    pages["not signed in"] = visitor.submit(
        sign_in, "/sign-in/", email=MEMBER.email, password="not this one at all"
    )
    person.set_password(PASSWORD)
    person.email_proven_at = Order.objects.get().placed_at
    person.save()
    answers = {"email": MEMBER.email, "password": PASSWORD}
    pages["shop:account"] = visitor.submit(sign_in, "/sign-in/", **answers)
    pages["shop:password-change"] = visitor.get("/accounts/password/")
    return pages
