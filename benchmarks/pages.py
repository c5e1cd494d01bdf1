"""Pages, forms and files over HTTP, as one visitor meets them."""

import csv
import json
from collections.abc import Iterator
from dataclasses import dataclass
from functools import partial
from io import StringIO
from itertools import cycle
from typing import Any

from benchmarks import figures
from benchmarks.figures import Row, Visit
from benchmarks.serving import Server
from benchmarks.texts import needs as texts
from benchmarks.visiting import Answer, Visitor

LIST = "/behov/?status=all"
PER_PAGE = 100
SEARCHED = "vikar"
SEED_OF_NEW_ONES = 2
LIST_MS, CREATE_MS, FILE_MS = 60, 30, 500
DEEPEST = 1.5


@dataclass(frozen=True)
class Asked:
    """How much there is, and how often each thing is asked for in a round."""

    needs: int
    told: dict[str, Any]
    pages: int = 40
    files: int = 5

    @property
    def last_page(self) -> int:
        return -(-self.needs // PER_PAGE)


def measure(server: Server, asked: Asked) -> Iterator[Row]:
    """Yield a row for each page, form and file."""
    anne = Visitor(server.port, asked.told["cookies"])
    yield from _files(anne, asked)
    yield from _pages(anne, asked)
    yield from _forms(anne, asked)


# --- pages ----------------------------------------------------------------------------------


def _pages(anne: Visitor, asked: Asked) -> Iterator[Row]:
    own = cycle(asked.told["needs"])
    passer_by = Visitor(anne.line.port)
    others = {
        "home, «In your hands»": reading(anne, "/"),
        "a need's page, with similar needs": lambda: anne.get(f"/behov/{next(own)}/").milliseconds,
        "front page, not signed in": reading(passer_by, "/"),
    }
    listed = _lists(anne, asked)
    times = figures.in_rounds({**listed, **others}, asked.pages)
    yield from (figures.timed(name, times[name], below=LIST_MS) for name in listed)
    first, _, deepest, *_ = listed
    yield figures.ratio(
        "  the deepest against the first", times[deepest], times[first], most=DEEPEST
    )
    yield from (figures.timed(name, times[name]) for name in others)


def reading(visitor: Visitor, path: str) -> Visit:
    """Return a visit that reads one page and says how long it took."""
    return lambda: visitor.get(path).milliseconds


def _lists(visitor: Visitor, asked: Asked) -> dict[str, Visit]:
    """Return a visit to each sort of list."""
    last = asked.last_page
    return {
        "list 100, first page": reading(visitor, LIST),
        f"list 100, page {last // 2}": reading(visitor, f"{LIST}&side={last // 2}"),
        f"list 100, deepest page ({last})": reading(visitor, f"{LIST}&side={last}"),
        f"list 100, searched for «{SEARCHED}»": reading(visitor, f"{LIST}&q={SEARCHED}"),
        "list 100, own and one service": reading(visitor, f"{LIST}&whose=own&sector=health"),
    }


# --- forms ----------------------------------------------------------------------------------


def _forms(anne: Visitor, asked: Asked) -> Iterator[Row]:
    anne.read_token("/behov/ny/")
    new = (_filled_in(text) for text in texts(10_000, SEED_OF_NEW_ONES))
    created, similar = "create a need", f"similar needs among {asked.needs:,}, as one types"
    visits = {
        created: partial(_posted, anne, "/behov/ny/", new, 302),
        similar: partial(_posted, anne, "/behov/lignende/", new, 200),
    }
    times = figures.in_rounds(visits, asked.pages)
    yield figures.timed(created, times[created], below=CREATE_MS)
    yield figures.timed(similar, times[similar])


def _filled_in(text: dict[str, str]) -> dict[str, str]:
    return {**text, "sector": "health", "shared_with": "public", "heard_count": "3"}


def _posted(visitor: Visitor, path: str, forms: Iterator[dict[str, str]], expect: int) -> float:
    return visitor.post(path, next(forms), expect).milliseconds


# --- files ----------------------------------------------------------------------------------


def _files(anne: Visitor, asked: Asked) -> Iterator[Row]:
    counts = {"csv": _rows_in_csv, "json": _rows_in_json}
    paths = {name: f"/behov/alle.{name}?status=all" for name in counts}
    times = figures.in_rounds({name: reading(anne, paths[name]) for name in paths}, asked.files)
    for name, count in counts.items():
        answer = anne.get(paths[name])
        yield figures.timed(f"{asked.needs:,} as {name.upper()}", times[name], below=FILE_MS)
        yield _complete(name.upper(), count(answer.text), answer, asked.needs)


def _complete(name: str, found: int, answer: Answer, expected: int) -> Row:
    size = f"{len(answer.text.encode()) / 1e6:.1f} MB, {len(answer.wire) / 1e6:.1f} over the wire"
    return Row(
        f"  rows in the {name} file ({size})", f"{found:,}", f"= {expected:,}", found == expected
    )


def _rows_in_csv(text: str) -> int:
    _, *rows = csv.reader(StringIO(text.removeprefix("\ufeff"), newline=""), delimiter=";")
    return len({row[0] for row in rows})


def _rows_in_json(text: str) -> int:
    told = json.loads(text)
    found = len({row["number"] for row in told["rows"]})
    return found if told["count"] == found else -1
