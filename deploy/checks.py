"""`make check`: everything that can be known without running the shop.

All checks run, also after one has failed, so that one look tells everything. The types
take as long as all the others: those are done meanwhile.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from deploy.packages import ROOT, python_in
from deploy.plain_errors import run_plainly

if TYPE_CHECKING:
    from collections.abc import Iterator

BIN = python_in().parent
PYTHON = str(python_in())
AT_ONCE = 2
CHECKS = (
    ("types", [str(BIN / "mypy")]),
    ("lint", [str(BIN / "ruff"), "check", "--quiet", "."]),
    ("format", [str(BIN / "ruff"), "format", "--check", "--quiet", "."]),
    ("floors", [str(BIN / "lint-imports"), "--no-cache"]),
    ("templates", [str(BIN / "djlint"), "--lint", "--quiet", "templates"]),
    ("contrast", [PYTHON, "-m", "deploy.contrast"]),
    ("migrations", [PYTHON, "manage.py", "makemigrations", "--check", "--dry-run"]),
    (
        "deployment",
        [PYTHON, "manage.py", "check", "--deploy", "--fail-level", "WARNING"],
    ),
)


def main() -> int:
    """Run every check; return 0 if all of them held."""
    with like_production() as env, ThreadPoolExecutor(AT_ONCE) as pool:
        names, commands = zip(*CHECKS, strict=True)
        held = pool.map(partial(holds, env=env), names, commands)
        failed = [
            name for name, is_held in zip(names, held, strict=True) if not is_held
        ]
    if failed:
        print(f"\nFailed: {', '.join(failed)}.", file=sys.stderr)
    return int(bool(failed))


def holds(name: str, command: list[str], env: dict[str, str]) -> bool:
    """Run one check, print how it went and, if it failed, what it said."""
    began = time.monotonic()
    done = subprocess.run(
        command, cwd=ROOT, env=env, capture_output=True, text=True, check=False
    )
    word = "failed" if done.returncode else "ok"
    told = f"{name:<12} {word:<7} {time.monotonic() - began:5.1f} s\n"
    if done.returncode:
        told += f"{done.stdout}{done.stderr}\n"
    # One write, so that two that end together do not mix their lines.
    sys.stdout.write(told)
    sys.stdout.flush()
    return done.returncode == 0


@contextmanager
def like_production() -> Iterator[dict[str, str]]:
    """Yield an environment as a real shop has it: keys, secret, hosts and no demo."""
    from privacy.encryption import keyset

    with tempfile.TemporaryDirectory(prefix="foldwell-check-") as folder:
        keys = Path(folder) / "keys.json"
        keyset.write_new(keys)
        yield {
            **os.environ,
            "DJANGO_SETTINGS_MODULE": "shop.settings",
            "ENV_FILE": os.devnull,
            "VAR_DIR": folder,
            "KEY_FILE": str(keys),
            "DEMO": "0",
            "DEBUG": "0",
            "SECRET_KEY": os.urandom(40).hex(),
            "ALLOWED_HOSTS": "shop.example.net",
            "SHOP_ORIGIN": "https://shop.example.net",
            "EMAIL_URL": "smtp+tls://mail.example.net:587",
            "MAIL_RELAY_NAME": "Quayside Mail",
            "MAIL_RELAY_CONTRACT": "QM-2026-07",
            "MAIL_RELAY_CONTRACT_DATE": "2026-07-01",
        }


if __name__ == "__main__":
    sys.exit(run_plainly(main))
