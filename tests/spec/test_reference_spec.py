import pytest

from tests.spec.reference import EXAMPLES


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.title)
def test_the_worked_example_comes_out(example):
    assert example.result() == example.answer
