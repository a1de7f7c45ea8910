"""Every address of the shop."""

from __future__ import annotations

from django.conf import settings
from django.contrib import admin
from django.urls import URLPattern, URLResolver, include, path

from shop import pages, well_known
from shop.accounts.urls import urlpatterns as accounts
from shop.catalogue.urls import urlpatterns as catalogue
from shop.checkout.urls import urlpatterns as checkout
from shop.choices.urls import urlpatterns as choices
from shop.contact.urls import urlpatterns as contact
from shop.demo import mailbox
from shop.policy.urls import urlpatterns as policy
from shop.your_data.urls import urlpatterns as your_data

site: list[URLPattern | URLResolver] = [
    *catalogue,
    *checkout,
    *accounts,
    *contact,
    *your_data,
    *choices,
    *policy,
    path("healthz", pages.alive, name="healthz"),
    path("readyz", pages.ready, name="readyz"),
    path("robots.txt", well_known.robots, name="robots"),
    path(".well-known/foldwell-keys.json", well_known.signing_keys, name="keys"),
    path(".well-known/gpc.json", well_known.gpc, name="gpc"),
    path(".well-known/security.txt", well_known.security, name="security"),
]
if settings.DEMO:
    site += [
        path("demo/mailbox/", mailbox.overview, name="mailbox"),
        path("demo/mailbox/<int:number>/", mailbox.message, name="mailbox-message"),
    ]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", include((site, "shop"))),
    path("orders/", include("orders.urls")),
    path("payments/", include("orders.providers.urls")),
    path("staff/", admin.site.urls),
]
