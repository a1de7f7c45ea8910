"""What each address answers to those who have no business there.

A line is the status of GET (of HEAD after a slash, where it differs) and of POST: for
everybody, or for some of them and for `others`. Maya's links lead where they say; a
link is a key to what is behind it, and to nothing else.
"""

from __future__ import annotations

PAGE, FORM = "200 405", "200 200"
# To the sign-in, or to the first page of what was asked for.
MEMBERS = {"others": "302 302"}
ELSEWHERE, GONE = "303 303", "410 410"
OWN = {"others": "303 303"}

OPEN = (
    *("home", "department", "product", "search", "basket", "contact"),
    *("privacy", "policy-versions", "policy-version", "policy-changes"),
    *("policy-text", "healthz", "readyz", "robots", "keys", "gpc", "security"),
    "mailbox",
)
CHECKOUT = ("checkout-details", "checkout-delivery", "checkout-check")
EXPECTED: dict[str, str | dict[str, str]] = {
    **{f"shop:{name}": PAGE for name in OPEN},
    **{f"shop:{name}": ELSEWHERE for name in CHECKOUT},
    "shop:mailbox-message": "404 405",
    "shop:basket-add": "405 422",
    "shop:basket-update": "405 303",
    "shop:basket-remove": "405 303",
    "shop:contact-kind": FORM,
    # --- Accounts: staff have one too ---------------------------------------------
    "shop:sign-in": {"others": FORM, "customer": ELSEWHERE, "staff": ELSEWHERE},
    "shop:sign-out": "405 303",
    "shop:reset": FORM,
    "shop:reset-confirm": FORM,
    "shop:password-prove": FORM,
    "shop:account": MEMBERS | {"customer": PAGE, "staff": PAGE},
    "shop:password-change": MEMBERS | {"customer": FORM, "staff": FORM},
    "shop:policy-seen": MEMBERS | {"customer": "405 303", "staff": "405 303"},
    # --- Your data: each their own, after a fresh sign-in or a proof ----------------
    "shop:your-data": PAGE,
    "shop:your-data-again": {
        "others": "405 303",
        "customer": "405 200",
        "staff": "405 200",
    },
    "shop:your-data-correct": OWN | {"customer": FORM},
    "shop:your-data-copy": OWN | {"customer": "200 303"},
    "shop:your-data-clear": OWN | {"customer": FORM},
    "shop:your-data-erase": OWN | {"customer": "200 303"},
    "shop:your-data-guest": "410 405",
    "shop:your-data-correct-guest": GONE,
    "shop:your-data-copy-guest": GONE,
    "shop:your-data-clear-guest": GONE,
    "shop:your-data-erase-guest": GONE,
    "shop:choices": {"others": "200 403", "customer": "200 303"},
    # --- Maya's order, by its link --------------------------------------------------
    "shop:order": PAGE,
    "orders:order": PAGE,
    "orders:pay": ELSEWHERE,
    "orders:agreement": "405 303",
    "orders:cancel": "200 303",
    "orders:address": FORM,
    "orders:refund_account": "200 422",
    "orders:questions": "200 422",
    "orders:invoice": PAGE,
    "orders:invoice_pdf": PAGE,
    "orders:withdraw": "200 422",
    "orders:send_back": "200 409",
    "orders:keep": "405 404",
    "orders:pay-away": ELSEWHERE,
    # It takes signed JSON alone.
    "payments:stripe": "405 415",
    "payments:back": PAGE,
    "shop:password-choose": "405 200",
    "shop:choices-of-order": "200 303",
    # --- Maya's request, by its link: it shows how it stands, and no data -----------
    "shop:case": PAGE,
    "shop:case-code": "405 200",
    "shop:case-facts": "405 200",
    "shop:case-send-code": "405 200",
    "shop:case-reply": "405 200",
    "shop:case-withdraw": "405 303",
    "shop:case-choose": ELSEWHERE,
    "shop:case-copy": "405 200",
    "shop:case-receipt": "404 405",
}
"""Each address by its name."""

# What staff without a role get; everybody else is sent to sign in.
STAFF = {
    "403 403": (
        *("privacy_case_changelist", "privacy_case_find", "privacy_case_change"),
        *("privacy_case_act", "privacy_case_look", "privacy_case_take"),
        *("privacy_case_put_back", "privacy_case_told", "privacy_letter_changelist"),
        *("privacy_export_changelist", "privacy_export_ask", "privacy_export_change"),
        *("privacy_export_approve", "privacy_export_refuse", "privacy_export_fetch"),
        *("privacy_export_withdraw", "privacy_export_gone", "privacy_access_show"),
        *("privacy_rulechange_changelist", "privacy_rulechange_add"),
        *("privacy_rulechange_history", "privacy_rulechange_delete"),
        *("privacy_rulechange_change", "privacy_legalhold_changelist"),
        *("privacy_legalhold_hold", "privacy_legalhold_lift"),
        *("privacy_person_changelist", "privacy_person_change"),
        *("privacy_person_roles", "privacy_person_set_up", "privacy_person_leave"),
        *("orders_order_changelist", "shop_product_changelist", "shop_product_add"),
        "orders_order_pack",
        *("orders_refund_changelist", "orders_refund_open"),
        *("orders_invoice_changelist", "orders_return_changelist"),
        *("shop_product_history", "shop_product_delete", "shop_product_change"),
        *("shop_department_changelist", "shop_department_add"),
        *("shop_department_history", "shop_department_delete"),
        "shop_department_change",
    ),
    "403 405": (
        *("orders_message_changelist", "orders_message_talk", "orders_invoice_change"),
        *("orders_providernotice_changelist", "orders_refund_change"),
        *("orders_return_change", "orders_order_shelves", "orders_order_parcel_slip"),
        *("privacy_trailentry_changelist", "orders_order_change", "orders_order_slip"),
        *("shop_refusal_changelist", "factors_of_others", "autocomplete"),
    ),
    "405 403": (
        *("orders_message_read", "orders_message_answer", "orders_message_settle"),
        *("orders_order_step", "orders_order_label", "factors_reset"),
        *("orders_return_act", "orders_order_parcel"),
        *("orders_providernotice_looked", "orders_refund_step", "orders_invoice_file"),
    ),
    # A search that was no form goes back to the list, which refuses.
    "303 403": ("orders_order_find",),
    # Of no section may they see anything; and nothing of ours is at a third place.
    "404 404": ("app_list", "view_on_site"),
    # Their own affairs, and what anybody may get.
    FORM: ("index", "password_change"),
    PAGE: (
        *("password_change_done", "jsi18n", "privacy_letter_previews"),
        *("privacy_letter_preview", "privacy_letter_preview_html"),
    ),
}
EXPECTED |= {
    f"admin:{name}": {"others": "302 302", "staff": told}
    for told, names in STAFF.items()
    for name in names
}
# Signing in, and second factors of one's own: after the password, before the rest.
EXPECTED |= {
    "admin:login": {"others": FORM, "staff": "302/200 200"},
    "admin:logout": "405 200",
    "admin:factor": ELSEWHERE,
    "admin:factors": OWN | {"staff": PAGE},
    "admin:factor_begin": OWN | {"staff": "405 303"},
    "admin:factor_app": ELSEWHERE,
    "admin:factor_passkey": OWN | {"staff": FORM},
    "admin:factor_codes": OWN | {"staff": "405 303"},
    "admin:factor_remove": OWN | {"staff": "405 404"},
}
UNNAMED = {
    "/staff/shop/product/{product.pk}/": {"others": "302 302", "staff": "302 302"},
    "/staff/nothing/here/": {"others": "302 302", "staff": "404 404"},
}
"""Addresses without a name: Django's old ones for rows, and whatever is not there."""
EXPECTED |= UNNAMED
SHOWN_BY_LINK = {
    *("shop:order", "orders:order", "orders:invoice", "orders:address"),
    *("shop:password-choose", "orders:withdraw"),
}
"""Where somebody reads what Maya typed: on the page of her order, by its own link."""
