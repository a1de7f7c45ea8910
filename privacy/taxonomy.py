"""The categories of personal data that a declaration may name.

Keys of the Fides taxonomy as fideslang 3 ships it, the part that a shop can need. What
the policy excludes (identity documents, health, images, …) is not here, so no field
can be declared as such.
"""

from __future__ import annotations

CATEGORIES = frozenset(
    {
        "user.account",
        "user.account.settings",
        "user.account.username",
        "user.authorization.credentials",
        "user.authorization.password",
        "user.behavior.purchase_history",
        "user.contact.address",
        "user.contact.address.city",
        "user.contact.address.country",
        "user.contact.address.postal_code",
        "user.contact.address.state",
        "user.contact.address.street",
        "user.contact.email",
        "user.content.private",
        "user.device.cookie_id",
        "user.financial.bank_account",
        "user.name",
        "user.payment",
        "user.privacy_preferences",
        "user.unique_id",
        "user.unique_id.pseudonymous",
    }
)
