"""One application in this process, told what to do over its standard input.

Each line is a kind of visit and how often; the answer is one line of JSON. For tools
that look at a single process: callgrind, the profiler, and the count of queries.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from bench import journey
from bench.visitor import Visitor, in_process

HOST = "127.0.0.1"
NOT_COUNTED = ("SAVEPOINT", "RELEASE SAVEPOINT", "ROLLBACK TO SAVEPOINT")
"""Transactions are left out, as they were where other shops were measured."""


class Alone:
    """An application, called without a web server."""

    def __init__(self, module: str, department: str) -> None:
        """Load `application` of a WSGI module; `department` is a path in it."""
        self.application = importlib.import_module(module).application
        self.department = department
        self.queries: Counter[str] = Counter()

    def visitor(self) -> Visitor:
        """A new visitor."""
        return Visitor(in_process(self.application), HOST)

    def visit(self, kind: str, times: int) -> None:
        """Visit a page, the address in `kind`, or do a whole "checkout"."""
        for _ in range(times):
            if kind == "checkout":
                self.buy()
            else:
                self.visitor().get(kind)

    def buy(self) -> None:
        """Order one thing, noting the queries of each step."""
        before = 0
        for step in journey.buy(self.visitor(), self.department):
            self.queries[step] += self.queries["all"] - before
            before = self.queries["all"]

    def counted(self, kind: str) -> dict[str, int]:
        """How many queries one visit takes, and which step takes how many."""
        self.queries.clear()
        with counting(self.queries):
            self.visit(kind, 1)
        return dict(self.queries)


@contextmanager
def counting(queries: Counter[str]) -> Iterator[None]:
    """Count statements to any database under "all"."""
    from django.db import connections

    def note(execute: Callable[..., Any], sql: str, *rest: Any) -> Any:
        queries["all"] += not sql.startswith(NOT_COUNTED)
        return execute(sql, *rest)

    with ExitStack() as watching:
        for connection in connections.all():
            watching.enter_context(connection.execute_wrapper(note))
        yield


def main() -> None:
    """Answer each line until there are no more."""
    alone = Alone(sys.argv[1], sys.argv[2])
    for line in sys.stdin:
        order, kind, times = line.split()
        if order == "count":
            print(json.dumps(alone.counted(kind)), flush=True)
        else:
            alone.visit(kind, int(times))
            print("{}", flush=True)


if __name__ == "__main__":
    main()
