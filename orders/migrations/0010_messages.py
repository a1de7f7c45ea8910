"""Questions about an order, and their answers."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0009_invoices")]

    operations = []
