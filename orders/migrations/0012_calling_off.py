"""A refund can be called off; each account that is given stands in the story."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0011_providers'),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.RemoveConstraint(
            model_name='event',
            name='event_verb_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='event_happens_once',
        ),
        migrations.RemoveConstraint(
            model_name='event',
            name='event_happens_once_to_a_part',
        ),
        migrations.RemoveConstraint(
            model_name='refund',
            name='refund_state_is_known',
        ),
        migrations.AddField(
            model_name='refund',
            name='stands_alone',
            field=models.BooleanField(default=False),
        ),
        migrations.AlterField(
            model_name='event',
            name='verb',
            field=models.CharField(choices=[('placed', 'Order placed'), ('declined', 'Payment declined'), ('paid', 'Payment received'), ('packed', 'Packed'), ('handed_over', 'Handed over'), ('delivered', 'Delivered'), ('cancelled', 'Cancelled'), ('address_changed', 'Delivery address changed'), ('left_out', 'The rest is not sent'), ('lost', 'Lost on the way'), ('came_back', 'Parcel came back to us'), ('withdrawn', 'Withdrawn from the contract'), ('return_announced', 'Return announced'), ('return_called_off', 'Return called off'), ('return_received', 'Return received'), ('return_inspected', 'Return looked at'), ('return_refused', 'Return refused'), ('exchanged', 'Exchanged'), ('refund_opened', 'Refund agreed'), ('account_given', 'Account for the refund given'), ('refund_called_off', 'Refund called off'), ('refunded', 'Refund sent'), ('invoiced', 'Invoice made'), ('credited', 'Credit note made'), ('asked', 'Question asked'), ('answered', 'Question answered')], max_length=20),
        ),
        migrations.AlterField(
            model_name='refund',
            name='state',
            field=models.CharField(choices=[('awaiting', 'Waits for an account'), ('open', 'To be sent'), ('sending', 'On its way to the provider'), ('sent', 'Sent'), ('failed', 'Refused by the provider'), ('called_off', 'Called off')], max_length=12),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['placed', 'declined', 'paid', 'packed', 'handed_over', 'delivered', 'cancelled', 'address_changed', 'left_out', 'lost', 'came_back', 'withdrawn', 'return_announced', 'return_called_off', 'return_received', 'return_inspected', 'return_refused', 'exchanged', 'refund_opened', 'account_given', 'refund_called_off', 'refunded', 'invoiced', 'credited', 'asked', 'answered'])), name='event_verb_is_known'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(condition=models.Q(('part__isnull', True), models.Q(('verb__in', ('declined', 'address_changed', 'account_given')), _negated=True)), fields=('order', 'verb'), name='event_happens_once'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(condition=models.Q(('part__isnull', False), models.Q(('verb__in', ('declined', 'address_changed', 'account_given')), _negated=True)), fields=('part', 'verb'), name='event_happens_once_to_a_part'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['awaiting', 'open', 'sending', 'sent', 'failed', 'called_off'])), name='refund_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='refund',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('state', 'called_off'), _negated=True), models.Q(('account__isnull', True), ('stands_alone', True), ('sent_at__isnull', True), ('tried_at__isnull', True)), _connector='OR'), name='refund_called_off_stood_alone_unsent'),
        ),
    ]
