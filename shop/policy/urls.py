"""Addresses of the policy and its versions."""

from __future__ import annotations

from django.urls import URLPattern, path

from shop.policy import views

urlpatterns: list[URLPattern] = [
    path("privacy/", views.page, name="privacy"),
    path("privacy/versions/", views.versions, name="policy-versions"),
    path("privacy/versions/<int:number>/", views.version, name="policy-version"),
    path(
        "privacy/versions/<int:number>/changes/", views.changes, name="policy-changes"
    ),
    path("privacy/versions/<int:number>/text.json", views.written, name="policy-text"),
    path("accounts/policy/seen/", views.seen, name="policy-seen"),
]
