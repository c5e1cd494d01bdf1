"""JSON-stat by hand: one loop a dimension, one cell after the other."""

from itertools import product


def cells(told):
    """Return what stands at each combination of codes: the value and the symbol."""
    codes = [_codes(told["dimension"][name]["category"]) for name in told["id"]]
    found = {}
    for place, combination in enumerate(product(*codes)):
        value, symbol = _at(told["value"], place), _at(told.get("status", {}), place)
        if symbol in (".", "..", "...", ":", "::"):
            value = None
        found[combination] = value, symbol or ""
    return found


def _codes(category):
    index = category["index"]
    if isinstance(index, list):
        return index
    return [code for code, _place in sorted(index.items(), key=lambda pair: pair[1])]


def _at(told, place):
    if isinstance(told, list):
        return told[place]
    return told.get(str(place))
