"""What those who proposed a candidate read on the roadmap when an adopted plan leaves it out.

Everybody who sees the roadmap reads it. So it names limits that stand there as well, and nothing
of what a municipality promised or is to have at least.
"""

from collections.abc import Mapping
from typing import Any

from django.utils.translation import gettext as _

from stafett.needs.models import LINE_LENGTH
from stafett.roadmap.queries.inputs import Inputs
from stafett.roadmap.queries.solving import floor_places
from stafett.roadmap.queries.words import demand_in_words


def reason(inputs: Inputs, known: Mapping[str, Any], at: int, asked: str) -> str:
    """Return why it is left out, as far as that is known. ``asked`` is the day of the plan."""
    plain = _("It is not in the plan worked out %(day)s.") % {"day": asked}
    whole = f"{plain} {_why(inputs, known, at)}".strip()
    return whole if len(whole) <= LINE_LENGTH else plain


def _why(inputs: Inputs, known: Mapping[str, Any], at: int) -> str:
    """Return the first that is true of it; empty where nobody has worked out why."""
    if inputs["candidates"][at]["likely"] <= 0:
        return _("As it was weighed there, it is worth nothing or less.")
    if limits := known.get("limits"):
        told = {"what": _demands(limits, inputs)}
        return _("There is no room for it beside the plan: %(what)s.") % told
    if conflict := known.get("conflict"):
        return _("No plan has room for it: %(what)s.") % {"what": _demands(conflict, inputs)}
    if "least" in known and known["least"] is None:
        return _("No plan that holds to all that is demanded has room for it.")
    return ""


def _demands(demands: list[Mapping[str, Any]], inputs: Inputs) -> str:
    """Return the demands in words, each once."""
    return "; ".join(dict.fromkeys(_demand(each, inputs) for each in demands))


def _demand(demand: Mapping[str, Any], inputs: Inputs) -> str:
    if demand["kind"] == "floor" and demand["place"][0] < len(floor_places(inputs)):
        return _("what each municipality is to have at least")
    return demand_in_words(demand, inputs)
