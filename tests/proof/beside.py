"""Programs that run beside the shop in the story: what none of its pages does."""

from __future__ import annotations

HOLDING = """
import sys, django
django.setup()
from datetime import timedelta
from django.utils import timezone
from privacy.people import Person
from privacy.retention import holding
at, by = timezone.now(), Person.objects.filter(is_staff=True).first()
what, until = holding.target(sys.argv[1]), timezone.localdate(at) + timedelta(days=9)
held = holding.hold(
    what=what, reason="claim", words=sys.argv[2], until=until, by=by, at=at
)
holding.lift(hold=held, by=by, at=at)
"""
# Only days that are over can be taken out, so this happens tomorrow.
TAKING_OUT = """
import sys, uuid, django
django.setup()
from datetime import timedelta
from django.contrib.auth.models import Group
from django.utils import timezone
from privacy.access import Reason
from privacy.exports import asking, building, deciding, preview
from privacy.exports.export import Export
from privacy.exports.states import State
from privacy.people import Person
from privacy.purposes import Purpose
today, at = timezone.localdate(), timezone.now() + timedelta(days=1)
officer, approver = [
    Person.objects.create_user(f"{role}@example.net", is_staff=True)
    for role in ("privacy_officer", "privacy_approver")
]
officer.groups.add(Group.objects.get(name="privacy_officer"))
wish = asking.Wish(
    sheet="orders", purpose=Purpose.AFTER_SALES, since=today, until=today,
    columns=("orders.Order.contact_name", "orders.Order.contact_email"),
    reason=Reason.PROBLEM, words=sys.argv[1],
)
asked, _ = asking.ask(wish=wish, by=officer, once=uuid.uuid4(), at=at)
shown = preview.of(asked, most=9).digest
deciding.approve(export=asked, shown=shown, by=approver, at=at)
building.build(asked, at=at)  # unless the shop's worker was quicker
assert Export.objects.get(pk=asked.pk).state == State.BUILT
asking.ask(wish=wish, by=officer, once=uuid.uuid4(), at=at)  # waits, under its lock
"""
RETURNED = """
import sys, django
django.setup()
from django.utils import timezone
from privacy.letters import returned
from privacy.models import Letter
letter = Letter.objects.filter(case__reference=sys.argv[1], sent_at__isnull=False)[0]
returned.note(letter=letter, status="5.1.1", at=timezone.now())
"""
REFUNDED = """
import sys, django
django.setup()
from orders.refunds.refund import Refund
refund = Refund.objects.get()
refund.reference = sys.argv[1]
refund.save(update_fields=["reference"])
"""
# So many letters go to one address within an hour: then the counts begin anew.
AN_HOUR_LATER = """
import django
django.setup()
from privacy.letters.limits import LetterCount
LetterCount.objects.all().delete()
"""
