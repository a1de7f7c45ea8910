"""The Notebooks department of the demo shop."""

from __future__ import annotations

from shop.catalogue.colours import Colour
from shop.demo.wares.ware import Version, Ware, one

NAME = "Notebooks"
SLUG = "notebooks"
DRAWING = "pocket-trio"
WARES = (
    Ware(
        "NB-TRIO",
        "Pocket trio",
        "Three books, 48 pages each",
        drawing="pocket-trio",
        colour=Colour.YELLOW,
        material="Wove paper, 90 g/m²",
        letterbox=True,
        age=70,
        versions=(
            Version("Ruled", 1050, 47),
            Version("Plain", 1050, 39),
            Version("Squared", 1050, 16),
        ),
        description=(
            "Three thin books in navy, yellow and red that fit a shirt pocket. Sewn "
            "with thread, so that they open flat and lose no page.\n\n"
            "The labels are blank and take pencil.\n\n"
            "- 90 × 140 mm\n"
            "- 3 × 48 pages"
        ),
    ),
    Ware(
        "NB-KEEL",
        "Keel journal",
        "A5, 192 pages, sewn",
        drawing="hardback-journal",
        colour=Colour.GREEN,
        material="Cloth over board",
        letterbox=False,
        age=9,
        versions=(
            Version("Ruled", 1600, 34),
            Version("Plain", 1600, 28),
            Version("Dotted", 1600, 19),
        ),
        description=(
            "A hardback in bookcloth that lies flat from the first page to the "
            "last. A ribbon marks the place and a yellow band keeps it shut.\n\n"
            "The paper is heavy enough to write on both sides.\n\n"
            "- 148 × 210 mm\n"
            "- 192 numbered pages, 100 g/m²"
        ),
    ),
    Ware(
        "NB-SKETCH",
        "Spiral sketchbook",
        "21 cm square, 80 sheets",
        drawing="sketchbook",
        colour=Colour.BLACK,
        material="Cartridge paper, 160 g/m²",
        letterbox=False,
        age=200,
        versions=one(1450, 22),
        description=(
            "Cartridge paper with a slight tooth, for pencil, charcoal and a light "
            "wash. The spiral lets it fold back on itself.\n\n"
            "The cover is board, coated so that it can be wiped.\n\n"
            "- 210 × 210 mm\n"
            "- 80 sheets, perforated"
        ),
    ),
    Ware(
        "NB-ADDR",
        "Address book",
        "A to Z tabs, 120 pages",
        drawing="address-book",
        colour=Colour.PLUM,
        material="Cloth over board",
        letterbox=False,
        age=310,
        versions=one(1750, 18),
        description=(
            "Paper does not sync. Six coloured tabs, four letters on each, and "
            "lines far enough apart to write a second address when someone moves.\n\n"
            "The pages are on rings inside the cover and can be taken out.\n\n"
            "- 125 × 180 mm\n"
            "- Room for 480 addresses"
        ),
    ),
    Ware(
        "NB-REPORT",
        "Reporter's pad",
        "Top spiral, 70 sheets",
        drawing="reporter-pad",
        colour=Colour.GREY,
        material="Wove paper, 80 g/m²",
        letterbox=True,
        age=250,
        versions=one(450, 90),
        description=(
            "Turns over the top, fits one hand, and has a red margin to keep facts "
            "on one side and questions on the other.\n\n"
            "Perforated below the rings, so that a page can be torn out without a "
            "trace.\n\n"
            "- 125 × 200 mm\n"
            "- 70 ruled sheets"
        ),
    ),
    Ware(
        "NB-LEDGER",
        "Harbour ledger",
        "Large, columns, 160 pages",
        drawing="ledger",
        colour=Colour.GREEN,
        material="Cloth spine, printed board",
        letterbox=False,
        age=130,
        versions=one(2400, 11),
        description=(
            "A proper ledger: two money columns, a date column and wide lines, "
            "bound in printed board with a black cloth spine.\n\n"
            "For accounts, rain, bees, or how far the baby has grown.\n\n"
            "- 210 × 270 mm\n"
            "- 160 numbered pages"
        ),
    ),
    Ware(
        "NB-TRAV",
        "Traveller's cover",
        "Waxed kraft, brass button",
        drawing="travellers",
        colour=Colour.KRAFT,
        material="Waxed kraft and cord",
        letterbox=True,
        age=36,
        versions=one(1900, 24),
        description=(
            "A cover of waxed kraft that a cord holds shut around a brass button. "
            "Two thin booklets hang in it on elastic and are changed when they are "
            "full.\n\n"
            "It marks when it is scratched and looks better for it.\n\n"
            "- 115 × 205 mm\n"
            "- Comes with one ruled booklet"
        ),
    ),
    Ware(
        "NB-REFILL",
        "Traveller's refills",
        "Two booklets, 64 pages each",
        drawing="",
        colour=Colour.WHITE,
        material="Wove paper, 80 g/m²",
        letterbox=True,
        age=27,
        versions=(
            Version("Ruled", 650, 60),
            Version("Plain", 650, 60),
        ),
        description=(
            "Booklets for the traveller's cover, stitched, with a paper cover that "
            "can be written on.\n\n"
            "We have not photographed them yet: two plain white booklets, just as "
            "you imagine them.\n\n"
            "- 110 × 200 mm\n"
            "- 2 × 64 pages"
        ),
    ),
    Ware(
        "NB-DOT",
        "Dot journal",
        "A5, 160 pages, dotted",
        drawing="dot-journal",
        colour=Colour.PLUM,
        material="Cloth over board",
        letterbox=False,
        age=700,
        versions=one(1500, 0),
        gone=True,
        description=(
            "A lilac hardback with a dotted page and a black band. We no longer "
            "make it; the Keel journal has the same dots.\n\n"
            "- 148 × 210 mm\n"
            "- 160 pages"
        ),
    ),
)
"""In the order of the shelf."""
