"""What makes a reading proof of a benefit: R06, R07, R08, R20, R31, R33, R34, R36 and R39."""

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Protocol

from django.db.models import TextChoices
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.indicators import rules as indicators
from stafett.lib import Acting, Refused, Rule
from stafett.lib.rules import BLOCKS, COMPUTES, WARNS
from stafett.needs.rules import KEEPERS
from stafett.ui.figures import day as written

# A reading is due when its period is over, and late when this many days more have gone.
DAYS_TO_READ = 30
# So many days late, and those who look after the municipality's initiatives hear of it too.
DAYS_BEFORE_OTHERS_HEAR = 30
REALISED, PARTLY, NOT, UNDOCUMENTED = ("realised", "partly", "not", "undocumented")
WHERE = gettext_lazy("When the municipality concludes.")

RULES = (
    Rule(
        "R06",
        BLOCKS,
        gettext_lazy(
            "The baseline is dated before the effect starts. Without one, a benefit can only be "
            "concluded as «cannot be documented»."
        ),
        gettext_lazy("Nobody can show that something got better without knowing how it was."),
        WHERE,
    ),
    Rule(
        "R07",
        BLOCKS,
        gettext_lazy(
            "What is read after is read as before: the same indicator, unit, population and method."
        ),
        gettext_lazy("Two yardsticks make two figures, and the difference may be the yardstick."),
        gettext_lazy("When a promise is measured."),
    ),
    Rule(
        "R08",
        BLOCKS,
        gettext_lazy("«Realised» and «partly realised» need a reading from after the effect."),
        gettext_lazy("What was planned is not what came of it."),
        WHERE,
    ),
    Rule(
        "R20",
        BLOCKS,
        gettext_lazy(
            "Effect times cases times the share who really use it. «Realised» needs to know how "
            "many that is."
        ),
        gettext_lazy("What nobody uses saves no time, however well it works."),
        gettext_lazy(
            "When somebody promises what is counted case by case, when it is measured, and when "
            "the municipality concludes."
        ),
    ),
    Rule(
        "R31",
        COMPUTES,
        gettext_lazy("Forecast and measured stand apart, with how many have measured."),
        gettext_lazy("A forecast beside a reading looks as certain as one."),
        gettext_lazy("Wherever benefits of several municipalities are shown together."),
    ),
    Rule(
        "R33",
        BLOCKS,
        gettext_lazy(
            "Where much less came than was promised by that day, a cause and a decision are given "
            "before anybody concludes."
        ),
        gettext_lazy("A shortfall that is explained early can be mended."),
        WHERE,
    ),
    Rule(
        "R34",
        COMPUTES,
        gettext_lazy(
            "Benefits nobody planned are kept and marked, and stand outside the hit rate."
        ),
        gettext_lazy("Luck is worth telling about, but it says nothing of how well we foresee."),
        gettext_lazy("Where benefits are shown, and in the hit rate."),
    ),
    Rule(
        "R36",
        COMPUTES,
        gettext_lazy("When a reading is overdue, the benefit is no longer known."),
        gettext_lazy("An old reading looks like a new one until somebody asks for its date."),
        gettext_lazy("Wherever the state of a promise is shown."),
    ),
    Rule(
        "R39",
        WARNS,
        gettext_lazy("What else changed at the same time is named next to the effect."),
        gettext_lazy("Otherwise one initiative gets the credit for another."),
        gettext_lazy("When the readings show a clear shift, and when the municipality concludes."),
    ),
)


class NotTheirs(Refused):
    """What was read, and what came of it, is said by those it belongs to."""


class Status(TextChoices):
    """How much is known about what came of a promise. Nobody sets it; it is worked out."""

    TOO_EARLY = "too_early", gettext_lazy("too early to tell")
    UNKNOWN = "unknown", gettext_lazy("unknown")
    MEASURED = "measured", gettext_lazy("measured")


# --- when to read ---------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Period:
    """A stretch of days that is read as one."""

    start: date
    end: date

    @property
    def due_on(self) -> date:
        """The last day to read it."""
        return self.end + timedelta(days=DAYS_TO_READ)


def months_after(day: date, months: int) -> date:
    """Return the same day some months on, or the month's last."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def next_period(*, effect_starts_on: date, read_to: date | None, months: int) -> Period:
    """Return what is to be read next: from where the last reading ended, or the effect starts."""
    start = effect_starts_on if read_to is None else read_to + timedelta(days=1)
    return Period(start, months_after(start, months) - timedelta(days=1))


def status_on(today: date, *, due: Period, is_read: bool, is_concluded: bool) -> Status:
    """R36: when a reading is overdue, nobody knows any more. A conclusion ends the readings."""
    if not is_concluded and today > due.due_on:
        return Status.UNKNOWN
    if is_read:
        return Status.MEASURED
    return Status.UNKNOWN if is_concluded else Status.TOO_EARLY


def concluded_from(effect_starts_on: date, ramp_up_years: int) -> date:
    """Return the day a conclusion is hoped for: when the whole effect has lasted a year."""
    return months_after(effect_starts_on, 12 * (ramp_up_years + 1))


# --- how far ---------------------------------------------------------------------------------


def reached(before: float, after: float, target: float, *, less_is_better: bool) -> float:
    """Return how much of the promised change a reading shows; 1.0 is all of it."""
    if before != target:
        return (after - before) / (target - before)
    return float(after <= target if less_is_better else after >= target)


def falls_short(there: float, expected: float, threshold: float, *, is_disbenefit: bool) -> bool:
    """R33: less came than was promised by then, by more than the threshold; or more harm did."""
    if is_disbenefit:
        return there > expected * (1 + threshold) + 1e-9
    return there < expected * (1 - threshold) - 1e-9


# --- who, and when not -----------------------------------------------------------------------


def may_measure(by: Acting, *, municipality_id: int) -> bool:
    """Those who note readings in the municipality itself."""
    return by.organisation_id == municipality_id and indicators.may_read(by)


def check_may_measure(by: Acting, *, municipality_id: int) -> None:
    """R30: only the municipality itself says what it read."""
    if not may_measure(by, municipality_id=municipality_id):
        raise NotTheirs(_("Only those who work in the municipality itself note what it reads."))


def may_explain(by: Acting, *, municipality_id: int, owner_id: int | None) -> bool:
    """The owner, and those who look after the municipality's initiatives."""
    if not by.is_somebody or by.organisation_id != municipality_id:
        return False
    return by.person_id == owner_id or by.role_kind in KEEPERS


def check_may_explain(by: Acting, *, municipality_id: int, owner_id: int | None) -> None:
    """Say no to those who do not answer for the promise."""
    if not may_explain(by, municipality_id=municipality_id, owner_id=owner_id):
        raise NotTheirs(_("The benefit owner, and leaders in the municipality, explain it."))


def may_conclude(by: Acting, *, municipality_id: int, owner_id: int | None) -> bool:
    """The owner or the chief executive there, and nobody else."""
    if not by.is_somebody or by.organisation_id != municipality_id:
        return False
    return by.person_id == owner_id or by.role_kind == "chief_executive"


def check_may_conclude(by: Acting, *, municipality_id: int, owner_id: int | None) -> None:
    """R30: only the municipality concludes about itself."""
    if not may_conclude(by, municipality_id=municipality_id, owner_id=owner_id):
        raise NotTheirs(
            _("Only the benefit owner, or the chief executive in the municipality, concludes.")
        )


def check_use(volume: object, users: int | None, of_users: int | None) -> None:
    """R20: how many use it is said whole, or not at all."""
    if users is None and of_users is None:
        return
    if users is None or not of_users:
        raise Refused(
            _("Write both how many use it and of how many."),
            field="users" if users is None else "of_users",
        )
    if users > of_users:
        raise Refused(_("More use it than there are. Look at the two numbers."), field="users")
    if volume is None:
        raise Refused(_("Write how many cases there are in a year."), field="volume")


class Proof(Protocol):
    """What stands behind a conclusion."""

    @property
    def effect_starts_on(self) -> date: ...
    @property
    def has_baseline(self) -> bool: ...
    @property
    def has_reading(self) -> bool: ...
    @property
    def use_is_known(self) -> bool: ...
    @property
    def waits_for_a_cause(self) -> bool: ...


def check_outcome(outcome: str, proof: Proof) -> None:
    """Say no to a conclusion that the readings cannot carry (R06, R08, R20, R33)."""
    if outcome == UNDOCUMENTED:
        return
    started = {"day": written(proof.effect_starts_on)}
    if not proof.has_baseline:
        raise Refused(_needs_baseline() % started, field="outcome")
    if outcome in (REALISED, PARTLY) and not proof.has_reading:
        raise Refused(_needs_reading() % started, field="outcome")
    if outcome == REALISED and not proof.use_is_known:
        raise Refused(_needs_use(), field="outcome")
    if proof.waits_for_a_cause:
        raise Refused(_needs_cause(), field="outcome")


def _needs_baseline() -> str:
    return _(
        "There is no baseline from before the effect started, %(day)s. Without one it can only be "
        "concluded as «cannot be documented». If you have a reading from before, note it first."
    )


def _needs_reading() -> str:
    return _(
        "Nothing is read after the effect started, %(day)s. Measure first, or conclude that it is "
        "not realised."
    )


def _needs_use() -> str:
    return _("Nobody has written how many use it. Write that with the last reading first.")


def _needs_cause() -> str:
    return _("Less came than was promised by that day. Write the cause and what you do first.")


def check_also_changed(also_changed: str | None) -> None:
    """R39: the question is answered, if only with «nothing we know of»."""
    if also_changed is None:
        raise Refused(
            _("Write what else changed at the same time, or choose «nothing we know of»."),
            field="others",
        )
