"""The stages of an initiative, and what holds for it: R03, R19, R21, R26 and who may do what."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, timedelta
from decimal import Decimal
from typing import Protocol, TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.lib import Acting, Refused, Rule, RuleWarning
from stafett.lib.rules import BLOCKS, WARNS
from stafett.lib.states import Order
from stafett.needs.rules import KEEPERS

SOLUTION, ROADMAP, HANDOVER, PRACTICE, BENEFIT, LEARNING, STOPPED = (
    "solution",
    "roadmap",
    "handover",
    "practice",
    "benefit",
    "learning",
    "stopped",
)
# What can be done in a stage, and the stage it leads to.
STATES: Mapping[str, Mapping[str, str]] = {
    SOLUTION: {"change": SOLUTION, "nominate": ROADMAP, "stop": STOPPED},
    ROADMAP: {"change": ROADMAP, "hand_over": HANDOVER, "send_back": SOLUTION, "stop": STOPPED},
    HANDOVER: {
        "change": HANDOVER,
        "take_back": ROADMAP,
        "practise": PRACTICE,
        "measure": BENEFIT,
        "stop": STOPPED,
    },
    PRACTICE: {"change": PRACTICE, "measure": BENEFIT, "stop": STOPPED},
    BENEFIT: {"change": BENEFIT, "learn": LEARNING, "stop": STOPPED},
    LEARNING: {"change": LEARNING},
    STOPPED: {"resume": SOLUTION},
}


Somebody = TypeVar("Somebody")


class NotTheirs(Refused):
    """This initiative is looked after by others."""


_REASONS = {
    SOLUTION: lambda: _("Describe the solution first: what falls away, what it costs, who gains."),
    ROADMAP: lambda: _("It is a candidate. The roadmap decides what happens next."),
    HANDOVER: lambda: _("It is being handed over. Each municipality answers for itself."),
    PRACTICE: lambda: _("It is being taken into use. Read the yardsticks when it has effect."),
    BENEFIT: lambda: _("It is being measured. Tell what you learned when you know."),
    LEARNING: lambda: _("This lap is run. What was learned stands here for others."),
    STOPPED: lambda: _("It was stopped. Take it up again first, if the time is right now."),
}
_ORDER = Order(STATES, _REASONS)
after, why_not = _ORDER.after, _ORDER.why_not


def may_change(by: Acting, *, organisation_id: int, lead_id: int | None) -> bool:
    """Own organisation, and either the lead or somebody who looks after its initiatives."""
    if not by.is_somebody or by.organisation_id != organisation_id:
        return False
    return by.person_id == lead_id or by.role_kind in KEEPERS


def check_may_change(by: Acting, *, organisation_id: int, lead_id: int | None) -> None:
    """Say no to those who do not look after the initiative."""
    if not may_change(by, organisation_id=organisation_id, lead_id=lead_id):
        raise NotTheirs(_("The initiative's lead, and leaders there, look after it."))


# Those who note how people were brought in, beside the keepers.
HEARD = frozenset({"union_rep", "safety_rep", "hr"})


def may_answer_for(by: Acting, *, municipality_id: int | None) -> bool:
    """R30: a municipality's own leaders answer for it, and nobody else."""
    return by.is_somebody and by.organisation_id == municipality_id and by.role_kind in KEEPERS


def may_note(by: Acting, organisation_ids: Iterable[int]) -> bool:
    """Leaders, union reps, safety reps and HR where the initiative is or comes."""
    takes_part = by.organisation_id in set(organisation_ids)
    return by.is_somebody and takes_part and by.role_kind in KEEPERS | HEARD


def check_may_note(by: Acting, organisation_ids: Iterable[int]) -> None:
    """Say no to those it does not reach."""
    if not may_note(by, organisation_ids):
        raise NotTheirs(
            _("Leaders, union reps, safety reps and HR where it is taken into use can note this.")
        )


def check_may_reply(by: Acting, *, organisation_id: int | None) -> None:
    """Those who are asked something answer it themselves."""
    if not may_answer_for(by, municipality_id=organisation_id):
        raise NotTheirs(_("Leaders in the organisation that was told can answer."))


def check_may_answer_for(by: Acting, *, is_asked: bool) -> None:
    """R30: only the municipality says whether it joins."""
    if not is_asked or not may_answer_for(by, municipality_id=by.organisation_id):
        raise NotTheirs(_("Leaders in a municipality that is asked answer for it."))


# --- R03 ------------------------------------------------------------------------------------


def removes_nothing(removed: int) -> RuleWarning | None:
    """R03: what removes nothing is renewal without simplification."""
    if removed:
        return None
    return RuleWarning(
        "R03",
        _("Nothing falls away with this: it is renewal without simplification."),
        _(
            "Say what you stop doing: a step, a form, a system, a meeting. If nothing can stop, "
            "say why. The reason is shown to everybody who sees the initiative."
        ),
    )


# --- R19 ------------------------------------------------------------------------------------

# What nobody is shown a headline without. 0 kroner is an answer.
ASKED_COSTS = ("licence", "training", "dip", "operation")


class Line(Protocol):
    """What a cost says."""

    kind: str
    low: Decimal
    likely: Decimal
    high: Decimal
    price_year: int


def missing_cost_kinds(lines: Iterable[Line]) -> list[str]:
    """R19: return which kinds of cost nobody has answered for yet."""
    told = {line.kind for line in lines}
    return [kind for kind in ASKED_COSTS if kind not in told]


# --- R21 ------------------------------------------------------------------------------------

FIRST_YEAR, LAST_YEAR = 2000, 2100


def check_years(*, year: int, last_year: int, price_year: int | None) -> None:
    """R21: an amount has a price year, and years that run forwards."""
    if price_year is None:
        raise Refused(_("Say which year's prices the amount is in."), field="price_year")
    if last_year < year:
        raise Refused(_("The last year comes before the first."), field="last_year")


def check_can_add(missing: Iterable[int], price_year: int) -> None:
    """R21: nothing is added across price years without an index that covers them."""
    if years := sorted(missing):
        raise Refused(why_not_added(years, price_year))


def why_not_added(missing: Iterable[int], price_year: int) -> str:
    """Say which price index is missing, and who can put it there."""
    years = ", ".join(str(year) for year in missing)
    return _(
        "The amounts are in prices of different years, and there is no price index for %(years)s, "
        "so they are not added in prices of %(price_year)s. An administrator can put it in under "
        "«Our organisation», or write the amounts in prices of the same year."
    ) % {"years": years, "price_year": price_year}


# --- R26 ------------------------------------------------------------------------------------


TAX_COST = ("skattefinansiering", "skattekostnad", "tax cost", "cost of public funds")


def check_no_tax_cost(what: str) -> None:
    """R25: what it costs to collect the tax is society's, and enters no budget."""
    if any(words in what.casefold() for words in TAX_COST):
        raise Refused(
            _(
                "What it costs to collect the tax is reckoned by itself, for society alone. Leave "
                "it out of the costs."
            ),
            field="what",
        )


def check_three_points(*, low: Decimal, likely: Decimal, high: Decimal) -> None:
    """R26: low is not above likely, nor likely above high."""
    if low > likely:
        raise Refused(_("The low amount is above the likely one."), field="low")
    if likely > high:
        raise Refused(_("The high amount is below the likely one."), field="high")


def is_single_point(line: Line) -> bool:
    """Whether an amount is told as if it were certain. That something is free can be certain."""
    return line.low == line.high and line.likely != 0


def tells_single_points(lines: Iterable[Line]) -> RuleWarning | None:
    """R26: one amount alone hides how little is known."""
    count = sum(is_single_point(line) for line in lines)
    if not count:
        return None
    return RuleWarning(
        "R26",
        _("A cost stands as one amount, as if nobody could be wrong about it."),
        _("Say what it costs at the least and at the most. Or say why it is certain."),
    )


# --- what people say ------------------------------------------------------------------------


def check_asks(*, asks: bool) -> None:
    """What a roadmap has left out asks nobody, until it is taken up again."""
    if not asks:
        raise Refused(_("It is left out of the roadmap, and asks nobody who joins. Answer later."))


def check_answer(answer: str, reason: str) -> None:
    """Later and no say why; a yes needs no reason."""
    if answer != "joins" and not reason:
        raise Refused(_("Say why, so that the others learn from it."), field="reason")


def check_reaches(left_out: Collection[int]) -> None:
    """Those who have joined go on seeing what they have joined."""
    if left_out:
        raise Refused(
            _("Somebody has joined who would no longer see it. Go on sharing it with them."),
            field="shared_with",
        )


def check_has_happened(day: date, today: date, *, field: str) -> None:
    """What is noted has happened."""
    if day > today:
        raise Refused(_("That day has not come yet. Note it when it has happened."), field=field)


NOTED_WITHIN = timedelta(days=7)
"""So long it may take to write the minutes."""


def was_noted_afterwards(happened_on: date, noted_on: date) -> bool:
    """Whether something was noted so late that the page says so."""
    return noted_on > happened_on + NOTED_WITHIN


def check_staff_view(*, asked: int, see_the_use: int, minimum: int) -> None:
    """R41: with few asked, everybody would know who said what."""
    if asked < minimum:
        raise Refused(
            _(
                "With fewer than %(minimum)s asked, everybody would know who said what. Ask more, "
                "or talk with them and note it under involvement."
            )
            % {"minimum": minimum},
            field="asked",
        )
    if see_the_use > asked:
        raise Refused(_("More see the use of it than were asked."), field="see_the_use")


def somebody_there(lead: Somebody | None) -> Somebody:
    """Return the lead, who has a role where the initiative belongs."""
    if lead is None:
        raise Refused(_("Choose somebody who works in your organisation."), field="lead")
    return lead


def check_has_needs(count: int, asked_for: int) -> None:
    """A solution answers needs that one can see."""
    if not count or count != asked_for:
        raise Refused(_("Choose the need this is a solution to, among those you can see."))


# --- what the page of rules tells ------------------------------------------------------------

RULES = (
    Rule(
        "R03",
        WARNS,
        gettext_lazy(
            "An initiative says what falls away. One that removes nothing is renewal without "
            "simplification, and passes only with a reason that everybody can read."
        ),
        gettext_lazy("What is only added takes time from the same people as before."),
        gettext_lazy("What falls away, for an initiative"),
    ),
    Rule(
        "R19",
        BLOCKS,
        gettext_lazy(
            "Licences, training, the dip while people learn, and operation are answered for before "
            "a gain is shown. 0 kr is an answer."
        ),
        gettext_lazy("A gain without its costs promises more than anybody will see."),
        gettext_lazy("Costs, for an initiative"),
    ),
    Rule(
        "R21",
        BLOCKS,
        gettext_lazy(
            "An amount says which year's prices it is in. Amounts of different price years are "
            "added only with a price index."
        ),
        gettext_lazy("A krone in one year is not a krone in another."),
        gettext_lazy("Costs, for an initiative"),
    ),
    Rule(
        "R25",
        BLOCKS,
        gettext_lazy(
            "The cost of collecting tax is reckoned for society only, on what the public pays net. "
            "It cannot be written among the costs of an initiative."
        ),
        gettext_lazy("It never leaves the municipality's account, but all who pay tax carry it."),
        gettext_lazy("Costs, for an initiative, and the page with its two economies"),
    ),
    Rule(
        "R26",
        BLOCKS,
        gettext_lazy(
            "Low, likely and high stand in that order. One amount alone warns, and passes with a "
            "reason."
        ),
        gettext_lazy("A span says how much is known. One amount says that nobody has asked."),
        gettext_lazy("In the costs of an initiative, and in what a promise aims at."),
    ),
)
