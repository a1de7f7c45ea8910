"""The colours of the pictures: paper, ink, wax, brass, and eight pastel grounds."""

from __future__ import annotations

WHITE = "#FFF"
PAPER = "#FBF8F0"
CREAM = "#EFE8D8"
KRAFT = "#C79A66"
KRAFT_DARK = "#B08350"
KRAFT_PALE = "#D9B183"
INK = "#13221C"
PENCIL = "#B9AFA0"
GREEN = "#0D5A46"
GREEN_DARK = "#0A4637"
POST = "#FFCB2F"
POST_DARK = "#E5B01E"
NAVY = "#2B3F73"
NAVY_DARK = "#20305A"
SKY = "#7FB0D8"
WAX = "#B4352C"
WAX_DARK = "#932920"
ROSE = "#DE8573"
LILAC = "#8D79BF"
LILAC_DARK = "#75629F"
TEAL = "#2E8C86"
TEAL_DARK = "#216A65"
SAGE = "#86A98F"
BRASS = "#D9A83C"
BRASS_DARK = "#B3842A"
SLATE = "#5B6B72"
STEEL = "#C9D3D6"
PLUM = "#6B3A5B"
PLUM_DARK = "#552C48"
WALNUT = "#7A4A2E"

GROUNDS = {
    "sky": "#CFE1EE",
    "butter": "#FBE7AE",
    "mint": "#C9E5D6",
    "blush": "#F5D5CB",
    "lilac": "#DED5EE",
    "stone": "#E2E1D6",
    "post": "#FFDB70",
    "teal": "#BFDEDA",
}
