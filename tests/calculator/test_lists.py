"""What we say that the formulas in our workbooks come to is what a spreadsheet program says."""

from io import BytesIO

import pytest

from stafett.lib import Acting
from stafett.lib.sheets import Book, Column, Kind, Reckoned, Sheet, write
from tests.factories import NOW
from tests.house import test_sheets, test_walk
from tests.rooms.benefits import test_sheets as economies
from tests.rooms.benefits.economies import a_promise, an_initiative, costs, kroner, plan
from tests.sheets import Workbook
from tools.calculator import saved_again

world = test_walk.world
books = test_sheets.books


def reckoned_anew(told, folder):
    """Return workbooks as they are saved by a program that has reckoned every formula."""
    folder.mkdir()
    files = [folder / f"{number}.xlsx" for number in range(len(told))]
    for file, book in zip(files, told, strict=True):
        file.write_bytes(book.file)
    saved = saved_again(files, folder=folder)
    return [Workbook.opened(file.read_bytes()) for file in saved]


def differences(ours, theirs):
    """Yield each cell that is another when it is reckoned anew."""
    assert ours.names == theirs.names
    for tab, name in enumerate(ours.names):
        for row, (here, there) in enumerate(zip(ours.cells(tab), theirs.cells(tab), strict=True)):
            for column, (said, reckoned) in enumerate(zip(here, there, strict=True)):
                if not alike(said, reckoned):
                    yield name, row, column, said, reckoned


def alike(said, reckoned):
    if isinstance(said, float) and isinstance(reckoned, float):
        return reckoned == pytest.approx(said, rel=1e-9, abs=1e-6)
    return isinstance(said, type(reckoned)) and str(said)[:16] == str(reckoned)[:16]


@pytest.mark.usefixtures("national_figures")
def test_every_list_is_reckoned_anew_with_no_difference(books, kari, tmp_path):
    initiative = an_initiative(kari.home, staff_count=100)
    plan(a_promise(initiative, of=kroner(), take_out="budget"), y2027=100_000, y2028=150_000)
    a_promise(initiative, take_out="other_use")
    costs(initiative, licence=50_000)
    told = [
        *books.values(),
        economies.promises(kari, initiative),
        economies.economies(kari, initiative),
    ]

    formulas = sum(len(book.formulas(tab)) for book in told for tab in range(1, len(book.names)))
    assert formulas > 50
    found = [
        place
        for ours, theirs in zip(told, reckoned_anew(told, tmp_path / "lists"), strict=True)
        for place in differences(ours, theirs)
    ]
    assert found == []


def test_a_wrong_value_would_be_found(tmp_path):
    column = Column("sum", "Sum", lambda row: Reckoned("1+2", row), Kind.NUMBER)
    file = BytesIO()
    told = Book("Wrong", [Sheet("Wrong", [column], lambda: [7.0])])
    write(file, told, by=Acting(), now=NOW)
    wrong = Workbook.opened(file.getvalue())

    [theirs] = reckoned_anew([wrong], tmp_path / "wrong")
    assert [each[3:] for each in differences(wrong, theirs)] == [(7.0, 3.0)]
