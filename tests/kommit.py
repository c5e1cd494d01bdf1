"""A benefit workbook of the same build as KommIT's, since the template itself is not ours to ship.

The same sheets, cells, names, merged areas and formulas, a menu of pictures and dials drawn by
hand; and what people type in it.
"""

import random
import struct
import zlib
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache
from io import BytesIO

import xlsxwriter

from stafett.files.rules import kommit
from stafett.files.rules.kommit import (
    ANALYSIS,
    CARD,
    FOLLOW_UP,
    HELPER,
    INPUTS,
    PLAN,
    RESULT,
    STATUS,
)
from stafett.files.rules.kommit_dials import ORDER, UNTOUCHED
from tests.house.rooms import ROOT
from tests.workbooks import packed, parts_of

REAL = ROOT.parent / "shared" / "data" / "incumbents" / "Gevinstverktoy_KommIT.xlsx"
SHEETS = (
    CARD, "Meny for verktøyet", kommit.PEOPLE, kommit.PROCESS_NOW, kommit.PROCESS_LATER,
    kommit.CHANGES, kommit.ATTITUDES, ANALYSIS, PLAN, FOLLOW_UP, STATUS, kommit.HANDOVER, RESULT,
    HELPER,
)  # fmt: skip
DAYS = {"measure deadline", "indicator deadline", "deviation deadline", "risk deadline",
        "corrective deadline"}  # fmt: skip
FROM_THE_START = {
    **{(ANALYSIS, f"{column}{row}"): "År" for column in "DEFG" for row in (6, 25)},
    (PLAN, "E1"): "Oppdatert: ____",
    (FOLLOW_UP, "C1"): "Oppdatert: _____",
    (STATUS, "E1"): "Dato: _______",
    (kommit.HANDOVER, "F1"): "Dato: _____________",
    (RESULT, "F1"): "Dato: _____________________",
}
LABELS = {
    (CARD, "A4"): "Foreløpig navn / prosjektnavn:",
    (ANALYSIS, "B39"): "Netto økonomisk effekt (nåverdi):",
    (RESULT, "E13"): "Mål-oppnåelse\n(beregnes automatisk):",
    **{(HELPER, f"{column}3"): year for column, year in zip("BCDE", (2, 3, 4, 5), strict=True)},
}


def real():
    """Return the workbooks that lie beside the repository: the real one, or none."""
    return [path for path in [REAL] if path.exists()]


def merged():
    """Return the areas that are one cell, by sheet."""
    for row in range(5, 32, 2):
        yield from ((PLAN, f"{column}{row}:{column}{row + 1}") for column in "ADEFG")
    yield from ((STATUS, f"B{row}:E{row}") for row in (*range(22, 32), *range(35, 49)))
    for row in range(52, 60):
        yield from ((STATUS, area) for area in (f"B{row}:C{row}", f"E{row}:F{row}"))
    yield from ((STATUS, area) for area in ("C7:H14", "E18:H18"))
    for row in range(28, 38):
        yield from ((kommit.HANDOVER, area) for area in (f"B{row}:E{row}", f"F{row}:H{row}"))
    for row in range(41, 55):
        yield from ((kommit.HANDOVER, area) for area in (f"B{row}:E{row}", f"F{row}:H{row}"))
    yield from ((RESULT, f"F{row}:G{row}") for row in range(14, 28))
    yield from ((RESULT, f"C{row}:F{row}") for row in range(31, 45))
    yield from ((ANALYSIS, area) for area in ("B32:H34", "B44:C52"))


@dataclass(frozen=True)
class Formula:
    """What somebody reckons in a cell of their own, and what it came to."""

    says: str
    value: str | float


def workbook(contents=None):
    """Return a workbook with this typed in it, by sheet and address."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        sheets = {name: book.add_worksheet(name) for name in SHEETS}
        sheets[HELPER].hide()
        _names(book)
        _looks(book, sheets)
        _formulas(sheets)
        _fill(book, sheets, FROM_THE_START | LABELS | (contents or {}))
        _drawings(sheets)
    return with_dials(made.getvalue(), UNTOUCHED)


def _names(book):
    for number in kommit.BENEFITS:
        row = 3 + 2 * number
        book.define_name(f"Måleindikator{number}", f"='{PLAN}'!$E${row}")
        book.define_name(f"Ansvarlig{number}", f"='{PLAN}'!$G${row}")


def _looks(book, sheets):
    day = book.add_format({"num_format": "dd/mm/yyyy"})
    for sheet, area in merged():
        sheets[sheet].merge_range(area, "", None)
    for (sheet, address), says in INPUTS.items():
        if says.says in DAYS:
            sheets[sheet].write_blank(address, None, day)
    sheets[ANALYSIS].write_blank("H26", None, book.add_format({"num_format": "0.0%"}))
    kinds = [kommit.DIRECT, kommit.INDIRECT, kommit.QUALITATIVE]
    sheets[ANALYSIS].data_validation("C7:C20", {"validate": "list", "source": kinds})
    shaded = {"type": "formula", "criteria": f'=$C7="{kommit.QUALITATIVE}"', "format": day}
    sheets[ANALYSIS].conditional_format("D7:G20", shaded)
    sheets[CARD].set_header("&L&G", {"image_left": "dot.png", "image_data_left": dot()})


def _formulas(sheets):
    for (sheet, address), formula in kommit.DERIVED.items():
        sheets[sheet].write_formula(address, formula, None, "")


def _fill(book, sheets, contents):
    looks = {
        "day": book.add_format({"num_format": "d.m.yyyy"}),
        "minute": book.add_format({"num_format": "d.m.yyyy hh:mm"}),
    }
    for (sheet, address), value in contents.items():
        _write(sheets[sheet], address, value, looks)


def _write(sheet, address, value, looks):
    match value:
        case None:
            pass
        case datetime():
            sheet.write_datetime(address, value, looks["minute"])
        case date():
            sheet.write_datetime(address, value, looks["day"])
        case Formula():
            sheet.write_formula(address, f"={value.says}", None, value.value)
        case bool():
            sheet.write_boolean(address, value)
        case str():
            sheet.write_string(address, value)
        case _:
            sheet.write_number(address, value)


def _drawings(sheets):
    sheets["Meny for verktøyet"].insert_image("B6", "dot.png", {"image_data": dot()})
    for name in (kommit.PROCESS_NOW, kommit.PROCESS_LATER):
        sheets[name].insert_textbox("C8", "Mottar søknad")
        sheets[name].insert_textbox("G9", "Vurderer")
    for name in (STATUS, kommit.HANDOVER, RESULT):
        sheets[name].insert_textbox("B7", "Forankring i linjen")


DRAWN_ON = {STATUS: "drawing4", kommit.HANDOVER: "drawing5", RESULT: "drawing6"}
DRAWING = "http://schemas.openxmlformats.org/drawingml/2006"
LINE_FROM, LINE_LONG, TRIANGLE_WIDE = 300_000, 1_000_000, 300_000


def with_dials(content, places):
    """Return the workbook with its dials where somebody dragged them, by sheet and what about."""
    parts = parts_of(content)
    for sheet, name in DRAWN_ON.items():
        drawn = "".join(_dial(places[sheet, about]) for about in ORDER[sheet])
        parts[f"xl/drawings/{name}.xml"] = (
            f'<x:wsDr xmlns:x="{DRAWING}/spreadsheetDrawing" xmlns:a="{DRAWING}/main">{drawn}'
            "</x:wsDr>"
        ).encode()
    return packed(parts)


def _dial(place):
    left = round(LINE_FROM + place * LINE_LONG - TRIANGLE_WIDE / 2)
    triangle = _shape(left, TRIANGLE_WIDE, "triangle")
    return triangle + _shape(LINE_FROM, LINE_LONG, "line")


def _shape(left, wide, form):
    ends = "".join(
        f"<x:{end}><x:col>1</x:col><x:colOff>{at}</x:colOff><x:row>7</x:row>"
        f"<x:rowOff>0</x:rowOff></x:{end}>"
        for end, at in (("from", left), ("to", left + wide))
    )
    return (
        f'<x:twoCellAnchor>{ends}<x:sp macro="" textlink=""><x:nvSpPr><x:cNvPr id="{left}" '
        f'name="{form}"/><x:cNvSpPr/></x:nvSpPr><x:spPr><a:xfrm><a:off x="{left}" y="0"/>'
        f'<a:ext cx="{wide}" cy="130000"/></a:xfrm><a:prstGeom prst="{form}"/></x:spPr></x:sp>'
        "<x:clientData/></x:twoCellAnchor>"
    )


def dot():
    """Return a picture of one grey point."""
    parts = (
        (b"IHDR", struct.pack(">IIBBBBB", 1, 1, 8, 0, 0, 0, 0)),
        (b"IDAT", zlib.compress(b"\0\x80")),
        (b"IEND", b""),
    )
    written = b"".join(
        struct.pack(">I", len(content))
        + name
        + content
        + struct.pack(">I", zlib.crc32(name + content))
        for name, content in parts
    )
    return BytesIO(b"\x89PNG\r\n\x1a\n" + written)


@cache
def untouched():
    """Return the workbook as it is handed out."""
    return workbook()


# --- what people type -------------------------------------------------------------------------

TEXTS = (
    "ca. 40", "3-4 dager", "uke 12", "Q3 2026", "høsten 2026", "0", "40", "12,5 %", "- ingen -",
    "=SUM(A1:A9)", "+47 99 99 99 99", "@avdelingsleder", "Kárášjohka – Karasjok", "Ja", "1. halvår",
    "Færre henvendelser\nog kortere køer", " mellomrom foran", "a < b & c > d", '"sitat"', "👵🏽 eldre",
    "_x0041_", "31.02.2026", "TRUE", "#N/A", "1e5", "\u200busynlig", "x" * 300, "tab\there", "æøå ÆØÅ",
)  # fmt: skip
FIRST_DAY = date(2024, 1, 1)


def typed(seed):
    """Return something in every cell that people fill in, the same each time for a seed."""
    chance = random.Random(seed)
    return {at: _something(chance, says) for at, says in INPUTS.items()}


def _something(chance, says):
    makes = SPECIAL.get(says.says, _anything)
    return None if chance.random() < 0.15 else makes(chance)


def _anything(chance):
    return chance.choice((_text, _text, _number, _day, _minute, _nought))(chance)


def _text(chance):
    return chance.choice(TEXTS)


def _nought(_chance):
    return 0


def _number(chance):
    whole = chance.randint(-10_000, 10_000_000)
    return chance.choice((whole, whole / 100, round(chance.random(), 4), 40))


def _amount(chance):
    return chance.choice((_number, _number, _number, _nought, _text))(chance)


def _cost(chance):
    return chance.choice((_number, _nought))(chance)


def _level(chance):
    return chance.choice((_number, _number, _nought, _rough))(chance)


def _rough(chance):
    return chance.choice(("ca. 40", "3-4 dager", "uendra", "høy"))


def _day(chance):
    return FIRST_DAY + timedelta(days=chance.randint(0, 3_000))


def _minute(chance):
    at = datetime.combine(_day(chance), datetime.min.time())
    return at + timedelta(minutes=chance.randint(1, 1_439))


def _kind(chance):
    return chance.choice(
        (kommit.DIRECT, kommit.DIRECT, kommit.INDIRECT, kommit.QUALITATIVE, "Annet")
    )


def _rate(chance):
    return chance.choice((0, 0.04, 0.035, 0.1, round(chance.random(), 3)))


SPECIAL = {
    "type": _kind,
    "rate": _rate,
    "investment": _cost,
    "operating cost": _cost,
    "amount": _amount,
    "today": _level,
    "target": _level,
    "measured": _level,
}
