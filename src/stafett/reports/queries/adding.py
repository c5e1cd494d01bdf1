"""Adding up what promises come to: forecast and measured apart, account by account (R11, R31)."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from stafett.benefits.queries.prices import Prices, in_one_year
from stafett.benefits.queries.sums import IN_HOURS, IN_KRONER, TITLES, Span
from stafett.benefits.queries.valuing import Account
from stafett.initiatives.models import Stage
from stafett.reports.models import FigureQuerySet

COLUMNS = (
    "account", "municipality_id", "initiative_id", "price_year", "low", "likely", "high",
    "measured", "reached", "is_read", "is_confirmed", "is_left_out", "known_until",
    "initiative__stage", "commitment_id",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Part:
    """One promise, as it is added up on a day. Unknown is None."""

    commitment_id: int
    account: Account
    municipality_id: int
    initiative_id: int
    price_year: int | None
    forecast: tuple[float, float, float]
    measured: float | None
    is_at_target: bool
    is_measured: bool
    is_overdue: bool


@dataclass(frozen=True, slots=True)
class LeftOut:
    """How many promises are in no sum, and why (R44)."""

    waiting: int = 0
    doubled: int = 0
    unknown: int = 0
    stopped: int = 0

    @property
    def count(self) -> int:
        return self.waiting + self.doubled + self.unknown + self.stopped


@dataclass(frozen=True, slots=True)
class Read:
    """The promises that are added up, and how many are not."""

    parts: list[Part]
    left_out: LeftOut


def read(figures: FigureQuerySet, day: date) -> Read:
    """Return what is added up of these figures on a day."""
    return added_up(figures.order_by().values_list(*COLUMNS), day)


def initiative_of(row: Sequence[Any]) -> int:
    """Return whose promise a row of figures is."""
    return int(row[COLUMNS.index("initiative_id")])


def added_up(rows: Iterable[Sequence[Any]], day: date) -> Read:
    """Return what is added up of these rows of figures on a day."""
    parts, out = [], {"waiting": 0, "doubled": 0, "unknown": 0, "stopped": 0}
    for row in rows:
        why = _why_not(row)
        if why:
            out[why] += 1
        else:
            parts.append(_part(row, day))
    return Read(parts, LeftOut(**out))


def _why_not(row: Sequence[Any]) -> str:
    likely, is_confirmed, is_left_out, stage = row[5], row[10], row[11], row[13]
    if stage == Stage.STOPPED:
        return "stopped"
    if not is_confirmed:
        return "waiting"
    if is_left_out:
        return "doubled"
    return "unknown" if likely is None else ""


def _part(row: Sequence[Any], day: date) -> Part:
    account, place, initiative, price_year, low, likely, high, measured, reached = row[:9]
    is_read, known_until = row[9], row[12]
    is_overdue = known_until is not None and day > known_until
    is_measured = is_read and not is_overdue
    return Part(
        commitment_id=row[14],
        account=Account(account),
        municipality_id=place,
        initiative_id=initiative,
        price_year=price_year,
        forecast=(low, likely, high),
        measured=measured if is_measured else None,
        is_at_target=is_measured and reached is not None and reached >= 1,
        is_measured=is_measured,
        is_overdue=is_overdue,
    )


# --- sums -----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sum:
    """What some promises in one account come to.

    ``measured`` is what a year is worth at the pace of the latest readings, of those ``read``
    alone; None where nothing is measured. Of ``unknown`` a reading is overdue (R36). ``forecast``
    is None where prices of several years cannot be added. For quality only counts are told.
    """

    account: Account
    forecast: Span | None
    measured: float | None
    promises: int
    read: int
    at_target: int
    unknown: int
    places: int
    read_places: int

    @property
    def is_measured(self) -> bool:
        return self.read > 0

    @property
    def is_quality(self) -> bool:
        return self.account == Account.QUALITY

    @property
    def is_hours(self) -> bool:
        return self.account in IN_HOURS

    @property
    def is_kroner(self) -> bool:
        return self.account in IN_KRONER

    @property
    def title(self) -> str:
        return str(TITLES[self.account])


def prices_of(parts: Iterable[Part], index: Mapping[int, Decimal]) -> Prices:
    """Return the one price year that parts of one account are told in (R21)."""
    return in_one_year((part.price_year for part in parts), index)


def added(account: Account, parts: Sequence[Part], prices: Prices) -> Sum:
    """Return the sum of parts of one account."""
    read_parts = [part for part in parts if part.is_measured]
    adds_up = account != Account.QUALITY and not prices.missing
    return Sum(
        account=account,
        forecast=_forecast(parts, prices) if adds_up and parts else None,
        measured=_measured(read_parts, prices) if adds_up and read_parts else None,
        promises=len(parts),
        read=len(read_parts),
        at_target=sum(part.is_at_target for part in parts),
        unknown=sum(part.is_overdue for part in parts),
        places=len({part.municipality_id for part in parts}),
        read_places=len({part.municipality_id for part in read_parts}),
    )


def _forecast(parts: Iterable[Part], prices: Prices) -> Span:
    low = likely = high = 0.0
    for part in parts:
        factor = prices.factor(part.price_year)
        low += part.forecast[0] * factor
        likely += part.forecast[1] * factor
        high += part.forecast[2] * factor
    return Span(low, likely, high)


def _measured(parts: Iterable[Part], prices: Prices) -> float:
    return sum((part.measured or 0.0) * prices.factor(part.price_year) for part in parts)
