"""A promise's readings as its page shows them: the sentence, the drawing, and each raw entry."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.benefits.models import Commitment, Conclusion, Deviation, State, Usage, Valuation
from stafett.benefits.queries import ground, measuring, promising, signals, valuing
from stafett.benefits.queries.measuring import DAY, Entries, Standing
from stafett.benefits.rules import measuring as rules
from stafett.benefits.rules.measuring import Status
from stafett.indicators import queries as indicators
from stafett.indicators.models import Observation
from stafett.indicators.queries import Backdrop, Chart, Reading, drawn
from stafett.lib import Acting
from stafett.organisations.models import ParameterName
from stafett.ui.figures import day, number, percent

# So many readings are shown at once; more are folded.
FEW = 12


@dataclass(frozen=True, slots=True)
class Read:
    """A reading that counts, with the use there was, and what it said before it was mended."""

    row: indicators.Row
    use: str
    is_baseline: bool
    before: list[indicators.Row]


@dataclass(frozen=True, slots=True)
class Step:
    """What to do next, and where."""

    says: str
    url: str = ""
    label: str = ""


@dataclass(frozen=True, slots=True)
class Measuring:
    """All that was read of a promise, for somebody.

    ``forecast`` and ``measured`` are what a whole year is worth by each; they never mix (R31).
    """

    standing: Standing
    says: str
    behaviour: signals.Behaviour | None
    chart: Chart | None
    reads: list[Read]
    tells_n: bool
    tells_use: bool
    is_priced: bool
    is_short: bool
    forecast: str
    measured: str
    baseline: str
    target: str
    deviations: list[Deviation]
    conclusions: list[Conclusion]
    may_measure: bool
    may_explain: bool
    may_conclude: bool
    step: Step | None

    @property
    def is_begun(self) -> bool:
        """Whether there is anything to tell: a yes to measure by, or what was read before it."""
        is_promised = self.standing.commitment.state == State.CONFIRMED
        return is_promised or self.standing.has_reading or bool(self.conclusions)

    @property
    def rests(self) -> str:
        """What happens next, when nothing is to be done."""
        if self.standing.conclusion is not None:
            return _("It is concluded. What was read stays here.")
        return _("The next reading is due by %(day)s.") % {"day": day(self.standing.due.due_on)}


def measuring_of(acting: Acting, commitment: Commitment) -> Measuring:
    """Return what was read of a promise somebody may see."""
    place, noted = commitment.municipality_id, measuring.entries_of(commitment)
    figures = ground.figures_of([place], acting.day)[place]
    standing = measuring.standing_by(commitment, noted, figures, acting.day)
    hours_per_fte = figures.get(ParameterName.HOURS_PER_FTE)
    is_promised = commitment.state == State.CONFIRMED
    whose: dict[str, Any] = {"municipality_id": place}
    owned = {**whose, "owner_id": commitment.owner_id}
    may = {
        "may_measure": is_promised and rules.may_measure(acting, **whose),
        "may_explain": standing.waits_for_a_cause and rules.may_explain(acting, **owned),
        "may_conclude": is_promised and rules.may_conclude(acting, **owned),
    }
    reads = _reads(standing, noted)
    behaviour = signals.behaviour_of(acting, commitment, noted.live)
    return Measuring(
        standing=standing,
        says=told(standing),
        behaviour=behaviour,
        chart=_drawn(standing, noted.live, behaviour, acting.day),
        reads=reads,
        is_short=len(reads) <= FEW,
        is_priced=commitment.benefit.valuation != Valuation.NONE,
        tells_n=any(row.n is not None or row.denominator is not None for row in noted.live),
        tells_use=commitment.benefit.valuation == Valuation.VOLUME,
        forecast=promising.worth_words(standing.promised, hours_per_fte),
        measured=promising.worth_words(standing.worth, hours_per_fte),
        baseline=_level(commitment, standing.baseline),
        target=_target(commitment),
        deviations=noted.deviations[::-1],
        conclusions=noted.conclusions[::-1],
        step=_step(standing, **may),
        **may,
    )


# --- in words ---------------------------------------------------------------------------------


def told(row: Standing) -> str:
    """Say in one sentence how a promise stands."""
    if row.status == Status.TOO_EARLY:
        return _too_early(row)
    if row.status == Status.UNKNOWN:
        return _unknown(row)
    return _measured(row)


def _too_early(row: Standing) -> str:
    when = {"start": day(row.effect_starts_on), "due": day(row.due.due_on)}
    return _("The effect starts %(start)s. The first reading is due by %(due)s.") % when


def _unknown(row: Standing) -> str:
    if row.conclusion is not None:
        return _("Nothing was read after the effect started.")
    if row.latest is None:
        return _("Nothing is read after the effect started. It was due %(due)s.") % {
            "due": day(row.due.due_on)
        }
    when = {"read": day(row.latest.period_end), "due": day(row.due.due_on)}
    return _("Last read for the time up to %(read)s. The next reading was due %(due)s.") % when


def _measured(row: Standing) -> str:
    if row.latest is None:
        return ""
    said = {"reading": indicators.label(row.commitment.benefit.indicator, row.latest)}
    if row.reached is None:
        return _("%(reading)s. There is no baseline to compare with.") % said
    said["share"] = percent(row.reached)
    if row.expected is None or row.expected >= 1:
        return _("%(reading)s. That is %(share)s of what was promised.") % said
    said["expected"] = percent(row.expected)
    return (
        _("%(reading)s. That is %(share)s of what was promised; by then it should be %(expected)s.")
        % said
    )


def _level(commitment: Commitment, reading: Observation | None) -> str:
    if reading is None:
        return ""
    return indicators.label(commitment.benefit.indicator, reading)


def _target(commitment: Commitment) -> str:
    indicator = commitment.benefit.indicator
    levels = (commitment.target_low, commitment.target_likely, commitment.target_high)
    low, likely, high = (indicators.amount(indicator, float(level)) for level in levels)
    if low == high:
        return likely
    return _("%(likely)s (from %(low)s to %(high)s)") % {"likely": likely, "low": low, "high": high}


# --- what to do -------------------------------------------------------------------------------


def _step(
    row: Standing, *, may_measure: bool, may_explain: bool, may_conclude: bool
) -> Step | None:
    if may_explain:
        says = _("Less came than was promised by then. Write why, and what you do about it.")
        return Step(says, _to("explain", row), _("Explain the shortfall"))
    if may_measure and row.conclusion is None and row.status != Status.MEASURED:
        says = _("Write one number. It takes twenty seconds.")
        return Step(says, _to("measure", row), _("Write the number"))
    if may_conclude and row.conclusion is None and row.has_reading:
        says = _("You have readings after the effect started. Conclude when you know enough.")
        return Step(says, _to("conclude", row), _("Conclude"))
    return None


def _to(page: str, row: Standing) -> str:
    return reverse(f"benefits:{page}", kwargs={"pk": row.commitment.pk})


# --- raw entries ------------------------------------------------------------------------------


def _reads(standing: Standing, noted: Entries) -> list[Read]:
    """Return the readings that count, the latest first, each with those it took the place of."""
    indicator = standing.commitment.benefit.indicator
    by_id = {row.pk: row for row in noted.readings}
    uses = {(row.period_start, row.period_end): row for row in noted.usages}
    baseline_id = standing.baseline.pk if standing.baseline else None
    return [
        Read(
            row=indicators.row_of(indicator, row),
            use=_use(uses.get((row.period_start, row.period_end))),
            is_baseline=row.pk == baseline_id,
            before=[indicators.row_of(indicator, old) for old in _before(row, by_id)],
        )
        for row in reversed(noted.live)
    ]


def _before(row: Observation, by_id: dict[int, Observation]) -> Iterable[Observation]:
    while row.supersedes_id is not None and row.supersedes_id in by_id:
        row = by_id[row.supersedes_id]
        yield row


def _use(row: Usage | None) -> str:
    if row is None:
        return ""
    said = {"users": number(row.users), "of": number(row.of_users), "cases": number(row.volume)}
    return _("%(users)s of %(of)s; %(cases)s cases a year") % said


# --- the drawing ------------------------------------------------------------------------------


def _drawn(
    row: Standing,
    live: Sequence[Observation],
    behaviour: signals.Behaviour | None,
    today: date,
) -> Chart | None:
    commitment = row.commitment
    indicator = commitment.benefit.indicator
    readings = [(each.period_end, float(each.value), indicators.label(indicator, each))
                for each in live]  # fmt: skip
    return drawn(
        readings,
        Backdrop(
            baseline=float(row.baseline.value) if row.baseline else None,
            target=(float(commitment.target_low), float(commitment.target_high)),
            starts_on=commitment.effect_starts_on,
            unknown=_unknown_stretches(row, live, today),
            forecast=_forecast(row),
            limits=behaviour.limits if behaviour else None,
        ),
    )


def _forecast(row: Standing) -> list[Reading]:
    """Return the level that is promised at the end of each year, until all of it is there."""
    if row.baseline is None:
        return []
    before, likely = float(row.baseline.value), float(row.commitment.target_likely)
    starts, found = row.effect_starts_on, []
    for year in range(len(row.commitment.ramp_up) + 1):
        at = rules.months_after(starts, 12 * (year + 1)) - DAY
        level = before + (likely - before) * valuing.share_there(row.commitment, at)
        amount = indicators.amount(row.commitment.benefit.indicator, level)
        words = {"day": day(at), "amount": amount}
        found.append((at, level, _("%(day)s: %(amount)s promised") % words))
    return found


def _unknown_stretches(
    row: Standing, live: Sequence[Observation], today: date
) -> list[tuple[date, date]]:
    """Return the time after the effect started in which a reading was due and did not come."""
    read_to, missing = row.effect_starts_on - DAY, []
    after = [each for each in live if each.period_start >= row.effect_starts_on]
    for each in after:
        if _is_missing(row, read_to, each.period_start):
            missing.append((read_to, each.period_start))
        read_to = max(read_to, each.period_end)
    if row.is_overdue:
        missing.append((read_to, today))
    return missing


def _is_missing(row: Standing, read_to: date, next_start: date) -> bool:
    """Whether a whole period went by between two readings."""
    return next_start >= rules.months_after(read_to + DAY, row.commitment.measure_every)
