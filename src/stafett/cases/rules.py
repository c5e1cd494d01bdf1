"""The states of a case, who tells and who takes up, and what may be shown of others' figures."""

from collections.abc import Collection, Mapping

from django.utils.translation import gettext as _

from stafett.initiatives import rules as initiatives
from stafett.lib import Acting, Refused
from stafett.lib.states import Order, OutOfTurn
from stafett.needs import rules as needs
from stafett.trials import rules as trials

DRAFT, PUBLISHED, WITHDRAWN = "draft", "published", "withdrawn"
# What can be done in a state, and the state it leads to.
STATES: Mapping[str, Mapping[str, str]] = {
    DRAFT: {"change": DRAFT, "publish": PUBLISHED},
    PUBLISHED: {"change": PUBLISHED, "publish": PUBLISHED, "withdraw": WITHDRAWN},
    WITHDRAWN: {"change": WITHDRAWN, "publish": PUBLISHED},
}
GAVE, PARTLY, DID_NOT, STOPPED, UNKNOWN = "gave", "partly", "did_not", "stopped", "unknown"
# What others can build on. From the rest they learn what not to repeat.
CAN_BE_TAKEN_UP = frozenset({GAVE, PARTLY, UNKNOWN})
TEXTS = ("title", "need_told", "affected_group", "measures_told", "result_told", "failed_told")
FEWEST_PLACES = 5
"""Fewer municipalities behind a sum, and one of them could be worked out."""


class NotTheirs(Refused):
    """This case is told by others."""


_REASONS = {
    DRAFT: lambda: _("The case is a draft. Publish it, and others can read it."),
    PUBLISHED: lambda: _("The case is published. Change it, or withdraw it with a reason."),
    WITHDRAWN: lambda: _("The case is withdrawn. Its own organisation can publish it anew."),
}
_ORDER = Order(STATES, _REASONS)
after, why_not = _ORDER.after, _ORDER.why_not


# --- who tells ------------------------------------------------------------------------------


def may_tell_of_initiative(
    by: Acting, *, owner_id: int, lead_id: int | None, takes_part: bool
) -> bool:
    """Those who look after it, and leaders in a municipality that has joined: of its own part."""
    if initiatives.may_change(by, organisation_id=owner_id, lead_id=lead_id):
        return True
    return takes_part and initiatives.may_answer_for(by, municipality_id=by.organisation_id)


def may_tell_of_trial(by: Acting, *, organisation_id: int, planned_by_id: int | None) -> bool:
    """Those who planned the test, and their leaders."""
    return trials.may_change(by, organisation_id=organisation_id, planned_by_id=planned_by_id)


def check_may_tell(may: bool) -> None:
    """Say no to those who were not in on it."""
    if not may:
        raise NotTheirs(_("Those who looked after it, and their leaders, tell what came of it."))


def may_change(by: Acting, *, organisation_id: int, author_id: int | None) -> bool:
    """Own organisation, and either the writer or somebody who looks after its initiatives."""
    if not by.is_somebody or by.organisation_id != organisation_id:
        return False
    return by.person_id == author_id or by.role_kind in needs.KEEPERS


def check_may_change(by: Acting, *, organisation_id: int, author_id: int | None) -> None:
    """Say no to those who do not look after the case."""
    if not may_change(by, organisation_id=organisation_id, author_id=author_id):
        raise NotTheirs(_("Those who wrote the case, and leaders in the same organisation, can."))


def check_is_over(is_over: bool) -> None:
    """A test is told as a case when it has led to something."""
    if not is_over:
        raise OutOfTurn(_("Decide first what the test leads to. Then tell others about it."))


# --- what is told ---------------------------------------------------------------------------


def check_whole(texts: Mapping[str, str]) -> None:
    """What did not work is a part of every case: those who come after begin there."""
    for name in TEXTS:
        if not texts[name]:
            raise Refused(_ASKED[name](), field=name)


_ASKED = {
    "title": lambda: _("Give the case a name that people will remember."),
    "need_told": lambda: _("Tell what the problem was."),
    "affected_group": lambda: _("Say who it was for."),
    "measures_told": lambda: _("Tell what you did."),
    "result_told": lambda: _("Tell what came of it, also when that is not known yet."),
    "failed_told": lambda: _("Tell what did not work, or what you would do otherwise next time."),
}


def check_result(result: str, *, is_known: bool) -> None:
    """R08: nobody says that it gave something before it was read."""
    if result in (GAVE, PARTLY) and not is_known:
        raise Refused(
            _(
                "Nothing is read after the effect started, so nobody knows what it gave. Choose "
                "«not known yet», or read the yardstick first."
            ),
            field="result",
        )


def check_reason(reason: str) -> None:
    """What is withdrawn says why: its address stays, and people will come there."""
    if not reason:
        raise Refused(_("Say why, for those who come back to read it."), field="reason")


def may_show(places: Collection[int], *, own_id: int) -> bool:
    """One's own figures are one's own to show; a sum of others' needs enough of them behind it."""
    return set(places) <= {own_id} or len(set(places)) >= FEWEST_PLACES


def tells_others_apart(before: Collection[int], now: Collection[int]) -> bool:
    """Whether the difference between two sums would be the figure of too few."""
    return 0 < len(set(before) ^ set(now)) < FEWEST_PLACES


# --- taking it up ---------------------------------------------------------------------------


def can_be_taken_up(*, state: str, result: str) -> bool:
    """Whether a case is there to build on."""
    return state == PUBLISHED and result in CAN_BE_TAKEN_UP


def check_can_be_taken_up(by: Acting, *, state: str, result: str, organisation_id: int) -> None:
    """Others take up what is published, and gave something or may still do."""
    needs.check_may_register(by)
    if by.organisation_id == organisation_id:
        raise Refused(_("This is your own case. Others take it up."))
    if state != PUBLISHED:
        raise OutOfTurn(_("The case is not published any more. Ask those who told it."))
    if result not in CAN_BE_TAKEN_UP:
        raise Refused(
            _(
                "This did not give what they hoped for. Read what they learned. If you have the "
                "same need, tell about it, and test something else."
            )
        )
