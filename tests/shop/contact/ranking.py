"""Whether two rows of times differ: the test of Mann and Whitney, written out."""

from math import erfc, sqrt
from statistics import median


def p_value(first, second):
    """Two-sided p of the U test, by the normal approximation with ties corrected.

    Mann and Whitney 1947; the correction for ties and for continuity as in Conover,
    Practical Nonparametric Statistics, section 5.1. Good from about 20 samples each.
    """
    n, m = len(first), len(second)
    ranks, ties = _ranks([*first, *second])
    u = sum(ranks[:n]) - n * (n + 1) / 2
    total = n + m
    variance = n * m / 12 * (total + 1 - ties / (total * (total - 1)))
    if not variance:
        return 1.0
    z = max(0.0, abs(u - n * m / 2) - 0.5) / sqrt(variance)
    return erfc(z / sqrt(2))


def difference(first, second):
    """How far the medians are apart."""
    return abs(median(first) - median(second))


def _ranks(values):
    """The rank of each value, shared by equal ones, and the sum of t³-t over ties."""
    order = sorted(range(len(values)), key=values.__getitem__)
    ranks, ties, start = [0.0] * len(values), 0, 0
    while start < len(order):
        end = start
        while end < len(order) and values[order[end]] == values[order[start]]:
            end += 1
        for place in order[start:end]:
            ranks[place] = (start + 1 + end) / 2
        ties += (end - start) ** 3 - (end - start)
        start = end
    return ranks, ties
