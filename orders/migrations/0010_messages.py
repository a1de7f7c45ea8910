"""Questions about an order, and their answers."""

import django.db.models.deletion
import privacy.encryption.fields
import privacy.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("orders", "0009_invoices"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Message',
            fields=[
                ('id', models.UUIDField(default=privacy.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('kind', models.CharField(choices=[('question', 'Question'), ('answer', 'Answer')], max_length=8)),
                ('text', privacy.encryption.fields.EncryptedTextField(context='orders.message.text', max_length=4000)),
                ('form', models.UUIDField()),
                ('at', models.DateTimeField()),
                ('settled_at', models.DateTimeField(null=True)),
                ('last_at', models.DateTimeField()),
            ],
            options={
                'verbose_name': 'question',
                'ordering': ('at', 'id'),
                'permissions': (('answer_message', 'Can read and answer questions'),),
                'default_permissions': (),
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['last_at'], name='message_by_end'),
                    models.Index(condition=models.Q(('kind', 'question'), ('settled_at', None)), fields=['at'], name='message_waiting'),
                ],
            },
        ),
        migrations.AddField(
            model_name='message',
            name='by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='message',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='messages', to='orders.order'),
        ),
        migrations.AddField(
            model_name='message',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.UniqueConstraint(fields=('order', 'form'), name='message_sent_once'),
        ),
        migrations.AddConstraint(
            model_name='message',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('by', None), ('kind', 'question')), models.Q(('by__isnull', False), ('kind', 'answer'), ('settled_at', None)), _connector='OR'), name='message_asked_or_answered'),
        ),
    ]
