"""Choosing when nobody knows which future comes, by hand."""

from django.utils.translation import gettext_lazy as _

from stafett.calc import regret
from stafett.journey.calculations.worked import Answer, Step, Topic, Worked


def _regrets_and_worst(names, first, second):
    table = list(zip(first, second, strict=True))
    return [*regret.minimax_regret(table).scores, *regret.maximin(table).scores]


def _classes(names, *futures):
    return [regret.option_class(one, 0) for one in zip(*futures, strict=True)]


REGISTRY, VEHICLES = _("common registry"), _("own vehicles")
NIGHT, BUILDING = _("night team"), _("new building")

TOPIC = Topic(
    "regret",
    _("When nobody knows which future comes"),
    _("Not even how likely each is. Then one can look for what is good enough in all of them."),
    (
        Worked(
            key="regret-least",
            title=_("The least to regret, and the best of the worst"),
            shows=_("The two ways can point at different plans. Both are shown."),
            rule=_("Regret is the best in that future, less this one. Take the most of each."),
            heads=(_("Plan"), _("More elderly"), _("As today")),
            rows=(("A", 100, 0), ("B", 60, 50), ("C", 55, 52)),
            call=_regrets_and_worst,
            answers=(
                Answer(_("Most to regret with A"), "52"),
                Answer(_("Most to regret with B, the least of them"), "40"),
                Answer(_("Most to regret with C"), "45"),
                Answer(_("The worst of A"), "0"),
                Answer(_("The worst of B"), "50"),
                Answer(_("The worst of C, the best of them"), "52"),
            ),
            by_hand=(
                Step(_("A as today"), "52 - 0", "52"),
                Step(_("B with more elderly"), "100 - 60", "40"),
                Step(_("C with more elderly"), "100 - 55", "45"),
                Step(_("The worst of A, as today"), "0"),
                Step(_("The worst of B, as today"), "50"),
                Step(_("The worst of C, as today"), "52"),
            ),
        ),
        Worked(
            key="regret-classes",
            title=_("When something is worth doing"),
            shows=_("Four futures. Above 0 it is worth doing."),
            rule=_(
                "In all: begin. In more than half: begin, and be ready to stop. In half or fewer: "
                "be ready to begin. In none: leave it."
            ),
            heads=(_("What"), _("First"), _("Second"), _("Third"), _("Fourth")),
            rows=(
                (REGISTRY, 5, 8, 3, 9),
                (VEHICLES, 5, 8, 3, -1),
                (NIGHT, 5, 8, -2, -1),
                (BUILDING, -5, -8, -2, -1),
            ),
            call=_classes,
            answers=(
                Answer(REGISTRY, "no_regrets", word=_("begin")),
                Answer(VEHICLES, "opt_out", word=_("begin, and be ready to stop")),
                Answer(NIGHT, "opt_in", word=_("be ready to begin")),
                Answer(BUILDING, "abandon", word=_("leave it")),
            ),
            by_hand=(
                Step(_("Common registry, futures above 0 of four"), "4"),
                Step(_("Own vehicles"), "3"),
                Step(_("Night team"), "2"),
                Step(_("New building"), "0"),
            ),
            source=_("UN Global Pulse, foresight glossary"),
        ),
    ),
)
