"""CSV from other programs: read as it was meant, or refused with a way out."""

import pytest
from django.utils import translation
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from stafett.lib import Acting, Refused, listings
from stafett.lib.exports import as_csv
from stafett.lib.listings import read

TABLE = "Kommune;Verdi\r\nHerøy;1,5\r\nVåler;2\r\n"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def refuses(data):
    with pytest.raises(Refused) as no:
        read(data if isinstance(data, bytes) else data.encode())
    return str(no.value)


def cells(listing):
    return [line.cells for line in listing.lines]


@pytest.mark.parametrize(
    ("encoding", "told"),
    [
        ("utf-8", "utf-8"),
        ("utf-8-sig", "utf-8-sig"),
        ("utf-16", "utf-16"),
        ("utf-16-le", "utf-16-le"),
        ("utf-16-be", "utf-16-be"),
        ("cp1252", "cp1252"),
    ],
)
def test_the_letters_are_found_out_and_told(encoding, told):
    listing = read(TABLE.encode(encoding))

    assert listing.encoding == told
    assert listing.headings == ("Kommune", "Verdi")
    assert cells(listing) == [("Herøy", "1,5"), ("Våler", "2")]


@pytest.mark.parametrize(
    "data",
    [
        TABLE.encode("cp865"),
        TABLE.encode("mac-roman"),
        TABLE.encode().decode("cp1252").encode(),
        TABLE.replace("ø", "?").encode(),
        TABLE.replace("ø", "\ufffd").encode(),
        TABLE.encode("utf-8-sig")[:-5] + b"\xe6",
    ],
    ids=["dos", "mac", "twice", "question marks", "replaced", "cut"],
)
def test_letters_that_were_lost_on_the_way_are_never_guessed(data):
    assert "CSV UTF-8" in refuses(data)


def test_a_question_and_an_address_are_no_lost_letters():
    told = "Spørsmål;Lenke\nHvor mange? Og når?;https://example.no/a?side=2\n"

    assert cells(read(told.encode()))[0][1] == "https://example.no/a?side=2"


def test_what_is_no_text_is_refused():
    assert "not a text file" in refuses(b"PK\x03\x04" + bytes(range(30)) * 20)


@pytest.mark.parametrize("delimiter", [";", ",", "\t"])
def test_the_columns_are_found(delimiter):
    told = delimiter.join(["Enhet", "Periode", "Verdi"]) + "\n"
    told += delimiter.join(["Helse", "2026", "12"]) + "\n"

    listing = read(told.encode())

    assert (listing.delimiter, listing.headings) == (delimiter, ("Enhet", "Periode", "Verdi"))


def test_decimal_commas_do_not_make_columns():
    told = "Kommune;Mål, minutter;Verdi\nA;1,5;2,5\nB;1,5;2,5\nC;2;3\n"

    assert read(told.encode()).delimiter == ";"


def test_the_sign_that_excel_is_told_of_holds():
    listing = read(b"sep=,\r\nA,B;C\r\n1,2;3\r\n")

    assert (listing.delimiter, listing.headings) == (",", ("A", "B;C"))
    assert listing.lines[0].number == 3


def test_rows_keep_the_number_they_have_in_a_spreadsheet():
    listing = read(b'A;B\r\n\r\n"to\r\nlinjer";2\r\n;\r\n3;4\r\n')

    assert [(line.number, line.cells) for line in listing.lines] == [
        (3, ("to\r\nlinjer", "2")),
        (5, ("3", "4")),
    ]
    assert listing.empty == 2


def test_rows_of_another_length_are_told_by_their_numbers():
    told = "A;B\n" + "1;2\n" + "1\n" * 7

    assert "3, 4, 5, 6, 7 and 2 more" in refuses(told)
    assert "this row has another number of cells: 2" in refuses("A;B\n1;2;3\n1;2\n")


def test_empty_cells_to_the_right_are_nothing():
    listing = read(b"A;B;;\n1;2;;\n1;;;\n")

    assert listing.headings == ("A", "B")
    assert cells(listing) == [("1", "2"), ("1", "")]


def test_headings_that_are_missing_or_alike_are_told_apart_by_their_column():
    assert read(b"Verdi;;Verdi\n1;2;3\n").headings == ("Verdi A", "Column B", "Verdi C")


def test_a_quotation_mark_that_never_ends_is_told_by_its_row():
    assert "Row 3 has a quotation mark" in refuses('A;B\n1;2\n1;"2\n3;4\n')


@pytest.mark.parametrize("data", [b"", b"  \n \n", b"\xef\xbb\xbf"])
def test_a_file_with_nothing_in_it_is_refused(data):
    refuses(data)


def test_headings_alone_are_no_rows():
    assert "no rows under its headings" in refuses("A;B\n")


def test_a_million_rows_are_refused_with_the_limit_before_they_are_read():
    assert "2 000 can be read at once" in refuses(b"A;B\n" + b"1;2\n" * 1_000_000)


def test_the_longest_file_is_read():
    rows = listings.MOST_ROWS

    assert len(read(b"A;B\n" + b"1;2\n" * rows).lines) == rows
    assert "2 000" in refuses(b"A;B\n" + b"1;2\n" * (rows + 1))


def test_a_million_columns_and_a_very_long_cell_are_refused():
    assert "200 can be read" in refuses("A" + ";B" * 300_000 + "\n1;2\n")
    assert "Shorten it" in refuses("A;B\n1;" + "x" * 20_000 + "\n")


kept = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffd") | st.just("\n")
any_text = st.text(kept).filter(
    lambda text: not (listings.TWICE.search(text) or listings.LOST_LETTERS.search(text))
)
formulas = st.sampled_from(["=1+1", "'=1+1", "''=1", "-5", "@a", "'", "''", "+47 12345678"])
cell = any_text | formulas


@pytest.mark.django_db
@settings(
    max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(cell, cell, cell), min_size=1))
def test_what_our_own_list_says_comes_back_the_same(rows):
    rows = [row for row in rows if any(text.strip() for text in row)] or [("a", "b", "c")]
    file = b"".join(as_csv("list", ("first", "second", "third"), lambda: rows, Acting()))

    listing = read(file)

    assert listing.headings == ("first", "second", "third")
    assert cells(listing) == rows
