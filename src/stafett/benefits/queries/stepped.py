"""What an initiative did, seen across municipalities that began at different times (M4).

The initiative's owner, to whom every reading behind it is shown anyway, is told it as it stands.
What the municipalities that take part are told is in :mod:`stafett.benefits.queries.common`.
"""

import math
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date

from django.utils.translation import gettext as _

from stafett.benefits.models import Benefit, Commitment, State
from stafett.calc import reference
from stafett.calc.errors import CalcError
from stafett.indicators import queries as indicators
from stafett.indicators.models import Indicator, Observation
from stafett.lib import Acting
from stafett.ui.figures import number

FEWEST = 4
"""So few municipalities tell an initiative from what else goes on in each of them."""

Period = tuple[date, date]


@dataclass(frozen=True, slots=True)
class Stepped:
    """The effect in a sentence, with what it rests on; or why nothing is said."""

    says: str
    rests_on: str = ""
    by_wait: list[tuple[int, str]] = field(default_factory=list)

    @property
    def is_told(self) -> bool:
        """Whether there is an effect to tell."""
        return bool(self.rests_on)


@dataclass(frozen=True, slots=True)
class Panel:
    """Readings of the same periods in each municipality, and when each began."""

    places: list[int]
    rows: list[list[float]]
    starts: list[int | None]

    @property
    def periods(self) -> int:
        return len(self.rows[0]) if self.rows else 0


def stepped_of(acting: Acting, benefit: Benefit, promises: Iterable[Commitment]) -> Stepped | None:
    """Return what a benefit's initiative did; None to those who may not see all behind it."""
    if benefit.initiative.organisation_id != acting.organisation_id:
        return None
    rows = _one_each(promises)
    return _found(benefit, rows) if len(rows) > 1 else None


def _found(benefit: Benefit, rows: Sequence[Commitment]) -> Stepped:
    if len(rows) < FEWEST:
        return Stepped(_too_few(len(rows)))
    if len({row.effect_starts_on for row in rows}) == 1:
        return Stepped(_all_at_once())
    panel = _panel(rows, _readings(benefit, rows))
    if len(panel.rows) < FEWEST:
        return Stepped(_too_few_read(len(panel.rows)))
    found = _effect(panel)
    return _told(benefit.indicator, found, panel) if found else Stepped(_nobody_to_compare_with())


def reckoned(
    benefit: Benefit, promises: Iterable[Commitment]
) -> tuple[Panel, reference.SteppedEffect] | None:
    """Return what these promises tell of an effect, and by whose readings; None where nothing."""
    rows = _one_each(promises)
    panel = _panel(rows, _readings(benefit, rows)) if len(rows) >= FEWEST else None
    found = _effect(panel) if panel and len(panel.rows) >= FEWEST else None
    return (panel, found) if panel and found else None


def _effect(panel: Panel) -> reference.SteppedEffect | None:
    try:
        return reference.stepped_effect(panel.rows, panel.starts)
    except CalcError:
        return None


# --- what is compared ---------------------------------------------------------------------------


def _one_each(promises: Iterable[Commitment]) -> list[Commitment]:
    """Return one promise of each municipality: of the whole of it, where there is such a one."""
    confirmed = [row for row in promises if row.state == State.CONFIRMED]
    whole_first = sorted(confirmed, key=lambda row: (row.unit_id is not None, row.pk))
    found: dict[int, Commitment] = {}
    for row in whole_first:
        found.setdefault(row.municipality_id, row)
    return [found[place] for place in sorted(found)]


def _readings(
    benefit: Benefit, rows: Sequence[Commitment]
) -> dict[Commitment, dict[Period, float]]:
    """Return what was read on each promise, of periods as long as most are."""
    by_place = {(row.municipality_id, row.unit_id): row for row in rows}
    live = Observation.objects.live().filter(
        indicator=benefit.indicator_id, organisation__in=[row.municipality_id for row in rows]
    )
    read = [each for each in live if (each.organisation_id, each.unit_id) in by_place]
    usual = Counter(_months(each) for each in read).most_common(1)
    found: dict[Commitment, dict[Period, float]] = {row: {} for row in rows}
    for each in read:
        if _months(each) == usual[0][0]:
            period = each.period_start, each.period_end
            found[by_place[each.organisation_id, each.unit_id]][period] = float(each.value)
    return found


def _months(row: Observation) -> int:
    return round(((row.period_end - row.period_start).days + 1) / 30.4)


def _panel(rows: Sequence[Commitment], read: Mapping[Commitment, Mapping[Period, float]]) -> Panel:
    """Return the periods that all have read, leaving out those who lack the most."""
    kept, periods = list(rows), sorted({period for each in read.values() for period in each})
    while lacking := _lacking(kept, periods, read):
        if isinstance(lacking, Commitment):
            kept.remove(lacking)
        else:
            periods.remove(lacking)
    begun = {row: _start(row, periods) for row in kept}
    fit = [row for row in kept if periods and begun[row] != 0]
    return Panel(
        [row.municipality_id for row in fit],
        [[read[row][each] for each in periods] for row in fit],
        [begun[row] for row in fit],
    )


def _lacking(
    rows: Sequence[Commitment],
    periods: Sequence[Period],
    read: Mapping[Commitment, Mapping[Period, float]],
) -> Commitment | Period | None:
    """Return the period or the municipality that lacks the largest share; None when none lacks."""
    if not rows or not periods:
        return None
    by_period = {each: sum(each not in read[row] for row in rows) / len(rows) for each in periods}
    by_row = {row: sum(each not in read[row] for each in periods) / len(periods) for row in rows}
    period = max(by_period, key=lambda each: by_period[each])
    row = max(by_row, key=lambda each: by_row[each])
    if not by_period[period]:
        return None
    return row if by_row[row] > by_period[period] else period


def _start(row: Commitment, periods: Sequence[Period]) -> int | None:
    """Return in which period it was taken into use; None where not yet."""
    after = (at for at, (_start, end) in enumerate(periods) if end >= row.effect_starts_on)
    return next(after, None)


# --- in words -----------------------------------------------------------------------------------


def _told(indicator: Indicator, found: reference.SteppedEffect, panel: Panel) -> Stepped:
    by_wait = enumerate(map(float, found.by_wait), start=1)
    waits = [(at, signed(indicator, each)) for at, each in by_wait if math.isfinite(each)]
    says = in_words(indicator, found.effect, found.low, found.high)
    return Stepped(says, rests_on(len(panel.rows), panel.periods, found.compared), waits)


def in_words(
    indicator: Indicator, effect: float, low: float, high: float, *, decimals: int | None = None
) -> str:
    """Return an effect as a sentence, with where the true one lies."""
    amounts = {name: signed(indicator, value, decimals) for name, value in
               (("effect", effect), ("low", low), ("high", high))}  # fmt: skip
    says = _(
        "Where it was taken into use, the readings changed by %(effect)s beside where it was not "
        "yet. In 95 of 100 such cases the true change lies between %(low)s and %(high)s."
    )
    if low <= 0 <= high:
        says = _(
            "Nobody can say for certain yet that it changed anything: the best estimate is "
            "%(effect)s, and in 95 of 100 such cases the true change lies between %(low)s and "
            "%(high)s."
        )
    return says % amounts


def rests_on(municipalities: int, periods: int, compared: int) -> str:
    """Return what an effect is reckoned from."""
    return _(
        "Reckoned from %(municipalities)s municipalities over %(periods)s periods: what was read "
        "after each began, less what it would have been if it had gone as where it was not yet in "
        "use (%(compared)s comparisons). It takes that they would have moved alike without it."
    ) % {
        "municipalities": number(municipalities),
        "periods": number(periods),
        "compared": number(compared),
    }


def signed(indicator: Indicator, value: float, decimals: int | None = None) -> str:
    """Return a change with its sign; of a percentage, in points."""
    sign = "+" if value > 0 else ""
    if indicator.is_share:
        points = number(value, 1 if decimals is None else decimals)
        return sign + _("%(number)s percentage points") % {"number": points}
    if decimals is not None:
        return f"{sign}{number(value, decimals)} {indicator.unit}"
    return sign + indicators.amount(indicator, float(f"{value:.3g}"))


def _too_few(count: int) -> str:
    return _(
        "What the initiative did, apart from all else that goes on, can be told when at least "
        "%(fewest)s municipalities have promised and begun at different times. So far "
        "%(count)s have promised."
    ) % {"fewest": number(FEWEST), "count": number(count)}


def _all_at_once() -> str:
    return _(
        "All begin at once, so nobody shows how it would have gone without. What the initiative "
        "did cannot be told from what else happened then."
    )


def _too_few_read(count: int) -> str:
    return _(
        "It takes %(fewest)s municipalities that have read the same periods, at least one of them "
        "from before they began. So far there are %(count)s."
    ) % {"fewest": number(FEWEST), "count": number(count)}


def _nobody_to_compare_with() -> str:
    return _(
        "It takes a time when two have begun and two others have not, all of them with readings. "
        "There is none yet."
    )
