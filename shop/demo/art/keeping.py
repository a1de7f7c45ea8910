"""The pictures of the Keeping department."""

from __future__ import annotations

from shop.demo.art.boxes import Corners, Faces, carton, side_label
from shop.demo.art.colours import (
    BRASS,
    BRASS_DARK,
    GREEN,
    GREEN_DARK,
    INK,
    KRAFT,
    KRAFT_DARK,
    LILAC,
    NAVY,
    PLUM,
    POST,
    ROSE,
    SAGE,
    SKY,
    STEEL,
    TEAL_DARK,
    WAX,
    WHITE,
)
from shop.demo.art.letters import addressed, sheet
from shop.demo.art.picture import Drawings, Picture
from shop.demo.art.shapes import (
    Box,
    circle,
    gleam,
    ground_shade,
    path,
    polygon,
    rect,
    shade,
    stroke,
    turned,
    written,
)
from shop.demo.art.tints import tint
from shop.demo.art.tools import scissors


def letter_box() -> Picture:
    """A green box with a lid, made for letters."""
    corners = Corners.of((206, 104), 150, 128)
    box = carton(corners, 116, Faces("#1A7159", GREEN, GREEN_DARK), lid=32)
    return Picture("mint", box + side_label(corners, 54, 40), stands=True)


def archive_box() -> Picture:
    """A rose archive box with a hatched print."""
    corners = Corners.of((206, 118), 140, 130)
    faces = Faces("#EBCABE", ROSE, "#C56E5D")
    box = carton(corners, 104, faces, lid=34, pattern="url(#a)")
    print_on = tint("hatch", "#F0B3A5", ROSE, scale=0.9)
    return Picture("blush", box + side_label(corners, 54, 36), (print_on,), stands=True)


def letter_rack() -> Picture:
    """A wooden rack with two letters in it."""
    letters = turned(
        -9, addressed(Box(96, 104, 150, 120), WHITE), about=(171, 164)
    ) + turned(8, addressed(Box(164, 92, 150, 120), "#FFF3D0"), about=(239, 152))
    front = "M78 206q122 58 244 0v92q0 12 -12 12H90q-12 0 -12 -12z"
    lip = "M78 206q122 58 244 0v16q-122 58 -244 0z"
    grain = "M100 270q100 22 200 0M100 290q100 14 200 0"
    rack = (
        path(front, KRAFT)
        + path(lip, KRAFT_DARK)
        + stroke(grain, KRAFT_DARK, 2.5, stroke_opacity=".5")
    )
    body = ground_shade((212, 311), 134) + letters + rack
    return Picture("sky", body, (tint("scales", WHITE, NAVY, scale=0.5),), stands=True)


def document_folder() -> Picture:
    """A green folder with papers in it and a yellow closing."""
    back = (
        "M92 116q0 -12 12 -12h76l18 22h98q12 0 12 12v160q0 12 -12 12H104q-12 0 -12 -12z"
    )
    front = "M92 178h216v120q0 12 -12 12H104q-12 0 -12 -12z"
    lines = written(Box(134, 132, 130, 0), (0.78, 1, 0.6), "#B9C4BC", gap=15)
    body = (
        path(back, "#000", fill_opacity=".12", transform="translate(10 12)"),
        path(back, GREEN_DARK),
        sheet(Box(116, 112, 170, 150), drop=0),
        lines,
        path(front, GREEN),
        stroke("M200 238v44", POST, 4),
        circle((200, 236), 14, POST),
        circle((200, 236), 4, GREEN_DARK),
    )
    return Picture("butter", turned(-4, *body))


def lock_tin() -> Picture:
    """A grey tin with a brass lock and a handle."""
    corners = Corners.of((206, 130), 146, 124)
    tin = carton(corners, 96, Faces("#9AA2B4", "#6B7689", "#4D5768"), lid=30)
    x, y = corners.on_left(0.5, 24)
    plate = [corners.on_left(0.37, 22), corners.on_left(0.63, 22)]
    plate += [corners.on_left(0.63, 62), corners.on_left(0.37, 62)]
    lock = polygon(plate, BRASS) + circle((x, y + 15), 6, INK)
    handle = "M180 166c0 -26 56 -22 56 2"
    body = (
        tin
        + lock
        + rect(Box(x - 2.5, y + 15, 5, 15), INK, 2)
        + stroke(handle, "#000", 9, stroke_opacity=".18", transform="translate(4 6)")
        + stroke(handle, "#4D5768", 9)
    )
    return Picture("lilac", body, stands=True)


def letter_opener() -> Picture:
    """A steel letter opener with a plum handle."""
    body = (
        polygon(
            [(58, 216), (250, 204), (356, 206), (356, 234), (90, 234)],
            "#000",
            fill_opacity=".12",
        ),
        polygon([(36, 204), (238, 186), (238, 216), (84, 216)], "#E4EAEC"),
        polygon([(36, 204), (238, 202), (238, 216), (84, 216)], "#B5C1C5"),
        rect(Box(234, 178, 16, 46), BRASS, 5),
        gleam(Box(236, 180, 5, 42), 0.4),
        rect(Box(248, 184, 116, 34), PLUM, 17),
        gleam(Box(260, 190, 88, 6), 0.3),
        circle((346, 201), 6, BRASS_DARK),
    )
    return Picture("stone", turned(-30, *body))


def expanding_file() -> Picture:
    """A file of five sections with coloured tabs, closed by a strap and buckle."""
    tabs = "".join(
        rect(Box(92 + place * 6, 130 - (4 - place) * 9, 222 - place * 6, 60), colour, 6)
        + rect(Box(102 + place * 42, 116 - (4 - place) * 9, 38, 26), colour, 5)
        for place, colour in enumerate((WAX, POST, SAGE, SKY, LILAC))
    )
    front = Box(84, 146, 230, 166)
    body = (
        shade(front, 8, drop=12)
        + tabs
        + rect(front, TEAL_DARK, 9)
        + rect(front, "url(#a)", 9)
        + rect(front.part(0, 0.42, 1, 0.1), INK, fill_opacity=".75")
        + rect(Box(182, 208, 34, 34), BRASS, 6)
        + rect(Box(190, 216, 18, 18), INK, 3, fill_opacity=".6")
    )
    return Picture(
        "teal", body, (tint("grid", "#2F827C", "#25736D", scale=0.8),), stands=True
    )


def shred_scissors() -> Picture:
    """Scissors over an address that has been cut into strips."""
    strips = "".join(
        turned(
            angle,
            sheet(Box(96 + place * 24, 250, 18, 74), WHITE, 1, drop=5),
            rect(Box(100 + place * 24, 272, 10, 4), STEEL, 2),
            about=(104 + place * 24, 287),
        )
        for place, angle in enumerate((-7, 5, -3, 8, -5, 3, -8, 6, -2))
    )
    cut = scissors(206, 196, WAX, ("#D3DCDF", "#EDF1F2"))
    return Picture("post", strips + turned(16, cut, about=(206, 196)))


DRAWINGS: Drawings = {
    "letter-box": letter_box,
    "archive-box": archive_box,
    "letter-rack": letter_rack,
    "document-folder": document_folder,
    "lock-tin": lock_tin,
    "letter-opener": letter_opener,
    "expanding-file": expanding_file,
    "shred-scissors": shred_scissors,
}
