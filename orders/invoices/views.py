"""The customer's invoices, behind the order's secret link: a page, and a PDF."""

from __future__ import annotations

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from orders.invoices import drawing, reading
from orders.invoices.invoice import Invoice
from orders.invoices.reading import Sheet
from orders.views import behind_a_secret, found
from privacy import purposes
from privacy.purposes import Purpose


@require_safe
@behind_a_secret
def page(request: HttpRequest, secret: str, number: str) -> HttpResponse:
    """Show a document as a page that prints well: the text alternative of the PDF."""
    facts = {"sheet": _sheet(secret, number), "secret": secret}
    return render(request, "orders/invoice.html", facts)


@require_safe
@behind_a_secret
def pdf(request: HttpRequest, secret: str, number: str) -> HttpResponse:
    """Send the same document as a PDF, drawn now."""
    return as_file(_sheet(secret, number))


def as_file(sheet: Sheet) -> HttpResponse:
    """A document as a file to keep; its name is the number and says nothing else."""
    response = HttpResponse(drawing.pdf(sheet), content_type="application/pdf")
    response["Content-Disposition"] = f'attachment; filename="{sheet.number}.pdf"'
    return response


def _sheet(secret: str, number: str) -> Sheet:
    order = found(secret)
    invoice = Invoice.objects.filter(order=order, number=number).first()
    if invoice is None:
        raise Http404
    with purposes.using(Purpose.OWN_REQUEST):
        return reading.sheet(invoice)
