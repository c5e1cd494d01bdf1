"""The texts we word anew still stand in the packages they come from, letter by letter."""

import ast
import inspect

import pytest
from allauth.account import adapter, fields, forms
from django.contrib.auth import password_validation
from django.core import validators
from django.db.models import fields as model_fields
from django.forms import fields as form_fields
from django.forms import models as form_models

from stafett.lib import words

PACKAGES = (
    adapter,
    fields,
    forms,
    password_validation,
    validators,
    model_fields,
    form_fields,
    form_models,
)


def _strings_in(tree):
    constants = (node for node in ast.walk(tree) if isinstance(node, ast.Constant))
    return {node.value for node in constants if isinstance(node.value, str)}


def _borrowed():
    return sorted(
        text
        for call in ast.walk(ast.parse(inspect.getsource(words)))
        if isinstance(call, ast.Call)
        for argument in call.args[:2]
        for text in _strings_in(argument)
    )


@pytest.fixture(scope="module")
def theirs():
    return set().union(*(_strings_in(ast.parse(inspect.getsource(module))) for module in PACKAGES))


@pytest.mark.parametrize("text", _borrowed())
def test_a_borrowed_text_is_still_theirs(text, theirs):
    assert text in theirs
