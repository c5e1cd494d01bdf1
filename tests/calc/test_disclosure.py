import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.optimize import linprog

from stafett.calc import disclosure
from stafett.calc.errors import CalcError

tables = st.tuples(st.integers(1, 4), st.integers(1, 4)).flatmap(
    lambda shape: st.lists(
        st.lists(st.integers(0, 12), min_size=shape[1], max_size=shape[1]),
        min_size=shape[0],
        max_size=shape[0],
    )
)


def with_margins(table):
    """Return the table with its sums last, as it is printed."""
    table = np.asarray(table, dtype=float)
    rows = np.vstack([table, table.sum(axis=0)])
    return np.hstack([rows, rows.sum(axis=1, keepdims=True)])


def equations(shape):
    """Return that each line of a printed table adds up, as rows over its cells."""
    rows, columns = shape
    found = []
    for row in range(rows):
        line = np.zeros(shape)
        line[row, :-1], line[row, -1] = 1, -1
        found.append(line.ravel())
    for column in range(columns):
        line = np.zeros(shape)
        line[:-1, column], line[-1, column] = 1, -1
        found.append(line.ravel())
    return np.array(found)


def bounds_of(cell, printed, shown):
    """Return the least and the most a cell can be, by what is shown and that nothing is negative."""
    limits = [(value, value) if told else (0, None)
              for value, told in zip(printed.ravel(), shown.ravel(), strict=True)]  # fmt: skip
    lines = equations(printed.shape)
    ends = []
    for sign in (1, -1):
        cost = np.zeros(printed.size)
        cost[cell] = sign
        found = linprog(cost, A_eq=lines, b_eq=np.zeros(len(lines)), bounds=limits)
        ends.append(math.inf if found.status == 3 else sign * found.fun)
    return ends


@settings(max_examples=60)
@given(tables)
def test_no_cell_that_is_held_back_can_be_worked_out(table):
    shown, printed = disclosure.suppress(table), with_margins(table)

    for cell in np.flatnonzero(~shown.ravel()):
        least, most = bounds_of(cell, printed, shown)
        assert most - least > 1e-6


@settings(max_examples=60)
@given(tables)
def test_what_is_small_is_held_back_and_what_is_empty_is_shown(table):
    shown, printed = disclosure.suppress(table), with_margins(table)

    assert not shown[(printed > 0) & (printed < 5)].any()
    assert shown[printed == 0].all()


@settings(max_examples=60)
@given(tables)
def test_no_more_is_held_back_than_has_to_be(table):
    shown, printed = disclosure.suppress(table), with_margins(table)
    if (printed >= 5).all() or (printed == 0).all():
        assert shown.all()
    for cell in np.argwhere(~shown & (printed >= 5)):
        one_more = shown.copy()
        one_more[tuple(cell)] = True
        assert _gives_away(table, one_more)


def _gives_away(table, shown):
    """Whether somebody could be worked out: one row of people for each sum that is shown."""
    people = [place for place, count in np.ndenumerate(np.asarray(table)) for _ in range(count)]
    rows, columns = np.asarray(table).shape
    sums = [
        [row in (place[0], rows) and column in (place[1], columns) for place in people]
        for row, column in np.argwhere(shown)
    ]
    return not disclosure.differencing_safe(sums, sums[0], minimum=5)


@settings(max_examples=40)
@given(tables, st.integers(2, 8))
def test_the_table_on_its_side_is_as_well_kept(table, minimum):
    turned = disclosure.suppress(np.transpose(table), minimum=minimum)
    printed = with_margins(table)

    assert not turned.T[(printed > 0) & (printed < minimum)].any()


@given(st.lists(st.integers(0, 12), min_size=1, max_size=8))
def test_a_list_is_a_table_of_one_row(counts):
    alone = disclosure.suppress(counts)
    total = sum(counts)

    assert alone[-1] == (total == 0 or total >= 5)
    held = [count for count, is_shown in zip(counts, alone, strict=False) if not is_shown]
    assert not held or not alone[-1] or sum(held) >= 5


def test_the_next_edition_waits_until_enough_have_changed():
    """Six municipalities; in the next edition one of them has measured anew: another part."""
    before, one_anew = [1] * 6 + [0], [0] + [1] * 6
    owners = ["a", "b", "c", "d", "e", "f", "a"]

    assert not disclosure.differencing_safe([before], one_anew, minimum=5, owners=owners)
    all_anew = [[1] * 6 + [0] * 6], [0] * 6 + [1] * 6
    assert disclosure.differencing_safe(*all_anew, minimum=5, owners=list("abcdef") * 2)


def test_an_earlier_edition_is_remembered_when_cells_are_chosen():
    owners = [*"abcdefghij", "a"]
    earlier = [[1] * 10 + [0]]
    now = [[0] + [1] * 10, [0] * 5 + [1] * 5 + [0]]

    shown = disclosure.suppress_sums(now, owners=owners, published=earlier)

    assert shown.tolist() == [False, True]


def test_two_breakdowns_of_the_same_are_kept_together():
    """By sector and by county: neither tells of few, together they would."""
    sectors = [[1] * 6 + [0] * 6, [0] * 6 + [1] * 6]
    counties = [[1] * 5 + [0] * 7, [0] * 5 + [1] * 7]

    shown = disclosure.suppress_sums([*sectors, *counties])

    assert shown.sum() < 4
    assert disclosure.suppress_sums(sectors).all()
    assert disclosure.suppress_sums(counties).all()


def test_one_who_stands_behind_several_parts_is_one():
    assert not disclosure.suppress_sums([[1] * 6], owners=list("abcabc")).any()
    assert disclosure.suppress_sums([[1] * 6]).all()


def test_means_of_the_same_tell_of_who_has_less_of_it():
    """All have two, but the first has one: twice the mean of both, less each, is its own."""
    owners = [*"abcdef", *"bcdef"]
    first, second = [1] * 6 + [0] * 5, [0] * 6 + [1] * 5
    both = [1] + [1 / 2] * 10

    assert disclosure.differencing_safe([first, second], [1] * 11, minimum=5, owners=owners)
    assert not disclosure.differencing_safe([first, second], both, minimum=5, owners=owners)


def test_a_large_table_is_kept():
    table = np.random.default_rng(7).integers(0, 25, (15, 8))

    shown, printed = disclosure.suppress(table), with_margins(table)

    assert not shown[(printed > 0) & (printed < 5)].any()
    assert shown[-1, -1]
    assert (~shown[:-1, :-1]).sum() < table.size / 2


@pytest.mark.parametrize(
    ("mistake", "says"),
    [
        (lambda: disclosure.suppress([]), "missing"),
        (lambda: disclosure.suppress([1, -2]), "A count is -2"),
        (lambda: disclosure.suppress([1, None]), "missing"),
        (lambda: disclosure.suppress([1.5]), "not whole"),
        (lambda: disclosure.suppress([[[1]]]), "one table at a time"),
        (lambda: disclosure.suppress([1], minimum=1), "protects nobody"),
        (lambda: disclosure.suppress_sums([[2]]), "give 1 or 0"),
        (lambda: disclosure.suppress_sums([[0.5, -0.5]]), "counts -0.5"),
        (lambda: disclosure.suppress_sums([[0.5, None]]), "counts missing"),
        (lambda: disclosure.suppress_sums([[1, 1]], owners=["a"]), "other parts"),
        (lambda: disclosure.suppress_sums([[1, 1]], published=[[1]]), "other parts"),
        (lambda: disclosure.suppress_sums([[1] * 6], published=[[1] + [0] * 5]), "gives somebody"),
        (lambda: disclosure.differencing_safe([[1]], [[[1]]], minimum=5), "a table"),
        (lambda: disclosure.k_anonymity([], ["a"]), "no rows"),
        (lambda: disclosure.k_anonymity([{"a": 1}], ["b"]), "no 'b'"),
    ],
)
def test_a_mistake_says_what_to_do(mistake, says):
    with pytest.raises(CalcError, match=says):
        mistake()


@settings(max_examples=40)
@given(st.lists(st.tuples(st.integers(0, 2), st.integers(0, 2)), min_size=1), st.integers(2, 4))
def test_everybody_twice_is_twice_as_hard_to_tell(people, times):
    rows = [{"age": age, "unit": unit} for age, unit in people]

    assert disclosure.k_anonymity(rows * times, ["age", "unit"]) == times * disclosure.k_anonymity(
        rows, ["age", "unit"]
    )
    assert disclosure.k_anonymity(rows, ["age"]) >= disclosure.k_anonymity(rows, ["age", "unit"])
