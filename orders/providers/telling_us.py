"""Where Stripe tells us what happened: no browser, no cookie, only its signature."""

from __future__ import annotations

from http import HTTPStatus

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from orders.providers import hearing, offering, signatures
from orders.providers.session import Unreadable
from orders.providers.signatures import Forged

LONGEST = 64 * 1024
HEADER = "Stripe-Signature"


@csrf_exempt
@require_POST
@never_cache
def stripe(request: HttpRequest) -> HttpResponse:
    """Take a notice: 200 once it is done, known, or none of ours; 400 for a forged one.

    The bytes are verified before anything reads them. Whatever goes wrong within
    undoes all of it, and Stripe sends the notice again.
    """
    if offering.stripe_page() is None:
        raise Http404
    if _length(request) > LONGEST:
        return _said(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
    at, body = timezone.now(), request.body
    try:
        signatures.require(
            body=body,
            header=request.headers.get(HEADER, ""),
            secrets=settings.STRIPE_WEBHOOK_SECRETS,
            at=at,
        )
        heard = hearing.read(body)
    except (Forged, Unreadable):
        return _said(HTTPStatus.BAD_REQUEST)
    hearing.take(heard=heard, at=at)
    return _said(HTTPStatus.OK)


def _length(request: HttpRequest) -> int:
    return int(request.META.get("CONTENT_LENGTH") or 0)


def _said(status: HTTPStatus) -> HttpResponse:
    """The same few words whatever was found: nobody learns what we know."""
    return HttpResponse(status.phrase, status=status, content_type="text/plain")
