"""Whose request it is, and where a letter went: shown to who works on requests."""

from __future__ import annotations

from django.urls import reverse

from privacy.models import Access, Letter
from privacy.showing import values
from tests.privacy.showing.conftest import text_of


def test_name_and_address_of_a_request_are_shown_to_who_works_on_it(
    case, having, show, alice
):
    asked, client = case(), having("review_case")
    page = reverse("admin:privacy_case_change", args=[asked.pk])
    assert show(asked, "email", back=page)["Location"] == page
    assert "alice@example.net Open to you" in text_of(client.get(page))
    assert "Ashdown" not in text_of(client.get(page))
    show(alice, "name", back=page)
    assert "Alice Ashdown Open to you" in text_of(client.get(page))
    assert [each.person for each in Access.objects.all()] == [alice, alice]
    assert not asked.events.filter(what="read").exists()


def test_a_look_at_an_address_that_nobody_has_proved_stands_in_the_history(
    case, having, show, clerk
):
    asked, client = case(person=None), having("approve_case")
    show(asked, "email")
    look = Access.objects.get()
    assert (look.person, look.holder_id) == (None, asked.pk)
    assert asked.events.get(what="read").by == clerk
    page = client.get(reverse("admin:privacy_case_change", args=[asked.pk]))
    assert "Customer Not known yet" in text_of(page)


def test_the_address_of_a_letter_is_shown_from_its_list(order, having, show):
    client, there = having("review_case"), "/staff/privacy/letter/"
    shown = client.get(there + "?stand=all").content.decode()
    person = order.person
    link = values.path(person, "email") + "?back=" + there
    assert f'<a href="{link}">Show' in shown
    letter = Letter.objects.get()
    letter.address = "elsewhere@example.net"
    letter.save()
    shown = client.get(there + "?stand=all").content.decode()
    assert f'<a href="{values.path(letter, "address")}?back=' in shown
    show(letter, "address", back=there)
    assert Access.objects.get().person == person
    shown = text_of(client.get(values.path(letter, "address")))
    assert "elsewhere@example.net Open to you" in shown
    assert client.get(f"{there}?address=elsewhere@example.net").status_code == 400
