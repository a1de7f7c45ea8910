"""Everything that happens by itself: which task, and when."""

from __future__ import annotations

from celery.schedules import crontab

CELERY_BEAT_SCHEDULE = {
    "send letters that were missed": {
        "task": "privacy.letters.tasks.send_missed",
        "schedule": 60.0,
    },
    "delete letters whose date has come": {
        "task": "privacy.letters.tasks.delete_old",
        "schedule": crontab(minute="20", hour="3"),
    },
    "clear values whose date has come": {
        "task": "privacy.tasks.keep_the_dates",
        "schedule": crontab(minute="10", hour="3"),
    },
    "finish erasures that were broken off": {
        "task": "privacy.tasks.finish_shredding",
        "schedule": 60.0,
    },
    "take cases on that no message arrived for": {
        "task": "privacy.cases.tasks.go_on",
        "schedule": 60.0,
    },
    "end cases that nobody proved": {
        "task": "privacy.cases.tasks.tidy",
        "schedule": crontab(minute="30", hour="3"),
    },
    "carry out erasures that no message arrived for": {
        "task": "privacy.erasure.tasks.carry_out_missed",
        "schedule": 60.0,
    },
    # Asked for each hour, written once a day: an hour that was missed costs nothing.
    "tell staff which requests press": {
        "task": "privacy.tasks.remind_staff",
        "schedule": crontab(minute="5", hour="7-18"),
    },
    # Before the promises are measured: they want a head of today.
    "sign the head of the trail": {
        "task": "privacy.trail.tasks.sign_head",
        "schedule": crontab(minute="50", hour="3"),
    },
    # After the sweep, so that it finds what the sweep should have left.
    "measure the promises of the policy": {
        "task": "privacy.tasks.check_promises",
        "schedule": crontab(minute="10", hour="4"),
    },
    "tell people of a new policy": {
        "task": "shop.policy.tasks.tell",
        "schedule": 60.0,
    },
    "delete copies whose date has come": {
        "task": "privacy.copies.tasks.delete_old",
        "schedule": 600.0,
    },
    "build exports that no message arrived for, and end those that ran out": {
        "task": "privacy.exports.tasks.go_on",
        "schedule": 60.0,
    },
    "ask for payments whose notice never came": {
        "task": "orders.providers.tasks.ask_missed",
        "schedule": 60.0,
    },
    "send refunds that no message arrived for, and delete accounts nobody used": {
        "task": "orders.refunds.tasks.go_on",
        "schedule": 60.0,
    },
    "delete checkouts that were left": {
        "task": "shop.checkout.tasks.discard_expired_drafts",
        "schedule": 600.0,
    },
    "delete links that ran out": {
        "task": "shop.accounts.tasks.delete_expired_links",
        "schedule": 600.0,
    },
    "delete old numbers of the firewall": {
        "task": "shop.firewall.tasks.delete_old_refusals",
        "schedule": crontab(minute="45", hour="3"),
    },
    "delete ended browser sessions": {
        "task": "shop.tasks.delete_ended_sessions",
        "schedule": crontab(minute="40", hour="3"),
    },
}
