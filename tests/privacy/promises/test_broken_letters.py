"""Breaking what is promised of letters turns exactly that promise."""

from __future__ import annotations

import pytest

from privacy.letters import door
from privacy.purposes import Most, Purpose


def test_b1_a_letter_for_no_known_purpose(turned, alice, at, settings):
    letter = door.write(
        template="shop/password-changed",
        purpose=Purpose.OFFICIAL_NOTICE,
        person=alice,
        context={"reset_url": f"{settings.SHOP_ORIGIN}/"},
        at=at,
    )
    type(letter).objects.filter(pk=letter.pk).update(template="sale")
    assert turned() == {"B1"}


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<img src='{{ origin }}/seen.gif'>", "Your order"),
        ("<a href='{{ origin }}/?who={{ id }}'>Your order</a>", "Your order"),
        ("<p>Your order</p>", "Ten sorts of paper, 20% off until Friday"),
    ],
)
def test_b3_a_letter_with_a_pixel_a_tracking_link_or_an_offer(
    turned, monkeypatch, settings, tmp_path, html, text
):
    folder = tmp_path / "letters" / "sale"
    folder.mkdir(parents=True)
    (folder / "now.html").write_text(html)
    (folder / "now.txt").write_text(text)
    (folder / "now.subject.txt").write_text("Hello")
    engine = dict(settings.TEMPLATES[0])
    settings.TEMPLATES = [engine | {"DIRS": [*engine["DIRS"], tmp_path]}]
    monkeypatch.setattr(door, "_registered", dict(door.registered()))
    door.register("sale/now", purpose=Purpose.CONVERSATION, keep_days=1)
    assert turned() == {"B3"}


def test_b3_somebody_who_is_flooded(turned, monkeypatch, alice, at, settings):
    letter = door.write(
        template="shop/password-changed",
        purpose=Purpose.OFFICIAL_NOTICE,
        person=alice,
        context={"reset_url": f"{settings.SHOP_ORIGIN}/"},
        at=at,
    )
    type(letter).objects.update(sent_at=at)
    assert turned() == set()
    monkeypatch.setattr(Purpose, "letters", property(lambda purpose: Most(0, 0)))
    assert turned() == {"B3"}
