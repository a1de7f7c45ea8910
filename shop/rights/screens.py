"""Every screen of the staff pages, what can be done there, and which right it takes.

The views ask for the rights themselves. This table says it once for people, and a test
holds it, role by role, against what the views answer; an address without a line fails.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from shop.roles import ROLES

GET, POST = "GET", "POST"
REVIEW, APPROVE = "privacy.review_case", "privacy.approve_case"
EITHER = (REVIEW, APPROVE)
HOLD = "privacy.hold_data"
HOLDS = (HOLD, *EITHER)
ORDERS = "orders.view_order"
RETURNS, HANDLE = "orders.view_return", "orders.handle_return"
REFUNDS, SEND = "orders.view_refund", "orders.send_refund"
INVOICES = "orders.view_invoice"
PACK = "orders.pack_order"
SETTLE = "orders.settle_payment"
GIVE = ("privacy.give_roles",)
READ = ("privacy.read_trail",)
REFUSALS = ("shop.view_refusal",)
RESET = ("privacy.reset_factors",)
ANSWER = ("orders.answer_message",)
ASK, DECIDE = ("privacy.ask_export",), ("privacy.approve_export",)


@dataclass(frozen=True)
class Action:
    """One thing to do: its words, the name of its address in admin:, its method.

    One of `rights` opens it; without any it is open to all of the staff. A decision
    asks for a second factor that was shown just now. `parts` are the parts of the
    address that decide.
    """

    does: str
    name: str
    method: str = GET
    rights: tuple[str, ...] = ()
    is_decision: bool = False
    parts: Mapping[str, str] = field(default_factory=dict)

    def is_open_to(self, role: str) -> bool:
        """Tell whether a role of the table may do it."""
        return not self.rights or bool(ROLES[role].rights & set(self.rights))


def _kept(model: str) -> tuple[Action, ...]:
    """Return what Django's own screens of a model offer, each for its own right."""
    app, _, name = model.partition("_")
    view, change = f"{app}.view_{name}", f"{app}.change_{name}"
    add, delete = f"{app}.add_{name}", f"{app}.delete_{name}"
    return (
        Action("See the list", f"{model}_changelist", GET, (view,)),
        Action("Open the form for a new one", f"{model}_add", GET, (add,)),
        Action("Add one", f"{model}_add", POST, (add,)),
        Action("See one", f"{model}_change", GET, (view,)),
        Action("Change one", f"{model}_change", POST, (change,)),
        Action("See what was changed", f"{model}_history", GET, (view,)),
        Action("Be asked before deleting", f"{model}_delete", GET, (delete,)),
        Action("Delete one", f"{model}_delete", POST, (delete,)),
    )


def _step(does: str, key: str, right: str) -> Action:
    return Action(does, "orders_order_step", POST, (right,), parts={"key": key})


def _parcel(does: str, key: str, right: str = PACK) -> Action:
    parts = {"key": key}
    return Action(does, "orders_order_parcel", POST, (right,), parts=parts)


def _refund(does: str, key: str, right: str = SEND) -> Action:
    return Action(does, "orders_refund_step", POST, (right,), parts={"key": key})


def _return(does: str, key: str, *rights: str) -> Action:
    return Action(does, "orders_return_act", POST, rights, parts={"key": key})


def _show(does: str, label: str, *rights: str) -> Action:
    return Action(does, "privacy_access_show", POST, rights, parts={"label": label})


def _act(does: str, name: str, *rights: str, is_decision: bool = False) -> Action:
    parts = {"name": name}
    return Action(does, "privacy_case_act", POST, rights, is_decision, parts)


def _decide(does: str, name: str, *rights: str) -> Action:
    return Action(does, name, POST, rights, is_decision=True)


SCREENS: Mapping[str, tuple[Action, ...]] = MappingProxyType(
    {
        "Orders": (
            Action("See the list, masked", "orders_order_changelist", GET, (ORDERS,)),
            Action("Search", "orders_order_find", POST, (ORDERS,)),
            Action("See one, masked", "orders_order_change", GET, (ORDERS,)),
            _step("Mark as paid", "mark-paid", "orders.settle_payment"),
            _step("Mark as packed", "pack", PACK),
            _step("Mark as handed over", "hand-over", PACK),
            _step("Mark as delivered", "deliver", PACK),
            _step("Cancel", "cancel", "orders.cancel_order"),
            _step("Leave out the rest", "leave-out", "orders.cancel_order"),
            Action("Print the packing slip", "orders_order_slip", GET, (PACK,)),
            Action("Open the delivery label", "orders_order_label", POST, (PACK,)),
            _show("Show who ordered", "orders.order", "orders.reveal_contact"),
            _show("Show the tracking number", "orders.parcel", "orders.reveal_contact"),
            Action("See what to fetch", "orders_order_shelves", GET, (PACK,)),
            Action("Ask what goes into a parcel", "orders_order_pack", GET, (PACK,)),
            Action("Pack a part", "orders_order_pack", POST, (PACK,)),
            Action("Print its slip", "orders_order_parcel_slip", GET, (PACK,)),
            _parcel("Hand a parcel over", "hand-over"),
            _parcel("Note that it arrived", "deliver"),
            _parcel("Note that it was lost", "lose"),
            _parcel("Note that it came back", "come-back"),
            _parcel("Pack it again", "send-again"),
            _parcel("Refund a parcel", "refund", "orders.open_refund"),
        ),
        "Returns": (
            Action("See the list", "orders_return_changelist", GET, (RETURNS,)),
            Action("See one", "orders_return_change", GET, (RETURNS,)),
            _return("Mark as received", "receive", "orders.receive_return", HANDLE),
            _return("Note what is taken back", "inspect", HANDLE),
            _return("Pack the exchange", "exchange", HANDLE),
            _return("Agree to the refund", "refund", HANDLE),
            _return("Refuse it", "refuse", HANDLE),
            _return("Close what never came", "never-came", HANDLE),
            _show("Show why it was not taken back", "orders.return", HANDLE),
        ),
        "Refunds": (
            Action("See the list", "orders_refund_changelist", GET, (REFUNDS,)),
            Action("See one, masked", "orders_refund_change", GET, (REFUNDS,)),
            Action("Ask for one", "orders_refund_open", GET, ("orders.open_refund",)),
            Action("Open one", "orders_refund_open", POST, ("orders.open_refund",)),
            _refund("Send it", "sent"),
            _refund("Let the provider send it", "release"),
            _refund("Send it by bank transfer instead", "by-transfer"),
            _refund("Ask for another account", "failed"),
            _refund("Call it off", "call-off", "orders.open_refund"),
            _show("Show where it goes", "orders.refund", SEND),
        ),
        "Invoices and credit notes": (
            Action("See the list", "orders_invoice_changelist", GET, (INVOICES,)),
            Action("See one, masked", "orders_invoice_change", GET, (INVOICES,)),
            Action("Download the PDF", "orders_invoice_file", POST, (INVOICES,)),
            _show("Show who bought", "orders.invoice", INVOICES),
        ),
        "Payments at providers": (
            Action("See them", "orders_providernotice_changelist", GET, (SETTLE,)),
            Action(
                "Say that one was looked into",
                "orders_providernotice_looked",
                POST,
                (SETTLE,),
            ),
        ),
        "Requests": (
            Action("See the queue, masked", "privacy_case_changelist", GET, EITHER),
            Action("Search by reference", "privacy_case_find", GET, EITHER),
            Action("See one, masked", "privacy_case_change", GET, EITHER),
            Action("Read what was written", "privacy_case_look", POST, EITHER),
            Action("Take it", "privacy_case_take", POST, EITHER),
            Action("Put it back", "privacy_case_put_back", POST, EITHER),
            _act("Show the plan", "plan", *EITHER),
            _act("Agree to a plan", "review", REVIEW, is_decision=True),
            _act("Approve a plan", "approve", APPROVE, is_decision=True),
            _act("Refuse", "refuse", *EITHER, is_decision=True),
            _act("Ask the customer", "ask", REVIEW),
            _act("Go on after an answer", "resume", REVIEW),
            _act("Try again", "retry", REVIEW),
            _act("Answer", "answer", REVIEW),
            _act("Treat as a demand", "turn", REVIEW),
            _act("Close unanswered", "close", REVIEW),
            _act("Close as the same request", "duplicate", REVIEW),
            _act("Extend the deadline", "extend", REVIEW),
            Action("Note who was told", "privacy_case_told", POST, (REVIEW,)),
            _show("Show who asks", "privacy.case", *EITHER),
        ),
        "Letters": (
            Action("See the list, masked", "privacy_letter_changelist", GET, EITHER),
            Action("Try again", "privacy_letter_changelist", POST, (REVIEW,)),
            _show("Show where to", "privacy.letter", *EITHER),
        ),
        "Questions about orders": (
            Action("See which wait", "orders_message_changelist", GET, ANSWER),
            Action("See one, masked", "orders_message_talk", GET, ANSWER),
            Action("Read what was written", "orders_message_read", POST, ANSWER),
            Action("Answer", "orders_message_answer", POST, ANSWER),
            Action("Say that it needs none", "orders_message_settle", POST, ANSWER),
        ),
        "Retention and holds": (
            Action("See what goes", "privacy_legalhold_changelist", GET, HOLDS),
            Action("Hold something", "privacy_legalhold_hold", POST, (HOLD,)),
            Action("Lift a hold", "privacy_legalhold_lift", POST, (HOLD,)),
        ),
        "Table of laws": _kept("privacy_rulechange"),
        "Exports": (
            Action("See the list", "privacy_export_changelist", GET, (*ASK, *DECIDE)),
            Action("Open the form", "privacy_export_ask", GET, ASK),
            Action("Ask for one", "privacy_export_ask", POST, ASK),
            Action("See one", "privacy_export_change", GET, (*ASK, *DECIDE)),
            _decide("Approve", "privacy_export_approve", *DECIDE),
            Action("Refuse", "privacy_export_refuse", POST, DECIDE),
            Action("Take it back", "privacy_export_withdraw", POST, ASK),
            _decide("Fetch it", "privacy_export_fetch", *ASK),
            Action("Say that it is deleted", "privacy_export_gone", POST, ASK),
        ),
        "Trail": (Action("Read", "privacy_trailentry_changelist", GET, READ),),
        "Staff and roles": (
            Action("See who works here", "privacy_person_changelist", GET, GIVE),
            Action("See somebody’s roles", "privacy_person_change", GET, GIVE),
            _show("Show who it is", "privacy.person", *GIVE, *EITHER),
            _decide("Give and take roles", "privacy_person_roles", *GIVE),
            _decide("End set-up", "privacy_person_set_up", *GIVE),
            _decide("End access", "privacy_person_leave", *GIVE),
            Action("See who has which second factors", "factors_of_others", GET, RESET),
            _decide("Reset somebody’s factors", "factors_reset", *RESET),
        ),
        "Refused at the door": (
            Action("See the numbers", "shop_refusal_changelist", GET, REFUSALS),
        ),
        "Departments": (
            *_kept("shop_department"),
            Action(
                "Change their sequence",
                "shop_department_changelist",
                POST,
                ("shop.change_department",),
            ),
        ),
        "Products": _kept("shop_product"),
    }
)
"""The screens, in the sequence of the printed table."""

ALL_STAFF: Mapping[str, str] = MappingProxyType(
    {
        "index": "What needs doing today, as far as their roles go",
        "app_list": "A section, if a role opens one of its screens",
        "login": "Signing in",
        "logout": "Signing out",
        "factor": "The second step of signing in",
        "factors": "One’s own second factors",
        "factor_begin": "Adding an app",
        "factor_app": "Its code, once",
        "factor_passkey": "Adding a passkey",
        "factor_codes": "New codes on paper",
        "factor_remove": "Taking one of them away",
        "password_change": "Changing one’s own password",
        "password_change_done": "The answer to that",
        "jsi18n": "Words for the scripts of the forms",
        "autocomplete": "Nothing: no form of ours asks it",
        "privacy_letter_previews": "Every letter that is sent, with invented facts",
        "privacy_letter_preview": "One of them",
        "privacy_letter_preview_html": "Its HTML alone",
        "view_on_site": "From a form to the page in the shop",
    }
)
"""Addresses without a right of their own: what they show depends on the roles."""


def actions() -> Iterator[tuple[str, Action]]:
    """Yield each action with its screen."""
    for screen, offered in SCREENS.items():
        for action in offered:
            yield screen, action
