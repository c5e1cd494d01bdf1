"""Workbooks: what people typed is read, and what is written changes nothing else (ADR 0032)."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from io import BytesIO

import pytest
from django.utils import translation
from hypothesis import given, settings
from hypothesis import strategies as st
from python_calamine import CalamineWorkbook

from stafett.lib import Refused
from stafett.lib.workbooks import cells, patch, read
from stafett.lib.workbooks.formulas import moved
from tests.workbooks import MAIN, SHEET, packed, parts_of, replaced, sheet_of, small

at = datetime.fromisoformat
days = st.dates(date(1900, 3, 1), date(9999, 12, 31))
minutes = st.datetimes(at("1900-03-01T00:00"), at("9999-12-31T23:59")).map(
    lambda moment: moment.replace(microsecond=0)
)
texts = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x00"), max_size=40)
numbers = st.integers(-(10**14), 10**14) | st.floats(allow_nan=False, allow_infinity=False)
values = st.none() | texts | numbers | st.booleans() | days | minutes
addresses = st.builds(cells.address, st.integers(1, 60), st.integers(1, 30))


def typed(sheet, book):
    day = book.add_format({"num_format": "d. mmmm yyyy"})
    sheet.write("A1", "Gevinst æøå")
    sheet.write("B1", 40)
    sheet.write("C1", 0.4)
    sheet.write("D1", True)
    sheet.write_datetime("E1", at("2026-09-01T00:00"), day)
    sheet.write_datetime("F1", at("2026-09-01T12:30"), day)
    sheet.write_formula("G1", "=B1*2", None, 80)
    sheet.write_rich_string("H1", "en ", book.add_format({"bold": True}), "fet", " ting")
    sheet.write("I1", "ca. 40")
    sheet.merge_range("A3:C4", "vurdering")
    sheet.write_blank("A6", None, day)
    sheet.write("B6", 7, book.add_format({"num_format": '"uke" 0'}))
    sheet.write_number("C6", 0.5, book.add_format({"num_format": "hh:mm"}))


def cells_of(content, sheet="Ark"):
    return dict(read(content)[sheet].cells)


# --- reading ----------------------------------------------------------------------------------


def test_what_people_type_is_read_as_what_it_is():
    sheet = read(small(typed))["Ark"]

    assert sheet.cells == {
        "A1": "Gevinst æøå",
        "B1": 40,
        "C1": 0.4,
        "D1": True,
        "E1": date(2026, 9, 1),
        "F1": at("2026-09-01T12:30"),
        "G1": 80,
        "H1": "en fet ting",
        "I1": "ca. 40",
        "A3": "vurdering",
        "B6": 7,
        "C6": 0.5,
    }
    assert sheet.formulas == {"G1": "B1*2"}
    assert sheet.merged == ("A3:C4",)
    assert sheet.rows()[1] == (3, {1: "vurdering"})


def test_another_reader_reads_the_same():
    [sheet] = CalamineWorkbook.from_filelike(BytesIO(small(typed))).sheet_names
    rows = CalamineWorkbook.from_filelike(BytesIO(small(typed))).get_sheet_by_name(sheet)
    found = {
        cells.address(row, column): value
        for row, line in enumerate(rows.to_python(skip_empty_area=False), start=1)
        for column, value in enumerate(line, start=1)
        if value != ""
    }

    assert found.pop("C6") == time(12)
    ours = cells_of(small(typed))
    assert ours.pop("C6") == 0.5
    assert found == ours


def test_sheets_keep_their_order_and_tell_which_are_hidden():
    def two(sheet, book):
        book.add_worksheet("Skjult").hide()
        book.define_name("Måleindikator1", "=Ark!$E$5")

    book = read(small(two))

    assert [(sheet.name, sheet.hidden) for sheet in book.sheets] == [
        ("Ark", False), ("Skjult", True),
    ]  # fmt: skip
    assert book.names == {"Måleindikator1": "Ark!$E$5"}
    assert "Skjult" in book
    assert "støtteark" not in book


def test_the_formulas_of_a_column_written_once_are_told_for_each_cell():
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A3" si="0">IF($B1="A1",B$1,Ark!C1)</f></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/><v>1</v></c></row>'
        '<row r="3"><c r="A3"><f t="shared" si="0"/></c></row>'
    )

    assert read(sheet_of(rows))["Ark"].formulas == {
        "A1": 'IF($B1="A1",B$1,Ark!C1)',
        "A2": 'IF($B2="A1",B$1,Ark!C2)',
        "A3": 'IF($B3="A1",B$1,Ark!C3)',
    }


@pytest.mark.parametrize(
    ("formula", "follows"),
    [
        ("SUM(B2:B9)", "SUM(C5:C12)"),
        ("'Ark A1'!B2+\"B2\"", "'Ark A1'!C5+\"B2\""),
        ("LOG10(B2)", "LOG10(C5)"),
        ("ARK1!B2", "ARK1!C5"),
        ("Sum_B2+B$2", "Sum_B2+C$2"),
        ("$XFD1", "$XFD4"),
    ],
)
def test_a_formula_follows_when_it_is_moved(formula, follows):
    assert moved(formula, 3, 1) == follows


def test_a_formula_that_would_leave_the_sheet_points_at_nothing():
    assert moved("A1+B2", -1, 0) == "#REF!+B1"


def test_places_may_be_left_out_where_they_follow():
    rows = "<row><c><v>1</v></c><c><v>2</v></c></row><row><c r='C2'><v>3</v></c></row>"

    assert cells_of(sheet_of(rows)) == {"A1": 1, "B1": 2, "C2": 3}


def test_an_error_is_no_value():
    sheet = read(sheet_of('<row><c r="A1" t="e"><f>1/0</f><v>#DIV/0!</v></c></row>'))["Ark"]

    assert (sheet.cells, sheet.errors) == ({}, {"A1": "#DIV/0!"})


def test_the_strict_kind_of_workbook_is_read_and_written():
    content = small(typed)
    strict = packed_strict(content)

    assert cells_of(strict) == cells_of(content)
    assert cells_of(patch(strict, {("Ark", "B1"): 41}))["B1"] == 41


def packed_strict(content):
    parts = parts_of(content)
    old = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    return packed(
        {
            name: part.replace(old, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
            for name, part in parts.items()
        }
    )


@pytest.mark.parametrize(
    ("code", "dated"),
    [
        ("d.m.yyyy", True),
        ("[$-414]d. mmmm yyyy;@", True),
        ("mmm", True),
        ("hh:mm", False),
        ("[h]:mm:ss", False),
        ("General", False),
        ('0" dager"', False),
        ("#,##0\\ \\d", False),
        ("_-* #,##0_-;\\-* #,##0_-", False),
        ("[Red]0.00", False),
    ],
)
def test_a_number_is_a_day_when_its_cell_shows_days(code, dated):
    assert cells.shows_dates(code) is dated


@given(days | minutes, st.booleans())
def test_a_day_is_the_number_excel_has_for_it(moment, from_1904):
    counted = cells.days(moment, from_1904=from_1904)

    assert cells.moment(counted, from_1904=from_1904) == cells.plain(moment)


@given(st.integers(1, 1_048_576), st.integers(1, 16_384))
def test_an_address_is_a_place(row, column):
    assert cells.place(cells.address(row, column)) == (row, column)


@given(texts)
def test_any_text_survives_a_cell(text):
    assert cells.unescaped(cells.escaped(text)) == text


# --- writing ----------------------------------------------------------------------------------


@settings(max_examples=40)
@given(st.dictionaries(addresses, values, max_size=12))
def test_what_is_written_is_read_again_and_all_else_stays(changes):
    before = small(typed)
    changes = {
        address: value for address, value in changes.items() if address not in {"G1", *UNDER}
    }

    after = patch(before, {("Ark", address): value for address, value in changes.items()})

    wanted = cells_of(before) | {address: cells.plain(value) for address, value in changes.items()}
    found = cells_of(after)
    assert found == {address: value for address, value in wanted.items() if value is not None}
    assert {a: type(v) for a, v in found.items()} == {a: type(wanted[a]) for a in found}
    assert read(after)["Ark"].formulas == {"G1": "B1*2"}
    assert set(changed(before, after)) <= {SHEET, MAIN, "xl/styles.xml"}


UNDER = {"B3", "C3", "A4", "B4", "C4"}


def changed(before, after):
    old, new = parts_of(before), parts_of(after)
    assert list(old) == list(new)
    return [name for name, part in old.items() if new[name] != part]


def test_saying_what_stands_there_already_changes_no_byte():
    before = small(typed)
    told = {("Ark", address): value for address, value in cells_of(before).items()}

    assert patch(before, told) == before
    assert patch(before, {}) == before
    assert patch(before, {("Ark", "Z9"): None}) == before


def test_whoever_opens_it_gets_it_reckoned_anew():
    after = parts_of(patch(small(typed), {("Ark", "B1"): 41}))

    assert b'fullCalcOnLoad="1"' in after[MAIN]


def test_a_workbook_that_says_nothing_of_reckoning_is_asked_too():
    silent = replaced(MAIN, '<calcPr calcId="124519" fullCalcOnLoad="1"/>', "<extLst/>")

    main = parts_of(patch(silent, {("Ark", "A1"): "ny"}))[MAIN]

    assert main.index(b"calcPr fullCalcOnLoad") < main.index(b"extLst")


def test_a_formula_is_left_unless_somebody_asks():
    before = small(typed)

    with translation.override("en"), pytest.raises(Refused) as refused:
        patch(before, {("Ark", "G1"): 5})
    assert refused.value.message == ("G1 on “Ark” is reckoned by a formula, and is left as it is.")

    after = read(patch(before, {("Ark", "G1"): 5}, over_formulas={("Ark", "G1")}))["Ark"]
    assert after.cells["G1"] == 5
    assert after.formulas == {}


def test_the_order_of_reckoning_goes_with_a_formula_and_only_then():
    before = with_chain(small(typed))

    kept = parts_of(patch(before, {("Ark", "B1"): 5}))
    dropped = parts_of(patch(before, {("Ark", "G1"): 5}, over_formulas={("Ark", "G1")}))

    assert kept["xl/calcChain.xml"] == b"<calcChain/>"
    assert "xl/calcChain.xml" not in dropped
    assert b"calcChain" not in dropped["xl/_rels/workbook.xml.rels"]
    assert b"calcChain" not in dropped["[Content_Types].xml"]


def with_chain(content):
    kind = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/calcChain"
    link = f'<Relationship Id="rId99" Type="{kind}" Target="calcChain.xml"/></Relationships>'
    part = '<Override PartName="/xl/calcChain.xml" ContentType="x"/></Types>'
    linked = replaced("xl/_rels/workbook.xml.rels", "</Relationships>", link, content)
    typed_too = replaced("[Content_Types].xml", "</Types>", part, linked)
    return packed(parts_of(typed_too) | {"xl/calcChain.xml": b"<calcChain/>"})


def test_a_formula_that_others_share_is_left_also_when_asked():
    rows = (
        '<row r="1"><c r="A1"><f t="shared" ref="A1:A2" si="0">B1</f></c></row>'
        '<row r="2"><c r="A2"><f t="shared" si="0"/></c></row>'
    )
    shared = sheet_of(rows)

    with pytest.raises(Refused):
        patch(shared, {("Ark", "A1"): 1}, over_formulas={("Ark", "A1")})
    after = patch(shared, {("Ark", "A2"): 1}, over_formulas={("Ark", "A2")})
    assert read(after)["Ark"].formulas == {"A1": "B1"}


@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({("Arkk", "A1"): 1}, "The workbook has no sheet called “Arkk”."),
        ({("Ark", "B4"): 1}, "B4 on “Ark” lies hidden under a merged cell, and is left as it is."),
        (
            {("Ark", "A1"): "x" * 32_768},
            "The text for A1 on “Ark” is longer than Excel takes in a cell.",
        ),
    ],
)
def test_what_cannot_be_written_is_refused_with_a_sentence(change, says):
    with translation.override("en"), pytest.raises(Refused) as refused:
        patch(small(typed), change)

    assert refused.value.message == says


def test_a_text_that_looks_like_a_formula_stays_a_text():
    after = patch(small(typed), {("Ark", "A1"): '=HYPERLINK("http://x","y")'})

    sheet = read(after)["Ark"]
    assert sheet.cells["A1"] == '=HYPERLINK("http://x","y")'
    assert "A1" not in sheet.formulas
    assert b'quotePrefix="1"' in parts_of(after)["xl/styles.xml"]


def test_values_are_written_as_reading_gives_them():
    after = cells_of(
        patch(
            small(typed),
            {
                ("Ark", "A1"): Decimal("434030.45"),
                ("Ark", "B1"): datetime(2026, 1, 1, 11, 0, tzinfo=UTC),
                ("Ark", "C1"): "",
                ("Ark", "D1"): 1,
                ("Ark", "E1"): date(1899, 5, 17),
            },
        )
    )

    assert after["A1"] == 434030.45
    assert after["B1"] == at("2026-01-01T12:00")
    assert "C1" not in after
    assert after["D1"] is not True
    assert after["E1"] == "17.05.1899"


def test_a_new_cell_looks_as_its_column_does():
    def columns(sheet, book):
        sheet.set_column("B:B", 20, book.add_format({"num_format": "d.m.yyyy"}))
        sheet.write("A1", "x")
        sheet.write("A9", "y")

    before = small(columns)
    after = patch(before, {("Ark", "B5"): date(2026, 9, 1)})

    assert cells_of(after)["B5"] == date(2026, 9, 1)
    assert set(changed(before, after)) == {SHEET, MAIN}


def test_an_empty_look_book_takes_days_as_text():
    bare = replaced("xl/styles.xml", "cellXfs", "noXfs")

    assert cells_of(patch(bare, {("Ark", "B1"): date(2026, 9, 1)}))["B1"] == "01.09.2026"
