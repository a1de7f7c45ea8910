"""The Keeping department of the demo shop."""

from __future__ import annotations

from shop.catalogue.colours import Colour
from shop.demo.wares.ware import Version, Ware, one

NAME = "Keeping"
SLUG = "keeping"
DRAWING = "letter-box"
WARES = (
    Ware(
        "KE-BOX",
        "Letter box",
        "For 300 letters",
        drawing="letter-box",
        colour=Colour.GREEN,
        material="Grey board, cloth corners",
        letterbox=False,
        age=62,
        versions=(
            Version("Green", 1800, 26),
            Version("Navy", 1800, 13),
        ),
        description=(
            "A box in the size of a C5 envelope, deep enough for some ten years of "
            "a good correspondence. The lid closes with a sigh.\n\n"
            "Acid-free inside, so that the paper keeps its colour.\n\n"
            "- 240 × 180 × 120 mm\n"
            "- Brass label holder and six labels"
        ),
    ),
    Ware(
        "KE-ARCH",
        "Archive box",
        "A4, acid-free",
        drawing="archive-box",
        colour=Colour.ROSE,
        material="Acid-free board",
        letterbox=False,
        age=240,
        versions=one(1500, 31),
        description=(
            "For what must outlive its owner: deeds, photographs, school reports. "
            "No glue and no staple touches the paper.\n\n"
            "Comes flat and is folded together in a minute.\n\n"
            "- 320 × 230 × 110 mm\n"
            "- Passes the photographic activity test"
        ),
    ),
    Ware(
        "KE-RACK",
        "Letter rack",
        "Oak, for about 30 letters",
        drawing="letter-rack",
        colour=Colour.KRAFT,
        material="Oak, oiled",
        letterbox=False,
        age=330,
        versions=one(2800, 0),
        description=(
            "What is not answered yet stands here and looks at you. One piece of "
            "oak, steamed and bent, oiled twice.\n\n"
            "Felt underneath, so that it may stand on the good table.\n\n"
            "- 220 × 110 × 90 mm\n"
            "- One compartment"
        ),
    ),
    Ware(
        "KE-FOLD",
        "Document folder",
        "A4, button close",
        drawing="document-folder",
        colour=Colour.GREEN,
        material="Pressboard, 1 mm",
        letterbox=False,
        age=100,
        versions=(
            Version("Green", 1200, 37),
            Version("Kraft", 1200, 25),
            Version("Rose", 1200, 14),
        ),
        description=(
            "A folder of pressboard with three flaps inside, so that nothing slides "
            "out when it is carried under one arm.\n\n"
            "The button is brass and the string is waxed.\n\n"
            "- 240 × 320 mm\n"
            "- Holds about 150 sheets"
        ),
    ),
    Ware(
        "KE-TIN",
        "Lock tin",
        "Two keys",
        drawing="lock-tin",
        colour=Colour.GREY,
        material="Steel, brass lock",
        letterbox=False,
        age=43,
        versions=one(3200, 12),
        description=(
            "A steel tin for passports, wills and the letters that nobody else "
            "should read. It keeps out the curious and no burglar.\n\n"
            "Two keys, no copies with us, no number that we could look up.\n\n"
            "- 300 × 220 × 90 mm\n"
            "- 2.1 kg"
        ),
    ),
    Ware(
        "KE-OPEN",
        "Letter opener",
        "Steel, plum handle",
        drawing="letter-opener",
        colour=Colour.PLUM,
        material="Steel, beech",
        letterbox=True,
        age=24,
        versions=one(1400, 41),
        description=(
            "Dull at the edge and thin at the point: it parts paper along the fold "
            "and leaves fingers alone.\n\n"
            "One piece of steel runs through the handle, so that it can't come "
            "loose.\n\n"
            "- 230 mm\n"
            "- 62 g"
        ),
    ),
    Ware(
        "KE-EXP",
        "Expanding file",
        "Five sections",
        drawing="expanding-file",
        colour=Colour.SKY,
        material="Board and cloth, brass buckle",
        letterbox=False,
        age=175,
        versions=one(2100, 17),
        was=2600,
        description=(
            "Five sections with coloured tabs that open like an accordion: one for "
            "each child, each year, or each argument.\n\n"
            "Cloth at the folds, where board would break.\n\n"
            "- 250 × 340 mm\n"
            "- Opens to 180 mm"
        ),
    ),
    Ware(
        "KE-SHRED",
        "Shredding scissors",
        "For addresses",
        drawing="shred-scissors",
        colour=Colour.RED,
        material="Steel, five pairs of blades",
        letterbox=True,
        age=13,
        versions=one(1700, 32),
        description=(
            "Cuts five strips at a time. One snip through the address on an "
            "envelope, and the rest may go with the waste paper.\n\n"
            "A comb to clean the blades is in the cap.\n\n"
            "- 190 mm\n"
            "- Left or right hand"
        ),
    ),
)
"""In the order of the shelf."""
