"""Every list and roll-up as a workbook: it says what it is, and holds what its page holds."""

import pytest
from django.urls import reverse

from tests.house import test_walk
from tests.pages import Reader
from tests.sheets import Workbook

BOOKS = sorted(name for name in test_walk.EVERY if name.endswith("workbook"))
world = test_walk.world
SAID = ("Made", "Made for", "Who may see it", "Filter", "Left out", "Empty cells")


@pytest.fixture
def books(world, anne):
    """Return every workbook that Anne may have, by its address."""
    client = Reader(anne).client
    places = [reverse("needs:export", args=["xlsx"])]
    places += [place for name in BOOKS for place in test_walk.taught(name, world)]
    answers = {place: client.get(place) for place in places}
    assert {answer.status_code for answer in answers.values()} <= {200, 404}
    return {
        place: Workbook(answer) for place, answer in answers.items() if answer.status_code == 200
    }


def test_each_says_when_for_whom_what_was_asked_and_how_many_rows(books):
    assert len(books) > 12
    for place, book in books.items():
        assert set(SAID) <= book.facts.keys(), place
        assert book.facts["Left out"].startswith("Nothing was cut"), place
        assert len(book.counts) == len(book.names) - 1, place


def test_each_sheet_has_as_many_rows_as_it_says(books):
    for place, book in books.items():
        for tab, count in enumerate(book.counts.values(), start=1):
            assert len(book.cells(tab)) > count, (place, tab)


def test_formulas_are_ours_and_have_a_number_beside_them(books):
    ours = ("SUM(", "SUMIF(", "SUMPRODUCT(", "MAX(", "SMALL(", "(", "{", "$", "100*")
    for place, book in books.items():
        for tab in range(1, len(book.names)):
            for formula in book.formulas(tab).values():
                assert formula.startswith(ours) or formula[0].isalpha(), (place, formula)
                assert test_walk.HIDDEN not in formula.lower(), (place, formula)
