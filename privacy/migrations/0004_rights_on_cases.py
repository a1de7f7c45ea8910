"""Who may work on cases, and the closed ones by date."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("privacy", "0003_cases"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="case",
            options={
                "base_manager_name": "objects",
                "verbose_name": "request",
                "default_permissions": (),
                "permissions": (
                    ("review_case", "Can work on requests about personal data"),
                    ("approve_case", "Can approve requests about personal data"),
                ),
            },
        ),
        migrations.AddIndex(
            model_name="case",
            index=models.Index(
                condition=models.Q(("closed_at__isnull", False)),
                fields=["-closed_at"],
                name="closed_cases_newest_first",
            ),
        ),
    ]
