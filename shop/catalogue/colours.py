"""The colour families that customers filter by, each with the tone of its swatch."""

from __future__ import annotations

from django.db import models


class Colour(models.TextChoices):
    """A family, not a shade: what a person would call the product across a room."""

    GREEN = "green", "Green"
    NAVY = "navy", "Navy"
    SKY = "sky", "Sky blue"
    RED = "red", "Wax red"
    ROSE = "rose", "Rose"
    YELLOW = "yellow", "Post yellow"
    PLUM = "plum", "Plum"
    KRAFT = "kraft", "Kraft"
    WHITE = "white", "White"
    GREY = "grey", "Grey"
    BLACK = "black", "Black"


SWATCHES = {
    Colour.GREEN: "#0D5A46",
    Colour.NAVY: "#2B3F73",
    Colour.SKY: "#9DBFE3",
    Colour.RED: "#B4352C",
    Colour.ROSE: "#E9B7AE",
    Colour.YELLOW: "#FFCB2F",
    Colour.PLUM: "#6B3A5B",
    Colour.KRAFT: "#C79A66",
    Colour.WHITE: "#FBFAF4",
    Colour.GREY: "#8C948E",
    Colour.BLACK: "#1C2420",
}
"""The fill of the little circle beside each colour's name."""
