"""The staff's screens for departments, products, variants and stock."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.contrib import admin
from django.db import models
from django.forms.models import BaseInlineFormSet
from django.http import HttpRequest
from django.utils.text import capfirst

from orders import money
from orders.money import AmountField
from shop.catalogue import cards
from shop.catalogue.models import Department, Product, Variant


class TypedAmount(forms.CharField):
    """A price as it is typed, such as 9.50; it becomes whole minor units."""

    widget = forms.TextInput(attrs={"inputmode": "decimal", "size": 8})

    def prepare_value(self, value: Any) -> Any:
        """Show stored minor units as pounds and pence, and typed text as typed."""
        if isinstance(value, Decimal | int):
            return money.plain(Decimal(value), settings.SHOP_CURRENCY)
        return value

    def to_python(self, value: Any) -> Any:
        """Read what was typed, or say what an amount looks like."""
        text = super().to_python(value)
        if not text:
            return None
        try:
            return money.parsed(text, settings.SHOP_CURRENCY)
        except money.NotAnAmount as wrong:
            raise forms.ValidationError(str(wrong)) from wrong

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Tell whether the amount changed, however it is written."""
        return super().has_changed(self.prepare_value(initial), data)


class NamedInputs:
    """Inputs that the admin gives no label tell screen readers their name."""

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Name pairs of date and time, cells of tables, and all the others alike."""
        # A mixin: the method is that of the admin class beside it.
        field = super().formfield_for_dbfield(  # type: ignore[misc]
            db_field, request, **kwargs
        )
        if field is not None:
            field.widget.attrs["aria-label"] = field.label
        return field


class TypedPrices:
    """Price columns of an admin form are typed and shown in pounds and pence."""

    def formfield_for_dbfield(
        self, db_field: models.Field[Any, Any], request: HttpRequest, **kwargs: Any
    ) -> Any:
        """Give amounts their own form field."""
        if isinstance(db_field, AmountField):
            return TypedAmount(
                label=f"{capfirst(db_field.verbose_name)}, {settings.SHOP_CURRENCY}",
                required=not db_field.blank,
                help_text=db_field.help_text,
            )
        # A mixin: the method is that of the admin class beside it.
        return super().formfield_for_dbfield(  # type: ignore[misc]
            db_field, request, **kwargs
        )


# Generic to the stubs alone: at run time it takes no [Model].
class OneAtLeast(BaseInlineFormSet):  # type: ignore[type-arg]
    """A product has one variant at least: nothing else has a price."""

    def clean(self) -> None:
        """Refuse a product that would be left without any variant."""
        super().clean()
        filled = [form for form in self.forms if form.has_changed() or form.instance.pk]
        if set(filled) <= set(self.deleted_forms):
            raise forms.ValidationError(
                "Add one variant: the price and the stock belong to it."
            )


# Generic to the stubs alone: at run time it takes no [Model].
class VariantInline(NamedInputs, TypedPrices, admin.StackedInline):  # type: ignore[type-arg]
    """A product's variants, with price and stock."""

    model = Variant
    formset = OneAtLeast
    fields = (("sku", "label", "price", "stock", "position"),)
    min_num = 1
    extra = 0


@admin.register(Product)
# Generic to the stubs alone: at run time it takes no [Model].
class ProductAdmin(NamedInputs, TypedPrices, admin.ModelAdmin):  # type: ignore[type-arg]
    """Products: what they are, what they cost, how many there are."""

    inlines = (VariantInline,)
    list_display = (
        "name",
        "department",
        "shown_price",
        "stock",
        "available",
        "listed_at",
        "withdrawn_at",
    )
    list_filter = (
        "department",
        "available",
        "letterbox",
        "colour",
        ("withdrawn_at", admin.EmptyFieldListFilter),
    )
    list_select_related = ("department",)
    search_fields = ("name", "variants__sku")
    search_help_text = "Name or SKU"
    prepopulated_fields = {"slug": ("name",)}
    show_full_result_count = False
    ordering = ("name_key", "id")
    fieldsets = (
        (None, {"fields": ("name", "slug", "department", "detail", "description")}),
        (
            "What it is like",
            {"fields": ("colour", "material", "letterbox", "picture")},
        ),
        ("Price", {"fields": ("was_price", "tax_rate")}),
        ("On sale", {"fields": ("listed_at", "withdrawn_at")}),
    )

    def get_queryset(self, request: HttpRequest) -> models.QuerySet[Product]:
        """Add up each product's stock in the same query."""
        products: models.QuerySet[Product] = super().get_queryset(request)
        return products.annotate(pieces=models.Sum("variants__stock"))

    @admin.display(description="Price", ordering="price")
    def shown_price(self, product: Product) -> str:
        """The lowest price of its variants."""
        return cards.shown(product.price)

    @admin.display(description="Stock", ordering="pieces")
    def stock(self, product: Any) -> int:
        """How many pieces there are, all variants together."""
        return product.pieces or 0


@admin.register(Department)
# Generic to the stubs alone: at run time it takes no [Model].
class DepartmentAdmin(NamedInputs, admin.ModelAdmin):  # type: ignore[type-arg]
    """Departments and their order in the shop."""

    list_display = ("name", "position", "products_on_sale")
    list_editable = ("position",)
    prepopulated_fields = {"slug": ("name",)}
    fields = ("name", "slug", "position", "picture")

    @admin.display(description="Products on sale")
    def products_on_sale(self, department: Department) -> int:
        """How many products stand in it, as last counted."""
        return int(department.tally.get("products", 0))
