"""What a mail server means that refuses a letter while it is handed over."""

from __future__ import annotations

import re
import smtplib

# RFC 5321, section 4.2.3: no such mailbox, not here, its storage is full, its name is
# not allowed. 554 and the others can be about us as well as about the address.
_OF_THE_ADDRESS = {550: "5.1.1", 551: "5.1.6", 552: "5.2.2", 553: "5.1.3"}
# RFC 2034, section 4: an enhanced status stands at the beginning of the text.
_STATUS = re.compile(rb"\s*(5\.\d{1,3}\.\d{1,3})\b")


def of_the_address(error: Exception) -> str:
    """Return the status (RFC 3463) of a refusal that is about the address and for good.

    Returns "" for all else, which is tried again: what passes, and what may be a fault
    of ours, such as a server that does not relay for us (5.7.1). A fault of ours must
    not tell every customer that their address is wrong.
    """
    code, text = _answer(error)
    if not 500 <= code <= 599:
        return ""
    found = _STATUS.match(text)
    if found is None:
        told = isinstance(error, smtplib.SMTPRecipientsRefused)
        return _OF_THE_ADDRESS.get(code, "") if told else ""
    status = found[1].decode()
    return status if status.startswith(("5.1.", "5.2.")) else ""


def _answer(error: Exception) -> tuple[int, bytes]:
    """Return code and text of the answer; (0, b"") where there was none."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        answers = list(error.recipients.values())
        return answers[0] if len(answers) == 1 else (0, b"")
    if isinstance(error, smtplib.SMTPDataError):
        text = error.smtp_error
        return error.smtp_code, text if isinstance(text, bytes) else text.encode()
    return 0, b""
