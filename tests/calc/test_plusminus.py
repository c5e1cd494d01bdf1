from itertools import product

import pytest

from stafett.calc import plusminus
from stafett.calc.errors import CalcError


def test_better_and_worse_weigh_alike():
    for importance, extent in product(range(1, 4), range(4)):
        worse = plusminus.consequence(importance, -extent)
        assert worse == -plusminus.consequence(importance, extent)


def test_no_change_weighs_nothing_however_much_it_means():
    assert plusminus.consequence(3, 0) == 0


def test_more_of_either_never_weighs_less():
    for importance, extent in product(range(1, 3), range(1, 3)):
        here = plusminus.consequence(importance, extent)
        assert plusminus.consequence(importance + 1, extent) > here
        assert plusminus.consequence(importance, extent + 1) > here


@pytest.mark.parametrize(("importance", "extent"), [(0, 1), (4, 1), (2, 4), (2, -4), (2.5, 1)])
def test_what_is_not_in_the_table_is_refused_in_words(importance, extent):
    with pytest.raises(CalcError, match="give"):
        plusminus.consequence(importance, extent)
