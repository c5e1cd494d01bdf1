"""A case for the council or the chief executive (no: saksframlegg), for an initiative.

It writes what is known here, and leaves the rest in brackets for the one who prepares the case.
"""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.models import PlanLine, StaffingEffect
from stafett.benefits.queries import economy
from stafett.benefits.queries.sums import AccountSum
from stafett.lib.papers import Block, Column, Gap, Paper, Part, Table
from stafett.needs.models import Need
from stafett.reports.queries.papers import people, words
from stafett.reports.queries.papers.assessment import assessment
from stafett.reports.queries.papers.knowing import Known
from stafett.trials.queries import Line as Test
from stafett.ui.figures import day, nok, number


def case_paper(known: Known) -> Paper:
    """Return the case for an initiative, as somebody may see it."""
    initiative = known.initiative
    return Paper(
        lang=words.language(),
        title=_("Case: %(title)s") % {"title": initiative.title},
        author=initiative.organisation.label,
        made_at=known.made_at,
        lead=_("%(name)s. Draft of %(day)s.")
        % {"name": initiative.organisation.label, "day": day(known.made_at)},
        parts=[
            head(),
            _proposal(known),
            Part(_("The matter in short"), _in_short(known)),
            *_background(known),
            *assessment(known),
            Part(_("How people were involved"), _involved(known)),
            Part(_("Alternatives"), _alternatives(known)),
            _attached(known),
            _rests_on(known),
        ],
        foot=f"{_('Case')} · {initiative.title} · {day(known.made_at)}",
        page=_("Page"),
    )


def head() -> Part:
    """Return what stands first in every case: the number, the one who prepares it, the bodies."""
    facts = [
        (_("Case number"), Gap(_("case number"))),
        (_("Prepared by"), Gap(_("name"))),
        (_("Decided by"), Gap(_("body and date of the meeting"))),
    ]
    return Part("", [Block(facts=facts)])


def _proposal(known: Known) -> Part:
    """Return the place of the proposal: what to decide is not the program's to say."""
    follows = list(_follows(known))
    blocks = [Block(text=Gap(_("the proposal: go on as described, change it, or leave it")))]
    if follows:
        blocks.append(Block(text=_("If it goes on, this follows from what is promised:")))
        blocks.append(Block(points=follows))
    return Part(_("Proposal for decision"), blocks)


def _follows(known: Known) -> Iterator[str]:
    for each in known.promises:
        if each.row.is_promised:
            promise = each.row.commitment
            taken = each.row.is_taken_from_the_budget
            lines = sorted(promise.plan_lines.all(), key=lambda row: row.year) if taken else []
            yield from (_reduced(each.name, line) for line in lines)
            yield _("%(owner)s owns «%(benefit)s», from %(day)s.") % {
                "owner": each.owner,
                "benefit": each.benefit.name,
                "day": day(promise.effect_starts_on),
            }


def _reduced(name: str, line: PlanLine) -> str:
    says = _(
        "The budget is reduced by %(kroner)s in %(year)s, in %(prices)s prices, for «%(benefit)s»: "
        "%(reference)s."
    )
    return says % {
        "kroner": nok(line.amount),
        "year": line.year,
        "prices": line.price_year,
        "benefit": name,
        "reference": line.reference,
    }


# --- in short -------------------------------------------------------------------------------


def _in_short(known: Known) -> list[Block]:
    initiative = known.initiative
    said = economy.headline(known.acting, initiative, frame=known.page)
    facts = [
        (_("Stage"), capfirst(str(initiative.get_stage_display()))),
        (_("Led by"), initiative.lead_name or Gap(_("name"))),
        (_("Those who join"), _joined(known)),
        (_("Tests"), _tested(known)),
        (_("Forecast"), said.sentence),
        (_("Measured"), _measured(known)),
    ]
    return [Block(quote=initiative.solution, lang=initiative.lang), Block(facts=facts)]


def _joined(known: Known) -> str:
    return ", ".join(row.label for row in known.page.joined) or _("Nobody yet")


def _tested(known: Known) -> str:
    count = len(known.tests)
    if not count:
        return known.initiative.untested_reason or Gap(_("why it was not tested"))
    says = ngettext("Rests on %(count)s test", "Rests on %(count)s tests", count)
    return says % {"count": number(count)}


def _measured(known: Known) -> str:
    confirmed = [each for each in known.promises if each.row.is_promised]
    if not confirmed:
        return _("Nothing is promised yet.")
    accounts = known.sums.accounts if known.sums else []
    read = [_account_read(each) for each in accounts]
    return "; ".join(read) or _("Not measured")


def _account_read(account: AccountSum) -> str:
    coverage = account.measured.coverage
    told = {
        "account": account.title,
        "measured": words.measured(account),
        "read": number(coverage.promises),
        "of": number(coverage.of_promises),
    }
    return _("%(account)s: %(measured)s (%(read)s of %(of)s promises measured)") % told


# --- the background -------------------------------------------------------------------------


def _background(known: Known) -> Iterator[Part]:
    yield Part(_("Background"), [])
    yield Part(_("The need, and who was heard"), people.needs_told(known), level=2)
    yield Part(_("What was tested"), [*_tests(known)], level=2)
    changed = people.differences_told(known) or [Block(text=Gap(_("what falls away")))]
    yield Part(_("What becomes simpler"), [*changed, *_passed(known)], level=2)


def _tests(known: Known) -> Iterator[Block]:
    columns = [
        Column(_("What was tested"), 2.4),
        Column(_("What it showed"), 2.8),
        Column(_("Led to"), 1.4),
        Column(_("What was learned"), 2),
    ]
    rows = [_test(each) for each in known.tests]
    if rows:
        yield Block(table=Table(_("The tests it rests on"), columns, rows))
    else:
        reason = known.initiative.untested_reason
        yield Block(quote=reason) if reason else Block(text=Gap(_("why it was not tested")))
    if known.others:
        rows = [_test(each) for each in known.others]
        yield Block(table=Table(_("Other tests of the same need"), columns, rows))


def _test(each: Test) -> list[str]:
    said = " ".join(filter(None, [each.sentence, each.beside]))
    return [each.trial.idea, said, capfirst(each.decision) or "–", each.trial.learning or "–"]


def _passed(known: Known) -> list[Block]:
    """Return the warnings that were passed with a reason: it stands where the matter does."""
    return words.points(
        f"{row.rule}: {row.reason} ({row.passed_by_name})" for row in known.page.passed
    )


# --- people, alternatives, and what comes along -------------------------------------------------


def _involved(known: Known) -> list[Block]:
    blocks = [*people.joining(known), *people.brought_in(known)]
    waiting = people.unanswered(known.page.involvements)
    if waiting:
        blocks.append(Block(text=people.waits(waiting)))
    return [*blocks, *_positions(known)]


def _positions(known: Known) -> list[Block]:
    """Return what it means for positions, in one's own municipality; never whom it touches."""
    effects = StaffingEffect.objects.visible_to(known.acting).live()
    rows = effects.filter(commitment__benefit__initiative=known.initiative).order_by("id")
    said = [
        _("%(what)s: %(how)s. %(state)s, to be decided by %(day)s.")
        % {
            "what": row.what,
            "how": row.get_realised_by_display(),
            "state": capfirst(str(row.get_state_display())),
            "day": day(row.decide_by),
        }
        for row in rows
    ]
    return [Block(text=_("What it means for positions:")), Block(points=said)] if said else []


def _alternatives(known: Known) -> list[Block]:
    blocks = [Block(text=_("Going on as today:"))]
    told = [block for need in known.page.needs for block in as_today(need)]
    blocks += told or [Block(text=Gap(_("what happens if nothing is done")))]
    return [*blocks, Block(text=Gap(_("other ways to meet the need, and why not those")))]


def as_today(need: Need) -> Iterator[Block]:
    """Yield what happens to a need if nothing is done."""
    if need.null_alternative:
        yield Block(quote=need.null_alternative, lang=need.lang)
    else:
        yield Block(text=Gap(_("what happens if nothing is done")))
    if need.null_worsens:
        says = _("It gets worse over time, so today’s level is a cautious measure.")
        yield Block(text=says)


def _attached(known: Known) -> Part:
    name = {"title": known.initiative.title}
    return Part(
        _("Attached"),
        [
            Block(
                points=[
                    _("Benefits realisation plan: %(title)s") % name,
                    Gap(_("other attachments")),
                ]
            )
        ],
    )


def _rests_on(known: Known) -> Part:
    figures = known.economy.reckoned.figures if known.economy.reckoned else []
    scope = _("The initiative «%(title)s»") % {"title": known.initiative.title}
    return words.rests_on(known, figures=figures, scope=scope)
