"""Addresses of the account pages, and of the order page with its offer of one."""

from __future__ import annotations

from django.urls import URLPattern, path

from shop.accounts import after_sale, views

urlpatterns: list[URLPattern] = [
    path("accounts/", views.account, name="account"),
    path("accounts/sign-in/", views.sign_in, name="sign-in"),
    path("accounts/sign-out/", views.sign_out, name="sign-out"),
    path("accounts/password/", views.password_change, name="password-change"),
    path("accounts/reset/", views.reset, name="reset"),
    path("accounts/reset/<str:token>/", views.reset_confirm, name="reset-confirm"),
    path("accounts/password/<str:token>/", views.password_prove, name="password-prove"),
    # The page is the first floor's; this one adds the offer of a password to it.
    path("orders/<str:secret>/", after_sale.order, name="order"),
    path("orders/<str:secret>/password/", after_sale.choose, name="password-choose"),
]
