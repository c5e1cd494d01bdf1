"""The examples in the docstrings are true."""

import doctest
import importlib
import pkgutil

import pytest

import stafett.calc

MODULES = [found.name for found in pkgutil.iter_modules(stafett.calc.__path__)]


@pytest.mark.parametrize("name", MODULES)
def test_the_examples_come_out(name):
    module = importlib.import_module(f"stafett.calc.{name}")

    assert doctest.testmod(module).failed == 0
