"""Django's lists, history and deleting in the staff's frame: named and masked."""

from __future__ import annotations

import pytest
from django.contrib.admin.models import CHANGE, LogEntry
from django.contrib.contenttypes.models import ContentType
from django.urls import reverse
from django.utils.safestring import SafeString

from shop.catalogue.models import Product
from shop.templatetags.staff import labelled
from tests.privacy.cases.desk.conftest import text_of
from tests.shop.today.conftest import sold_out

LIST = "/staff/shop/product/"


@pytest.fixture
def product(db):
    sold_out()
    return Product.objects.get()


def test_each_cell_carries_the_name_of_its_column(somebody, product):
    shown = somebody("view_product").get(LIST).content.decode()
    assert '<th data-l="Name" class="field-name">' in shown
    assert '<td data-l="Stock" class="field-stock">' in shown


def test_the_name_of_a_column_is_escaped_and_checkboxes_have_none():
    cells = [
        SafeString("<td>1</td>"),
        SafeString("<td>2</td>"),
        SafeString("<td></td>"),
    ]
    headers = [{"text": 'a "b" & c'}, {"text": SafeString('<input aria-label="All">')}]
    assert labelled(cells, headers) == (
        '<td data-l="A &quot;b&quot; &amp; c">1</td><td>2</td><td></td>'
    )


def test_a_list_says_that_nothing_stands_in_it_or_fits_the_filter(somebody):
    desk = somebody("view_product")
    assert "Nothing stands in this list." in text_of(desk.get(LIST))
    found = text_of(desk.get(LIST + "?available__exact=1"))
    assert "Nothing here is like that. Show all" in found


def test_the_history_of_a_row_names_people_behind_masks(somebody, staff, product):
    desk = somebody("view_product")
    page = reverse("admin:shop_product_history", args=[product.pk])
    assert "Nobody changed it in these pages yet." in text_of(desk.get(page))
    for person in (staff, desk.person):
        LogEntry.objects.create(
            user=person,
            content_type=ContentType.objects.get_for_model(Product),
            object_id=product.pk,
            object_repr="Ink",
            action_flag=CHANGE,
            change_message="Changed Stock.",
        )
    shown = text_of(desk.get(page))
    assert "S••• S••• Changed Stock." in shown
    assert "You Changed Stock." in shown
    assert "staff@example.net" not in shown


def test_deleting_says_what_goes_and_offers_the_way_back(somebody, product):
    desk = somebody("view_product", "delete_product", "delete_variant")
    page = desk.get(reverse("admin:shop_product_delete", args=[product.pk]))
    assert "This goes for good, with everything that belongs to it" in text_of(page)
    there = reverse("admin:shop_product_change", args=[product.pk])
    assert f'<a class="button cancel-link" href="{there}">Keep it</a>' in (
        page.content.decode()
    )


def test_a_form_with_a_slip_says_where_it_is_and_that_nothing_was_saved(somebody):
    desk = somebody("view_department", "add_department")
    page = desk.post(
        "/staff/shop/department/add/",
        "name=&slug=x&position=1&picture=&tally=",
        content_type="application/x-www-form-urlencoded",
    )
    assert "There is a problem. Nothing was saved." in text_of(page)
    assert '<a href="#id_name">Name</a>' in page.content.decode()
    assert 'value="x"' in page.content.decode()
