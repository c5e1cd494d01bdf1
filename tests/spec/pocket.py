"""A pocket calculator: plus, minus, times, divided by, to the power of, and two keys."""

import ast
import math
import operator

KEYS = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.Div: operator.truediv,
    ast.Pow: operator.pow,
    ast.USub: operator.neg,
}
FUNCTIONS = {"sqrt": math.sqrt, "ln": math.log}


def keyed(written):
    """Return what a sum comes to."""
    return _value(ast.parse(written, mode="eval").body)


def _value(node):
    if isinstance(node, ast.BinOp):
        return KEYS[type(node.op)](_value(node.left), _value(node.right))
    if isinstance(node, ast.UnaryOp):
        return KEYS[type(node.op)](_value(node.operand))
    if isinstance(node, ast.Call):
        return FUNCTIONS[node.func.id](*map(_value, node.args))
    return node.value
