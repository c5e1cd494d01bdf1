"""What KommIT's workbook becomes, each thing by the action of its own room."""

from datetime import date
from decimal import Decimal
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from stafett.benefits.actions import mapping, promising
from stafett.benefits.queries.mapping import key_of
from stafett.files.actions.importing import Bringing
from stafett.files.queries.undoing import as_kept
from stafett.files.rules.kinds import Done
from stafett.files.rules.proposals import CHANGE, Proposal
from stafett.indicators import actions as indicators
from stafett.initiatives import actions as initiatives
from stafett.needs import actions as needs
from stafett.people.models import Person
from stafett.trials import actions as trials

TEXT = 1000
REST_OF_NEED = {
    "evidence": "", "heard_count": None, "null_alternative": "", "null_worsens": None,
    "unit": None, "scope": "own", "group": None,
}  # fmt: skip


def need(bring: Bringing, told: Proposal) -> Done:
    """Tell about the need behind the project."""
    asked = ("title", "problem", "affected_group", "today", "sector")
    said = {name: told.data[name] for name in asked}
    lang = bring.by.organisation_language
    row = needs.register(
        told={**REST_OF_NEED, **said, "lang": lang}, reason=told.data["reason"],
        by=bring.by, now=bring.now,
    )  # fmt: skip
    return Done(row)


def initiative(bring: Bringing, told: Proposal) -> Done:
    """Describe the initiative, or call it what the file calls it now."""
    if told.outcome == CHANGE:
        return _renamed(bring, told)
    lang = bring.by.organisation_language
    said = {"title": told.data["title"], "solution": told.data["solution"], "lead": None,
            "staff_count": None, "scope": "own", "group": None, "lang": lang}  # fmt: skip
    row = trials.propose(
        need=bring.rows["need"], tests=[], told=said, by=bring.by, now=bring.now,
        untested_reason=_in_our_language(bring, _begun_elsewhere),
    )  # fmt: skip
    return Done(row, value=told.data["value"])


def _renamed(bring: Bringing, told: Proposal) -> Done:
    row = told.row
    was = as_kept(row, ["title"])
    said = {name: getattr(row, name) for name in initiatives.TOLD} | told.data["changed"]
    initiatives.change(initiative=row, told=said, version=row.version, by=bring.by, now=bring.now)
    return Done(row, was=was, value=told.data["value"])


def indicator(bring: Bringing, told: Proposal) -> Done:
    """Define the yardstick; what the workbook does not ask is told to be missing."""
    missing = _in_our_language(bring, _not_said)
    defined = {
        "scope": "own", "name": told.data["name"], "unit": told.data["unit"],
        "is_share": told.data["is_share"], "is_about_people": False,
        "direction": told.data["direction"], "method": told.data["method"][:TEXT] or missing,
        "source": missing, "population": missing, "lang": bring.by.organisation_language,
    }  # fmt: skip
    row = indicators.define(defined=defined, by=bring.by, now=bring.now)
    return Done(row, value=told.data["value"])


def benefit(bring: Bringing, told: Proposal) -> Done:
    """Describe the benefit, or call it what the file calls it now."""
    if told.outcome == CHANGE:
        row = told.row
        was = as_kept(row, ["name"])
        said = {**told.data["changed"]}
        promising.describe_anew(
            benefit=row, described=said, version=row.version, by=bring.by, now=bring.now
        )
        return Done(row, was=was, value=told.data["value"])
    described = {
        "name": told.data["name"],
        "kind": told.data["kind"],
        "indicator": bring.rows[told.data["yardstick"]],
    }
    row = promising.describe(
        initiative=bring.rows["initiative"], described=described, mark=told.data["mark"],
        by=bring.by, now=bring.now,
    )  # fmt: skip
    return Done(row, value=told.data["value"])


def node(bring: Bringing, told: Proposal) -> Done:
    """Put a change or an objective in the map, or let it say what the file says now."""
    if told.outcome == CHANGE:
        row = told.row
        was = as_kept(row, ["label"])
        label = told.data["changed"]["label"]
        mapping.rename(node=row, label=label, was=row.label, by=bring.by, now=bring.now)
        row.label = label
        return Done(row, was=was, value=told.data["value"])
    row = mapping.add(
        initiative=bring.rows["initiative"], kind=told.data["kind"], label=told.data["label"],
        by=bring.by, now=bring.now,
    )  # fmt: skip
    return Done(row, value=told.data["value"])


def edge(bring: Bringing, told: Proposal) -> Done:
    """Draw the arrow between a change, a benefit and an objective."""
    source, target = (_spot(bring.rows[key]) for key in told.data["ends"])
    row = mapping.draw(
        initiative=bring.rows["initiative"], source=source, target=target, by=bring.by,
        now=bring.now,
    )  # fmt: skip
    return Done(row, value=told.data["value"])


def _spot(row: Any) -> str:
    return key_of(row) if hasattr(row, "benefit_id") else f"benefit-{row.pk}"


def reading(bring: Bringing, told: Proposal) -> Done:
    """Note a reading, or correct one: the reading before stays, superseded."""
    how = _in_our_language(bring, lambda: _("From the file %(name)s") % {"name": bring.upload.name})
    said: dict[str, Any] = {"value": Decimal(told.data["value_read"]), "how": how[:300]}
    who: dict[str, Any] = {"by": bring.by, "now": bring.now}
    if told.outcome == CHANGE:
        row = indicators.correct(observation=told.row, n=told.row.n, **said, **who)
    else:
        on: date = told.data["day"]
        row = indicators.observe(
            indicator=bring.rows[told.data["yardstick"]], unit=None, period_start=on,
            period_end=on, **said, **who,
        )  # fmt: skip
    return Done(row, value=told.data["value"])


def promise(bring: Bringing, told: Proposal) -> Done:
    """Propose a promise: its owner says yes or no afterwards."""
    if told.outcome == CHANGE:
        return _promised_anew(bring, told)
    data = told.data
    promised = {
        "owner": Person.objects.filter(pk=data["owner"] or None).first(),
        "target_likely": Decimal(data["target"]),
        "effect_starts_on": date.fromisoformat(data["effect_starts_on"]),
        "take_out_what": data.get("take_out_what", ""),
        "take_out_by": data["take_out_by"],
        "assumptions": data.get("assumptions", ""),
        "baseline": bring.rows.get(data["baseline"]),
    }
    row = promising.promise(
        benefit=bring.rows[data["benefit"]], promised=promised, by=bring.by, now=bring.now
    )
    return Done(row, value=data["value"])


PROMISED = {
    "target": ("target_low", "target_likely", "target_high"),
    "effect_starts_on": ("effect_starts_on",),
    "take_out_what": ("take_out_what",),
    "assumptions": ("assumptions",),
}


def _promised_anew(bring: Bringing, told: Proposal) -> Done:
    row, changed = told.row, dict(told.data["changed"])
    names = [name for fact in changed for name in PROMISED[fact]]
    answer = ["state", "answered_at", "answered_by_name"]
    was = as_kept(row, [*names, *answer])
    promised = {name: _typed(fact, changed[fact]) for fact in changed for name in PROMISED[fact]}
    baseline = bring.rows.get(told.data["baseline"])
    if baseline is not None:
        promised["baseline"] = baseline
    promising.change(
        commitment=row, promised=promised, version=row.version, by=bring.by, now=bring.now
    )
    return Done(row, was=was, value=told.data["value"])


def _typed(fact: str, value: str) -> Any:
    if fact == "target":
        return Decimal(value)
    return date.fromisoformat(value) if fact == "effect_starts_on" else value


def cost(bring: Bringing, told: Proposal) -> Done:
    """Say what something costs, or what it costs now."""
    data = told.data
    if told.outcome == CHANGE:
        return _costs_anew(bring, told)
    amount = Decimal(data["amount"])
    source = " ".join(part for part in (bring.upload.name, told.cell.place) if part)
    said = {
        "kind": data["kind"], "what": data["what"], "year": data["year"],
        "last_year": data["year"], "low": amount, "likely": amount, "high": amount,
        "price_year": data["price_year"], "vat": data["vat"], "payer": "municipality",
        "source": source[:500],
    }  # fmt: skip
    row = initiatives.add_cost(
        initiative=bring.rows["initiative"], told=said, by=bring.by, now=bring.now
    )
    return Done(row, value=data["value"])


def _costs_anew(bring: Bringing, told: Proposal) -> Done:
    row, amount = told.row, Decimal(told.data["changed"]["amount"])
    points = ("low", "likely", "high")
    was = as_kept(row, points)
    said = {name: getattr(row, name) for name in initiatives.COST} | dict.fromkeys(points, amount)
    initiatives.change_cost(line=row, told=said, version=row.version, by=bring.by, now=bring.now)
    return Done(row, was=was, value=told.data["value"])


MAKERS = {
    "need": need,
    "initiative": initiative,
    "indicator": indicator,
    "benefit": benefit,
    "node": node,
    "edge": edge,
    "reading": reading,
    "promise": promise,
    "cost": cost,
}


def about_which(bring: Bringing) -> Any:
    """Return the initiative that the workbook is about."""
    return bring.rows.get("initiative")


def _begun_elsewhere() -> str:
    return _("It was begun before it came here, in a workbook.")


def _not_said() -> str:
    return _("The workbook does not say. To be completed.")


def _in_our_language(bring: Bringing, says: Any) -> str:
    """Texts that stay are in the organisation's language, not in the reader's."""
    language = bring.by.organisation_language
    with translation.override(language if language in ("nb", "nn") else "nb"):
        return str(says())
