"""What a few people can tell, by hand."""

from django.utils.translation import gettext_lazy as _

from stafett.calc import evidence
from stafett.calc.evidence import verdict
from stafett.journey.calculations.worked import PERCENT, Answer, Share, Step, Topic, Worked

TOO_FEW, MET = _("too few to tell"), _("met")
POINTS = _("percentage points")
LOW, HIGH = "-", "+"


def _end(x, n, sign, times=""):
    """Return what one keys in for an end of the interval of x of n."""
    share, square = f"{x} / {n}", "1.96**2"
    half = f"1.96 * sqrt({share} * (1 - {share}) / {n} + {square} / (4 * {n}**2))"
    return f"{times}({share} + {square} / (2 * {n}) {sign} {half}) / (1 + {square} / {n})"


def _per_cent(interval):
    return [100 * end for end in interval]


def _low_ends_and_verdicts(successes, people, demanded):
    found = [
        verdict(x, n, threshold=threshold, direction="at_least")
        for x, n, threshold in zip(successes, people, demanded, strict=True)
    ]
    return [*(100 * one.low for one in found), *(one.outcome for one in found)]


TOPIC = Topic(
    "evidence",
    _("What a few people can tell"),
    _(
        "Behind what a few did there may stand many different truths. The span says how wide; a "
        "demand is met only when the whole span lies on the right side of it."
    ),
    (
        Worked(
            key="evidence-interval",
            title=_("Four of five, and what may stand behind it"),
            shows=_(
                "With four of five, the share of everybody may lie anywhere in the span. It is "
                "made so that it catches the truth in 95 of 100 cases."
            ),
            rule=_(
                "With p for the share, n for how many and z = 1.96: (p + z²/2n ± z × √(p(1−p)/n + "
                "z²/4n²)) / (1 + z²/n)."
            ),
            heads=(_("Succeeded"), _("People")),
            rows=((4, 5),),
            call=lambda x, n: _per_cent(evidence.wilson_interval(x[0], n[0])),
            answers=(
                Answer(_("From"), "37.6", PERCENT),
                Answer(_("To"), "96.4", PERCENT),
            ),
            by_hand=(
                Step(_("From, in per cent"), _end(4, 5, LOW, "100 * "), "37.6"),
                Step(_("To, in per cent"), _end(4, 5, HIGH, "100 * "), "96.4"),
            ),
            source=_("Wilson (1927), Journal of the American Statistical Association 22"),
        ),
        Worked(
            key="evidence-verdict",
            title=_("Too few to tell: 4 of 5, 9 of 10 and 10 of 10"),
            shows=_(
                "A demand is met only when the whole span lies above it. Nine of ten sounds like "
                "much, but does not show that seven of ten would succeed among everybody."
            ),
            rule=_("Find where the span begins. Compare that with what was demanded beforehand."),
            heads=(_("Succeeded"), _("People"), _("Demanded, at least")),
            rows=((4, 5, Share(0.5)), (9, 10, Share(0.7)), (10, 10, Share(0.7))),
            call=_low_ends_and_verdicts,
            answers=(
                Answer(_("4 of 5 begins at"), "37.6", PERCENT),
                Answer(_("9 of 10 begins at"), "59.6", PERCENT),
                Answer(_("10 of 10 begins at"), "72.2", PERCENT),
                Answer(_("4 of 5 against 50 per cent"), "inconclusive", word=TOO_FEW),
                Answer(_("9 of 10 against 70 per cent"), "inconclusive", word=TOO_FEW),
                Answer(_("10 of 10 against 70 per cent"), "met", word=MET),
            ),
            by_hand=(
                Step(_("4 of 5, in per cent, less than 50"), _end(4, 5, LOW, "100 * "), "37.6"),
                Step(_("9 of 10, less than 70"), _end(9, 10, LOW, "100 * "), "59.6"),
                Step(_("10 of 10, more than 70"), "100 * 10 / (10 + 1.96**2)", "72.2"),
            ),
        ),
        Worked(
            key="evidence-difference",
            title=_("Two groups, and where the difference may lie"),
            shows=_(
                "The new way did better only if the whole span of the difference lies above 0."
            ),
            rule=_(
                "The difference, less and plus the root of the squares of how far each share lies "
                "from its own end."
            ),
            heads=(_("Way"), _("Succeeded"), _("People")),
            rows=((_("new"), 56, 70), (_("old"), 48, 80)),
            call=lambda names, x, n: _per_cent(evidence.newcombe_interval(x[0], n[0], x[1], n[1])),
            answers=(
                Answer(_("From"), "5.2", POINTS),
                Answer(_("To"), "33.4", POINTS),
            ),
            by_hand=(
                Step(_("The new way from"), _end(56, 70, LOW), "0.6918"),
                Step(_("The new way to"), _end(56, 70, HIGH), "0.8770"),
                Step(_("The old way from"), _end(48, 80, LOW), "0.4905"),
                Step(_("The old way to"), _end(48, 80, HIGH), "0.7004"),
                Step(_("The difference"), "56 / 70 - 48 / 80", "0.20"),
                Step(
                    _("From, in per cent"),
                    "100 * (0.20 - sqrt((0.80 - 0.6918)**2 + (0.7004 - 0.60)**2))",
                    "5.2",
                ),
                Step(
                    _("To, in per cent"),
                    "100 * (0.20 + sqrt((0.8770 - 0.80)**2 + (0.60 - 0.4905)**2))",
                    "33.4",
                ),
            ),
            source=_("Newcombe (1998), Statistics in Medicine 17, method 10"),
        ),
        Worked(
            key="evidence-mean",
            title=_("A mean of five readings"),
            shows=_("The fewer the readings and the more they vary, the wider the span."),
            rule=_("The mean ± t × the deviation / √n."),
            heads=(_("Minutes"),),
            rows=((12,), (15,), (11,), (14,), (13,)),
            call=evidence.mean_interval,
            answers=(
                Answer(_("From"), "11.04", _("minutes")),
                Answer(_("To"), "14.96", _("minutes")),
            ),
            by_hand=(
                Step(_("The mean"), "(12 + 15 + 11 + 14 + 13) / 5", "13"),
                Step(_("The deviation"), "sqrt((1 + 4 + 4 + 1 + 0) / (5 - 1))", "1.5811"),
                Step(_("t, from a table, for 5 readings and 95 per cent"), "2.7764"),
                Step(_("Half the width"), "2.7764 * 1.5811 / sqrt(5)", "1.96"),
                Step(_("From"), "13 - 1.96", "11.04"),
                Step(_("To"), "13 + 1.96", "14.96"),
            ),
        ),
        Worked(
            key="evidence-people",
            title=_("How many it takes to be told"),
            shows=_(
                "Before a test, Stafett says how many people it takes to have four chances in five "
                "to be told, if it goes as well as you expect."
            ),
            rule=_(
                "The least number from which the chance of a clear answer is always 80 per cent or "
                "more."
            ),
            heads=(_("Demanded, at least"), _("Expected")),
            rows=((Share(0.5), Share(0.9)),),
            call=lambda demanded, expected: [evidence.sample_size_for(demanded[0], expected[0])],
            answers=(Answer(_("People"), "11"),),
            by_hand=(
                Step(_("Try with"), "10"),
                Step(_("More than so many must succeed"), "10 / 2 + 1.96 * sqrt(10 / 4)", "8.10"),
                Step(
                    _("The chance of 9 or 10, in per cent"),
                    "100 * (10 * 0.9**9 * 0.1 + 0.9**10)",
                    "74",
                ),
                Step(_("Try with"), "11"),
                Step(_("More than so many must succeed"), "11 / 2 + 1.96 * sqrt(11 / 4)", "8.75"),
                Step(
                    _("The chance of 9, 10 or 11, in per cent"),
                    "100 * (55 * 0.9**9 * 0.1**2 + 11 * 0.9**10 * 0.1 + 0.9**11)",
                    "91",
                ),
            ),
        ),
    ),
)
