"""What others reached, by hand."""

from django.utils.translation import gettext_lazy as _

from stafett.calc import reference
from stafett.journey.calculations.worked import (
    HOURS,
    PERCENT,
    Answer,
    Share,
    Step,
    Topic,
    Worked,
)


def _spread(names, reached, planned):
    evenly = reference.realisation_quantiles(reached)
    by_hours = reference.realisation_quantiles(reached, weights=planned, chances=[0.5])
    return [100 * share for share in (*evenly, *by_hours)]


def _of_one_promise(names, *columns):
    reached = [share for column in columns for share in column]
    return reference.forecast(1_000, reached, by=[*names] * len(columns))


def _drawn_towards_the_usual(names, *columns):
    others = list(zip(*columns, strict=True))
    six, many = (reference.shrunk_rate(0.5, count, others) for count in (6, 24))
    return [100 * six.own_weight, 100 * six.rate, 100 * many.rate]


def _effect(names, *columns):
    *measured, starts = columns
    return [reference.stepped_effect(list(zip(*measured, strict=True)), starts).effect]


TOPIC = Topic(
    "reference",
    _("What others reached"),
    _(
        "A plan is seen beside what others really reached. Never with fewer than five of them, so "
        "that nobody can be worked out."
    ),
    (
        Worked(
            key="reference-spread",
            title=_("What others reached, and what each weighs"),
            shows=_(
                "Five municipalities: how much of their plan they reached. What pages show is the "
                "next one: it hangs on no single municipality, and says where another may end."
            ),
            rule=_("Place each in the middle of its share of the whole, and read off."),
            heads=(_("Municipality"), _("Reached"), _("Planned, hours")),
            rows=(
                ("A", Share(0.5), 100),
                ("B", Share(0.6), 100),
                ("C", Share(0.7), 100),
                ("D", Share(0.8), 100),
                ("E", Share(0.9), 600),
            ),
            call=_spread,
            answers=(
                Answer(_("In one of ten it is this or less"), "50", PERCENT),
                Answer(_("As often above as below"), "70", PERCENT),
                Answer(_("In nine of ten it is this or less"), "90", PERCENT),
                Answer(_("As often above as below, by planned hours"), "84", PERCENT),
            ),
            by_hand=(
                Step(_("A stands at 10 per cent of the way"), "50"),
                Step(_("C stands in the middle"), "70"),
                Step(_("E stands at 90 per cent of the way"), "90"),
                Step(_("By hours, D stands at, in per cent"), "100 * 350 / 1_000", "35"),
                Step(_("and E at"), "100 * 700 / 1_000", "70"),
                Step(
                    _("The middle lies between them"),
                    "80 + (90 - 80) * (50 - 35) / (70 - 35)",
                    "84",
                ),
            ),
        ),
        Worked(
            key="reference-forecast",
            title=_("A plan of a thousand hours, seen by what six others reached"),
            shows=_(
                "With few others the span is wide. It is the plan times what they reached, with "
                "room for how few they are. Here each had one promise; the next one shows what is "
                "added where they had several."
            ),
            rule=_(
                "The mean of the roots ± t × their deviation × √(1 + 1/n); squared, times the plan."
            ),
            heads=(_("Municipality"), _("Reached")),
            rows=(
                ("A", Share(0.9)),
                ("B", Share(0.5)),
                ("C", Share(0.7)),
                ("D", Share(0.8)),
                ("E", Share(0.6)),
                ("F", Share(0.75)),
            ),
            call=lambda names, reached: reference.forecast(1_000, reached),
            answers=(
                Answer(_("In one of ten it is this or less"), "490", HOURS),
                Answer(_("As often above as below"), "702", HOURS),
                Answer(_("In nine of ten it is this or less"), "952", HOURS),
            ),
            by_hand=(
                Step(
                    _("The mean of the roots"),
                    "(sqrt(0.90) + sqrt(0.50) + sqrt(0.70) + sqrt(0.80) + sqrt(0.60) + sqrt(0.75))"
                    " / 6",
                    "0.83792",
                ),
                Step(
                    _("Their deviation"),
                    "sqrt((0.90 + 0.50 + 0.70 + 0.80 + 0.60 + 0.75 - 6 * 0.83792**2) / (6 - 1))",
                    "0.0864",
                ),
                Step(_("t, from a table, for six"), "1.476"),
                Step(_("Half the width"), "1.476 * 0.0864 * sqrt(1 + 1 / 6)", "0.1377"),
                Step(
                    _("In one of ten it is this or less"),
                    "1_000 * (0.83792 - 0.1377)**2",
                    "490",
                ),
                Step(_("As often above as below"), "1_000 * 0.83792**2", "702"),
                Step(
                    _("In nine of ten it is this or less"),
                    "1_000 * (0.83792 + 0.1377)**2",
                    "952",
                ),
            ),
        ),
        Worked(
            key="reference-several",
            title=_("The same plan, where five others had two promises each"),
            shows=_(
                "What one municipality's promises come to differs too. So the span of one promise "
                "is wider than that of what a municipality reaches on average. Each has one voice, "
                "however much it promised."
            ),
            rule=_(
                "Of the roots: the mean of their means ± t × √(the variance of the means × (1 + "
                "1/n) + the mean of how much each one's own vary); squared, times the plan."
            ),
            heads=(_("Municipality"), _("One promise"), _("Another promise")),
            rows=(
                ("A", Share(0.64), Share(1.0)),
                ("B", Share(0.36), Share(0.64)),
                ("C", Share(0.49), Share(0.81)),
                ("D", Share(0.25), Share(0.49)),
                ("E", Share(0.64), Share(0.64)),
            ),
            call=_of_one_promise,
            answers=(
                Answer(_("In one of ten it is this or less"), "296", HOURS),
                Answer(_("As often above as below"), "578", HOURS),
                Answer(_("In nine of ten it is this or less"), "952", HOURS),
            ),
            by_hand=(
                Step(_("The mean of A's roots"), "(sqrt(0.64) + sqrt(1.00)) / 2", "0.9"),
                Step(_("The mean of the five means"), "(0.9 + 0.7 + 0.8 + 0.6 + 0.8) / 5", "0.76"),
                Step(
                    _("The variance of the means"),
                    "(0.9**2 + 0.7**2 + 0.8**2 + 0.6**2 + 0.8**2 - 5 * 0.76**2) / (5 - 1)",
                    "0.013",
                ),
                Step(
                    _("How much A's own vary"),
                    "((0.8 - 0.9)**2 + (1.0 - 0.9)**2) / 2",
                    "0.01",
                ),
                Step(
                    _("The mean of that over the five"),
                    "(0.01 + 0.01 + 0.01 + 0.01 + 0) / 5",
                    "0.008",
                ),
                Step(_("The means, with room for how few"), "0.013 * (1 + 1 / 5)", "0.0156"),
                Step(_("Both together"), "0.0156 + 0.008", "0.0236"),
                Step(
                    _("Degrees of freedom, 5 - 1 of the means and 5 × (2 - 1) of each one's own"),
                    "0.0236**2 / (0.0156**2 / 4 + 0.008**2 / 5)",
                    "7.6",
                ),
                Step(_("t, from a table, for so many"), "1.404"),
                Step(_("Half the width"), "1.404 * sqrt(0.0236)", "0.2157"),
                Step(_("In one of ten it is this or less"), "1_000 * (0.76 - 0.2157)**2", "296"),
                Step(_("As often above as below"), "1_000 * 0.76**2", "578"),
                Step(_("In nine of ten it is this or less"), "1_000 * (0.76 + 0.2157)**2", "952"),
                Step(
                    _("Of what each reached on average, the span would have been 323 to 905 hours.")
                ),
            ),
            source=_("Satterthwaite (1946), Biometrics Bulletin 2"),
        ),
        Worked(
            key="reference-few",
            title=_("A yardstick that few have read"),
            shows=_(
                "By one yardstick six municipalities reached 50 per cent of their plan, on "
                "average. That may be chance. It is drawn towards what is usual for the same kind "
                "of benefit, here five other yardsticks, and less the more who have measured."
            ),
            rule=_(
                "What was read by the yardstick times how much that counts, and the usual times "
                "the rest. It counts more the more have measured, the less municipalities vary by "
                "one yardstick, and the more yardsticks differ."
            ),
            heads=(
                _("Yardstick"),
                _("One municipality"),
                _("Another municipality"),
                _("A third municipality"),
            ),
            rows=(
                ("A", Share(0.5), Share(0.8), Share(1.1)),
                ("B", Share(0.4), Share(0.6), Share(0.8)),
                ("C", Share(0.7), Share(0.9), Share(1.1)),
                ("D", Share(0.5), Share(0.7), Share(0.9)),
                ("E", Share(0.6), Share(0.8), Share(1.0)),
            ),
            call=_drawn_towards_the_usual,
            answers=(
                Answer(_("So much the six count"), "70", PERCENT),
                Answer(_("They are reckoned as"), "58", PERCENT),
                Answer(_("Twenty-four would be reckoned as"), "52", PERCENT),
            ),
            by_hand=(
                Step(_("The usual, the mean of the five"), "(80 + 60 + 90 + 70 + 80) / 5", "76"),
                Step(
                    _("The variance by one yardstick"),
                    "(2 * 0.3**2 + 8 * 0.2**2) / (5 * (3 - 1))",
                    "0.05",
                ),
                Step(
                    _("Do yardsticks differ by 5 per cent, the six count"),
                    "100 * 0.05**2 / (0.05**2 + 0.05 / 6)",
                    "23",
                ),
                Step(
                    _("Do they differ by 20 per cent, the six count"),
                    "100 * 0.20**2 / (0.20**2 + 0.05 / 6)",
                    "83",
                ),
                Step(_("The mean over 200 sizes, by how well each fits what was read"), "70"),
                Step(_("The six are reckoned as"), "(70 * 50 + 30 * 76) / 100", "57.8"),
                Step(
                    _("Twenty-four count 93 per cent, and are reckoned as"),
                    "(93 * 50 + 7 * 76) / 100",
                    "51.8",
                ),
                Step(_("What each of the six reached is multiplied by"), "58 / 50", "1.16"),
                Step(_("From there on the span is reckoned as for a plan of a thousand hours.")),
            ),
            source=_(
                "Efron and Morris (1975), Journal of the American Statistical Association 70; "
                "Gelman (2006), Bayesian Analysis 1"
            ),
        ),
        Worked(
            key="reference-times",
            title=_("Taken into use at different times"),
            shows=_(
                "Those who have not begun show what would have happened anyway. Before against "
                "after alone would not see that the others rose."
            ),
            rule=_("What was measured, less what it would have been if it had gone as the others."),
            heads=(
                _("Municipality"),
                _("Before anybody began"),
                _("First period"),
                _("Second period"),
                _("Third period"),
                _("Began in period"),
            ),
            rows=(
                ("A", 10, 11, 9, 8, 2),
                ("B", 20, 21, 22, 20, 3),
                ("C", 5, 6, 7, 8, None),
                ("D", 7, 8, 9, 10, None),
            ),
            call=_effect,
            answers=(Answer(_("The effect"), "-3.67"),),
            by_hand=(
                Step(_("Without the change, all rise by one a period.")),
                Step(_("A in the second period"), "9 - (11 + 1)", "-3"),
                Step(_("A in the third period"), "8 - (11 + 2)", "-5"),
                Step(_("B in the third period"), "20 - (22 + 1)", "-3"),
                Step(_("The mean of the three"), "(-3 - 5 - 3) / 3", "-3.67"),
            ),
            source=_("Borusyak, Jaravel and Spiess (2024), Review of Economic Studies 91"),
        ),
    ),
)
