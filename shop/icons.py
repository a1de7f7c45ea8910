"""The line icons of the pages: strokes on a 24 grid, drawn in the text colour."""

from __future__ import annotations

STROKES = {
    "account": (
        '<circle cx="12" cy="8" r="4"/><path d="M4 21c0-4.5 3.5-7 8-7s8 2.5 8 7"/>'
    ),
    "arrow": '<path d="M4 12h16M14 6l6 6-6 6"/>',
    "back": '<path d="M20 12H4M10 6l-6 6 6 6"/>',
    "bank": '<path d="M3 9.5 12 4l9 5.5zM5 10v8M10 10v8M14 10v8M19 10v8M3 20.5h18"/>',
    "basket": '<path d="M3 9h18l-2 11H5L3 9ZM8 9l3-6M16 9l-3-6"/>',
    "bin": '<path d="M4 6.5h16M9 6V3.5h6V6M6 6.5l1 14h10l1-14M10 10.5v6M14 10.5v6"/>',
    "calendar": (
        '<rect x="3.5" y="5" width="17" height="15.5" rx="2"/>'
        '<path d="M3.5 10h17M8 2.5V7M16 2.5V7"/>'
    ),
    "check": '<path d="m4.5 12.5 5 5L20 7"/>',
    "clock": '<circle cx="12" cy="12" r="9"/><path d="M12 7v5.5l3.5 2"/>',
    "close": '<path d="m6 6 12 12M18 6 6 18"/>',
    "cookie": (
        '<path d="M20.5 12A8.5 8.5 0 1 1 12 3.5a4 4 0 0 0 4 4.5 4 4 0 0 0 4.5 4Z"/>'
        '<path d="M8.5 10v.01M9 15v.01M14 15v.01"/>'
    ),
    "download": '<path d="M12 3v12M7 10.5l5 5 5-5M4 20.5h16"/>',
    "envelope": (
        '<rect x="3" y="5" width="18" height="14" rx="2"/>'
        '<path d="m3.5 7 8.5 6 8.5-6"/>'
    ),
    "eye": (
        '<path d="M2.5 12S6 5.5 12 5.5 21.5 12 21.5 12 18 18.5 12 18.5 2.5 12 2.5 '
        '12Z"/><circle cx="12" cy="12" r="3"/>'
    ),
    "globe": (
        '<circle cx="12" cy="12" r="9"/>'
        '<path d="M3 12h18M12 3c3 3 3.5 6 3.5 9s-.5 6-3.5 9c-3-3-3.5-6-3.5-9S9 6 '
        '12 3Z"/>'
    ),
    "help": (
        '<circle cx="12" cy="12" r="9"/>'
        '<path d="M9.5 9.5a2.5 2.5 0 1 1 3.5 2.3c-.7.3-1 .8-1 1.7M12 17v.01"/>'
    ),
    "lock": (
        '<rect x="5" y="10.5" width="14" height="10" rx="2"/>'
        '<path d="M8 10.5v-3a4 4 0 0 1 8 0v3"/>'
    ),
    "parcel": (
        '<path d="M3.5 7.5 12 3l8.5 4.5v9L12 21l-8.5-4.5zM3.5 7.5 12 12l8.5-4.5M12 '
        '12v9"/>'
    ),
    "pen": '<path d="M4 20l1-4.5L16 4.5l3.5 3.5-11 11zM13.5 7l3.5 3.5"/>',
    "picture": (
        '<rect x="3.5" y="4.5" width="17" height="15" rx="2"/>'
        '<path d="m4 17 5-5 4 4 2.5-2.5L20 18M15.5 9v.01"/>'
    ),
    "print": '<path d="M7 9V3.5h10V9M7 17H4v-8h16v8h-3M7 14h10v6.5H7z"/>',
    "rubber": (
        '<path d="M8 20h12M4.5 14.5l9-10 6.5 6-8.5 9.500H8.5l-4-3.500a1.500 1.500 0 0 '
        '1 0-2Z"/>'
    ),
    "search": '<circle cx="10.5" cy="10.5" r="6.5"/><path d="M15.5 15.5 21 21"/>',
    "shop": (
        '<path d="M4.5 10.5V20h15v-9.5M3 9l2-5h14l2 5c0 2-3 2-3 0 0 2-3 2-3 0 0 '
        '2-3 2-3 0 0 2-3 2-3 0 0 2-3 2-3 0 0 2-3 2-3 0ZM10 20v-5h4v5"/>'
    ),
    "truck": (
        '<path d="M2.5 6h12v11h-12zM14.5 10h4l3 3.5V17h-7"/>'
        '<circle cx="7" cy="18" r="2"/><circle cx="17" cy="18" r="2"/>'
    ),
    "warning": '<path d="M12 4 2.5 20h19zM12 10v4.5M12 17.200v.01"/>',
}


LOGO = (
    '<svg width="34" height="28" viewBox="0 0 34 28" fill="none" stroke="currentColor"'
    ' stroke-width="2.4" stroke-linejoin="round" aria-hidden="true">'
    '<path d="M2 3h30v22H2z"/><path d="m2 3 15 13L32 3M2 25l11-12M32 25 21 13"/></svg>'
)
"""The shop's mark: an envelope, wider than the icons are."""


def drawn(name: str, size: int = 20) -> str:
    """Return the icon `name` as SVG text, `size` pixels wide and high.

    It is hidden from screen readers, so a word must stand beside it. Raises
    KeyError for a name that is not in STROKES.
    """
    return (
        f'<svg width="{size}" height="{size}" viewBox="0 0 24 24" fill="none"'
        ' stroke="currentColor" stroke-width="1.9" stroke-linecap="round"'
        f' stroke-linejoin="round" aria-hidden="true">{STROKES[name]}</svg>'
    )
