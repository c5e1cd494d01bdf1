"""The assessment in a case: what it costs, what it gives, and what has no price."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stafett.benefits.queries.sums import AccountSum, Sums
from stafett.initiatives.models import CostLine
from stafett.lib.papers import Block, Column, Gap, Part, Table
from stafett.reports.queries.papers import words
from stafett.reports.queries.papers.knowing import Known
from stafett.reports.queries.papers.uncertainty import how_it_may_turn_out
from stafett.reports.queries.papers.words import three, three_heads
from stafett.ui.figures import number


def assessment(known: Known) -> Iterator[Part]:
    """Yield the costs, the benefits, how it may turn out, and what has no price."""
    yield Part(_("Assessment"), [])
    yield Part(_("What it costs"), _costs(known), level=2)
    yield Part(_("What it gives"), _gives(known), level=2)
    yield Part(_("How it may turn out"), how_it_may_turn_out(known), level=2)
    yield Part(_("What has no price"), _unpriced(known), level=2)
    other = Gap(_("law, privacy, universal design, climate, and what else the case must look into"))
    yield Part(_("Other consequences"), [Block(text=other)], level=2)


def _costs(known: Known) -> list[Block]:
    if not known.page.cost_lines:
        return [Block(text=Gap(_("what it costs")))]
    columns = [
        Column(_("What"), 2.3),
        Column(_("Years"), 0.9),
        *three_heads(1.15),
        Column(_("Prices of"), 0.8, is_number=True),
        Column(_("VAT"), 0.9),
        Column(_("Who pays"), 1.2),
    ]
    costs = known.page.costs
    rows = [_cost(line) for line in known.page.cost_lines]
    foot = []
    if costs and costs.total:
        total = [number(point) for point in (costs.total.low, costs.total.likely, costs.total.high)]
        foot = [[_("All years, not discounted"), "", *total, str(costs.price_year), "", ""]]
    blocks = [Block(table=Table(_("Costs, kr a year"), columns, rows, foot))]
    missing = [str(kind.label) for kind in known.page.missing_costs]
    if costs and costs.why_not:
        blocks.append(Block(text=costs.why_not))
    if missing and not known.page.light:
        says = _("the costs of: %(kinds)s") % {"kinds": ", ".join(missing)}
        blocks.append(Block(text=Gap(says)))
    return blocks


def _cost(line: CostLine) -> list[str]:
    years = str(line.year) if line.year == line.last_year else f"{line.year}–{line.last_year}"
    return [
        f"{capfirst(str(line.get_kind_display()))}: {line.what}",
        years,
        *(number(point) for point in (line.low, line.likely, line.high)),
        str(line.price_year),
        capfirst(str(line.get_vat_display())),
        capfirst(str(line.get_payer_display())),
    ]


def _gives(known: Known) -> list[Block]:
    if known.sums is None:
        return [Block(text=_("What each municipality promises is its own to show."))]
    blocks = [
        Block(
            text=_(
                "Kroner on the budget, hours and quality stand each by themselves and are never "
                "added. The forecast is of a full year; what is measured stands beside it."
            )
        ),
        *_accounts_told(known.sums),
    ]
    named = [f"{each.id} {each.name}: {each.row.worth_words}" for each in known.promises]
    return [*blocks, *words.points(named)]


def _accounts_told(sums: Sums) -> Iterator[Block]:
    """Yield what is promised and measured account by account, and what waits for a yes."""
    if sums.accounts:
        caption = _("Promised in a full year, account by account")
        yield Block(table=_accounts(caption, sums.accounts))
    else:
        yield Block(text=_("No promise has a yes yet."))
    if sums.proposed:
        caption = _("Waiting for their owner’s yes, and not counted")
        yield Block(table=_accounts(caption, sums.proposed))


def _accounts(caption: str, accounts: list[AccountSum]) -> Table:
    columns = [
        Column(_("Account"), 2),
        Column(_("Unit"), 1.4),
        *three_heads(1.1),
        Column(_("Promises counted"), 1.1, is_number=True),
        Column(_("Measured so far"), 1.2, is_number=True),
        Column(_("Promises measured"), 1.1, is_number=True),
    ]
    return Table(caption, columns, [_account(each) for each in accounts])


def _account(account: AccountSum) -> list[str]:
    coverage = account.measured.coverage
    points = ["–"] * 3 if account.is_quality else three(account.full_year, number)
    return [
        f"{account.title} ({account.fte})" if account.fte else account.title,
        words.unit_of(account),
        *points,
        words.share(account.counted, account.of),
        words.measured(account),
        words.share(coverage.promises, coverage.of_promises),
    ]


def _unpriced(known: Known) -> list[Block]:
    told = [
        f"{each.effect.what} ({each.effect.get_beneficiary_display()}): {each.words}. "
        f"{each.effect.reason}"
        for each in known.economy.weighed
    ]
    found = known.economy.reckoned
    told += [f"{each.what}: {each.why}." for each in found.unvalued] if found else []
    flips = [Block(text=known.economy.flip)] if known.economy.flip else []
    return [*words.points(told), *flips] or [Block(text=Gap(_("what has no price")))]
