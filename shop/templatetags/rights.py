"""What every staff page says about rights: a warning while a superuser exists."""

from __future__ import annotations

from typing import Any

from django import template

from privacy.people import Person

register = template.Library()


@register.inclusion_tag("shop/staff/superuser.html", takes_context=True)
def superuser_warning(context: Any) -> dict[str, Any]:
    """Warn those of the staff who are signed in, in one query that reads an index."""
    if not context.get("has_permission"):
        return {"is_one": False}
    user = context["request"].user
    return {
        "is_one": user.is_superuser or _exists(),
        "is_you": user.is_superuser,
        "may_end": user.has_perm("privacy.give_roles"),
    }


def _exists() -> bool:
    return Person.objects.filter(is_superuser=True, is_active=True).exists()
