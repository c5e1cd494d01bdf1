"""What somebody moved in or out of a plan by hand: where that began, and what it costs.

The price is of all the moves together, beside the plan that they began from.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from stafett.roadmap.models import Proposal
from stafett.roadmap.queries import robust
from stafett.roadmap.queries.inputs import Inputs
from stafett.roadmap.queries.words import is_regret
from stafett.ui.figures import number

Plan = Mapping[str, Any]


def began_from(proposal: Proposal) -> Proposal | None:
    """Return the proposal that the moves began from; None where nothing is moved."""
    first = proposal.base_id
    if first is None:
        return None
    before = dict(Proposal.objects.filter(roadmap=proposal.roadmap_id).values_list("pk", "base"))
    while earlier := before[first]:
        first = earlier
    return proposal.base if first == proposal.base_id else Proposal.objects.get(pk=first)


def reasons(proposal: Proposal) -> dict[int, str]:
    """Return why each candidate that was moved in or out was so, by the candidate's number."""
    rows = proposal.inputs["candidates"]
    moves = proposal.inputs["overrides"]
    return {rows[move["at"]]["candidate"]: move["reason"] for move in moves}


def price(inputs: Inputs, before: Plan, after: Plan, best_in: Sequence[float | None]) -> str:
    """Return what moves cost, and how sure that is.

    ``best_in`` is what the best plan for each future brought before anything was moved: how far
    behind it two plans end is told by the same yardstick.
    """
    lost = _lost(inputs, before, after, best_in)
    if lost is None:
        return _("How much further behind the best the plan may end is not known.")
    if lost > robust.NEAR * abs(before["objective"]):
        sentences = _FURTHER if is_regret(inputs) else _COSTS
        return sentences[_is_proven(before), _is_proven(after)]() % {"points": number(lost, 1)}
    return _nothing(inputs, before, after)


def _lost(
    inputs: Inputs, before: Plan, after: Plan, best_in: Sequence[float | None]
) -> float | None:
    if not is_regret(inputs):
        return float(before["objective"] - after["objective"])
    ends = [robust.outcome(inputs, plan["shares"], best_in).behind for plan in (before, after)]
    return None if ends[0] is None or ends[1] is None else ends[1] - ends[0]


def _is_proven(plan: Plan) -> bool:
    return bool(plan["gap"] == 0)


def _nothing(inputs: Inputs, before: Plan, after: Plan) -> str:
    """Return what can be said where the plan is as good: it may be luck, if a better one exists."""
    if _is_proven(before):
        return _("What is moved costs nothing: a plan with it is as good.")
    if before["bound"] is None or is_regret(inputs):
        return _(
            "Whether what is moved costs anything is not known: the plan it began from is not "
            "proven to be the best."
        )
    most = number(before["bound"] - after["objective"], 1)
    return _(
        "As far as is known, what is moved costs nothing. But the plan it began from is not proven "
        "to be the best: it may cost up to %(points)s points a year."
    ) % {"points": most}


_COSTS = {
    (True, True): lambda: _("What is moved costs %(points)s points a year."),
    (False, True): lambda: _(
        "What is moved costs at least %(points)s points a year: the plan it began from is not "
        "proven to be the best."
    ),
    (True, False): lambda: _(
        "What is moved costs at most %(points)s points a year: a better plan with it may exist."
    ),
    (False, False): lambda: _(
        "What is moved costs about %(points)s points a year: neither plan is proven to be the best."
    ),
}
"""By whether the plan that the moves began from is proven, and whether the one with them is."""
_FURTHER = {
    (True, True): lambda: _(
        "With what is moved, the plan may end %(points)s points further behind the best."
    ),
    (False, True): lambda: _(
        "With what is moved, the plan may end at least %(points)s points further behind the best: "
        "the plan it began from is not proven."
    ),
    (True, False): lambda: _(
        "With what is moved, the plan may end at most %(points)s points further behind the best: "
        "a better plan with it may exist."
    ),
    (False, False): lambda: _(
        "With what is moved, the plan may end about %(points)s points further behind the best: "
        "neither plan is proven."
    ),
}
