"""Parcels and what is in each."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0005_after_the_sale")]

    operations = []
