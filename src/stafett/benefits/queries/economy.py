"""Two economies side by side, never added: the municipality's own, and society's.

The own economy is cash on its budget: reductions as the financial plan carries them, less what it
pays. The social one counts all that has a price, and what it costs to collect the tax (R25).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace

from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.models import Drawn, Economy
from stafett.benefits.queries import outlook, unpriced
from stafett.benefits.queries.outlook import Asked, Outlook
from stafett.benefits.queries.own import Own, own_economy
from stafett.benefits.queries.reckoning import Basis, Ground, Missing, ground_of
from stafett.benefits.queries.reference import Compared, compared
from stafett.benefits.queries.social import Social, social_economy
from stafett.benefits.queries.sums import Read, Sums, summed, sums
from stafett.benefits.queries.unpriced import Unvalued, Weighed
from stafett.benefits.queries.valuing import Account
from stafett.initiatives.models import CostLine, Initiative, Vat
from stafett.initiatives.queries import Frame
from stafett.lib import Acting
from stafett.needs.models import Need
from stafett.organisations.models import ParameterName
from stafett.organisations.queries import Figure
from stafett.ui.figures import hours, number

__all__ = ["headline", "outlooks", "page", "sums", "to_draw"]

FIGURES = (
    ParameterName.YEARS,
    ParameterName.DISCOUNT_RATE,
    ParameterName.TAX_COST,
    ParameterName.HOURLY_COST,
    ParameterName.HOURS_PER_FTE,
    ParameterName.INHABITANT_HOUR,
    ParameterName.FRAGMENT_MINUTES,
    ParameterName.WORKING_DAYS,
    ParameterName.PRICE_INDEX,
    ParameterName.CORRELATION,
)


# --- the page -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Reckoned:
    """What somebody who takes part sees: both economies, and all they rest on.

    ``missing`` is what stands in the way of either; ``assumed`` says in sentences how it is
    reckoned, and ``figures`` with what.
    """

    basis: Basis
    own: Own
    social: Social
    sums: Sums
    costs: list[CostLine]
    unvalued: list[Unvalued]
    compared: list[Compared]
    missing: list[Missing]
    assumed: list[str]
    figures: list[Figure]


@dataclass(frozen=True, slots=True)
class EconomyPage:
    """What an initiative comes to, for somebody.

    ``reckoned`` is None for those who take no part: what a municipality promises is its own.
    """

    reckoned: Reckoned | None
    weighed: list[Weighed]
    flip: str
    needs: list[Need]
    may_change: bool


def page(acting: Acting, initiative: Initiative) -> EconomyPage:
    """Return what somebody may read of an initiative's economies."""
    ground = ground_of(acting, initiative)
    found = None if ground is None else _reckoned(acting, ground)
    weighed = unpriced.weighed(acting, initiative)
    return EconomyPage(
        reckoned=found,
        weighed=weighed,
        flip=unpriced.flip(found.social.net, weighed, found.unvalued) if found else "",
        needs=list(_needs_of(acting, initiative)),
        may_change=unpriced.may_weigh(acting, initiative),
    )


def _reckoned(acting: Acting, ground: Ground) -> Reckoned:
    own, social = own_economy(ground), social_economy(ground)
    return Reckoned(
        basis=ground.basis,
        own=own,
        social=social,
        sums=summed(ground.told, ground.parameters, first_year=ground.first),
        costs=ground.costs,
        unvalued=unpriced.unvalued(ground),
        compared=compared(acting, ground.told),
        missing=list({each.says: each for each in [*own.missing, *social.missing]}.values()),
        assumed=[*_assumed(ground, own, social)],
        figures=ground.parameters.told(*FIGURES),
    )


def _needs_of(acting: Acting, initiative: Initiative) -> QuerySet[Need]:
    """Return the needs it answers that somebody may see: they tell what happens without it."""
    mine = Need.objects.visible_to(acting).filter(pk__in=initiative.needs.values("pk"))
    return mine.order_by("id")


def _assumed(ground: Ground, own: Own, social: Social) -> Iterable[str]:
    """Yield how it is reckoned, one sentence for each choice."""
    yield _whose(ground.basis)
    yield _("Only promises with a yes count, and only benefits that lead to no other.")
    if ground.years:
        yield _(
            "It is reckoned from %(first)s, the year of the first cost or effect, to %(last)s."
        ) % {
            "first": ground.first,
            "last": ground.first + ground.years - 1,
        }
    yield _("Money falls at the start of each year: the first year’s is not discounted.")
    yield _("Rates are real, without the rise in prices, as the amounts are.")
    yield from _prices_said(own, social)
    if own.is_carried:
        yield _("When the financial plan has ended, its last year’s reduction is carried on.")
    yield from _vat_said(ground)
    yield _(
        "Low and high are extremes: all that is uncertain goes against it, or for it, at once. "
        "They are no probabilities."
    )


def _whose(basis: Basis) -> str:
    told = {"who": basis.name, "count": number(basis.of)}
    if basis.is_whole:
        return _("It is reckoned for %(who)s, with all of the costs.") % told
    return (
        _(
            "It is reckoned for %(who)s: its own promises, and an equal part of the costs, shared "
            "by the %(count)s that take part."
        )
        % told
    )


def _prices_said(own: Own, social: Social) -> Iterable[str]:
    if own.price_year:
        yield _("The budget is in %(year)s prices.") % {"year": own.price_year}
    if social.price_year:
        yield _("What it means for society is in %(year)s prices.") % {"year": social.price_year}


def _vat_said(ground: Ground) -> Iterable[str]:
    with_vat = sum(cost.vat == Vat.INCLUDED for cost in ground.costs if cost.high)
    if with_vat:
        yield ngettext(
            "%(count)s of the costs is with VAT.", "%(count)s of the costs are with VAT.", with_vat
        ) % {"count": with_vat}


# --- how it may turn out --------------------------------------------------------------------


def to_draw(reckoned: Reckoned, initiative: Initiative) -> dict[str, Asked | None]:
    """Return what is to be drawn in each economy."""
    told = {Economy.OWN: reckoned.own.items, Economy.SOCIAL: reckoned.social.items}
    together = reckoned.sums.parameters.correlation
    return {
        economy: outlook.asked({initiative.pk: items}, seed=initiative.pk, correlation=together)
        for economy, items in told.items()
    }


def outlooks(reckoned: Reckoned, kept: Mapping[str, Drawn]) -> dict[str, Outlook | None]:
    """Return what was drawn, as the page shows it."""
    return {
        "own_outlook": outlook.of_items(kept.get(Economy.OWN), reckoned.own.items),
        "social_outlook": outlook.of_items(kept.get(Economy.SOCIAL), reckoned.social.items),
    }


# --- for other pages ------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Headline:
    """What a page may say of the forecast in one true sentence; ``missing`` is what it lacks."""

    sentence: str
    missing: list[Missing]


def headline(
    acting: Acting,
    initiative: Initiative,
    *,
    read: Read | None = None,
    frame: Frame | None = None,
) -> Headline:
    """Return one sentence on the forecast, net before gross (R19), or what is missing.

    ``read`` are the promises somebody may see, and ``frame`` what it rests on, where a page has
    read them already.
    """
    ground = ground_of(acting, initiative, read=read, frame=frame)
    if ground is None:
        return Headline(_("What each municipality promises is its own to show."), [])
    # Only a full year is told: no year by itself is reckoned.
    found = summed(ground.told, replace(ground.parameters, years=0), first_year=ground.first)
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
