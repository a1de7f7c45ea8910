"""Addresses of the Contact page, of its forms, and of the page of a case."""

from __future__ import annotations

from django.urls import URLPattern, path

from shop.contact import case_views, views

urlpatterns: list[URLPattern] = [
    path("contact/", views.contact, name="contact"),
    path("contact/<slug:kind>/", views.kind, name="contact-kind"),
    path("cases/<str:secret>/", case_views.show, name="case"),
    path("cases/<str:secret>/code/", case_views.code, name="case-code"),
    path("cases/<str:secret>/facts/", case_views.facts, name="case-facts"),
    path("cases/<str:secret>/send-code/", case_views.send_code, name="case-send-code"),
    path("cases/<str:secret>/reply/", case_views.reply, name="case-reply"),
    path("cases/<str:secret>/withdraw/", case_views.withdraw, name="case-withdraw"),
    path("cases/<str:secret>/copy/", case_views.copy, name="case-copy"),
    path("cases/<str:secret>/receipt/", case_views.receipt, name="case-receipt"),
]
