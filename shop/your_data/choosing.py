"""Choosing what should go on the page of a request, once identity was proved there."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_http_methods

from orders.views import behind_a_secret
from privacy.cases import choosing, replying
from privacy.cases.case import Demand, NotAllowed
from privacy.people import Person
from shop.contact import proof
from shop.contact.case_views import found, page, to_page
from shop.same_origin import same_origin_only
from shop.your_data import parts


@csrf_exempt
@same_origin_only
@sensitive_post_parameters()
@require_http_methods(["GET", "HEAD", "POST"])
@behind_a_secret
def choose(request: HttpRequest, secret: str) -> HttpResponse:
    """Choose a part, see what goes and what stays, then let staff have it.

    Whoever has only the link is led to the page of the request.
    """
    case, at = found(secret), timezone.now()
    may = choosing.is_open(case) and proof.holds(request, case, at=at)
    if not may or not isinstance(case.person, Person):
        return to_page(secret)

    def send(demand: Demand) -> HttpResponse:
        try:
            replying.choose(case=case, chosen=demand, at=at)
        except NotAllowed as why:
            case.refresh_from_db()
            return page(request, case, secret, refused=str(why))
        return to_page(secret)

    wrote = choosing.demanded(case)
    choice = parts.Choice(
        person=case.person,
        at=at,
        template="shop/cases/choose.html",
        context={
            "case": case,
            "wrote": wrote.words,
            "here": reverse("shop:case-choose", args=[secret]),
            "back": reverse("shop:case", args=[secret]),
        },
        send=send,
        before=wrote.before,
        case=case.pk,
    )
    return parts.answer(request, choice)
