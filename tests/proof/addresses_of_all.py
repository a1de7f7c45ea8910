"""Every public address of the shop, and what a stranger may send to it."""

from __future__ import annotations

from dataclasses import dataclass, field

from django.urls import URLResolver, get_resolver

STAFF = "staff/"  # behind a sign-in; its own tests send odd things to its forms


@dataclass(frozen=True)
class Entry:
    """One address: its path with {} for each part, and the names of what it reads.

    `form` has a right value for each field that may be sent; `real` names the part of
    the path that exists, as the tests' world calls it. A page that reads no parameter,
    or only asks whether one is there, is sent "anything".
    """

    path: str
    query: tuple[str, ...] = ()
    form: dict[str, str] = field(default_factory=dict)
    real: str = ""


DETAILS = {
    "email": "maya@example.net",
    "name": "Maya Okafor",
    "getting": "send",
    "country": "GB",
    "fields_for": "GB",
    "line1": "7 Hawthorn Bank",
    "line2": "",
    "city": "Edinburgh",
    "region": "",
    "postcode": "EH6 6QZ",
    "doubted": "",
}
CORRECT = {
    "email": "nobody@example.net",
    "lives_in": "GB",
    "name": "Maya Okafor",
    "new_email": "",
    "country": "GB",
    "line1": "",
    "city": "",
    "postcode": "",
    "stamp": "",
    "website": "",
}
LIST = ("c", "d", "min", "max", "stock", "letterbox", "sort", "after", "before")
ENTRIES = {
    "shop:home": Entry("/", ("anything",)),
    "shop:department": Entry("/departments/{}/", LIST, real="department"),
    "shop:product": Entry("/products/{}/", ("anything",), real="product"),
    "shop:search": Entry("/search/", ("q", *LIST)),
    "shop:robots": Entry("/robots.txt", ("anything",)),
    "shop:contact": Entry("/contact/", ("choose", "about")),
    "shop:contact-kind": Entry("/contact/{}/", ("anything",), CORRECT, real="kind"),
    "shop:case": Entry("/cases/{}/", ("said",), real="case"),
    "shop:case-code": Entry("/cases/{}/code/", form={"code": "1"}, real="case"),
    "shop:case-facts": Entry(
        "/cases/{}/facts/", form={"number": "FW-1", "said": "x"}, real="case"
    ),
    "shop:case-send-code": Entry("/cases/{}/send-code/", real="case"),
    "shop:case-reply": Entry("/cases/{}/reply/", form={"words": "x"}, real="case"),
    "shop:case-withdraw": Entry("/cases/{}/withdraw/", real="case"),
    "shop:case-choose": Entry(
        "/cases/{}/choose/",
        ("all", "after"),
        {"rows": "", "before": "2026-01-31"},
        real="case",
    ),
    "shop:case-copy": Entry("/cases/{}/copy/", real="case"),
    "shop:case-receipt": Entry("/cases/{}/receipt/", real="case"),
    "shop:your-data": Entry("/your-data/", ("all", "said")),
    "shop:your-data-again": Entry("/your-data/again/", form={"password": "x"}),
    "shop:your-data-correct": Entry(
        "/your-data/correct/{}/", form={"name": "Maya Okafor"}, real="what"
    ),
    "shop:your-data-copy": Entry("/your-data/copy/", ("anything",)),
    "shop:your-data-clear": Entry(
        "/your-data/clear/", form={"rows": "", "before": "2026-01-31"}
    ),
    "shop:your-data-erase": Entry("/your-data/erase/", ("anything",)),
    "shop:your-data-guest": Entry("/your-data/{}/", ("all",), real="case"),
    "shop:your-data-correct-guest": Entry("/your-data/{}/correct/{}/"),
    "shop:your-data-copy-guest": Entry("/your-data/{}/copy/"),
    "shop:your-data-clear-guest": Entry("/your-data/{}/clear/"),
    "shop:your-data-erase-guest": Entry("/your-data/{}/erase/"),
    "shop:choices": Entry(
        "/choices/", ("said",), {"back": "x", "again": "", "words": ""}
    ),
    "shop:choices-of-order": Entry(
        "/choices/{}/", ("said",), {"back": "x", "again": "", "words": ""}, real="order"
    ),
    "orders:questions": Entry(
        "/orders/{}/questions/", ("anything",), {"words": "x", "form": ""}, real="order"
    ),
    "orders:withdraw": Entry(
        "/orders/{}/withdraw/",
        ("anything",),
        {"form_id": "", "many_1": "1", "confirm": "1", "change": ""},
        real="order",
    ),
    "orders:send_back": Entry(
        "/orders/{}/return/",
        ("anything",),
        {"form_id": "", "reason": "faulty", "wants": "refund", "many_1": "1"},
        real="order",
    ),
    "orders:keep": Entry("/orders/{}/returns/{}/keep/"),
    "shop:privacy": Entry("/privacy/", ("anything",)),
    "shop:policy-versions": Entry("/privacy/versions/", ("anything",)),
    "shop:policy-version": Entry("/privacy/versions/{}/", ("anything",)),
    "shop:policy-changes": Entry("/privacy/versions/{}/changes/", ("anything",)),
    "shop:policy-text": Entry("/privacy/versions/{}/text.json", ("anything",)),
    "shop:policy-seen": Entry("/accounts/policy/seen/", form={"anything": "x"}),
    "shop:healthz": Entry("/healthz", ("anything",)),
    "shop:readyz": Entry("/readyz", ("anything",)),
    "shop:gpc": Entry("/.well-known/gpc.json", ("anything",)),
    "shop:security": Entry("/.well-known/security.txt", ("anything",)),
    "shop:keys": Entry("/.well-known/foldwell-keys.json", ("anything",)),
    "shop:mailbox": Entry("/demo/mailbox/", ("anything",)),
    "shop:mailbox-message": Entry("/demo/mailbox/{}/", ("anything",)),
    "shop:basket": Entry("/basket/", ("said", "sku")),
    "shop:basket-add": Entry("/basket/add/", form={"sku": "", "quantity": "1"}),
    "shop:basket-update": Entry("/basket/update/", form={"quantity-{sku}": "1"}),
    "shop:basket-remove": Entry("/basket/remove/", form={"sku": "none"}),
    "shop:checkout-details": Entry(
        "/checkout/details/", ("anything",), DETAILS | {"update": ""}
    ),
    "shop:checkout-delivery": Entry(
        "/checkout/delivery/",
        ("anything",),
        {"delivery": "own", "payment": "transfer", "consent": ""},
    ),
    "shop:checkout-check": Entry(
        "/checkout/check/", ("anything",), {"checkout": "", "mark": ""}
    ),
    "shop:account": Entry("/accounts/", ("before", "said")),
    "shop:sign-in": Entry(
        "/accounts/sign-in/",
        ("next", "said"),
        {"email": "nobody@example.net", "password": "x", "next": "/"},
    ),
    "shop:sign-out": Entry("/accounts/sign-out/", ("anything",)),
    "shop:password-change": Entry(
        "/accounts/password/", ("said",), {"password": "x", "new_password": "x"}
    ),
    "shop:reset": Entry(
        "/accounts/reset/", ("anything",), {"email": "nobody@example.net"}
    ),
    "shop:reset-confirm": Entry(
        "/accounts/reset/{}/", ("anything",), {"new_password": "x"}, real="reset"
    ),
    "shop:password-prove": Entry(
        "/accounts/password/{}/", ("anything",), {"password": "x"}, real="prove"
    ),
    "shop:order": Entry("/orders/{}/", ("anything",), real="order"),
    "shop:password-choose": Entry(
        "/orders/{}/password/", ("anything",), {"new_password": "x"}, real="order"
    ),
    "orders:order": Entry("/orders/{}/", ("anything",), real="order"),
    "orders:pay": Entry(
        "/orders/{}/pay/", ("anything",), {"answer": "x"}, real="order"
    ),
    "orders:pay-away": Entry(
        "/orders/{}/pay/away/", ("anything",), {"words": "x"}, real="order"
    ),
    "payments:back": Entry("/payments/back/", ("session_id",)),
    "payments:stripe": Entry("/payments/stripe/", ("anything",)),
    "orders:refund_account": Entry(
        "/orders/{}/refunds/{}/",
        ("account",),
        {"holder": "Maya Okafor", "bank": "202015", "number": "31926819"},
    ),
    "orders:invoice": Entry("/orders/{}/invoices/{}/", ("anything",)),
    "orders:invoice_pdf": Entry("/orders/{}/invoices/{}/pdf/", ("anything",)),
    "orders:cancel": Entry("/orders/{}/cancel/", ("anything",), {"x": ""}),
    "orders:address": Entry(
        "/orders/{}/address/",
        ("anything",),
        {
            "country": "GB",
            "fields_for": "GB",
            "line1": "7 Hawthorn Bank",
            "line2": "",
            "city": "Edinburgh",
            "postcode": "EH6 6QZ",
            "doubted": "",
        },
        real="order",
    ),
    "orders:agreement": Entry(
        "/orders/{}/agreement/", ("anything",), {"x": ""}, real="order"
    ),
    "admin:login": Entry(
        "/staff/login/", ("next",), {"username": "x", "password": "x", "next": "/"}
    ),
}


def public_names():
    """Return the name of every address that needs no staff sign-in."""
    return [*_names(get_resolver(), ""), "admin:login"]


def _names(resolver, space):
    for pattern in resolver.url_patterns:
        if str(pattern.pattern) == STAFF:
            continue
        if isinstance(pattern, URLResolver):
            inner = f"{pattern.namespace}:" if pattern.namespace else space
            yield from _names(pattern, inner)
        else:
            yield f"{space}{pattern.name}"
