"""The pictures of the Envelopes department."""

from __future__ import annotations

from shop.demo.art.colours import (
    BRASS,
    GREEN,
    KRAFT,
    KRAFT_DARK,
    KRAFT_PALE,
    LILAC,
    NAVY,
    PAPER,
    PLUM,
    POST,
    ROSE,
    SLATE,
    TEAL,
    WAX,
    WHITE,
)
from shop.demo.art.letters import addressed, flower, open_envelope, sheet
from shop.demo.art.picture import Drawings, Picture
from shop.demo.art.shapes import Box, circle, num, polygon, rect, stroke, turned
from shop.demo.art.tints import stripes, tint

OPEN = Box(86, 190, 228, 132)


def night_post() -> Picture:
    """A cream envelope lined with navy waves."""
    body = turned(-6, open_envelope(OPEN, PAPER, "#F1EBDC"))
    return Picture("sky", body, (tint("waves", WHITE, NAVY, scale=0.8),))


def hatch_c6() -> Picture:
    """A white envelope lined with green hatching."""
    body = turned(5, open_envelope(OPEN, WHITE, "#E9F1EB"))
    return Picture("mint", body, (tint("hatch", WHITE, GREEN, scale=0.7),))


def orchard() -> Picture:
    """A warm white envelope lined with rose leaves."""
    body = turned(-4, open_envelope(OPEN, "#FFF7F2", "#F7E6DD"))
    return Picture("blush", body, (tint("leaves", WHITE, ROSE),))


def airmail() -> Picture:
    """A posted airmail envelope with its striped edge."""
    front = addressed(Box(78, 128, 246, 152), PAPER, postmark=NAVY, border="url(#e)")
    edge = stripes(first=WAX, second=NAVY, ground=PAPER)
    return Picture(
        "butter", turned(-8, front), (tint("scales", WHITE, TEAL, scale=0.6), edge)
    )


def kraft_wallets() -> Picture:
    """Two kraft wallets, the front one closed by a string around two buttons."""
    front = Box(76, 162, 236, 150)
    flap = [front.at(0, 0), front.at(1, 0), front.at(0.9, 0.46), front.at(0.1, 0.46)]
    buttons = front.at(0.5, 0.36), front.at(0.5, 0.62)
    x, y = buttons[0]
    string = f"M{num(x - 3)} {num(y)}q-22 20 3 39q26 -18 0 -39q-24 20 2 39q8 34 44 42"
    discs = "".join(
        circle(place, 9, WAX) + circle(place, 3, "#7E211A") for place in buttons
    )
    closed = (
        sheet(front, KRAFT, 4, drop=11)
        + polygon([(x + 2, y + 7) for x, y in flap], "#000", fill_opacity=".14")
        + polygon(flap, KRAFT_DARK)
        + discs
        + stroke(string, PAPER, 2.6)
    )
    behind = addressed(Box(100, 92, 214, 140), KRAFT_PALE, lines="#8A6236")
    body = turned(9, behind) + turned(-5, closed)
    return Picture("teal", body, (tint("brick", WHITE, "#8A6236", scale=0.7),))


def seed_packets() -> Picture:
    """Two small packets, each with a flower."""
    return Picture(
        "lilac",
        turned(-11, _packet(Box(74, 92, 138, 206), WAX, POST), about=(143, 195))
        + turned(8, _packet(Box(190, 104, 138, 206), LILAC, BRASS), about=(259, 207)),
    )


def _packet(box: Box, petals: str, heart: str) -> str:
    x, y = box.at(0.5, 0.45)
    flap = [box.at(0, 0), box.at(1, 0), box.at(0.9, 0.16), box.at(0.1, 0.16)]
    words = rect(box.part(0.24, 0.84, 0.52, 0.024), "#8FA597", 2)
    return (
        sheet(box, PAPER)
        + flower(x, y, petals, heart)
        + polygon(flap, "#E9E2CF")
        + words
    )


def moire_dl() -> Picture:
    """A long white envelope lined with a plum lattice."""
    body = turned(-3, open_envelope(Box(62, 206, 276, 118), WHITE, "#EDEDE7", flap=92))
    return Picture("stone", body, (tint("cross", WHITE, PLUM, scale=0.7),))


def card_mailers() -> Picture:
    """Three stiff mailers in a fan, the front one addressed, with a tear strip."""
    back = "".join(
        turned(angle, sheet(Box(96, 100, 216, 168), tone, 5), about=(200, 300))
        for angle, tone in ((17, "#D9CDAE"), (6, "#E7DDC4"))
    )
    front = Box(84, 134, 220, 168)
    strip = rect(front.part(0, 0.12, 1, 0.03), "#CFC19D") + rect(
        front.part(0, 0.19, 1, 0.03), "#CFC19D"
    )
    face = addressed(front, "#F6F1E4", lines=SLATE, postmark=WAX)
    body = back + turned(-6, face, strip, about=(200, 240))
    return Picture("post", body, (tint("chevron", WHITE, WAX, scale=0.6),))


DRAWINGS: Drawings = {
    "night-post": night_post,
    "hatch-c6": hatch_c6,
    "orchard": orchard,
    "airmail": airmail,
    "kraft-wallets": kraft_wallets,
    "seed-packets": seed_packets,
    "moire-dl": moire_dl,
    "card-mailers": card_mailers,
}
