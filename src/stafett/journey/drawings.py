"""States as a drawing: boxes in a column, arrows down between them and round them on the right.

Everything is placed on the server, in the units of an SVG's view box, and is the same on paper.
What an arrow is called stands over the arrow where it leaves, and no line crosses a word.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from textwrap import wrap

from stafett.journey.rulebook import Machine

LEFT, TOP, BOX, GAP, LANE, HEAD = 8, 34, 208, 150, 20, 9
LINE, SMALL_LINE, PORT, BETWEEN, AIR = 21, 19, 25, 46, 13
LETTERS_IN_BOX, LETTERS_BESIDE_ARROW = 22, 30


@dataclass(frozen=True, slots=True)
class Text:
    """A line of text, where it begins."""

    x: float
    y: float
    says: str


@dataclass(frozen=True, slots=True)
class Box:
    """A state: its name, and what can be done without leaving it."""

    y: float
    height: float
    name: list[Text]
    stays: list[Text]
    ends: bool

    @property
    def floor(self) -> float:
        """Return the lower edge."""
        return self.y + self.height


@dataclass(frozen=True, slots=True)
class Arrow:
    """A line to a state, its head, and what is done where it leaves."""

    path: str
    head: str
    says: list[Text]


@dataclass(frozen=True, slots=True)
class Drawing:
    """Boxes and arrows."""

    boxes: list[Box]
    arrows: list[Arrow]
    width: float
    height: float
    left: int = LEFT
    box: int = BOX
    middle: float = LEFT + BOX / 2
    top: int = TOP


@dataclass(frozen=True, slots=True)
class Lane:
    """A way round the boxes: what is done, from which states, to which."""

    event: str
    sources: tuple[int, ...]
    target: int

    @property
    def length(self) -> int:
        """Return how many boxes it passes."""
        places = (*self.sources, self.target)
        return max(places) - min(places)


def drawn(machine: Machine) -> Drawing:
    """Return the drawing of a machine's states."""
    lanes = _lanes(machine.states)
    boxes = _boxes(machine, lanes)
    arrows = [*_downwards(machine, boxes), *_around(machine, boxes, lanes)]
    width = LEFT + BOX + GAP + LANE * len(lanes) + 4
    return Drawing(boxes, arrows, width, boxes[-1].floor + 4)


# --- where things go ------------------------------------------------------------------------


def _lanes(states: Mapping[str, Mapping[str, str]]) -> list[Lane]:
    """Return the ways round, the shortest first; the same step to one state shares its way."""
    order = list(states)
    ways: dict[tuple[str, int], list[int]] = {}
    for place, can in enumerate(states.values()):
        for event, to in can.items():
            if order.index(to) not in (place, place + 1):
                ways.setdefault((event, order.index(to)), []).append(place)
    lanes = [Lane(event, tuple(sources), target) for (event, target), sources in ways.items()]
    return sorted(lanes, key=lambda lane: lane.length)


def _boxes(machine: Machine, lanes: list[Lane]) -> list[Box]:
    boxes: list[Box] = []
    for place, state in enumerate(machine.states):
        y = boxes[-1].floor + BETWEEN if boxes else TOP
        boxes.append(_box(machine, state, y, ports=len(_ports(lanes, place))))
    return boxes


def _box(machine: Machine, state: str, y: float, *, ports: int) -> Box:
    can = machine.states[state]
    name = wrap(machine.word(state), LETTERS_IN_BOX)
    stays = [str(machine.did[event]) for event, to in can.items() if to == state]
    text = LINE * len(name) + SMALL_LINE * len(stays)
    height = max(text + 2 * AIR, PORT * ports + AIR)
    first = y + (height - text) / 2 + LINE * 0.75
    return Box(
        y,
        height,
        [Text(LEFT + 14, first + LINE * line, says) for line, says in enumerate(name)],
        [
            Text(LEFT + 14, first + LINE * len(name) + SMALL_LINE * line, says)
            for line, says in enumerate(stays)
        ],
        ends=set(can.values()) <= {state},
    )


def _ports(lanes: list[Lane], place: int) -> list[Lane]:
    """Return the ways that touch a box, so that those which part from it do not cross."""
    touching = [lane for lane in lanes if place in (*lane.sources, lane.target)]
    up = [lane for lane in touching if _other_end(lane, place) < place]
    down = [lane for lane in touching if lane not in up]
    return [*up, *reversed(down)]


def _other_end(lane: Lane, place: int) -> int:
    return min(lane.sources) if place == lane.target else lane.target


def _port(boxes: list[Box], lanes: list[Lane], lane: Lane, place: int) -> float:
    """Return how far down a way touches a box."""
    ports = _ports(lanes, place)
    box = boxes[place]
    first = box.y + (box.height - PORT * (len(ports) - 1)) / 2
    return first + PORT * ports.index(lane) + 4


# --- arrows ---------------------------------------------------------------------------------


def _downwards(machine: Machine, boxes: list[Box]) -> Iterator[Arrow]:
    """Yield the arrows from a box to the next."""
    order = list(machine.states)
    x = LEFT + BOX / 2
    for place, here in enumerate(order[:-1]):
        to = order[place + 1]
        done = [machine.did[did] for did, then in machine.states[here].items() if then == to]
        start, end = boxes[place].floor, boxes[place + 1].y
        if done:
            head = f"{x - 5},{end - HEAD} {x + 5},{end - HEAD} {x},{end}"
            says = _beside(x + 12, (start + end) / 2, ", ".join(map(str, done)))
            yield Arrow(f"M{x} {start}V{end - HEAD}", head, says)


def _beside(x: float, middle: float, says: str) -> list[Text]:
    """Return what is said beside an arrow, over two lines where it is long."""
    lines = wrap(says, LETTERS_BESIDE_ARROW)
    first = middle + 4 - SMALL_LINE * (len(lines) - 1) / 2
    return [Text(x, first + SMALL_LINE * line, text) for line, text in enumerate(lines)]


def _around(machine: Machine, boxes: list[Box], lanes: list[Lane]) -> Iterator[Arrow]:
    """Yield the arrows that pass other boxes, or go back."""
    edge = LEFT + BOX
    for number, lane in enumerate(lanes):
        x = edge + GAP + LANE * number
        end = _port(boxes, lanes, lane, lane.target)
        starts = [_port(boxes, lanes, lane, source) for source in lane.sources]
        says = str(machine.did[lane.event])
        yield Arrow(
            "".join(_way(edge, x, start, end) for start in starts),
            f"{edge + HEAD},{end - 5} {edge + HEAD},{end + 5} {edge},{end}",
            [Text(edge + 10, start - 6, says) for start in starts],
        )


def _way(edge: int, x: float, start: float, end: float) -> str:
    """Return a path out, along and in again, with soft corners."""
    turn = 8 if end > start else -8
    out = f"M{edge} {start}H{x - 8}Q{x} {start} {x} {start + turn}"
    return f"{out}V{end - turn}Q{x} {end} {x - 8} {end}H{edge + HEAD}"
