"""The filter box and the chips of a list as HTML: one line per option, with its number.

Written here and not in a template for the same reason as the product cards.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from html import escape

from django.conf import settings
from django.utils.safestring import SafeString

from orders import money
from shop import icons
from shop.catalogue import cards
from shop.catalogue.colours import SWATCHES, Colour
from shop.catalogue.facets import BOUND, IN_STOCK, LETTERBOX, Counts
from shop.catalogue.filters import BEST, SORTS, Filters
from shop.catalogue.shelves import Shelf

Chip = tuple[str, Filters]

_OPTION = (
    '<label class="opt"><input type="checkbox" name="%s" value="%s"%s>%s%s'
    '<span class="n">%s<span class="vh"> %s</span></span></label>'
)
_SWATCH = (
    '<svg class="swatch" width="18" height="18" viewBox="0 0 18 18"'
    ' aria-hidden="true"><circle cx="9" cy="9" r="9" fill="%s"/></svg>'
)
_SWATCHES = {colour: _SWATCH % fill for colour, fill in SWATCHES.items()}
_CHIP = (
    '<li><a class="chip" href="%s">%s '
    f'{icons.drawn("close", 16)}<span class="vh">, remove filter</span></a></li>'
)
_PRICE = (
    '<div class="field%(bad)s"><label for="%(name)s" class="sm b">%(label)s</label>'
    '%(error)s<input id="%(name)s" name="%(name)s" type="text" inputmode="decimal"'
    ' size="4" maxlength="20" autocomplete="off" value="%(typed)s"%(refers)s></div>'
)
_ERROR = '<p class="err" id="%s-error"><span class="vh">Error: </span>%s</p>'
_REFERS = ' aria-invalid="true" aria-describedby="%s-error"'
_CHOICE = '<option value="%s"%s>%s</option>'
_HIDDEN = '<input type="hidden" name="%s" value="%s">'


def departments(shelves: Sequence[Shelf], filters: Filters, counts: Counts) -> str:
    """Checkboxes for the departments."""
    return _joined(
        _option("d", shelf.slug, shelf.slug in filters.departments, shelf.name, number)
        for shelf in shelves
        for number in (_number(counts.of(("department", shelf.id)), counts),)
    )


def colours(filters: Filters, counts: Counts) -> str:
    """Checkboxes for the colours, each with its swatch."""
    return _joined(
        _option(
            "c",
            colour,
            colour in filters.colours,
            colour.label,
            _number(counts.of(("colour", colour.value)), counts),
            swatch=_SWATCHES[colour],
        )
        for colour in Colour
    )


def delivery(filters: Filters, counts: Counts) -> str:
    """Checkboxes for what is in stock and what fits a letterbox."""
    in_stock, letterbox = (
        _number(n, counts) for n in (counts.of(IN_STOCK), counts.of(LETTERBOX))
    )
    return _joined(
        (
            _option("stock", "1", filters.in_stock, "In stock now", in_stock),
            _option("letterbox", "1", filters.letterbox, "Fits a letterbox", letterbox),
        )
    )


def price(name: str, words: str, filters: Filters) -> str:
    """The field for the lowest or the highest price, with what was typed."""
    symbol = money.SYMBOLS.get(settings.SHOP_CURRENCY, settings.SHOP_CURRENCY)
    error = filters.errors.get(name, "")
    return SafeString(
        _PRICE
        % {
            "name": name,
            "label": f"{words} {symbol}",
            "typed": escape(filters.typed.get(name, "")),
            "bad": " bad" if error else "",
            "error": _ERROR % (name, escape(error)) if error else "",
            "refers": _REFERS % name if error else "",
        }
    )


def sorts(filters: Filters) -> str:
    """The choices of the sort menu."""
    best = {} if filters.query is None else {BEST: "Best match first"}
    return _joined(
        _CHOICE % (value, " selected" if value == filters.sort else "", words)
        for value, words in {**best, **SORTS}.items()
    )


def _option(
    name: str, value: str, chosen: bool, label: str, number: str, *, swatch: str = ""
) -> str:
    noun = "product" if number == "1" else "products"
    checked = " checked" if chosen else ""
    return _OPTION % (name, value, checked, swatch, escape(label), number, noun)


def _number(n: int, counts: Counts) -> str:
    return f"{BOUND}+" if counts.bounded and n > BOUND else f"{n:,}"


def chips(filters: Filters, shelves: Iterable[Shelf]) -> list[Chip]:
    """Each filter in use, in words, with the list as it is without it."""
    found: list[Chip] = [
        (shelf.name, filters.without("d", shelf.slug))
        for shelf in shelves
        if shelf.slug in filters.departments
    ]
    for colour in filters.colours:
        found.append((Colour(colour).label, filters.without("c", colour)))
    if filters.low is not None:
        found.append((f"From {cards.shown(filters.low)}", filters.without("min")))
    if filters.high is not None:
        found.append((f"Up to {cards.shown(filters.high)}", filters.without("max")))
    if filters.in_stock:
        found.append(("In stock now", filters.without("stock")))
    if filters.letterbox:
        found.append(("Fits a letterbox", filters.without("letterbox")))
    return found


def drawn_chips(found: Iterable[Chip]) -> str:
    """The chips as list items: links that take one filter away."""
    return _joined(
        _CHIP % (escape(list_.address()), escape(words)) for words, list_ in found
    )


def hidden(filters: Filters) -> str:
    """The filters as hidden inputs, for the form that changes only the sort."""
    return _joined(_HIDDEN % (name, escape(value)) for name, value in filters.pairs())


def _joined(parts: Iterable[str] | Iterator[str]) -> SafeString:
    return SafeString("".join(parts))
