"""KommIT's benefit workbook, cell by cell: what people fill in, and what it reckons by itself.

Benefits have no keys: benefit n is a row, another one on each sheet. Whoever moves rows on the
change sheet moves the names and nothing else.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType

from stafett.lib.workbooks import Sheet, Value, Workbook

CARD = "Forside"
PEOPLE = "KONSEPT - Interessentliste"
PROCESS_NOW = "KONSEPT - Prosessanalyse (1)"
PROCESS_LATER = "KONSEPT - Prosessanalyse (2)"
CHANGES = "KONSEPT - Endringsanalyse"
ATTITUDES = "KONSEPT - Interessentanalyse"
ANALYSIS = "KONSEPT - Gevinstanalyse"
PLAN = "PLANLEGGE - Gevinstreal.plan"
FOLLOW_UP = "PLANLEGGE - Oppfølgingsplan"
STATUS = "GJENNOMFØRE - Statusrapport"
HANDOVER = "OVERLEVERE - Overleveringsrapp."
RESULT = "REALISERE - Resultatoppfølging"
HELPER = "støtteark"
TITLES: Mapping[str, str] = MappingProxyType(
    {
        PEOPLE: "Interessentliste - ",
        PROCESS_NOW: "Prosessanalyse (1) - ",
        PROCESS_LATER: "Prosessanalyse (2) - ",
        CHANGES: " Endringsanalyse - ",
        ATTITUDES: "Interessentanalyse - ",
        ANALYSIS: "Gevinstanalyse - ",
        PLAN: "Gevinstrealiseringsplan - ",
        FOLLOW_UP: "Oppfølgingsplan - ",
        STATUS: "Statusrapport - ",
        HANDOVER: "Overleveringsrapport - ",
        RESULT: "Resultatoppfølging - ",
    }
)
MARK = "Måleindikator1"
BENEFITS = range(1, 15)
YEARS = "DEFG"
DIRECT = "Direkte (økonomiske - NOK)"
INDIRECT = "Indirekte (frigjort tid - årsverk)"
QUALITATIVE = "Kvalitative (f.eks. omdømme)"
UNTOUCHED = re.compile(r"År|(Oppdatert|Dato): ?_*")
"""What stands in some cells from the beginning, to be written over."""

At = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Input:
    """A cell that people fill in: what it says, about which benefit or row, and which of several.

    ``number`` is the benefit (1-14) or the row of a list, 0 where there is one only; ``part`` is
    the year (1-4) or which of two measures.
    """

    says: str
    number: int = 0
    part: int = 0


@dataclass(frozen=True, slots=True)
class Typed:
    """What somebody typed, and where."""

    sheet: str
    address: str
    value: Value


@dataclass(frozen=True, slots=True)
class _List:
    """Rows that say the same about one thing each; ``columns`` is «A name, B owner»."""

    sheet: str
    first: int
    rows: int
    columns: str
    step: int = 1


_ONCE: tuple[tuple[str, Mapping[str, str]], ...] = (
    (
        CARD,
        {
            "B4": "project name",
            "B6": "purpose",
            "B8": "required by law",
            "B10": "planned start",
            "B11": "planned end",
            "B13": "budget",
            "B16": "service owner",
            "B17": "project owner",
            "B18": "project manager",
            "B19": "head of organisation",
        },
    ),
    (PROCESS_NOW, {"B5": "process today"}),
    (PROCESS_LATER, {"B5": "process afterwards"}),
    (
        ANALYSIS,
        {
            "B26": "what the costs are",
            "C26": "investment",
            "H26": "rate",
            "B32": "overall judgement",
            "B44": "use of freed time",
        },
    ),
    (
        PLAN,
        {
            "E1": "plan updated",
            "E34": "plan project owner",
            "G34": "plan project owner signature",
            "E35": "plan chief executive",
            "G35": "plan chief executive signature",
        },
    ),
    (FOLLOW_UP, {"C1": "follow-up updated"}),
    (STATUS, {"E1": "status date", "C7": "status comment", "E18": "status change comment"}),
    (HANDOVER, {"F1": "handover date", "C7": "handover judgement"}),
    (RESULT, {"F1": "result date", "E7": "result comment", "E10": "result change comment"}),
)
_LISTS = (
    _List(PEOPLE, 5, 15, "A stakeholder, B involve how, C stakeholder comment"),
    _List(CHANGES, 5, 14, "A process, B change, C name, D objective, E preconditions"),
    _List(ATTITUDES, 5, 15, "B how affected, C influence, D attitude, E strategy"),
    _List(ANALYSIS, 7, 14, "C type, H importance"),
    _List(PLAN, 5, 14, "D taken_out, E indicator, F realised, G owner", step=2),
    _List(FOLLOW_UP, 5, 14, "C unit, D today, E target, F method"),
    _List(STATUS, 22, 10, "B measure, F measure status, G measure owner, H measure deadline"),
    _List(STATUS, 35, 14, "F indicator status, G indicator owner, H indicator deadline"),
    _List(
        STATUS, 52, 8,
        "B deviation, D deviation importance, E deviation measure, G deviation owner, "
        "H deviation deadline",
    ),
    _List(HANDOVER, 18, 7, "F attitude at handover, G attitude comment"),
    _List(HANDOVER, 28, 10, "B precondition, F precondition handled how, I precondition owner"),
    _List(
        HANDOVER, 58, 8, "B risk, D risk level, E risk measure, H risk owner, I risk deadline"
    ),
    _List(RESULT, 14, 14, "D measured, F result status"),
    _List(RESULT, 31, 14, "C corrective measure, G corrective deadline, H corrective owner"),
)  # fmt: skip


def _process_cells(sheet: str, when: str) -> Iterator[tuple[At, Input]]:
    for row in range(8, 15):
        yield (sheet, f"A{row}"), Input(f"who {when}", row - 7)
        yield (sheet, f"B{row}"), Input(f"step {when}", row - 7)
        yield (sheet, f"C{row}"), Input(f"steps {when}", row - 7)


def _by_year() -> Iterator[tuple[At, Input]]:
    for part, column in enumerate(YEARS, start=1):
        yield (ANALYSIS, f"{column}6"), Input("year of benefits", 0, part)
        yield (ANALYSIS, f"{column}25"), Input("year of costs", 0, part)
        yield (ANALYSIS, f"{column}26"), Input("operating cost", 0, part)
        for number in BENEFITS:
            yield (ANALYSIS, f"{column}{6 + number}"), Input("amount", number, part)


def _measures() -> Iterator[tuple[At, Input]]:
    for number in BENEFITS:
        for part in (1, 2):
            row = 2 + 2 * number + part
            yield (PLAN, f"B{row}"), Input("measure before", number, part)
            yield (PLAN, f"C{row}"), Input("measure before deadline", number, part)


def _listed(rows: _List) -> Iterator[tuple[At, Input]]:
    for number in range(1, rows.rows + 1):
        row = rows.first + rows.step * (number - 1)
        for column, _space, says in (each.partition(" ") for each in rows.columns.split(", ")):
            yield (rows.sheet, f"{column}{row}"), Input(says, number)


def _inputs() -> Iterator[tuple[At, Input]]:
    for sheet, cells in _ONCE:
        yield from (((sheet, address), Input(says)) for address, says in cells.items())
    yield from _process_cells(PROCESS_NOW, "today")
    yield from _process_cells(PROCESS_LATER, "afterwards")
    yield from _by_year()
    yield from _measures()
    for rows in _LISTS:
        yield from _listed(rows)


INPUTS: Mapping[At, Input] = MappingProxyType(dict(_inputs()))
"""Every cell that people fill in, in the template's own sheets."""
PLACES: Mapping[Input, At] = MappingProxyType({says: at for at, says in INPUTS.items()})

# --- what the workbook reckons ----------------------------------------------------------------


def _copied(place: str) -> str:
    return f'IF({place}=0,"",{place})'


def _on(sheet: str, address: str) -> str:
    return f"'{sheet}'!{address}"


def _achievement(number: int) -> str:
    """Describe measured against wanted: more is better where the wanted is above today's value."""
    measured, row = f"D{13 + number}", 4 + number
    before, wanted = _on(FOLLOW_UP, f"D{row}"), _on(FOLLOW_UP, f"E{row}")
    now = _on(RESULT, measured)
    falls = f"IF({wanted}=0,({before}-{now})/{before},{wanted}/{now})"
    return f'IF({measured}=0,"",IF({before}<{wanted},{now}/{wanted},{falls}))'


def _freed_time() -> str:
    years = (f'SUMIF(C7:C20,"{INDIRECT}",{column}7:{column}20)' for column in YEARS)
    return f"({'+'.join(years)})/4"


def _of_benefit(number: int) -> Iterator[tuple[At, str]]:
    name = _copied(_on(CHANGES, f"C{4 + number}"))
    indicator, owner = _copied(f"Måleindikator{number}"), _copied(f"Ansvarlig{number}")
    shown = number if number < 13 else number - 4  # the template shows 9 and 10 once more
    yield (ANALYSIS, f"B{6 + number}"), name
    yield (ANALYSIS, f"E{38 + number}"), f'IF(C{6 + number}="{QUALITATIVE}",B{6 + number},"")'
    yield (PLAN, f"A{3 + 2 * number}"), name
    yield (FOLLOW_UP, f"A{4 + number}"), name
    yield (FOLLOW_UP, f"B{4 + number}"), indicator
    yield (STATUS, f"B{34 + number}"), indicator
    yield (HANDOVER, f"B{40 + number}"), _on(STATUS, f"B{34 + number}:E{34 + number}")
    yield (HANDOVER, f"F{40 + number}"), _copied(_on(FOLLOW_UP, f"F{4 + number}"))
    yield (HANDOVER, f"I{40 + number}"), _copied(_on(STATUS, f"G{34 + number}"))
    yield (RESULT, f"B{13 + number}"), _on(ANALYSIS, f"B{6 + shown}")
    yield (RESULT, f"C{13 + number}"), indicator
    yield (RESULT, f"E{13 + number}"), _achievement(number)
    yield (RESULT, f"H{13 + number}"), owner
    yield (RESULT, f"B{30 + number}"), f"B{13 + number}"


def _discounting() -> Iterator[tuple[At, str]]:
    types = _on(ANALYSIS, "$C$7:$C$20")
    for column, year in zip("BCDE", YEARS, strict=True):
        amounts, cost = _on(ANALYSIS, f"{year}7:{year}20"), _on(ANALYSIS, f"{year}26")
        yield (HELPER, f"{column}4"), f"1/((1+{_on(ANALYSIS, '$H$26')})^({column}3-1))"
        gains = f'SUMIF({types},"{DIRECT}",{amounts})'
        yield (HELPER, f"{column}5"), f"({gains}-{cost})*{HELPER}!{column}4"


def _derived() -> Iterator[tuple[At, str]]:
    for sheet, title in TITLES.items():
        yield (sheet, "A1"), f'"{title}"&{CARD}!B4'
    for row in range(5, 20):
        yield (ATTITUDES, f"A{row}"), _copied(_on(PEOPLE, f"A{row}"))
    for row in range(18, 25):
        yield (HANDOVER, f"D{row}"), _copied(_on(ATTITUDES, f"A{row - 13}"))
    law = f"{CARD}!B8"
    yield (ANALYSIS, "C36"), f'IF({law}=0,"Vennligst oppgi i prosjektkortet",{law})'
    yield (ANALYSIS, "C39"), f"SUM({HELPER}!B5:E5)-{_on(ANALYSIS, 'C26')}"
    yield (ANALYSIS, "C42"), _freed_time()
    for number in BENEFITS:
        yield from _of_benefit(number)
    yield from _discounting()


DERIVED: Mapping[At, str] = MappingProxyType(dict(_derived()))
"""Every cell the workbook reckons or copies, and how. Never brought in as if somebody typed it."""

# --- a workbook that somebody sent ------------------------------------------------------------


def is_one(book: Workbook) -> bool:
    """Tell whether this is the benefit workbook, also where sheets have other names."""
    found = sheets(book)
    return MARK in book.names and all(name in found for name in (CHANGES, ANALYSIS, PLAN))


@cache
def _title_of(sheet: str) -> re.Pattern[str]:
    return re.compile(rf'"\s*{re.escape(TITLES[sheet].strip(" -"))}\s*-?\s*"\s*&')


def sheets(book: Workbook) -> dict[str, Sheet]:
    """Return the workbook's sheets by the template's names; a renamed one is known by its title."""
    found = {name: book[name] for name in (CARD, *TITLES, HELPER) if name in book}
    taken = {sheet.name for sheet in found.values()}
    for sheet in book.sheets:
        name = _known_as(sheet)
        if sheet.name not in taken and name:
            found.setdefault(name, sheet)
    return found


def _known_as(sheet: Sheet) -> str:
    title = sheet.formulas.get("A1", "")
    return next((name for name in TITLES if _title_of(name).match(title)), "")


def processes(book: Workbook) -> list[Sheet]:
    """Return the process sheets, also those that people made copies of."""
    return [sheet for sheet in book.sheets if "Prosessanalyse" in sheet.formulas.get("A1", "")]


def typed(book: Workbook) -> dict[Input, Typed]:
    """Return what people have filled in; what stood there from the beginning is not."""
    known = sheets(book)
    found = {}
    for (name, address), says in INPUTS.items():
        value = known[name].cells.get(address) if name in known else None
        if value is not None and not is_untouched(value):
            found[says] = Typed(known[name].name, address, value)
    return found


def is_untouched(value: Value) -> bool:
    """Tell whether a cell says what it says from the beginning: «År», «Dato: ____»."""
    return isinstance(value, str) and bool(UNTOUCHED.fullmatch(value.strip()))


def typed_over(book: Workbook) -> list[Typed]:
    """Return the cells where somebody has put something else for what the workbook reckons."""
    known, found = sheets(book), []
    for (name, address), formula in DERIVED.items():
        sheet = known.get(name)
        if sheet and not _same(sheet.formulas.get(address), _renamed(formula, known)):
            value = sheet.cells.get(address)
            found.append(Typed(sheet.name, address, value))
    return found


def _renamed(formula: str, known: Mapping[str, Sheet]) -> str:
    for name, sheet in known.items():
        if sheet.name != name:
            for old in (f"'{name}'!", f"{name}!"):
                formula = formula.replace(old, f"'{sheet.name}'!")
    return formula


def _same(written: str | None, described: str) -> bool:
    return written is not None and _bare(written) == _bare(described)


def _bare(formula: str) -> str:
    return re.sub(r"[\s']", "", formula).casefold()
