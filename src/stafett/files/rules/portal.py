"""Prosjektportalen 365's benefit overview: columns in any order, and days that say nothing."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from hashlib import sha256

from django.utils.translation import gettext as _

from stafett.lib import Refused, workbooks
from stafett.lib.listings import key, letter
from stafett.lib.typed import NotUnderstood, number
from stafett.lib.workbooks import Sheet, Value

# What the columns are called in the portal, in Norwegian and English.
CALLED: Mapping[str, str] = {
    "title": "tittel|title|gevinst|benefit",
    "project": "prosjekt|project",
    "indicator": "måleindikator|tittel/måleindikator|measurement indicator|indicator",
    "start": "startverdi|start value",
    "desired": "ønsket verdi|ønskt verdi|desired value",
    "unit": "måleenhet|måleeining|unit of measurement|measurement unit",
    "type": "gevinsttype|type of gain|gain type",
    "owner": "gevinsteier|gevinsteigar|gains owner|gain owner",
    "responsible": "gevinstansvarlig|gevinstansvarleg|gains responsible|gain responsible",
    "turnover": "gevinstomsetting|gevinstomsetning|gain turnover|gains turnover",
    "conditions": "forutsetninger for gevinstoppnåelse|prerequisites for achievement of profit",
    "realised": "realiseringstidspunkt|realization time",
    "latest": "siste måling|last measurement|latest measurement",
    "achieved": "måloppnåelse|goal achievement|achievement",
}
MEASURED: Mapping[str, str] = {
    "title": "tittel|title",
    "indicator": "måling|måleindikator|målindikator|measurement|measurement indicator",
    "value": "målt verdi|measured value|measurement value",
    "comment": "kommentar til måling|measurement comment|comment",
    "achieved": "måloppnåelse|goal achievement|achievement",
    "day": "dato for måling|measurement date|date of measurement",
}
NEEDED = ("title", "indicator", "start", "desired")
MEASUREMENTS = frozenset({"malinger", "malingar", "measurements"})
KINDS = {
    "direkte": "avoided_cost", "directly": "avoided_cost", "direct": "avoided_cost",
    "indirekte": "time_saved", "indirectly": "time_saved", "indirect": "time_saved",
    "kvalitativ": "quality", "qualitative": "quality", "qualitatively": "quality",
}  # fmt: skip
UP, DOWN = "up", "down"
MOST_ROWS = 500


@dataclass(frozen=True, slots=True)
class Row:
    """One row, by heading: what stands there and where."""

    sheet: str
    number: int
    values: Mapping[str, Value]
    columns: Mapping[str, int]

    def text(self, name: str) -> str:
        """Return what was typed, as one line."""
        value = self.values.get(name)
        if isinstance(value, date):
            return value.isoformat()
        return "" if value is None else " ".join(str(value).split())

    def address(self, name: str) -> str:
        """Return where it stands."""
        column = self.columns.get(name)
        return f"{letter(column - 1)}{self.number}" if column else str(self.number)

    def amount(self, name: str) -> Decimal | None:
        """Return the number that stands there; None where there is none."""
        value = self.values.get(name)
        if isinstance(value, bool):
            return None
        if isinstance(value, int | float):
            return Decimal(repr(value))
        try:
            return number(value) if isinstance(value, str) else None
        except NotUnderstood:
            return None


@dataclass(frozen=True, slots=True)
class Line:
    """An indicator of a benefit, with its measurements."""

    row: Row
    measured: tuple[Row, ...] = ()

    @property
    def project(self) -> str:
        return self.row.text("project")

    @property
    def benefit(self) -> str:
        return self.row.text("title")

    @property
    def indicator(self) -> str:
        return self.row.text("indicator")

    @property
    def kind(self) -> str:
        """The kind of benefit; nothing where the file does not say it."""
        return KINDS.get(key(self.row.text("type")), "")

    @property
    def direction(self) -> str:
        """Which way is better, from the target beside the start; nothing where they are alike."""
        start, desired = self.row.amount("start"), self.row.amount("desired")
        if start is None or desired is None or start == desired:
            return ""
        return UP if desired > start else DOWN

    def key(self, thing: str, *more: object) -> str:
        """Return what a thing of this line is called each time the file is read."""
        named = {
            "initiative": (self.project,),
            "benefit": (self.project, self.benefit),
        }.get(thing, (self.project, self.benefit, self.indicator))
        whole = "\0".join(map(str, (*named, *more)))
        return f"{thing}:{sha256(whole.encode()).hexdigest()[:32]}"


@dataclass(frozen=True, slots=True)
class Export:
    """A benefit overview: its lines, and measurements that belong to none of them."""

    lines: tuple[Line, ...]
    lost: tuple[Row, ...] = ()
    projects: tuple[str, ...] = field(default=())
    has_measurements: bool = False

    @property
    def benefits(self) -> int:
        """How many benefits there are: a benefit with three indicators has three rows."""
        return len({(line.project, line.benefit) for line in self.lines})


def is_one(content: bytes, name: str) -> bool:
    """Whether a workbook is a benefit overview, by the headings of its first sheet."""
    if not name.lower().endswith(".xlsx") or not content.startswith(b"PK"):
        return False
    sheets = workbooks.read(content).sheets
    found = _columns(sheets[0], CALLED) if sheets else {}
    return all(needed in found for needed in NEEDED)


def export(content: bytes) -> Export:
    """Return what stands in a benefit overview."""
    book = workbooks.read(content)
    rows = [row for row in _rows(book.sheets[0], CALLED) if row.text("title")]
    if len(rows) > MOST_ROWS:
        raise Refused(
            _("The file has %(rows)s rows, and %(most)s can be read at once. Filter the overview.")
            % {"rows": len(rows), "most": MOST_ROWS}
        )
    sheet = next((each for each in book.sheets[1:] if key(each.name) in MEASUREMENTS), None)
    measured = _rows(sheet, MEASURED) if sheet else []
    return _together(rows, measured, has_measurements=sheet is not None)


def _together(rows: list[Row], measured: list[Row], *, has_measurements: bool) -> Export:
    """Put measurements with their indicator; where two have the same names, they belong to none."""
    names = [(row.text("title"), row.text("indicator")) for row in rows]
    lines = []
    for row, name in zip(rows, names, strict=True):
        found = [each for each in measured if _named(each) == name and names.count(name) == 1]
        lines.append(Line(row, tuple(found)))
    lost = [each for each in measured if names.count(_named(each)) != 1]
    projects = tuple(dict.fromkeys(line.project for line in lines))
    return Export(tuple(lines), tuple(lost), projects, has_measurements)


def _named(row: Row) -> tuple[str, str]:
    return row.text("title"), row.text("indicator")


def _columns(sheet: Sheet, called: Mapping[str, str]) -> dict[str, int]:
    """Return the column of each heading; the first row that holds something is the headings."""
    rows = sheet.rows()
    heads = rows[0][1] if rows else {}
    found: dict[str, int] = {}
    for name, words in called.items():
        names = {key(word) for word in words.split("|")}
        at = [column for column, head in heads.items() if key(str(head or "")) in names]
        if at:
            found[name] = at[0]
    return found


def _rows(sheet: Sheet, called: Mapping[str, str]) -> list[Row]:
    columns = _columns(sheet, called)
    return [
        Row(sheet.name, at, {name: cells.get(column) for name, column in columns.items()}, columns)
        for at, cells in sheet.rows()[1:]
    ]


def without_direction(lines: Iterable[Line]) -> dict[str, Line]:
    """Return the first line of each indicator that does not show which way is better."""
    asked: dict[str, Line] = {}
    for line in lines:
        if line.indicator and not line.direction:
            asked.setdefault(line.key("indicator"), line)
    return asked
