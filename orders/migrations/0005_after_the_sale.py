"""What may happen to an order after the sale, and two more ends of it."""

from django.conf import settings
from django.db import migrations, models


class Migration(migrations.Migration):

    dependencies = [
        ('orders', '0004_rights'),
        ('privacy', '0021_exports'),
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
            model_name='order',
            name='order_state_is_known',
        ),
        migrations.RemoveConstraint(
            model_name='order',
            name='order_closed_says_when',
        ),
        migrations.AddField(
            model_name='event',
            name='part',
            field=models.UUIDField(null=True),
        ),
        migrations.AlterField(
            model_name='event',
            name='verb',
            field=models.CharField(choices=[('placed', 'Order placed'), ('declined', 'Payment declined'), ('paid', 'Payment received'), ('packed', 'Packed'), ('handed_over', 'Handed over'), ('delivered', 'Delivered'), ('cancelled', 'Cancelled'), ('address_changed', 'Delivery address changed'), ('left_out', 'The rest is not sent'), ('lost', 'Lost on the way'), ('came_back', 'Parcel came back to us'), ('withdrawn', 'Withdrawn from the contract'), ('return_announced', 'Return announced'), ('return_called_off', 'Return called off'), ('return_received', 'Return received'), ('return_inspected', 'Return looked at'), ('return_refused', 'Return refused'), ('exchanged', 'Exchanged'), ('refund_opened', 'Refund agreed'), ('refunded', 'Refund sent'), ('invoiced', 'Invoice made'), ('credited', 'Credit note made'), ('asked', 'Question asked'), ('answered', 'Question answered')], max_length=20),
        ),
        migrations.AlterField(
            model_name='order',
            name='state',
            field=models.CharField(choices=[('placed', 'Placed, not paid'), ('paid', 'Paid, to be packed'), ('packed', 'Packed'), ('handed_over', 'Handed over'), ('delivered', 'Delivered'), ('cancelled', 'Cancelled'), ('lost', 'Lost on the way'), ('came_back', 'Came back to us')], default='placed', max_length=12),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.CheckConstraint(condition=models.Q(('verb__in', ['placed', 'declined', 'paid', 'packed', 'handed_over', 'delivered', 'cancelled', 'address_changed', 'left_out', 'lost', 'came_back', 'withdrawn', 'return_announced', 'return_called_off', 'return_received', 'return_inspected', 'return_refused', 'exchanged', 'refund_opened', 'refunded', 'invoiced', 'credited', 'asked', 'answered'])), name='event_verb_is_known'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(condition=models.Q(('part__isnull', True), models.Q(('verb__in', ('declined', 'address_changed')), _negated=True)), fields=('order', 'verb'), name='event_happens_once'),
        ),
        migrations.AddConstraint(
            model_name='event',
            constraint=models.UniqueConstraint(condition=models.Q(('part__isnull', False)), fields=('part', 'verb'), name='event_happens_once_to_a_part'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(('state__in', ['placed', 'paid', 'packed', 'handed_over', 'delivered', 'cancelled', 'lost', 'came_back'])), name='order_state_is_known'),
        ),
        migrations.AddConstraint(
            model_name='order',
            constraint=models.CheckConstraint(condition=models.Q(models.Q(('closed_at__isnull', False), ('state__in', ('delivered', 'cancelled', 'lost', 'came_back'))), models.Q(('closed_at__isnull', True), models.Q(('state__in', ('delivered', 'cancelled', 'lost', 'came_back')), _negated=True)), _connector='OR'), name='order_closed_says_when'),
        ),
    ]
