"""Questions in the staff pages: which wait, what they say to who looks, the answer."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.contrib import admin, messages
from django.http import HttpRequest, HttpResponse
from django.urls import URLPattern, path, reverse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from orders.conversation import answering, reading, waiting
from orders.conversation.forms import OrderAnswerForm
from orders.conversation.message import Message
from orders.order import Order
from orders.staff.pages import OrderPages, found, to
from privacy.access import TooManyLooks
from privacy.encryption import keys
from privacy.looking import LookForm
from privacy.people import Person
from privacy.refusing import NotAllowed


@admin.register(Message)
class MessageAdmin(OrderPages):
    """The questions that wait, and the conversation about one order."""

    def has_view_permission(self, request: HttpRequest, obj: Any = None) -> bool:
        """Whoever answers may see which questions wait."""
        user: Any = request.user
        return bool(user.has_perm(reading.ANSWER))

    def has_module_permission(self, request: HttpRequest) -> bool:
        """Show questions in the list of sections to whoever answers them."""
        return self.has_view_permission(request)

    def get_urls(self) -> list[URLPattern]:
        """Return the addresses of the list, of a conversation, and of its verbs."""
        views: dict[str, tuple[str, Any]] = {
            "changelist": ("", require_safe(self.waiting)),
            "talk": ("<uuid:order_id>/", require_safe(self.talk)),
            "read": ("<uuid:order_id>/read/", require_POST(self.read)),
            "answer": ("<uuid:order_id>/answer/", require_POST(self.answer)),
            "settle": ("<uuid:order_id>/settle/", require_POST(self.settle)),
        }
        return [
            path(
                route,
                self.admin_site.admin_view(never_cache(view)),
                name=f"orders_message_{name}",
            )
            for name, (route, view) in views.items()
        ]

    def waiting(self, request: HttpRequest) -> HttpResponse:
        """List the orders whose questions wait, the oldest first; no word of them."""
        self.require(request)
        rows = waiting.orders(at=timezone.now())
        facts = {"title": "Questions", "rows": rows, "most": waiting.MOST}
        return self.page(request, "questions", facts)

    def talk(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        """Show the conversation about an order: masked, or open to who looked."""
        by = self.require(request)
        return self._talk(request, found(order_id), by)

    def read(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        """Open it: at once while a question waits, else for a written reason."""
        by, order = self.require(request), found(order_id)
        try:
            refused = _refused(request, order, at=timezone.now(), by=by)
        except TooManyLooks as limit:
            messages.error(request, str(limit))
            refused = None
        if refused is not None:
            return self._talk(request, order, by, look=refused, status=422)
        return to(_page_of(order))

    def answer(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        """Write the answer, and the letter that says where it is."""
        by, order = self.require(request), found(order_id)
        form = OrderAnswerForm(request.POST, auto_id="answer_%s")
        if not form.is_valid():
            return self._talk(request, order, by, form=form, status=422)
        try:
            told = {**form.cleaned_data, "after": _read(request)}
            answering.answer(order=order, **told, at=timezone.now(), by=by)
        except NotAllowed as refused:
            form.add_error(None, str(refused))
            return self._talk(request, order, by, form=form, status=422)
        said = f"Your answer is on the page of order {order.number}."
        messages.success(request, said)
        return to(_list())

    def settle(self, request: HttpRequest, order_id: UUID) -> HttpResponse:
        """Note that nothing is to be answered."""
        by, order = self.require(request), found(order_id)
        try:
            answering.settle(order=order, at=timezone.now(), by=by)
        except NotAllowed as refused:
            messages.error(request, str(refused))
        else:
            messages.success(request, f"Order {order.number} has no open question.")
        return to(_list())

    def _talk(
        self,
        request: HttpRequest,
        order: Order,
        by: Person,
        *,
        look: LookForm | None = None,
        form: OrderAnswerForm | None = None,
        status: int = 200,
    ) -> HttpResponse:
        at = timezone.now()
        keys.prefetch([order.person_id])
        until = reading.until(order=order, at=at, by=by)
        if form is None and until is not None:
            form = OrderAnswerForm(auto_id="answer_%s")
        facts = {
            "title": f"Questions about order {order.number}",
            "order": order,
            "talk": reading.for_staff(order, at=at, by=by),
            "until": until,
            "look": look or LookForm(),
            "form": form,
        }
        return self.page(request, "conversation", facts, status=status)


def _refused(
    request: HttpRequest, order: Order, *, at: datetime, by: Person
) -> LookForm | None:
    """Open the conversation; return the form that says why it stays shut, if it does.

    Raises TooManyLooks past the limit.
    """
    asked = "reason" in request.POST
    if not asked and reading.look_to_answer(order=order, at=at, by=by):
        return None
    form = LookForm(request.POST)
    if not form.is_valid():
        return form
    reading.look(order=order, at=at, by=by, **form.asked())
    return None


def _read(request: HttpRequest) -> UUID:
    """Return the last message that the page showed; one that is none where it lies."""
    try:
        return UUID(request.POST.get("after", ""))
    except ValueError:
        return UUID(int=0)


def _page_of(order: Order) -> str:
    return reverse("admin:orders_message_talk", args=[order.pk])


def _list() -> str:
    return reverse("admin:orders_message_changelist")
