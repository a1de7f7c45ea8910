"""The order page with the offer of a password: after the sale, never before."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from orders import views as order_pages
from orders.models import Order
from privacy.letters import returned
from shop.accounts import limits, passwords
from shop.accounts.forms import ChooseForm
from shop.accounts.limits import TooManyTries
from shop.accounts.views import too_many
from shop.same_origin import same_origin_only


@require_safe
@order_pages.behind_a_secret
def order(request: HttpRequest, secret: str) -> HttpResponse:
    """Show the order; whoever is not signed in may choose a password."""
    return _page(request, order_pages.found(secret), secret, ChooseForm())


@csrf_exempt
@same_origin_only
@sensitive_post_parameters()
@require_POST
@order_pages.behind_a_secret
def choose(request: HttpRequest, secret: str) -> HttpResponse:
    """Take the chosen password. The answer is the same whoever the customer is.

    No token: it would need a cookie, and the secret in the address is one already.
    """
    placed = order_pages.found(secret)
    form = ChooseForm(request.POST)
    if not form.is_valid():
        return _page(request, placed, secret, form)
    at = timezone.now()
    try:
        limits.CHOOSE.count(str(placed.person_id), at=at)
    except TooManyTries as wait:
        return too_many(request, wait)
    chosen = form.cleaned_data["new_password"]
    passwords.choose(person=placed.person, password=chosen, at=at)
    page = reverse("orders:order", args=[secret])
    return HttpResponseRedirect(f"{page}?password=asked", status=303)


def _page(
    request: HttpRequest, placed: Order, secret: str, form: ChooseForm
) -> HttpResponse:
    """The order page, with the form for those who are not signed in."""
    told = order_pages.facts(placed, secret)
    offered = not request.user.is_authenticated
    told["form"] = form if offered else None
    told["returned"] = returned.notice(person_id=placed.person_id, at=timezone.now())
    told["asked"] = request.GET.get("password") == "asked"
    return render(request, "shop/accounts/order.html", told)
