"""The sixth leg: from what day it is done in the new way, where, by what is promised."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _

from stafett.benefits.queries.promising import PromiseRow
from stafett.handovers.rules import BEGUN, NEW_PRACTICE
from stafett.journey import rules
from stafett.journey.queries import carried
from stafett.journey.queries.carried import Carried
from stafett.journey.queries.promised import Promised, places
from stafett.journey.queries.telling import Leg, Scene, sentences
from stafett.ui.figures import day, number


@dataclass(frozen=True, slots=True)
class Start:
    """The day the first effect starts in a municipality, and how many promises start then."""

    place: str
    first: date
    has_begun: bool


def leg(scene: Scene, told: Promised, batons: Carried) -> Leg:
    """Tell since when there is an effect, or from when, and where the steps are done."""
    if not scene.sees_promises:
        return Leg("practice", rules.HIDDEN, _("When a municipality begins, is its own to show."))
    starts = _starts(told.confirmed, scene.acting.day)
    sentence = sentences(carried.practised(batons), _sentence(told, starts))
    missing = list(carried.lying(scene, batons))
    return Leg("practice", _progress(starts, batons), sentence, missing, starts)


def _starts(rows: Sequence[PromiseRow], today: date) -> list[Start]:
    first: dict[str, date] = {}
    for row in rows:
        place, starts = row.commitment.municipality.label, row.commitment.effect_starts_on
        first[place] = min(first.get(place, starts), starts)
    return [Start(place, first[place], first[place] <= today) for place in places(rows)]


def _progress(starts: Sequence[Start], batons: Carried) -> str:
    """What is done counts before what was promised to be."""
    if batons.signed:
        return _of_batons([row.state for row in batons.signed])
    if starts and all(start.has_begun for start in starts):
        return rules.COMPLETE
    return rules.BEGUN if any(start.has_begun for start in starts) else rules.NOTHING


def _of_batons(states: Sequence[str]) -> str:
    if all(state == NEW_PRACTICE for state in states):
        return rules.COMPLETE
    return rules.BEGUN if BEGUN & set(states) else rules.NOTHING


def _sentence(told: Promised, starts: Sequence[Start]) -> str:
    if not starts:
        return _("No day is promised yet.") if told.live else _("Not taken into use yet.")
    begun = [start for start in starts if start.has_begun]
    first = min(start.first for start in begun or starts)
    counted = {"begun": number(len(begun)), "all": number(len(starts))}
    words = {"day": day(first), "place": starts[0].place, **counted}
    if len(starts) == 1:
        since = _("In use in %(place)s since %(day)s, by what is promised.")
        return (since if begun else _("%(place)s begins %(day)s, by what is promised.")) % words
    if not begun:
        return _("The first begin %(day)s, by what is promised.") % words
    return (
        _("In use since %(day)s, in %(begun)s of %(all)s municipalities, by what is promised.")
        % words
    )
