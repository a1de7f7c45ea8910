"""The worker's part of the trail: a signed head each day."""

from __future__ import annotations

import logging

from celery import shared_task
from django.utils import timezone

from privacy.trail import verifying
from privacy.trail.verifying import NotWhole

log = logging.getLogger(__name__)


@shared_task
def sign_head() -> None:
    """Look at the whole trail and sign its head, or say where it was changed.

    The head goes into the log as well: whoever keeps logs elsewhere keeps heads.
    """
    try:
        head = verifying.sign_head(at=timezone.now())
    except NotWhole as error:
        log.error("The trail is not as it was written, and not signed: %s", error)
        return
    log.info("Tree head: %s entries, root %s.", head.size, bytes(head.root).hex())
