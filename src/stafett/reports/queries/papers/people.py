"""What people said: the needs, what falls away for them, who was brought in, and who joins."""

from collections.abc import Iterable, Iterator, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.initiatives.models import Involvement, StaffView
from stafett.lib.papers import Block, Column, Gap, Table
from stafett.needs.models import Need
from stafett.reports.queries.papers.knowing import Known
from stafett.ui.figures import day, number


def needs_told(known: Known) -> list[Block]:
    """Return the needs it answers, in the words they were told in."""
    found = [block for need in known.page.needs for block in _need(need)]
    return found or [Block(text=Gap(_("the need it answers: not shared with you, or not told")))]


def _need(need: Need) -> Iterator[Block]:
    yield Block(text=f"{need.title} ({need.organisation.label})", lang=need.lang)
    yield Block(quote=need.problem, lang=need.lang)
    facts = [
        (_("Whom it touches"), need.affected_group),
        (_("How it is today"), need.today or Gap(_("today’s level"))),
        (_("How we know"), need.evidence or Gap(_("what shows it"))),
        (_("Heard"), _heard(need)),
    ]
    yield Block(facts=facts, lang=need.lang)


def _heard(need: Need) -> str:
    if need.heard_count is None:
        return Gap(_("how many were heard, and who"))
    says = ngettext("%(count)s person", "%(count)s people", need.heard_count)
    return says % {"count": number(need.heard_count)}


def differences_told(known: Known) -> list[Block]:
    """Return what falls away, and what comes to."""
    page = known.page
    told = [
        (_("What falls away"), [row.what for row in page.removed]),
        (_("What comes to"), [row.what for row in page.added]),
    ]
    facts = [(name, "; ".join(rows)) for name, rows in told if rows]
    facts += [
        (capfirst(str(row.who)), " ".join(filter(None, [row.said, row.not_told])))
        for row in page.net.time
    ]
    return [Block(facts=facts)] if facts else []


# --- who was brought in ---------------------------------------------------------------------


def concerned(known: Known) -> list[Block]:
    """Return who joins, who was brought in and what they said, and who sees the use of it."""
    return [
        *joining(known),
        *brought_in(known),
        Block(text=Gap(_("others concerned: influence, attitude, and how they are met"))),
    ]


def joining(known: Known) -> list[Block]:
    """Return what each municipality answered, of those that may be seen."""
    columns = [
        Column(_("Municipality"), 1.6),
        Column(_("Answer"), 1),
        Column(_("Reason"), 3),
        Column(_("Date"), 1.2),
    ]
    rows = [
        [
            row.municipality.label,
            capfirst(str(row.get_answer_display())),
            row.reason or "–",
            day(row.answered_at),
        ]
        for row in known.page.participations
    ]
    rows += [[row.label, _("Not answered"), "–", "–"] for row in known.page.unanswered]
    return [Block(table=Table(_("Who joins"), columns, rows))] if rows else []


def brought_in(known: Known) -> list[Block]:
    """Return the log of who was informed and asked, oldest first, with the answers they got."""
    rows = list(reversed(known.page.involvements))
    views = [see_the_use(view.view) for view in known.page.staff_views]
    told = Block(table=log(rows)) if rows else Block(text=Gap(who_was_asked()))
    return [told, *([Block(points=views)] if views else [])]


def who_was_asked() -> str:
    """Say what is missing where nobody is noted as informed or asked."""
    return _("who was informed and asked: unions, safety reps, those who will work so")


def see_the_use(view: StaffView) -> str:
    """Return how many see the use of it in a municipality, and when they were asked."""
    said = _("%(see)s of %(asked)s see the use of it") % {
        "see": number(view.see_the_use),
        "asked": number(view.asked),
    }
    return f"{view.municipality.label}, {day(view.asked_on)}: {said}."


def log(rows: Sequence[Involvement]) -> Table:
    """Return who was informed and asked, what they said, and what was answered."""
    columns = [
        Column(_("When"), 1.2),
        Column(_("Where"), 1.7),
        Column(_("How"), 1.2),
        Column(_("With whom"), 1.6),
        Column(_("What they said"), 2.4),
        Column(_("The employer’s answer"), 2.2),
    ]
    return Table(_("How people were brought in"), columns, [_involved(row) for row in rows])


def _involved(row: Involvement) -> list[str]:
    noted = _("noted %(day)s") % {"day": day(row.noted_on)} if row.is_noted_afterwards else ""
    return [
        ", ".join(filter(None, [day(row.happened_on), noted])),
        row.organisation.label,
        capfirst(str(row.get_kind_display())),
        row.with_whom,
        row.view or "–",
        row.reply or (_("Not answered") if row.view else "–"),
    ]


def unanswered(rows: Iterable[Involvement]) -> int:
    """Return how many said something that nobody has answered."""
    return sum(row.waits_for_answer for row in rows)


def waits(count: int) -> Gap:
    """Return the place of the answers that nobody has given."""
    says = ngettext(
        "the employer’s answer to %(count)s who said something",
        "the employer’s answer to %(count)s who each said something",
        count,
    )
    return Gap(says % {"count": number(count)})
