"""What payment providers told us."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0010_messages")]

    operations = []
