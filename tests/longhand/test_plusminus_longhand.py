from itertools import product

from stafett.calc import plusminus
from tests.longhand import plusminus as longhand


def test_every_cell_of_the_table_agrees():
    for importance, extent in product(range(1, 4), range(-3, 4)):
        quick = plusminus.consequence(importance, extent)
        assert quick == longhand.consequence(importance, extent), (importance, extent)
