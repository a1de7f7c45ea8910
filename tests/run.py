"""`make test`: the whole suite on SQLite, then on PostgreSQL with Redis, and coverage.

Words on the command line go to pytest and leave the coverage gate out, since a part
of the suite can't fill it: `python -m tests.run -k basket`.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path

from deploy import servers
from deploy.children import die_with_parent
from deploy.plain_errors import run_plainly

ROOT = Path(__file__).resolve().parent.parent
CHOSEN_BY_RUN = ("DATABASE_URL", "VAULT_URL", "REDIS_URL", "BROKER_URL")
COVERED = "privacy/*,orders/*"  # every branch of these, without exception


def main() -> int:
    """Run both, measure, and return 0 only if everything held."""
    arguments = sys.argv[1:]
    coverage("erase")
    failed = [run("SQLite", arguments, {})]
    with servers.running() as found:
        failed += [run("PostgreSQL and Redis", arguments, found.environment())]
    if not arguments:
        failed += [coverage("combine", "--quiet"), gate()]
    return int(any(failed))


def run(name, arguments, chosen):
    """Run pytest once on the servers that `chosen` names; return its exit code."""
    heading(f"The suite on {name}")
    kept = {k: v for k, v in os.environ.items() if k not in CHOSEN_BY_RUN}
    measured = ["-m", "coverage", "run", "--parallel-mode", "-m", "pytest"]
    command = [sys.executable, *measured, "-p", "tests.chromium", *arguments]
    env = kept | chosen
    done = subprocess.run(
        command, cwd=ROOT, env=env, preexec_fn=die_with_parent, check=False
    )
    return done.returncode


def gate():
    """Report coverage; return 0 if every branch of the lower floors was taken."""
    heading("Coverage of both runs together")
    coverage("report", "--format=total", "--include=shop/*")
    return coverage("report", f"--include={COVERED}", "--fail-under=100")


def coverage(*arguments):
    """Call coverage and return its exit code."""
    command = [sys.executable, "-m", "coverage", *arguments]
    return subprocess.run(command, cwd=ROOT, check=False).returncode


def heading(words):
    """Print a line that stands out between two long outputs."""
    print(f"\n=== {words} ===", flush=True)


if __name__ == "__main__":
    # Told to stop, it still stops the servers and clears their folder away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    sys.exit(run_plainly(main))
