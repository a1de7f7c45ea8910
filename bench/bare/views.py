"""One query and one plain template, and a view that does nothing."""

from __future__ import annotations

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from bench.bare.models import Product

SIZE = 24


def department(request: HttpRequest, number: int) -> HttpResponse:
    """List the 24 newest products of department `number`, as the shop does."""
    listed = Product.objects.filter(department_id=number, withdrawn_at=None)
    products = listed.order_by("-listed_at", "-id")[:SIZE]
    return render(request, "list.html", {"products": products})


def hello(request: HttpRequest) -> HttpResponse:
    """Say hello."""
    return HttpResponse("Hello, world!")
