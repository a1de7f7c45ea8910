"""What a person at the terminal reads when a command can't go on.

One plain sentence on stderr and an exit code that is not 0, never a traceback
for something that the person can put right.
"""

from __future__ import annotations

import errno
import sys
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable


class PlainError(Exception):
    """A reason to stop, worded as the sentence that the person will read."""


def sentence_for(error: OSError) -> str:
    """Word what the operating system refused: the disk, or a file that is closed to us.

    `error` comes from a call on a file; the file's path is named where known.
    """
    name = f" {error.filename}" if error.filename else ""
    if error.errno in (errno.ENOSPC, errno.EDQUOT):
        return "The disk is full. Free some space, then start again."
    if error.errno == errno.EROFS:
        return f"The disk is read-only, so{name or ' a file'} can't be written."
    if error.errno in (errno.EACCES, errno.EPERM):
        return f"You have no permission for{name or ' a file'}. Check who owns it."
    return f"The system refused{name or ' a file'}: {error.strerror or error}."


def run_plainly(work: Callable[[], int | None]) -> int:
    """Call `work` and return its exit code; turn what it can't do into a sentence."""
    try:
        return work() or 0
    except PlainError as error:
        sentence = str(error)
    except OSError as error:
        sentence = sentence_for(error)
    except KeyboardInterrupt:
        sentence = "Stopped."
    print(sentence, file=sys.stderr, flush=True)
    return 1
