"""The preview of a file, a page of it at a time."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import Any

from django.core.paginator import Page, Paginator
from django.utils.translation import pgettext_lazy

from stafett.files.models import Upload
from stafett.files.rules import proposals as rules
from stafett.files.rules.kinds import Kind
from stafett.files.rules.proposals import Preview, Proposal
from stafett.lib import Acting

PER_PAGE = 100
FINE = frozenset({rules.MAKE, rules.CHANGE, rules.SAME})
WORDS: Mapping[str, Any] = {
    rules.MAKE: pgettext_lazy("preview", "new"),
    rules.CHANGE: pgettext_lazy("preview", "changed"),
    rules.SAME: pgettext_lazy("preview", "as before"),
    rules.REFUSED: pgettext_lazy("preview", "refused"),
    rules.LEFT: pgettext_lazy("preview", "left out"),
    rules.KEPT: pgettext_lazy("preview", "kept in the file only"),
}
LOOKS = {
    rules.MAKE: "done",
    rules.CHANGE: "info",
    rules.SAME: "open",
    rules.REFUSED: "warning",
    rules.LEFT: "stopped",
    rules.KEPT: "open",
}


@dataclass(frozen=True, slots=True)
class Line:
    """One proposal as a page shows it."""

    proposal: Proposal
    word: Any
    look: str
    is_taken: bool

    @property
    def is_fine(self) -> bool:
        """Whether it comes as it stands, and nobody has to choose."""
        return self.proposal.outcome in FINE and not self.proposal.is_choice


@dataclass(frozen=True, slots=True)
class Group:
    """The proposals under one heading, those that somebody should look at first."""

    name: str
    lines: list[Line]
    is_open: bool = False

    @property
    def is_aside(self) -> bool:
        """Whether it is of less interest."""
        return self.lines[0].proposal.is_aside

    @property
    def is_fine(self) -> bool:
        """Whether nothing of it is refused, left, kept in the file, or somebody's to choose."""
        return all(line.is_fine for line in self.lines)

    @property
    def summary(self) -> str:
        """Its name, with what comes of it."""
        counted = Counter(line.proposal.outcome for line in self.lines)
        said = [f"{WORDS[outcome]} {counted[outcome]}" for outcome in WORDS if counted[outcome]]
        return f"{self.name} · {', '.join(said)}"


@dataclass(frozen=True, slots=True)
class Count:
    """How many proposals there are of an outcome."""

    word: Any
    look: str
    count: int
    outcome: str


@dataclass(frozen=True, slots=True)
class PreviewPage:
    """What an import would do: counts of all of it, and one page of its lines by heading."""

    preview: Preview
    counts: list[Count]
    page: Page
    groups: list[Group]
    only: str

    @property
    def to_see(self) -> list[Group]:
        """The parts that somebody should look at, the first of them open."""
        found = [each for each in self.groups if not (each.is_fine or each.is_aside)]
        return [replace(each, is_open=bool(self.only) or at == 0) for at, each in enumerate(found)]

    @property
    def fine(self) -> list[Group]:
        """The parts that come as they stand."""
        return [each for each in self.groups if each.is_fine and not each.is_aside]

    @property
    def aside(self) -> list[Group]:
        """What stays in the file."""
        return [each for each in self.groups if each.is_aside]

    @property
    def shows_fine(self) -> bool:
        """Whether what is fine is all there is to see."""
        return bool(self.only) or len(self.groups) == 1

    @property
    def has_choices(self) -> bool:
        """Whether something on the page can be taken or left."""
        return any(line.proposal.is_choice for group in self.groups for line in group.lines)

    @property
    def may_bring(self) -> bool:
        """Whether everything is answered and something is written."""
        return self.preview.does and not (self.preview.asks or self.preview.stops)


def preview_page(
    acting: Acting, upload: Upload, kind: Kind, *, side: Any = 1, only: str = ""
) -> PreviewPage:
    """Return a page of the preview; ``only`` is an outcome to see alone."""
    preview = settled(acting, upload, kind)
    only = only if only in WORDS else ""
    rows = [each for each in preview.proposals if only in ("", each.outcome)]
    page = Paginator(rows, PER_PAGE).get_page(side)
    groups = [
        Group(name, sorted((_line(each, upload) for each in shown), key=attrgetter("is_fine")))
        for name, shown in rules.in_groups(page.object_list)
    ]
    return PreviewPage(preview, _counts(preview), page, groups, only)


def settled(acting: Acting, upload: Upload, kind: Kind) -> Preview:
    """Return what an import would do, with the answers and choices that are kept."""
    preview: Preview = kind.preview(acting, upload)
    return rules.settled(preview, refusals=upload.refusals, choices=upload.choices)


def _counts(preview: Preview) -> list[Count]:
    counts = preview.counts
    return [
        Count(word, LOOKS[outcome], counts[outcome], outcome)
        for outcome, word in WORDS.items()
        if counts[outcome]
    ]


def _line(proposal: Proposal, upload: Upload) -> Line:
    taken = upload.choices.get(proposal.key, proposal.is_chosen)
    return Line(proposal, WORDS[proposal.outcome], LOOKS[proposal.outcome], taken)
