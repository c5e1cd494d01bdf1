"""The seventh leg: what was measured beside what was promised, and what nobody knows yet."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import NamedTuple

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.models import Benefit, Commitment
from stafett.benefits.queries import measuring, processes, promising
from stafett.benefits.queries.measuring import Coverage, Standing
from stafett.benefits.queries.promising import BenefitRow, PromiseRow, reading_words
from stafett.benefits.queries.valuing import Account, Worth
from stafett.benefits.rules.measuring import Status
from stafett.calc import rollup
from stafett.journey import rules
from stafett.journey.queries.promised import Promised, owned
from stafett.journey.queries.telling import Leg, Missing, Scene, sentences
from stafett.ui.figures import day, number, percent

Kind = tuple[Account, int | None]
"""What can be added: one account, in the prices of one year."""
WIDTH = 480


# --- what is told ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sum:
    """What some promises of one kind come to in a year.

    ``there`` is what was promised by the latest reading, where it was read, and ``reached`` the
    share of it that came.
    """

    promised: Worth
    unknown: Worth
    there: Worth
    measured: Worth | None
    reached: float | None
    coverage: Coverage


@dataclass(frozen=True, slots=True)
class Bar:
    """One benefit in one account, drawn: measured is filled, unknown is hatched.

    Lengths in the units of an SVG; ``outline`` is all that is promised, and the hatched part
    ends with it.
    """

    words: str
    coverage: str
    outline: float
    filled: float
    unknown_from: float

    @property
    def unknown(self) -> float:
        """How long the hatched part is."""
        return max(0.0, self.outline - self.unknown_from)


class Entry(NamedTuple):
    """One promise with its readings, as the cells of a line in a table."""

    url: str
    place: str
    before: str
    promised: str
    latest: str
    is_known: bool
    status: str
    left_out: str


@dataclass(frozen=True, slots=True)
class Told:
    """One benefit: its bars, or how many reach the level, and the entries behind them."""

    benefit: Benefit
    bars: Sequence[Bar]
    quality: str
    entries: Sequence[Entry]


@dataclass(frozen=True, slots=True)
class Measured:
    """The benefits as this leg tells them, and whether there is a promise behind any of them."""

    benefits: Sequence[Told]
    has_entries: bool


def leg(scene: Scene, told: Promised) -> Leg:
    """Tell what was measured, of how many. What is not measured is unknown, and is not nothing."""
    fte = scene.page.figures.hours_per_fte
    benefits = [_benefit(row, told, fte) for row in told.benefits]
    missing = [*_missing(scene, told)]
    standings = [told.standing(row) for row in told.confirmed]
    sentence = sentences(scene.here if told.live else "", _sentence(scene, told, standings, fte))
    progress = _progress(standings, missing) if scene.sees_promises else rules.HIDDEN
    measured = Measured(benefits, has_entries=bool(told.all))
    return Leg("benefit", progress, sentence, missing, measured)


def _progress(standings: Sequence[Standing], missing: Sequence[Missing]) -> str:
    if not any(standing.has_reading for standing in standings):
        return rules.NOTHING
    known = all(standing.status == Status.MEASURED for standing in standings)
    return rules.COMPLETE if known and not missing else rules.BEGUN


# --- in words -------------------------------------------------------------------------------


def _sentence(
    scene: Scene, told: Promised, standings: Sequence[Standing], fte: Decimal | None
) -> str:
    if not told.benefits:
        return _("No benefit is described yet.")
    if not scene.sees_promises:
        return _described(len(told.benefits))
    if not told.live:
        return _("Nothing is promised yet.")
    if not any(standing.has_reading for standing in standings):
        return _("Nothing is measured after the effect started.")
    measured = [_measured_words(found, fte) for found in _sums(told, told.confirmed).values()]
    return sentences(measuring.coverage(standings).words, *measured)


def _described(count: int) -> str:
    sentence = ngettext(
        "%(count)s benefit is described. What a municipality promises is its own to show.",
        "%(count)s benefits are described. What a municipality promises is its own to show.",
        count,
    )
    return sentence % {"count": number(count)}


def _measured_words(found: Sum, fte: Decimal | None) -> str:
    if found.measured is None:
        return ""
    said = {
        "measured": promising.worth_words(found.measured, fte),
        "promised": promising.worth_words(found.there, fte),
    }
    told = _("Measured %(measured)s; promised there by then %(promised)s.") % said
    if found.reached is None:
        return told
    return sentences(told, _("That is %(share)s of it.") % {"share": percent(found.reached)})


# --- sums: forecast and measured apart, accounts never added -----------------------------------


def _sums(told: Promised, rows: Iterable[PromiseRow]) -> dict[Kind, Sum]:
    heaps: dict[Kind, list[PromiseRow]] = defaultdict(list)
    for row in rows:
        if row.worth and not row.left_out and row.worth.account != Account.QUALITY:
            heaps[row.worth.account, row.worth.price_year].append(row)
    return {kind: _sum(kind, heap, told) for kind, heap in heaps.items()}


def _sum(kind: Kind, rows: Sequence[PromiseRow], told: Promised) -> Sum:
    read = {row.commitment.pk: _measured(row, told) for row in rows}
    known = [row for row in rows if read[row.commitment.pk]]
    unknown = [row.worth for row in rows if row.worth and not read[row.commitment.pk]]
    measured = {pk: worth for pk, worth in read.items() if worth}
    there = {
        row.commitment.pk: _by_then(row.worth, told.standing(row)) for row in known if row.worth
    }
    return Sum(
        promised=_added(kind, [row.worth for row in rows if row.worth]),
        unknown=_added(kind, unknown),
        there=_added(kind, there.values()),
        measured=_added(kind, measured.values()) if measured else None,
        reached=_reached(measured, there),
        coverage=measuring.covered(
            (row.commitment.municipality_id, bool(read[row.commitment.pk])) for row in rows
        ),
    )


def _measured(row: PromiseRow, told: Promised) -> Worth | None:
    """Return what the latest reading is worth, the promise's own part; None when nobody knows."""
    standing = told.standing(row)
    if standing.status != Status.MEASURED or standing.worth is None:
        return None
    return standing.worth.times(processes.own_part(row.commitment))


def _by_then(worth: Worth, standing: Standing) -> Worth:
    return worth.times(1.0 if standing.expected is None else standing.expected)


def _reached(measured: Mapping[int, Worth], there: Mapping[int, Worth]) -> float | None:
    """Return how much came of what was promised by then; None where nothing was."""
    due = {pk: worth.likely for pk, worth in there.items()}
    if sum(due.values()) <= 0:
        return None
    came = {pk: worth.likely for pk, worth in measured.items()}
    return float(rollup.realisation_rate(came, due))


def _added(kind: Kind, worths: Collection[Worth]) -> Worth:
    account, price_year = kind
    low, likely, high = (
        sum(getattr(worth, name) for worth in worths) for name in ("low", "likely", "high")
    )
    return Worth(account, low, likely, high, price_year)


# --- one benefit ----------------------------------------------------------------------------


def _benefit(row: BenefitRow, told: Promised, fte: Decimal | None) -> Told:
    confirmed = [promise for promise in row.promises if promise.is_promised]
    sums = _sums(told, confirmed)
    return Told(
        benefit=row.benefit,
        bars=[_bar(found, fte) for found in sums.values()],
        quality=_quality(confirmed, told.standings),
        entries=[_entry(promise, told.standing(promise)) for promise in row.promises],
    )


def _bar(found: Sum, fte: Decimal | None) -> Bar:
    outline, filled, unknown_from = _lengths(found)
    return Bar(
        words=_bar_words(found, fte),
        coverage=found.coverage.words,
        outline=outline,
        filled=filled,
        unknown_from=unknown_from,
    )


def _bar_words(found: Sum, fte: Decimal | None) -> str:
    promised = {"promised": promising.worth_words(found.promised, fte)}
    if found.measured is None:
        return _("Promised %(promised)s. Not measured yet.") % promised
    in_all = "" if found.there == found.promised else _("Promised in all %(promised)s.") % promised
    return sentences(_measured_words(found, fte), in_all)


def _lengths(found: Sum) -> tuple[float, float, float]:
    """Return how long the promise and the reading are drawn, and from where nobody knows."""
    whole = found.promised.likely or 1.0
    read = max(0.0, found.measured.likely / whole) if found.measured else 0.0
    unknown = min(1.0, max(0.0, found.unknown.likely / whole))
    long = WIDTH / max(1.0, read)
    return round(long, 1), round(read * long, 1), round(max(read, 1 - unknown) * long, 1)


def _quality(rows: Sequence[PromiseRow], standings: Mapping[int, Standing]) -> str:
    """Say how many reach the level they promised: what has no price is never summed."""
    counted = [
        standings[row.commitment.pk]
        for row in rows
        if row.worth and row.worth.account == Account.QUALITY
    ]
    if not counted:
        return ""
    known = [row for row in counted if row.status == Status.MEASURED and row.reached is not None]
    words = {
        "reached": number(sum((row.reached or 0.0) >= 1.0 for row in known)),
        "known": number(len(known)),
        "count": number(len(counted)),
    }
    return (
        _("Measured in %(known)s of %(count)s. The promised level is reached in %(reached)s.")
        % words
    )


def _entry(row: PromiseRow, standing: Standing) -> Entry:
    promise = row.commitment
    return Entry(
        url=promise.get_absolute_url(),
        place=_place(promise),
        before=row.baseline_words,
        promised=row.target_words,
        latest=_latest(promise.benefit, standing),
        is_known=standing.status == Status.MEASURED,
        status=str(standing.status.label),
        left_out=capfirst(row.left_out) if row.left_out else "",
    )


def _place(promise: Commitment) -> str:
    place = promise.municipality.label
    return f"{place}, {promise.unit.name}" if promise.unit else place


def _latest(benefit: Benefit, standing: Standing) -> str:
    if standing.latest is None:
        return _("Not measured")
    read = reading_words(benefit.indicator, standing.latest.value)
    return _("%(reading)s, to %(day)s") % {"reading": read, "day": day(standing.latest.period_end)}


# --- what is missing ------------------------------------------------------------------------


def _missing(scene: Scene, told: Promised) -> Iterator[Missing]:
    rows, standing = told.confirmed, told.standing
    unread = [row for row in rows if not standing(row).has_baseline]
    late = [row for row in rows if standing(row).is_overdue]
    due = [row for row in rows if _is_due(standing(row), scene.acting.day)]
    short = [row for row in rows if standing(row).waits_for_a_cause]
    yield from owned(
        scene, unread, _no_baseline, page="benefits:change", button=_("Choose the reading")
    )
    yield from owned(
        scene, late, _late, page="benefits:measure", button=_("Read it now"),
        since=lambda row: standing(row).due.due_on,
    )  # fmt: skip
    yield from owned(scene, due, _due, page="benefits:measure", button=_("Read it now"))
    yield from owned(scene, short, _no_cause, page="benefits:explain", button=_("Say why"))


def _no_baseline(count: int) -> str:
    return ngettext(
        "«%(benefit)s» has no reading from before the effect starts.",
        "%(count)s promises have no reading from before the effect starts.",
        count,
    )


def _is_due(standing: Standing, today: date) -> bool:
    """Whether what is to be read next is over, and it is not late yet."""
    over = standing.due.end < today and standing.conclusion is None
    return over and not standing.is_overdue


def _due(count: int) -> str:
    return ngettext(
        "«%(benefit)s» can be read now: its period is over.",
        "%(count)s promises can be read now: their periods are over.",
        count,
    )


def _late(count: int) -> str:
    return ngettext(
        "«%(benefit)s» should have been read by now.",
        "%(count)s promises should have been read by now.",
        count,
    )


def _no_cause(count: int) -> str:
    return ngettext(
        "Less came of «%(benefit)s» than was promised, and it is not said why.",
        "Less came of %(count)s promises than was promised, and it is not said why.",
        count,
    )
