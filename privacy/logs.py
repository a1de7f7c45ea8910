"""Keeps personal values and secrets of links out of the logs."""

from __future__ import annotations

import logging
import re

# Links hold secrets in their paths; whoever has one can open the page behind it.
_SECRETS = re.compile(r"/(orders|cases|accounts)/[^\s\"'?]+")
# Both begin at the start of a word and never try from its middle, so that the time
# grows with the line and not with its square: strangers choose the paths in it.
_QUERY = re.compile(r"(?<![^\s\"'?])([^\s\"'?]*+)\?[^\s\"']+")
_EMAIL = re.compile(r"(?<![^\s@<>\"'=])[^\s@<>\"'=]++@[^\s@<>\"']+\.[^\s@<>\"']+")


class LeaveOutPersonalData(logging.Filter):
    """Rewrites each line: no secret path, no query, no address, no value of a frame."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record through, without what must not be in it."""
        record.msg, record.args = quiet(record.getMessage()), ()
        if record.exc_info:
            kind = record.exc_info[0]
            record.msg += f" [{kind.__name__ if kind else 'error'}]"
            record.exc_text = _frames(record)
            record.exc_info = None
        return True


def quiet(line: str) -> str:
    """Return `line` with secrets, query strings and e-mail addresses left out."""
    line = _SECRETS.sub(r"/\1/…", line)
    line = _QUERY.sub(r"\1?…", line)
    return _EMAIL.sub("…@…", line)


def _frames(record: logging.LogRecord) -> str:
    # File and line of each frame tell where; the message of an exception and the
    # source lines may repeat a value, so they stay out.
    found = []
    traceback = record.exc_info[2] if record.exc_info else None
    while traceback:
        code = traceback.tb_frame.f_code
        where = f"  {code.co_filename}:{traceback.tb_lineno} in {code.co_name}"
        found.append(where)
        traceback = traceback.tb_next
    return "\n".join(found)
