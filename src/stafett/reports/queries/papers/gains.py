"""The third part of a plan: the benefits by the standard's tables A to E, account by account."""

from collections.abc import Iterator

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stafett.benefits.models import NodeKind, TakeOut
from stafett.benefits.queries.sums import AccountSum
from stafett.benefits.queries.valuing import Account
from stafett.lib.papers import Block, Column, Gap, Part, Table
from stafett.reports.queries.papers import amounts, words
from stafett.reports.queries.papers.amounts import described
from stafett.reports.queries.papers.by_year import by_year
from stafett.reports.queries.papers.full_year import full_year
from stafett.reports.queries.papers.knowing import (
    ECONOMIC,
    OTHERS,
    QUALITATIVE,
    Known,
    Promise,
    sort_of,
)
from stafett.reports.queries.papers.words import three, three_heads
from stafett.ui.figures import day

OWN = (Account.BUDGET, Account.KRONER, Account.HOURS)
PUBLIC = (Account.PUBLIC_KRONER, Account.PUBLIC_HOURS)


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
    points = ["–"] * 3 if account.is_quality else three(account.full_year, amounts.written(account))
    return [
        account.title,
        ", ".join(dict.fromkeys(ids)),
        *points,
        amounts.unit(account.account, account.price_year),
        words.share(account.counted, account.of),
        amounts.measured(account),
        words.share(coverage.promises, coverage.of_promises),
    ]


# --- 3.1 in the organisation itself ----------------------------------------------------------


def _own(known: Known) -> Iterator[Part]:
    own = known.of_sort(ECONOMIC)
    tables = [full_year(known, account) for account in OWN]
    blocks = [Block(table=table) for table in tables if table]
    unpromised = _unpromised(known, ECONOMIC)
    missing = [] if own or unpromised else [Block(text=_("No benefit of this kind is described."))]
    yield Part(
        _("3.1 Effects in the organisation itself"),
        [*blocks, *unpromised, *missing, *by_year(known, OWN)],
        level=2,
        is_wide=True,
    )


def _unpromised(known: Known, sort: str) -> list[Block]:
    left = [each for each in known.unpromised if sort_of(each) == sort]
    says = _("%(id)s %(name)s: no promise that may be seen.")
    return words.points(says % {"id": each.mark, "name": each.name} for each in left)


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
        described(each),
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
    tables = [full_year(known, account) for account in PUBLIC]
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
        f"{capfirst(str(each.benefit.get_beneficiary_display()))}: {described(each)}",
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
