"""Nobody is turned away for a name, an address or a question, in seven languages.

Whatever a rule of the firewall takes for a trick stands here as somebody's own words.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import urlencode

import pytest
from django.core.cache import cache
from django.test import Client
from django.utils import timezone

from shop.contact import stamp
from shop.firewall import counting, rules
from tests.proof import buying, touring
from tests.proof.addresses_of_all import ENTRIES
from tests.proof.buying import Buyer
from tests.proof.walking import FORM


@dataclass(frozen=True)
class Somebody:
    """One customer: a name, an address, something looked for, something asked."""

    name: str
    line1: str
    city: str
    looks_for: str
    asks: str


EVERYBODY = {
    "English": Somebody(
        "Siobhán O'Neill-Ní Dhomhnaill; Select",
        "Flat 1/2, The Old “Rec” House -- c/o D'Arcy & Sons",
        "Westward Ho!",
        '100% cotton & 5" x 8" <80gsm>',
        "Is the paper made with 50%2B rag? See ..\\a and ../b.\r\nDROP me a line",
    ),
    "German": Somebody(
        "Dr. Jürgen Groß-Weiß von und zu Ähren",
        "Straße des 17. Juni 135 / Hof 2, 3. OG",
        "Köln (Ehrenfeld)",
        "Füller, Tinte ≥ 30 ml; Größe A4/A5?",
        "Können Sie die Rechnung an \\\\Büro%20Nord schicken? Betrag: 5 % == 3,20 €",
    ),
    "French": Somebody(
        "Anaïs L’Hœst--d'Ûbaÿ",
        "12 bis, rue de l'Œuvre, bât. C\u00a0; interphone #4",
        "L'Haÿ-les-Roses",
        "papier à lettres « vergé » 90 g/m²",
        "Où est ma commande\u00a0? http://exemple.example.net/%7Eanaïs?a=1&b=2",
    ),
    "Polish": Somebody(
        "Łukasz Żółć-Gęślą (syn)",
        "ul. Świętego Krzyża 5/7 m. 12",
        "Łódź",
        "kałamarz + atrament „żółty”",
        'Proszę o zmianę: nie "Zolc", tylko Żółć. union all select? Nie :-)',
    ),
    "Greek": Somebody(
        "Αθηνά Παπαδοπούλου-Ó",
        "Λεωφ. Βασ. Σοφίας 1, 2ος όροφος",
        "Θεσσαλονίκη",
        "χαρτί & μελάνι;",
        "Πού είναι η παραγγελία μου; <δεν ήρθε>",
    ),
    "Japanese": Somebody(
        "髙橋 﨑子・𠮷田",
        "千代田1丁目1番1号 〇〇ビル\u30003階",
        "東京都千代田区",
        "便箋 A5 ～ 罫線なし",
        "注文番号は？「％00」と表示されます。",
    ),
    "Arabic": Somebody(
        "عبد الرحمن أبو بكر‌",
        "شارع ٥، مبنى ٣ / شقة ١٢",
        "الرياض",
        "ورق؛ حبر أسود ٥٠٪",
        "هل يمكن تغيير العنوان؟ \u200fشكراً!",
    ),
}
TYPED = {
    "name": "name",
    "line1": "line1",
    "line2": "line1",
    "city": "city",
    "q": "looks_for",
    "words": "asks",
    "said": "asks",
}
# Pages of somebody else, and addresses that only take forms: both are asked for here.
NOT_MEANT = {rules.NOT_ALLOWED.key, rules.METHOD.key}


@pytest.fixture
def turned_away(monkeypatch):
    """A question: by which rules was anybody turned away?"""
    tally = counting.Tally()
    monkeypatch.setattr(counting, "tally", tally)

    def by_rules():
        return {rule for rule, _hour in tally.waiting} - NOT_MEANT

    return by_rules


@pytest.fixture
def without_memory(settings):
    """Nothing is ever tried too often."""
    dummy = "django.core.cache.backends.dummy.DummyCache"
    settings.CACHES = {"default": {"BACKEND": dummy}}
    cache.clear()


def written(somebody, values):
    """Return a form's values with what this person types into it."""
    return {
        key: getattr(somebody, TYPED[key]) if key in TYPED else value
        for key, value in values.items()
    }


def test_every_form_takes_everybodys_words(demo, without_memory, turned_away):
    client = Client(headers={"sec-fetch-site": "same-origin"})
    for somebody in EVERYBODY.values():
        for entry in ENTRIES.values():
            path = entry.path.replace("{}", "x")
            asked = {name: written(somebody, {name: ""})[name] for name in entry.query}
            client.get(path, asked)
            if entry.form:
                form = urlencode(written(somebody, entry.form))
                client.post(path, form, content_type=FORM)
    assert not turned_away()


@pytest.mark.parametrize("language", EVERYBODY)
def test_everybody_can_look_buy_and_ask(visitor, without_memory, turned_away, language):
    somebody = EVERYBODY[language]
    found = visitor.submit(visitor.get("/"), "/search/", q=somebody.looks_for)
    assert found.status == 200
    buying.fill_basket(visitor, touring.product_path())
    buyer = Buyer(name=somebody.name, line1=somebody.line1, city=somebody.city)
    placed = buying.order(visitor, buying.to_the_check(visitor, buyer))
    assert placed.status == 200
    question = visitor.get("/contact/question/")
    waited = stamp.new(at=timezone.now() - timedelta(seconds=10))
    told = {"email": buyer.email, "words": somebody.asks, "stamp": waited}
    answer = visitor.submit(question, "/contact/question/", **told)
    assert answer.status == 200
    assert "There is a problem" not in answer.text
    assert not turned_away()


def test_the_question_sees_who_is_turned_away(client, turned_away):
    client.get("/products/..%2f..%2fx/")
    client.post("/basket/add/", b"x", content_type="application/json")
    assert turned_away() == {rules.DOTS.key, rules.FORMAT.key}
