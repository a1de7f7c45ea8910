"""Addresses of the customer's order pages, each behind the order's secret link."""

from __future__ import annotations

from django.urls import path

from orders import pretending, views
from orders.changes import views as changes
from orders.conversation import views as conversation
from orders.invoices import views as invoices
from orders.providers import paying
from orders.refunds import views as refunds
from orders.returns import views as returns

app_name = "orders"
urlpatterns = [
    path("<str:secret>/", views.order, name="order"),
    path("<str:secret>/pay/", pretending.pay, name="pay"),
    path("<str:secret>/pay/away/", paying.away, name="pay-away"),
    path("<str:secret>/agreement/", views.agreement, name="agreement"),
    path("<str:secret>/questions/", conversation.questions, name="questions"),
    path("<str:secret>/cancel/", changes.cancel, name="cancel"),
    path("<str:secret>/address/", changes.address, name="address"),
    path(
        "<str:secret>/refunds/<uuid:refund_id>/",
        refunds.account,
        name="refund_account",
    ),
    path("<str:secret>/invoices/<str:number>/", invoices.page, name="invoice"),
    path("<str:secret>/invoices/<str:number>/pdf/", invoices.pdf, name="invoice_pdf"),
    path("<str:secret>/withdraw/", returns.withdraw, name="withdraw"),
    path("<str:secret>/return/", returns.send_back, name="send_back"),
    path("<str:secret>/returns/<uuid:return_id>/keep/", returns.keep, name="keep"),
]
