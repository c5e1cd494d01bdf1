"""What makes a promise worth something: R05, R06, R13, R15, R17, R18, R20, R26, R37 and R38."""

from collections.abc import Collection
from datetime import date
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.lib import Refused, Rule, RuleWarning
from stafett.lib.rules import BLOCKS, WARNS

MOST_MAIN_AIMS = 3
UNDECIDED, BUDGET = "undecided", "budget"
NOT_VALUED, VOLUME = "none", "volume"

RULES = (
    Rule(
        "R05",
        BLOCKS,
        gettext_lazy("A benefit has one owner: a leader in the municipality where it lands."),
        gettext_lazy("What everybody owns, nobody takes out. The initiative's lead moves on."),
        gettext_lazy("When somebody promises, and when the owner says yes."),
    ),
    Rule(
        "R13",
        BLOCKS,
        gettext_lazy("An hour or a krone is counted in one benefit only."),
        gettext_lazy("The same yardstick in two benefits would count one change twice."),
        gettext_lazy("When somebody promises."),
    ),
    Rule(
        "R15",
        WARNS,
        gettext_lazy(
            "Freed time without a decided use is never kroner, and has a day of decision."
        ),
        gettext_lazy("Time that nobody has decided the use of is soon gone."),
        gettext_lazy("When somebody promises, and when the day has passed."),
    ),
    Rule(
        "R17",
        WARNS,
        gettext_lazy("A few minutes a day for many people are not kroner."),
        gettext_lazy("Nobody can save a budget on minutes that are spread thin."),
        gettext_lazy("On the promise; and a cut in the budget then needs lines in the plan."),
    ),
    Rule(
        "R18",
        BLOCKS,
        gettext_lazy("Dis-benefits are listed, or somebody has looked and found none."),
        gettext_lazy("What gets worse belongs to the picture, and is cheaper to hear of early."),
        gettext_lazy("When the owner says yes. Not on the light track."),
    ),
    Rule(
        "R37",
        WARNS,
        gettext_lazy("Measuring does not cost too large a part of the benefit."),
        gettext_lazy("Hours spent on counting are hours too."),
        gettext_lazy("On the promise."),
    ),
    Rule(
        "R38",
        WARNS,
        gettext_lazy("An initiative has few main aims: not all three kinds, and at most three."),
        gettext_lazy("Who aims at everything, hits little."),
        gettext_lazy("On the list of benefits."),
    ),
)


# --- what blocks ----------------------------------------------------------------------------


def check_owner(*, leads_there: bool, is_lead: bool) -> None:
    """R05: one leader where it lands, who is not the initiative's lead."""
    if is_lead:
        raise Refused(
            _(
                "The initiative's lead cannot own its benefits. Choose the leader whose daily work "
                "changes."
            ),
            field="owner",
        )
    if not leads_there:
        raise Refused(
            _("A benefit is owned by a leader in the municipality. Choose one who is that today."),
            field="owner",
        )


def check_baseline(*, read_to: date, effect_starts_on: date) -> None:
    """R06: the reading is over before the effect starts."""
    if read_to >= effect_starts_on:
        raise Refused(
            _(
                "The baseline is read before the effect starts. Choose an earlier reading, or "
                "none: then it can only become «cannot be documented»."
            ),
            field="baseline",
        )


def check_targets(low: Decimal, likely: Decimal, high: Decimal) -> None:
    """R26: three levels of the yardstick in order."""
    if low > likely:
        raise Refused(_("The low level is above the likely one. Swap them."), field="target_low")
    if likely > high:
        raise Refused(_("The high level is below the likely one. Swap them."), field="target_high")


def check_counted_once(other: str | None) -> None:
    """R13: the same yardstick in the same place is counted in one benefit."""
    if other is not None:
        raise Refused(
            _(
                "What this yardstick reads here is counted already, in «%(benefit)s». Change that "
                "promise, choose a unit that is not part of it, or count this one as quality."
            )
            % {"benefit": other}
        )


def check_take_out(take_out: str, decided_by: date | None) -> None:
    """R15: what is not decided has a day when it is."""
    if take_out == UNDECIDED and decided_by is None:
        raise Refused(
            _("Write the day when you decide what the benefit is used for."), field="take_out_by"
        )


def check_volume(valuation: str, volume: Decimal | None, adoption: Decimal | None) -> None:
    """R20: cases and use belong to what is counted case by case."""
    if valuation != VOLUME:
        return
    if volume is None:
        raise Refused(_("Write how many cases there are in a year."), field="volume")
    if adoption is None:
        raise Refused(_("Write how many per cent you think will use it."), field="adoption")


def check_disbenefits(*, is_light: bool, are_listed: bool, none_found: bool) -> None:
    """R18: somebody has looked for what gets worse."""
    if not (is_light or are_listed or none_found):
        raise Refused(
            _(
                "Nobody has said what gets worse. List the dis-benefits of the initiative, or say "
                "that you have looked and found none."
            )
        )


def check_not_minutes(take_out: str, *, is_fragmented: bool, is_in_plan: bool) -> None:
    """R17: minutes that are spread thin cut no budget, unless the plan carries it."""
    if take_out == BUDGET and is_fragmented and not is_in_plan:
        raise Refused(
            _(
                "It is a few minutes a day for each, and that cuts no budget by itself. Write the "
                "lines in the financial plan that carry it, or take it out in another way."
            ),
            field="take_out",
        )


def check_valued(
    valuation: str, counts: str, factor: Decimal | None, price_year: int | None
) -> None:
    """What becomes hours or kroner says how many a unit of the reading is, and in which prices."""
    if valuation != NOT_VALUED and (not counts or not factor or factor <= 0):
        raise Refused(
            _("Write how many minutes, or how many kroner, one unit of the reading is."),
            field="minutes",
        )
    if counts == "nok" and price_year is None:
        raise Refused(_("Write which year's prices the kroner are in."), field="price_year")


def check_nobody_promised(is_promised: bool) -> None:
    """What somebody promised by stays as they read it."""
    if is_promised:
        raise Refused(
            _(
                "Somebody has promised on this. What they promised by can no longer be changed: "
                "describe a new benefit, or have the promise withdrawn first."
            )
        )


# --- what warns -----------------------------------------------------------------------------


def single_point(low: Decimal, high: Decimal) -> RuleWarning | None:
    """R26: one level, as if nobody could be wrong."""
    if low != high:
        return None
    return RuleWarning(
        "R26",
        _("Only one level is written, as if it were certain."),
        _("Write a low and a high one too: what would not surprise you."),
    )


def minutes_each(
    hours: float | None, people: int | None, working_days: Decimal | None
) -> float | None:
    """Return how many minutes a person has freed on a working day; None where it is not known."""
    if hours is None or not people or not working_days:
        return None
    return hours * 60 / people / float(working_days)


def is_fragmented(minutes: float | None, fewest: Decimal | None) -> bool:
    """Whether it is so little for each that it can hardly be used for something else."""
    return minutes is not None and fewest is not None and 0 < minutes < fewest


def fragmented(shown: str) -> RuleWarning:
    """R17; ``shown`` is how many minutes, or nothing where too few are behind it (R41)."""
    says = _("It is a few minutes a day for each.")
    if shown:
        says = _("It is %(minutes)s minutes a day for each.") % {"minutes": shown}
    return RuleWarning(
        "R17",
        says,
        _("Take it out as quality, not as kroner. Or gather it: fewer people, whole tasks."),
    )


def undecided_too_long(take_out: str, decided_by: date | None, today: date) -> RuleWarning | None:
    """R15: the day of decision has passed."""
    if take_out != UNDECIDED or decided_by is None or decided_by >= today:
        return None
    return RuleWarning(
        "R15",
        _("The day to decide what the benefit is used for has passed."),
        _("Decide now. Until then the time is not kroner."),
    )


def measuring_costs(measuring: float | None, gain: float | None, most: Decimal | None) -> bool:
    """R37: whether the hours spent on measuring are too large a part of what is gained."""
    if not measuring or gain is None or most is None:
        return False
    return measuring > float(most) * max(gain, 0.0)


def measuring_too_dear(share: str) -> RuleWarning:
    """R37."""
    return RuleWarning(
        "R37",
        _("Measuring takes more than %(share)s of what you gain.") % {"share": share},
        _("Read more seldom, count a sample, or use figures you have already."),
    )


def too_many_aims(kinds: Collection[str]) -> RuleWarning | None:
    """R38; ``kinds`` has one for each benefit that is a main aim."""
    if len(set(kinds)) < 3 and len(kinds) <= MOST_MAIN_AIMS:
        return None
    return RuleWarning(
        "R38",
        _("The initiative has very many main aims."),
        _("Choose the one or two that matter most. The others are still benefits."),
    )


def check_stands(standing: bool) -> None:
    """Only a warning that stands is passed."""
    if not standing:
        raise Refused(_("This warning does not stand any more."))
