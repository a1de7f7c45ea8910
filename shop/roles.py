"""Which role may do what: one table, from which the groups in the database are made.

A right is a Django permission, a role is a Django group of the same name as here. Each
role has the least it needs; whoever does two things is given two roles.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any

from django.contrib.auth.models import Group, Permission
from django.db import router, transaction


@dataclass(frozen=True)
class Role:
    """One role: its name on pages, what it is for, and its rights."""

    title: str
    does: str
    rights: frozenset[str]


ROLES: Mapping[str, Role] = MappingProxyType(
    {
        "catalogue": Role(
            "Catalogue",
            "Keeps departments, products, prices and stock.",
            frozenset(
                {
                    *("shop.view_department", "shop.add_department"),
                    *("shop.change_department", "shop.delete_department"),
                    *("shop.view_product", "shop.add_product"),
                    *("shop.change_product", "shop.delete_product"),
                    *("shop.view_variant", "shop.add_variant"),
                    *("shop.change_variant", "shop.delete_variant"),
                }
            ),
        ),
        "packing": Role(
            "Packing",
            "Packs parcels, prints slips and labels, hands over, receives returns.",
            frozenset(
                {
                    *("orders.view_order", "orders.pack_order"),
                    *("orders.view_return", "orders.receive_return"),
                }
            ),
        ),
        "after_sales": Role(
            "After-sales",
            "Answers questions about orders, cancels them, agrees to refunds.",
            frozenset(
                {
                    *("orders.view_order", "orders.cancel_order"),
                    *("orders.reveal_contact", "orders.answer_message"),
                    *("orders.view_refund", "orders.open_refund"),
                    *("orders.view_return", "orders.handle_return"),
                }
            ),
        ),
        "privacy_officer": Role(
            "Privacy officer",
            "Works on requests about personal data, holds what the law wants held.",
            frozenset(
                {
                    "privacy.review_case",
                    "privacy.hold_data",
                    "privacy.read_trail",
                    "privacy.view_rulechange",
                    "privacy.ask_export",
                }
            ),
        ),
        "privacy_approver": Role(
            "Privacy approver",
            "The second person: approves what can’t be undone, and exports.",
            frozenset(
                {
                    "privacy.approve_case",
                    "privacy.approve_export",
                    "privacy.view_rulechange",
                }
            ),
        ),
        "accounting": Role(
            "Accounting",
            "Matches payments, sends refunds, takes out the books without names.",
            frozenset(
                {
                    *("orders.view_order", "orders.settle_payment"),
                    *("orders.view_refund", "orders.send_refund"),
                    *("orders.view_invoice", "privacy.ask_export"),
                }
            ),
        ),
        "administrator": Role(
            "Administrator",
            "Gives and takes roles, keeps the table of laws, watches over the shop.",
            frozenset(
                {
                    "privacy.give_roles",
                    "privacy.reset_factors",
                    "privacy.read_trail",
                    "shop.view_refusal",
                    *("privacy.view_rulechange", "privacy.add_rulechange"),
                    *("privacy.change_rulechange", "privacy.delete_rulechange"),
                }
            ),
        ),
    }
)
"""Each role by its key, which is the name of its group. A new right gets its line here:
`manage.py roles > docs/roles.md` prints them, and `manage.py migrate` applies them."""


def sync() -> None:
    """Let each role's group have exactly the rights of the table; do nothing twice.

    A right that was added to a role that stood already, or taken from it, is recorded
    in the trail like any other. Rights that the database does not know yet are left for
    the next time.
    """
    with transaction.atomic(using=router.db_for_write(Group)):
        standing = {group.name: group for group in _groups()}
        known = _known()
        for key, role in ROLES.items():
            wanted = {known[right] for right in role.rights if right in known}
            if key not in standing:
                _make(key, wanted)
            elif {each.pk for each in standing[key].permissions.all()} != wanted:
                standing[key].permissions.set(wanted)


def after_migrating(using: str = "", apps: Any = None, **kwargs: Any) -> None:
    """Follow the table when the database was migrated: for post_migrate."""
    try:
        if apps is not None:
            apps.get_model("auth", "Group"), apps.get_model("privacy", "TrailEntry")
    except LookupError:
        return  # Migrated to before there were groups, or a trail.
    if using == router.db_for_write(Group):
        sync()


def _groups() -> Iterable[Group]:
    return Group.objects.filter(name__in=ROLES).prefetch_related("permissions")


def _known() -> dict[str, int]:
    """Return the ids of the rights in the table, by their names."""
    rights = {right for role in ROLES.values() for right in role.rights}
    found = Permission.objects.filter(
        codename__in={right.partition(".")[2] for right in rights}
    ).values_list("content_type__app_label", "codename", "pk")
    named = {f"{app}.{codename}": pk for app, codename, pk in found}
    return {right: pk for right, pk in named.items() if right in rights}


def _make(key: str, wanted: Collection[int]) -> None:
    """Make a role that nobody has yet: no right of anybody changes with it."""
    group, _ = Group.objects.get_or_create(name=key)
    through: Any = Group.permissions.through
    through.objects.bulk_create(
        [through(group_id=group.pk, permission_id=pk) for pk in sorted(wanted)],
        ignore_conflicts=True,
    )
