"""Each verb of staff on an order has a right of its own; Django's own but one go."""

from django.db import migrations


class Migration(migrations.Migration):
    dependencies = [("orders", "0003_policy_version")]

    operations = [
        migrations.AlterModelOptions(
            name="order",
            options={
                "base_manager_name": "objects",
                "default_permissions": ("view",),
                "permissions": (
                    ("pack_order", "Can pack orders and send them off"),
                    ("settle_payment", "Can note that the money for an order is here"),
                    ("cancel_order", "Can cancel orders"),
                    ("reveal_contact", "Can open who ordered, for a written reason"),
                ),
            },
        ),
    ]
