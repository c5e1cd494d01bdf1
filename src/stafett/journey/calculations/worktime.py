"""Minutes, hours and what they cost, by hand."""

from django.utils.translation import gettext_lazy as _

from stafett.calc import worktime
from stafett.journey.calculations.worked import (
    HOURS,
    KRONER,
    PERCENT,
    Answer,
    Share,
    Step,
    Topic,
    Worked,
)


def _hours_and_positions(visits, before, after, adoption, hours_per_fte):
    hours = worktime.hours_saved(visits, before, after, adoption=adoption)
    positions = worktime.full_time_equivalents(hours, hours_per_fte=hours_per_fte)
    return [hours[0], positions[0]]


def _by_one_formula(names, times, before, after, adoption):
    worth = worktime.value_of_change(before, after, each=1 / 60, times=times, adoption=adoption)
    return [*worth, 100 * worth[1] / worth[0]]


def _priced_three_ways(names, times, before, after, prices):
    kroner = worktime.capacity_value(worktime.hours_saved(times, before, after), hourly_cost=prices)
    return [*kroner, worktime.capacity_value(0.9 * 1_700, hourly_cost=prices[0])]


def _freed_and_priced(uses, hours, decided, prices):
    is_decided = [yes == YES for yes in decided]
    return [sum(hours), worktime.capacity_value(hours, hourly_cost=prices) @ is_decided]


def _hourly_costs(pays, positions):
    full = worktime.full_time_pay(pays, position_share=positions)
    by_the_thousandth = worktime.hourly_cost(full, per_mille=1.2, cap=700).tolist()
    return [*by_the_thousandth, worktime.hourly_cost(full[1], hours_per_fte=1_700, overhead=0.4)]


YES, NO = _("yes"), _("no")

TOPIC = Topic(
    "worktime",
    _("Minutes, hours and positions"),
    _(
        "Freed hours are capacity. They become money only where a budget is reduced by as much, "
        "and nothing is rounded on the way."
    ),
    (
        Worked(
            key="worktime-hours",
            title=_("From minutes a visit to positions"),
            shows=_(
                "What is saved each time, times how often, times how many who really do it the "
                "new way. How many hours a full position has is the municipality’s own figure."
            ),
            rule=_("Times a year × minutes saved / 60 × the share who use it."),
            heads=(
                _("Visits a year"),
                _("Minutes before"),
                _("Minutes after"),
                _("Use it"),
                _("Hours in a position"),
            ),
            rows=((12_000, 22, 15, Share(0.6), 1_700),),
            call=_hours_and_positions,
            answers=(
                Answer(_("Freed in a year"), "840", HOURS),
                Answer(_("Full positions"), "0.49"),
            ),
            by_hand=(
                Step(_("If everybody used it"), "12_000 * (22 - 15) / 60", "1400"),
                Step(_("60 per cent use it"), "1_400 * 0.60", "840"),
                Step(_("Positions"), "840 / 1_700", "0.49"),
            ),
        ),
        Worked(
            key="worktime-formula",
            title=_("The promise and the reading are priced by one formula"),
            shows=_(
                "Forecast and measured differ only in the level after and in how many use it. So "
                "they can be compared."
            ),
            rule=_(
                "Times a year × (before − after) × what one unit is worth × the share who use it."
            ),
            heads=(
                _("What"),
                _("Visits a year"),
                _("Minutes before"),
                _("Minutes after"),
                _("Use it"),
            ),
            rows=(
                (_("promised"), 12_000, 22, 15, Share(1.0)),
                (_("measured after a year"), 12_000, 22, 17, Share(0.6)),
            ),
            call=_by_one_formula,
            answers=(
                Answer(_("Promised"), "1400", HOURS),
                Answer(_("What was measured"), "600", HOURS),
                Answer(_("Measured, of what was promised"), "43", PERCENT),
            ),
            by_hand=(
                Step(_("Promised, everybody uses it"), "12_000 * (22 - 15) / 60 * 1.00", "1400"),
                Step(_("Measured, 60 per cent use it"), "12_000 * (22 - 17) / 60 * 0.60", "600"),
                Step(_("Measured, of what was promised"), "100 * 600 / 1_400", "43"),
            ),
        ),
        Worked(
            key="worktime-rounding",
            title=_("Rounding before pricing changes the price"),
            shows=_("Nothing is rounded before the end: half a minute is many kroner."),
            rule=_("Multiply the exact numbers. Round what comes out, and only there."),
            heads=(
                _("What is priced"),
                _("Visits a year"),
                _("Minutes before"),
                _("Minutes after"),
                _("An hour costs, kr"),
            ),
            rows=(
                (_("as measured"), 12_000, 22.4, 15.1, 500),
                (_("rounded to minutes"), 12_000, 22, 15, 500),
            ),
            call=_priced_three_ways,
            answers=(
                Answer(_("As measured"), "730000", KRONER),
                Answer(_("Minutes rounded first"), "700000", KRONER),
                Answer(_("Positions rounded first"), "765000", KRONER),
            ),
            by_hand=(
                Step(_("As measured"), "12_000 * (22.4 - 15.1) / 60 * 500", "730000"),
                Step(_("Minutes rounded first"), "12_000 * (22 - 15) / 60 * 500", "700000"),
                Step(_("Hours, as measured"), "12_000 * (22.4 - 15.1) / 60", "1460"),
                Step(_("Positions"), "1_460 / 1_700", "0.86"),
                Step(_("Called 0.9 of a position"), "0.9 * 1_700 * 500", "765000"),
            ),
        ),
        Worked(
            key="worktime-undecided",
            title=_("Hours without a decided use have no price"),
            shows=_(
                "All freed hours are shown. Only those whose use is decided are priced; the others "
                "wait on the list of decisions to take."
            ),
            rule=_("Hours with a decided use × what an hour costs."),
            heads=(_("Use"), _("Hours"), _("Decided"), _("An hour costs, kr")),
            rows=(
                (_("fewer agency nurses"), 300, YES, 500),
                (_("more visits"), 240, YES, 500),
                (_("not decided"), 300, NO, 500),
            ),
            call=_freed_and_priced,
            answers=(
                Answer(_("Freed"), "840", HOURS),
                Answer(_("Worth"), "270000", KRONER),
            ),
            by_hand=(
                Step(_("Freed"), "300 + 240 + 300", "840"),
                Step(_("Worth"), "(300 + 240) * 500", "270000"),
                Step(_("The last 300 hours are hours, not kroner.")),
            ),
        ),
        Worked(
            key="worktime-fragments",
            title=_("Six minutes a day for twenty people"),
            shows=_(
                "The minutes have a value if they are used for something. Six minutes here and "
                "there seldom are: Stafett shows them as time, and sets no price on them."
            ),
            rule=_("Minutes × days × people / 60 × what an hour costs."),
            heads=(_("Minutes"), _("Days"), _("People"), _("An hour costs, kr")),
            rows=((6, 230, 20, 500),),
            call=lambda minutes, days, people, cost: worktime.minutes_to_value(
                minutes, days=days, people=people, hourly_cost=cost
            ),
            answers=(Answer(_("If it could be used"), "230000", KRONER),),
            by_hand=(
                Step(_("Hours"), "6 * 230 * 20 / 60", "460"),
                Step(_("What they cost"), "460 * 500", "230000"),
            ),
        ),
        Worked(
            key="worktime-hourly-cost",
            title=_("What an hour costs, by the per mille rule and by hours"),
            shows=_(
                "The price of an hour is a figure of the municipality, with its source. These are "
                "the two ways to find it."
            ),
            rule=_(
                "A full position’s pay × 1.2 per mille, at most 700 kr; or the pay divided by the "
                "hours of a position, with what comes on top."
            ),
            heads=(_("Pay, kr"), _("Position")),
            rows=((332_000, Share(0.8)), (600_000, Share(1.0))),
            call=_hourly_costs,
            answers=(
                Answer(_("The first, by the per mille rule"), "498.00", KRONER),
                Answer(_("The second, by the per mille rule"), "700.00", KRONER),
                Answer(_("The second, by hours and 40 per cent on top"), "494.12", KRONER),
            ),
            by_hand=(
                Step(_("The first in a full position"), "332_000 / 0.80", "415000"),
                Step(_("1.2 per mille of it"), "415_000 * 1.2 / 1_000", "498.00"),
                Step(_("The second, more than the cap of 700"), "600_000 * 1.2 / 1_000", "720.00"),
                Step(_("The cap"), "700.00"),
                Step(_("By the hours of a full position"), "600_000 / 1_700 * 1.40", "494.12"),
            ),
            source=_("FSFIN § 16-40-6 (SkatteFUNN)"),
        ),
    ),
)
