"""Work about roadmaps that is done after the answer. ``context`` is a ``work.actions.Turn``."""

from typing import Any

from django_tasks import task

from stafett.calc.portfolio import Progress
from stafett.roadmap.actions import proposals
from stafett.roadmap.models import Proposal
from stafett.roadmap.queries import solving
from stafett.roadmap.queries.proposals import best_shares


@task(takes_context=True)
def work_out(context: Any, proposal_id: int) -> None:
    """Work out a proposal, and tell the best plan so far to those who wait.

    Where a worker died with the work half done, the next begins from the best plan it had.
    """
    proposal = Proposal.objects.get(pk=proposal_id)
    begun = best_shares(proposal)
    best = solving.SoFar(begun or None)

    def tell(share: float, progress: Progress | None) -> None:
        before = context.told_at
        context.goes_on(share)
        if progress and (progress.shares is not None or context.told_at != before):
            proposals.tell_best(proposal, best.heard(progress))

    watcher = solving.Watcher(tell, lambda: not context.goes_on())
    told = solving.solve(proposal.inputs, watcher, begun)
    context.must_go_on()
    with context.finishing():
        proposals.answer(proposal, told)


@task(takes_context=True)
def explain(context: Any, proposal_id: int, at: int) -> None:
    """Work out exactly why one candidate is left out of the plan that is shown."""
    proposal = Proposal.objects.get(pk=proposal_id)
    watcher = solving.Watcher(lambda _share, _progress: None, lambda: not context.goes_on())
    why = solving.explain(proposal.inputs, best_shares(proposal), at, watcher)
    context.must_go_on()
    with context.finishing():
        proposals.explained(proposal, at, why)
