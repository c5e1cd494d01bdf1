import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from stafett.calc import diversity
from tests.longhand import diversity as longhand

group = st.lists(st.integers(0, 6), min_size=1, max_size=5).filter(any)


@settings(max_examples=50)
@given(group)
def test_how_mixed_a_group_is_agrees(counts):
    assert diversity.blau(counts) == pytest.approx(longhand.different_kinds(counts))
    assert diversity.shannon(counts) == pytest.approx(longhand.uncertainty(counts))
