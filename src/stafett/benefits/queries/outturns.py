"""What promises came to, class by class: what may be published so that nobody is worked out.

A class is a yardstick, or a kind of benefit. Everybody reads the same figures, so what can be
worked out from all of them, from every edition before, and by those who know some of it
beforehand, is known when an edition is made.
"""

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from stafett.benefits.models import ReferenceEdition, ReferenceFigure
from stafett.calc import disclosure, reference
from stafett.calc.errors import CalcError

STEP = 0.05
"""Shares are told, and reckoned, in whole steps of this: a tiny change is no change."""
MOST = 2.0
"""More than twice the plan counts as twice: nobody is seen because they reached very much."""
NARROWEST = 0.1
"""Where all reached about the same, the figure would be everybody's own."""

MANY = 40
"""In means of so many, whole steps hide what one of them reached."""

Key = tuple[str, int | None]
"""A kind of benefit, and the yardstick where the class is of one."""
Part = tuple[int, int, float]
"""What one promise came to: whose figure it is part of, whatever it is called that day."""


@dataclass(frozen=True, slots=True)
class Outturn:
    """What one promise came to, as a share of its plan, once all of its effect should be there.

    ``group`` is who else reads it: the region whose initiative it is on, None where nobody does.
    """

    commitment: int
    municipality: int
    kind: str
    indicator: int
    group: int | None
    ratio: float

    @classmethod
    def of(cls, reached: float, **whose: Any) -> "Outturn":
        """Return an outturn: never below nothing, nor above twice the plan, in whole steps."""
        return cls(ratio=_stepped(min(max(reached, 0.0), MOST)), **whose)

    @property
    def part(self) -> Part:
        return self.commitment, self.municipality, self.ratio

    @property
    def classes(self) -> tuple[Key, Key]:
        """The classes it is in."""
        return (self.kind, None), (self.kind, self.indicator)


def _stepped(share: float) -> float:
    return round(round(share / STEP) * STEP, 2)


def kept(outturns: Iterable[Outturn]) -> list[list[Any]]:
    """Return outturns as an edition keeps them."""
    return [
        [row.commitment, row.municipality, row.kind, row.indicator, row.group, row.ratio]
        for row in outturns
    ]


def ground_of(edition: ReferenceEdition) -> list[Outturn]:
    """Return who stood behind an edition."""
    return [Outturn(*row) for row in edition.ground]


# --- what may be published ------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Earlier:
    """An edition that was published: who stood behind it, and which classes it told of."""

    ground: list[Outturn]
    told: set[Key]

    @classmethod
    def of(cls, edition: ReferenceEdition) -> "Earlier":
        told = {(row.kind, row.indicator_id) for row in edition.figures.all()}
        return cls(ground_of(edition), told)


def figures(
    outturns: Sequence[Outturn], before: Sequence[Earlier], minimum: int
) -> list[ReferenceFigure]:
    """Return what may be published of these outturns, beside all that was published before."""
    by_class = _by_class(outturns)
    told = {key: by_class[key] for key in sorted(_shown(by_class, before, minimum), key=str)}
    rows = ((key, _figure(key, rows, told, by_class, minimum)) for key, rows in told.items())
    return [row for _key, row in rows if row.p90 - row.p10 >= NARROWEST - STEP / 10]


def _by_class(outturns: Iterable[Outturn]) -> dict[Key, list[Outturn]]:
    found: defaultdict[Key, list[Outturn]] = defaultdict(list)
    for row in outturns:
        for key in row.classes:
            found[key].append(row)
    return dict(found)


def _shown(
    by_class: Mapping[Key, Sequence[Outturn]], before: Sequence[Earlier], minimum: int
) -> list[Key]:
    """Return the classes that tell of nobody.

    One more than the minimum stands behind what can be worked out, for each of them knows its
    own; and the minimum where a region knows what its members reached on its initiatives.
    """
    keys = [key for key, rows in by_class.items() if _places(rows) > minimum]
    columns: dict[Part, int] = {}
    wanted = [_columns_of(by_class[key], columns) for key in keys]
    known = [_columns_of(rows, columns) for rows in _told_before(before)]
    parts = list(columns)
    table = _Table(_rows(wanted, parts), _rows(known, parts), parts)
    shown = table.safe(np.ones(len(columns), dtype=bool), minimum + 1)
    for inside in _insiders(by_class, before):
        unknown = np.array([part not in inside for part in columns], dtype=bool)
        shown &= table.safe(unknown, minimum)
    return [key for key, is_shown in zip(keys, shown.tolist(), strict=True) if is_shown]


def _places(rows: Iterable[Outturn]) -> int:
    return len({row.municipality for row in rows})


def _told_before(before: Iterable[Earlier]) -> Iterator[list[Outturn]]:
    for edition in before:
        by_class = _by_class(edition.ground)
        yield from (by_class[key] for key in sorted(edition.told, key=str))


def _columns_of(rows: Iterable[Outturn], columns: dict[Part, int]) -> list[int]:
    return [columns.setdefault(row.part, len(columns)) for row in rows]


def _rows(of: Sequence[Sequence[int]], parts: Sequence[Part]) -> NDArray[np.float64]:
    """Return how much each part counts in each class: a municipality has one voice."""
    table = np.zeros((len(of), len(parts)))
    for row, columns in zip(table, of, strict=True):
        whose = [parts[column][1] for column in columns]
        voices = Counter(whose)
        row[list(columns)] = [1 / voices[place] for place in whose]
    return table


def _insiders(
    by_class: Mapping[Key, Sequence[Outturn]], before: Iterable[Earlier]
) -> list[set[Part]]:
    """Return what each region knows beforehand, now or when it was published."""
    found: defaultdict[int, set[Part]] = defaultdict(set)
    now = (row for rows in by_class.values() for row in rows)
    for row in (*now, *(row for edition in before for row in edition.ground)):
        if row.group is not None:
            found[row.group].add(row.part)
    return list(found.values())


@dataclass(frozen=True, slots=True, eq=False)
class _Table:
    """How much each part counts in what is to be told, and in what was told before.

    The parts of one municipality sum to one in a row.
    """

    wanted: NDArray[np.float64]
    known: NDArray[np.float64]
    parts: list[Part]

    def safe(self, unknown: NDArray[np.bool_], minimum: int) -> NDArray[np.bool_]:
        """Return what may be told to somebody who knows all but these parts."""
        owners = [part[1] for part, is_hidden in zip(self.parts, unknown, strict=True) if is_hidden]
        if not owners or not len(self.wanted):
            return np.ones(len(self.wanted), dtype=bool)
        wanted, known = self.wanted[:, unknown], self.known[:, unknown]
        few, few_known = _is_of_few(self.wanted), _is_of_few(self.known)
        try:
            shown = disclosure.suppress_sums(
                wanted > 0, owners=owners, published=known > 0, minimum=minimum
            )
            shown[few] &= disclosure.suppress_sums(
                wanted[few], owners=owners, published=known[few_known], minimum=minimum
            )
        except CalcError:  # what was told before gives somebody away now: nothing more is told
            return np.zeros(len(self.wanted), dtype=bool)
        return shown


def _is_of_few(table: NDArray[np.float64]) -> NDArray[np.bool_]:
    few: NDArray[np.bool_] = table.sum(axis=1) < MANY - 0.5
    return few


# --- the figures ----------------------------------------------------------------------------


def _figure(
    key: Key,
    rows: Sequence[Outturn],
    told: Mapping[Key, Sequence[Outturn]],
    by_class: Mapping[Key, Sequence[Outturn]],
    minimum: int,
) -> ReferenceFigure:
    """Return where one more promise is likely to end, with one voice for each municipality."""
    factor, own_weight = _drawn_in(key, ratios_of(rows), told, by_class, minimum)
    reached = [row.ratio * factor for row in rows]
    whose = [row.municipality for row in rows]
    ends = reference.forecast(1.0, reached, by=whose, minimum=minimum)
    p10, p50, p90 = (_stepped(float(end)) for end in ends)
    return ReferenceFigure(
        kind=key[0], indicator_id=key[1], municipalities=_places(rows),
        p10=p10, p50=p50, p90=p90, own_weight=own_weight,
    )  # fmt: skip


def ratios_of(rows: Iterable[Outturn]) -> list[float]:
    """Return what each municipality reached on average: one voice each."""
    theirs: defaultdict[int, list[float]] = defaultdict(list)
    for row in rows:
        theirs[row.municipality].append(row.ratio)
    return [sum(some) / len(some) for _place, some in sorted(theirs.items())]


def ratios_of_own(reached: Iterable[float]) -> list[float]:
    """Return one's own outturns as they are reckoned with: never below nothing, nor above twice."""
    return [min(max(ratio, 0.0), MOST) for ratio in reached]


def _drawn_in(
    key: Key,
    ratios: Sequence[float],
    told: Mapping[Key, Sequence[Outturn]],
    by_class: Mapping[Key, Sequence[Outturn]],
    minimum: int,
) -> tuple[float, float | None]:
    """Return how a yardstick's readings are drawn towards the others of their kind, if they can.

    Only where the kind is told too: what is held back does not come in by the back door.
    """
    kind, indicator = key
    own = sum(ratios) / len(ratios)
    if indicator is None or (kind, None) not in told or not own:
        return 1.0, None
    others = [
        ratios_of(rows)
        for (theirs, other), rows in sorted(by_class.items(), key=str)
        if theirs == kind and other not in (None, indicator)
    ]
    try:
        found = reference.shrunk_rate(own, len(ratios), others, minimum=minimum)
    except CalcError:  # too few other yardsticks to tell what is usual
        return 1.0, None
    return max(found.rate, 0.0) / own, found.own_weight
