"""The decisions about a candidate, and who may take them."""

from collections.abc import Mapping, Sequence
from datetime import date

from django.utils.translation import gettext as _

from stafett.lib import Acting, Refused
from stafett.lib.states import Order, OutOfTurn

OPEN, CHOSEN, LEFT_OUT = ("open", "chosen", "left_out")
# What can be done with a candidate, and what that makes of it.
STATES: Mapping[str, Mapping[str, str]] = {
    OPEN: {"move": OPEN, "choose": CHOSEN, "leave_out": LEFT_OUT},
    CHOSEN: {"move": CHOSEN, "undo": OPEN, "plan": CHOSEN},
    LEFT_OUT: {"move": LEFT_OUT, "undo": OPEN},
}
PLANNERS = frozenset(
    {"regional_coordinator", "leader", "initiative_lead", "chief_executive", "administrator"}
)


AWAY = frozenset({"solution", "stopped"})
"""The stages of an initiative that a roadmap does not reckon with: it is stopped, or was, and is
not brought there again."""


class NotTheirs(Refused):
    """This roadmap is looked after by others."""


class NotReady(Refused):
    """A solution that lacks something is not a candidate yet."""


_REASONS = {
    OPEN: lambda: _("It is not decided yet. Choose it, or leave it out with a reason."),
    CHOSEN: lambda: _("It is chosen. Undo that first."),
    LEFT_OUT: lambda: _("It is left out. Undo that first."),
}
_ORDER = Order(STATES, _REASONS)
after, why_not = _ORDER.after, _ORDER.why_not


def may_plan(by: Acting, *, owner_id: int) -> bool:
    """Those who lead the owner, and the region's coordinators."""
    return by.is_somebody and by.organisation_id == owner_id and by.role_kind in PLANNERS


def check_may_plan(by: Acting, *, owner_id: int) -> None:
    """Say no to those who do not look after the roadmap."""
    if not may_plan(by, owner_id=owner_id):
        raise NotTheirs(_("The roadmap is looked after by its owner's coordinators and leaders."))


def may_answer(by: Acting, *, is_member: bool) -> bool:
    """R30: a municipality answers for itself, by those who lead it."""
    return by.is_somebody and is_member and by.role_kind in PLANNERS


def check_may_answer(by: Acting, *, is_member: bool) -> None:
    """Nobody says for a municipality what it can take, or when."""
    if not may_answer(by, is_member=is_member):
        raise NotTheirs(_("Only leaders of a municipality that is in it can say this for it."))


MOST_YEARS = 10


def check_years(first_year: int, last_year: int) -> None:
    """A roadmap runs forwards, for a time that people can see."""
    if last_year < first_year:
        raise Refused(_("The last year is before the first."), field="last_year")
    if last_year - first_year >= MOST_YEARS:
        raise Refused(
            _("A roadmap covers ten years at most. Four is usual, as in the financial plan."),
            field="last_year",
        )


def check_gate(missing: Sequence[str]) -> None:
    """A solution comes to the roadmap when it can be weighed against others."""
    if missing:
        raise NotReady(_("This is missing: %(what)s") % {"what": " ".join(missing)})


def check_reason(decision: str, reason: str) -> None:
    """What is left out is left out with a reason."""
    if decision == LEFT_OUT and not reason:
        raise Refused(
            _("Say why, so that those who proposed it know what would let it in."), field="reason"
        )


def is_handed_over(stage: str) -> bool:
    """Whether it has been offered to a municipality, and goes on from there."""
    return stage not in ("solution", "roadmap", "stopped")


def check_not_handed_over(stage: str) -> None:
    """What has been offered to a municipality is not unchosen: it is withdrawn there."""
    if is_handed_over(stage):
        raise OutOfTurn(_("It is being handed over already. Withdraw the batons first."))


def check_not_away(stage: str) -> None:
    """Nothing is decided about what is stopped, or taken up again and not nominated anew."""
    if stage in AWAY:
        raise OutOfTurn(
            _("It was stopped. Nothing is decided about it before it is brought here again.")
        )


def check_window(starts_on: date, ends_on: date) -> None:
    """A window runs forwards."""
    if ends_on < starts_on:
        raise Refused(_("It ends before it begins."), field="ends_on")


def check_something_to_choose(candidates: int, why: Sequence[str]) -> None:
    """A proposal needs something to choose among. ``why`` says what keeps each from it."""
    if candidates:
        return
    if not why:
        raise Refused(
            _("There is nothing to choose among: no candidate is chosen or waits for a decision.")
        )
    raise Refused(_("There is nothing to choose among. %(why)s") % {"why": " ".join(why)})


def check_moved_for_a_reason(reason: str) -> None:
    """Whoever moves a candidate against the proposal says why: others read it beside the price."""
    if not reason:
        raise Refused(_("Say why: others read it beside what it costs."), field="reason")


def check_can_be_explained(*, is_under_way: bool, is_in: bool, is_asked: bool) -> None:
    """Why a candidate is out is asked once, when the plan is there and it is out of it."""
    if is_under_way:
        raise OutOfTurn(_("The plan is still being worked out. Ask when it is there."))
    if is_in:
        raise OutOfTurn(_("It is in the plan."))
    if is_asked:
        raise OutOfTurn(_("It is being worked out already."))


def check_can_be_adopted(taken: Mapping[int, float]) -> None:
    """Only a plan can be adopted, or asked about."""
    if not taken:
        raise OutOfTurn(_("There is no plan yet."))


def check_not_idle(stays: Sequence[str], *, is_idle: bool) -> None:
    """A plan that can decide nothing is not adopted while the roadmap says otherwise."""
    if is_idle:
        told = {"what": " ".join(stays)}
        raise Refused(
            _("Nothing is left to decide by this plan, so it is not adopted. %(what)s") % told
        )


def check_told_what_is_decided_anew(told: str, mark: str) -> None:
    """Nobody takes another plan's decisions back without having been told which."""
    if told != mark:
        raise Refused(
            _(
                "Some of this was decided when another plan was adopted. Look at what would be "
                "decided anew, and let the roadmap say it from there."
            )
        )


OWN_NET, SOCIAL_NET = "own_net", "social_net"
HELD_IN: Mapping[str, tuple[str, ...]] = {
    OWN_NET: ("budget",),
    SOCIAL_NET: (
        OWN_NET,
        "budget",
        "kroner",
        "hours",
        "inhabitants_hours",
        "inhabitants_kroner",
        "business_kroner",
        "public_kroner",
    ),
}
"""What a net value holds, wholly or in part, and that cannot count beside it."""


def nets_in(points: Mapping[str, float]) -> list[str]:
    """Return the net values that count."""
    return [name for name in HELD_IN if points.get(name)]


def check_counts_once(points: Mapping[str, float], names: Mapping[str, str]) -> None:
    """What a net value holds already does not count beside it. ``names`` are for people."""
    for net in nets_in(points):
        twice = [names[each] for each in HELD_IN[net] if points.get(each)]
        if twice:
            told = {"net": names[net], "what": "; ".join(twice)}
            raise Refused(
                _(
                    "«%(net)s» holds this already, wholly or in part: %(what)s. Give 0 for one or "
                    "the other, so that nothing counts twice."
                )
                % told,
                field=net,
            )


def check_floors_are_told(points: Mapping[str, float], floors: Sequence[float]) -> None:
    """A net value is of all who take part: nobody has a floor in it."""
    if nets_in(points) and any(floors):
        raise Refused(
            _(
                "What each is to have at least is counted in what it gains itself, and net value "
                "is of all who take part together. Let there be no floor, or let it not count."
            ),
            field="least_each",
        )
