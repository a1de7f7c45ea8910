"""An administrator gives and takes roles on the page: never their own, never unseen."""

from __future__ import annotations

import threading
from urllib.parse import urlencode

import pytest
from django.contrib.auth.models import Group, Permission
from django.db import connections
from django.test import Client
from django.urls import reverse

from privacy.people import Person
from privacy.trail.entry import TrailEntry
from privacy.trail.names import people_of
from shop.rights import giving

ADMIN = "administrator"
LIST = "/staff/privacy/person/"
PERSONAL = ("ada@", "cleo@", "Cleo", "Clerk")


def post(client, path, **fields):
    """Send a form as a browser does: without files, so never as multipart."""
    body = urlencode(fields, doseq=True)
    return client.post(path, body, content_type="application/x-www-form-urlencoded")


def of(person, act="change"):
    return reverse(f"admin:privacy_person_{act}", args=[person.pk])


def roles_of(person):
    return giving.roles_of(Person.objects.get(pk=person.pk))


def told():
    """What was recorded since everybody was there: (what, by, about, fields)."""
    rows = list(TrailEntry.objects.filter(kind="rights", by__isnull=False))
    people = people_of({name for row in rows for name in (row.by, row.about)})
    return [(r.what, people[r.by], people[r.about], r.fields) for r in rows]


def test_roles_are_given_and_taken_and_the_trail_says_by_whom(
    desk, administrator, cleo
):
    chosen = {"roles": ["accounting", "after_sales"], "email": "cleo@example.net"}
    answer = post(desk, of(cleo, "roles"), **chosen)
    assert (answer.status_code, answer["Location"]) == (303, LIST)
    assert roles_of(cleo) == ["after_sales", "accounting"]
    assert told() == [
        ("taken", administrator, cleo, ["auth.Group packing"]),
        (
            "given",
            administrator,
            cleo,
            ["auth.Group accounting", "auth.Group after_sales"],
        ),
    ]


def test_a_right_beside_the_roles_is_seen_and_goes_with_the_next_change(desk, cleo):
    assert "Rights beside roles" not in desk.get(LIST).content.decode()
    cleo.user_permissions.add(Permission.objects.get(codename="approve_case"))
    assert "Rights beside roles" in desk.get(LIST).content.decode()
    post(desk, of(cleo, "roles"), roles="packing", email="cleo@example.net")
    assert [(what, fields) for what, _, _, fields in told()] == [
        ("cleared", ["auth.Permission"])
    ]
    assert not Person.objects.get(pk=cleo.pk).has_perm("privacy.approve_case")


def test_the_same_roles_again_change_and_record_nothing(desk, cleo):
    post(desk, of(cleo, "roles"), roles="packing", email="cleo@example.net")
    assert (roles_of(cleo), told()) == (["packing"], [])


def test_somebody_elses_address_changes_nothing_and_keeps_what_was_chosen(desk, cleo):
    chosen = {"roles": "accounting", "email": "ada@example.net"}
    answer = post(desk, of(cleo, "roles"), **chosen)
    body = answer.content.decode()
    assert answer.status_code == 422
    assert "This person has another address." in body
    assert 'id="role_accounting" checked' in body
    assert 'value="ada@example.net"' in body
    assert (roles_of(cleo), told()) == (["packing"], [])


@pytest.mark.parametrize(
    "wrong", [{"roles": "boss", "email": "cleo@example.net"}, {"roles": "packing"}]
)
def test_a_role_there_is_not_or_no_address_is_refused(desk, cleo, wrong):
    assert post(desk, of(cleo, "roles"), **wrong).status_code == 422
    assert roles_of(cleo) == ["packing"]


def test_nobody_changes_their_own_roles(desk, administrator):
    assert "Another administrator changes your roles" in text(desk, administrator)
    for act in ("roles", "set_up", "leave"):
        sent = {"roles": "packing", "email": "ada@example.net"}
        answer = post(desk, of(administrator, act), **sent)
        assert answer.status_code == 409
        assert giving.OWN in answer.content.decode()
    assert roles_of(administrator) == ["administrator"]
    assert Person.objects.get(pk=administrator.pk).is_staff


def test_not_even_a_superuser_gives_roles_to_themselves(client, staff):
    client.force_login(staff)
    sent = {"roles": "packing", "email": "staff@example.net"}
    assert post(client, of(staff, "roles"), **sent).status_code == 409


def test_set_up_is_ended_and_the_page_warns_until_then(desk, cleo, staff):
    assert "There is a superuser" in desk.get("/staff/").content.decode()
    sent = {"email": "staff@example.net"}
    assert post(desk, of(staff, "set_up"), **sent).status_code == 303
    assert not Person.objects.filter(is_superuser=True).exists()
    assert told()[0][0] == "taken"
    assert told()[0][3] == ["privacy.Person.is_superuser"]
    assert "superuser" not in desk.get("/staff/").content.decode()


def test_the_warning_stands_on_every_staff_page_and_on_no_other(client, staff, alice):
    client.force_login(staff)
    for path in ("/staff/", LIST, "/staff/orders/order/", "/staff/shop/product/add/"):
        assert "You are a superuser" in client.get(path).content.decode()
    for path in ("/", "/staff/login/"):
        assert "superuser" not in Client().get(path).content.decode()


def test_who_leaves_has_no_role_and_opens_no_staff_page(desk, cleo):
    browser = Client()
    browser.force_login(cleo)
    post(desk, of(cleo, "leave"), email="cleo@example.net")
    person = Person.objects.get(pk=cleo.pk)
    assert (person.is_staff, person.is_superuser) == (False, False)
    assert roles_of(cleo) == []
    assert browser.get("/staff/").status_code == 302
    assert [entry[0] for entry in told()] == ["cleared", "taken"]
    assert desk.get(of(cleo)).status_code == 404


def test_a_customer_is_nobody_here(desk, alice):
    for act in ("change", "roles", "leave"):
        send = desk.get if act == "change" else lambda path: post(desk, path)
        assert send(of(alice, act)).status_code == 404
    with pytest.raises(giving.NotGiven, match="does not work here"):
        giving.change(
            person=alice, roles=["packing"], by=Person.objects.get(groups__name=ADMIN)
        )


def test_the_pages_name_nobody_in_clear(desk, cleo):
    for path in (LIST, of(cleo)):
        body = desk.get(path).content.decode()
        assert "C••• C•••" in body
        assert not [value for value in PERSONAL if value in body]


def test_who_gives_roles_sees_who_works_here_and_no_customer(desk, cleo, alice):
    for person, status in ((cleo, 303), (alice, 403)):
        told = {"label": "privacy.person", "row_id": person.pk, "name": "email"}
        there = reverse("admin:privacy_access_show", kwargs=told)
        sent = {"reason": "law", "words": "To give a role", "back": of(cleo)}
        assert post(desk, there, **sent).status_code == status
    page = desk.get(of(cleo)).content.decode()
    assert "cleo@example.net" in page
    assert "Cleo Clerk" not in page


def test_staff_without_the_right_do_not_even_see_the_section(client, cleo):
    client.force_login(cleo)
    assert LIST not in client.get("/staff/").content.decode()
    assert client.get(LIST).status_code == 403


def test_who_lost_the_right_a_moment_ago_gives_nothing(administrator, cleo):
    administrator.groups.clear()
    with pytest.raises(giving.NotGiven, match="took this right from you"):
        giving.change(person=cleo, roles=["accounting"], by=administrator)
    assert roles_of(cleo) == ["packing"]


def test_two_administrators_who_take_each_others_role_leave_one(
    transactional_db, colleague
):
    both = [colleague(f"{n}@example.net", ADMIN) for n in ("one", "two")]
    ready = threading.Barrier(2)

    def take(by, person):
        ready.wait()
        try:
            giving.change(person=person, roles=[], by=by)
        except giving.NotGiven:
            pass
        finally:
            connections.close_all()

    pairs = [both, both[::-1]]
    threads = [threading.Thread(target=take, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert Group.objects.get(name=ADMIN).user_set.count() == 1


def text(client, person):
    return client.get(of(person)).content.decode()
