"""Plans: made of the declarations, counted, hashed, and the same when read back."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from orders.models import Order, Payment
from privacy.erasure import blocking, owned, plans
from privacy.erasure.plans import Plan, Scope
from privacy.letters.models import Letter
from privacy.models import Case
from tests.diary.models import Note, Pact, Page
from tests.privacy.erasure.maya import THEN


def steps_of(plan):
    return {(step.label, step.action): step for step in plan.shown}


def test_a_plan_says_what_goes_what_stays_and_until_when(maya, at):
    steps = steps_of(plans.made(maya.pk, at=at))
    assert steps["orders.Order", "clear"].rows == 2
    assert steps["privacy.Letter", "delete"].rows == 4
    assert steps["diary.Page", "delete"].rows == 1
    kept = steps["orders.Line", "keep"]
    assert (kept.rows, kept.until) == (4, date(2032, 11, 2))
    assert "Value Added Tax Act 1994" in kept.ground
    assert steps["privacy.Person", "clear"].rows == 1


def test_the_words_name_the_values_and_no_digests(maya, at):
    steps = steps_of(plans.made(maya.pk, at=at))
    order = steps["orders.Order", "clear"]
    assert order.words.startswith("We erase: name, email address, delivery address")
    assert "index" not in order.words
    assert "contact_email_index" in order.fields
    assert steps["privacy.Person", "clear"].about == "You"
    assert steps["diary.Page", "delete"].about == "Pages"
    assert steps["orders.Line", "keep"].words.startswith("We keep: ")


def test_nobody_elses_rows_are_counted(maya, bob, at):
    plan = plans.made(bob.pk, at=at)
    assert [step.label for step in plan.shown] == ["privacy.Person"]
    assert plan.kept_until is None
    assert plans.made(maya.pk, at=at).kept_until == date(2032, 11, 2)


def test_what_hangs_on_a_row_goes_before_it_and_the_person_last(db):
    models = owned.models()
    assert models.index(Note) < models.index(Page)
    assert models.index(Payment) < models.index(Order)
    assert models.index(Letter) < models.index(Case)
    assert models[-1]._meta.label == "privacy.Person"


def test_a_draft_knows_nobody(db):
    assert "shop.Draft" not in {model._meta.label for model in owned.models()}


def test_a_plan_reads_back_as_it_was_written(maya, at):
    scope = Scope({"orders.Order": tuple(ids(Order))}, date(2026, 12, 1))
    for each in (plans.made(maya.pk, at=at), plans.made(maya.pk, scope=scope, at=at)):
        again = Plan.from_json(each.as_json())
        assert again == each
        assert again.digest == each.digest
    assert Plan.from_json(Plan(()).as_json()) == Plan(())


def test_any_change_of_a_plan_changes_its_digest(maya, bob, buys, at):
    first = plans.made(maya.pk, at=at)
    assert plans.made(maya.pk, at=at).digest == first.digest
    buys()
    assert plans.made(maya.pk, at=at).digest != first.digest
    assert plans.made(bob.pk, at=at).digest != first.digest


def test_the_case_that_asks_is_not_counted(maya, case_of, at):
    one, two = case_of(maya), case_of(maya)
    assert steps_of(plans.made(maya.pk, at=at))["privacy.Case", "clear"].rows == 2
    plan = plans.made(maya.pk, case=one.pk, at=at)
    assert steps_of(plan)["privacy.Case", "clear"].rows == 1
    assert list(owned.rows(Case, maya.pk, spared={one.pk})) == [two]


def test_letters_about_a_case_are_those_of_its_person(maya, case_of, at):
    case = case_of(maya)
    before = owned.rows(Letter, maya.pk).count()
    letter = case.letters.create(
        holder_id=case.pk,
        content=Letter.objects.first()._meta.get_field("content").type("a", "b", "c"),
        purpose="own_request",
        template="x",
        queued_at=at,
        next_try_at=at,
        delete_on=at.date(),
    )
    assert owned.rows(Letter, maya.pk).count() == before + 1
    assert letter not in owned.rows(Letter, maya.pk, spared={case.pk})


def test_chosen_rows_bring_what_hangs_on_them(maya, at):
    order = Order.objects.first()
    scope = Scope({"orders.Order": (order.pk,)})
    steps = steps_of(plans.made(maya.pk, scope=scope, at=at))
    assert {label for label, action in steps if action == "clear"} == {
        "orders.Order",
        "orders.Payment",
    }
    assert steps["orders.Payment", "clear"].rows == 1
    assert steps["orders.Line", "keep"].rows == 2


def test_a_part_is_everything_before_a_day(maya, at):
    after = Scope(before=THEN.date())
    assert plans.made(maya.pk, scope=after, at=at).shown == ()
    before = Scope(before=THEN.date() + timedelta(days=1))
    steps = steps_of(plans.made(maya.pk, scope=before, at=at))
    assert steps["orders.Order", "clear"].rows == 2
    assert ("privacy.Person", "clear") not in steps
    assert ("diary.Page", "delete") not in steps


def test_rows_of_others_and_open_cases_are_in_no_part(maya, bob, case_of, at):
    open_ = case_of(maya)
    closed = case_of(maya, state="withdrawn", closed_at=at)
    rows = {"privacy.Case": (open_.pk, closed.pk), "privacy.Person": (maya.pk,)}
    scope = Scope(rows)
    assert list(owned.rows(Case, maya.pk, scope=scope)) == [closed]
    assert not owned.rows(Case, bob.pk, scope=scope).exists()
    assert not owned.rows(type(maya), maya.pk, scope=scope).exists()


def test_a_scope_is_read_from_labels_and_ids(maya):
    one, two = ids(Order)
    rows = [f"orders.Order:{one}", f"orders.Order:{two}"]
    scope = Scope.read(rows=rows, before="2026-11-01")
    assert scope == Scope({"orders.Order": (one, two)}, date(2026, 11, 1))
    assert Scope.read(rows=[]) == Scope()


def test_an_open_order_blocks_and_says_which(maya, buys, at):
    assert plans.made(maya.pk, at=at).blocked == ()
    order = buys(open_=True)
    blocked = plans.made(maya.pk, at=at).blocked
    assert len(blocked) == 1
    assert order.number in blocked[0]
    others = Scope({"orders.Order": (Order.objects.exclude(pk=order.pk)[0].pk,)})
    assert blocking.of(maya.pk, others) == ()
    assert blocking.of(maya.pk, Scope({"orders.Order": (order.pk,)})) == blocked


def test_who_works_here_is_not_erased_but_may_clear_a_part(staff):
    assert len(blocking.of(staff.pk)) == 1
    assert blocking.of(staff.pk, Scope()) == ()


def test_what_a_law_keeps_without_a_date_counts_from_today(maya, buys, at):
    order = buys(open_=True)
    Payment.objects.filter(order=order).update(closed_at=None)
    assert plans.made(maya.pk, at=at).kept_until == date(2032, 11, 2)


@pytest.mark.parametrize("model", [Pact, Page])
def test_every_model_is_asked_for_its_own_columns(model):
    action, fields = plans.goes(model)
    assert (action == "delete") == (model is Page)
    assert ("nickname_index" in fields) == (model is Pact)
    assert "wording" not in fields


def ids(model):
    return list(model.objects.order_by("pk").values_list("pk", flat=True))
