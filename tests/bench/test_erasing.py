"""Erasing's figures: a missed bound is seen, and what two workers need is told."""

import json
import subprocess
import sys
from dataclasses import replace

import pytest

from bench import __main__ as bench
from bench.erasing import bounds, crowd, customers, figures, measuring, shops
from bench.erasing.bounds import Person
from bench.erasing.figures import Cost, Pace, Watch
from bench.erasing.shops import Shop
from deploy.children import Children
from deploy.plain_errors import PlainError
from orders.models import Order, Payment
from privacy.cases import carrying_out
from privacy.cases.case import Case
from privacy.people import Person as SomePerson
from shop.celery import app

TABLE = {"few": 1_000, "many": 1_000_000}
PACE = Pace(
    cases=1_000,
    seconds=100.0,
    carried_out=80.0,
    worker=70.0,
    database=20.0,
    memory=(100.0, 105.0),
    cores=2.0,
)


def person(worker=1.0, look=1.0, database=0.5):
    return Person(Cost([worker] * 5, [database] * 5), Cost([look] * 5, [database] * 5))


def missed(lines):
    return [line.what for line in lines if not line.kept]


def test_a_person_within_the_bound_misses_none():
    assert missed(bounds.of_one(person(2.5, 2.5), 1_000)) == []


def test_the_look_counts_until_the_receipt():
    (line,) = missed(bounds.of_one(person(2.5, 2.6), 1_000))
    assert line == "a person with 1,000 orders, to the receipt, worker"
    assert len(missed(bounds.of_one(person(5.1, 0.1), 1_000))) == 2


def test_erasing_that_grows_with_the_table_misses_its_bound():
    few = person(1.0)
    assert missed(bounds.of_tables(few, person(1.3), TABLE)) == []
    (line,) = missed(bounds.of_tables(few, person(1.31), TABLE))
    assert line == "1,000,000 to 1,000 orders in the table, until the look, worker"


def test_what_the_look_costs_is_told_and_bound_to_nothing():
    lines = list(bounds.of_tables(person(), person(look=900.0), TABLE))
    told = [line for line in lines if "one look for all" in line.what]
    assert missed(lines) == []
    assert max(line.found.median for line in told) == 900.0


@pytest.mark.parametrize(("seconds", "number"), [(62.5, 0), (63.0, 1)])
def test_two_workers_are_1_6_times_as_fast_or_miss_their_bound(seconds, number):
    two = replace(PACE, seconds=seconds)
    assert len(missed(bounds.of_paces(PACE, two))) == number


def test_without_two_free_cores_the_second_worker_is_told_without_a_bound():
    lines = list(bounds.of_paces(PACE, replace(PACE, cores=1.2)))
    assert missed(lines) == []
    told = {line.what: line.found.median for line in lines}
    assert told["1,000 cases, two workers' time to one's"] == 1.0
    assert told["1,000 cases, two workers, cores free before"] == 1.2


def test_a_worker_that_grows_misses_its_bound():
    one = replace(PACE, memory=(100.0, 111.0))
    (line,) = missed(bounds.of_paces(one, replace(PACE, seconds=50.0)))
    assert line == "1,000 cases, memory at the end to a fifth"


def test_the_watch_reads_the_memory_at_a_fifth_and_notes_both_ends():
    held = iter([10.0, 99.0])
    watch = Watch(10, lambda: next(held))
    watch.begin()
    assert not watch.note(1, 0)
    assert watch.early == 0.0
    assert not watch.note(2, 0)
    assert not watch.note(10, 3)
    first = watch.carried_out
    assert watch.note(10, 10)
    assert watch.early == 10.0
    assert 0 < first == watch.carried_out < watch.closed


def test_memory_is_that_of_a_process():
    with open("/proc/self/status") as status:
        (told,) = (line for line in status if line.startswith("VmRSS"))
    found = figures.held(figures.os.getpid())
    assert found == pytest.approx(int(told.split()[1]) * 1024 / 1e6, rel=0.2)


def test_free_cores_are_no_more_than_there_are():
    assert 0 <= figures.free_cores(0.05) <= figures.os.cpu_count()


def test_what_takes_too_long_is_told(monkeypatch):
    monkeypatch.setattr(shops, "SLOWEST", 0.1)
    shop = Shop("shop", {}, [], Children())
    shop.wait(lambda: True)
    with pytest.raises(PlainError, match="not done"):
        shop.wait(lambda: False)


def test_only_the_look_is_kept_from_the_workers_queue():
    asked = (
        "from bench.erasing import shops, worker\n"
        "for task in (shops.LOOK, shops.CARRY_OUT):\n"
        "    print(worker.app.amqp.router.route({}, task)['queue'].name)"
    )
    # In a process of its own: it changes the application for good.
    told = subprocess.run(
        [sys.executable, "-c", asked], capture_output=True, text=True, check=True
    )
    assert told.stdout.split() == ["unread", "celery"]
    app.loader.import_default_modules()
    assert {shops.LOOK, shops.CARRY_OUT} <= app.tasks.keys()


def test_states_under_way_are_those_of_the_shop():
    ours = {*carrying_out.UNDER_WAY, "cooling_off"}
    assert set(shops.UNDER_WAY) == ours


@pytest.fixture
def waiting(db):
    return [Case.objects.get(pk=each) for each in customers.waiting(2, orders=3)]


def test_customers_wait_until_it_is_their_turn(waiting, at):
    assert not carrying_out.waiting(at=at).exists()
    assert Order.objects.count() == Payment.objects.count() == 6


def test_the_case_of_a_customer_is_carried_out_as_any_other(waiting, at):
    for case in waiting:
        Case.objects.filter(pk=case.pk).update(cooling_until=at)
        carrying_out.advance(case=case, at=at)
        assert Case.objects.get(pk=case.pk).state == "checking"
    assert not Order.objects.exclude(contact_email=None).exists()


def test_a_crowd_has_orders_of_its_own(waiting):
    if crowd.connection.vendor != "postgresql":
        # Bench runs on PostgreSQL alone; its generate_series() is unknown to SQLite.
        pytest.skip("The crowd is made by statements that PostgreSQL alone knows.")
    with crowd.connection.cursor() as cursor:
        cursor.execute("SET CONSTRAINTS ALL IMMEDIATE")
    crowd.gather(30)
    theirs = Order.objects.exclude(person__in=[case.person for case in waiting])
    assert theirs.count() == 30
    assert not theirs.filter(person=None).exists()
    assert set(theirs.values_list("person", flat=True)) <= set(
        SomePerson.objects.values_list("pk", flat=True)
    )
    assert Payment.objects.filter(order__in=theirs).count() == 30


def test_a_missed_bound_ends_with_1_and_is_written_down(tmp_path, monkeypatch):
    lines = list(bounds.of_one(person(), 1_000))
    path = tmp_path / "erasing.json"
    monkeypatch.setattr(measuring, "RESULTS", path)
    monkeypatch.setattr(measuring, "_measured", lambda sizes: iter([lines]))
    assert measuring.measure(quick=True) == 0
    assert not path.exists()
    lines += bounds.of_one(person(6.0), 1_000)
    assert measuring.measure(quick=False) == 1
    told = json.loads(path.read_text())
    assert told["figures"][5]["kept"] is False
    assert "one look goes through all tables" in told["method"]


def test_erasing_can_be_measured_alone(monkeypatch):
    done = []
    monkeypatch.setattr(bench, "_erasing", lambda asked: done.append(asked.quick) or 1)
    monkeypatch.setattr("sys.argv", ["bench", "--only", "erasing", "--quick"])
    assert bench.main() == 1
    assert done == [True]
