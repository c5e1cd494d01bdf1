"""How like each other two needs are, by hand."""

from django.utils.translation import gettext_lazy as _

from stafett.calc.similarity import Corpus
from stafett.journey.calculations.worked import Answer, Step, Topic, Worked

HEADS = (_("Text"), _("Language"))
ROADS = ("hull i veien", "mørke gatelys", "hol i vegen")


def _to_nynorsk(texts, languages):
    return Corpus(texts, languages).scores("ikkje", language="nn")


def _nearest(texts, languages):
    return [texts[at] for at in Corpus(texts, languages).ranked("veien").indices]


TOPIC = Topic(
    "similarity",
    _("Needs that resemble yours"),
    _(
        "Texts resemble each other when they share runs of three to five letters. A run that few "
        "texts have says more than one that all have. 1 is the same, 0 is nothing in common."
    ),
    (
        Worked(
            key="similarity-runs",
            title=_("Two words that share three runs of letters"),
            shows=_("How much «bilde» and «tog» resemble «bil»."),
            rule=_(
                "A run weighs ln((1 + texts) / (1 + texts that have it)) + 1. Shared weight "
                "squared, divided by the root of each text’s own, multiplied."
            ),
            heads=HEADS,
            rows=(("bil", "nb"), ("bilde", "nb"), ("tog", "nb")),
            call=lambda texts, languages: Corpus(texts, languages).scores("bil"),
            answers=(Answer("bil", "1.00"), Answer("bilde", "0.24"), Answer("tog", "0.00")),
            by_hand=(
                Step(_("A run that two of three texts have weighs"), "ln(4 / 3) + 1", "1.288"),
                Step(_("A run that one has"), "ln(4 / 2) + 1", "1.693"),
                Step(_("Three shared runs"), "3 * 1.288**2", "4.98"),
                Step(_("«bil», with three more"), "4.98 + 3 * 1.693**2", "13.58"),
                Step(_("«bilde», with nine more"), "4.98 + 9 * 1.693**2", "30.78"),
                Step("bilde", "4.98 / sqrt(13.58 * 30.78)", "0.24"),
                Step(_("«bil» is itself"), "13.58 / 13.58", "1.00"),
                Step(_("«tog» shares nothing"), "0.00"),
            ),
        ),
        Worked(
            key="similarity-languages",
            title=_("Nynorsk and bokmål meet in one spelling"),
            shows=_("«ikkje» is read as «ikke» before anything is counted."),
            rule=_("Write what differs in the two languages in one way, and then compare."),
            heads=HEADS,
            rows=(("ikkje", "nn"), ("ikke", "nb"), ("ikon", "nb")),
            call=_to_nynorsk,
            answers=(Answer("ikkje", "1.00"), Answer("ikke", "1.00"), Answer("ikon", "0.05")),
            by_hand=(
                Step(_("«ikke», one run in all and eight in two"), "1 + 8 * 1.288**2", "14.27"),
                Step(_("«ikon», one run in all and eight of its own"), "1 + 8 * 1.693**2", "23.93"),
                Step("ikon", "1 / sqrt(14.27 * 23.93)", "0.05"),
                Step(_("«ikkje» and «ikke» are the same"), "14.27 / 14.27", "1.00"),
            ),
        ),
        Worked(
            key="similarity-repeats",
            title=_("A run counts once, however often it is repeated"),
            shows=_("Writing the same word three times does not make a text more alike."),
            rule=_("Count which runs a text has, not how often."),
            heads=HEADS,
            rows=(("natt natt natt", "nb"), ("natt", "nb")),
            call=lambda texts, languages: Corpus(texts, languages).scores("natt"),
            answers=(Answer("natt natt natt", "1.00"), Answer("natt", "1.00")),
            by_hand=(Step(_("Both have the same nine runs"), "9 / 9", "1.00"),),
        ),
        Worked(
            key="similarity-nearest",
            title=_("The nearest first, and only what shares something"),
            shows=_("Which texts are shown to somebody who writes «veien», and in which order."),
            rule=_("The most alike first; what shares nothing is left out."),
            heads=HEADS,
            rows=((ROADS[0], "nb"), (ROADS[1], "nb"), (ROADS[2], "nn")),
            call=_nearest,
            answers=(
                Answer(_("First"), ROADS[2], word=ROADS[2]),
                Answer(_("Second"), ROADS[0], word=ROADS[0]),
            ),
            by_hand=(
                Step(
                    _(
                        "«vegen» is read as «veien». Both texts have all of its runs; the nynorsk "
                        "one has less beside them. The one about street lights shares nothing."
                    )
                ),
            ),
        ),
    ),
)
