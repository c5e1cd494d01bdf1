"""What a spreadsheet program reckons from workbooks is what we reckon: not an øre between them."""

import pytest

from stafett.files.rules.kommit import ANALYSIS, BENEFITS, INPUTS, RESULT
from stafett.files.rules.kommit_figures import differences, figures
from stafett.lib.workbooks import Sheet, Workbook, cells, patch, read
from tests.kommit import REAL, real, typed, untouched
from tools.calculator import saved_again, shown

WORKBOOKS = 200
BESIDE = "and the real one" if real() else f"the real one is not at {REAL.parent.name}"


@pytest.fixture(scope="module")
def sent():
    """Two hundred workbooks with something in every cell, and the real one where it is."""
    templates = [untouched()] * WORKBOOKS + [path.read_bytes() for path in real()]
    return [patch(content, typed(seed)) for seed, content in enumerate(templates)]


@pytest.fixture(scope="module")
def ours(sent):
    """What we reckon from what was typed in each."""
    return [figures(_book(typed(seed))) for seed in range(len(sent))]


def _book(told):
    names = dict.fromkeys(sheet for sheet, _address in told)
    sheets = [
        Sheet(name, False, {a: v for (s, a), v in told.items() if s == name}) for name in names
    ]
    return Workbook(tuple(sheets), {}, ())


@pytest.fixture(scope="module")
def theirs(sent, tmp_path_factory):
    """What each shows when it is reckoned anew."""
    folder = tmp_path_factory.mktemp("shown")
    return shown(_files(sent, folder), folder=folder)


def _files(sent, folder):
    files = [folder / f"{number}.xlsx" for number in range(len(sent))]
    for file, content in zip(files, sent, strict=True):
        file.write_bytes(content)
    return files


def text(sheets, sheet, address):
    row, column = cells.place(address)
    rows = sheets[sheet]
    return rows[row - 1][column - 1] if row <= len(rows) and column <= len(rows[row - 1]) else ""


def number(sheets, sheet, address):
    """Return the number that is shown, or None for nothing and for an error."""
    said = text(sheets, sheet, address)
    if not said or said.startswith("#"):
        return None
    return float(said.removesuffix("%")) / (100 if said.endswith("%") else 1)


@pytest.mark.parametrize("_which", [f"{WORKBOOKS} made here, {BESIDE}"])
def test_the_present_value_is_the_same_to_the_oere(_which, ours, theirs):
    shown_values = [number(sheets, ANALYSIS, "C39") for sheets in theirs]

    assert len(shown_values) == WORKBOOKS + len(real())
    assert len(set(shown_values)) > WORKBOOKS / 2
    assert [round(value, 2) for value in shown_values] == [
        round(each.present_value, 2) for each in ours
    ]


def test_freed_time_is_the_same(ours, theirs):
    shown_values = [number(sheets, ANALYSIS, "C42") for sheets in theirs]

    assert shown_values == [pytest.approx(each.freed_time) for each in ours]


def test_each_benefit_has_come_as_far(ours, theirs):
    for sheets, each in zip(theirs, ours, strict=True):
        reckoned = {n: number(sheets, RESULT, f"E{13 + n}") for n in BENEFITS}
        expected = {n: pytest.approx(each.achievements[n].kommit) for n in BENEFITS}

        assert reckoned == expected


def test_every_text_people_typed_is_shown(theirs):
    for seed, sheets in enumerate(theirs):
        told = {at: value for at, value in typed(seed).items() if isinstance(value, str)}

        assert {at: text(sheets, *at) for at in told} == told


def test_a_workbook_that_is_saved_there_has_lost_nothing(sent, tmp_path):
    few = [*sent[:2], *sent[WORKBOOKS:]]
    saved = saved_again(_files(few, tmp_path), folder=tmp_path)

    for before, file in zip(few, saved, strict=True):
        after = read(file.read_bytes())
        assert differences(after) == []
        assert _typed(after) == _typed(read(before))


def _typed(book):
    found = {at: book[at[0]].cells.get(at[1]) for at in INPUTS}
    return {at: value for at, value in found.items() if value is not None}
