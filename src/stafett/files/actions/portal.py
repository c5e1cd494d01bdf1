"""What a benefit overview becomes, each thing by the action of its own room."""

from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from stafett.benefits.actions import promising
from stafett.files.rules.kinds import Done
from stafett.files.rules.proposals import Proposal
from stafett.indicators import actions as indicators
from stafett.needs.models import Scope
from stafett.trials import actions as trials

LONGEST_NOTE = 300


def initiative(bringing: Any, proposal: Proposal) -> Done:
    """Describe a project as an initiative that answers a need."""
    lang = bringing.by.organisation_language
    with translation.override(lang):
        solution = _("A project that is described in Prosjektportalen. To be completed.")
        reason = _("It was begun before it came here, in Prosjektportalen.")
    told = {
        "title": proposal.data["title"],
        "solution": solution,
        "lead": None,
        "staff_count": None,
        "scope": Scope.OWN,
        "group": None,
        "lang": lang,
    }
    row = trials.propose(
        need=proposal.data["need"],
        tests=[],
        told=told,
        untested_reason=reason,
        by=bringing.by,
        now=bringing.now,
    )
    return Done(row)


def indicator(bringing: Any, proposal: Proposal) -> Done:
    """Define the yardstick; what the portal does not ask is told to be missing."""
    lang = bringing.by.organisation_language
    with translation.override(lang):
        missing = _("Prosjektportalen does not say. To be completed.")
    defined = {
        "scope": Scope.OWN,
        "name": proposal.data["name"],
        "unit": proposal.data["unit"],
        "is_share": False,
        "is_about_people": False,
        "direction": proposal.data["direction"],
        "method": missing,
        "source": missing,
        "population": missing,
        "lang": lang,
    }
    return Done(indicators.define(defined=defined, by=bringing.by, now=bringing.now))


def benefit(bringing: Any, proposal: Proposal) -> Done:
    """Describe the benefit, by its first yardstick."""
    data = proposal.data
    described = {
        "name": data["name"],
        "kind": data["kind"],
        "indicator": _row(bringing, *data["indicator"]),
    }
    row = promising.describe(
        initiative=_row(bringing, *data["initiative"]),
        described=described,
        by=bringing.by,
        now=bringing.now,
    )
    return Done(row)


def reading(bringing: Any, proposal: Proposal) -> Done:
    """Note a reading of a day, or correct the one that stands there."""
    data = proposal.data
    said = {"value": data["value"], "how": _how(bringing, data)}
    who = {"by": bringing.by, "now": bringing.now}
    if data["before"] is not None:
        before = data["before"]
        return Done(indicators.correct(observation=before, n=before.n, **said, **who))
    row = indicators.observe(
        indicator=_row(bringing, *data["indicator"]),
        unit=None,
        period_start=data["on"],
        period_end=data["on"],
        **said,
        **who,
    )
    return Done(row)


def _row(bringing: Any, key: str, here: Any) -> Any:
    return here if here is not None else bringing.rows[key]


def _how(bringing: Any, data: Any) -> str:
    with translation.override(bringing.by.organisation_language):
        rounded = _("rounded down in the source") if data["is_rounded"] else ""
    parts = ("Prosjektportalen", rounded, data["comment"])
    return ". ".join(part for part in parts if part)[:LONGEST_NOTE]
