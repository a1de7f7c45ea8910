"""Addresses of the customer's order pages, each behind the order's secret link."""

from __future__ import annotations

from django.urls import path

from orders import views

app_name = "orders"
urlpatterns = [
    path("<str:secret>/", views.order, name="order"),
    path("<str:secret>/pay/", views.pay, name="pay"),
    path("<str:secret>/agreement/", views.agreement, name="agreement"),
]
