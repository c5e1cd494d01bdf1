"""A benefits map as a picture: boxes in columns, arrows from left to right. It knows no Django.

Lengths are in the units of the SVG's view box, of which the page gives sixteen to a ``rem``.
"""

import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise

from stafett.benefits.layers import Arrow, Layers, layered

WIDEST, NARROWEST, PAGE = 232, 174, 1136
CHANNEL = 64
"""Between two layers, where arrows turn and no box stands."""
EDGE = 2
PADDING_X, PADDING_Y = 12, 11
LINE, NOTE_LINE, TITLE_LINE = 22, 19, 23
BASELINE = 0.76
"""How far down a line its letters stand."""
BETWEEN, BESIDE_WAY = 22, 16
"""From box to box in a layer, and from an arrow passing by to what is next to it."""
UNDER_TITLES = 26
PORTS = 15
HEAD = 7
TURNS = 10
STRAIGHT, WAY_TO_BOX, PLAIN, AS_IT_IS = 8.0, 3.0, 1.0, 0.01


@dataclass(frozen=True, slots=True)
class Place:
    """What is to be drawn: its column, its text, a note under it, and a word for its look."""

    column: int
    text: str
    note: str = ""
    look: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text, and where it begins."""

    x: float
    y: float
    text: str


@dataclass(frozen=True, slots=True)
class Box:
    """A place as it is drawn."""

    place: Place
    x: float
    y: float
    width: float
    height: float
    lines: tuple[Line, ...]
    notes: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Path:
    """An arrow as it is drawn: from place to place, its line, and its head."""

    start: int
    end: int
    line: str
    head: str
    look: str


@dataclass(frozen=True, slots=True)
class Column:
    """A column's title, and how far it reaches."""

    left: float
    right: float
    y: float
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Picture:
    """The whole of it. Boxes stand in the order in which their places came."""

    width: float
    height: float
    columns: tuple[Column, ...]
    boxes: tuple[Box, ...]
    paths: tuple[Path, ...]


def drawn(
    titles: Sequence[str],
    places: Sequence[Place],
    arrows: Iterable[Arrow],
    *,
    dotted: Iterable[Arrow] = (),
) -> Picture:
    """Draw places under their columns' titles, with arrows between them.

    Arrows are pairs of positions in ``places``; they lead to the same column or a later one, and
    in no circle. Those in ``dotted`` are drawn as missing.
    """
    looks = dict.fromkeys(arrows, "") | dict.fromkeys(dotted, "missing")
    layers = layered([place.column for place in places], looks, column_count=len(titles))
    frame = _Frame.of(layers, titles)
    boxes = _boxes(places, layers, frame)
    middles = _middles(layers, boxes, frame)
    boxes = [_lowered(box, middles[spot] - box.height / 2) for spot, box in enumerate(boxes)]
    floor = max([*(box.y + box.height for box in boxes), *middles.values(), frame.top])
    return Picture(
        width=frame.left(len(layers.rows) - 1) + frame.width + EDGE,
        height=floor + EDGE,
        columns=frame.columns,
        boxes=tuple(boxes),
        paths=tuple(_paths(layers, boxes, middles, frame, looks)),
    )


# --- text ---------------------------------------------------------------------------------------

# How wide the signs of Inter are at weight 500, in thousandths of their height.
WIDTHS = {
    sign: width
    for width, signs in {
        270: "ijlI ’",
        315: ",.:·!';",
        348: "`tŧ|",
        390: "()[]/\\fr",
        440: "1{}",
        500: '-_^"–',
        540: "*?sš",
        570: "xkzžLaåäá7",
        590: "JvycčeéF",
        605: "hnuŋ5Eoøöò«»",
        632: "2bdpqđg3869",
        650: "#ZP$0S",
        672: "R&T4B+<=>~€",
        705: "KYXAVÅÁ",
        745: "DCUH",
        770: "GNOØQ",
        860: "w→½",
        915: "mMæ…",
        1005: "@%—WÆ",
    }.items()
    for sign in signs
}
ANY_OTHER, WIDE = 780, 1050
LEAST_LEFT = 4
"""Of a word that is cut, no less goes to the next line."""


@lru_cache(maxsize=4096)
def text_width(text: str, size: float) -> float:
    """Return about how wide a text is; rather too wide than too narrow."""
    return sum(map(_sign_width, text)) * size / 1000


def _sign_width(sign: str) -> int:
    if sign in WIDTHS:
        return WIDTHS[sign]
    if unicodedata.combining(sign):
        return 0
    return WIDE if unicodedata.east_asian_width(sign) in "WF" else ANY_OTHER


def wrapped(text: str, width: float, size: float) -> list[str]:
    """Break a text into lines that are no wider; a word that is wider is cut."""
    lines: list[str] = []
    room, space = 0.0, text_width(" ", size)
    for word in text.split():
        needs = space + text_width(word, size)
        if lines and needs <= room:
            lines[-1] += f" {word}"
            room -= needs
        else:
            lines += _cut(word, width, size)
            room = width - text_width(lines[-1], size)
    return lines


def balanced(text: str, width: float, size: float) -> list[str]:
    """Break a text into as few lines, of about one length: no word stands alone on the last."""
    lines = wrapped(text, width, size)
    narrower = width
    while len(lines) > 1 and narrower > width / 2:
        narrower -= size / 2
        tighter = wrapped(text, narrower, size)
        if len(tighter) > len(lines) or _is_cut_more(tighter, lines):
            break
        lines = tighter
    return lines


def _is_cut_more(lines: list[str], than: list[str]) -> bool:
    """Whether more words were cut: the signs without their spaces are then more."""
    return len("".join(lines).replace(" ", "")) > len("".join(than).replace(" ", ""))


def _cut(word: str, width: float, size: float) -> Iterator[str]:
    """Cut a long word: after a hyphen or a slash of its own if there is one, else with a hyphen."""
    while text_width(word, size) > width:
        fits = _fits(word, width - text_width("-", size), size)
        fits = min(fits, max(1, len(word) - LEAST_LEFT))
        own = max(word.rfind("-", 0, fits), word.rfind("/", 0, fits)) + 1
        yield word[:own] if own else f"{word[:fits]}-"
        word = word[own or fits :]
    yield word


def _fits(word: str, width: float, size: float) -> int:
    """Return how many signs fit, one at least, with what belongs to the last of them."""
    reached = accumulate(_sign_width(sign) * size / 1000 for sign in word)
    fits = max(1, sum(end <= width for end in reached))
    while fits < len(word) and unicodedata.combining(word[fits]):
        fits += 1
    return fits


# --- columns and boxes --------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class _Frame:
    """How wide the layers are, and where things begin."""

    width: float
    top: float
    columns: tuple[Column, ...]

    @classmethod
    def of(cls, layers: Layers, titles: Sequence[str]) -> "_Frame":
        count = len(layers.rows)
        width = min(max((PAGE - 2 * EDGE - CHANNEL * (count - 1)) / count, NARROWEST), WIDEST)
        width = float(round(width))
        reach = [layers.column_of.count(number) for number in range(len(titles))]
        lines = [
            balanced(title, count * (width + CHANNEL) - CHANNEL, 17)
            for title, count in zip(titles, reach, strict=True)
        ]
        y = max(map(len, lines)) * TITLE_LINE + 6
        columns = [
            _column(layers.column_of, number, text, y, width) for number, text in enumerate(lines)
        ]
        return cls(width, y + UNDER_TITLES, tuple(columns))

    def left(self, layer: int) -> float:
        return _left(layer, self.width)


def _left(layer: int, width: float) -> float:
    return EDGE + layer * (width + CHANNEL)


def _column(column_of: list[int], number: int, lines: list[str], y: float, width: float) -> Column:
    inside = [layer for layer, column in enumerate(column_of) if column == number]
    left = _left(inside[0], width)
    first = y - 6 - len(lines) * TITLE_LINE
    return Column(left, _left(inside[-1], width) + width, y, _lines(lines, left, first, TITLE_LINE))


def _lines(texts: Iterable[str], x: float, y: float, height: float) -> tuple[Line, ...]:
    return tuple(
        Line(x, round(y + (number + BASELINE) * height, 1), text)
        for number, text in enumerate(texts)
    )


def _boxes(places: Sequence[Place], layers: Layers, frame: _Frame) -> list[Box]:
    layer_of = {spot: layer for layer, row in enumerate(layers.rows) for spot in row}
    return [_box(place, frame.left(layer_of[spot]), frame) for spot, place in enumerate(places)]


def _box(place: Place, x: float, frame: _Frame) -> Box:
    inner = frame.width - 2 * PADDING_X
    texts, notes = balanced(place.text, inner, 16), wrapped(place.note, inner, 14)
    under = PADDING_Y + len(texts) * LINE
    return Box(
        place,
        x=x,
        y=0.0,
        width=frame.width,
        height=under + len(notes) * NOTE_LINE + PADDING_Y,
        lines=_lines(texts, x + PADDING_X, PADDING_Y, LINE),
        notes=_lines(notes, x + PADDING_X, under, NOTE_LINE),
    )


def _lowered(box: Box, y: float) -> Box:
    y = round(y, 1)
    lines, notes = (
        tuple(Line(line.x, round(line.y + y, 1), line.text) for line in lines)
        for lines in (box.lines, box.notes)
    )
    return Box(box.place, box.x, y, box.width, box.height, lines, notes)


# --- how far down -------------------------------------------------------------------------------


def _middles(layers: Layers, boxes: list[Box], frame: _Frame) -> dict[int, float]:
    """Return how far down the middle of each spot is, so that arrows run as level as they can."""
    heights = defaultdict(float, {spot: box.height for spot, box in enumerate(boxes)})
    gaps = [_gaps(row, heights, len(boxes)) for row in layers.rows]
    at: dict[int, float] = {}
    for row, gap in zip(layers.rows, gaps, strict=True):
        below = list(accumulate(gap))
        at |= {spot: down - below[-1] / 2 for spot, down in zip(row, below, strict=True)}
    pulls = _pulls(layers, len(boxes))
    order = list(zip(layers.rows, gaps, strict=True))
    for turn in range(TURNS):
        for row, gap in order[:: -1 if turn % 2 else 1]:
            at |= zip(row, _drawn_to(row, gap, at, pulls), strict=True)
    raise_by = min((at[spot] - heights[spot] / 2 for spot in at), default=0.0) - frame.top
    return {spot: round(middle - raise_by, 1) for spot, middle in at.items()}


def _gaps(row: list[int], heights: dict[int, float], boxes: int) -> list[float]:
    """Return how far each spot's middle must be from the one above; the topmost is free."""
    gaps = [0.0] if row else []
    for upper, lower in pairwise(row):
        air = BETWEEN if max(upper, lower) < boxes else BESIDE_WAY
        gaps.append((heights[upper] + heights[lower]) / 2 + air)
    return gaps


def _pulls(layers: Layers, boxes: int) -> dict[int, list[tuple[int, float]]]:
    """Return what each spot is drawn to, and how strongly: an arrow's own way most of all."""
    pulls: dict[int, list[tuple[int, float]]] = defaultdict(list)
    for start, end in layers.steps:
        strength = (PLAIN, WAY_TO_BOX, STRAIGHT)[(start >= boxes) + (end >= boxes)]
        pulls[start].append((end, strength))
        pulls[end].append((start, strength))
    return pulls


def _drawn_to(
    row: list[int],
    gaps: list[float],
    at: dict[int, float],
    pulls: dict[int, list[tuple[int, float]]],
) -> list[float]:
    wanted = []
    for spot in row:
        drawn_to = [
            *((at[other], strength) for other, strength in pulls[spot]),
            (at[spot], AS_IT_IS),
        ]
        weight = sum(strength for _place, strength in drawn_to)
        wanted.append((sum(place * strength for place, strength in drawn_to) / weight, weight))
    return settled(wanted, gaps)


def settled(wanted: Sequence[tuple[float, float]], gaps: Sequence[float]) -> list[float]:
    """Return the places nearest to those wanted that keep the order and the gaps.

    ``wanted`` are (place, weight); nearest is by least squares. What is too near is moved apart
    together (pool adjacent violators).
    """
    offsets = list(accumulate(gaps))
    pools: list[tuple[float, float, int]] = []
    for (place, weight), offset in zip(wanted, offsets, strict=True):
        pool = ((place - offset) * weight, weight, 1)
        while pools and pools[-1][0] / pools[-1][1] > pool[0] / pool[1]:
            pool = tuple(map(sum, zip(pools.pop(), pool, strict=True)))  # type: ignore[assignment]
        pools.append(pool)
    shared = [total / weight for total, weight, count in pools for _one in range(count)]
    return [place + offset for place, offset in zip(shared, offsets, strict=True)]


# --- arrows -------------------------------------------------------------------------------------


def _paths(
    layers: Layers,
    boxes: list[Box],
    middles: dict[int, float],
    frame: _Frame,
    looks: dict[Arrow, str],
) -> Iterator[Path]:
    """Draw each arrow: it turns between the layers, and runs level where it passes one."""
    leaves, enters = _ports(layers, boxes, middles)
    middles = _levelled(layers, boxes, middles, leaves | enters)
    layer_of = {spot: layer for layer, row in enumerate(layers.rows) for spot in row}
    for (start, end), way in sorted(layers.ways.items()):
        y = leaves[way[0], way[1]]
        line = f"M{_short(frame.left(layer_of[start]) + frame.width)} {_short(y)}"
        for here, there in pairwise(way):
            x = frame.left(layer_of[there])
            to = enters[here, there] if there == end else middles[there]
            line += _turn(x - CHANNEL, y, x, to)
            line += "" if there == end else f"H{_short(x + frame.width)}"
            y = to
        tip = f"{_short(x)} {_short(y)}"
        barbs = [f"{_short(x - HEAD)} {_short(y + side * HEAD * 0.7)}" for side in (-1, 1)]
        yield Path(start, end, line, f"M{barbs[0]}L{tip}L{barbs[1]}", looks[start, end])


def _levelled(
    layers: Layers, boxes: list[Box], middles: dict[int, float], ports: dict[Arrow, float]
) -> dict[int, float]:
    """Let arrows that pass layers run level with where they leave, or enter, if there is room."""
    at = dict(middles)
    room = _Room(layers.rows, [box.height for box in boxes])
    for way in layers.ways.values():
        passing = way[1:-1]
        for level in (ports[way[0], way[1]], ports[way[-2], way[-1]]) if passing else ():
            if all(room.is_free(spot, level, at) for spot in passing):
                at |= dict.fromkeys(passing, level)
                break
    return at


class _Room:
    """How near to its neighbours in a layer an arrow that passes may come."""

    def __init__(self, rows: Sequence[list[int]], heights: list[float]) -> None:
        self.heights = heights
        self.above: dict[int, int] = {}
        self.below: dict[int, int] = {}
        for row in rows:
            for upper, lower in pairwise(row):
                self.above[lower], self.below[upper] = upper, lower

    def is_free(self, spot: int, level: float, at: dict[int, float]) -> bool:
        """Whether an arrow can pass at this level, in the same order as before."""
        upper, lower = self.above.get(spot), self.below.get(spot)
        if upper is not None and level < at[upper] + self._needs(upper):
            return False
        return lower is None or level <= at[lower] - self._needs(lower)

    def _needs(self, spot: int) -> float:
        half = self.heights[spot] / 2 if spot < len(self.heights) else 0.0
        return half + BESIDE_WAY


def _turn(x: float, y: float, to_x: float, to_y: float) -> str:
    """Return a calm bend that never goes back, nor above or below its ends."""
    middle = _short((x + to_x) / 2)
    return f"C{middle} {_short(y)} {middle} {_short(to_y)} {_short(to_x)} {_short(to_y)}"


def _ports(
    layers: Layers, boxes: list[Box], middles: dict[int, float]
) -> tuple[dict[Arrow, float], dict[Arrow, float]]:
    """Return where on its box each arrow leaves, and where it enters: spread, and uncrossed."""
    out: dict[int, list[Arrow]] = defaultdict(list)
    into: dict[int, list[Arrow]] = defaultdict(list)
    for step in layers.steps:
        out[step[0]].append(step)
        into[step[1]].append(step)
    leaves: dict[Arrow, float] = {}
    enters: dict[Arrow, float] = {}
    for spot, box in enumerate(boxes):
        leaves |= _spread(sorted(out[spot], key=lambda step: middles[step[1]]), box)
        enters |= _spread(sorted(into[spot], key=lambda step: middles[step[0]]), box)
    return leaves, enters


def _spread(steps: list[Arrow], box: Box) -> dict[Arrow, float]:
    apart = min(PORTS, (box.height - 2 * PADDING_Y) / max(1, len(steps) - 1))
    first = box.y + box.height / 2 - apart * (len(steps) - 1) / 2
    return {step: first + number * apart for number, step in enumerate(steps)}


def _short(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")
