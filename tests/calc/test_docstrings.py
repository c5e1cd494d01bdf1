"""The examples in the docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import stafett.calc

MODULES = [found.name for found in pkgutil.walk_packages(stafett.calc.__path__, "stafett.calc.")]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_come_out(name):
    module = importlib.import_module(name)

    assert doctest.testmod(module).failed == 0
