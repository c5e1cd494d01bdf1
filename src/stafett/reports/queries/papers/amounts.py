"""What the tables of benefits write alike: amounts in an account's own unit and in one price."""

from collections.abc import Callable, Iterable

from django.utils.translation import gettext as _

from stafett.benefits.queries.prices import Prices, in_one_year
from stafett.benefits.queries.sums import AccountSum
from stafett.benefits.queries.valuing import Account
from stafett.reports.queries.papers import words
from stafett.reports.queries.papers.knowing import Known, Promise
from stafett.reports.queries.papers.words import thousands
from stafett.ui.figures import number

Written = Callable[[float | None], str]


def written(account: AccountSum) -> Written:
    return thousands if account.is_kroner else number


def measured(account: AccountSum) -> str:
    if account.is_kroner and account.measured.value is not None:
        return thousands(account.measured.value)
    return words.measured(account)


def unit(account: Account, price_year: int | None) -> str:
    if account == Account.QUALITY:
        return _("counted by yardstick")
    if account.endswith("hours"):
        return _("hours a year")
    if price_year is None:
        return _("thousand kr a year")
    return _("thousand kr a year, %(year)s prices") % {"year": price_year}


def described(each: Promise) -> str:
    harm = f" ({_('dis-benefit')})" if each.benefit.is_disbenefit else ""
    return f"{each.name}{harm}"


def prices(promises: Iterable[Promise], known: Known) -> Prices:
    """Return the prices that the sums of these are told in."""
    index = known.sums.parameters.price_index if known.sums else {}
    worths = [
        each.line.worth
        for each in promises
        if each.line.worth and each.line.is_confirmed and not each.line.left_out
    ]
    return in_one_year((worth.price_year for worth in worths), index)
