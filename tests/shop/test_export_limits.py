"""Who may ask for an export has a limit, and who has a limit may ask."""

from __future__ import annotations

from django.conf import settings

from privacy.exports import sheets
from privacy.purposes import Purpose
from shop.roles import ROLES


def test_the_table_of_limits_is_about_the_roles_that_may_ask():
    may = {key for key, role in ROLES.items() if "privacy.ask_export" in role.rights}
    assert set(settings.EXPORT_LIMITS) == may


def test_nobody_asks_and_agrees_by_one_role():
    for role in ROLES.values():
        both = {"privacy.ask_export", "privacy.approve_export"}
        assert not both <= role.rights


def test_each_limit_is_for_something_that_can_be_taken_out():
    for limit in settings.EXPORT_LIMITS.values():
        assert limit["rows"] > 0
        for purpose in limit["purposes"]:
            columns = [
                each
                for sheet in sheets.every()
                for each in sheets.columns(sheet, Purpose(purpose))
                if limit["sealed"] or not each.is_sealed
            ]
            assert columns
            assert purpose != Purpose.OWN_REQUEST
