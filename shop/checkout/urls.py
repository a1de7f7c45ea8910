"""Addresses of the basket and of the checkout pages."""

from __future__ import annotations

from django.urls import URLPattern, path

from shop.checkout import basket_views, views

urlpatterns: list[URLPattern] = [
    path("basket/", basket_views.basket, name="basket"),
    path("basket/add/", basket_views.add, name="basket-add"),
    path("basket/update/", basket_views.update, name="basket-update"),
    path("basket/remove/", basket_views.remove, name="basket-remove"),
    path("checkout/details/", views.details, name="checkout-details"),
    path("checkout/delivery/", views.delivery, name="checkout-delivery"),
    path("checkout/check/", views.check, name="checkout-check"),
]
