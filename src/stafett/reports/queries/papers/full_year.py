"""Table A of a plan: each promise of an account in a full year, and the sum of those counted."""

from django.utils.translation import gettext as _

from stafett.benefits.models import NodeKind
from stafett.benefits.queries.prices import Prices
from stafett.benefits.queries.sums import TITLES, AccountSum
from stafett.benefits.queries.valuing import Account
from stafett.lib.papers import Column, Gap, Table
from stafett.reports.queries.papers import amounts, words
from stafett.reports.queries.papers.amounts import described
from stafett.reports.queries.papers.knowing import Known, Promise
from stafett.reports.queries.papers.words import thousands, three, three_heads
from stafett.ui.figures import number


def full_year(known: Known, account: Account) -> Table | None:
    """Return table A for one account: each promise in a full year, and the sum of those counted."""
    promises = [each for each in known.promises if each.line.account == account]
    summed = known.sums.of(account) if known.sums else None
    if not promises or known.sums is None:
        return None
    prices = amounts.prices(promises, known)
    told = {"account": TITLES[account], "unit": amounts.unit(account, prices.year)}
    columns = [
        Column(_("ID"), 0.5),
        Column(_("Description"), 2.4),
        Column(_("Linked to product"), 1.5),
        Column(_("Yardstick"), 1.5),
        *three_heads(),
        Column(_("Measured so far"), 1, is_number=True),
        Column(_("Benefit owner"), 1.8),
        Column(_("Counted"), 1.5),
    ]
    rows = [_promised(known, each, prices) for each in promises]
    foot = [] if summed is None else [_total(summed)]
    return Table(_("A. A full year: %(account)s, %(unit)s") % told, columns, rows, foot)


def _total(account: AccountSum) -> list[str]:
    coverage = account.measured.coverage
    read = {
        "promises": words.share(coverage.promises, coverage.of_promises),
        "places": words.share(coverage.measured, coverage.of),
    }
    return [
        "",
        _("Sum of those counted"),
        "",
        "",
        *three(account.full_year, amounts.written(account)),
        amounts.measured(account),
        _("measured: %(promises)s, municipalities: %(places)s") % read,
        words.share(account.counted, account.of),
    ]


def _promised(known: Known, each: Promise, prices: Prices) -> list[str]:
    worth, read = each.line.worth, each.line.measured
    factor = 1.0 if prices.missing or worth is None else prices.factor(worth.price_year)
    written = number if each.line.account.endswith("hours") else thousands
    points = (
        [_("Not known yet"), "", ""]
        if worth is None
        else [written(point * factor) for point in (worth.low, worth.likely, worth.high)]
    )
    return [
        each.id,
        described(each),
        known.behind(each.benefit, NodeKind.ENABLER) or Gap(_("product")),
        each.benefit.indicator.name,
        *points,
        _("Not measured") if read is None else written(read.likely * factor),
        each.owner,
        words.why_not_counted(each.line),
    ]
