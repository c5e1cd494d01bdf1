"""What has no price, weighed by hand."""

from django.utils.translation import gettext_lazy as _

from stafett.calc import plusminus
from stafett.journey.calculations.worked import Answer, Step, Topic, Worked


def _weights(names, importance, extent):
    return [plusminus.consequence(*pair) for pair in zip(importance, extent, strict=True)]


DIGNITY, MORNINGS = _("dignity in the last weeks"), _("calmer mornings")
SCREEN, TALKS = _("a nicer screen"), _("fewer talks at the counter")

TOPIC = Topic(
    "plusminus",
    _("What has no price"),
    _(
        "What cannot be priced is weighed in pluses and minuses, and shown beside the kroner. It "
        "is never added to them."
    ),
    (
        Worked(
            key="plusminus-weight",
            title=_("Importance and extent become pluses and minuses"),
            shows=_(
                "How much it means, from 1 to 3, and how much it changes, from −3 to 3. A little "
                "change of something that means little weighs nothing."
            ),
            rule=_("Importance + extent − 2, with minus in front when it gets worse."),
            heads=(_("What"), _("Importance"), _("Extent")),
            rows=((DIGNITY, 3, 3), (MORNINGS, 2, 2), (SCREEN, 1, 1), (TALKS, 2, -1)),
            call=_weights,
            answers=(
                Answer(DIGNITY, "4"),
                Answer(MORNINGS, "2"),
                Answer(SCREEN, "0"),
                Answer(TALKS, "-1"),
            ),
            by_hand=(
                Step(DIGNITY, "3 + 3 - 2", "4"),
                Step(MORNINGS, "2 + 2 - 2", "2"),
                Step(SCREEN, "1 + 1 - 2", "0"),
                Step(TALKS, "-(2 + 1 - 2)", "-1"),
            ),
            source=_("DFØ, Veileder i samfunnsøkonomiske analyser, chapter 3.4"),
        ),
    ),
)
