"""Addresses of the choices: one's own, and those of an order behind its link."""

from __future__ import annotations

from django.urls import URLPattern, path

from shop.choices import views

urlpatterns: list[URLPattern] = [
    path("choices/", views.own, name="choices"),
    path("choices/<str:secret>/", views.of_order, name="choices-of-order"),
]
