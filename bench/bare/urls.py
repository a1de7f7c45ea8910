"""Both addresses."""

from __future__ import annotations

from django.urls import path

from bench.bare import views

urlpatterns = [
    path("departments/<int:number>/", views.department),
    path("hello/", views.hello),
]
