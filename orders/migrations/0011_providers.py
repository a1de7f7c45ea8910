"""What payment providers told us, and what a payment needs that waits for one."""

import django.db.models.deletion
from django.db import migrations, models

import privacy.identifiers


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0010_messages'),
        ('privacy', '0021_exports'),
    ]

    operations = [
        migrations.CreateModel(
            name='ProviderNotice',
            fields=[
                ('id', models.UUIDField(default=privacy.identifiers.new_id, editable=False, primary_key=True, serialize=False)),
                ('provider', models.CharField(max_length=16)),
                ('event_id', models.CharField(max_length=255)),
                ('kind', models.CharField(max_length=100)),
                ('outcome', models.CharField(choices=[('done', 'Done'), ('known', 'Known before'), ('refunded', 'Too late: a refund was opened'), ('doubted', 'Does not fit: for staff'), ('not_ours', 'Of no payment of ours'), ('ignored', 'Nothing that we ask for')], max_length=12)),
                ('at', models.DateTimeField()),
            ],
            options={
                'default_permissions': (),
                'indexes': [
                    models.Index(fields=['-at'], name='provider_notice_by_time'),
                ],
                'constraints': [
                    models.UniqueConstraint(fields=('provider', 'event_id'), name='provider_notice_once'),
                    models.CheckConstraint(condition=models.Q(('outcome__in', ['done', 'known', 'refunded', 'doubted', 'not_ours', 'ignored'])), name='provider_notice_outcome_is_known'),
                ],
            },
        ),
        migrations.AddField(
            model_name='payment',
            name='asks_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddField(
            model_name='payment',
            name='attempt',
            field=models.PositiveSmallIntegerField(default=0),
        ),
        migrations.AddField(
            model_name='payment',
            name='consent',
            field=models.ForeignKey(null=True, on_delete=django.db.models.deletion.PROTECT, related_name='payments', to='privacy.consent'),
        ),
        migrations.AddField(
            model_name='payment',
            name='doubted_at',
            field=models.DateTimeField(null=True),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('asks_at__isnull', False)), fields=['asks_at'], name='payment_to_ask_for'),
        ),
        migrations.AddIndex(
            model_name='payment',
            index=models.Index(condition=models.Q(('doubted_at__isnull', False)), fields=['doubted_at'], name='payment_in_doubt'),
        ),
    ]
