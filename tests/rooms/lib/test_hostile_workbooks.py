"""Files that would harm, or are not what they say: each is refused with its own sentence."""

import struct
import subprocess
import sys
from io import BytesIO
from zipfile import ZIP_BZIP2, ZipFile

import docx
import pytest
from django.utils import translation

from stafett.lib.workbooks import limits, read
from stafett.lib.workbooks.drawings import shapes
from stafett.lib.workbooks.refusals import Unreadable
from tests.house.rooms import ROOT
from tests.workbooks import SHEET, packed, parts_of, replaced, sheet_of, small, with_parts

SAVE_AGAIN = "Open it in Excel or LibreOffice, save it as .xlsx, and send that one."
STRANGE = "The workbook holds something no spreadsheet program writes"
BROKEN = "The workbook is broken"
MACROS = "The workbook holds macros, which are small programs."
DDE = "The workbook asks to start other programs (DDE)."
LARGE = "The workbook becomes larger than 60 MB when it is unpacked."
OLE = bytes.fromhex("d0cf11e0a1b11ae1") + b"\0" * 512
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
LAUGHS = '<!DOCTYPE a [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
READS_A_FILE = '<!DOCTYPE a [<!ENTITY c SYSTEM "file:///etc/passwd">]>'
LAUGHING = '<row r="1"><c r="A1" t="str"><v>&c;</v></c></row>'


def word():
    made = BytesIO()
    docx.Document().save(made)
    return made.getvalue()


def open_document():
    return packed(
        {"mimetype": "application/vnd.oasis.opendocument.spreadsheet", "content.xml": "<x/>"}
    )


def named(name):
    """Return a workbook with one more part, of a name Python itself would not write."""
    content = with_parts(**{"x" * len(name): b"<x/>"})
    return content.replace(b"x" * len(name), name.encode())


def twice():
    made = BytesIO(small())
    with ZipFile(made, "a") as box, pytest.warns(UserWarning, match="Duplicate"):
        box.writestr(SHEET, b"<other/>")
    return made.getvalue()


def swelling():
    return with_parts(xl__media__image1=b"\0" * 5_000_000)


def many_swelling():
    noise = {f"xl__media__{number}": bytes(900_000) for number in range(80)}
    return with_parts(**noise)


def lying_about_its_size():
    """Return a workbook whose sheet says it is small, and unpacks to a thousand times that."""
    content = sheet_of(" " * 900_000)
    size = len(parts_of(content)[SHEET])
    return content.replace(struct.pack("<L", size), struct.pack("<L", 900))


def in_seven_bits():
    """Return a workbook whose sheet hides its signs in a way of writing nobody uses."""
    declared = b'<?xml version="1.0" encoding="utf-7"?>'
    sheet = parts_of(sheet_of(LAUGHING, before=LAUGHS))[SHEET]
    return packed(parts_of(small()) | {SHEET: declared + sheet.replace(b"<", b"+ADw-")})


def locked():
    content = bytearray(small())
    at = content.index(b"PK\x01\x02")
    while at >= 0:
        content[at + 8] |= 1
        at = content.find(b"PK\x01\x02", at + 4)
    return bytes(content)


def with_link(kind, part, content="<x/>"):
    link = f'<Relationship Id="rId98" Type="{RELATIONS}/{kind}" Target="{part}"/></Relationships>'
    linked = replaced("xl/_rels/workbook.xml.rels", "</Relationships>", link)
    return packed(parts_of(linked) | {f"xl/{part}": content})


def with_dde_link():
    link = '<externalLink><ddeLink ddeService="cmd" ddeTopic="/c calc"/></externalLink>'
    markup = link.replace("<externalLink", '<externalLink xmlns="urn:x"')
    return with_link("externalLink", "externalLinks/externalLink1.xml", markup)


def macro_enabled():
    plain = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    return replaced("[Content_Types].xml", plain, macro)


def formula(text):
    return sheet_of(f'<row r="1"><c r="A1"><f>{text}</f><v>1</v></c></row>')


def cell(written):
    return sheet_of(f'<row r="1">{written}</row>')


def million_rows():
    rows = "".join(f'<row r="{number}"><c><v>1</v></c></row>' for number in range(1, 1_000_001))
    return sheet_of(rows)


HOSTILE = {
    "nothing": (lambda: b"", "This is no Excel workbook. Send a file that ends in .xlsx."),
    "a text": (lambda: b"Gevinst;40", "This is no Excel workbook."),
    "a page": (lambda: b"<html><table></table></html>", "This is no Excel workbook."),
    "a pdf": (lambda: b"%PDF-1.7\n", "This is no Excel workbook."),
    "a zip": (lambda: packed({"a.txt": "x"}), "This is no Excel workbook."),
    "word": (word, f"This is a file of another kind (Word). {SAVE_AGAIN}"),
    "open document": (open_document, "This is a file of another kind (OpenDocument)."),
    "xlsb": (lambda: with_parts(xl__workbook__bin=b"", **{"xl/workbook.bin": b""}),
             "This is a file of another kind (.xlsb)."),
    "xls": (lambda: OLE, "This is a file of another kind (.xls)."),
    "encrypted": (lambda: OLE + "EncryptedPackage".encode("utf-16-le"),
                  "The workbook is locked with a password."),
    "locked": (locked, "The workbook is locked with a password."),
    "cut off": (lambda: small()[:-400], BROKEN),
    "cut short": (lambda: small()[:40], BROKEN),
    "bit flipped": (lambda: with_parts(**{SHEET: b"<a>"}), f"{BROKEN}: its part “{SHEET}”"),
    "another packing": (lambda: packed(parts_of(small()), ZIP_BZIP2), BROKEN),
    "part missing": (lambda: packed({k: v for k, v in parts_of(small()).items() if k != SHEET}),
                     f"{BROKEN}: its part “{SHEET}”"),
    "too large": (lambda: small() + b"\0" * limits.MOST_BYTES, "The file is larger than 10 MB."),
    "bomb": (swelling, LARGE),
    "many bombs": (many_swelling, LARGE),
    "lying bomb": (lying_about_its_size, BROKEN),
    "many parts": (lambda: with_parts(**{f"p{n}": b"" for n in range(2_000)}),
                   "The workbook has more than 2\u202f000 parts."),
    "climbing": (lambda: named("../../x"), f"{STRANGE}: '../../x'."),
    "absolute": (lambda: named("/etc/passwd"), STRANGE),
    "backslash": (lambda: named("..\\x"), STRANGE),
    "drive": (lambda: named("C:x"), STRANGE),
    "nought in a name": (lambda: named("xl/a\0b"), STRANGE),
    "twice": (twice, STRANGE),
    "twice in other letters": (lambda: with_parts(**{SHEET.upper(): b""}), STRANGE),
    "macros": (macro_enabled, MACROS),
    "macros hidden": (lambda: with_parts(xl__vbaProject__bin=b"", **{"xl/vbaProject.bin": b""}), MACROS),
    "macro sheet": (lambda: with_link("xlMacrosheet", "worksheets/m.xml"), MACROS),
    "dde link": (with_dde_link, DDE),
    "dde formula": (lambda: formula("cmd|'/c calc'!A0"), DDE),
    "dde function": (lambda: formula('DDE("cmd","/c calc","x")'), DDE),
    "laughs": (lambda: sheet_of(LAUGHING, before=LAUGHS), f"{STRANGE}: DOCTYPE."),
    "reads a file": (lambda: sheet_of(LAUGHING, before=READS_A_FILE), f"{STRANGE}: DOCTYPE."),
    "laughs in wide letters": (lambda: sheet_of(LAUGHING, before=LAUGHS, encoding="utf-16"), BROKEN),
    "laughs in seven bits": (in_seven_bits, BROKEN),
    "wrong letters": (lambda: sheet_of('<row r="1"><c r="A1" t="str"><v>ø</v></c></row>', encoding="latin-1"), BROKEN),
    "million rows": (million_rows, "The workbook has a part with more in it than we read."),
    "endless": (lambda: cell("<c {}/>".format(" ".join(f'a{n}=""' for n in range(20_000)))), BROKEN),
    "deep": (lambda: sheet_of("<a>" * 10_000 + "</a>" * 10_000), BROKEN),
    "no address": (lambda: cell('<c r="Ø1"><v>1</v></c>'), STRANGE),
    "beyond the sheet": (lambda: cell('<c r="XFE1"><v>1</v></c>'), STRANGE),
    "row beyond": (lambda: sheet_of('<row r="1048577"/>'), STRANGE),
    "row nought": (lambda: sheet_of('<row r="0"/>'), STRANGE),
    "backwards": (lambda: cell('<c r="B1"/><c r="A1"/>'), STRANGE),
    "no such text": (lambda: cell('<c r="A1" t="s"><v>99</v></c>'), BROKEN),
    "text number less than none": (lambda: cell('<c r="A1" t="s"><v>-1</v></c>'), BROKEN),
    "no number": (lambda: cell('<c r="A1"><v>førti</v></c>'), BROKEN),
    "nan": (lambda: cell('<c r="A1"><v>nan</v></c>'), BROKEN),
    "too large a number": (lambda: cell('<c r="A1"><v>1e999</v></c>'), BROKEN),
}  # fmt: skip


@pytest.mark.parametrize(("make", "says"), HOSTILE.values(), ids=HOSTILE)
def test_a_hostile_file_is_refused_with_its_own_sentence(make, says):
    said = said_of(make(), "en")

    assert said.startswith(says)
    assert len(said) < 250


@pytest.mark.parametrize(
    "name", ["a text", "xls", "locked", "cut off", "macros", "dde link", "climbing", "bomb"]
)
def test_the_sentence_is_said_in_three_languages(name):
    make, _says = HOSTILE[name]

    assert len({said_of(make(), language) for language in ("nb", "nn", "en")}) == 3


def said_of(content, language):
    with translation.override(language):
        with pytest.raises(Unreadable) as refused:
            read(content)
        return str(refused.value.message)


@pytest.mark.parametrize(
    ("limit", "most", "says"),
    [
        ("MOST_ROWS", 3, "The workbook has more than 3 rows."),
        ("MOST_CELLS", 3, "The workbook has more than 3 cells."),
        ("MOST_TEXT", 3, "The workbook has more than 3 signs in its cells."),
        ("MOST_MERGED", 1, "The workbook has more than 1 merged cells."),
    ],
)
def test_more_than_we_take_in_is_said_and_nothing_is_left_out(limit, most, says, monkeypatch):
    def fill(sheet, _book):
        sheet.write_column("A1", ["en", "to", "tre", "fire"])
        sheet.merge_range("C1:C2", "")
        sheet.merge_range("C3:C4", "")

    content = small(fill)
    read(content)
    monkeypatch.setattr(limits, limit, most)

    assert said_of(content, "en").startswith(says)


@pytest.mark.parametrize(
    ("part", "what"),
    [
        ("xl/externalLinks/externalLink1.xml", "links to other workbooks"),
        ("xl/embeddings/oleObject1.bin", "objects and controls from other programs"),
        ("xl/connections.xml", "connections to databases and web pages"),
        ("customUI/customUI14.xml", "add-ins"),
    ],
)
def test_what_we_neither_follow_nor_run_is_told(part, what):
    content = packed(parts_of(small()) | {part: "<x/>"})

    with translation.override("en"):
        assert read(content).left_alone == (what,)


def test_a_formula_is_read_as_text_and_a_text_as_text():
    sheet = read(formula("WEBSERVICE(&quot;http://x&quot;)"))["Ark"]
    assert sheet.formulas == {"A1": 'WEBSERVICE("http://x")'}

    written = cell('<c r="A1" t="str"><v>=1+1</v></c>')
    assert read(written)["Ark"].formulas == {}


@pytest.mark.parametrize("column", ["99999999999", "-3", "ja"])
def test_a_shape_that_stands_nowhere_is_put_at_an_edge_or_refused(column):
    corner = f"<x:col>{column}</x:col><x:colOff>1</x:colOff>"
    drawn = (
        '<x:wsDr xmlns:x="urn:x" xmlns:a="urn:a"><x:twoCellAnchor>'
        f"<x:from>{corner}</x:from><x:to>{corner}</x:to><x:sp><a:prstGeom prst='line'/></x:sp>"
        "</x:twoCellAnchor></x:wsDr>"
    )
    content = small(lambda sheet, _book: sheet.insert_textbox("A1", "x"))
    content = packed(parts_of(content) | {"xl/drawings/drawing1.xml": drawn})

    if column == "ja":
        with pytest.raises(Unreadable):
            shapes(content, "Ark")
    else:
        assert [shape.forms for shape in shapes(content, "Ark")] == [("line",)]


WORST = {
    "tags": "<x/>" * 1_990_000,
    "attributes": ("<x {}/>".format(" ".join(f'a{number}=""' for number in range(9_000)))) * 200,
    "cells": "".join(f'<row r="{n}">{"<c><v>1</v></c>" * 15}</row>' for n in range(1, 10_001)),
}


@pytest.mark.parametrize("worst", WORST)
def test_the_worst_we_take_in_fits_in_memory(worst, tmp_path):
    file = tmp_path / "worst.xlsx"
    file.write_bytes(sheet_of(WORST[worst]))

    done = subprocess.run(
        [sys.executable, "-c", MEASURED, file], cwd=ROOT, capture_output=True, text=True, check=True
    )

    assert int(done.stdout) < MOST_MEMORY_MB


MOST_MEMORY_MB = 400
MEASURED = """
import resource, sys
from pathlib import Path
from stafett.lib.rules import Refused
from stafett.lib.workbooks import read
from django.conf import settings
settings.configure(USE_I18N=False)

def most():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024

before = most()
try:
    read(Path(sys.argv[1]).read_bytes())
except Refused:
    pass
print(most() - before)
"""
