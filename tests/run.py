"""`make test`: the suite on SQLite and on PostgreSQL with Redis, and its coverage.

Both runs go side by side, one for each of two processor cores; what the second says
is shown when the first is done, and each says what it left to the other. Words on the
command line go to pytest and leave the coverage gate out, since a part of the suite
can't fill it: `python -m tests.run -k x`.
"""

import os
import signal
import subprocess
import sys
from pathlib import Path
from tempfile import TemporaryDirectory, TemporaryFile

from deploy import servers
from deploy.children import die_with_parent
from deploy.plain_errors import run_plainly

ROOT = Path(__file__).resolve().parent.parent
CHOSEN_BY_RUN = ("DATABASE_URL", "VAULT_URL", "REDIS_URL", "BROKER_URL")
# What tests start is started over and over: it is compiled once.
NOT_HANDED_ON = (*CHOSEN_BY_RUN, "PYTHONDONTWRITEBYTECODE")
PLUGINS = [f"-ptests.{name}" for name in ("measuring", "chromium", "once")]


def main() -> int:
    """Run both, measure, and return 0 only if everything held."""
    arguments = sys.argv[1:]
    with (
        servers.running() as found,
        TemporaryFile() as kept,
        TemporaryDirectory() as folder,
    ):
        measured = [Path(folder) / name for name in ("sqlite", "postgresql")]
        second = start(arguments, found.environment(), measured[1], kept)
        heading("The suite on SQLite")
        failed = [start(arguments, {}, measured[0], None).wait()]
        heading("The suite on PostgreSQL and Redis")
        failed += [second.wait()]
        show(kept)
        if not arguments:
            failed += [gate(measured)]
    return int(any(failed))


def start(arguments, chosen, measured, out):
    """Start pytest on the servers that `chosen` names; what it says goes to `out`.

    The lines and branches that it took are written to the file `measured`.
    """
    inherited = {k: v for k, v in os.environ.items() if k not in NOT_HANDED_ON}
    return subprocess.Popen(
        [
            sys.executable,
            "-m",
            "pytest",
            *PLUGINS,
            f"--measured={measured}",
            *arguments,
        ],
        cwd=ROOT,
        env=inherited | chosen,
        stdout=out,
        stderr=out and subprocess.STDOUT,
        preexec_fn=die_with_parent,
    )


def show(kept):
    """Print what was written to a file meanwhile."""
    kept.seek(0)
    sys.stdout.write(kept.read().decode(errors="replace"))
    sys.stdout.flush()


def gate(measured):
    """Report coverage; return 0 if every branch of the lower floors was taken."""
    heading("Coverage of privacy/ and orders/, both runs together")
    both = measured[0].with_name("both")
    command = ["slipcover", "--branch", "--skip-covered", "--fail-under=100"]
    command += ["--out", both, "--merge", *measured]
    return subprocess.run(
        [sys.executable, "-m", *command], cwd=ROOT, check=False
    ).returncode


def heading(words):
    """Print a line that stands out between two long outputs."""
    print(f"\n=== {words} ===", flush=True)


if __name__ == "__main__":
    # Told to stop, it still stops the servers and clears their folder away.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit("Stopped."))
    sys.exit(run_plainly(main))
