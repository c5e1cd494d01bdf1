"""What comes of many uncertain estimates together, by hand.

Draws differ a little from one seed to the next, so these are rounded to what does not.
"""

import numpy as np
from django.utils.translation import gettext_lazy as _

from stafett.calc import uncertainty
from stafett.journey.calculations.worked import KRONER, PERCENT, Answer, Step, Topic, Worked

HEADS = (_("What"), _("Low, kr"), _("Likely, kr"), _("High, kr"))
P10, P50, P90 = _("In one of ten it is this or less"), _("As often above as below"), _(
    "In nine of ten it is this or less"
)  # fmt: skip
BENEFIT, COST = _("benefit"), _("cost")


def _drawn(names, low, likely, high, *, correlation=0.0, shape="uniform", **more):
    return uncertainty.simulate(
        list(zip(low, likely, high, strict=True)),
        draws=200_000,
        rng=np.random.default_rng(7),
        correlation=correlation,
        shape=shape,
        **more,
    )


def _span(*columns):
    return uncertainty.quantiles(_drawn(*columns))


def _deviations(*columns):
    return [_drawn(*columns, correlation=together).std() for together in (0.0, 0.3, 1.0)]


def _now_and_then(*columns):
    drawn = _drawn(*columns, shape="fixed", occurs=0.2)
    return [drawn.mean(), *uncertainty.quantiles(drawn)]


def _over_two_years(*columns):
    return uncertainty.quantiles(_drawn(*columns, flows=[[0, 1, 1]], rate=0.04))


def _swings(names, low, likely, high):
    found = uncertainty.tornado(list(zip(low, likely, high, strict=True)), shape="uniform")
    return [found.low[0], found.high[0], found.low[1], found.high[1]]


TOPIC = Topic(
    "uncertainty",
    _("How it may turn out"),
    _(
        "The estimates are drawn thousands of times, each time as one way it could go. In these "
        "examples every amount from low to high is as likely, so that you can redo them."
    ),
    (
        Worked(
            key="uncertainty-span",
            title=_("One estimate between two amounts"),
            shows=_("«In eight of ten cases» is the span from the first of these to the last."),
            rule=_(
                "Sort all the draws. One in ten lies below the first, nine in ten below the last."
            ),
            heads=HEADS,
            rows=((BENEFIT, 0, 50, 100),),
            call=_span,
            answers=(
                Answer(P10, "10", KRONER),
                Answer(P50, "50", KRONER),
                Answer(P90, "90", KRONER),
            ),
            by_hand=(
                Step(P10, "0 + 0.10 * 100", "10"),
                Step(P50, "0 + 0.50 * 100", "50"),
                Step(P90, "0 + 0.90 * 100", "90"),
            ),
        ),
        Worked(
            key="uncertainty-correlation",
            title=_("Leaving out that things hang together understates the spread"),
            shows=_(
                "What is in one initiative tends to turn out well or ill together. Drawn each for "
                "itself, the whole looks half as uncertain as when all hangs together."
            ),
            rule=_("The deviation of a sum grows with how much its parts vary together."),
            heads=HEADS,
            rows=tuple((name, 0, 52.5, 105) for name in "ABCD"),
            call=_deviations,
            answers=(
                Answer(_("Deviation, each for itself"), "61", KRONER),
                Answer(_("when they hang together by 0.3"), "83", KRONER),
                Answer(_("all at the same chance"), "121", KRONER),
            ),
            by_hand=(
                Step(_("The deviation of one"), "105 / sqrt(12)", "30.31"),
                Step(_("Each for itself"), "sqrt(4 * 30.31**2)", "60.62"),
                Step(_("As amounts they vary together by"), "0.288"),
                Step(
                    _("With the twelve pairs of them"),
                    "sqrt(30.31**2 * (4 + 12 * 0.288))",
                    "82.76",
                ),
                Step(_("All at the same chance"), "4 * 30.31", "121.24"),
            ),
            source=_("Joint Agency Cost Schedule Risk and Uncertainty Handbook (2014)"),
        ),
        Worked(
            key="uncertainty-chance",
            title=_("The chance that benefits exceed costs"),
            shows=_("In how many of the draws all is worth more than 0."),
            rule=_("Count the draws above 0, and divide by all."),
            heads=HEADS,
            rows=((BENEFIT, 0, 50, 100), (COST, -40, -40, -40)),
            call=lambda *columns: [100 * uncertainty.probability_above(_drawn(*columns))],
            answers=(Answer(_("Benefits exceed costs in"), "60", PERCENT),),
            by_hand=(
                Step(_("The benefit is above 40, in per cent"), "100 * (100 - 40) / 100", "60"),
            ),
        ),
        Worked(
            key="uncertainty-sometimes",
            title=_("A cost that comes one time in five"),
            shows=_("The average says little of what comes seldom: it is all or nothing."),
            rule=_("The average is the chance × the amount."),
            heads=HEADS,
            rows=((COST, -100, -100, -100),),
            call=_now_and_then,
            answers=(
                Answer(_("On average"), "-20", KRONER),
                Answer(P10, "-100", KRONER),
                Answer(P50, "0", KRONER),
                Answer(P90, "0", KRONER),
            ),
            by_hand=(
                Step(_("On average"), "0.20 * -100", "-20"),
                Step(_("It comes more often than one time in ten"), "-100"),
                Step(_("Most often it does not come"), "0"),
            ),
        ),
        Worked(
            key="uncertainty-years",
            title=_("What was drawn is spread over the years and discounted"),
            shows=_("The same amount in year 1 and year 2, at 4 per cent."),
            rule=_("Each draw × what one krone in each of its years is worth today."),
            heads=HEADS,
            rows=((BENEFIT, 0, 50, 100),),
            call=_over_two_years,
            answers=(
                Answer(P10, "19", KRONER),
                Answer(P50, "94", KRONER),
                Answer(P90, "170", KRONER),
            ),
            by_hand=(
                Step(_("One krone in each year"), "1 / 1.04 + 1 / 1.04**2", "1.886"),
                Step(P10, "10 * 1.886", "18.9"),
                Step(P50, "50 * 1.886", "94.3"),
                Step(P90, "90 * 1.886", "169.7"),
            ),
        ),
        Worked(
            key="uncertainty-drivers",
            title=_("What moves it most"),
            shows=_(
                "One thing at a time goes ill and well while the rest stays at its mean. The "
                "widest swing is what to ask about first."
            ),
            rule=_("The mean of all the others + this one at its low and at its high end."),
            heads=HEADS,
            rows=((BENEFIT, 0, 50, 100), (COST, -40, -20, 0)),
            call=_swings,
            answers=(
                Answer(_("If the benefit goes ill"), "-10", KRONER),
                Answer(_("well"), "70", KRONER),
                Answer(_("If the cost goes ill"), "14", KRONER),
                Answer(_("well"), "46", KRONER),
            ),
            by_hand=(
                Step(_("The benefit ill"), "10 - 20", "-10"),
                Step(_("The benefit well"), "90 - 20", "70"),
                Step(_("The cost ill"), "50 - 36", "14"),
                Step(_("The cost well"), "50 - 4", "46"),
            ),
        ),
    ),
)
