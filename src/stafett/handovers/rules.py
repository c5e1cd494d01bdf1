"""The states of a baton, who may move it, and what holds when it changes hands: R29, R30, R35."""

from collections.abc import Collection, Mapping, Sequence
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Protocol

from django.utils.timezone import localtime
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.initiatives import rules as initiatives
from stafett.lib import Acting, Refused, Rule
from stafett.lib.rules import BLOCKS
from stafett.lib.states import Order, OutOfTurn
from stafett.needs.rules import KEEPERS

(
    DRAFT,
    OFFERED,
    CONSIDERED,
    ACCEPTED,
    IN_PART,
    RETURNED,
    WITHDRAWN,
    UNDER_WAY,
    NEW_PRACTICE,
    STOPPED,
) = (
    "draft",
    "offered",
    "under_consideration",
    "accepted",
    "accepted_in_part",
    "returned",
    "withdrawn",
    "under_way",
    "new_practice",
    "stopped",
)
# What can be done in a state, and the state it leads to.
STATES: Mapping[str, Mapping[str, str]] = {
    DRAFT: {
        "change": DRAFT,
        "gather": DRAFT,
        "fill_in": DRAFT,
        "plan": DRAFT,
        "offer": OFFERED,
        "withdraw": WITHDRAWN,
    },
    OFFERED: {
        "gather": OFFERED,
        "fill_in": OFFERED,
        "plan": OFFERED,
        "consider": CONSIDERED,
        "accept": ACCEPTED,
        "accept_in_part": IN_PART,
        "return": RETURNED,
        "withdraw": WITHDRAWN,
    },
    CONSIDERED: {
        "gather": CONSIDERED,
        "fill_in": CONSIDERED,
        "plan": CONSIDERED,
        "accept": ACCEPTED,
        "accept_in_part": IN_PART,
        "return": RETURNED,
        "withdraw": WITHDRAWN,
    },
    ACCEPTED: {"plan": ACCEPTED, "begin": UNDER_WAY, "stop": STOPPED},
    IN_PART: {"plan": IN_PART, "begin": UNDER_WAY, "stop": STOPPED},
    RETURNED: {
        "change": RETURNED,
        "gather": RETURNED,
        "fill_in": RETURNED,
        "plan": RETURNED,
        "offer": OFFERED,
        "withdraw": WITHDRAWN,
    },
    WITHDRAWN: {},
    UNDER_WAY: {
        "plan": UNDER_WAY,
        "do": UNDER_WAY,
        "practise": NEW_PRACTICE,
        "stop": STOPPED,
    },
    NEW_PRACTICE: {},
    STOPPED: {},
}
# These make a receipt. The sender signs the first two, top management there the rest (R29).
EXCHANGES = ("offer", "withdraw", "accept", "accept_in_part", "return")
NAMED, ENDED = "named", "ended"
"""What is receipted of a delegation."""
SIGNERS = frozenset({"chief_executive", "delegate"})
# Those who prepare and carry out the change where it lands.
RECEIVERS = KEEPERS | {"delegate"}
OPEN_STATES = frozenset({DRAFT, OFFERED, CONSIDERED, RETURNED})
"""Nothing is agreed yet: what the baton holds may still be mended."""
IN_THE_AIR = frozenset({OFFERED, CONSIDERED})
SIGNED = frozenset({ACCEPTED, IN_PART, UNDER_WAY, NEW_PRACTICE, STOPPED})
CARRIED = frozenset({ACCEPTED, IN_PART, UNDER_WAY})
"""Accepted, and not yet new practice: this is where a baton can be dropped."""
BEGUN = frozenset({UNDER_WAY, NEW_PRACTICE})
DROPPED_AFTER_WEEKS = 8
"""So long without a step done or a yardstick read, and an accepted baton counts as dropped."""
ANSWER_SOON_DAYS = 7
"""So long before the day an answer is asked for, those who sign are reminded."""
ESCALATED_AFTER_WEEKS = 12
"""A dropped baton that nobody has picked up by then is told to the chief executive."""
SOON, LATE, LIES, ESCALATED = "soon", "late", "lies", "escalated"
"""What mail is written about a baton that waits."""
HANDED_OVER_FROM = frozenset({"roadmap", "handover", "practice", "benefit", "learning"})
"""What an initiative has come to when it is handed over; on a roadmap it is chosen first."""

RULES = (
    Rule(
        "R29",
        BLOCKS,
        gettext_lazy("Only the receiver signs: its chief executive, or a delegate they named."),
        gettext_lazy("Who is given a benefit by others' signature will not take it out."),
        gettext_lazy("When a baton is accepted or returned. The database holds it too."),
    ),
    Rule(
        "R30",
        BLOCKS,
        gettext_lazy("Only the municipality says how far it has come itself."),
        gettext_lazy("The region offers and supports. What is done there is known there."),
        gettext_lazy("When a baton moves, and when change steps are done."),
    ),
    Rule(
        "R35",
        BLOCKS,
        gettext_lazy("What exists of baseline and plan is locked when the baton is signed."),
        gettext_lazy("A promise that changes silently cannot be kept, nor broken."),
        gettext_lazy("On the receipt. What is changed later is shown beside what was signed."),
    ),
)


class NotTheirs(Refused):
    """This baton is in somebody else's hands."""


class AlreadyAnswered(OutOfTurn):
    """Somebody else answered while this person was reading."""


class NotReady(Refused):
    """Something that is asked for is missing."""


class NotAsSeen(Refused):
    """What would be signed is not what was read."""


_REASONS = {
    DRAFT: lambda: _("The baton is not offered yet. Look at the nine points, and offer it."),
    OFFERED: lambda: _("The baton is offered. The chief executive there accepts or returns it."),
    CONSIDERED: lambda: _("The municipality is considering it."),
    ACCEPTED: lambda: _("The baton is accepted. Begin with the first change step."),
    IN_PART: lambda: _("The baton is accepted in part. Begin with the first change step."),
    RETURNED: lambda: _("The baton came back. Mend what they asked for, and offer it again."),
    WITHDRAWN: lambda: _("The baton is withdrawn. Make a new one if things have changed."),
    UNDER_WAY: lambda: _("The change is under way. Do the steps that are left."),
    NEW_PRACTICE: lambda: _("The new practice is in place. Read the yardsticks."),
    STOPPED: lambda: _("It was stopped, and what was learned stands here."),
}
_ORDER = Order(STATES, _REASONS)
after, why_not = _ORDER.after, _ORDER.why_not


# --- who ------------------------------------------------------------------------------------


def may_sign(by: Acting, *, municipality_id: int) -> bool:
    """R29: only the receiver's chief executive, or a delegate named by them, signs."""
    return by.is_somebody and by.organisation_id == municipality_id and by.role_kind in SIGNERS


def check_may_sign(by: Acting, *, municipality_id: int, holds: bool) -> None:
    """Say no to everybody else, the region first of all; ``holds``: the role does, that day."""
    if not may_sign(by, municipality_id=municipality_id):
        raise NotTheirs(
            _("Only the chief executive of the municipality, or a delegate they named, signs.")
        )
    if not holds:
        raise NotTheirs(
            _("Your role does not hold today. Ask the chief executive to name a delegate anew.")
        )


def may_receive(by: Acting, *, municipality_id: int) -> bool:
    """R30: the municipality's own leaders prepare the change, and carry it out."""
    return by.is_somebody and by.organisation_id == municipality_id and by.role_kind in RECEIVERS


def check_may_receive(by: Acting, *, municipality_id: int) -> None:
    """Nobody sets another municipality's status."""
    if not may_receive(by, municipality_id=municipality_id):
        raise NotTheirs(_("Only leaders in the municipality that receives the baton can do this."))


def may_do_step(by: Acting, *, municipality_id: int, owner_id: int | None) -> bool:
    """R30: the one who owns the step, or a leader there."""
    if not by.is_somebody or by.organisation_id != municipality_id:
        return False
    return by.person_id == owner_id or by.role_kind in RECEIVERS


def check_may_do_step(by: Acting, *, municipality_id: int, owner_id: int | None) -> None:
    """A step is done by the municipality itself, and by nobody else."""
    if not may_do_step(by, municipality_id=municipality_id, owner_id=owner_id):
        raise NotTheirs(
            _("A step is done in the municipality: by the one who owns it, or a leader there.")
        )


def may_send(by: Acting, *, sender_id: int, lead_id: int | None) -> bool:
    """Those who look after the initiative hand it over."""
    return initiatives.may_change(by, organisation_id=sender_id, lead_id=lead_id)


def check_may_send(by: Acting, *, sender_id: int, lead_id: int | None) -> None:
    """Say no to those who do not look after the initiative."""
    if not may_send(by, sender_id=sender_id, lead_id=lead_id):
        raise NotTheirs(_("The initiative's lead, and leaders there, hand it over."))


class Sides(Protocol):
    """A baton, as far as it says who may do what with it."""

    state: str
    municipality_id: int
    sender_id: int


def events_for(by: Acting, baton: Sides, *, lead_id: int | None) -> frozenset[str]:
    """Return what somebody may do with a baton where it is."""
    allowed: set[str] = set()
    if may_send(by, sender_id=baton.sender_id, lead_id=lead_id):
        allowed |= {"change", "offer", "withdraw", "gather"}
    if may_receive(by, municipality_id=baton.municipality_id):
        allowed |= {"fill_in", "plan", "gather", "consider", "begin", "do", "practise", "stop"}
    if may_sign(by, municipality_id=baton.municipality_id):
        allowed |= {"accept", "accept_in_part", "return"}
    return frozenset(allowed & STATES[baton.state].keys())


# --- what is handed over --------------------------------------------------------------------


def check_can_receive(takes_part: bool) -> None:
    """A baton goes to those who join, or to the owner itself."""
    if not takes_part:
        raise Refused(
            _("This municipality has not answered that it joins. Ask it to answer first."),
            field="municipality",
        )


def check_no_other(there_is: bool) -> None:
    """A municipality has one baton of an initiative."""
    if there_is:
        raise Refused(
            _("There is a baton to this municipality already. Open that one."),
            field="municipality",
        )


def check_may_hand_over(why_not_yet: str) -> None:
    """What is handed over was chosen first; the sentence says what it waits for."""
    if why_not_yet:
        raise OutOfTurn(why_not_yet)


def check_lacks_receipt(*, has_receipt: bool) -> None:
    """Only a delegation without a receipt is given anew."""
    if has_receipt:
        raise Refused(_("This delegation has a receipt already."))


def check_days(respond_by: date | None, today: date) -> None:
    """An answer is asked for on a day that comes."""
    if respond_by is not None and respond_by < today:
        raise Refused(_("That day has passed. Choose one that comes."), field="respond_by")


def check_offer(*, has_lines: bool, supports: bool) -> None:
    """What is offered can be answered: there is a promise in it, and the support is told."""
    if not has_lines:
        raise NotReady(
            _(
                "There is nothing in the baton yet. The municipality promises first: what gets "
                "better there, by how much, and who owns it."
            )
        )
    if not supports:
        raise NotReady(
            _("Say what support you give, and until when. It is point 8."), field="support"
        )


def check_points(missing: Sequence[str]) -> None:
    """A baton is accepted when every point that is asked is met."""
    if missing:
        raise NotReady(
            _("This is missing before you can accept: %(points)s.") % {"points": "; ".join(missing)}
        )


def check_as_seen(seen: str, is_now: str) -> None:
    """What somebody signs is what they read."""
    if seen != is_now:
        raise NotAsSeen(
            _(
                "Something in the baton was changed while you were reading. Read it once more: "
                "what you sign is what stands here now."
            )
        )


def check_parts(answers: Mapping[int, tuple[bool, str]], lines: Collection[int]) -> None:
    """In part is some and not others, each with an answer, and each no with a reason."""
    if set(answers) != set(lines):
        raise Refused(_("Answer for each promise."))
    if any(not taken and not reason for taken, reason in answers.values()):
        raise Refused(_("Give a reason for each promise you do not take."))
    taken = [answer for answer, _reason in answers.values()]
    if all(taken):
        raise Refused(_("You take all of them: then accept the whole baton."), field="answer")
    if not any(taken):
        raise Refused(_("You take none of them: then return it with a reason."), field="answer")


def check_reason(reason: str) -> None:
    """What comes back, or stops, comes with a reason."""
    if not reason:
        raise Refused(_("Say why, so that the others know what to mend."), field="reason")


def check_baseline_day(planned_on: date | None, effect_starts_on: date, field: str) -> None:
    """R06: a baseline is read before the effect starts."""
    if planned_on is not None and planned_on >= effect_starts_on:
        raise Refused(
            _("The baseline is read before the effect starts. Choose an earlier day."), field=field
        )


def check_money(money: Decimal | None, price_year: int | None) -> None:
    """R21: an amount has a price year."""
    if money is not None and price_year is None:
        raise Refused(_("Say which year's prices the amount is in."), field="price_year")


def check_step_is_left(done_on: date | None) -> None:
    """What is done is done once, and stays as it was done."""
    if done_on is not None:
        raise Refused(_("This step is done already."))


def check_steps_are_done(left: int) -> None:
    """New practice is when the steps are done."""
    if left:
        raise NotReady(_("Do the steps that are left first, or change those that no longer fit."))


def check_is_signed(*, waits: bool) -> None:
    """What a baton carries is realised once top management has signed for it."""
    if waits:
        raise NotReady(
            _(
                "The baton with this promise has no valid receipt. The chief executive signs "
                "first: then what came of it can be concluded."
            ),
            field="outcome",
        )


def check_has_steps(there_are: bool) -> None:
    """New practice is somebody doing something differently."""
    if not there_are:
        raise NotReady(_("Say first who stops doing what, and from when: add a step."))


def check_taken_are_complete(lacking: Sequence[str]) -> None:
    """What is taken is whole, also when not all is taken."""
    if lacking:
        raise NotReady(
            _("Something is missing for %(names)s: mend it, or say no to it for now.")
            % {"names": ", ".join(lacking)}
        )


def check_works_there(works_there: bool) -> None:
    """A step is owned by somebody who works there."""
    if not works_there:
        raise Refused(_("Choose somebody who works in the municipality."), field="owner")


def already_answered(name: str, at: datetime, state: str) -> AlreadyAnswered:
    """Return the sentence for the one who came second to sign."""
    return AlreadyAnswered(
        _("%(name)s was first, at %(time)s. %(now)s")
        % {"name": name, "time": localtime(at).strftime("%H:%M"), "now": why_not(state)}
    )


def weeks_without(last: date, today: date) -> int:
    """Return how many whole weeks nothing has happened."""
    return (today - last) // timedelta(weeks=1)


def is_dropped(last: date, today: date) -> bool:
    """Whether an accepted baton has lain still for too long."""
    return weeks_without(last, today) >= DROPPED_AFTER_WEEKS


# --- reminding ------------------------------------------------------------------------------


def step_of_answer(respond_by: date | None, today: date) -> str:
    """Return what is said of an answer that is waited for: nothing, that it is soon, or late."""
    if respond_by is None or (respond_by - today).days > ANSWER_SOON_DAYS:
        return ""
    return LATE if today > respond_by else SOON


def step_of_dropped(weeks: int) -> str:
    """Return what is said of a baton that has lain still for so many weeks."""
    return ESCALATED if weeks >= ESCALATED_AFTER_WEEKS else LIES
