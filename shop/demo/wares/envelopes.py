"""The Envelopes department of the demo shop."""

from __future__ import annotations

from shop.catalogue.colours import Colour
from shop.demo.wares.ware import Version, Ware, one

NAME = "Envelopes"
SLUG = "envelopes"
DRAWING = "night-post"
WARES = (
    Ware(
        "EN-NIGHT",
        "Night Post envelopes",
        "C6, lined, pack of 25",
        drawing="night-post",
        colour=Colour.NAVY,
        material="Laid paper, 120 g/m²",
        letterbox=True,
        age=94,
        versions=(
            Version("Navy waves", 950, 64),
            Version("Green waves", 950, 31),
            Version("Plum waves", 950, 12),
        ),
        description=(
            "A cream laid envelope with a pattern of navy waves printed inside, so "
            "that nobody reads the letter by holding it to the light.\n\n"
            "The flap is deep and gummed. It takes a sheet of A4 folded twice, or "
            "A5 folded once.\n\n"
            "- 114 × 162 mm, flap on the long side\n"
            "- 25 envelopes in a paper band"
        ),
    ),
    Ware(
        "EN-HATCH",
        "Hatch envelopes",
        "C6, lined, pack of 25",
        drawing="hatch-c6",
        colour=Colour.GREEN,
        material="Wove paper, 110 g/m²",
        letterbox=True,
        age=120,
        versions=one(900, 52),
        description=(
            "White outside and bottle green hatching inside. The plainest way to "
            "send something that is nobody else's business.\n\n"
            "The paper takes ink from a broad nib without feathering.\n\n"
            "- 114 × 162 mm, peel and seal\n"
            "- 25 envelopes in a paper band"
        ),
    ),
    Ware(
        "EN-ORCH",
        "Orchard envelopes",
        "C6, lined, pack of 25",
        drawing="orchard",
        colour=Colour.ROSE,
        material="Wove paper, 110 g/m²",
        letterbox=True,
        age=76,
        versions=one(950, 40),
        description=(
            "A warm white envelope with a lining of small rose leaves, printed on a "
            "one-colour press in Leith.\n\n"
            "Good for thanks, and for news that should arrive looking like good "
            "news.\n\n"
            "- 114 × 162 mm, gummed flap\n"
            "- 25 envelopes in a paper band"
        ),
    ),
    Ware(
        "EN-AIR",
        "Airmail envelopes",
        "Featherweight, pack of 20",
        drawing="airmail",
        colour=Colour.WHITE,
        material="Airmail paper, 60 g/m²",
        letterbox=True,
        age=6,
        versions=one(750, 88),
        description=(
            "The striped edge still says how far it came. Thin enough that four "
            "sheets of airmail paper stay within the lightest step of postage.\n\n"
            "Made to match the airmail pad, but any thin paper fits.\n\n"
            "- 110 × 220 mm, gummed flap\n"
            "- 20 envelopes"
        ),
    ),
    Ware(
        "EN-KRAFT",
        "Kraft wallets",
        "String close, pack of 10",
        drawing="kraft-wallets",
        colour=Colour.KRAFT,
        material="Recycled kraft, 150 g/m²",
        letterbox=True,
        age=210,
        versions=(
            Version("C5", 850, 46),
            Version("C4", 1100, 23),
        ),
        description=(
            "Two paper buttons and a waxed string: they open and close as often as "
            "you like and need no glue.\n\n"
            "The C4 takes A4 unfolded, with room for a card behind it.\n\n"
            "- Recycled kraft with a brick tint inside\n"
            "- 10 wallets"
        ),
    ),
    Ware(
        "EN-SEED",
        "Seed envelopes",
        "Small, pack of 40",
        drawing="seed-packets",
        colour=Colour.WHITE,
        material="Wove paper, 90 g/m²",
        letterbox=True,
        age=160,
        versions=one(500, 3),
        description=(
            "Small packets for seeds, stamps, spare buttons and keys. Two flowers "
            "on the front, an empty line underneath to say what is inside.\n\n"
            "The flap is gummed; a fold behind it keeps fine seed in.\n\n"
            "- 80 × 120 mm\n"
            "- 40 envelopes, 20 of each flower"
        ),
    ),
    Ware(
        "EN-DL",
        "Business tint envelopes",
        "DL, pack of 50",
        drawing="moire-dl",
        colour=Colour.PLUM,
        material="Wove paper, 100 g/m²",
        letterbox=True,
        age=19,
        versions=(
            Version("Gummed", 1300, 70),
            Version("Peel and seal", 1400, 44),
        ),
        description=(
            "The long envelope that bills and offers come in, with a plum lattice "
            "inside that nothing shows through.\n\n"
            "It runs through most desk printers. Feed it flap first.\n\n"
            "- 110 × 220 mm\n"
            "- 50 envelopes in a box"
        ),
    ),
    Ware(
        "EN-CARD",
        "Card mailers",
        "Rigid, tear strip, pack of 5",
        drawing="card-mailers",
        colour=Colour.KRAFT,
        material="Grey board, 400 g/m²",
        letterbox=False,
        age=300,
        versions=one(900, 35),
        description=(
            "Stiff board that does not bend on its way, for photographs, prints and "
            "certificates. A red thread opens it without a knife.\n\n"
            "Made of waste paper and recycled with it again.\n\n"
            "- 235 × 340 mm, takes A4\n"
            "- 5 mailers"
        ),
    ),
)
"""In the order of the shelf."""
