"""Figures are medians with their spread; a missed bound is seen and told."""

import json
import os
import re
import subprocess
import sys
import time
from contextlib import nullcontext
from types import SimpleNamespace

import pytest

from bench import bounds, clocks, report, rounds
from bench.bounds import Line
from bench.rounds import Figures, Spread, ratios, spread
from deploy.plain_errors import PlainError


@pytest.fixture
def figures():
    def steady(web):
        return Figures(web=[web] * 5, database=[1.0] * 5, worker=[2.0] * 5)

    names = ("bare list", "department", "department, many", "checkout")
    return {name: steady(web) for name, web in zip(names, (4, 5, 5, 50), strict=True)}


def missed(figures):
    return [line.what for line in bounds.compared(figures) if not line.kept]


def test_a_spread_is_median_least_and_most():
    assert spread([3, 1, 9, 2, 4]) == Spread(3, 1, 9)


def test_ratios_are_taken_round_by_round():
    assert ratios([2, 9], [1, 3]) == [2, 3]


def test_what_keeps_to_its_bounds_misses_none(figures):
    assert missed(figures) == []


def test_a_slow_checkout_misses_its_bound(figures):
    figures["checkout"].web[:3] = [61, 62, 63]
    assert missed(figures) == ["whole guest checkout, web"]


def test_one_bad_round_of_five_misses_nothing(figures):
    figures["checkout"].web[:2] = [200, 300]
    assert missed(figures) == []


def test_a_page_that_grows_with_the_catalogue_misses_its_bound(figures):
    figures["department, many"].database[:] = [9.0] * 5
    assert [what.rpartition(", ")[2] for what in missed(figures)] == ["db", "web + db"]


def test_too_many_queries_and_bytes_miss_their_bounds():
    queries = dict.fromkeys(bounds.PAGES, 3) | {"home": 4, "checkout": 61}
    lines = bounds.fixed(queries, {"home": (50_000, 20_000)}, {})
    found = [line.what for line in lines if not line.kept]
    assert found == ["home, queries", "checkout, queries", "home, HTML, gzip"]


def test_the_table_tells_what_was_missed():
    lines = [
        Line("slow", "ms", Spread(70, 60, 80), 60.0),
        Line("fast", "ms", Spread(1.234, 1, 2), 60.0),
        Line("free", "", Spread(5, 5, 5)),
    ]
    head, slow, fast, free = report.table(lines).splitlines()
    assert head.split() == ["what", "median", "min", "max", "bound"]
    assert slow.split() == ["slow", "(ms)", "70", "60", "80", "≤", "60", "MISSED"]
    assert fast.split()[2:] == ["1.23", "1", "2", "≤", "60", "kept"]
    assert free.split() == ["free", "5", "5", "5"]


def test_the_results_name_no_machine_and_no_path(tmp_path):
    path = tmp_path / "results" / "shop.json"
    how = report.how_measured(load=(0.1, 0.2), instructions="callgrind")
    report.write([Line("slow", "ms", Spread(70, 60, 80), 60.0)], how=how, path=path)
    text = path.read_text()
    assert json.loads(text)["figures"][0]["kept"] is False
    assert not re.search(r"(^|[\s\"])/\w+", text)


def test_the_clock_counts_work_and_not_sleep():
    work = "import time\nwhile time.process_time() < 0.2: pass\ntime.sleep(30)"
    with subprocess.Popen([sys.executable, "-c", work]) as child:
        until = time.monotonic() + 20
        while clocks.cpu_seconds(child.pid) < 0.2 and time.monotonic() < until:
            time.sleep(0.05)
        spent = clocks.Meter({"child": [child.pid]}).during(lambda: time.sleep(0.2))
        total = clocks.cpu_seconds(child.pid)
        child.kill()
    assert 0.2 <= total < 0.4
    assert spent["child"] < 0.1


def test_a_tree_holds_children_and_nobody_else():
    with subprocess.Popen([sys.executable, "-c", "input()"], stdin=-1) as child:
        assert child.pid in clocks.tree([os.getpid()])
        assert clocks.tree([child.pid]) == {child.pid}
        child.kill()


def test_who_began_in_between_counts_from_its_start():
    assert clocks.spent({1: 5.0, 2: 1.0}, {1: 6.0, 3: 0.5}) == 1.5


def test_idle_is_a_share_of_all_time():
    assert clocks.idle((100, 50), (200, 125)) == 0.75
    assert clocks.idle((100, 50), (100, 50)) == 0.0


@pytest.mark.parametrize("kind", ["checkout", "/"])
def test_a_worker_that_ended_is_no_cheap_one(monkeypatch, kind):
    class Meter:
        def __init__(self, trees):
            self.names = trees

        def during(self, work):
            work()
            return dict.fromkeys(self.names, 0.0)

    monkeypatch.setattr(rounds, "Meter", Meter)
    monkeypatch.setattr(rounds, "wait_for_quiet", lambda *_, **__: None)
    monkeypatch.setattr(rounds.Visit, "once", lambda _: None)
    site = SimpleNamespace(pid=1)
    sites = SimpleNamespace(worker=[2], database=[3])
    visit = rounds.Visit("it", site, kind, 1)
    told = (
        pytest.raises(PlainError, match="ended")
        if kind == "checkout"
        else nullcontext()
    )
    with told:
        rounds._measure(sites, visit, Figures())
