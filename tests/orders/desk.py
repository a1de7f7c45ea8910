"""Where the staff pages of orders are, and what they say as plain text."""

from __future__ import annotations

import re
from html import unescape

from django.urls import reverse

LIST = "/staff/orders/order/"
PERSONAL = ("Maya", "Okafor", "maya@", "Hawthorn", "EH6 6QZ")


def text_of(response):
    return " ".join(
        unescape(re.sub(r"<[^>]+>", " ", response.content.decode())).split()
    )


def page_of(order):
    return reverse("admin:orders_order_change", args=[order.pk])


def step_of(order, key):
    return reverse("admin:orders_order_step", args=[order.pk, key])


def label_of(order):
    return reverse("admin:orders_order_label", args=[order.pk])


def slip_of(order):
    return reverse("admin:orders_order_slip", args=[order.pk])
