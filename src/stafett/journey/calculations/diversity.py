"""How mixed a group is, by hand."""

import math

from django.utils.translation import gettext_lazy as _

from stafett.calc import diversity
from stafett.journey.calculations.worked import Answer, Step, Topic, Worked


def _two_ways(kinds, first, second):
    pairs = [diversity.blau(first), diversity.blau(second)]
    return [*pairs, math.exp(diversity.shannon(first)), math.exp(diversity.shannon(second))]


TOPIC = Topic(
    "diversity",
    _("How mixed a group is"),
    _("Two ways to say in one number how many kinds there are, and how evenly."),
    (
        Worked(
            key="diversity-mixed",
            title=_("How mixed two workshops are"),
            shows=_(
                "The chance that two who are drawn are of different kinds; and how many equally "
                "large kinds it is as mixed as."
            ),
            rule=_(
                "1 less the squares of the shares; and e raised to the sum of each share × ln of "
                "1 / the share."
            ),
            heads=(_("Kind"), _("First workshop"), _("Second workshop")),
            rows=((_("employees"), 6, 4), (_("citizens"), 3, 4), (_("firms"), 1, 4)),
            call=_two_ways,
            answers=(
                Answer(_("Of different kinds, first workshop"), "0.54"),
                Answer(_("second workshop"), "0.67"),
                Answer(_("As mixed as so many kinds, first workshop"), "2.45"),
                Answer(_("second workshop"), "3.00"),
            ),
            by_hand=(
                Step(_("First workshop"), "1 - (0.6**2 + 0.3**2 + 0.1**2)", "0.54"),
                Step(_("Second workshop"), "1 - 3 / 9", "0.67"),
                Step(
                    _("First, the sum"),
                    "0.6 * ln(1 / 0.6) + 0.3 * ln(1 / 0.3) + 0.1 * ln(1 / 0.1)",
                    "0.8979",
                ),
                Step(_("e raised to it"), "2.71828**0.8979", "2.45"),
                Step(_("Second, e raised to ln 3"), "2.71828**1.0986", "3.00"),
            ),
        ),
    ),
)
