"""Staff keep products, variants and stock; prices are typed in pounds and pence."""

from __future__ import annotations

from decimal import Decimal
from urllib.parse import urlencode

import pytest
from django.urls import reverse

from privacy import people
from shop.catalogue.models import Department, Product, Variant

FORM = "application/x-www-form-urlencoded"


@pytest.fixture
def staff_client(client, db, at):
    person = people.welcome(email="staff@example.net", name="Robin Vale", at=at)
    person.is_staff = person.is_superuser = True
    person.save()
    client.force_login(person)
    return client


def typed(department, **different):
    """A filled product form, as a browser sends it."""
    return {
        "name": "Night Post",
        "slug": "night-post",
        "department": department.pk,
        "detail": "C6",
        "description": "Heavy.",
        "colour": "navy",
        "material": "",
        "picture": "",
        "was_price": "",
        "tax_rate": "20",
        "listed_at_0": "2026-11-22",
        "listed_at_1": "10:00:00",
        "withdrawn_at_0": "",
        "withdrawn_at_1": "",
        "variants-TOTAL_FORMS": "1",
        "variants-INITIAL_FORMS": "0",
        "variants-MIN_NUM_FORMS": "1",
        "variants-MAX_NUM_FORMS": "1000",
        "variants-0-sku": "NIGHT-25",
        "variants-0-label": "",
        "variants-0-price": "9.50",
        "variants-0-stock": "12",
        "variants-0-position": "0",
    } | different


def send(client, address, data):
    return client.post(address, urlencode(data), content_type=FORM)


ADD = "/staff/shop/product/add/"


def test_a_product_is_added_with_its_price_in_pounds(staff_client, envelopes):
    response = send(staff_client, ADD, typed(envelopes, was_price="£12"))
    assert response.status_code == 302
    product = Product.objects.get()
    assert (product.price, product.was_price) == (Decimal(950), Decimal(1200))
    assert product.available
    assert product.description_html == "<p>Heavy.</p>"


def test_a_wrong_price_says_how_to_write_one(staff_client, envelopes):
    data = typed(envelopes) | {"variants-0-price": "nine fifty"}
    html = send(staff_client, ADD, data).content.decode()
    assert "Enter an amount such as 9.50" in html
    assert 'value="nine fifty"' in html
    assert not Product.objects.exists()


def test_a_product_needs_a_variant(staff_client, envelopes):
    data = typed(envelopes) | {"variants-TOTAL_FORMS": "0"}
    html = send(staff_client, ADD, data).content.decode()
    assert "Add one variant: the price and the stock belong to it." in html
    assert not Product.objects.exists()


def test_a_stored_price_is_shown_in_pounds_and_changes_only_when_typed(
    staff_client, make
):
    product = make("Night Post", price=950)
    address = reverse("admin:shop_product_change", args=[product.pk])
    html = staff_client.get(address).content.decode()
    assert 'name="variants-0-price" value="9.50"' in html
    variant = Variant.objects.get()
    data = typed(product.department) | {
        "variants-INITIAL_FORMS": "1",
        "variants-0-id": variant.pk,
        "variants-0-product": product.pk,
        "variants-0-sku": variant.sku,
        "variants-0-price": "10.25",
    }
    assert send(staff_client, address, data).status_code == 302
    product.refresh_from_db()
    assert product.price == Decimal(1025)


def test_the_list_shows_price_and_stock_and_can_be_searched(staff_client, make):
    make("Night Post", stocks=[3, 4])
    make("Sealing wax")
    html = staff_client.get("/staff/shop/product/?q=SKU-1-1").content.decode()
    assert "Night Post" in html
    assert "Sealing wax" not in html
    assert 'class="field-stock">7<' in html
    assert "£9.50" in html


def test_the_list_takes_as_many_queries_for_one_product_as_for_many(
    staff_client, many, django_assert_max_num_queries
):
    with django_assert_max_num_queries(12):
        staff_client.get("/staff/shop/product/")


def test_departments_show_how_much_stands_in_them(staff_client, many):
    html = staff_client.get("/staff/shop/department/").content.decode()
    assert 'class="field-products_on_sale">30<' in html


def test_a_department_with_products_cannot_be_deleted(staff_client, make, envelopes):
    make()
    address = reverse("admin:shop_department_delete", args=[envelopes.pk])
    send(staff_client, address, {"post": "yes"})
    assert Department.objects.filter(pk=envelopes.pk).exists()


@pytest.mark.parametrize("model", ["product", "department"])
def test_customers_stay_out(client, db, model):
    response = client.get(f"/staff/shop/{model}/")
    assert response.status_code == 302
    assert "/staff/login/" in response["Location"]
