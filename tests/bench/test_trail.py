"""The cost of an entry: ratios within each round, and a bound of a tenth."""

from bench.trail import measuring, placing


def lines(*rounds):
    found = [[[order, 20.0], [entry, 21.0]] for order, entry in rounds]
    return {line.what: line for line in measuring.compared("SQLite", found)}


def test_a_tenth_is_kept_and_more_is_missed():
    share = "SQLite: with entry to without, CPU"
    assert lines((10, 10.9), (10, 11), (20, 24))[share].kept
    assert not lines((10, 11.1), (10, 11.2), (20, 20))[share].kept


def test_real_time_is_told_without_a_bound():
    found = lines((10, 30))["SQLite: with entry to without, real time"]
    assert found.bound is None
    assert found.found.median == 1.05


def test_both_works_are_done_in_turns():
    done = []
    spent = placing.turns(lambda: done.append("a"), lambda: done.append("b"), 3)
    assert done == ["a", "b"] * 3
    assert all(number >= 0 for pair in spent for number in pair)
