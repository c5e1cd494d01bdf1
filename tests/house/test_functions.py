"""No function is too long to be read at once."""

import ast

import pytest

from tests.house.rooms import SOURCE, sentences

MOST = 40
"""The most lines of a body, its docstring not counted."""
FUNCTIONS = (ast.FunctionDef, ast.AsyncFunctionDef)


def lines_of(function):
    """Return how many lines a body has, from its first statement after the docstring."""
    told = ast.get_docstring(function) is not None
    body = function.body[told:]
    return body[-1].end_lineno - body[0].lineno + 1 if body else 0


def about_length(name, text):
    """Functions are short, those in classes and in other functions too."""
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, FUNCTIONS) and (lines := lines_of(node)) > MOST:
            yield f"{name}: {node.name} has {lines} lines: at most {MOST}, so take it apart."


def a_function(lines, begins="def", told="Say what."):
    return "\n".join([f"{begins} long():", f'    """{told}"""', *["    x = 1"] * lines])


@pytest.mark.parametrize("begins", ["def", "async def"])
def test_a_long_function_is_refused_and_named(begins):
    [complaint] = about_length("needs/views.py", a_function(MOST + 1, begins))

    assert complaint.startswith(f"needs/views.py: long has {MOST + 1} lines")


def test_a_long_docstring_is_no_long_function():
    assert not list(about_length("x.py", a_function(MOST, told="Say what.\n" * MOST)))
    assert not list(about_length("x.py", a_function(0)))


def test_no_function_is_too_long():
    complaints = [
        complaint
        for path in sorted(SOURCE.rglob("*.py"))
        for complaint in about_length(path.relative_to(SOURCE), path.read_text(encoding="utf-8"))
    ]

    assert not sentences(complaints)
