"""The plan that was adopted, beside a newer one: what differs, and what it is worth by now.

Both are summed by what the newer one knows, and by what counts there.
"""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from stafett.roadmap.models import Proposal
from stafett.roadmap.queries.inputs import HAIR, Inputs, Weighed
from stafett.roadmap.queries.robust import NEAR
from stafett.ui.figures import nok, number, percent

Shares = Mapping[int, float]
"""How much of each candidate a plan takes, by the candidate's number."""


@dataclass(frozen=True, slots=True)
class Summed:
    """A plan, as likely, by what was known at some time."""

    words: str
    count: int
    points: str
    cost: str
    outside: str
    over: list[int]


@dataclass(frozen=True, slots=True)
class Beside:
    """Two plans beside each other.

    ``gone`` and ``joined`` are the candidates in one of them only, ``changed`` those of which they
    take different parts, ``missing`` those of the adopted plan that the newer does not weigh, and
    ``partly`` those that bring something that the newer cannot tell the worth of.
    """

    adopted: Proposal
    newer: Proposal
    joined: list[str]
    gone: list[str]
    changed: list[str]
    missing: list[str]
    partly: list[str]
    sums: list[Summed]
    counts_alike: bool

    @property
    def is_same(self) -> bool:
        """Whether they take the same of the same candidates."""
        return not (self.joined or self.gone or self.changed or self.missing)


def beside(adopted: Proposal, then: Shares, newer: Proposal, now: Shares) -> Beside:
    """Return the adopted plan, which took so much of each ``then``, beside a newer one."""
    known, before = _rows(newer.inputs), _rows(adopted.inputs)
    taken = [pk for pk, share in then.items() if share > 0]
    return Beside(
        adopted=adopted,
        newer=newer,
        joined=[
            _joined(known[pk], is_new=pk not in before)
            for pk, share in now.items()
            if share > 0 and not then.get(pk)
        ],
        gone=[_named(known[pk]) for pk in taken if pk in known and not now.get(pk)],
        changed=list(_changed(known, then, now)),
        missing=[_missing(before[pk], newer.inputs) for pk in taken if pk not in known],
        partly=_partly(newer.inputs, {*taken, *(pk for pk, share in now.items() if share > 0)}),
        sums=[
            _summed(_("The adopted plan, by what was known then"), adopted.inputs, then),
            _summed(_("The adopted plan, by what is known now"), newer.inputs, then),
            _summed(_("The newer plan"), newer.inputs, now),
        ],
        counts_alike=_counts(adopted.inputs) == _counts(newer.inputs),
    )


def _rows(inputs: Inputs) -> dict[int, Weighed]:
    return {row["candidate"]: row for row in inputs["candidates"]}


def _named(row: Weighed) -> str:
    return f"«{row['title']}»"


def _joined(row: Weighed, *, is_new: bool) -> str:
    if is_new:
        return _("%(what)s, which could not be chosen then") % {"what": _named(row)}
    return _named(row)


def _changed(known: Mapping[int, Weighed], then: Shares, now: Shares) -> Iterator[str]:
    for pk, share in now.items():
        before = then.get(pk, 0.0)
        if share > 0 and before > 0 and abs(share - before) > HAIR:
            told = {"what": _named(known[pk]), "then": percent(before), "now": percent(share)}
            yield _("%(what)s: %(now)s, where it was %(then)s") % told


def _missing(row: Weighed, inputs: Inputs) -> str:
    """Return what cannot be compared, and why where that is told."""
    untold = [*inputs["unweighed"], *inputs.get("uncounted", [])]
    why = next((each["why"] for each in untold if each["title"] == row["title"]), "")
    return f"{_named(row)}. {why}" if why else _named(row)


def _partly(inputs: Inputs, taken: Collection[int]) -> list[str]:
    """Return those that are taken and bring more than what is known of them by now."""
    titles = {*inputs.get("unpriced", []), *(row["title"] for row in inputs.get("netless", []))}
    rows = [row for row in inputs["candidates"] if row["candidate"] in taken]
    return [_named(row) for row in rows if row["title"] in titles]


def _summed(words: str, inputs: Inputs, shares: Shares) -> Summed:
    """Return what a plan is worth and costs by some inputs. What they do not know is not in it."""
    pairs = [(row, shares.get(row["candidate"], 0.0)) for row in inputs["candidates"]]
    paid = [
        sum(share * row["costs"][at] for row, share in pairs) for at in range(len(inputs["years"]))
    ]
    beyond = sum(
        share * (row.get("costs_before", 0.0) + row.get("costs_after", 0.0)) for row, share in pairs
    )
    return Summed(
        words=words,
        count=sum(share > 0 for _row, share in pairs),
        points=number(sum(share * row["likely"] for row, share in pairs), 1),
        cost=number(sum(paid)),
        outside=nok(beyond) if beyond else "",
        over=_over(inputs, paid),
    )


def _over(inputs: Inputs, paid: Sequence[float]) -> list[int]:
    pairs = zip(inputs["years"], inputs["budgets"], paid, strict=True)
    return [year for year, budget, cost in pairs if cost > budget * (1 + NEAR)]


def _counts(inputs: Inputs) -> dict[str, float]:
    """Return what counts, and how much."""
    return {account: points for account, points in inputs["aims"]["points"].items() if points}
