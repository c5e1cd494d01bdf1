"""KommIT's figures redone: the two ways of telling how far, and what text and blanks become."""

from datetime import date

import pytest

from stafett.files.rules import kommit
from stafett.files.rules.kommit import ANALYSIS, FOLLOW_UP, RESULT
from stafett.files.rules.kommit_figures import (
    as_kommit,
    differences,
    figures,
    freed_time,
    present_value,
    travelled,
)
from stafett.lib.workbooks import patch, read
from tests.kommit import untouched

DIRECT = {"C7": kommit.DIRECT, "D7": 300_000, "E7": 500_000, "F7": 600_000, "G7": 600_000}
COSTS = {"C26": 1_000_000, "D26": 100_000, "E26": 100_000, "F26": 100_000, "G26": 100_000}
FREED = {"C8": kommit.INDIRECT, "D8": 1, "E8": 1, "F8": 2, "G8": 2}
EXAMPLE = DIRECT | COSTS | FREED | {"H26": 0.04}


def test_the_example_by_hand_gives_the_same_kroner_and_time():
    assert round(present_value(EXAMPLE), 2) == 434_030.45
    assert freed_time(EXAMPLE) == 1.50


@pytest.mark.parametrize(
    ("changed", "worth"),
    [
        ({"H26": None}, 600_000),
        ({"H26": 0}, 600_000),
        ({"D26": "ca. 100 000"}, None),
        ({"C26": "en million"}, None),
        ({"H26": "4 %"}, None),
        ({"H26": -1}, None),
        ({"D7": "mye", "H26": 0}, 300_000),
        ({"C7": "Annet", "H26": 0}, -1_400_000),
        ({"C7": None, "H26": 0}, -1_400_000),
        ({"C26": "1000000", "H26": 0}, 600_000),
        ({"D7": date(1900, 4, 9), "H26": 0}, 300_100),
        ({"D7": True, "H26": 0}, 300_000),
    ],
)
def test_an_amount_that_is_none_is_what_the_workbook_takes_it_for(changed, worth):
    assert present_value(EXAMPLE | changed) == worth


@pytest.mark.parametrize(
    ("baseline", "target", "measured", "theirs", "way"),
    [
        (80, 100, 80, 0.80, 0.0),
        (80, 100, 120, 1.20, 2.0),
        (40, 20, 40, 0.50, 0.0),
        (40, 20, 30, 2 / 3, 0.5),
        (10, 0, 4, 0.60, 0.6),
        (10, 0, 0, None, 1.0),
        (50, 50, 50, 1.0, None),
        (None, None, 5, None, None),
        ("ca. 40", 20, 30, 2 / 3, None),
        (40, "3-4 dager", 30, None, None),
        (40, 20, "ca. 30", None, None),
        (40, 20, None, None, None),
        (0, 100, 25, 0.25, 0.25),
        (None, 100, 25, 0.25, None),
    ],
)
def test_how_far_is_told_in_two_ways_that_are_never_mixed(baseline, target, measured, theirs, way):
    assert as_kommit(baseline, target, measured) == pytest.approx(theirs)
    assert travelled(baseline, target, measured) == pytest.approx(way)


def test_the_last_two_benefits_keep_their_own_names():
    names = {(kommit.CHANGES, f"C{4 + number}"): f"Gevinst {number}" for number in (9, 10, 13, 14)}

    typed = kommit.typed(read(patch(untouched(), names)))

    told = {number: typed[kommit.Input("name", number)].value for number in (13, 14)}
    assert told == {13: "Gevinst 13", 14: "Gevinst 14"}


def test_a_figure_that_stands_otherwise_is_told_with_ours():
    typed = {(ANALYSIS, at): value for at, value in EXAMPLE.items()}
    typed |= {(FOLLOW_UP, "D5"): 40, (FOLLOW_UP, "E5"): 20, (RESULT, "D14"): 30}
    over = {(ANALYSIS, "C39"): 999}

    book = read(patch(untouched(), typed | over, over_formulas=over))

    told = {each.address: each for each in differences(book)}
    assert set(told) == {"C39", "C42", "E14"}
    assert (told["C39"].shown, told["C39"].is_reckoned) == (999, False)
    assert round(told["C39"].ours, 2) == 434_030.45
    assert told["C42"].is_reckoned
    assert figures(book).achievements[1].travelled == 0.5
