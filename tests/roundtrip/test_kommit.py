"""Out as it came in: two hundred workbooks, and the real one where it lies beside the repository.

Every cell people fill in is filled, read, filled anew and read: nothing is lost, no formula is
touched, and every other part of the file is the same, byte for byte.
"""

import pytest

from stafett.files.rules import kommit, kommit_dials
from stafett.files.rules.kommit_dials import UNTOUCHED, dials, dragged
from stafett.files.rules.kommit_figures import figures
from stafett.lib.workbooks import cells, patch, read
from stafett.lib.workbooks.drawings import Shape, shapes
from tests.kommit import FROM_THE_START, REAL, real, typed, untouched, with_dials, workbook
from tests.workbooks import MAIN, packed, parts_of, small

WORKBOOKS, AT_A_TIME = 200, 10
HANDED_OUT = {
    "made here" if real() else f"made here; the real one is not at {REAL.parent.name}": untouched,
    **{f"the real one, {path.name}": path.read_bytes for path in real()},
}
handed_out = pytest.mark.parametrize("template", HANDED_OUT.values(), ids=HANDED_OUT)


def lost(content, told):
    """Return the cells that do not say what was typed."""
    sheets = {sheet.name: sheet.cells for sheet in read(content).sheets}
    said = {(sheet, address): sheets[sheet].get(address) for sheet, address in told}
    return {
        at: (value, said[at])
        for at, value in told.items()
        if not cells.same(cells.plain(value), said[at])
    }


def formulas(content):
    return {sheet.name: dict(sheet.formulas) for sheet in read(content).sheets}


def others(content):
    """Return the parts no cell is in."""
    return {
        name: part
        for name, part in parts_of(content).items()
        if not name.startswith("xl/worksheets/sheet") and name not in {MAIN, "xl/styles.xml"}
    }


@pytest.mark.parametrize("first", range(0, WORKBOOKS, AT_A_TIME))
def test_two_hundred_workbooks_come_out_as_they_came_in(first):
    for seed in range(first, first + AT_A_TIME):
        came, anew = typed(seed), typed(WORKBOOKS + seed)
        content = workbook(came)
        assert lost(content, came) == {}

        patched = patch(content, anew)

        assert lost(patched, anew) == {}
        assert formulas(patched) == formulas(untouched())
        assert others(patched) == others(content)


@handed_out
def test_every_cell_takes_what_is_typed_and_gives_it_back(template):
    before = template()
    for seed in range(3):
        after = patch(before, typed(seed))

        assert lost(after, typed(seed)) == {}
        assert formulas(after) == formulas(before)
        assert others(after) == others(before)
        assert list(parts_of(after)) == list(parts_of(before))
        back = dict.fromkeys(typed(seed)) | FROM_THE_START
        assert lost(patch(after, back), back) == {}


@handed_out
def test_an_untouched_workbook_says_nothing_and_goes_out_as_the_same_bytes(template):
    content = template()
    book = read(content)

    assert kommit.is_one(book)
    assert kommit.typed(book) == {}
    assert kommit.typed_over(book) == []
    assert patch(content, dict.fromkeys(set(kommit.INPUTS) - set(FROM_THE_START))) == content


@handed_out
def test_a_dial_is_told_only_when_somebody_dragged_it(template):
    content = template()
    book = read(content)

    assert len(dials(content, book)) == 12
    assert dragged(content, book) == []


def test_a_dragged_dial_is_a_place_on_a_line():
    moved = (kommit.STATUS, "training")
    content = with_dials(untouched(), UNTOUCHED | {moved: 0.1})

    [dial] = dragged(patch(content, typed(1)), read(content))

    assert (dial.sheet, dial.about, round(dial.place, 3)) == (*moved, 0.1)


def test_a_triangle_in_the_next_column_stands_where_it_looks():
    """Columns are as wide as the screen has them; the line knows how long it is."""
    drawn = [
        Shape(("triangle",), "", 2, 2_000_000, 2_300_000, 300_000),
        Shape(("line",), "", 1, 1_500_000, 2_600_000, 1_200_000),
    ]

    assert [round(place, 3) for place in kommit_dials._places(drawn)] == [0.625]


def test_what_is_written_on_drawn_boxes_is_read():
    assert [shape.text for shape in shapes(untouched(), kommit.PROCESS_NOW)] == [
        "Mottar søknad", "Vurderer",
    ]  # fmt: skip


@handed_out
def test_what_the_workbook_reckons_is_described_to_the_last_formula(template):
    book = read(template())
    written = {(sheet.name, at) for sheet in book.sheets for at in sheet.formulas}

    assert written == set(kommit.DERIVED)


def test_there_are_788_cells_to_fill_in_and_each_means_one_thing():
    assert len(kommit.INPUTS) == len(kommit.PLACES) == 788
    assert not set(kommit.INPUTS) & set(kommit.DERIVED)


def test_a_workbook_with_renamed_sheets_is_known_by_its_titles():
    names = {kommit.ANALYSIS: "Gevinster 2026", kommit.CHANGES: "Endringer"}
    filled = patch(untouched(), typed(1))

    book = read(renamed(filled, names))

    assert kommit.is_one(book)
    assert kommit.sheets(book)[kommit.ANALYSIS].name == "Gevinster 2026"
    assert kommit.typed_over(book) == []
    assert figures(book) == figures(read(filled))
    assert _values(book) == _values(read(filled))


def renamed(content, names):
    """Return the workbook as it is when somebody has given sheets other names."""
    parts = parts_of(content)
    for old, new in names.items():
        parts = {name: part.replace(old.encode(), new.encode()) for name, part in parts.items()}
    return packed(parts)


def _values(book):
    return {says: found.value for says, found in kommit.typed(book).items()}


def test_another_workbook_is_not_taken_for_this_one():
    assert not kommit.is_one(read(small()))


def test_a_formula_somebody_typed_over_is_told_with_its_place():
    at = (kommit.ANALYSIS, "C39")

    book = read(patch(untouched(), {at: 5}, over_formulas={at}))

    assert kommit.typed_over(book) == [kommit.Typed(*at, 5)]
