"""Encryption's figures: a missed bound is seen, whatever the packages cost."""

import json
from functools import partial
from types import SimpleNamespace

import pytest

from bench import __main__ as bench
from bench.sealed import bounds, comparing, names, turns
from bench.sealed.turns import Way, Work
from deploy.plain_errors import PlainError


def steady(client, server=0.0):
    return {"client": [client] * 5, "server": [server] * 5}


@pytest.fixture
def found():
    times = {
        name: {"plain": steady(10.0), "encrypted": steady(10.0 * most)}
        for name, most in bounds.MOST.items()
    }
    times[names.COLD] = {"plain": steady(10.0), "encrypted": steady(70.0)}
    times[names.FOUND] = {"few": steady(100.0, 50.0), "many": steady(120.0, 60.0)}
    queries = {"501": {"queries": 3, "most": 3}}
    return {"times": times, "queries": queries, "longer": {"name": 33}}


def missed(found):
    return [line.what for line in bounds.kept_to("DB", found) if not line.kept]


def test_what_is_just_within_its_bounds_misses_none(found):
    assert missed(found) == []


@pytest.mark.parametrize("name", bounds.MOST)
def test_each_work_has_a_bound_on_its_median(found, name):
    found["times"][name]["encrypted"]["client"][:2] = [900.0, 900.0]
    assert missed(found) == []
    found["times"][name]["encrypted"]["client"][2] = 900.0
    assert missed(found) == [f"DB: {name}"]


def test_a_search_that_grows_with_the_table_misses_its_bound(found):
    found["times"][names.FOUND]["many"] = steady(120.0, 600.0)
    (line,) = missed(found)
    assert line.endswith("with the server")
    found["times"][names.FOUND]["many"] = steady(140.0, 0.0)
    (line,) = missed(found)
    assert line.endswith("rows")


def test_without_a_server_its_figures_are_left_out(found):
    found["times"][names.FOUND] = {"few": steady(100.0), "many": steady(120.0)}
    told = [line.what for line in bounds.kept_to("DB", found)]
    assert not any("server" in what for what in told)


def test_a_query_or_a_byte_too_many_misses_its_bound(found):
    found["queries"]["501"]["queries"] = 4
    found["longer"]["name"] = 34
    assert missed(found) == [
        "DB: queries, list of 501 rows of as many people",
        "DB: bytes beyond the plain ones, name",
    ]


def test_packages_have_no_bound_to_keep(found):
    found["times"][names.READ]["encrypted"] = steady(900.0)
    lines = bounds.compared("package", found)
    assert all(line.kept and line.bound is None for line in lines)
    assert [line.found.median for line in lines if names.READ in line.what] == [90.0]


def test_a_list_that_asks_for_its_keys_is_told_without_a_bound(found):
    told = {line.what: line for line in bounds.kept_to("DB", found)}
    assert told[f"DB: {names.COLD}"].found.median == 7.0
    assert told[f"DB: {names.COLD}"].bound is None


def test_costs_are_told_for_each_way(found):
    told = {line.what: line.found.median for line in bounds.costs("DB", found)}
    assert told[f"DB: {names.READ}, plain"] == 10.0
    assert told[f"DB: {names.FOUND}, few"] == 100.0


@pytest.fixture
def little_memory(monkeypatch):
    """Look for no garbage: that of a whole suite takes longer than what is timed."""
    monkeypatch.setattr(turns.gc, "collect", lambda: 0)


def test_ways_take_turns_and_the_first_round_is_not_counted(little_memory):
    done = []
    ways = {
        name: Way(lambda name=name: done.append(name), before=lambda: done.append("-"))
        for name in ("one", "two")
    }
    times = turns.taken([Work("work", 1, ways)])["work"]
    assert done == ["-", "one", "-", "two"] * (turns.ROUNDS + 1)
    assert len(times["one"]["client"]) == turns.ROUNDS
    assert times["one"]["server"] == [0.0] * turns.ROUNDS


def test_the_clock_counts_this_process_a_row(little_memory):
    def work():
        until = turns.time.process_time() + 0.02
        while turns.time.process_time() < until:
            pass

    times = turns.taken([Work("work", 10, {"one": Way(work)})])["work"]["one"]
    assert all(2_000 <= each < 20_000 for each in times["client"])


def test_a_missed_bound_ends_with_1_and_is_written_down(found, tmp_path, monkeypatch):
    lines = [*bounds.kept_to("DB", found), *bounds.compared("package", found)]
    path = tmp_path / "encryption.json"
    monkeypatch.setattr(comparing, "RESULTS", path)
    monkeypatch.setattr(comparing, "_measured", lambda rows, many: iter(lines))
    assert comparing.measure(quick=True) == 0
    assert not path.exists()
    found["longer"]["name"] = 34
    lines += bounds.kept_to("DB", found)
    assert comparing.measure(quick=False) == 1
    assert json.loads(path.read_text())["figures"][-1]["kept"] is False


def test_without_the_packages_the_rest_still_counts(monkeypatch, capsys):
    def nowhere(locks, *, venv):
        raise PlainError("pip could not install it.")

    monkeypatch.setattr(comparing.packages, "ensure", nowhere)
    assert list(comparing._others(SimpleNamespace(), 10)) == []
    assert "left out" in capsys.readouterr().err


def test_a_process_that_fails_says_why():
    failing = ["python3", "-c", "raise SystemExit('no room')"]
    with pytest.raises(PlainError, match="no room"):
        comparing._asked(failing, {"PATH": "/usr/bin:/bin"})


def test_either_part_can_be_measured_alone(monkeypatch):
    done = []
    for part, result in zip(bench.PARTS, (0, 1, 0, 0), strict=True):
        measured = partial(_noted, done, part, result)
        monkeypatch.setattr(bench, f"_{part}", measured)
    for options, result in (([], 1), (["--only", "pages"], 0)):
        monkeypatch.setattr("sys.argv", ["bench", *options])
        assert bench.main() == result
    assert done == [*bench.PARTS, "pages"]


def _noted(done, part, result, asked):
    done.append(part)
    return result


def test_the_lock_of_the_packages_names_them_all():
    lock = (comparing.packages.ROOT / comparing.LOCK).read_text()
    assert all(f"\n{package}==" in lock for package in comparing.THEIRS)
