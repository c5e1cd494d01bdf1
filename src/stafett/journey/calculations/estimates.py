"""Three numbers instead of one, by hand."""

from django.utils.translation import gettext_lazy as _

from stafett.calc import estimates
from stafett.journey.calculations.worked import KRONER, PERCENT, Answer, Share, Step, Topic, Worked

HEADS = (_("Low"), _("Likely"), _("High"))
WEEKS = _("weeks")


def _three_means(low, likely, high):
    three = (low[0], likely[0], high[0])
    return [estimates.pert(*three).mean, estimates.weighted(*three),
            estimates.triangular(*three).mean]  # fmt: skip


def _two_spreads(low, likely, high):
    three = (low[0], likely[0], high[0])
    return [estimates.pert(*three).sd, estimates.triangular(*three).sd]


def _chained(*sides):
    steps = list(zip(*sides, strict=True))
    return [*estimates.chain(steps), 100 * estimates.probability_within(steps, 18)]


def _on_average_and_at_worst(names, chances, impacts):
    return [estimates.expected_risk(chances, impacts), estimates.exposure(impacts)]


def _left_and_lifted(causes, shares, done):
    left = estimates.optimism_bias(2.0, list(zip(shares, done, strict=True)))
    return [100 * left, estimates.uplift(1_000_000, left)]


TOPIC = Topic(
    "estimates",
    _("Three numbers instead of one"),
    _(
        "Nobody knows one number beforehand. Low, likely and high say how sure you are, and what "
        "is most often forgotten: that it can go more wrong than right."
    ),
    (
        Worked(
            key="estimates-mean",
            title=_("One estimate, three ways to weigh it"),
            shows=_("All lie above the likely number, for it can go more wrong than right."),
            rule=_("The likely number counts four, three or one time as much as each end."),
            heads=HEADS,
            rows=((2, 5, 14),),
            call=_three_means,
            answers=(
                Answer(_("PERT"), "6.0"),
                Answer(_("The project template"), "6.2"),
                Answer(_("Triangle"), "7.0"),
            ),
            by_hand=(
                Step(_("PERT"), "(2 + 4 * 5 + 14) / 6", "6.0"),
                Step(_("The project template"), "(2 + 3 * 5 + 14) / 5", "6.2"),
                Step(_("Triangle"), "(2 + 5 + 14) / 3", "7.0"),
            ),
        ),
        Worked(
            key="estimates-spread",
            title=_("How much one estimate spreads"),
            shows=_("The deviation: about two of three outcomes lie closer to the mean than this."),
            rule=_("PERT: high less low, divided by six."),
            heads=HEADS,
            rows=((2, 5, 14),),
            call=_two_spreads,
            answers=(Answer(_("PERT"), "2.00"), Answer(_("Triangle"), "2.55")),
            by_hand=(
                Step(_("PERT"), "(14 - 2) / 6", "2.00"),
                Step(_("Triangle"), "sqrt(((5 - 2)**2 + (14 - 5)**2 + (14 - 2)**2) / 36)", "2.55"),
            ),
        ),
        Worked(
            key="estimates-chain",
            title=_("Three steps after each other, and the chance to finish within 18 weeks"),
            shows=_("Deviations are not added: one step that takes long is evened out by another."),
            rule=_("Add the means. Add the squares of the deviations, and take the root."),
            heads=HEADS,
            rows=((2, 5, 14), (1, 4, 7), (3, 6, 9)),
            call=_chained,
            answers=(
                Answer(_("On average"), "16", WEEKS),
                Answer(_("Deviation"), "2.449", WEEKS),
                Answer(_("Within 18 weeks"), "79.3", PERCENT),
            ),
            by_hand=(
                Step(_("On average"), "(2 + 4 * 5 + 14) / 6 + 4 + 6", "16"),
                Step(_("Deviations of 2, 1 and 1"), "sqrt(2**2 + 1**2 + 1**2)", "2.449"),
                Step(_("So many deviations to 18 weeks"), "(18 - 16) / 2.449", "0.82"),
                Step(_("In a table of the bell curve, in per cent"), "79.3"),
            ),
        ),
        Worked(
            key="estimates-risk",
            title=_("Risks, on average and at worst"),
            shows=_("Neither amount is what it will cost. Together they say what to set aside."),
            rule=_("Chance × what it costs, added; and all that it could cost, added."),
            heads=(_("Risk"), _("Chance"), _("Would cost, kr")),
            rows=((_("delay"), Share(0.5), 200_000), (_("new system"), Share(0.1), 1_000_000)),
            call=_on_average_and_at_worst,
            answers=(
                Answer(_("On average"), "200000", KRONER),
                Answer(_("If both strike"), "1200000", KRONER),
            ),
            by_hand=(
                Step(_("On average"), "0.50 * 200_000 + 0.10 * 1_000_000", "200000"),
                Step(_("If both strike"), "200_000 + 1_000_000", "1200000"),
            ),
        ),
        Worked(
            key="estimates-optimism",
            title=_("Less optimism when its causes are dealt with"),
            shows=_(
                "Equipment and development have run over by up to 200 per cent. What you have "
                "dealt with, you need not add."
            ),
            rule=_("The most it can run over × the share of the causes that is left."),
            heads=(_("Cause"), _("Share of the optimism"), _("Dealt with")),
            rows=(
                (_("unclear needs"), Share(0.3), Share(0.5)),
                (_("new technology"), Share(0.2), Share(1.0)),
            ),
            call=_left_and_lifted,
            answers=(
                Answer(_("Left"), "130", PERCENT),
                Answer(_("A million with what is left on top"), "2300000", KRONER),
            ),
            by_hand=(
                Step(_("Dealt with"), "0.30 * 0.50 + 0.20 * 1.00", "0.35"),
                Step(_("Left, in per cent"), "200 * (1 - 0.35)", "130"),
                Step(_("With it on top"), "1_000_000 * (1 + 1.30)", "2300000"),
            ),
            source=_("HM Treasury, Green Book, supplementary guidance on optimism bias"),
        ),
        Worked(
            key="estimates-blend",
            title=_("A project that is partly of one kind and partly of another"),
            shows=_("Each part of the cost has its own bound; the whole has the weighted mean."),
            rule=_("Share of the cost × how much that kind can run over, added."),
            heads=(_("Kind"), _("Share of the cost"), _("Can run over by")),
            rows=(
                (_("buildings"), Share(0.75), Share(0.24)),
                (_("equipment"), Share(0.25), Share(2.0)),
            ),
            call=lambda kinds, shares, uppers: [100 * estimates.blend_bias(shares, uppers)],
            answers=(Answer(_("The whole can run over by"), "68", PERCENT),),
            by_hand=(Step(_("In per cent"), "0.75 * 24 + 0.25 * 200", "68"),),
        ),
    ),
)
