"""Whether a series has changed, by hand."""

from django.utils.translation import gettext_lazy as _

from stafett.calc.behaviour import lasting_shift, process_limits, signals
from stafett.journey.calculations.worked import Answer, Step, Topic, Worked

COMPLAINTS = _("Complaints")


def _limits(months, complaints):
    limits = process_limits(complaints)
    return [limits.mean, limits.moving_range, limits.low, limits.high, limits.range_limit]


def _marked(months, complaints):
    found = signals(complaints, process_limits(complaints, baseline=6))
    return [found.outside.sum(), found.eight.sum()]


def _shift(months, complaints):
    found = lasting_shift(complaints, baseline=6)
    return [found.start + 1, found.pairs, 10_000 * found.chance] if found else []


TOPIC = Topic(
    "behaviour",
    _("Whether something has changed"),
    _(
        "Every reading differs from the one before. The limits say how much it does so by itself; "
        "only what is more than that is worth asking about."
    ),
    (
        Worked(
            key="behaviour-limits",
            title=_("What a process does by itself"),
            shows=_(
                "A month with 16 complaints says nothing, for it lies within the limits. One with "
                "18 does."
            ),
            rule=_("The mean ± 2.66 × how much it moves from one month to the next on average."),
            heads=(_("Month"), COMPLAINTS),
            rows=((1, 10), (2, 14), (3, 12), (4, 13), (5, 11)),
            call=_limits,
            answers=(
                Answer(_("The mean"), "12"),
                Answer(_("Moves on average"), "2.25"),
                Answer(_("Lower limit"), "6.015"),
                Answer(_("Upper limit"), "17.985"),
                Answer(_("Most from one month to the next"), "7.353"),
            ),
            by_hand=(
                Step(_("The mean"), "(10 + 14 + 12 + 13 + 11) / 5", "12"),
                Step(_("Moves on average"), "(4 + 2 + 1 + 2) / 4", "2.25"),
                Step(_("Lower limit"), "12 - 2.66 * 2.25", "6.015"),
                Step(_("Upper limit"), "12 + 2.66 * 2.25", "17.985"),
                Step(_("Most from one month to the next"), "3.268 * 2.25", "7.353"),
            ),
            source=_("Wheeler, Understanding Variation (1993)"),
        ),
        Worked(
            key="behaviour-signals",
            title=_("One month far out, or eight on the same side"),
            shows=_(
                "The limits are those of the first six months. A month beyond them is marked, and "
                "so are eight in a row on one side: they seldom come by themselves."
            ),
            rule=_("Mark what lies beyond a limit, and eight or more in a row on one side."),
            heads=(_("Month"), COMPLAINTS),
            rows=tuple(enumerate((10, 12, 10, 12, 10, 12, 20, *[10] * 8), start=1)),
            call=_marked,
            answers=(
                Answer(_("Months beyond a limit"), "1"),
                Answer(_("Months in a long row on one side"), "8"),
            ),
            by_hand=(
                Step(_("The mean of the first six"), "(10 + 12 + 10 + 12 + 10 + 12) / 6", "11"),
                Step(_("They move on average"), "(2 + 2 + 2 + 2 + 2) / 5", "2"),
                Step(_("Lower limit"), "11 - 2.66 * 2", "5.68"),
                Step(_("Upper limit"), "11 + 2.66 * 2", "16.32"),
                Step(_("Above it lies only the month with 20"), "1"),
                Step(_("After it all lie below 11"), "15 - 7", "8"),
            ),
        ),
        Worked(
            key="behaviour-shift",
            title=_("A shift that lasts"),
            shows=_(
                "Six months before a change and nine after. Each later month is compared with each "
                "from before; what seldom comes by itself is called a shift."
            ),
            rule=_(
                "Count the pairs where the later one is lower, and how seldom so many come by "
                "themselves: at most 0.012 divided by how many are from before (or 0.00075), and "
                "at least five months on end. Then at most one stable series in a hundred gives a "
                "false alarm in twelve months, whatever its shape."
            ),
            heads=(_("Month"), COMPLAINTS),
            rows=tuple(enumerate((10, 14, 12, 13, 11, 12, 12, 13, 9, 8, 9, 8, 7, 9, 8), start=1)),
            call=_shift,
            answers=(
                Answer(_("The shift begins in month"), "9"),
                Answer(_("Pairs where the later one is lower"), "42"),
                Answer(_("So often by itself, of 10,000 times"), "11.7"),
            ),
            by_hand=(
                Step(_("The last seven months all lie below all of the six"), "9"),
                Step(_("Pairs"), "7 * 6", "42"),
                Step(
                    _("Ways to place seven months among thirteen"),
                    "13 * 12 * 11 * 10 * 9 * 8 / (6 * 5 * 4 * 3 * 2 * 1)",
                    "1716",
                ),
                Step(
                    _("One of them is all below, one all above; of 10,000 times"),
                    "10_000 * 2 / 1_716",
                    "11.7",
                ),
                Step(_("It is called a shift at, of 10,000 times"), "10_000 * 0.012 / 6", "20"),
            ),
            source=_("Mann and Whitney (1947), Annals of Mathematical Statistics 18"),
        ),
    ),
)
