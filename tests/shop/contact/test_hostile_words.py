"""What no person types, in every form of the Contact page: filed, or asked again."""

from urllib.parse import quote_plus

import pytest

from privacy.models import Case
from shop.contact.forms import FORMS
from tests.proof.strings import COMPUTED, hostile
from tests.shop.customer import FORM, SAME

FEW = hostile()[::25]
WORDS = {"words": "x", "before": "", "name": "Alice Ash", "new_email": "", "line1": ""}


def encoded(form):
    return "&".join(
        f"{quote_plus(name)}={quote_plus(text.encode('utf-8', 'surrogatepass'))}"
        for name, text in form.items()
    )


@pytest.fixture(autouse=True)
def without_memory(settings):
    dummy = "django.core.cache.backends.dummy.DummyCache"
    settings.CACHES = {"default": {"BACKEND": dummy}}


@pytest.mark.parametrize("kind", FORMS)
def test_every_field_takes_everything(client, ago, kind):
    right = {"email": "a@example.net", "lives_in": "GB", "stamp": ago(), **WORDS}
    for field in right:
        for text in FEW:
            answer = client.post(f"/contact/{kind}/", encoded(right | {field: text}))
            assert answer.status_code in {200, 303}, (field, text)
            assert b"<script>alert" not in answer.content
            assert not COMPUTED.search(answer.content.decode())
    assert Case.objects.exists()


@pytest.mark.parametrize(
    ("body", "kind"),
    [
        (b"\xff\xfe=\xed\xa0\x80&=&&&;", FORM),
        (b'{"email": {"$ne": 1}}', "application/json"),
        (b"--x\r\n\r\n--x--", "multipart/form-data; boundary=x"),
        (b"words=" + b"x" * 300_000, FORM),
        (b"&".join(b"a%d=1" % n for n in range(600)), FORM),
    ],
)
def test_a_body_that_is_no_form_of_ours_opens_no_case(client, body, kind):
    for path in ("question", "correct", "clear"):
        answer = client.generic(
            "POST", f"/contact/{path}/", body, content_type=kind, headers=SAME
        )
        assert answer.status_code in {200, 400, 413, 415}
    assert not Case.objects.exists()
