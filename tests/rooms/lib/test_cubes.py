"""JSON-stat: each figure in its place, no figure where there is none, and no file too large."""

import json
from decimal import Decimal
from pathlib import Path

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stafett.lib import Refused, cubes
from tests.longhand import cubes as longhand
from tests.tables import table

REAL = Path(__file__).parents[4] / "shared" / "data" / "jsonstat" / "ssb-05300.json"


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


def read(told):
    return cubes.read(told if isinstance(told, bytes) else json.dumps(told).encode())


def refuses(told):
    with pytest.raises(Refused) as no:
        read(told)
    return str(no.value)


def test_a_table_is_read_with_what_it_is_about():
    cube = read(table())

    assert (cube.label, cube.source, cube.table) == (
        "12345: Ventetid, etter region, statistikkvariabel og år",
        "Statistisk sentralbyrå",
        "12345",
    )
    assert cube.updated == "2026-03-01T07:00:00Z"
    assert [row.role for row in cube.dimensions] == ["geo", "metric", "time"]
    contents = cube.dimension("metric").categories[0]
    assert (contents.unit, contents.decimals) == ("dager", 1)


def test_a_figure_stands_where_it_belongs_and_what_is_not_known_is_not_nought():
    cube = read(table())

    def at(region, year):
        return cube.cell({"Region": region, "ContentsCode": "Ventetid", "Tid": year})

    assert at("9001", "2024").value == Decimal("12.5")
    assert at("9002", "2025").value == 0
    assert at("9001", "2025") == cubes.Cell(None, "..")


@pytest.mark.parametrize("symbol", [".", "..", ":", "..."])
def test_nought_with_a_symbol_is_not_known(symbol):
    cube = read(table(value=[0, 1, 2, 3], status={"0": symbol}))

    assert cube.at(0) == cubes.Cell(None, symbol)


def test_a_figure_may_have_a_remark():
    assert read(table(status={"0": "p"})).at(0) == cubes.Cell(Decimal("12.5"), "p")


def test_one_symbol_alone_is_said_of_every_cell():
    assert read(table(status=":")).at(3) == cubes.Cell(None, ":")


def test_only_cells_that_say_something_are_kept():
    cube = read(table(value={"3": 7}, status={"0": "."}))

    assert dict(cube.values) == {3: 7}
    assert cube.at(1) == cubes.Cell(None, "")


codes = st.lists(
    st.text("0123456789ABC", min_size=1, max_size=4), min_size=1, max_size=4, unique=True
)
numbers = st.none() | st.integers(-1000, 1000)
symbols = st.sampled_from([None, ".", "..", ":", "p"])


@st.composite
def tables(draw):
    """Draw any small table, its cells as a list or as an object, its codes in any order."""
    dimensions = draw(st.lists(codes, min_size=1, max_size=4))
    count = 1
    for row in dimensions:
        count *= len(row)
    value = draw(st.lists(numbers, min_size=count, max_size=count))
    status = draw(st.lists(symbols, min_size=count, max_size=count))
    return {
        "class": "dataset",
        "version": "2.0",
        "id": [f"D{place}" for place in range(len(dimensions))],
        "size": [len(row) for row in dimensions],
        "dimension": {
            f"D{place}": {"category": {"index": _index(draw, row)}}
            for place, row in enumerate(dimensions)
        },
        "value": _dense_or_sparse(draw, value),
        "status": _dense_or_sparse(draw, status),
    }


def _index(draw, row):
    if draw(st.booleans()):
        return row
    return dict(draw(st.permutations([(code, place) for place, code in enumerate(row)])))


def _dense_or_sparse(draw, cells):
    if draw(st.booleans()):
        return cells
    return {str(place): cell for place, cell in enumerate(cells) if cell is not None}


@given(tables())
def test_every_cell_is_where_loops_by_hand_find_it(told):
    cube = read(told)

    for combination, (value, symbol) in longhand.cells(told).items():
        chosen = dict(zip(told["id"], combination, strict=True))
        assert cube.cell(chosen) == cubes.Cell(value, symbol)


@given(tables(), st.data())
def test_what_is_chosen_leaves_the_cells_of_the_rest(told, data):
    cube = read(told)
    fixed = cube.dimensions[0]
    code = data.draw(st.sampled_from([row.code for row in fixed.categories]))

    found = list(cube.places({fixed.id: code}))

    assert len(found) * len(fixed.categories) == len(longhand.cells(told))
    for here, place in found:
        codes_here = {name: category.code for name, category in here.items()}
        assert cube.at(place) == cube.cell(codes_here)
        assert codes_here[fixed.id] == code


def answers():
    """Return one of ours, and a real one where it lies beside the program."""
    made = json.dumps(table()).encode()
    return [made, *([REAL.read_bytes()] if REAL.exists() else [])]


@pytest.mark.parametrize("answer", answers(), ids=["made", "real"][: len(answers())])
def test_an_answer_is_read_cell_by_cell(answer):
    told, cube = json.loads(answer), read(answer)

    assert cube.dimension("metric").categories[0].unit
    for combination, (value, symbol) in longhand.cells(told).items():
        chosen = dict(zip(told["id"], combination, strict=True))
        assert cube.cell(chosen) == cubes.Cell(value, symbol)


# --- what is refused ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("told", "sentence"),
    [
        (b"", "not a JSON file"),
        (b"{", "not a JSON file"),
        (b"\xff\xfe{}", "not a JSON file"),
        (b"[" * 200_000, "lists in lists"),
        (b'{"a":' * 200_000, "lists in lists"),
        (b"1" * 5_000, "not a JSON file"),
        (b'{"class": "dataset", "class": "dataset"}', "stands twice"),
        (b"[]", "JSON-stat2"),
        (b'{"dataset": {}}', "JSON-stat2"),
        (table(**{"class": "collection"}), "JSON-stat2"),
        (table(version="1.3"), "older JSON-stat"),
        (table(id=None), "does not say its dimensions"),
        (table(size=[2, 1]), "does not say its dimensions"),
        (table(size=["2", "1", "2"]), "does not say its dimensions"),
        (table(size=[2, True, 2]), "does not say its dimensions"),
        (table(id=["Tid", "Tid", "Region"]), "twice, or has nothing"),
        (table(size=[2, 0, 2]), "twice, or has nothing"),
        (table(size=[2, -1, 2]), "twice, or has nothing"),
        (table(size=[10_000_000, 1, 1], value={"0": 1}), "1 000 000 cells"),
        (table(dimension=[]), "does not describe"),
        (table(dimension={}), "does not list as many"),
        (table(size=[2, 1, 3]), "does not list as many"),
        (table(value=[1, 2, 3]), "4 cells, and 3 are there"),
        (table(value=["12", 1, 2, 3]), "Cell number 1 is not a number"),
        (table(value=[True, 1, 2, 3]), "Cell number 1 is not a number"),
        (table(value=[[1], 1, 2, 3]), "Cell number 1 is not a number"),
        (table(value=[10**12, 1, 2, 3]), "too large"),
        (table(value=None), "no values"),
        (table(value={"4": 1}), "no place"),
        (table(value={"-1": 1}), "no place"),
        (table(value={"01": 1}), "no place"),
        (table(value={"x": 1}), "no place"),
        (table(status={"0": 7}), "symbol"),
        (table(status={"9": "."}), "no place"),
    ],
)  # fmt: skip
def test_what_is_no_table_is_refused_with_a_sentence(told, sentence):
    assert sentence in refuses(told)


@pytest.mark.parametrize("number", [b"NaN", b"Infinity", b"-Infinity"])
def test_what_is_no_number_is_refused(number):
    data = json.dumps(table(value=["HERE", 1, 2, 3])).encode().replace(b'"HERE"', number)

    assert "where a number should be" in refuses(data)


@pytest.mark.parametrize(
    "index",
    [
        {"9001": 0, "9002": 2},
        {"9001": 0, "9002": 0},
        {"9001": 0, "9002": "1"},
        ["9001", "9001"],
        ["9001", 2],
    ],
)
def test_a_dimension_whose_places_do_not_fit_is_refused(index):
    told = table()
    told["dimension"]["Region"]["category"]["index"] = index

    assert "«Region» does not list as many" in refuses(told)


def test_a_very_small_number_is_a_number():
    data = json.dumps(table()).encode().replace(b"12.5", b"1e-400")

    assert read(data).at(0).value == Decimal("1e-400")


def test_an_exponent_as_large_as_a_house_is_refused():
    data = json.dumps(table()).encode().replace(b"12.5", b"1e999999")

    assert "too large" in refuses(data)
