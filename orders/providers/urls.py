"""Addresses that a provider knows: where it tells us, and where it sends people."""

from __future__ import annotations

from django.urls import path

from orders.providers import paying, telling_us

app_name = "payments"
urlpatterns = [
    path("stripe/", telling_us.stripe, name="stripe"),
    path("back/", paying.back, name="back"),
]
