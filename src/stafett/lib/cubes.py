"""JSON-stat answers: figures in as many directions as a table has, each in its place.

Nothing is made as large as a file says it is: only the cells that have something are kept.
"""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import prod
from typing import Any

from django.utils.translation import gettext as _

from stafett.lib.rules import Refused

MOST_CELLS = 1_000_000
MOST_DIMENSIONS = 20
MOST_DIGITS = 12
REGION, TIME, CONTENTS = "geo", "time", "metric"
ROLES = (REGION, TIME, CONTENTS)
# What Statistics Norway calls them, where a file gives its dimensions no role.
CALLED = {"region": REGION, "tid": TIME, "contentscode": CONTENTS}
# No figure: not possible, missing, withheld, not publishable.
NO_FIGURE = frozenset({".", "..", "...", ":", "::"})


@dataclass(frozen=True, slots=True)
class Category:
    """One value of a dimension."""

    code: str
    label: str
    unit: str = ""
    decimals: int | None = None


@dataclass(frozen=True, slots=True)
class Dimension:
    """One direction of a table."""

    id: str
    label: str
    role: str
    categories: tuple[Category, ...]


@dataclass(frozen=True, slots=True)
class Cell:
    """What stands in one place. No value is not known, whatever the symbol."""

    value: Decimal | None
    symbol: str


@dataclass(frozen=True, slots=True)
class Cube:
    """A table, with the cells that say something."""

    label: str
    source: str
    updated: str
    table: str
    notes: tuple[str, ...]
    dimensions: tuple[Dimension, ...]
    values: Mapping[int, Decimal]
    symbols: Mapping[int, str]

    def dimension(self, role: str) -> Dimension | None:
        """Return the one dimension that has the role, or None."""
        return next((row for row in self.dimensions if row.role == role), None)

    def cell(self, chosen: Mapping[str, str]) -> Cell:
        """Return what stands where each dimension has the chosen code."""
        place = 0
        for row in self.dimensions:
            codes = [category.code for category in row.categories]
            place = place * len(codes) + codes.index(chosen[row.id])
        return self.at(place)

    def at(self, place: int) -> Cell:
        """Return the cell in a place, counted with the last dimension running fastest."""
        symbol = self.symbols.get(place, "")
        known = place in self.values and symbol not in NO_FIGURE
        return Cell(self.values[place] if known else None, symbol)

    def places(self, chosen: Mapping[str, str]) -> Iterator[tuple[dict[str, Category], int]]:
        """Yield the place of every cell that has the chosen codes, with what varies in it."""
        yield from _places(self.dimensions, chosen, {}, 0)


def _places(
    dimensions: Sequence[Dimension],
    chosen: Mapping[str, str],
    so_far: dict[str, Category],
    place: int,
) -> Iterator[tuple[dict[str, Category], int]]:
    if not dimensions:
        yield so_far, place
        return
    first, rest = dimensions[0], dimensions[1:]
    for position, category in enumerate(first.categories):
        if chosen.get(first.id, category.code) == category.code:
            here = {**so_far, first.id: category}
            yield from _places(rest, chosen, here, place * len(first.categories) + position)


def read(data: bytes) -> Cube:
    """Return the table in a JSON-stat 2.0 answer, or say what is wrong with it."""
    told = _object(_loaded(data))
    _check_kind(told)
    size = _size(told)
    dimensions = _dimensions(told, size)
    cells = prod(size)
    return Cube(
        label=_text(told.get("label")),
        source=_text(told.get("source")),
        updated=_text(told.get("updated")),
        table=_table(told),
        notes=_notes(told.get("note")),
        dimensions=dimensions,
        values=_values(told.get("value"), cells),
        symbols=_symbols(told.get("status"), cells),
    )


# --- the file ---------------------------------------------------------------------------------


def _loaded(data: bytes) -> Any:
    try:
        text = data.decode("utf-8-sig")
        return json.loads(
            text, parse_float=Decimal, parse_constant=_no_number, object_pairs_hook=_once
        )
    except RecursionError as reason:
        raise Refused(_("The file has lists in lists in lists: no table looks so.")) from reason
    except ValueError as reason:  # a wrong letter, a wrong sign, an endless number
        raise Refused(
            _("This is not a JSON file that can be read. Fetch it from the table once more.")
        ) from reason


def _no_number(text: str) -> None:
    raise Refused(
        _("«%(text)s» stands where a number should be. Fetch the table once more.") % {"text": text}
    )


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        names = [name for name, _value in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise Refused(_("«%(name)s» stands twice in the same place.") % {"name": twice[:40]})
    return told


def _object(told: Any) -> dict[str, Any]:
    if not isinstance(told, dict):
        raise _not_a_table()
    return told


def _not_a_table() -> Refused:
    return Refused(_("This is not a table in JSON-stat. Choose the format «JSON-stat2»."))


def _check_kind(told: dict[str, Any]) -> None:
    if told.get("class") != "dataset":
        raise _not_a_table()
    if told.get("version") != "2.0":
        raise Refused(_("This is an older JSON-stat. Choose the format «JSON-stat2» instead."))


def _text(told: Any) -> str:
    return " ".join(told.split()) if isinstance(told, str) else ""


def _table(told: dict[str, Any]) -> str:
    extension = told.get("extension")
    px = extension.get("px") if isinstance(extension, dict) else None
    return _text(px.get("tableid")) if isinstance(px, dict) else ""


def _notes(told: Any) -> tuple[str, ...]:
    return tuple(filter(None, map(_text, told))) if isinstance(told, list) else ()


# --- the dimensions ---------------------------------------------------------------------------


def _size(told: dict[str, Any]) -> list[int]:
    ids: Any = told.get("id")
    size: Any = told.get("size")
    if not _is_list_of(ids, str) or not _is_list_of(size, int) or len(ids) != len(size):
        raise Refused(_("The table does not say its dimensions and how long each of them is."))
    if not ids or len(set(ids)) < len(ids) or min(size) < 1:
        raise Refused(_("A dimension is there twice, or has nothing in it."))
    if len(ids) > MOST_DIMENSIONS or prod(size) > MOST_CELLS:
        raise Refused(
            _("The table has more than %(most)s cells. Choose fewer values, and fetch it again.")
            % {"most": f"{MOST_CELLS:,}".replace(",", " ")}
        )
    sizes: list[int] = size
    return sizes


def _is_list_of(told: Any, kind: type) -> bool:
    return isinstance(told, list) and all(type(value) is kind for value in told)


def _dimensions(told: dict[str, Any], size: list[int]) -> tuple[Dimension, ...]:
    described = told.get("dimension")
    if not isinstance(described, dict):
        raise Refused(_("The table does not describe its dimensions."))
    roles = _roles(told.get("role"))
    named = zip(told["id"], size, strict=True)
    return tuple(_dimension(name, described.get(name), length, roles) for name, length in named)


def _roles(told: Any) -> dict[str, str]:
    """Return what each dimension is; where nothing is said, from what it is called."""
    told = told if isinstance(told, dict) else {}
    return {
        name: role
        for role in ROLES
        for name in (told[role] if _is_list_of(told.get(role), str) else ())
    }


def _dimension(name: str, told: Any, length: int, roles: Mapping[str, str]) -> Dimension:
    category = told.get("category") if isinstance(told, dict) else None
    if not isinstance(category, dict):
        raise _unlike(name)
    codes = _codes(name, category, length)
    labels, units = _mapping(category.get("label")), _mapping(category.get("unit"))
    role = roles.get(name) or CALLED.get(name.casefold(), "")
    rows = tuple(_category(code, labels.get(code), units.get(code)) for code in codes)
    return Dimension(name, _text(told.get("label")) or name, role, rows)


def _unlike(name: str) -> Refused:
    return Refused(
        _("«%(name)s» does not list as many values as the table says it has.") % {"name": name[:40]}
    )


def _codes(name: str, category: dict[str, Any], length: int) -> list[str]:
    """Return the codes in their order; each place is there once."""
    index = category.get("index", category.get("label"))
    if isinstance(index, dict) and "index" in category:
        places = index.values()
        if any(type(place) is not int for place in places):
            raise _unlike(name)
        index = sorted(index, key=index.__getitem__)
        if sorted(places) != list(range(length)):
            raise _unlike(name)
    codes = list(index) if isinstance(index, dict | list) else []
    if len(codes) != length or len(set(map(str, codes))) != length or not _is_list_of(codes, str):
        raise _unlike(name)
    return codes


def _mapping(told: Any) -> dict[str, Any]:
    return told if isinstance(told, dict) else {}


def _category(code: str, label: Any, unit: Any) -> Category:
    unit = _mapping(unit)
    decimals = unit.get("decimals")
    known = type(decimals) is int and 0 <= decimals <= 10
    base = _text(unit.get("base")) or _text(unit.get("label"))
    return Category(code, _text(label) or code, base, decimals if known else None)


# --- the cells --------------------------------------------------------------------------------


def _values(told: Any, cells: int) -> dict[int, Decimal]:
    return {
        place: _number(place, value) for place, value in _by_place(told, cells) if value is not None
    }


def _by_place(told: Any, cells: int) -> Iterable[tuple[int, Any]]:
    """Return what a list or an object of cells says, each with its place."""
    if isinstance(told, list):
        if len(told) != cells:
            raise _wrong_count(len(told), cells)
        return enumerate(told)
    if isinstance(told, dict):
        return [(_place(key, cells), value) for key, value in told.items()]
    raise Refused(_("The table has no values."))


def _wrong_count(found: int, cells: int) -> Refused:
    return Refused(
        _("The table says it has %(cells)s cells, and %(found)s are there. Fetch it once more.")
        % {"cells": cells, "found": found}
    )


def _place(key: str, cells: int) -> int:
    if not (key.isascii() and key.isdigit() and len(key) <= 9 and int(key) < cells):
        raise Refused(_("«%(key)s» is no place in the table.") % {"key": key[:40]})
    if key != str(int(key)):
        raise Refused(_("«%(key)s» is no place in the table.") % {"key": key[:40]})
    return int(key)


def _number(place: int, value: Any) -> Decimal:
    if type(value) not in (int, Decimal):
        raise Refused(
            _("Cell number %(place)s is not a number. Fetch the table once more.")
            % {"place": place + 1}
        )
    number = Decimal(value)
    if number.adjusted() >= MOST_DIGITS:
        raise Refused(_("Cell number %(place)s is too large a number.") % {"place": place + 1})
    return number


def _symbols(told: Any, cells: int) -> dict[int, str]:
    """Return the symbols of the cells that have one; one symbol alone is said of them all."""
    if told is None:
        return {}
    if isinstance(told, str):
        return dict.fromkeys(range(cells), told)
    if isinstance(told, list) and len(told) == 1:
        told = told * cells
    symbols = {place: symbol for place, symbol in _by_place(told, cells) if symbol}
    if any(not isinstance(symbol, str) or len(symbol) > 20 for symbol in symbols.values()):
        raise Refused(_("A symbol in the table is not a text. Fetch the table once more."))
    return symbols
