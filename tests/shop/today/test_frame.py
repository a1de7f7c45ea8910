"""The frame of the staff pages: sections by rights, and refusals in the same look."""

from __future__ import annotations

import re

import pytest
from django.contrib import admin
from django.test import RequestFactory

from shop.today.sections import sections
from tests.privacy.cases.desk.conftest import text_of


def links(page):
    nav = re.search(r'<nav class="anav".*?</nav>', page.content.decode(), re.DOTALL)
    return re.findall(r'<a href="([^"]+)"', nav[0])


def test_sections_lead_only_where_somebody_may_go(somebody):
    desk = somebody("view_order", "view_product")
    found = links(desk.get("/staff/"))
    assert found == ["/staff/", "/staff/orders/order/", "/staff/shop/product/"]
    assert {desk.get(path).status_code for path in found} == {200}


def test_every_list_of_the_site_stands_in_one_section(staff):
    request = RequestFactory().get("/staff/")
    request.user = staff
    apps = admin.site.get_app_list(request)
    wanted = {model["admin_url"] for app in apps for model in app["models"]} - {None}
    found = [
        link.address
        for section in sections(path="/staff/", apps=apps)
        for link in section.links
    ]
    assert sorted(found) == sorted({"/staff/", *wanted})


def test_a_list_that_nobody_named_comes_last_in_its_section():
    def app(label, *names):
        models = [
            {"object_name": name, "name": name, "admin_url": f"/staff/{name}/"}
            for name in names
        ]
        return {"app_label": label, "models": models}

    found = sections(
        path="/staff/Case/1/",
        apps=[app("privacy", "New", "Case"), app("axes", "Attempt")],
    )
    titles = {each.title: [link.words for link in each.links] for each in found}
    assert titles == {"": ["Today"], "Privacy": ["Case", "New"], "People": ["Attempt"]}
    assert [link.is_here for link in found[1].links] == [True, False]


@pytest.mark.parametrize(
    ("path", "status", "says"),
    [
        ("/staff/shop/product/", 403, "This page is not part of your role"),
        ("/staff/privacy/trailentry/", 403, "This page is not part of your role"),
        ("/staff/nothing/", 404, "There is no such page"),
        ("/staff/orders/order/nothing/", 404, "There is no such page"),
    ],
)
def test_refusals_keep_their_status_and_stay_in_the_frame(somebody, path, status, says):
    page = somebody("view_order").get(path)
    assert (page.status_code, says in text_of(page)) == (status, True)
    assert links(page)[1] == "/staff/orders/order/"
    assert "default-src 'none'" in page["Content-Security-Policy"]


def test_strangers_and_customers_are_told_of_no_page(client, alice):
    for _ in range(2):
        answers = {client.get(path).status_code for path in ("/staff/", "/staff/x/")}
        assert answers == {302}
        client.force_login(alice)


def test_many_rows_are_never_deleted_at_once(somebody):
    page = somebody("view_product", "delete_product").get("/staff/shop/product/")
    assert "delete_selected" not in page.content.decode()
