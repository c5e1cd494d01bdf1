"""What came of promises, worked out from what was read. Nobody sets it.

However many promises are asked about, the database is asked as often.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from django.db.models import BigIntegerField, OuterRef, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.models import (
    Commitment,
    Conclusion,
    Deviation,
    Outcome,
    State,
    Usage,
    Valuation,
)
from stafett.benefits.queries import ground, valuing
from stafett.benefits.queries.ground import Figures
from stafett.benefits.queries.promising import PromiseRow
from stafett.benefits.queries.valuing import Account, Worth
from stafett.benefits.rules import measuring as rules
from stafett.benefits.rules.measuring import Period, Status
from stafett.calc import rollup
from stafett.indicators.models import Direction, Observation, ObservationQuerySet
from stafett.initiatives.models import Stage
from stafett.lib import Acting, Waiting
from stafett.needs.rules import KEEPERS
from stafett.organisations.models import ParameterName
from stafett.ui.figures import day, number

DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Standing:
    """How a promise stands on a day.

    ``reached`` is how much of the promise the latest reading shows, ``expected`` how much should
    be there by then; 1.0 is all of it. ``promised`` and ``worth`` are what a whole year is worth
    by the forecast and by the reading. Unknown is None.
    """

    commitment: Commitment
    status: Status
    due: Period
    is_overdue: bool
    baseline: Observation | None
    latest: Observation | None
    usage: Usage | None
    promised: Worth | None
    worth: Worth | None
    reached: float | None
    expected: float | None
    falls_short: bool
    deviation: Deviation | None
    conclusion: Conclusion | None

    @property
    def effect_starts_on(self) -> date:
        """The day from which a reading is one of the effect."""
        return self.commitment.effect_starts_on

    @property
    def has_baseline(self) -> bool:
        """Whether it is known how it was before (R06)."""
        return self.baseline is not None

    @property
    def has_reading(self) -> bool:
        """Whether it was read after the effect started (R08)."""
        return self.latest is not None

    @property
    def use_is_known(self) -> bool:
        """Whether it is known how many use it, where that counts (R20)."""
        counts = self.commitment.benefit.valuation == Valuation.VOLUME
        return self.usage is not None or not counts

    @property
    def waits_for_a_cause(self) -> bool:
        """Whether a shortfall is to be explained (R33)."""
        return self.falls_short and self.deviation is None


def visible(acting: Acting) -> QuerySet[Commitment]:
    """Return the promises somebody may see, with what their pages name."""
    named = ("benefit__indicator", "benefit__initiative__organisation", "municipality", "unit")
    return Commitment.objects.visible_to(acting).select_related(*named)


def standing(commitment: Commitment, *, today: date) -> Standing:
    """Return how one promise stands."""
    return standings([commitment], today=today)[commitment.pk]


def standings(commitments: Iterable[Commitment], *, today: date) -> dict[int, Standing]:
    """Return how each of these promises stands, by its id."""
    named = ("benefit__indicator", "benefit__initiative", "municipality", "unit")
    ids = [row.pk for row in commitments]
    rows = list(Commitment.objects.filter(pk__in=ids).select_related(*named))
    read = ground.baselines(rows)
    figures = ground.figures_of({row.municipality_id for row in rows}, today)
    return _standings(
        [(row, read.get(row.pk), figures[row.municipality_id]) for row in rows], today
    )


def standings_of(rows: Iterable[PromiseRow], *, today: date) -> dict[int, Standing]:
    """Return how promises stand that a page has read already, by their ids."""
    return _standings([(row.commitment, row.observation, row.figures) for row in rows], today)


def latest_worth(commitments: Iterable[Commitment], *, today: date) -> dict[int, Worth | None]:
    """Return what each promise is worth in a year at the pace it was last read, by its id.

    None where nothing is read after the effect started, or what it hangs on is not known.
    """
    return {pk: row.worth for pk, row in standings(commitments, today=today).items()}


# --- of many together -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Coverage:
    """How many promises are measured, and in how many of the municipalities that promised (R31).

    ``measured`` and ``of`` count municipalities.
    """

    measured: int
    of: int
    promises: int
    of_promises: int

    @property
    def words(self) -> str:
        """How much is measured, in a sentence. Where each has one promise, that is enough."""
        said = {
            "measured": number(self.measured),
            "count": number(self.of),
            "promises": number(self.promises),
            "of": number(self.of_promises),
        }
        return (_places(self.of) if self.of_promises == self.of else _both(self.of)) % said


def _places(count: int) -> str:
    return ngettext(
        "Measured in %(measured)s of %(count)s municipality.",
        "Measured in %(measured)s of %(count)s municipalities.",
        count,
    )


def _both(count: int) -> str:
    return ngettext(
        "%(promises)s of %(of)s promises measured, in %(measured)s of %(count)s municipality.",
        "%(promises)s of %(of)s promises measured, in %(measured)s of %(count)s municipalities.",
        count,
    )


def covered(known: Iterable[tuple[int, bool]]) -> Coverage:
    """Return the coverage, from where each promise is made and whether its outcome is known."""
    rows = list(known)
    read = [place for place, is_known in rows if is_known]
    return Coverage(len(set(read)), len({place for place, _known in rows}), len(read), len(rows))


def coverage(rows: Iterable[Standing]) -> Coverage:
    """Return how much is known of what came of the promises among these that have a yes."""
    return covered(
        (row.commitment.municipality_id, row.status == Status.MEASURED)
        for row in rows
        if row.commitment.state == State.CONFIRMED
    )


@dataclass(frozen=True, slots=True)
class HitRate:
    """How many of the planned benefits that are concluded became what was promised (R34)."""

    realised: int
    concluded: int
    unplanned: int

    @property
    def share(self) -> float | None:
        """The share that was hit; None when nothing is concluded."""
        return float(rollup.coverage(self.realised, self.concluded)) if self.concluded else None


def hit_rate(rows: Iterable[Standing]) -> HitRate:
    """Return how often promises are kept. What nobody planned is counted beside, not in it."""
    concluded = [row for row in rows if row.conclusion is not None]
    planned = [row for row in concluded if not row.commitment.benefit.is_unplanned]
    realised = [row for row in planned if _outcome(row) == Outcome.REALISED]
    return HitRate(len(realised), len(planned), len(concluded) - len(planned))


def known_of(commitments: Iterable[Commitment], *, today: date) -> dict[str, Any]:
    """Return the coverage and the hit rate of some promises, as pages show them."""
    rows = standings(commitments, today=today).values()
    return {"coverage": coverage(rows), "hits": hit_rate(rows)}


def _outcome(row: Standing) -> str:
    return row.conclusion.outcome if row.conclusion else ""


# --- reading what is there --------------------------------------------------------------------


def readings_of(commitment: Commitment) -> ObservationQuerySet:
    """Return what the promise's own yardstick read in its place, superseded readings too."""
    return Observation.objects.filter(
        indicator_id=commitment.benefit.indicator_id,
        organisation_id=commitment.municipality_id,
        unit_id=commitment.unit_id,
    )


def reading_of(commitment: Commitment, start: date, end: date) -> Observation | None:
    """Return the reading that counts for a period, if it was read."""
    live = readings_of(commitment).live()
    return live.filter(period_start=start, period_end=end).first()


def usage_of(commitment: Commitment, start: date, end: date) -> Usage | None:
    """Return what is known of the use in a period."""
    return commitment.usages.filter(is_live=True, period_start=start, period_end=end).first()


Begun = tuple[Commitment, Observation | None, Figures]
"""A promise, what it began from, and what its municipality reckons with."""


def _latest(rows: Iterable[Commitment]) -> dict[int, Observation]:
    """Return the latest reading of the effect of each promise, where there is one."""
    theirs = Observation.objects.live().alias(place=_place("unit_id"))
    latest = theirs.filter(
        indicator=OuterRef("benefit__indicator"),
        organisation=OuterRef("municipality"),
        place=_place(OuterRef("unit_id")),
        period_start__gte=OuterRef("effect_starts_on"),
    ).order_by("-period_end", "-period_start")
    asked = Commitment.objects.filter(pk__in=[row.pk for row in rows])
    ids = asked.values(latest=Subquery(latest.values("pk")[:1]))
    found: defaultdict[tuple[int | None, ...], list[Observation]] = defaultdict(list)
    for read in Observation.objects.filter(pk__in=ids).order_by("period_end", "period_start"):
        found[read.indicator_id, read.organisation_id, read.unit_id].append(read)
    return {row.pk: read for row in rows for read in found[_where(row)] if _is_effect(read, row)}


def _place(field: OuterRef | str) -> Coalesce:
    """Return a unit's id, or 0 for the whole organisation: then nothing equals nothing."""
    return Coalesce(field, 0, output_field=BigIntegerField())


def _where(row: Commitment) -> tuple[int | None, ...]:
    return row.benefit.indicator_id, row.municipality_id, row.unit_id


def _is_effect(read: Observation, row: Commitment) -> bool:
    return read.period_start >= row.effect_starts_on


@dataclass(frozen=True, slots=True)
class _Found:
    """Rows that belong to many promises, each by what it is looked up by."""

    latest: Mapping[int, Observation]
    usages: Mapping[tuple[int, date, date], Usage]
    deviations: Mapping[tuple[int, date], Deviation]
    conclusions: Mapping[int, Conclusion]


def _by_what_it_is_of(
    latest: Mapping[int, Observation],
    usages: Iterable[Usage],
    deviations: Iterable[Deviation],
    conclusions: Iterable[Conclusion],
) -> _Found:
    """Return the rows by what they are looked up by; of conclusions the last one stands."""
    return _Found(
        latest,
        {(row.commitment_id, row.period_start, row.period_end): row for row in usages},
        {(row.commitment_id, row.period_end): row for row in deviations},
        {row.commitment_id: row for row in conclusions},
    )


def _found(rows: Sequence[Commitment], latest: Mapping[int, Observation]) -> _Found:
    ends = {reading.period_end for reading in latest.values()}
    used = [row.pk for row in rows if row.benefit.valuation == Valuation.VOLUME]
    ids = [row.pk for row in rows]
    usages = Usage.objects.filter(commitment__in=used, is_live=True, period_end__in=ends)
    deviations = Deviation.objects.filter(commitment__in=ids, period_end__in=ends)
    conclusions = Conclusion.objects.filter(commitment__in=ids).order_by("made_at", "id")
    return _by_what_it_is_of(latest, usages, deviations, conclusions)


@dataclass(frozen=True, slots=True)
class Entries:
    """All that was noted of one promise: readings (superseded ones too), use, causes, conclusions.

    Each in the order of time.
    """

    readings: list[Observation]
    usages: list[Usage]
    deviations: list[Deviation]
    conclusions: list[Conclusion]

    @property
    def live(self) -> list[Observation]:
        """The readings that count."""
        return [row for row in self.readings if row.is_live]


def entries_of(commitment: Commitment) -> Entries:
    """Return all that was noted of a promise."""
    return Entries(
        list(readings_of(commitment).order_by("period_end", "period_start", "id")),
        list(commitment.usages.filter(is_live=True)),
        list(commitment.deviations.order_by("period_end")),
        list(commitment.conclusions.order_by("made_at", "id")),
    )


def standing_by(commitment: Commitment, noted: Entries, figures: Figures, today: date) -> Standing:
    """Return how a promise stands, by what a page has read of it already."""
    began = (commitment.baseline_from, commitment.baseline_to)
    before = [row for row in noted.live if (row.period_start, row.period_end) == began]
    effect = [row for row in noted.live if _is_effect(row, commitment)]
    latest = {commitment.pk: effect[-1]} if effect else {}
    found = _by_what_it_is_of(latest, noted.usages, noted.deviations, noted.conclusions)
    return _standing((commitment, before[0] if before else None, figures), found, today)


# --- working it out ---------------------------------------------------------------------------


def _standings(begun: Sequence[Begun], today: date) -> dict[int, Standing]:
    rows = [row for row, _read, _figures in begun]
    found = _found(rows, _latest(rows))
    return {each[0].pk: _standing(each, found, today) for each in begun}


def _standing(begun: Begun, found: _Found, today: date) -> Standing:
    row, baseline, figures = begun
    if baseline is not None and baseline.period_end >= row.effect_starts_on:
        baseline = None  # R06
    latest = found.latest.get(row.pk)
    usage = deviation = None
    if latest is not None:
        usage = found.usages.get((row.pk, latest.period_start, latest.period_end))
        deviation = found.deviations.get((row.pk, latest.period_end))
    conclusion = found.conclusions.get(row.pk)
    due = next_period(row, latest)
    status = rules.status_on(
        today, due=due, is_read=latest is not None, is_concluded=conclusion is not None
    )
    paces = _paces(row, baseline, latest, usage, figures)
    there, expected = _progress(row, baseline, latest, *paces)
    return Standing(
        commitment=row,
        status=status,
        due=due,
        is_overdue=conclusion is None and today > due.due_on,
        baseline=baseline,
        latest=latest,
        usage=usage,
        promised=paces[0],
        worth=paces[1],
        reached=there,
        expected=expected,
        falls_short=_falls_short(row, there, expected, figures),
        deviation=deviation,
        conclusion=conclusion,
    )


def next_period(row: Commitment, latest: Observation | None) -> Period:
    """Return what is to be read next."""
    return rules.next_period(
        effect_starts_on=row.effect_starts_on,
        read_to=latest.period_end if latest else None,
        months=row.measure_every,
    )


def _paces(
    row: Commitment,
    baseline: Observation | None,
    latest: Observation | None,
    usage: Usage | None,
    figures: Figures,
) -> tuple[Worth | None, Worth | None]:
    """Return what a year is worth by the promise, and by the latest reading."""
    before = baseline.value if baseline else None
    cost = figures.hourly_cost
    promised = valuing.promised(row, before, hourly_cost=cost)
    if latest is None:
        return promised, None
    adoption = Decimal(usage.users) / usage.of_users if usage else None
    measured = valuing.measured(
        row,
        before,
        latest.value,
        volume=usage.volume if usage else None,
        adoption=adoption,
        hourly_cost=cost,
    )
    return promised, measured


def _progress(
    row: Commitment,
    baseline: Observation | None,
    latest: Observation | None,
    promised: Worth | None,
    worth: Worth | None,
) -> tuple[float | None, float | None]:
    """Return how much of the promise is there by the latest reading, and how much should be.

    By what it is worth where that is known, use and cases counted; else by the yardstick alone.
    """
    if baseline is None or latest is None:
        return None, None
    expected = valuing.share_there(row, latest.period_end)
    if promised and worth and promised.account != Account.QUALITY and promised.likely:
        return worth.likely / promised.likely, expected
    levels = (float(baseline.value), float(latest.value), float(row.target_likely))
    less_is_better = row.benefit.indicator.direction == Direction.DOWN
    return rules.reached(*levels, less_is_better=less_is_better), expected


def _falls_short(
    row: Commitment,
    there: float | None,
    expected: float | None,
    figures: Figures,
) -> bool:
    threshold = figures.get(ParameterName.DEVIATION_SHARE)
    if there is None or expected is None or threshold is None:
        return False
    harm = row.benefit.is_disbenefit
    return rules.falls_short(there, expected, float(threshold), is_disbenefit=harm)


# --- the next reading -------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Suggestion:
    """What a reading is asked for with: the period, and what was said the last time.

    ``corrects`` is the reading that counts for the period, where it was read before.
    """

    period: Period
    last: Observation | None
    use: Usage | None
    corrects: Observation | None


def last_reading(commitment: Commitment) -> Observation | None:
    """Return what was read last, before the effect started or after."""
    return readings_of(commitment).live().order_by("-period_end", "-period_start").first()


def next_due(commitment: Commitment) -> Period:
    """Return the period the promise is to be read for next."""
    return next_period(commitment, _of_effect(commitment, last_reading(commitment)))


def suggestion(commitment: Commitment, reading_id: int | None, today: date) -> Suggestion:
    """Return what to ask for: the next period that is due, or a reading that is to be mended."""
    live, last = readings_of(commitment).live(), last_reading(commitment)
    corrects = live.filter(pk=reading_id).first() if reading_id else None
    period = Period(corrects.period_start, corrects.period_end) if corrects else None
    return Suggestion(
        period=period or _to_read(next_period(commitment, _of_effect(commitment, last)), today),
        last=last,
        use=_last_use(commitment, corrects),
        corrects=corrects,
    )


def _of_effect(commitment: Commitment, last: Observation | None) -> Observation | None:
    return last if last and last.period_start >= commitment.effect_starts_on else None


def _last_use(commitment: Commitment, corrects: Observation | None) -> Usage | None:
    """Return how many used it in the same period, or the last time somebody said."""
    live = commitment.usages.filter(is_live=True).order_by("-period_end", "-id")
    if corrects is None:
        return live.first()
    return live.filter(period_start=corrects.period_start, period_end=corrects.period_end).first()


def _to_read(period: Period, today: date) -> Period:
    """Return the period if it is over; else as much of it as is, or the month that was last."""
    month_before = date(today.year, today.month, 1) - timedelta(days=1)
    if period.end <= today:
        return period
    if period.start <= month_before:
        return Period(period.start, month_before)
    if period.start <= today:
        return Period(period.start, today)
    return Period(month_before.replace(day=1), month_before)


# --- what waits -------------------------------------------------------------------------------


def waiting_for(acting: Acting, today: date) -> list[Waiting]:
    """Return the readings, the causes and the conclusions that wait for this person.

    The owner hears of each; those who look after the municipality's initiatives hear of a
    reading when it is very late.
    """
    if not acting.is_somebody:
        return []
    own = Q(municipality_id=acting.organisation_id)
    if acting.role_kind not in KEEPERS:
        own &= Q(owner_id=acting.person_id)
    promised = Commitment.objects.filter(own, state=State.CONFIRMED, effect_starts_on__lte=today)
    rows = standings(promised.only("pk"), today=today).values()
    return [item for row in rows for item in _waits(row, acting, today)]


def coming_for(acting: Acting, today: date) -> list[Waiting]:
    """Return the next reading of each promise this person owns, where its period is not over."""
    if not acting.is_somebody:
        return []
    mine = Commitment.objects.filter(
        municipality_id=acting.organisation_id, owner_id=acting.person_id, state=State.CONFIRMED
    ).exclude(benefit__initiative__stage=Stage.STOPPED)
    rows = standings(mine.only("pk"), today=today).values()
    coming = (row for row in rows if row.conclusion is None and not _is_due(row, today))
    return [_reading_waits(row, is_owner=True) for row in coming]


def _waits(row: Standing, acting: Acting, today: date) -> Iterable[Waiting]:
    is_owner = row.commitment.owner_id == acting.person_id
    late = today - row.due.due_on > timedelta(days=rules.DAYS_BEFORE_OTHERS_HEAR)
    if (is_owner or late) and _is_due(row, today):
        yield _reading_waits(row, is_owner)
    if is_owner and row.waits_for_a_cause:
        yield _cause_waits(row)
    elif is_owner and _may_be_concluded(row, today):
        yield _conclusion_waits(row)


def _is_due(row: Standing, today: date) -> bool:
    return row.conclusion is None and today > row.due.end


def _may_be_concluded(row: Standing, today: date) -> bool:
    """Whether the whole effect has lasted a year, and was read that far, or never can be shown."""
    wanted = rules.concluded_from(row.effect_starts_on, len(row.commitment.ramp_up))
    if row.conclusion is not None or today < wanted:
        return False
    return not row.has_baseline or (
        row.latest is not None and row.latest.period_end >= wanted - DAY
    )


def _reading_waits(row: Standing, is_owner: bool) -> Waiting:
    period = {"start": day(row.due.start), "end": day(row.due.end)}
    why = _("Read the yardstick for %(start)s to %(end)s. It takes twenty seconds.") % period
    if not is_owner:
        why = _("%(name)s owns this benefit, and it is not read. Ask, or read it yourself.") % {
            "name": row.commitment.owner_name
        }
    return Waiting(
        what=row.commitment.benefit.name,
        why=why,
        url=_address("measure", row),
        button=_("Write the number"),
        since=row.due.end + DAY,
        due_on=row.due.due_on,
    )


def _cause_waits(row: Standing) -> Waiting:
    reading = row.latest
    return Waiting(
        what=row.commitment.benefit.name,
        why=_("Less came than was promised by now. Why, and what do you do?"),
        url=_address("explain", row),
        button=_("Explain"),
        since=reading.period_end if reading else row.due.start,
    )


def _conclusion_waits(row: Standing) -> Waiting:
    return Waiting(
        what=row.commitment.benefit.name,
        why=_("The effect has lasted a year. What came of it?"),
        url=_address("conclude", row),
        button=_("Conclude"),
        since=rules.concluded_from(row.effect_starts_on, len(row.commitment.ramp_up)),
    )


def _address(page: str, row: Standing) -> str:
    return reverse(f"benefits:{page}", kwargs={"pk": row.commitment.pk})
