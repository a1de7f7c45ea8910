"""The addresses of the catalogue, without a namespace: the site adds its own."""

from __future__ import annotations

from django.urls import URLPattern, path

from shop.catalogue import views

urlpatterns: list[URLPattern] = [
    path("", views.home, name="home"),
    path("departments/<slug:slug>/", views.department, name="department"),
    path("products/<slug:slug>/", views.product, name="product"),
    path("search/", views.found, name="search"),
]
