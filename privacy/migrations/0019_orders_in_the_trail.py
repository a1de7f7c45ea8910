"""What staff do with an order is recorded in the trail."""

from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [("privacy", "0018_roles")]

    operations = [
        migrations.AlterField(
            model_name="trailentry",
            name="kind",
            field=models.CharField(
                choices=[
                    ("reveal", "Looked at values"),
                    ("search", "Searched"),
                    ("decision", "Worked on a request"),
                    ("order", "Worked on an order"),
                    ("hold", "Legal hold"),
                    ("keys", "Changed keys"),
                    ("sign_in", "Signed in or out"),
                    ("rights", "Changed rights"),
                    ("setting", "Changed a setting"),
                ],
                max_length=16,
            ),
        ),
    ]
