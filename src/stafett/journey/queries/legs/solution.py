"""The third leg: what falls away and what comes to, what it costs, and who was brought in."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.initiatives.queries import InitiativePage
from stafett.journey import rules
from stafett.journey.queries.telling import Leg, Missing, Scene, sentences
from stafett.lib import RuleWarning
from stafett.ui.figures import hours, nok, number

MINUTES_IN_AN_HOUR = 60


@dataclass(frozen=True, slots=True)
class Solution:
    """The initiative's own page, with its time and its costs in words."""

    page: InitiativePage
    time: Sequence[str]
    cost: str
    warnings: Sequence[RuleWarning]


def leg(scene: Scene, *, describes_benefits: bool) -> Leg:
    """Tell what people stop doing, what they start, and what it costs."""
    page = scene.page
    told = Solution(page, _time(page), _cost(page), page.warnings if page.may_change else ())
    missing = [*_missing(scene, describes_benefits=describes_benefits)]
    progress = rules.BEGUN if missing else rules.COMPLETE
    sentence = sentences(_things(page), " ".join(told.time), told.cost)
    return Leg(
        "solution", progress, sentence or _("It is not told what falls away."), missing, told
    )


def _things(page: InitiativePage) -> str:
    """Say how many things fall away and come to: «3 ting faller bort, 1 kommer til.»"""
    if not page.removed and not page.added:
        return ""
    removed = ngettext(
        "%(count)s thing falls away", "%(count)s things fall away", len(page.removed)
    ) % {"count": number(len(page.removed))}
    if not page.added:
        return _("%(removed)s, and nothing comes to.") % {"removed": removed}
    added = ngettext("%(count)s comes to", "%(count)s come to", len(page.added)) % {
        "count": number(len(page.added))
    }
    return _("%(removed)s, %(added)s.") % {"removed": removed, "added": added}


def _time(page: InitiativePage) -> list[str]:
    """Say whose time it is, each by itself: they are never added."""
    return [_time_of(row.relieved, row.minutes) for row in page.net.time if row.minutes]


def _time_of(whose: str, minutes: float) -> str:
    amount = hours(abs(minutes) / MINUTES_IN_AN_HOUR)
    if minutes > 0:
        said = {
            "staff": _("Staff get %(hours)s back a year, all counted."),
            "inhabitants": _("Inhabitants get %(hours)s back a year, all counted."),
            "business": _("Businesses get %(hours)s back a year, all counted."),
        }
    else:
        said = {
            "staff": _("Staff spend %(hours)s more a year, all counted."),
            "inhabitants": _("Inhabitants spend %(hours)s more a year, all counted."),
            "business": _("Businesses spend %(hours)s more a year, all counted."),
        }
    return said[whose] % {"hours": amount}


def _cost(page: InitiativePage) -> str:
    costs = page.costs
    if costs is None:
        return ""
    total = costs.total
    if total is None:
        return _("What it costs cannot be added up yet.")
    if not total.high:
        return _("It costs nothing.")
    words = {
        "likely": nok(total.likely),
        "low": number(total.low),
        "high": number(total.high),
        "year": costs.price_year,
        "first": costs.years[0].year,
        "last": total.year,
    }
    if total.low == total.high:
        return _("It costs %(likely)s in %(first)s–%(last)s, in %(year)s prices.") % words
    return (
        _(
            "It costs about %(likely)s (%(low)s to %(high)s) in %(first)s–%(last)s, in %(year)s "
            "prices."
        )
        % words
    )


# --- what is missing ------------------------------------------------------------------------


def _missing(scene: Scene, *, describes_benefits: bool) -> Iterator[Missing]:
    if any(warning.rule == "R03" for warning in scene.page.warnings):
        yield scene.missing(
            _("It is not told what people can stop doing."),
            "initiatives:differences",
            _("Say what falls away"),
        )
    if not scene.page.light:
        yield from _asked_of_the_large(scene)
    if not describes_benefits:
        yield scene.missing(
            _("It is not told what gets better, and by which yardstick."),
            "benefits:overview",
            _("Describe a benefit"),
        )


def _asked_of_the_large(scene: Scene) -> Iterator[Missing]:
    page = scene.page
    if page.missing_costs:
        kinds = ", ".join(str(kind.label) for kind in page.missing_costs)
        what = _("It is not told what it costs: %(kinds)s. 0 kr is an answer.") % {"kinds": kinds}
        yield scene.missing(what, "initiatives:costs", _("Fill in the costs"))
    # Others see nothing of it, and that says nothing.
    if (page.is_own or scene.takes_part) and not page.involvements:
        what = _("The unions, the safety reps and the staff have not been brought in.")
        yield _noted(scene, what)


def _noted(scene: Scene, what: str) -> Missing:
    if not scene.page.may_note:
        return Missing(what, scene.keepers)
    url = reverse("initiatives:involvement", kwargs={"pk": scene.initiative.pk})
    return Missing(what, scene.keepers, url=url, button=_("Note who was told or asked"))
