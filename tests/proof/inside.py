"""Runs programs with the settings and models of a shop, without setting up for each.

One process, started with the shop's environment, sets Django up and then forks for
each program: most of what a small program costs is to import all of the shop.
"""

from __future__ import annotations

import json
import os
import runpy
import subprocess
import sys
import traceback
from tempfile import TemporaryFile

import django

from deploy.packages import ROOT


class Inside:
    """The process that forks; it starts with its first program."""

    def __init__(self, env):
        self.env, self.process = env, None

    def run(self, *arguments):
        """Run what `python *arguments` would; return what it printed."""
        if self.process is None:
            self.process = subprocess.Popen(
                [sys.executable, "-m", "tests.proof.inside"],
                env=self.env,
                cwd=ROOT,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                text=True,
            )
        self.process.stdin.write(json.dumps(arguments) + "\n")
        self.process.stdin.flush()
        done = json.loads(self.process.stdout.readline())
        assert done["status"] == 0, done["complained"]
        return done["printed"]

    def stop(self):
        """End it, if it ever began."""
        if self.process is not None:
            self.process.communicate()


def main():
    """Fork for each line of arguments; answer with a line of what came of it."""
    django.setup()
    for line in sys.stdin:
        with TemporaryFile() as printed, TemporaryFile() as complained:
            child = os.fork()
            if child == 0:
                os.dup2(os.open(os.devnull, os.O_RDONLY), sys.stdin.fileno())
                os.dup2(printed.fileno(), sys.stdout.fileno())
                os.dup2(complained.fileno(), sys.stderr.fileno())
                os._exit(_ends(json.loads(line)))
            done = {"status": os.waitstatus_to_exitcode(os.waitpid(child, 0)[1])}
            for name, file in (("printed", printed), ("complained", complained)):
                file.seek(0)
                done[name] = file.read().decode()
        print(json.dumps(done), flush=True)


def _ends(arguments):
    """Run a program; return the code that it exits with."""
    try:
        _run(*arguments)
    except SystemExit as left:
        return left.code or 0
    except BaseException:
        traceback.print_exc()
        return 1
    else:
        return 0
    finally:
        sys.stdout.flush()
        sys.stderr.flush()


def _run(how, *words):
    if how == "-c":
        code, *words = words
        sys.argv = [how, *words]
        exec(code, {"__name__": "__main__"})
    elif how == "-m":
        sys.argv = [*words]
        runpy.run_module(words[0], run_name="__main__", alter_sys=True)
    else:
        sys.argv = [how, *words]
        runpy.run_path(how, run_name="__main__")


if __name__ == "__main__":
    main()
