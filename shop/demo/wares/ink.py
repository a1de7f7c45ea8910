"""The Ink & pens department of the demo shop."""

from __future__ import annotations

from shop.catalogue.colours import Colour
from shop.demo.wares.ware import Version, Ware, one

NAME = "Ink & pens"
SLUG = "ink-and-pens"
DRAWING = "bottle-green"
WARES = (
    Ware(
        "IP-GREEN",
        "Bottle green ink",
        "50 ml, for fountain pens",
        drawing="bottle-green",
        colour=Colour.GREEN,
        material="Dye ink, glass bottle",
        letterbox=False,
        age=55,
        versions=one(1100, 44),
        description=(
            "Dark when it is wet, bottle green when it is dry, with a little "
            "shading in a broad nib.\n\n"
            "The bottle is wide enough for the largest pen and stands without "
            "tipping.\n\n"
            "- 50 ml\n"
            "- Washes out of pens and cuffs"
        ),
    ),
    Ware(
        "IP-GALL",
        "Iron gall ink",
        "50 ml, permanent",
        drawing="iron-gall",
        colour=Colour.NAVY,
        material="Iron gall, glass bottle",
        letterbox=False,
        age=400,
        versions=one(1350, 26),
        description=(
            "Goes on blue and turns black in the light, and then stays for "
            "centuries. The ink of registers and treaties.\n\n"
            "Use it in dip pens, or in fountain pens that are written with every "
            "day. Rinse them once a month.\n\n"
            "- 50 ml\n"
            "- Permanent on paper, and on shirts"
        ),
    ),
    Ware(
        "IP-VERM",
        "Vermilion ink",
        "50 ml, for fountain pens",
        drawing="vermilion-ink",
        colour=Colour.RED,
        material="Dye ink, glass bottle",
        letterbox=False,
        age=21,
        versions=one(1100, 0),
        description=(
            "A warm red that is legible on cream paper and unmistakable in a "
            "margin.\n\n"
            "There is no mercury in it, whatever the name says.\n\n"
            "- 50 ml\n"
            "- Safe for all fountain pens"
        ),
    ),
    Ware(
        "IP-SHORE",
        "Shore fountain pen",
        "Steel nib, fine or medium",
        drawing="fountain-pen",
        colour=Colour.GREEN,
        material="Resin barrel, steel nib",
        letterbox=True,
        age=8,
        versions=(
            Version("Fine nib", 3800, 14),
            Version("Medium nib", 3800, 21),
            Version("Broad nib", 3800, 6),
        ),
        description=(
            "A light pen that starts when it is asked to. The nib is steel with a "
            "hard tip and can be changed without tools.\n\n"
            "Takes standard cartridges; a converter for bottled ink is in the box.\n\n"
            "- 136 mm, 17 g\n"
            "- Two blue cartridges and a converter"
        ),
    ),
    Ware(
        "IP-DIP",
        "Dip pen",
        "Holder and three nibs",
        drawing="dip-pen",
        colour=Colour.KRAFT,
        material="Beech and steel",
        letterbox=True,
        age=260,
        versions=one(950, 30),
        description=(
            "A holder of oiled beech and three pointed nibs: one stiff, one soft, "
            "one that flares into broad lines when you lean on it.\n\n"
            "Wipe the nib when you stop, and it will last a winter.\n\n"
            "- Holder 175 mm\n"
            "- Nibs in a tin"
        ),
    ),
    Ware(
        "IP-PENCIL",
        "Three pencils",
        "HB, cedar",
        drawing="pencils",
        colour=Colour.YELLOW,
        material="Cedar, HB lead",
        letterbox=True,
        age=190,
        versions=(
            Version("Plain", 400, 110),
            Version("With a brass sharpener", 700, 52),
        ),
        description=(
            "Cedar, because it sharpens to a point that holds. Green, yellow and "
            "red outside, HB inside, with a rubber that does not smear.\n\n"
            "The lead is centred. That is harder than it sounds.\n\n"
            "- 175 mm\n"
            "- 3 pencils"
        ),
    ),
    Ware(
        "IP-BRUSH",
        "Brush pens",
        "Three colours, refillable",
        drawing="brush-pens",
        colour=Colour.ROSE,
        material="Felt tip, dye ink",
        letterbox=True,
        age=29,
        versions=one(1250, 38),
        description=(
            "A soft tip that draws a hairline or a thick stroke, depending on how "
            "hard you press. In rose, sky and sage.\n\n"
            "The barrels unscrew and take any of our bottled inks.\n\n"
            "- 150 mm\n"
            "- 3 pens"
        ),
    ),
    Ware(
        "IP-BLOT",
        "Rocker blotter",
        "Beech, with 20 blotting strips",
        drawing="blotter",
        colour=Colour.KRAFT,
        material="Beech, brass, walnut",
        letterbox=False,
        age=350,
        versions=one(2200, 9),
        description=(
            "Roll it once over a wet line and turn the page at once. The strips are "
            "held by a brass screw and changed in a minute.\n\n"
            "The knob is turned from walnut offcuts, so that no two are alike.\n\n"
            "- 140 × 70 mm\n"
            "- 20 strips of blotting paper"
        ),
    ),
)
"""In the order of the shelf."""
