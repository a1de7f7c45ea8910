"""Looks get a written reason, cases get somebody who sees to them, and the main
database says which entries of the ledger it has carried out."""

import django.db.models.deletion
import privacy.encryption.fields
import privacy.identifiers
from django.conf import settings
from django.db import migrations, models
from django.db.models import F


def hold_by_person(apps, schema_editor):
    """Say of older looks that the person's key would seal what was written."""
    looks = apps.get_model("privacy", "Access").objects
    looks.using(schema_editor.connection.alias).update(holder_id=F("person_id"))


class Migration(migrations.Migration):

    dependencies = [
        ('privacy', '0009_retention'),
    ]

    operations = [
        migrations.CreateModel(
            name='Carried',
            fields=[
                ('id', models.UUIDField(editable=False, primary_key=True, serialize=False)),
                ('subject', models.UUIDField()),
                ('reason', models.CharField(max_length=32)),
                ('begun_at', models.DateTimeField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'carried out',
                'verbose_name_plural': 'carried out',
            },
        ),
        migrations.CreateModel(
            name='Handling',
            fields=[
                ('id', models.UUIDField(default=privacy.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('since', models.DateTimeField()),
                ('by', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
                ('case', models.OneToOneField(on_delete=django.db.models.deletion.CASCADE, related_name='handling', to='privacy.case')),
            ],
        ),
        migrations.AlterField(
            model_name='case',
            name='refusal',
            field=models.CharField(blank=True, choices=[('identity_not_proven', 'Identity was not proved'), ('suspected_fraud', 'Suspected fraud'), ('no_match', 'We hold nothing about them'), ('not_covered', 'No right covers it'), ('outside_jurisdiction', 'No law that applies gives this right'), ('excessive', 'Manifestly excessive'), ('legal_exception', 'A law forbids it'), ('other', 'Another reason'), ('spam', 'Spam or advertising'), ('answered_elsewhere', 'Answered in another way'), ('no_question', 'It asks for nothing')], max_length=24),
        ),
        migrations.AlterModelOptions(
            name='access',
            options={'base_manager_name': 'objects', 'verbose_name_plural': 'accesses'},
        ),
        migrations.AddField(
            model_name='access',
            name='holder_id',
            field=models.UUIDField(null=True),
        ),
        migrations.RunPython(hold_by_person, migrations.RunPython.noop),
        migrations.AlterField(
            model_name='access',
            name='holder_id',
            field=models.UUIDField(db_index=True),
        ),
        migrations.AddField(
            model_name='access',
            name='reason',
            field=models.CharField(blank=True, choices=[('delivery', 'Packing or delivering an order'), ('payment', 'Checking a payment'), ('problem', 'Solving a problem with an order'), ('question', 'Answering a question'), ('request', 'Working on a request about personal data'), ('law', 'A duty by law')], max_length=16),
        ),
        migrations.AddField(
            model_name='access',
            name='row_id',
            field=models.UUIDField(null=True),
        ),
        migrations.AddField(
            model_name='access',
            name='until',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='access',
            name='words',
            field=privacy.encryption.fields.EncryptedTextField(context='privacy.access.words', max_length=300, null=True),
        ),
        migrations.AlterField(
            model_name='access',
            name='person',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='accesses', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddIndex(
            model_name='access',
            index=models.Index(fields=['by', 'until'], name='access_still_open'),
        ),
        migrations.AddIndex(
            model_name='access',
            index=models.Index(fields=['at'], name='access_by_time'),
        ),
        migrations.AddConstraint(
            model_name='access',
            constraint=models.CheckConstraint(condition=models.Q(('reason__in', ['', 'delivery', 'payment', 'problem', 'question', 'request', 'law'])), name='access_for_a_known_reason'),
        ),
    ]
