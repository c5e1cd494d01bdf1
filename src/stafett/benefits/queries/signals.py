"""Whether a promise's readings have shifted, or only swing as they always did."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.models import Commitment, State
from stafett.calc import behaviour
from stafett.indicators import queries as indicators
from stafett.indicators.models import Indicator, Observation
from stafett.lib import Acting
from stafett.ui.figures import month, number

AT_THE_SAME_TIME = timedelta(days=92)
"""What starts so near a shift may be what caused it."""
ALIKE = (0.8, 1.25)
"""A month is as long as another, and a year is not: how much lengths may differ."""

Limits = tuple[float, float]


@dataclass(frozen=True, slots=True)
class Shifted:
    """A shift, with what may have caused it beside the initiative (R39)."""

    asks: str
    noted: str
    url: str
    others: list[Commitment]


@dataclass(frozen=True, slots=True)
class Behaviour:
    """What the readings say of a change: in a sentence, with what it rests on.

    ``limits`` are what they swung between before the effect started, None with too few.
    """

    says: str
    rests_on: list[str] = field(default_factory=list)
    limits: Limits | None = None
    is_short_before: bool = False
    shifted: Shifted | None = None


@dataclass(frozen=True, slots=True)
class _Read:
    """Readings of one length, before the effect started and after."""

    indicator: Indicator
    before: list[Observation]
    after: list[Observation]
    left_out: int

    @property
    def values(self) -> list[float]:
        return [float(row.value) for row in (*self.before, *self.after)]

    @property
    def missing_before(self) -> int:
        return max(behaviour.FEWEST_BEFORE - len(self.before), 0)

    @property
    def missing_after(self) -> int:
        return max(behaviour.values_needed(len(self.before)) - len(self.after), 0)

    @property
    def limits(self) -> Limits:
        """What they swung between; never below nothing, nor above a whole, where none is."""
        found = behaviour.process_limits(self.values, baseline=len(self.before))
        low, high = float(found.low), float(found.high)
        if min(self.values) >= 0:
            low = max(low, 0.0)
        return low, min(high, 100.0) if self.indicator.is_share else high


def behaviour_of(
    acting: Acting, commitment: Commitment, live: Sequence[Observation]
) -> Behaviour | None:
    """Return what a promise's readings say of a change; None while there are none."""
    if not live:
        return None
    read = _alike(commitment, live)
    if read.missing_before:
        return Behaviour(_short_before(read), _left_out(read), is_short_before=True)
    if read.missing_after:
        return Behaviour(_short_after(read), _swings(read), read.limits)
    shift = behaviour.lasting_shift(read.values, baseline=len(read.before))
    if shift is None:
        return Behaviour(_("It is no more than it usually swings."), _swings(read), read.limits)
    first = read.after[shift.start - len(read.before)]
    return Behaviour(
        _shifted(commitment, read, first, shift),
        [*_seldom(shift), *_swings(read), _not_known()],
        read.limits,
        shifted=_asked(acting, commitment, first),
    )


# --- which readings ---------------------------------------------------------------------------


def _alike(commitment: Commitment, live: Sequence[Observation]) -> _Read:
    """Return the readings as long as the latest that do not overlap: others vary otherwise."""
    starts = commitment.effect_starts_on
    low, high = (_days(live[-1]) * share for share in ALIKE)
    kept = list(_apart(row for row in live if low <= _days(row) <= high))
    before = [row for row in kept if row.period_end < starts]
    after = [row for row in kept if row.period_start >= starts]
    return _Read(commitment.benefit.indicator, before, after, len(live) - len(before) - len(after))


def _days(row: Observation) -> int:
    return (row.period_end - row.period_start).days + 1


def _apart(rows: Iterable[Observation]) -> Iterable[Observation]:
    read_to = date.min
    for row in rows:
        if row.period_start > read_to:
            read_to = row.period_end
            yield row


# --- in words ---------------------------------------------------------------------------------


def _short_before(read: _Read) -> str:
    return ngettext(
        "Nobody can tell a shift from chance here: %(missing)s more reading from before the effect "
        "starts is needed.",
        "Nobody can tell a shift from chance here: %(missing)s more readings from before the "
        "effect starts are needed.",
        read.missing_before,
    ) % {"missing": number(read.missing_before)}


def _short_after(read: _Read) -> str:
    return ngettext(
        "It is too early to tell a shift from chance: %(missing)s more reading is needed.",
        "It is too early to tell a shift from chance: %(missing)s more readings are needed.",
        read.missing_after,
    ) % {"missing": number(read.missing_after)}


def _shifted(
    commitment: Commitment, read: _Read, first: Observation, shift: behaviour.Shift
) -> str:
    usual = sum(read.values[: len(read.before)]) / len(read.before)
    promised_up = float(commitment.target_likely) > usual
    said = {"month": month(first.period_start)}
    return _WAYS[shift.is_up, promised_up == shift.is_up]() % said


_WAYS = {
    (False, True): lambda: _(
        "This is a clear shift from %(month)s: lower than before, the way that was promised."
    ),
    (True, True): lambda: _(
        "This is a clear shift from %(month)s: higher than before, the way that was promised."
    ),
    (False, False): lambda: _(
        "This is a clear shift from %(month)s: lower than before, and not the way that was "
        "promised."
    ),
    (True, False): lambda: _(
        "This is a clear shift from %(month)s: higher than before, and not the way that was "
        "promised."
    ),
}


def _seldom(shift: behaviour.Shift) -> list[str]:
    said = {"pairs": number(shift.pairs), "of": number(shift.of)}
    said["times"] = number(float(f"{1 / shift.chance:.1g}"))
    if shift.is_up:
        told = _(
            "Compare each reading from then on with each from before: in %(pairs)s of %(of)s pairs "
            "the later one is higher. By itself that happens about once in %(times)s times."
        )
    else:
        told = _(
            "Compare each reading from then on with each from before: in %(pairs)s of %(of)s pairs "
            "the later one is lower. By itself that happens about once in %(times)s times."
        )
    return [told % said]


def _swings(read: _Read) -> list[str]:
    low, high = (indicators.amount(read.indicator, end) for end in read.limits)
    said = {"count": number(len(read.before)), "low": low, "high": high}
    swung = _(
        "By the %(count)s readings from before the effect started, it swings between %(low)s and "
        "%(high)s by itself."
    )
    return [swung % said, *_outside(read), *_left_out(read)]


def _outside(read: _Read) -> list[str]:
    low, high = read.limits
    outside = sum(not low <= float(row.value) <= high for row in read.after)
    if not outside:
        return []
    told = ngettext(
        "%(count)s reading after lies outside that. A shift is more than a few: it lasts.",
        "%(count)s readings after lie outside that. A shift is more than a few: it lasts.",
        outside,
    )
    return [told % {"count": number(outside)}]


def _left_out(read: _Read) -> list[str]:
    if not read.left_out:
        return []
    told = ngettext(
        "%(count)s reading is not compared: it is of a longer or shorter time than the latest, "
        "overlaps another, or goes across the start.",
        "%(count)s readings are not compared: they are of a longer or shorter time than the "
        "latest, overlap others, or go across the start.",
        read.left_out,
    )
    return [told % {"count": number(read.left_out)}]


def _not_known() -> str:
    return _("Seasons, and a trend that began before the effect started, can look like a shift.")


# --- what else changed (R39) ------------------------------------------------------------------


def _asked(acting: Acting, commitment: Commitment, first: Observation) -> Shifted:
    asks = _("What else changed about %(month)s?") % {"month": month(first.period_start)}
    beside = reverse("benefits:measure", kwargs={"pk": commitment.pk}) + f"?maling={first.pk}"
    return Shifted(asks, first.how, beside, _started(acting, commitment, first.period_start))


def _started(acting: Acting, commitment: Commitment, day: date) -> list[Commitment]:
    """Return what else this municipality was promised an effect of at about the same time."""
    near = (day - AT_THE_SAME_TIME, day + AT_THE_SAME_TIME)
    others = Commitment.objects.visible_to(acting).filter(
        municipality=commitment.municipality_id,
        state=State.CONFIRMED,
        effect_starts_on__range=near,
    )
    others = others.exclude(benefit__initiative=commitment.benefit.initiative_id)
    return list(others.select_related("benefit__initiative").order_by("effect_starts_on", "id"))
