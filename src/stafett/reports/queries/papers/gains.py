"""The third part of a plan: the benefits by the standard's tables A to E, account by account."""

from collections.abc import Callable, Iterable, Iterator, Sequence

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stafett.benefits.models import NodeKind, TakeOut
from stafett.benefits.queries.prices import Prices, in_one_year
from stafett.benefits.queries.sums import TITLES, AccountSum
from stafett.benefits.queries.valuing import Account
from stafett.lib.papers import Block, Column, Gap, Part, Table
from stafett.reports.queries.papers import words
from stafett.reports.queries.papers.knowing import (
    ECONOMIC,
    OTHERS,
    QUALITATIVE,
    Known,
    Promise,
    sort_of,
)
from stafett.reports.queries.papers.words import thousands, three, three_heads
from stafett.ui.figures import day, number

OWN = (Account.BUDGET, Account.KRONER, Account.HOURS)
PUBLIC = (Account.PUBLIC_KRONER, Account.PUBLIC_HOURS)
YEARS_IN_A_TABLE = 10
Written = Callable[[float | None], str]


# --- 3 the benefits -------------------------------------------------------------------------


def benefits(known: Known) -> Iterator[Part]:
    says = _(
        "Kroner on the budget, hours and quality stand each by themselves and are never added. "
        "Low, likely and high are the three points of a forecast for a full year; what is measured "
        "stands in a column of its own."
    )
    summary = Table(_("Benefits in all, account by account"), _summary_heads(), _summary(known))
    blocks = [Block(text=says), *([Block(table=summary)] if summary.rows else nothing_seen(known))]
    yield Part(_("3 The benefits"), blocks, is_wide=True)
    yield from _own(known)
    yield _taken_out(known)
    yield _other_public(known)
    yield _qualitative(known)


def nothing_seen(known: Known) -> list[Block]:
    if known.sums is None:
        return [Block(text=_("What each municipality promises is its own to show."))]
    return [Block(text=_("Nothing is promised yet."))]


def _summary_heads() -> list[Column]:
    return [
        Column(_("Account"), 2.2),
        Column(_("Ids"), 1.2),
        *three_heads(),
        Column(_("Unit"), 1.5),
        Column(_("Promises counted"), 1, is_number=True),
        Column(_("Measured so far"), 1, is_number=True),
        Column(_("Promises measured"), 1, is_number=True),
    ]


def _summary(known: Known) -> list[list[str]]:
    accounts = known.sums.accounts if known.sums else []
    return [_summed(known, account) for account in accounts]


def _summed(known: Known, account: AccountSum) -> list[str]:
    ids = [each.id for each in known.promises if each.line.account == account.account]
    coverage = account.measured.coverage
    points = ["–"] * 3 if account.is_quality else three(account.full_year, _written(account))
    return [
        account.title,
        ", ".join(dict.fromkeys(ids)),
        *points,
        _unit(account.account, account.price_year),
        words.share(account.counted, account.of),
        _measured(account),
        words.share(coverage.promises, coverage.of_promises),
    ]


def _written(account: AccountSum) -> Written:
    return thousands if account.is_kroner else number


def _measured(account: AccountSum) -> str:
    if account.is_kroner and account.measured.value is not None:
        return thousands(account.measured.value)
    return words.measured(account)


def _unit(account: Account, price_year: int | None) -> str:
    if account == Account.QUALITY:
        return _("counted by yardstick")
    if account.endswith("hours"):
        return _("hours a year")
    if price_year is None:
        return _("thousand kr a year")
    return _("thousand kr a year, %(year)s prices") % {"year": price_year}


# --- 3.1 in the organisation itself ----------------------------------------------------------


def _own(known: Known) -> Iterator[Part]:
    own = known.of_sort(ECONOMIC)
    tables = [_full_year(known, account) for account in OWN]
    blocks = [Block(table=table) for table in tables if table]
    unpromised = _unpromised(known, ECONOMIC)
    missing = [] if own or unpromised else [Block(text=_("No benefit of this kind is described."))]
    yield Part(
        _("3.1 Effects in the organisation itself"),
        [*blocks, *unpromised, *missing, *_by_year(known)],
        level=2,
        is_wide=True,
    )


def _unpromised(known: Known, sort: str) -> list[Block]:
    left = [each for each in known.unpromised if sort_of(each) == sort]
    says = _("%(id)s %(name)s: no promise that may be seen.")
    return words.points(says % {"id": each.mark, "name": each.name} for each in left)


def _full_year(known: Known, account: Account) -> Table | None:
    """Return table A for one account: each promise in a full year, and the sum of those counted."""
    promises = [each for each in known.promises if each.line.account == account]
    summed = known.sums.of(account) if known.sums else None
    if not promises or known.sums is None:
        return None
    prices = _prices(promises, known)
    told = {"account": TITLES[account], "unit": _unit(account, prices.year)}
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
        *three(account.full_year, _written(account)),
        _measured(account),
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
        _described(each),
        known.behind(each.benefit, NodeKind.ENABLER) or Gap(_("product")),
        each.benefit.indicator.name,
        *points,
        _("Not measured") if read is None else written(read.likely * factor),
        each.owner,
        words.why_not_counted(each.line),
    ]


def _described(each: Promise) -> str:
    harm = f" ({_('dis-benefit')})" if each.benefit.is_disbenefit else ""
    return f"{each.name}{harm}"


def _prices(promises: Iterable[Promise], known: Known) -> Prices:
    """Return the prices that the sums of these are told in."""
    index = known.sums.parameters.price_index if known.sums else {}
    worths = [
        each.line.worth
        for each in promises
        if each.line.worth and each.line.is_confirmed and not each.line.left_out
    ]
    return in_one_year((worth.price_year for worth in worths), index)


# --- year by year ---------------------------------------------------------------------------


def _by_year(known: Known) -> Iterator[Block]:
    """Yield table B, so many years in each: each promise by year, then the sums."""
    for account in OWN:
        summed = known.sums.of(account) if known.sums else None
        if summed and summed.years:
            yield from _years_of(known, summed)
    if known.economy.reckoned and known.economy.reckoned.own.years:
        yield from _own_economy(known)


def _years_of(known: Known, account: AccountSum) -> Iterator[Block]:
    counted = [each for each in known.promises if _is_in(each, account)]
    prices = _prices(counted, known)
    first, count = account.years[0].year, len(account.years)
    written = _written(account)
    flows = [
        (each, each.line.flow(first, count) * prices.factor(_price_year(each))) for each in counted
    ]
    sums = [
        (_("Sum, low"), [row.span.low for row in account.years]),
        (_("Sum, likely"), [row.span.likely for row in account.years]),
        (_("Sum, high"), [row.span.high for row in account.years]),
    ]
    rows = [[each.id, each.name, *flow[1].tolist()] for each, flow in flows]
    told = {"account": account.title, "unit": _unit(account.account, account.price_year)}
    caption = _("B. Year by year, forecast: %(account)s, %(unit)s") % told
    feet = [["", name, *values] for name, values in sums]
    yield from _in_years(caption, [row.year for row in account.years], rows, feet, written)


def _is_in(each: Promise, account: AccountSum) -> bool:
    return each.line.account == account.account and each.line.counts


def _price_year(each: Promise) -> int | None:
    return each.line.worth.price_year if each.line.worth else None


def _own_economy(known: Known) -> Iterator[Block]:
    """Yield the net on the budget: what the financial plan takes out, less the costs."""
    own = known.economy.reckoned.own if known.economy.reckoned else None
    if own is None:
        return
    years = [row.year for row in own.years]
    rows: list[list[object]] = [
        ["B", _("Less spent, as the financial plan has it"), *(row.saved for row in own.years)],
        ["D", _("Costs"), *(row.paid for row in own.years)],
    ]
    feet: list[list[object]] = [["B − D", _("Left"), *(row.net for row in own.years)]]
    unit = _unit(Account.BUDGET, own.price_year)
    caption = _("B. Year by year, net on the budget, not discounted: %(unit)s") % {"unit": unit}
    yield from _in_years(caption, years, rows, feet, thousands)
    if own.is_carried:
        yield Block(
            text=_("When the financial plan has ended, its last year’s reduction is carried on.")
        )
    if own.without_plan:
        names = "; ".join(str(each.benefit) for each in own.without_plan)
        says = _("Not in the financial plan yet, and therefore not counted: %(names)s")
        yield Block(text=says % {"names": names})


def _in_years(
    caption: str,
    years: Sequence[int],
    rows: Sequence[Sequence[object]],
    feet: Sequence[Sequence[object]],
    written: Written,
) -> Iterator[Block]:
    """Yield one table for so many years as there is room for, the sum of all years in the last."""
    for start in range(0, len(years), YEARS_IN_A_TABLE):
        here = slice(start, start + YEARS_IN_A_TABLE)
        is_last = start + YEARS_IN_A_TABLE >= len(years)
        columns = [Column(_("ID"), 0.7), Column(_("Description"), 2.6)]
        columns += [Column(str(year), 1, is_number=True) for year in years[here]]
        columns += [Column(_("All years"), 1.1, is_number=True)] if is_last else []
        told = [[_year_row(row, here, written, is_last) for row in part] for part in (rows, feet)]
        yield Block(table=Table(caption, columns, *told))


def _year_row(row: Sequence[object], here: slice, written: Written, is_last: bool) -> list[str]:
    values = [float(str(value)) for value in row[2:]]
    told = [written(value) for value in values[here]]
    return [str(row[0]), str(row[1]), *told, *([written(sum(values))] if is_last else [])]


# --- 3.2 to 3.4 -----------------------------------------------------------------------------


def _taken_out(known: Known) -> Part:
    columns = [
        Column(_("ID"), 0.5),
        Column(_("Description"), 2.4),
        Column(_("A full year, likely"), 1.8),
        Column(_("Used in the organisation for"), 2.6),
        Column(_("Starts in"), 0.8, is_number=True),
        Column(_("Benefit owner"), 1.8),
    ]
    rows = [_use(each) for each in known.of_sort(ECONOMIC)]
    table = Table(_("C. How the benefits are taken out"), columns, rows)
    blocks = [Block(table=table)] if rows else [Block(text=_("Nothing to take out yet."))]
    return Part(_("3.2 How they are used in the organisation"), blocks, level=2, is_wide=True)


def _use(each: Promise) -> list[str]:
    promise = each.row.commitment
    return [
        each.id,
        _described(each),
        each.row.worth_words,
        _used_for(each),
        str(promise.effect_starts_on.year),
        each.owner,
    ]


def _used_for(each: Promise) -> str:
    promise = each.row.commitment
    said = capfirst(str(promise.get_take_out_display()))
    if promise.take_out_what:
        said = f"{said}: {promise.take_out_what}"
    if promise.take_out == TakeOut.UNDECIDED and promise.take_out_by:
        by = _("to be decided by %(day)s") % {"day": day(promise.take_out_by)}
        said = f"{said}, {by}"
    return said


def _other_public(known: Known) -> Part:
    facts = [
        (_("Body"), Gap(_("name"))),
        (_("Contact"), Gap(_("name"))),
        (_("Involved on"), Gap(_("date"))),
    ]
    tables = [_full_year(known, account) for account in PUBLIC]
    blocks = [Block(table=table) for table in tables if table]
    blocks += _unpromised(known, OTHERS)
    told = (
        [Block(facts=facts), *blocks]
        if blocks
        else [Block(text=_("No benefit of this kind is described."))]
    )
    return Part(_("3.3 Priced effects in other public bodies"), told, level=2, is_wide=True)


def _qualitative(known: Known) -> Part:
    columns = [
        Column(_("ID"), 0.5),
        Column(_("Who gets which benefit"), 2.6),
        Column(_("Linked to product"), 1.5),
        Column(_("Importance"), 1.2),
        Column(_("A full year, likely"), 1.8),
        Column(_("Starts in"), 0.8, is_number=True),
        Column(_("Benefit owner"), 1.8),
    ]
    rows = [_gained(known, each) for each in known.of_sort(QUALITATIVE)]
    blocks = [Block(table=Table(_("E. Effects without a price, and for others"), columns, rows))]
    told = [*(blocks if rows else []), *_unpromised(known, QUALITATIVE), *_weighed(known)]
    nothing = [Block(text=_("No benefit of this kind is described."))]
    title = _("3.4 Effects without a price")
    return Part(title, told or nothing, level=2, is_wide=True)


def _gained(known: Known, each: Promise) -> list[str]:
    promise = each.row.commitment
    return [
        each.id,
        f"{capfirst(str(each.benefit.get_beneficiary_display()))}: {_described(each)}",
        known.behind(each.benefit, NodeKind.ENABLER) or Gap(_("product")),
        Gap(_("low, moderate or high, and why")),
        each.row.worth_words,
        str(promise.effect_starts_on.year),
        each.owner,
    ]


def _weighed(known: Known) -> list[Block]:
    rows = [
        [
            each.effect.what,
            capfirst(str(each.effect.get_beneficiary_display())),
            capfirst(str(each.effect.get_importance_display())),
            capfirst(str(each.effect.get_extent_display())),
            each.words,
            each.effect.reason,
        ]
        for each in known.economy.weighed
    ]
    columns = [
        Column(_("What"), 2),
        Column(_("For whom"), 1.2),
        Column(_("How much it means"), 1),
        Column(_("How much it changes"), 1.2),
        Column(_("Weight"), 1),
        Column(_("How you know"), 2.4),
    ]
    table = Table(_("Other effects, weighed by the plus-minus method"), columns, rows)
    return [Block(table=table)] if rows else []
