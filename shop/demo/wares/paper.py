"""The Writing paper department of the demo shop."""

from __future__ import annotations

from shop.catalogue.colours import Colour
from shop.demo.wares.ware import Version, Ware, one

NAME = "Writing paper"
SLUG = "writing-paper"
DRAWING = "letter-set"
WARES = (
    Ware(
        "WP-LAID",
        "Laid writing pad",
        "A5, 50 sheets, ruled",
        drawing="laid-pad",
        colour=Colour.GREEN,
        material="Laid paper, 100 g/m²",
        letterbox=True,
        age=140,
        versions=(
            Version("Ruled", 800, 58),
            Version("Plain", 800, 61),
        ),
        description=(
            "Cream laid paper, glued along the top so that a sheet comes off with a "
            "clean edge. A blotting sheet lies under the cover.\n\n"
            "The ruling is pale enough to vanish under ink.\n\n"
            "- 148 × 210 mm\n"
            "- 50 sheets"
        ),
    ),
    Ware(
        "WP-SET",
        "Letter set",
        "20 sheets, 20 lined envelopes",
        drawing="letter-set",
        colour=Colour.RED,
        material="Laid paper, 120 g/m²",
        letterbox=True,
        age=64,
        versions=one(1650, 27),
        description=(
            "Everything for twenty letters in one flat box: cream sheets and "
            "envelopes with a lining of white dots on wax red.\n\n"
            "The sheets fold once to fit.\n\n"
            "- Sheets 148 × 210 mm, envelopes C6\n"
            "- Box of grey board"
        ),
    ),
    Ware(
        "WP-CARDS",
        "Shoreline correspondence cards with matching lined envelopes",
        "Pack of 20",
        drawing="correspondence",
        colour=Colour.NAVY,
        material="Card, 300 g/m²",
        letterbox=True,
        age=48,
        versions=one(1400, 33),
        description=(
            "A card says enough when a letter would say too much. A navy line runs "
            "round the edge, as even as a horizon.\n\n"
            "The envelopes are lined with the same navy.\n\n"
            "- Cards 107 × 155 mm, envelopes C6\n"
            "- 20 cards, 20 envelopes"
        ),
    ),
    Ware(
        "WP-POST",
        "Forth postcards",
        "Twelve views, letterpress",
        drawing="postcards",
        colour=Colour.SKY,
        material="Cotton board, 450 g/m²",
        letterbox=True,
        age=11,
        versions=one(900, 75),
        description=(
            "Twelve views of the Forth by day and at dusk, cut in lino and printed "
            "from the blocks. The impression can be felt from the back.\n\n"
            "The backs are blank but for one thin line.\n\n"
            "- 105 × 148 mm\n"
            "- 12 cards, every one different"
        ),
    ),
    Ware(
        "WP-AIR",
        "Airmail pad",
        "A4, 50 thin sheets",
        drawing="airmail-pad",
        colour=Colour.SKY,
        material="Airmail paper, 45 g/m²",
        letterbox=True,
        age=230,
        versions=one(600, 42),
        description=(
            "Blue, thin, and crisp enough to rustle. It takes fountain pen ink on "
            "one side; the other shows it, so write on one.\n\n"
            "Six sheets weigh as much as two of ordinary paper.\n\n"
            "- 210 × 297 mm\n"
            "- 50 sheets, glued at the head"
        ),
    ),
    Ware(
        "WP-NOTE",
        "Note cards",
        "Folded, pack of 12",
        drawing="note-cards",
        colour=Colour.YELLOW,
        material="Card, 280 g/m²",
        letterbox=True,
        age=26,
        versions=(
            Version("Three colours", 850, 48),
            Version("Sage only", 850, 20),
            Version("Lilac only", 850, 0),
        ),
        description=(
            "A disc of colour and no words, since the words are yours. Blank "
            "inside, with plain white envelopes.\n\n"
            "Printed with vegetable inks and scored so that they fold flat.\n\n"
            "- A6 folded\n"
            "- 12 cards, 12 envelopes"
        ),
    ),
    Ware(
        "WP-GRAPH",
        "Graph block",
        "A4, 5 mm squares, 80 sheets",
        drawing="graph-block",
        colour=Colour.WHITE,
        material="Wove paper, 90 g/m²",
        letterbox=False,
        age=180,
        versions=one(750, 36),
        description=(
            "Squares of five millimetres in a grey that a copier ignores, on paper "
            "smooth enough for a hard pencil.\n\n"
            "The board at the back is stiff enough to draw on your knee.\n\n"
            "- 210 × 297 mm\n"
            "- 80 sheets"
        ),
    ),
    Ware(
        "WP-WRAP",
        "Tint wrapping paper",
        "Four sheets, 50 × 70 cm",
        drawing="wrapping",
        colour=Colour.NAVY,
        material="Kraft-backed, 80 g/m²",
        letterbox=False,
        age=15,
        versions=one(850, 54),
        description=(
            "The patterns of our envelope linings, large enough to wrap a book in: "
            "waves, leaves, chevrons and scales.\n\n"
            "Uncoated, so it creases well, takes tape and can be recycled.\n\n"
            "- 500 × 700 mm, rolled\n"
            "- One sheet of each pattern"
        ),
    ),
)
"""In the order of the shelf."""
