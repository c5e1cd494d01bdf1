"""When a benefit means other positions: people are told and asked first. R43 and its steps."""

from collections.abc import Collection, Iterable, Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.lib import Acting, Refused, Rule, RuleWarning
from stafett.lib.rules import BLOCKS
from stafett.lib.states import Order
from stafett.ui.figures import day as in_words

PLANNED, INFORMED, CONSULTED, RISK_ASSESSED, DECIDED, DROPPED = (
    "planned",
    "informed",
    "consulted",
    "risk_assessed",
    "decided",
    "dropped",
)
# What can be done in a state, and the state it leads to. A plan that is changed after people were
# consulted is another plan: they are consulted on it anew.
STATES: Mapping[str, Mapping[str, str]] = {
    PLANNED: {"change": PLANNED, "inform": INFORMED, "drop": DROPPED},
    INFORMED: {"change": INFORMED, "consult": CONSULTED, "drop": DROPPED},
    CONSULTED: {"change": INFORMED, "assess": RISK_ASSESSED, "drop": DROPPED},
    RISK_ASSESSED: {"change": INFORMED, "decide": DECIDED, "drop": DROPPED},
    DECIDED: {"follow_up": DECIDED, "drop": DROPPED},
    DROPPED: {},
}
_REASONS = {
    PLANNED: lambda: _("Inform the union reps and the safety rep first, and note it."),
    INFORMED: lambda: _("Consult the union reps, and answer what they say, before you go on."),
    CONSULTED: lambda: _("Assess the risk together with the safety rep before it is decided."),
    RISK_ASSESSED: lambda: _("Everybody is heard. Those who lead the municipality can decide."),
    DECIDED: lambda: _("It is decided. If it is not to be, lay it aside and begin anew."),
    DROPPED: lambda: _("It was laid aside. Begin anew if it comes up again."),
}
_ORDER = Order(STATES, _REASONS)
after, why_not = _ORDER.after, _ORDER.why_not

STEPS: Mapping[str, str] = {
    "inform": INFORMED,
    "consult": CONSULTED,
    "assess": RISK_ASSESSED,
}
"""The steps that rest on a note, and the kind of note each rests on (which is the state's name)."""

FREED_TIME, FEWER = "freed_time", "fewer_positions"
WINDOW_DAYS, SOME, MANY = 30, 5, 10
NAV_DAYS = 30
FOLLOWED_UP = (6, 12)
"""After how many months somebody says what became of the time."""
DECIDES = frozenset({"chief_executive", "delegate"})


class NotTheirs(Refused):
    """Positions in a municipality are decided by those who lead it."""


# --- who ------------------------------------------------------------------------------------


def may_decide(by: Acting, *, municipality_id: int | None, owner_id: int | None) -> bool:
    """Those who lead the municipality, and the one who owns the benefit there."""
    here = by.is_somebody and by.organisation_id == municipality_id
    return here and (by.role_kind in DECIDES or by.person_id == owner_id)


def check_may_decide(by: Acting, *, municipality_id: int | None, owner_id: int | None) -> None:
    """Say no to those who do not decide on positions."""
    if not may_decide(by, municipality_id=municipality_id, owner_id=owner_id):
        raise NotTheirs(
            _("The chief executive, their delegate, or the benefit's owner decides on positions.")
        )


def shows_figures(people: int, *, minimum: int, decides: bool) -> bool:
    """R41: with few people, only those who decide see figures of them."""
    return decides or people >= minimum


# --- the plan -------------------------------------------------------------------------------


def check_dismissals(*, realised_by: str, dismissals: int, people: int, on: date | None) -> None:
    """Dismissals belong to fewer positions, have a day, and reach no more than there are."""
    if dismissals and realised_by != FEWER:
        raise Refused(
            _("Nobody is dismissed where no position goes. Write 0, or choose fewer positions."),
            field="dismissals",
        )
    if dismissals > people:
        raise Refused(_("More are dismissed than it reaches."), field="dismissals")
    if dismissals and on is None:
        raise Refused(_("Write the day they are given notice."), field="dismissals_on")


def check_freed_time(*, realised_by: str, is_budget: bool, positions: Decimal) -> None:
    """R43: freed time leaves the budget as it is."""
    if realised_by == FREED_TIME and is_budget:
        raise Refused(
            _(
                "The promise is taken out in the budget, and freed time leaves the budget as it "
                "is. Choose what happens to the positions, or change how it is taken out."
            ),
            field="realised_by",
        )
    if realised_by != FREED_TIME and not positions:
        raise Refused(_("Write how many positions it is, such as 0,5."), field="positions")


def check_names_nobody(text: str, names: Iterable[str], *, field: str) -> None:
    """R43: who it touches is written nowhere."""
    told = text.casefold()
    if any(name.casefold() in told for name in names if " " in name):
        raise Refused(
            _("Write no names: say which work it is about, and not whose it is."), field=field
        )


def check_none_there(is_there: bool) -> None:
    """One plan at a time for the positions behind a promise."""
    if is_there:
        raise Refused(_("There is a plan for the positions already. Change that one."))


# --- the steps ------------------------------------------------------------------------------


def check_fits(kind: str, step: str) -> None:
    """R43: a step rests on a note of its own kind."""
    if kind != STEPS[step]:
        raise Refused(_("Choose a note of the kind that this step asks for."), field="note")


def check_noted_after(noted_at: datetime, latest: Iterable[datetime | None]) -> None:
    """R43: the steps come in the order they were noted, and after the plan was last changed."""
    if any(before is not None and noted_at < before for before in latest):
        raise Refused(
            _(
                "That was noted before the step it should come after. Note what has been done "
                "since."
            ),
            field="note",
        )


def check_heard(*, view: str, reply: str) -> None:
    """R43: those who are consulted say what they mean, and get a reasoned answer."""
    if not view:
        raise Refused(
            _("It does not say what they meant. Note what they said, in their own words."),
            field="note",
        )
    if not reply:
        raise Refused(
            _("They have no answer yet. Answer what they said, with your reasons, first."),
            field="note",
        )


def check_passed(warnings: Collection[RuleWarning], reason: str) -> None:
    """R43: a decision that goes past a warning says why."""
    if warnings and not reason:
        raise Refused(_("A warning stands. Write why you decide it anyway."), field="reason")


# --- dismissals in thirty days --------------------------------------------------------------


def most_within_window(planned: Collection[tuple[date, int]], around: date) -> int:
    """Return the most dismissals in any 30 days that this day is one of."""
    width = timedelta(days=WINDOW_DAYS)
    starts = {day for day, _count in planned if around - width < day <= around}
    return max(
        (sum(count for day, count in planned if start <= day < start + width) for start in starts),
        default=0,
    )


def earliest_after(told_nav_on: date) -> date:
    """Return the first day a mass dismissal can take effect (aml. § 15-2)."""
    return told_nav_on + timedelta(days=NAV_DAYS)


def many_dismissals(count: int, told_nav_on: date | None, today: date) -> RuleWarning | None:
    """R43: five dismissals within thirty days warn, and ten are a mass dismissal."""
    if count < SOME or (count >= MANY and told_nav_on is not None):
        return None
    if count < MANY:
        return RuleWarning(
            "R43",
            _("At least 5 dismissals are planned within 30 days in the municipality."),
            _(
                "From 5 on, others who leave for the employer's reasons count too, and 10 are a "
                "mass dismissal. Look first at natural leaving and other work in the municipality."
            ),
        )
    return RuleWarning(
        "R43",
        _(
            "At least 10 dismissals are planned within 30 days in the municipality: that is a mass "
            "dismissal (aml. § 15-2)."
        ),
        _(
            "Call the union reps to talks, and tell NAV in writing no later than then. If NAV is "
            "told today, nobody can leave before %(day)s."
        )
        % {"day": in_words(earliest_after(today))},
    )


# --- kroner ---------------------------------------------------------------------------------


def awaits_budget(*, state: str, realised_by: str, is_in_plan: bool) -> bool:
    """R43: positions are no kroner before it is decided and the budget line shows it."""
    return state != DECIDED or realised_by == FREED_TIME or not is_in_plan


# --- what became of the time ----------------------------------------------------------------


def check_months(months: int, asked: Collection[int]) -> None:
    """It is asked after half a year and after a year, and answered once."""
    if months not in asked:
        raise Refused(_("This is not asked for now, or somebody has answered it."))


RULES = (
    Rule(
        "R43",
        BLOCKS,
        gettext_lazy(
            "A benefit that means other positions is decided when the reps are informed, consulted "
            "and answered, and the risk is assessed, in that order. 5 and 10 dismissals within 30 "
            "days warn. It is no kroner until the budget line shows it, and nobody is named."
        ),
        gettext_lazy("Those who hear of it afterwards could not make it better."),
        gettext_lazy("On the page about positions, from a promise."),
    ),
)
