"""Documents: what they say, and as PDF that is tagged (PDF/UA-1) and lasts (PDF/A-2a).

What a document says is data to one fixed layout, ``paper.typ``; no text of anybody's is ever code.
``lib.wordfiles`` writes the same data as a document that is worked on.
"""

import json
import unicodedata
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from itertools import groupby
from pathlib import Path
from typing import Any, Final, Literal

import typst
from django.utils.timezone import localtime

LAYOUT = Path(__file__).with_name("paper.typ")
STANDARDS: Final[list[Literal["ua-1", "a-2a"]]] = ["ua-1", "a-2a"]
# What the typefaces in the program can show; the rest is named by its number.
SHOWN = (
    *range(0x20, 0x250),
    *range(0x300, 0x330),
    *range(0x391, 0x3A2),
    *range(0x3A3, 0x3CA),
    *range(0x410, 0x450),
    *range(0x1E00, 0x1F00),
    *range(0x2010, 0x2016),
    *range(0x2018, 0x2023),
    0x2009, 0x2026, 0x202F, 0x2030, 0x2032, 0x2033, 0x2039, 0x203A, 0x2044, 0x20AC, 0x2116, 0x2122,
    *range(0x2190, 0x2194),
    0x2212, 0x221A, 0x221E, 0x2248, 0x2260, 0x2264, 0x2265,
)  # fmt: skip
UNSHOWN = frozenset({*range(0x7F, 0xA0), 0xAD})
CAN_SHOW = frozenset(SHOWN) - UNSHOWN | {0x0A}

Pair = tuple[str, str]


class Gap(str):
    """What the program does not know, in brackets, for somebody to fill in."""

    __slots__ = ()

    def __new__(cls, what: str) -> "Gap":
        return super().__new__(cls, f"[{what}]")

    def __getnewargs__(self) -> tuple[str]:
        return (self[1:-1],)


@dataclass(frozen=True, slots=True)
class Column:
    """A column of a table: its head, and how wide it is beside the others."""

    head: str
    width: float = 1.0
    is_number: bool = False


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of texts under their heads; ``foot`` are the rows that add up the others."""

    caption: str
    columns: Sequence[Column]
    rows: Sequence[Sequence[str]]
    foot: Sequence[Sequence[str]] = ()


@dataclass(frozen=True, slots=True)
class Block:
    """Some of what a part says, in one of five shapes; ``lang`` where it is not the paper's."""

    text: str = ""
    quote: str = ""
    facts: Sequence[Pair] = ()
    points: Sequence[str] = ()
    table: Table | None = None
    lang: str = ""


@dataclass(frozen=True, slots=True)
class Part:
    """A heading, and what stands under it; ``level`` 2 stands under the one before it.

    What ``is_wide`` stands on pages that lie down.
    """

    heading: str
    blocks: Sequence[Block]
    level: int = 1
    is_wide: bool = False


@dataclass(frozen=True, slots=True)
class Paper:
    """A document: in which language, what it is called, who made it when, and what it says."""

    lang: str
    title: str
    author: str
    made_at: datetime
    lead: str
    parts: Sequence[Part]
    foot: str
    page: str


def gaps(paper: Paper) -> int:
    """Return how many places somebody has to fill in."""
    return sum(isinstance(text, Gap) for part in paper.parts for text in _texts(part.blocks))


def texts(paper: Paper) -> Iterator[str]:
    """Yield every text there is in a document."""
    yield from (paper.title, paper.author, paper.lead, paper.foot, paper.page)
    for part in paper.parts:
        yield part.heading
        yield from _texts(part.blocks)


def _texts(blocks: Iterable[Block]) -> Iterator[str]:
    for block in blocks:
        yield from (block.text, block.quote, *block.points)
        yield from (text for pair in block.facts for text in pair)
        if block.table:
            yield from (cell for row in block.table.rows for cell in row)


def sheets(paper: Paper) -> list[tuple[bool, list[Part]]]:
    """Return the parts by the way the page lies: those that follow each other stand together."""
    return [(lies, list(parts)) for lies, parts in groupby(paper.parts, lambda each: each.is_wide)]


def as_pdf(paper: Paper) -> bytes:
    """Return the document as a file; the same document is the same file each time."""
    said = asdict(paper)
    said["sheets"] = [
        {"is_wide": lies, "parts": [asdict(part) for part in parts]}
        for lies, parts in sheets(paper)
    ]
    told = json.dumps(_shown({**said, "parts": [], "made_at": _moment(paper.made_at)}))
    made: bytes = typst.compile(
        LAYOUT,
        format="pdf",
        ignore_system_fonts=True,
        pdf_standards=[*STANDARDS],
        sys_inputs={"paper": told},
        timestamp=int(paper.made_at.timestamp()),
    )
    return made


def _moment(at: datetime) -> list[int]:
    return list(localtime(at).timetuple()[:6])


def _shown(told: Any) -> Any:
    """Name the signs that the typefaces lack, so that none falls out silently (R44)."""
    if isinstance(told, str):
        return "".join(map(_sign, unicodedata.normalize("NFC", told)))
    if isinstance(told, dict):
        return {name: _shown(value) for name, value in told.items()}
    if isinstance(told, list | tuple):
        return [_shown(value) for value in told]
    return told


def _sign(sign: str) -> str:
    return sign if ord(sign) in CAN_SHOW else f"[U+{ord(sign):04X}]"
