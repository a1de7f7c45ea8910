"""Money that goes back."""

import django.db.models.deletion
import orders.money
import orders.refunds.account
import privacy.encryption.fields
import privacy.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0006_parcels'),
        ('privacy', '0022_refund_purpose'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Refund',
            fields=[
                ('id', models.UUIDField(default=privacy.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('key', models.UUIDField(unique=True)),
                ('reason', models.CharField(choices=[('cancelled', 'The order was cancelled'), ('withdrawn', 'Withdrawn from the contract'), ('returned', 'Goods came back'), ('lost', 'The parcel was lost'), ('came_back', 'The parcel came back to us'), ('left_out', 'A part could not be sent'), ('missing', 'Something was missing'), ('damaged', 'Something arrived damaged'), ('price', 'The price was wrong')], max_length=12)),
                ('state', models.CharField(choices=[('awaiting', 'Waits for an account'), ('open', 'To be sent'), ('sending', 'On its way to the provider'), ('sent', 'Sent'), ('failed', 'Refused by the provider')], max_length=12)),
                ('method', models.CharField(max_length=16)),
                ('currency', models.CharField(max_length=3)),
                ('amount', orders.money.AmountField()),
                ('tax', orders.money.AmountField()),
                ('delivery', orders.money.AmountField()),
                ('delivery_tax', orders.money.AmountField()),
                ('account', privacy.encryption.fields.EncryptedJSONField(context='orders.refund.account', null=True, type=orders.refunds.account.Account)),
                ('account_until', models.DateTimeField()),
                ('reference', privacy.encryption.fields.EncryptedTextField(context='orders.refund.reference', max_length=100, null=True)),
                ('opened_at', models.DateTimeField()),
                ('tried_at', models.DateTimeField(null=True)),
                ('sent_at', models.DateTimeField(null=True)),
            ],
            options={
                'permissions': (('open_refund', 'Can agree to send money back'), ('send_refund', 'Can send money back that another agreed to')),
                'default_permissions': ('view',),
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['state', 'opened_at'], name='refund_by_state'),
                    models.Index(fields=['opened_at'], name='refund_by_time'),
                    models.Index(condition=models.Q(('account__isnull', False)), fields=['account_until'], name='refund_account_to_clear'),
                    models.Index(condition=models.Q(('reference__isnull', False)), fields=['sent_at'], name='refund_to_clear'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['awaiting', 'open', 'sending', 'sent', 'failed'])), name='refund_state_is_known'),
                    models.CheckConstraint(condition=models.Q(('reason__in', ['cancelled', 'withdrawn', 'returned', 'lost', 'came_back', 'left_out', 'missing', 'damaged', 'price'])), name='refund_reason_is_known'),
                    models.CheckConstraint(condition=models.Q(('tax__gte', 0), ('tax__lte', models.F('amount')), ('delivery__gte', 0), ('delivery__lte', models.F('amount')), ('delivery_tax__gte', 0), ('delivery_tax__lte', models.F('delivery'))), name='refund_amounts_fit'),
                    models.CheckConstraint(condition=models.Q(models.Q(('state', 'sent'), _negated=True), models.Q(('account__isnull', True), ('sent_at__isnull', False)), _connector='OR'), name='refund_sent_keeps_no_account'),
                ],
            },
        ),
        migrations.CreateModel(
            name='RefundLine',
            fields=[
                ('id', models.UUIDField(default=privacy.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('quantity', models.PositiveIntegerField()),
                ('amount', orders.money.AmountField()),
                ('tax', orders.money.AmountField()),
                ('at', models.DateTimeField()),
            ],
            options={
                'ordering': ('line__position',),
                'indexes': [
                    models.Index(fields=['at'], name='refund_line_by_time'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('amount__gte', 0), ('tax__gte', 0), ('tax__lte', models.F('amount'))), name='refund_line_fits'),
                ],
            },
        ),
        migrations.AddField(
            model_name='payment',
            name='refunded',
            field=orders.money.AmountField(default=0),
        ),
        migrations.AddConstraint(
            model_name='payment',
            constraint=models.CheckConstraint(condition=models.Q(('refunded', 0), models.Q(('refunded__gt', 0), ('refunded__lte', models.F('amount')), ('state', 'paid')), _connector='OR'), name='payment_refunds_no_more_than_was_paid'),
        ),
        migrations.AddField(
            model_name='refund',
            name='opened_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='refund',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refunds', to='orders.order'),
        ),
        migrations.AddField(
            model_name='refund',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='refund',
            name='sent_by',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='refundline',
            name='line',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='refunds', to='orders.line'),
        ),
        migrations.AddField(
            model_name='refundline',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='refundline',
            name='refund',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.refund'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('sent_by__isnull', True), ('opened_by__isnull', True), models.Q(('sent_by', models.F('opened_by')), _negated=True), _connector='OR'), name='refund_needs_two_people'),
        ),
        migrations.AddConstraint(
            model_name='refundline',
            constraint=models.UniqueConstraint(fields=('refund', 'line'), name='refund_line_once'),
        ),
    ]
