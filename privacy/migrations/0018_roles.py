"""The right to give roles, and indexes on the few people who work here."""

from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ("privacy", "0017_letters_held_and_returned"),
    ]

    operations = [
        migrations.AlterModelOptions(
            name="person",
            options={
                "base_manager_name": "objects",
                "permissions": (
                    ("give_roles", "Can give staff their roles and take them"),
                ),
                "verbose_name_plural": "people",
            },
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("is_staff", True)),
                fields=["is_active"],
                name="people_of_the_staff",
            ),
        ),
        migrations.AddIndex(
            model_name="person",
            index=models.Index(
                condition=models.Q(("is_superuser", True)),
                fields=["is_active"],
                name="people_who_may_all",
            ),
        ),
    ]
