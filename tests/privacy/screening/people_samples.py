"""Identity and health numbers of many countries, right, wrong, and without a word."""

from __future__ import annotations

from privacy.screening.numbers import BY_KEY
from tests.privacy.screening.europeans import EUROPEANS
from tests.privacy.screening.making import compact, fill, right, rng, wrong
from tests.privacy.screening.others import OTHERS

PEOPLE = {key: (patterns, frames) for key, patterns, frames in EUROPEANS + OTHERS}
UNCHECKED = {"AR DNI", "PE DNI"}  # whose check digit, if any, is often left out
AROUND = (
    "{t}",
    "{t}.",
    "Hello, {t} and I live in Leith.",
    "order FW-7K2M9Q\n{t}\nThank you",
    "{t} - do you need more?",
)


def of(key, count):
    """Yield sentences with right numbers."""
    chance = rng(key)
    patterns, frames = PEOPLE[key]
    for at in range(count):
        written = _right(chance, key, patterns[at % len(patterns)])
        text = frames[at % len(frames)].format(n=written)
        yield AROUND[chance.randrange(len(AROUND))].format(t=text)


def wrong_ones(kind, each):
    """Yield sentences with a number that is wrong by all rules that share its word."""
    for key in _checked(kind):
        chance, number = rng("wrong " + key), BY_KEY[key]
        patterns, frames = PEOPLE[key]
        frames = [frame for frame in frames if "health card" not in frame]
        rivals = [
            other for other in BY_KEY.values() if set(other.words) & set(number.words)
        ]
        if all(other.check and other.key not in UNCHECKED for other in rivals):
            for at in range(each):
                text = wrong(
                    chance,
                    patterns[at % len(patterns)],
                    lambda signs, rivals=rivals: any(_test(r)(signs) for r in rivals),
                )
                if text:
                    yield frames[at % len(frames)].format(n=text)


def bare(each):
    """Yield right numbers in digits alone, with nothing that says what they are."""
    for key in _checked(None):
        chance, number = rng("bare " + key), BY_KEY[key]
        pattern = next((p for p in PEOPLE[key][0] if fill(chance, p).isdigit()), None)
        if pattern and not number.alone:
            for _ in range(each):
                yield "we counted " + compact(_right(chance, key, pattern))


def _right(chance, key, pattern):
    """Return a right number; that of France has three digits modulo 511."""
    if key == "FR NIF":
        body = fill(chance, "[0123]#########")
        return f"{body}{int(body) % 511:03}"
    return right(chance, pattern, _test(BY_KEY[key]))


def _checked(kind):
    return [
        key for key in PEOPLE if BY_KEY[key].check and kind in {None, BY_KEY[key].kind}
    ]


def _test(number):
    """Return what says whether signs are such a number, for a form without dashes."""
    if number.key == "FI HETU":  # the sign of the century is a dash
        return lambda signs: number.is_checked(f"{signs[:6]}-{signs[6:]}")
    return number.is_like
