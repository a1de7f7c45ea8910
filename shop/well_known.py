"""What programs look for under /.well-known/."""

from __future__ import annotations

from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import cache_control
from django.views.decorators.http import require_safe

from privacy.certificates import keys

AN_HOUR = 60 * 60


@require_safe
@cache_control(public=True, max_age=AN_HOUR)
def signing_keys(request: HttpRequest) -> JsonResponse:
    """Give the public keys of certificates, also of those that sign no more."""
    return JsonResponse(keys.published())
