from fractions import Fraction

from hypothesis import given, settings
from hypothesis import strategies as st

from stafett.calc import disclosure
from tests.longhand import disclosure as longhand

small_tables = st.integers(1, 3).flatmap(
    lambda width: st.lists(
        st.lists(st.integers(0, 3), min_size=width, max_size=width), min_size=1, max_size=3
    )
)
parts = st.integers(2, 7)
IN_OR_NOT = (0, 1)
SHARES = (0, 1, Fraction(1, 2), Fraction(1, 3))


@st.composite
def overlapping(draw):
    """Return some sums over parts, and who owns each part."""
    width = draw(parts)
    counts = st.sampled_from(draw(st.sampled_from([IN_OR_NOT, SHARES])))
    row = st.lists(counts, min_size=width, max_size=width)
    owners = draw(st.lists(st.sampled_from("abcde"), min_size=width, max_size=width))
    return draw(st.lists(row, min_size=1, max_size=5)), owners


def as_given(sums):
    return [[float(count) for count in row] for row in sums]


@settings(max_examples=100)
@given(small_tables)
def test_what_is_shown_of_a_table_gives_nobody_away(table):
    shown = disclosure.suppress(table, minimum=3)

    cells = longhand.with_margins(table)
    people = sorted(cells[-1][-1])
    sums = [[person in cell for person in people]
            for row, told in zip(cells, shown, strict=True)
            for cell, is_shown in zip(row, told, strict=True) if is_shown]  # fmt: skip
    assert not longhand.gives_away(sums, people, 3)


@settings(max_examples=150)
@given(overlapping(), st.integers(2, 4))
def test_differences_are_judged_as_by_hand(told, minimum):
    sums, owners = told
    quick = disclosure.differencing_safe(
        as_given(sums[:-1] or sums), as_given(sums)[-1], minimum=minimum, owners=owners
    )

    assert quick == (not longhand.gives_away(sums, owners, minimum))


@settings(max_examples=100)
@given(overlapping(), st.integers(2, 4))
def test_sums_that_overlap_give_nobody_away(told, minimum):
    sums, owners = told
    shown = disclosure.suppress_sums(as_given(sums), owners=owners, minimum=minimum)

    left = [row for row, is_shown in zip(sums, shown, strict=True) if is_shown]
    assert not longhand.gives_away(left, owners, minimum)


@settings(max_examples=50)
@given(
    st.lists(st.fixed_dictionaries({"a": st.integers(0, 2), "b": st.integers(0, 2)}), min_size=1)
)
def test_the_smallest_group_agrees(rows):
    assert disclosure.k_anonymity(rows, ["a", "b"]) == longhand.smallest_group(rows, ["a", "b"])
