"""How many requests each rule of the firewall turned away, by the hour."""

from __future__ import annotations

from django.db import migrations, models


class Migration(migrations.Migration):
    """One table of numbers."""

    dependencies = [
        ("shop", "0005_policy_versions"),
    ]

    operations = [
        migrations.CreateModel(
            name="Refusal",
            fields=[
                (
                    "id",
                    models.BigAutoField(
                        auto_created=True,
                        primary_key=True,
                        serialize=False,
                        verbose_name="ID",
                    ),
                ),
                ("rule", models.CharField(max_length=20)),
                ("hour", models.DateTimeField()),
                ("count", models.PositiveBigIntegerField()),
            ],
            options={
                "verbose_name": "refusal",
                "default_permissions": ("view",),
                "constraints": [
                    models.UniqueConstraint(
                        fields=("hour", "rule"), name="shop_refusal_one_per_hour"
                    )
                ],
            },
        ),
    ]
