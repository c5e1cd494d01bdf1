"""The project card: an initiative, and the need behind a new one."""

from collections.abc import Iterator

from django.utils.translation import gettext as _

from stafett.files.queries.kommit.beside import STOOD, as_kept
from stafett.files.queries.kommit.book import LONGEST_TITLE, Book
from stafett.files.rules import kommit_says
from stafett.files.rules.proposals import MAKE, SAME, Proposal
from stafett.initiatives.models import Initiative

ANSWERED = ("problem", "affected_group", "today", "sector", "reason")


def card(book: Book) -> Iterator[Proposal]:
    """Yield the initiative, after its need where it is a new one."""
    title = book.answers.get("title") or book.told[kommit_says.NAME].typed
    if book.initiative is not None:
        yield _here(book, book.initiative, title)
        return
    yield _need(book, title)
    yield _initiative(book, title)


def _need(book: Book, title: str) -> Proposal:
    problem = {name: book.answers.get(name, "") for name in ANSWERED}
    return Proposal(
        "need", "need", _("The initiative"), problem["problem"] or _("the need"), MAKE,
        book.told[kommit_says.PURPOSE], reason=_("A need, so that the problem stands by itself."),
        data={"title": title[:LONGEST_TITLE], **problem},
    )  # fmt: skip


def _initiative(book: Book, title: str) -> Proposal:
    told = {"title": title, "solution": book.answers.get("solution", "")}
    return Proposal(
        "initiative", "initiative", _("The initiative"), title or _("the initiative"), MAKE,
        book.told[kommit_says.NAME], rests_on=("need",),
        data={**told, "value": as_kept({"title": title})},
        reason=_("An initiative that you lead. Only your own organisation sees it."),
    )  # fmt: skip


def _here(book: Book, initiative: Initiative, title: str) -> Proposal:
    name, group = book.told[kommit_says.NAME], _("The initiative")
    if "initiative" in book.known and name.typed:
        told = Proposal("initiative", "initiative", group, title, MAKE, name)
        return book.compared(told, {"title": title})
    value = as_kept({"title": name.typed, STOOD: {"title": initiative.title}})
    return Proposal(
        "initiative", "", group, str(initiative), SAME, name, row=initiative, links=True,
        data={"value": value},
    )  # fmt: skip
