"""The customer's page of questions about one order, behind its secret link."""

from __future__ import annotations

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from orders import limits
from orders.conversation import asking, showing
from orders.conversation.forms import OrderQuestionForm
from orders.order import Order
from orders.views import behind_a_secret, found
from privacy.tries import TooManyTries

TOO_MANY = "Too many questions. Wait until {}, then send it"


@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def questions(request: HttpRequest, secret: str) -> HttpResponse:
    """Show what was said about the order, and take a question."""
    order = found(secret)
    if request.method != "POST":
        return _page(request, order, secret, OrderQuestionForm())
    form = OrderQuestionForm(request.POST)
    if not form.is_valid():
        return _page(request, order, secret, form)
    at = timezone.now()
    try:
        limits.QUESTIONS.count(request, order, at=at)
    except TooManyTries as wait:
        form.add_error(None, TOO_MANY.format(limits.clock(wait)))
        return limits.later(_page(request, order, secret, form), wait, at=at)
    asking.ask(order=order, **form.cleaned_data, at=at)
    there = reverse("orders:questions", args=[secret])
    return HttpResponseRedirect(there, status=303)


def _page(
    request: HttpRequest, order: Order, secret: str, form: OrderQuestionForm
) -> HttpResponse:
    part = showing.told(order, form=form, secret=secret, at=timezone.now())
    context = {"order": order, "form": form, "part": part, "secret": secret}
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.errors else HTTPStatus.OK
    return render(request, "orders/questions.html", context, status=status)
