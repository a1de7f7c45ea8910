"""A purpose of its own for sending money back."""

from django.db import migrations, models

PURPOSES = [
    ("order_confirmation", "to confirm the order"),
    ("delivery", "to deliver the order"),
    ("after_sales", "to solve problems after the sale"),
    ("refund", "to send money back"),
    ("official_notice", "to send official notices"),
    ("conversation", "to talk with the customer"),
    ("own_request", "to do what the person asks for themselves"),
    ("accounting", "to keep the books that tax law asks for"),
]


class Migration(migrations.Migration):
    dependencies = [("privacy", "0021_exports")]

    operations = [
        migrations.AlterField(
            model_name=name,
            name="purpose",
            field=models.CharField(choices=PURPOSES, max_length=32),
        )
        for name in ("access", "consent", "disclosure", "letter")
    ]
