"""Goods that come back."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0007_refunds")]

    operations = []
