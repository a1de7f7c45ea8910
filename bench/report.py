"""Shows the figures as a table, and writes them down with the machine in words."""

from __future__ import annotations

import json
import os
import platform
import re
import time
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import django
import gunicorn
import psycopg

from bench.bounds import Line

RESULTS = Path(__file__).resolve().parent / "results" / "shop.json"


def table(lines: Iterable[Line]) -> str:
    """The lines as columns: what, median, minimum, maximum, bound."""
    heads = ("what", "median", "min", "max", "bound", "")
    rows = [heads, *(_row(line) for line in lines)]
    widths = [max(len(row[n]) for row in rows) for n in range(len(heads))]
    return "\n".join(_aligned(row, widths) for row in rows)


def _row(line: Line) -> tuple[str, ...]:
    numbers = (line.found.median, line.found.least, line.found.most)
    what = f"{line.what} ({line.unit})" if line.unit else line.what
    bound = "" if line.bound is None else f"≤ {_number(line.bound)}"
    verdict = "" if line.bound is None else "kept" if line.kept else "MISSED"
    return (what, *map(_number, numbers), bound, verdict)


def _number(number: float) -> str:
    return f"{number:,.0f}" if float(number).is_integer() else f"{number:,.2f}"


def _aligned(row: tuple[str, ...], widths: list[int]) -> str:
    first, *rest = zip(row, widths, strict=True)
    cells = [first[0].ljust(first[1]), *(text.rjust(width) for text, width in rest)]
    return "  ".join(cells).rstrip()


def write(lines: Iterable[Line], *, how: dict[str, object], path: Path) -> None:
    """Write the figures and how they came about to `path`, as JSON."""
    figures = [
        {
            "what": line.what,
            "unit": line.unit,
            "median": round(line.found.median, 3),
            "min": round(line.found.least, 3),
            "max": round(line.found.most, 3),
            **({} if line.bound is None else {"bound": line.bound, "kept": line.kept}),
        }
        for line in lines
    ]
    path.parent.mkdir(exist_ok=True)
    document = {**how, "figures": figures}
    path.write_text(json.dumps(document, indent=1, ensure_ascii=False) + "\n")


def how_measured(*, load: tuple[float, float], instructions: str) -> dict[str, object]:
    """How pages and orders were measured: the circumstances, and in which way."""
    return {
        **circumstances(load=load),
        "instructions": instructions,
        "method": (
            "CPU time of whole process trees by their kernel clocks, medians of five"
            " interleaved rounds, ratios within each round; requests one at a time"
            " over loopback to gunicorn with two sync workers; PostgreSQL apart, with"
            " fsync off; web = gunicorn and its workers, db = PostgreSQL, worker ="
            " Celery; queries without transaction statements"
        ),
    }


def circumstances(*, load: tuple[float, float]) -> dict[str, object]:
    """The machine, the programs and the day, without a name or a path of either."""
    return {
        "measured_on": f"{datetime.now(UTC):%Y-%m-%d}",
        "machine": machine(),
        "load_average_before_and_after": load,
        "programs": programs(),
        "yardstick_ms": yardstick(),
    }


def machine() -> str:
    """The machine in plain words."""
    told = Path("/proc/cpuinfo").read_text()
    model = re.search(r"model name\s*: (.*)", told)
    memory = re.search(r"MemTotal:\s*(\d+)", Path("/proc/meminfo").read_text())
    gigabytes = round(int(memory[1]) / 2**20) if memory else 0
    system = ".".join(platform.release().split(".")[:2])
    name = re.sub(r"\(R\)|\(TM\)", "", model[1]).strip() if model else "unknown"
    return (
        f"{os.cpu_count()} cores ({name}), shared with others,"
        f" {gigabytes} GB of memory, Linux {system}"
    )


def yardstick() -> float:
    """Milliseconds that this Python takes for a fixed piece of work, the best of nine.

    It tells machines apart, and builds: on one machine a distribution's Python, built
    with profile-guided optimisation, took 38 ms where one built without took 58.
    """
    return round(min(_worked() for _ in range(9)) * 1000, 1)


def _worked() -> float:
    before, found = time.process_time(), {"": 0}
    for number in range(200_000):
        name = str(number % 97)
        found[name] = found.get(name, 0) + len(f"x{number}")
    return time.process_time() - before


def programs() -> str:
    """The versions of what ran."""
    return (
        f"Python {platform.python_version()}, Django {django.__version__},"
        f" psycopg {psycopg.__version__}, gunicorn {gunicorn.__version__}"
    )
