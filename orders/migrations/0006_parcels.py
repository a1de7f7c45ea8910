"""Parcels and what is in each."""

import django.db.models.deletion
import privacy.encryption.fields
import privacy.identifiers
from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0005_after_the_sale'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name='Parcel',
            fields=[
                ('id', models.UUIDField(default=privacy.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('number', models.PositiveSmallIntegerField()),
                ('kind', models.CharField(choices=[('order', 'Of the order'), ('exchange', 'In exchange'), ('again', 'Sent again')], default='order', max_length=8)),
                ('state', models.CharField(choices=[('packed', 'Packed'), ('handed_over', 'Handed over'), ('delivered', 'Delivered'), ('lost', 'Lost on the way'), ('came_back', 'Came back to us'), ('cancelled', 'Cancelled'), ('left_out', 'Never packed')], default='packed', max_length=12)),
                ('tracking', privacy.encryption.fields.EncryptedTextField(context='orders.parcel.tracking', max_length=40, null=True)),
                ('instead_of', models.UUIDField(null=True, unique=True)),
                ('packed_at', models.DateTimeField()),
                ('handed_over_at', models.DateTimeField(null=True)),
                ('closed_at', models.DateTimeField(null=True)),
                ('made_good_at', models.DateTimeField(null=True)),
            ],
            options={
                'ordering': ('number',),
                'default_permissions': (),
                'base_manager_name': 'objects',
                'indexes': [
                    models.Index(fields=['state', 'packed_at'], name='parcel_by_state'),
                    models.Index(fields=['packed_at'], name='parcel_by_time'),
                    models.Index(condition=models.Q(('tracking__isnull', False)), fields=['closed_at'], name='parcel_to_clear'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('state__in', ['packed', 'handed_over', 'delivered', 'lost', 'came_back', 'cancelled', 'left_out'])), name='parcel_state_is_known'),
                    models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', True), ('state__in', ('packed', 'handed_over'))), models.Q(models.Q(('state__in', ('packed', 'handed_over')), _negated=True), ('closed_at__isnull', False)), _connector='OR'), name='parcel_closed_says_when'),
                    models.CheckConstraint(condition=models.Q(('made_good_at__isnull', True), ('state__in', ('lost', 'came_back')), _connector='OR'), name='parcel_made_good_had_failed'),
                ],
            },
        ),
        migrations.CreateModel(
            name='ParcelLine',
            fields=[
                ('id', models.UUIDField(default=privacy.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('line', models.UUIDField()),
                ('position', models.PositiveSmallIntegerField()),
                ('sku', models.CharField(max_length=64)),
                ('title', models.CharField(max_length=200)),
                ('variant', models.CharField(blank=True, max_length=100)),
                ('quantity', models.PositiveIntegerField()),
                ('packed_at', models.DateTimeField()),
            ],
            options={
                'ordering': ('position',),
                'default_permissions': (),
                'indexes': [
                    models.Index(fields=['packed_at'], name='parcel_line_by_time'),
                ],
                'constraints': [
                    models.CheckConstraint(condition=models.Q(('quantity__gte', 1)), name='parcel_line_holds_something'),
                ],
            },
        ),
        migrations.AddField(
            model_name='parcel',
            name='order',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='parcels', to='orders.order'),
        ),
        migrations.AddField(
            model_name='parcel',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddField(
            model_name='parcelline',
            name='parcel',
            field=models.ForeignKey(on_delete=django.db.models.deletion.CASCADE, related_name='lines', to='orders.parcel'),
        ),
        migrations.AddField(
            model_name='parcelline',
            name='person',
            field=models.ForeignKey(on_delete=django.db.models.deletion.PROTECT, related_name='+', to=settings.AUTH_USER_MODEL),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.UniqueConstraint(fields=('order', 'number'), name='parcel_number_once'),
        ),
        migrations.AddConstraint(
            model_name='parcel',
            constraint=models.CheckConstraint(condition=models.Q(('kind__in', ['order', 'exchange', 'again'])), name='parcel_kind_is_known'),
        ),
        migrations.AddConstraint(
            model_name='parcelline',
            constraint=models.UniqueConstraint(fields=('parcel', 'line'), name='parcel_line_once'),
        ),
    ]
