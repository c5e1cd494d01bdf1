"""What municipalities can receive year by year, and what of it a candidate takes.

A proposal from before it was kept by year says one number for all the years, and is read so.
"""

from collections.abc import Sequence
from typing import NamedTuple

from stafett.roadmap.queries.inputs import Inputs, Place, Weighed


class Room(NamedTuple):
    """How many batons a municipality has said that it can receive; None where it has not.

    ``year`` is None where that is for all the years together.
    """

    name: str
    year: int | None
    batons: int | None


def told(inputs: Inputs) -> list[Place]:
    """Return the municipalities that have said what they can receive, in some year at least."""
    return [place for place in inputs["municipalities"] if _is_told(place)]


def is_by_year(inputs: Inputs) -> bool:
    """Whether it is kept year by year."""
    return any("by_year" in place for place in inputs["municipalities"])


def rooms(inputs: Inputs) -> list[Room]:
    """Return what each municipality has said, its years in order: as the limits are counted."""
    years = inputs["years"] if is_by_year(inputs) else [None]
    return [
        Room(place["name"], year, batons)
        for place in told(inputs)
        for year, batons in zip(years, _said(place), strict=True)
    ]


def capacities(inputs: Inputs) -> list[list[float]]:
    """Return how many batons each can receive each year: 0 where it has not said."""
    return [[float(batons or 0) for batons in _said(place)] for place in told(inputs)]


def uses(inputs: Inputs) -> list[list[list[float]]]:
    """Return what each candidate takes of it: one baton, the year it is received.

    Where a municipality has not said what it can receive that year, nothing limits it.
    """
    places = told(inputs)
    return [[_used(row, place) for place in places] for row in inputs["candidates"]]


def taken(inputs: Inputs, shares: Sequence[float]) -> list[float]:
    """Return how many batons a plan brings, for each of the rooms."""
    places, rows = told(inputs), inputs["candidates"]
    return [
        sum(share * _comes(row, place, at) for row, share in zip(rows, shares, strict=True))
        for place in places
        for at in range(len(_said(place)))
    ]


def silent(inputs: Inputs) -> list[str]:
    """Return who has not said what they can receive, with the years where it is only some."""
    names = []
    for place in inputs["municipalities"]:
        pairs = zip(inputs["years"], _said(place), strict=False)
        missing = [str(year) for year, batons in pairs if batons is None]
        if missing and _is_told(place):
            names.append(f"{place['name']} ({', '.join(missing)})")
        elif missing:
            names.append(place["name"])
    return names


def _said(place: Place) -> Sequence[int | None]:
    return place["by_year"] if "by_year" in place else [place.get("batons")]


def _is_told(place: Place) -> bool:
    return any(batons is not None for batons in _said(place))


def _used(row: Weighed, place: Place) -> list[float]:
    said = enumerate(_said(place))
    return [_comes(row, place, at) if batons is not None else 0.0 for at, batons in said]


def _comes(row: Weighed, place: Place, at: int) -> float:
    """Return 1 where a municipality receives a candidate then; in all the years, if it does."""
    if "by_year" in place:
        return float(row.get("received", {}).get(str(place["id"])) == at)
    return float(place["id"] in row["takes_part"])
