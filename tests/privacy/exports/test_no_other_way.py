"""Nothing but an export takes data out of the staff pages."""

from __future__ import annotations

import io

from django.contrib import admin
from django.core.management import call_command
from django.test import RequestFactory

from privacy.exports.export import Export
from tests.diary.models import Page
from tests.privacy.exports.conftest import fresh


class Careless(admin.ModelAdmin):
    """What must not be there: a button that does something to many rows."""

    actions = ("as_csv",)

    def as_csv(self, request, rows):
        """Give out all that was ticked."""


def request_of(person):
    request = RequestFactory().get("/staff/")
    request.user = person
    return request


def test_no_staff_page_takes_many_rows_out_at_once(staff):
    request = request_of(staff)
    found = {
        name
        for page in admin.site._registry.values()
        for name in page.get_actions(request)
    }
    # One sends letters again, the other deletes what is the shop's own.
    assert found <= {"try_again", "delete_selected"}
    # The scan finds one that is there.
    assert "as_csv" in Careless(Page, admin.site).get_actions(request)


def test_nothing_is_typed_in_edited_or_deleted_here(staff, asked):
    request, page = request_of(staff), admin.site._registry[Export]
    assert not page.has_add_permission(request)
    assert not page.has_change_permission(request)
    assert not page.has_delete_permission(request)
    assert page.has_module_permission(request)


def test_what_is_dumped_is_sealed(built):
    export, passphrase = built
    told = io.StringIO()
    call_command("dumpdata", "diary.Page", "privacy.Export", stdout=told)
    text = told.getvalue()
    assert str(export.pk) in text
    for value in ("Tide", "friend-of-tide", passphrase, "A letter came back"):
        assert value not in text
    # What a column in clear holds is there.
    assert fresh(export).reference in text
