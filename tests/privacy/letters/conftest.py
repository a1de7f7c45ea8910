"""A template, a letter to Alice, and mail servers that refuse."""

from __future__ import annotations

import smtplib

import pytest

from privacy import letters
from privacy.purposes import Purpose


@pytest.fixture
def template(settings, tmp_path):
    """A registered template whose three parts say hello."""
    folder = tmp_path / "letters" / "diary"
    folder.mkdir(parents=True)
    (folder / "hello.subject.txt").write_text("Hello\nBcc: {{ word }}")
    (folder / "hello.txt").write_text("It's {{ word }} from {{ shop_name }}")
    (folder / "hello.html").write_text("<p>It is {{ word }}</p>")
    engine = settings.TEMPLATES[0]
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], tmp_path]}]
    letters.register("diary/hello", purpose=Purpose.CONVERSATION, keep_days=30)
    yield "diary/hello"
    letters.door._registered.pop("diary/hello")


@pytest.fixture
def letter(alice, template, at):
    """A letter to Alice, queued."""
    return letters.write(
        template=template,
        purpose=Purpose.CONVERSATION,
        person=alice,
        context={"word": "<you & me>"},
        at=at,
    )


@pytest.fixture
def answering(monkeypatch):
    """Let the mail server refuse the address, and repeat it in its answer."""

    def answer(code, text="no such user {}"):
        def fail(message):
            (to,) = message.to
            told = text.format(to).encode()
            raise smtplib.SMTPRecipientsRefused({to: (code, told)})

        monkeypatch.setattr("django.core.mail.EmailMultiAlternatives.send", fail)

    return answer


@pytest.fixture
def failing(answering):
    """A mail server that can't take letters now, and whose answer has the address."""
    answering(451)


@pytest.fixture
def write(template, at):
    """Write a letter from the template to somebody."""

    def wrote(person=None, **more):
        told = {"template": template, "purpose": Purpose.CONVERSATION, "at": at}
        return letters.write(**told | {"person": person, "context": {}} | more)

    return wrote
