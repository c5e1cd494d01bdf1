"""A map to begin a story with."""

from itertools import pairwise

from stafett.benefits.actions import mapping as actions
from stafett.benefits.models import MapEdge, MapNode
from tests.factories import NOW, BenefitFactory, InitiativeFactory

SCREEN, DRIVES, TRIPS, HOME = (
    "Vi måler hjemme med nettbrett",
    "Sykepleierne leser målinger på skjerm",
    "Færre kjøreturer",
    "Folk bor lenger hjemme",
)


def an_initiative(cast, **other):
    return InitiativeFactory(organisation=cast.home, **other)


def path(initiative, below=""):
    return f"/tiltak/{initiative.pk}/kart/{below}"


def add(initiative, kind, label, by):
    """Put something in the map; return what forms call it."""
    node = actions.add(initiative=initiative, kind=kind, label=label, by=by, now=NOW)
    return f"node-{node.pk}"


def better(initiative, name, **other):
    """Let there be a benefit; return what forms call it."""
    return f"benefit-{BenefitFactory(initiative=initiative, name=name, **other).pk}"


def draw(initiative, by, *keys):
    """Draw arrows along a way."""
    for source, target in pairwise(keys):
        actions.draw(initiative=initiative, source=source, target=target, by=by, now=NOW)


def a_whole_map(cast, **other):
    """Return an initiative whose map hangs together: four places, three arrows."""
    initiative = an_initiative(cast, **other)
    keys = [
        add(initiative, "enabler", SCREEN, cast.acting),
        add(initiative, "change", DRIVES, cast.acting),
        better(initiative, TRIPS),
        add(initiative, "objective", HOME, cast.acting),
    ]
    draw(initiative, cast.acting, *keys)
    return initiative


def key(text):
    """Return what forms call a place, by its text."""
    node = next(node for node in MapNode.objects.all() if str(node) == text)
    return f"benefit-{node.benefit_id}" if node.benefit_id else f"node-{node.pk}"


def arrows():
    """Return the arrows there are, as people read them."""
    rows = MapEdge.objects.select_related("source__benefit", "target__benefit")
    return sorted(str(row) for row in rows)
