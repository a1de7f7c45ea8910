"""The Sealing department of the demo shop."""

from __future__ import annotations

from shop.catalogue.colours import Colour
from shop.demo.wares.ware import Version, Ware, one

NAME = "Sealing"
SLUG = "sealing"
DRAWING = "brass-seal"
WARES = (
    Ware(
        "SE-WAX",
        "Sealing wax",
        "Three sticks with wicks",
        drawing="wax-sticks",
        colour=Colour.RED,
        material="Wax, resin, pigment",
        letterbox=True,
        age=5,
        versions=(
            Version("Red, green and brass", 800, 66),
            Version("Three red", 800, 48),
            Version("Three green", 800, 17),
        ),
        description=(
            "Sticks with a wick: light it, let it drip, press the seal. Soft enough "
            "to survive a sorting machine without shattering.\n\n"
            "One stick makes about twelve seals.\n\n"
            "- 11 × 90 mm\n"
            "- 3 sticks"
        ),
    ),
    Ware(
        "SE-SEAL",
        "Brass seal",
        "Envelope mark, walnut handle",
        drawing="brass-seal",
        colour=Colour.KRAFT,
        material="Brass and walnut",
        letterbox=False,
        age=85,
        versions=(
            Version("Envelope", 2600, 15),
            Version("Plain disc", 2400, 8),
        ),
        description=(
            "A seal of solid brass, engraved deep enough to leave a clear envelope "
            "in the wax. The handle is walnut and fits a palm.\n\n"
            "Cool it on a wet cloth between two seals and it never sticks.\n\n"
            "- Seal 22 mm across\n"
            "- Handle 75 mm"
        ),
    ),
    Ware(
        "SE-BEADS",
        "Wax beads",
        "Jar, about 90 seals",
        drawing="wax-beads",
        colour=Colour.RED,
        material="Wax, resin, pigment",
        letterbox=False,
        age=33,
        versions=one(1050, 29),
        description=(
            "The same wax in small beads, for whoever seals a hundred invitations. "
            "Three beads in a spoon over a tea light make one seal.\n\n"
            "The jar is worth keeping.\n\n"
            "- Jar of 200 g\n"
            "- Spoon included"
        ),
    ),
    Ware(
        "SE-GUM",
        "Gummed kraft tape",
        "50 m, plastic-free",
        drawing="gummed-tape",
        colour=Colour.KRAFT,
        material="Kraft paper, starch glue",
        letterbox=False,
        age=270,
        versions=one(550, 80),
        description=(
            "Paper with starch glue on the back. Wet it, press it down, and it "
            "can't be lifted without tearing: nobody opens the parcel unseen.\n\n"
            "Goes into the paper bin with the box.\n\n"
            "- 36 mm × 50 m\n"
            "- One roll"
        ),
    ),
    Ware(
        "SE-TAPE",
        "Tint tape",
        "Two rolls, paper",
        drawing="pattern-tape",
        colour=Colour.PLUM,
        material="Rice paper tape",
        letterbox=True,
        age=40,
        versions=one(600, 57),
        description=(
            "Two of our linings as a tape that sticks well and comes off without "
            "harm. For envelopes, diaries and jam.\n\n"
            "Tears straight by hand and takes a pencil.\n\n"
            "- 15 mm × 10 m each\n"
            "- Waves in lilac, chevrons in teal"
        ),
    ),
    Ware(
        "SE-TAGS",
        "Parcel tags",
        "On string, pack of 12",
        drawing="tags-string",
        colour=Colour.KRAFT,
        material="Board, 400 g/m², cotton string",
        letterbox=True,
        age=155,
        versions=one(450, 4),
        description=(
            "Tags in kraft, white and yellow with a paper ring around the hole that "
            "keeps the string from tearing out.\n\n"
            "The string is cotton and red.\n\n"
            "- 54 × 108 mm\n"
            "- 12 tags, 4 of each colour"
        ),
    ),
    Ware(
        "SE-CIND",
        "Cinderella stamps",
        "Sheet of nine, not for postage",
        drawing="stamp-sheet",
        colour=Colour.NAVY,
        material="Gummed paper, perforated",
        letterbox=True,
        age=2,
        versions=one(450, 120),
        description=(
            "Stamps that pay for nothing and please everyone. Three patterns, "
            "perforated, with real gum that wants to be licked.\n\n"
            "Put them beside the real one and never instead of it.\n\n"
            "- 26 × 31 mm each\n"
            "- Sheet of nine"
        ),
    ),
    Ware(
        "SE-STICK",
        "Paper seals",
        "Sheet of 24",
        drawing="seal-stickers",
        colour=Colour.PLUM,
        material="Paper, 90 g/m²",
        letterbox=True,
        age=110,
        versions=(
            Version("Four colours", 400, 95),
            Version("All red", 400, 73),
        ),
        description=(
            "For days without a flame: seals of thick paper in red, green, navy and "
            "plum, embossed with the envelope.\n\n"
            "They hold a flap for good, or a gift until it is opened.\n\n"
            "- 28 mm across\n"
            "- 24 seals"
        ),
    ),
)
"""In the order of the shelf."""
