"""The policy header is remembered, and is what django-csp would write."""

import pytest
from csp.constants import HEADER
from csp.decorators import csp, csp_exempt, csp_update
from csp.middleware import CSPMiddleware
from django.conf import settings
from django.http import HttpResponse

from shop.content_policy import RememberedPolicy


def page(request):
    return HttpResponse("A page")


def with_nonce(request):
    return HttpResponse(str(request.csp_nonce))


def with_header(request):
    return HttpResponse("A page", headers={HEADER: "default-src 'none'"})


def parts(response):
    return sorted(response.headers.get(HEADER, "").split("; "))


@pytest.mark.parametrize(
    "view",
    [
        page,
        with_nonce,
        with_header,
        csp({"default-src": ["'self'"]})(page),
        csp_update({"img-src": ["data:"]})(page),
        csp_exempt()(page),
    ],
    ids=["usual", "nonce", "own header", "own policy", "more", "exempt"],
)
def test_the_header_is_what_django_csp_writes(rf, view):
    ours = RememberedPolicy(view)(rf.get("/"))
    theirs = CSPMiddleware(view)(rf.get("/"))
    if view is not with_nonce:
        assert parts(ours) == parts(theirs)
    assert ours.headers.keys() == theirs.headers.keys()


def test_the_usual_header_is_put_together_once(rf, monkeypatch):
    middleware = RememberedPolicy(page)
    monkeypatch.setattr(
        CSPMiddleware, "process_response", lambda *_: pytest.fail("The long way.")
    )
    assert "default-src 'none'" in parts(middleware(rf.get("/")))


def test_the_shop_uses_it():
    assert "shop.content_policy.RememberedPolicy" in settings.MIDDLEWARE
    assert "csp.middleware.CSPMiddleware" not in settings.MIDDLEWARE
