"""Goods that come back."""

import django.db.models.deletion
import privacy.encryption.fields
import privacy.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0007_refunds'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Return',
            fields=[
                ('id', models.UUIDField(default=privacy.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('form_id', models.UUIDField()),
                ('kind', models.CharField(choices=[('withdrawal', 'Withdrawal'), ('return', 'Return')], max_length=12)),
                ('wants', models.CharField(choices=[('refund', 'My money back'), ('exchange', 'Another one')], default='refund', max_length=12)),
                ('reason', models.CharField(blank=True, choices=[('changed_mind', 'I no longer want it'), ('different', 'It looks different from what I expected'), ('wrong', 'It is not what I ordered'), ('damaged', 'It arrived damaged'), ('faulty', 'It does not work as it should')], max_length=16)),
                ('state', models.CharField(choices=[('announced', 'On its way to us'), ('received', 'Received, to be looked at'), ('inspected', 'Looked at'), ('refunded', 'Refund agreed'), ('exchanged', 'Exchanged'), ('refused', 'Refused'), ('called_off', 'Called off'), ('cancelled', 'Order cancelled before it left')], default='announced', max_length=12)),
                ('rule', models.CharField(max_length=32)),
                ('words', privacy.encryption.fields.EncryptedTextField(context='orders.return.words', max_length=500, null=True)),
                ('announced_at', models.DateTimeField()),
                ('send_by', models.DateField()),
                ('due_on', models.DateField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('order', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='returns', to='orders.order')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'permissions': (('receive_return', 'Can note that goods came back'), ('handle_return', 'Can look at returned goods and say what follows')),
                'default_permissions': ('view',),
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(condition=models.Q(('closed_at__isnull', True)), fields=['due_on', 'announced_at'], name='return_by_due'),
                    models.Index(fields=['-announced_at'], name='return_newest_first'),
                    models.Index(condition=models.Q(('words__isnull', False)), fields=['closed_at'], name='return_to_clear'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('order', 'form_id'), name='return_once'),
                    models.CheckConstraint(condition=models.Q(('state__in', ['announced', 'received', 'inspected', 'refunded', 'exchanged', 'refused', 'called_off', 'cancelled'])), name='return_state_is_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ('refunded', 'exchanged', 'refused', 'called_off', 'cancelled'))), models.Q(models.Q(('state__in', ('refunded', 'exchanged', 'refused', 'called_off', 'cancelled')), _negated=True), ('closed_at__isnull', True)), _connector='OR'), name='return_ended_says_when'),
                    models.CheckConstraint(condition=models.Q(models.Q(('kind', 'withdrawal'), ('reason', ''), ('wants', 'refund')), models.Q(('kind', 'return'), ('reason__in', ['changed_mind', 'different', 'wrong', 'damaged', 'faulty']), ('wants__in', ['refund', 'exchange'])), _connector='OR'), name='return_says_why_withdrawal_does_not'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ReturnLine',
            fields=[
                ('id', models.UUIDField(default=privacy.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('sku', models.CharField(max_length=64)),
                ('quantity', models.PositiveIntegerField()),
                ('accepted', models.PositiveIntegerField(null=True)),
                ('shelved', models.PositiveIntegerField(null=True)),
                ('other_sku', models.CharField(blank=True, max_length=64)),
                ('other_title', models.CharField(blank=True, max_length=200)),
                ('other_variant', models.CharField(blank=True, max_length=100)),
                ('announced_at', models.DateTimeField()),
                ('coming_back', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.return')),
                ('line', models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='returned', to='orders.line')),
                ('person', models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL)),
            ],
            options={
                'ordering': ('line__position',),
                'indexes': [
                    models.Index(fields=['announced_at'], name='return_line_by_time'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('coming_back', 'line'), name='return_line_once'),
                    models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='return_line_returns_something'),
                    models.CheckConstraint(condition=models.Q(models.Q(('accepted__isnull', True), ('shelved__isnull', True)), models.Q(('accepted__isnull', False), ('accepted__lte', models.F('quantity')), ('shelved__isnull', False), ('shelved__lte', models.F('accepted'))), _connector='OR'), name='return_line_adds_up'),
                ],
            },
        ),
    ]
