"""What an import would do, told before anything is done."""

from collections import Counter
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field, replace
from itertools import groupby
from typing import Any

from django.utils.translation import gettext as _

MAKE, CHANGE, SAME, REFUSED, LEFT, KEPT = "make", "change", "same", "refused", "left", "kept"
DOES = frozenset({MAKE, CHANGE})
LOST = frozenset({REFUSED, LEFT, KEPT})


@dataclass(frozen=True, slots=True)
class Cell:
    """Where something stands in a file, and what was typed there."""

    sheet: str = ""
    address: str = ""
    typed: str = ""
    value: Any = None

    @property
    def place(self) -> str:
        """How somebody finds it: «Forside B4»."""
        return " ".join(part for part in (self.sheet, self.address) if part)


NOWHERE = Cell()


@dataclass(frozen=True, slots=True)
class Proposal:
    """One thing an import would do with what stands in one place of a file.

    Attributes
    ----------
    key : str
        What the thing is called in the file, the same each time the file is read.
    thing : str
        What it becomes here: the name of the maker in the kind of file.
    group, text : str
        The heading it stands under, and what it says.
    was : str
        What it says today, where it is changed.
    reason : str
        Why it is refused, why it is kept without a home, or what to know about it.
    rests_on : tuple of str
        Keys of what has to be here first. Where one of them is refused, this is too.
    is_choice : bool
        Whether somebody may leave it out.
    is_chosen : bool
        Whether it is taken where nobody has said; where it was changed here too, it is not.
    data : mapping
        What the maker needs.
    row : Model, optional
        The row here that it stands for already.
    is_aside : bool
        Whether it is of less interest, and folded away with its group.
    links : bool
        Whether the row stood here before any file, and is only tied to the file now.
    """

    key: str
    thing: str
    group: str
    text: str
    outcome: str
    cell: Cell = NOWHERE
    was: str = ""
    reason: str = ""
    rests_on: tuple[str, ...] = ()
    is_choice: bool = False
    is_chosen: bool = True
    data: Mapping[str, Any] = field(default_factory=dict)
    row: Any = None
    links: bool = False
    is_aside: bool = False

    @property
    def does(self) -> bool:
        """Whether something is written."""
        return self.outcome in DOES


@dataclass(frozen=True, slots=True)
class Preview:
    """All an import would do, what to know first, and what has to be answered before.

    ``stops`` is what only a mended file can answer.
    """

    proposals: tuple[Proposal, ...] = ()
    says: tuple[str, ...] = ()
    asks: tuple[str, ...] = ()
    stops: tuple[str, ...] = ()

    @property
    def counts(self) -> Mapping[str, int]:
        """How many proposals there are of each outcome."""
        return Counter(proposal.outcome for proposal in self.proposals)

    @property
    def does(self) -> bool:
        """Whether anything is written."""
        return any(proposal.does for proposal in self.proposals)

    @property
    def groups(self) -> list[tuple[str, list[Proposal]]]:
        """The proposals under their headings, in the order they came."""
        return in_groups(self.proposals)


def in_groups(proposals: Iterable[Proposal]) -> list[tuple[str, list[Proposal]]]:
    """Return proposals under their headings, in the order they came."""
    return [(group, list(rows)) for group, rows in groupby(proposals, lambda each: each.group)]


def settled(
    preview: Preview, *, refusals: Mapping[str, str], choices: Mapping[str, bool]
) -> Preview:
    """Return the preview with what the rules refused, what was left out, and what rests on it."""
    out = dict(refusals)
    rows: list[Proposal] = []
    for proposal in preview.proposals:
        rows.append(_settled(proposal, out, choices))
        if rows[-1].outcome in LOST and proposal.thing:
            out.setdefault(proposal.key, rows[-1].reason or str(_("it is left out")))
    return replace(preview, proposals=tuple(rows))


def _settled(proposal: Proposal, out: Mapping[str, str], choices: Mapping[str, bool]) -> Proposal:
    if not proposal.does:
        return proposal
    if proposal.is_choice and not choices.get(proposal.key, proposal.is_chosen):
        return replace(proposal, outcome=LEFT)
    if proposal.key in out:
        return replace(proposal, outcome=REFUSED, reason=out[proposal.key])
    if missing := [key for key in proposal.rests_on if key in out]:
        says = _("It rests on something that is not brought in: %(why)s") % {"why": out[missing[0]]}
        return replace(proposal, outcome=REFUSED, reason=says)
    return proposal


def chosen(
    before: Mapping[str, bool], *, seen: Collection[str], taken: Collection[str]
) -> dict[str, bool]:
    """Return what is chosen, where somebody saw some of the choices and took some of those."""
    return {**before, **{key: key in taken for key in seen}}
