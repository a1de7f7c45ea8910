"""Kills a process before one of the moments at which something of its work would stay.

A database keeps nothing of a transaction that was not committed. So what a killed
process may leave behind are the states before each of its commits, and no others.
Whoever doubts that kills it before any statement.
"""

from __future__ import annotations

import os
import signal

from django.db import connections

from privacy.encryption import keys
from tests.once import ON_SERVERS

KILLED = -signal.SIGKILL
WRITES = ("INSERT", "UPDATE", "DELETE")


class Hour:
    """Ends the process when the n-th thing would stay: a commit, or a write alone."""

    def __init__(self, number):
        self.left, self.wrote = iter(range(number)), set()

    def await_in(self, connection):
        """Watch what a connection writes and commits."""
        connection.execute_wrappers.append(self.at_statement)
        commit = connection._commit

        def committing():
            if connection.alias in self.wrote:
                self.strike()
                self.wrote.discard(connection.alias)
            return commit()

        connection._commit = committing

    def at_statement(self, execute, sql, params, many, context):
        """Note a write within a transaction; one outside it stays by itself."""
        if sql.startswith(WRITES):
            if context["connection"].in_atomic_block:
                self.wrote.add(context["connection"].alias)
            else:
                self.strike()
        return execute(sql, params, many, context)

    def await_any_statement(self, connection):
        """Take each statement to a connection for one that stays."""
        connection.execute_wrappers.append(self.before_statement)

    def before_statement(self, execute, *args):
        """Send a statement, if there is still time."""
        self.strike()
        return execute(*args)

    def strike(self):
        """Die, as when somebody pulls the plug, if this was the n-th."""
        if next(self.left, None) is None:
            os.kill(os.getpid(), signal.SIGKILL)


def moments(most):
    """Yield the numbers at which this run kills, from the first on.

    Every second one: the run on the other database kills at those between.
    """
    return range(int(ON_SERVERS), most, 2)


def killed_at(number, work):
    """Let a process of its own do `work` and die before the n-th thing that stays.

    Returns whether it lived to the end.
    """
    return _lived(work, Hour(number).await_in)


def killed_at_statement(number, work):
    """Let a process of its own do `work` and die before its n-th statement.

    Returns whether it lived to the end.
    """
    return _lived(work, Hour(number).await_any_statement)


def _lived(work, await_in):
    connections.close_all()
    child = os.fork()
    if child == 0:
        _do_until_killed(work, await_in)
    _, status = os.waitpid(child, 0)
    code = os.waitstatus_to_exitcode(status)
    assert code in (0, KILLED), code
    return code == 0


def _do_until_killed(work, await_in):
    code = 1
    try:
        keys.forget_held()
        for each in connections.all():
            await_in(each)
        work()
        code = 0
    finally:
        os._exit(code)
