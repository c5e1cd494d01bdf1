"""What KommIT's workbook says of a project: its card, up to fourteen benefits, and the costs."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from stafett.benefits.rules import marks
from stafett.files.rules import kommit, reading
from stafett.files.rules.kommit import Input, Typed
from stafett.files.rules.proposals import Cell
from stafett.lib import workbooks
from stafett.lib.workbooks import Workbook

DIRECT, INDIRECT, QUALITY = "direct", "indirect", "quality"
TYPES = {kommit.DIRECT: DIRECT, kommit.INDIRECT: INDIRECT, kommit.QUALITATIVE: QUALITY}
OF_A_BENEFIT = (
    "process", "change", "name", "objective", "preconditions", "type", "taken_out", "indicator",
    "realised", "owner", "unit", "today", "target", "method", "measured",
)  # fmt: skip
"""What is said of each benefit, in the words of the map."""
NAME, PURPOSE, SPENT_ON = Input("project name"), Input("purpose"), Input("what the costs are")
RATE, DATED = Input("rate"), Input("result date")
COSTS = (Input("investment"), *(Input("operating cost", 0, year) for year in range(1, 5)))
FIRST_YEAR = Input("year of benefits", 0, 1)
HAVE_A_HOME = frozenset({*OF_A_BENEFIT, "project name", "purpose", "what the costs are",
                         "investment", "operating cost", "result date"}) - {"process"}  # fmt: skip
PER_CENT = frozenset({"%", "prosent", "prosentandel", "andel"})


@dataclass(frozen=True, slots=True)
class Line:
    """One of the fourteen benefits: what each cell about it says."""

    number: int
    cells: Mapping[str, Cell]

    def __getitem__(self, name: str) -> Cell:
        """Return the cell of one thing about the benefit."""
        return self.cells[name]

    @property
    def key(self) -> str:
        """What the benefit is called in the file: its place."""
        return f"benefit/{self.number}"

    @property
    def mark(self) -> str:
        """What a plan calls it, where that is written before its name: «Ø3 Kortere tid»."""
        return marks.before(self["name"].typed)[0]

    @property
    def name(self) -> str:
        """What it is called, without its mark."""
        return marks.before(self["name"].typed)[1]

    @property
    def type(self) -> str:
        """Which type it is, or nothing where the file does not say a type we know."""
        return TYPES.get(self["type"].typed, "")

    @property
    def is_used(self) -> bool:
        """Whether anything is typed about it."""
        return any(cell.typed for cell in self.cells.values())

    @property
    def direction(self) -> str:
        """Which way is better, where today's value and the wanted one say it."""
        today, target = (reading.number(self[name].value) for name in ("today", "target"))
        if today is None or target is None or today == target:
            return ""
        return "up" if target > today else "down"

    @property
    def is_share(self) -> bool:
        """Whether it is read in per cent."""
        return self["unit"].typed.casefold() in PER_CENT


@dataclass(frozen=True)
class Says:
    """A whole workbook."""

    book: Workbook

    @cached_property
    def typed(self) -> Mapping[Input, Typed]:
        """What people have filled in."""
        return kommit.typed(self.book)

    @cached_property
    def lines(self) -> list[Line]:
        """The fourteen benefits, used or not."""
        return [self._line(number) for number in kommit.BENEFITS]

    @property
    def used(self) -> list[Line]:
        """The benefits something is typed about."""
        return [line for line in self.lines if line.is_used]

    @property
    def is_untouched(self) -> bool:
        """Whether nothing is typed in it at all."""
        return not self.typed

    @property
    def measured_on(self) -> Any:
        """The day the result sheet says it was filled in, or None."""
        return reading.day(self[DATED].value)

    def __getitem__(self, says: Input) -> Cell:
        """Return the cell that says this, typed in or not."""
        sheet, address = kommit.PLACES[says]
        known = self._sheets.get(sheet)
        value = self.typed[says].value if says in self.typed else None
        return Cell(known.name if known else sheet, address, reading.typed(value), value)

    @cached_property
    def _sheets(self) -> Mapping[str, Any]:
        return kommit.sheets(self.book)

    def _line(self, number: int) -> Line:
        return Line(number, {name: self[about(name, number)] for name in OF_A_BENEFIT})

    def formula_at(self, cell: Cell) -> str:
        """Return the formula in a cell, or nothing."""
        return (
            self.book[cell.sheet].formulas.get(cell.address, "") if cell.sheet in self.book else ""
        )


def is_one(content: bytes, name: str) -> bool:
    """Whether the bytes are this workbook, by its sheets and a name in it."""
    if not content.startswith(b"PK") or not name.casefold().endswith(".xlsx"):
        return False
    return kommit.is_one(workbooks.read(content))


def says(content: bytes) -> Says:
    """Return what the workbook says."""
    return Says(workbooks.read(content))


def about(name: str, number: int) -> Input:
    """Return which cell says one thing about benefit n."""
    return Input(name, number)


def without_a_home(told: Says) -> Iterator[Cell]:
    """Yield what is typed where we have no home for it, and what is typed over a formula."""
    yield from (told[says] for says in told.typed if says.says not in HAVE_A_HOME)
    for over in kommit.typed_over(told.book):
        if over.value is not None and over.address != "A1":
            yield Cell(over.sheet, over.address, reading.typed(over.value), over.value)


def texts_among_amounts(told: Says) -> list[Cell]:
    """Return the cells that hold a text where an amount belongs."""
    amounts = (says for says in told.typed if says in COSTS or says.says == "amount")
    return [told[says] for says in amounts if isinstance(told[says].value, str)]
