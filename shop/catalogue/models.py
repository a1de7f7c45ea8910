"""What stands in the shop: departments, products, and their variants with stock.

Nothing here is about a person.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from decimal import Decimal
from typing import Any

from django.core.validators import (
    MaxValueValidator,
    MinValueValidator,
    RegexValidator,
)
from django.db import models
from django.db.models import Q
from django.utils import timezone

from orders.money import AmountField
from shop.catalogue import prose
from shop.catalogue.colours import Colour

EVERYTHING = "everything"
"""The address of the whole shop, which no department may take."""

NEW_FOR = timedelta(days=30)
"""How long after it is listed a product counts as new."""
FEW = 5
"""From this stock down, the page says how many are left."""


class Department(models.Model):
    """One part of the shop, such as Envelopes.

    ``tally`` holds how many products stand in it and how many of them have each
    colour, are in stock, or fit a letterbox; `shop.catalogue.shelves` keeps it, so
    that pages need not count. Empty means: not counted yet.
    """

    name = models.CharField(max_length=60)
    slug = models.SlugField(max_length=60, unique=True)
    position = models.PositiveSmallIntegerField(
        default=0, help_text="Departments are shown in this order, lowest first."
    )
    picture = models.CharField(
        max_length=120, blank=True, help_text="The picture's path below static/."
    )
    tally = models.JSONField(default=dict, editable=False)

    class PersonalData:
        not_personal = ("id", "name", "slug", "position", "picture", "tally")

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=~Q(slug=EVERYTHING), name="department_slug_is_free"
            ),
        )

    def __str__(self) -> str:
        return self.name

    def save(self, *args: Any, **kwargs: Any) -> None:
        """Store the department; its name is among its products' search words."""
        super().save(*args, **kwargs)
        for product in self.products.all():
            product.department = self
            product.save(update_fields=("search_words",))


def _on_sale(*fields: str, name: str) -> models.Index:
    return models.Index(
        fields=(*fields, "id"), name=name, condition=Q(withdrawn_at=None)
    )


class ProductQuerySet(models.QuerySet["Product"]):
    """Sets of products."""

    def listed(self) -> ProductQuerySet:
        """Products that are on sale, sold out or not."""
        return self.filter(withdrawn_at=None)


class Product(models.Model):
    """Something on sale. Its price and stock live on its variants.

    ``price``, ``price_varies`` and ``available`` repeat what the variants say, so
    that lists read one table; `settle` and `shop.catalogue.stock` keep them.
    ``name_key``, ``search_words`` and ``description_html`` are written on saving.
    """

    department = models.ForeignKey(
        Department, on_delete=models.PROTECT, related_name="products"
    )
    name = models.CharField(max_length=100)
    slug = models.SlugField(max_length=100, unique=True)
    detail = models.CharField(
        max_length=80, blank=True, help_text="One line, as in “C6, lined, pack of 25”."
    )
    description = models.TextField(
        blank=True,
        help_text="Plain text. A blank line starts a paragraph; lines that start"
        " with a dash make a list.",
    )
    description_html = models.TextField(blank=True, editable=False)
    colour = models.CharField(max_length=10, choices=Colour.choices)
    material = models.CharField(max_length=60, blank=True)
    letterbox = models.BooleanField("fits a letterbox", default=False)
    tax_rate = models.DecimalField(
        "tax rate, per cent",
        max_digits=5,
        decimal_places=2,
        default=Decimal(20),
        validators=(MinValueValidator(0), MaxValueValidator(100)),
    )
    price = AmountField(default=Decimal(0), editable=False)
    price_varies = models.BooleanField(default=False, editable=False)
    was_price = AmountField(
        null=True,
        blank=True,
        help_text="The lowest price of the 30 days before the drop, and nothing"
        " else: Directive 98/6/EC, article 6a.",
    )
    available = models.BooleanField(default=False, editable=False)
    picture = models.CharField(
        max_length=120, blank=True, help_text="The picture's path below static/."
    )
    listed_at = models.DateTimeField(default=timezone.now)
    withdrawn_at = models.DateTimeField(
        null=True, blank=True, help_text="From then on it is no longer sold."
    )
    name_key = models.CharField(max_length=200, editable=False)
    search_words = models.TextField(editable=False)

    objects = ProductQuerySet.as_manager()

    class PersonalData:
        not_personal = (
            "id",
            "department",
            "name",
            "slug",
            "detail",
            "description",
            "description_html",
            "colour",
            "material",
            "letterbox",
            "tax_rate",
            "price",
            "price_varies",
            "was_price",
            "available",
            "picture",
            "listed_at",
            "withdrawn_at",
            "name_key",
            "search_words",
        )

    class Meta:
        constraints = (
            models.CheckConstraint(condition=Q(price__gte=0), name="price_from_nought"),
            models.CheckConstraint(
                condition=Q(was_price=None) | Q(was_price__gte=0),
                name="was_price_from_nought",
            ),
            models.CheckConstraint(
                condition=Q(tax_rate__gte=0, tax_rate__lte=100),
                name="tax_rate_in_per_cent",
            ),
        )
        # Each sort of a list, in a department and in the whole shop, is one walk
        # along one of these; the last one serves the counts beside colours.
        indexes = (
            _on_sale("department", "listed_at", name="product_department_newest"),
            _on_sale("department", "price", name="product_department_price"),
            _on_sale("department", "name_key", name="product_department_name"),
            _on_sale("listed_at", name="product_newest"),
            _on_sale("price", name="product_price"),
            _on_sale("name_key", name="product_name"),
            _on_sale("department", "colour", "price", name="product_colour"),
        )

    def __str__(self) -> str:
        return self.name

    def save(
        self, *args: Any, update_fields: Iterable[str] | None = None, **kwargs: Any
    ) -> None:
        """Store the product with its HTML and its search words."""
        self.write_down_words()
        if update_fields is not None:
            derived = {"name_key", "search_words", "description_html"}
            update_fields = {*update_fields, *derived}
        super().save(*args, update_fields=update_fields, **kwargs)

    def write_down_words(self) -> None:
        """Fill the fields that are made from the others; bulk loaders call this."""
        self.name_key = prose.folded(self.name)[:200]
        self.description_html = prose.rendered(self.description)
        colour = Colour(self.colour).label if self.colour else ""
        told = (self.detail, colour, self.material, self.department.name)
        self.search_words = prose.folded(" ".join((*told, self.description)))


class Variant(models.Model):
    """One thing that can be put into a basket: a product in one size or colour."""

    product = models.ForeignKey(
        Product, on_delete=models.CASCADE, related_name="variants"
    )
    sku = models.CharField(
        "SKU",
        max_length=40,
        unique=True,
        validators=(
            RegexValidator(
                r"\A[A-Za-z0-9][A-Za-z0-9._-]*\Z",
                "Write letters, digits, dots, dashes and underscores.",
            ),
        ),
    )
    label = models.CharField(
        max_length=60, blank=True, help_text="What sets it apart, as in “Navy”."
    )
    price = AmountField()
    stock = models.PositiveIntegerField(default=0)
    position = models.PositiveSmallIntegerField(default=0)

    class PersonalData:
        not_personal = ("id", "product", "sku", "label", "price", "stock", "position")

    class Meta:
        ordering = ("position", "id")
        constraints = (
            models.CheckConstraint(
                condition=Q(price__gte=0), name="variant_price_from_nought"
            ),
            models.CheckConstraint(
                condition=Q(stock__gte=0), name="variant_stock_from_nought"
            ),
        )

    def __str__(self) -> str:
        return self.sku

    @property
    def few_left(self) -> bool:
        """True when the last ones are on the shelf."""
        return 0 < self.stock <= FEW

    @property
    def stock_words(self) -> str:
        """What the page says about the stock, as in “Only 3 left”."""
        if self.stock == 0:
            return "Sold out"
        return f"Only {self.stock} left" if self.few_left else "In stock"
