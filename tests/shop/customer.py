"""A browser that walks through the shop, and things on sale for it."""

from decimal import Decimal
from urllib.parse import urlencode

from django.test import Client

from shop.catalogue.models import Department, Product, Variant

DETAILS = {
    "email": "maya@example.net",
    "name": "Maya Okafor",
    "getting": "send",
    "fields_for": "GB",
    "country": "GB",
    "line1": "7 Hawthorn Bank",
    "line2": "",
    "city": "Edinburgh",
    "postcode": "EH6 6QZ",
}
CHOICES = {"delivery": "own", "payment": "transfer"}
FORM = "application/x-www-form-urlencoded"
SAME = {"sec-fetch-site": "same-origin"}


def made(name, sku, price, *, stock, label=""):
    department, _ = Department.objects.get_or_create(slug="desk", name="Desk")
    product = Product(
        department=department, name=name, slug=sku, colour="green", detail=name
    )
    product.save()
    variant = Variant(
        product=product, sku=sku, price=Decimal(price), stock=stock, label=label
    )
    variant.save()
    return variant


class Customer(Client):
    """A browser with Fetch Metadata, as all of today have."""

    def __init__(self, *, same_origin=True, **kwargs):
        said = SAME if same_origin else {"sec-fetch-site": "cross-site"}
        super().__init__(headers=said, **kwargs)

    def post(self, path, data=None, **kwargs):
        kwargs.setdefault("content_type", FORM)
        if isinstance(data, dict):
            data = urlencode(data)
        return super().post(path, data or "", **kwargs)

    def add(self, sku, quantity=1):
        return self.post("/basket/add/", {"sku": sku, "quantity": quantity})

    def details(self, **changed):
        return self.post("/checkout/details/", DETAILS | changed)

    def delivery(self, **changed):
        return self.post("/checkout/delivery/", CHOICES | changed)

    def check(self):
        return self.get("/checkout/check/")

    def order(self, page=None):
        page = page or self.check()
        return self.post("/checkout/check/", order_form(page))

    def fill(self, **changed):
        """Everything up to the last page, with the changes in details or choices."""
        self.details(**{k: v for k, v in changed.items() if k not in CHOICES})
        self.delivery(
            **{k: v for k, v in changed.items() if k in {*CHOICES, "consent"}}
        )


def order_form(page):
    """The hidden fields of the last page."""
    return {
        "checkout": str(page.context["visit"].draft.pk),
        "mark": page.context["offer"].mark,
    }


def text_of(response):
    """The page's HTML with single spaces, so that line breaks don't matter."""
    return " ".join(response.content.decode().split())
