"""Two economies side by side, never added: the municipality's own, and society's.

The own economy is cash on its budget: reductions as the financial plan carries them, less what it
pays. The social one counts all that has a price, and what it costs to collect the tax (R25).
"""

from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.queries.own import own_economy
from stafett.benefits.queries.reckoning import Ground, Missing, ground_of
from stafett.benefits.queries.sums import Sums, summed, sums
from stafett.benefits.queries.valuing import Account
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.ui.figures import hours

__all__ = ["headline", "sums"]


@dataclass(frozen=True, slots=True)
class Headline:
    """What a page may say of the forecast in one true sentence; ``missing`` is what it lacks."""

    sentence: str
    missing: list[Missing]


def headline(acting: Acting, initiative: Initiative) -> Headline:
    """Return one sentence on the forecast, net before gross (R19), or what is missing."""
    ground = ground_of(acting, initiative)
    if ground is None:
        return Headline(_("What each municipality promises is its own to show."), [])
    found = summed(ground.told, ground.parameters, first_year=ground.first)
    if not found.confirmed:
        return Headline(_not_yet(ground), [])
    own = own_economy(ground)
    return Headline(
        " ".join(filter(None, [_promised(found), own.sentence])) or _not_measured_before(found),
        own.missing,
    )


def _not_measured_before(found: Sums) -> str:
    if found.unknown:
        return _("What is promised is not known in numbers yet.")
    return _("What is promised cannot be told net of its costs yet.")


def _not_yet(ground: Ground) -> str:
    waiting = len(ground.told)
    if not waiting:
        return _("Nothing is promised yet.")
    return ngettext(
        "%(count)s promise waits for its owner’s yes.",
        "%(count)s promises wait for their owner’s yes.",
        waiting,
    ) % {"count": waiting}


def _promised(found: Sums) -> str:
    """Say hours and quality, each by itself. Kroner are said net, or not at all."""
    said = [
        *(_hours_said(found, account) for account in Account if account.endswith("hours")),
        _quality_said(found),
    ]
    told = "; ".join(filter(None, said))
    return _("Promised: %(what)s.") % {"what": told} if told else ""


def _hours_said(found: Sums, account: Account) -> str:
    there = found.of(account)
    if there is None or there.full_year is None:
        return ""
    fte = found.parameters.hours_per_fte if account == Account.HOURS else None
    what = {"hours": hours(there.full_year.likely, fte)}
    return _whose_hours(account) % what


def _whose_hours(account: Account) -> str:
    return {
        Account.HOURS: _("%(hours)s a year for staff"),
        Account.INHABITANTS_HOURS: _("%(hours)s a year for inhabitants"),
        Account.BUSINESS_HOURS: _("%(hours)s a year for businesses"),
        Account.PUBLIC_HOURS: _("%(hours)s a year for other public bodies"),
    }[account]


def _quality_said(found: Sums) -> str:
    there = found.of(Account.QUALITY)
    if there is None:
        return ""
    return ngettext("%(count)s quality target", "%(count)s quality targets", there.of) % {
        "count": there.of
    }
