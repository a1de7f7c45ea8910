"""What one can write about: the choices of the Contact page and the words of each."""

from __future__ import annotations

from dataclasses import dataclass

from privacy.cases.states import Kind


@dataclass(frozen=True)
class Subject:
    """One choice: its page's words, and what happens after it is sent."""

    kind: Kind
    choice: str
    hint: str
    title: str
    lead: str
    button: str
    then: tuple[str, ...]

    @property
    def is_demand(self) -> bool:
        """Whether it is about somebody's own data, and not a plain question."""
        return self.kind != Kind.QUESTION


_PROVE = (
    "We send a code to the address on record. You type it on the page of your request."
)
_FACTS = (
    "If you ordered from us, we then ask for something about an order. "
    "Never for a document."
)
_REVIEW = "A person looks at it and you get an answer by the date on that page."

_ALL = (
    Subject(
        Kind.QUESTION,
        "A question",
        "About an order, a product, or anything else.",
        "Ask us a question",
        "A person reads every message and answers by mail.",
        "Send the question",
        (
            "You get a page on which you can follow it.",
            "We answer to the address that you give here.",
            "We delete the conversation two years after it is closed.",
        ),
    ),
    Subject(
        Kind.SEE,
        "See my data",
        "Everything we hold about you, on a page.",
        "See everything we hold about you",
        "Each value with why we have it, until when, and who has seen it.",
        "Ask for the page",
        (_PROVE, "Then the page opens for an hour, in the same browser."),
    ),
    Subject(
        Kind.COPY,
        "A copy of my data",
        "One file to keep: a readable page and two formats for programs.",
        "Get a copy of your data",
        "A zip file with a readable page, JSON, and JSON-LD in schema.org’s words.",
        "Ask for the copy",
        (_PROVE, _FACTS, "Then the file is built. You can fetch it once."),
    ),
    Subject(
        Kind.CORRECT,
        "Correct my details",
        "Your name, your email address, or where an open order goes.",
        "Correct your details",
        "Fill in only what is wrong. What is already sent or invoiced stays as it was.",
        "Ask for the correction",
        (_PROVE, _REVIEW),
    ),
    Subject(
        Kind.CLEAR,
        "Clear part of my history",
        "Some orders, addresses, letters, or everything before a date.",
        "Clear part of your history",
        "Tell us what should go. Before we do it, we say what goes and what stays.",
        "Ask us to clear it",
        (_PROVE, _REVIEW),
    ),
    Subject(
        Kind.ERASE,
        "Erase everything",
        "Your name, addresses, letters and your account.",
        "Erase everything",
        "We erase all that names you. It can’t be undone once it is done.",
        "Ask us to erase everything",
        (
            _PROVE,
            _FACTS,
            "Two people must agree. Then you have time to take it back.",
            "We erase, look for anything left, and send you a signed receipt.",
        ),
    ),
    Subject(
        Kind.OBJECT,
        "Object, or withdraw consent",
        "Stop a use of your data that you once agreed to.",
        "Object, or withdraw consent",
        "Every consent that you gave is withdrawn at once when you have shown "
        "that it is you.",
        "Withdraw and object",
        (
            _PROVE,
            "Then we withdraw every consent.",
            "What you wrote is read by a person, who answers by letter.",
        ),
    ),
)
SUBJECTS = {str(subject.kind): subject for subject in _ALL}
"""By the last part of each page's address."""
