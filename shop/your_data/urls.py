"""Addresses of Your data: for account holders, and behind a guest's secret link."""

from __future__ import annotations

from django.urls import URLPattern, path

from shop.your_data import choosing, correcting, erasing, views

OWN = "your-data/"
GUEST = "your-data/<str:secret>/"


def _both(under: str, ending: str) -> list[URLPattern]:
    return [
        path(
            f"{under}correct/<slug:what>/",
            correcting.correct,
            name=_named("correct", ending),
        ),
        path(f"{under}copy/", views.copy, name=_named("copy", ending)),
        path(f"{under}clear/", erasing.clear, name=_named("clear", ending)),
        path(f"{under}erase/", erasing.erase, name=_named("erase", ending)),
    ]


def _named(name: str, ending: str) -> str:
    return f"your-data-{name}{ending}"


urlpatterns: list[URLPattern] = [
    path(OWN, views.your_data, name="your-data"),
    path(f"{OWN}again/", views.again, name="your-data-again"),
    *_both(OWN, ""),
    path(GUEST, views.your_data, name="your-data-guest"),
    *_both(GUEST, "-guest"),
    path("cases/<str:secret>/choose/", choosing.choose, name="case-choose"),
]
