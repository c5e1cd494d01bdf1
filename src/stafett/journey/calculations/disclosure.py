"""What is held back so that nobody can be worked out, by hand."""

from django.utils.translation import gettext_lazy as _

from stafett.calc import disclosure
from stafett.journey.calculations.worked import Answer, Step, Topic, Worked

HELD_BACK, SHOWN = _("held back"), _("shown")
HEALTH, SCHOOL, TECHNICAL = _("health"), _("school"), _("technical")
HEADS = (_("Service"), _("Municipalities"))
ANSWERS = (
    Answer(HEALTH, "False", word=HELD_BACK),
    Answer(SCHOOL, "False", word=HELD_BACK),
    Answer(TECHNICAL, "True", word=SHOWN),
    Answer(_("the sum"), "True", word=SHOWN),
)


def _beside_each_other(names, all_seven, six, first_five, last_five):
    return [
        disclosure.differencing_safe([all_seven], six, minimum=5),
        disclosure.differencing_safe([first_five], last_five, minimum=4),
    ]


def _fewest_alike(names, units, ages):
    people = [{"unit": unit, "age": age} for unit, age in zip(units, ages, strict=True)]
    return [disclosure.k_anonymity(people, keys) for keys in (["unit", "age"], ["age"])]


NORTH, SOUTH = _("north"), _("south")

TOPIC = Topic(
    "disclosure",
    _("What is held back"),
    _(
        "A sum of several municipalities is shown when at least five stand behind it, and when "
        "nobody can be worked out by subtracting it from another."
    ),
    (
        Worked(
            key="disclosure-one",
            title=_("One small number takes another with it"),
            shows=_("If only the small one were held back, the sum would tell it."),
            rule=_("Hold back what has fewer than five behind it, and what would give it away."),
            heads=HEADS,
            rows=((HEALTH, 3), (SCHOOL, 9), (TECHNICAL, 20)),
            call=lambda names, behind: disclosure.suppress(behind),
            answers=ANSWERS,
            by_hand=(
                Step(_("Health alone, from the sum"), "32 - 9 - 20", "3"),
                Step(_("With school held back too, only both together"), "32 - 20", "12"),
            ),
        ),
        Worked(
            key="disclosure-several",
            title=_("Several small numbers protect each other"),
            shows=_("Two that are small may be enough together. Then nothing more is held back."),
            rule=_("What can be worked out must have at least five behind it."),
            heads=HEADS,
            rows=((HEALTH, 3), (SCHOOL, 3), (TECHNICAL, 20)),
            call=lambda names, behind: disclosure.suppress(behind),
            answers=ANSWERS,
            by_hand=(Step(_("Health and school together, from the sum"), "26 - 20", "6"),),
        ),
        Worked(
            key="disclosure-difference",
            title=_("All but one is the one"),
            shows=_(
                "A new figure is held against those that are out already. 1 means that the "
                "municipality is in the figure."
            ),
            rule=_("Subtract one figure from the other, and count whose are left."),
            heads=(
                _("Municipality"),
                _("All seven"),
                _("Six of them"),
                _("The first five"),
                _("The last five"),
            ),
            rows=(
                ("A", 1, 1, 1, 0),
                ("B", 1, 1, 1, 0),
                ("C", 1, 1, 1, 1),
                ("D", 1, 1, 1, 1),
                ("E", 1, 1, 1, 1),
                ("F", 1, 1, 0, 1),
                ("G", 1, 0, 0, 1),
            ),
            call=_beside_each_other,
            answers=(
                Answer(_("Six beside all seven"), "False", word=HELD_BACK),
                Answer(
                    _("The last five beside the first, where four are enough"), "True", word=SHOWN
                ),
            ),
            by_hand=(
                Step(_("All seven less six"), "7 - 6", "1"),
                Step(_("In one of the two fives, but not in both"), "2 + 2", "4"),
            ),
        ),
        Worked(
            key="disclosure-alike",
            title=_("How many look alike"),
            shows=_("Who is alone with their unit and age is known by those who know both."),
            rule=_("Count how many share each combination. The least count is the answer."),
            heads=(_("Person"), _("Unit"), _("Age")),
            rows=(
                ("1", NORTH, 30),
                ("2", NORTH, 30),
                ("3", NORTH, 50),
                ("4", SOUTH, 50),
                ("5", NORTH, 50),
            ),
            call=_fewest_alike,
            answers=(Answer(_("By unit and age"), "1"), Answer(_("By age alone"), "2")),
            by_hand=(
                Step(_("One is 50 and in the south"), "1"),
                Step(_("Two are 30, three are 50"), "2"),
            ),
        ),
    ),
)
