"""Which code writes letters in a loop, and why that is no mailing."""

from __future__ import annotations

from privacy.purposes import Purpose

# Whoever may write letters for each of several, and why that is no mailing.
LOOPS = {
    "privacy.cases.tasks.go_on": "each case gets its own answers",
    "privacy.cases.carrying_out.check_all": "each case that is done gets its answer",
    "privacy.cases.correcting.carry_out": "each column that one person corrects",
    "privacy.cases.reminding.remind": "staff, about requests: an official notice",
    "orders.providers.tasks.ask_missed": "each payment whose answer never came",
    "orders.refunds.tasks.go_on": "each refund gets its own letter when it is sent",
    "orders.refunds.giving.forget_unused": "each refund whose account was not used",
}
# Those of them that go over people: only official notices may.
OVER_PEOPLE = {"privacy.cases.reminding.remind": Purpose.OFFICIAL_NOTICE}
