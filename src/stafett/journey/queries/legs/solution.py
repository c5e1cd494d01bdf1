"""The third leg: the solution, as it is described."""

from django.utils.translation import gettext as _

from stafett.journey import rules
from stafett.journey.queries.telling import Leg, Scene
from stafett.ui.figures import day


def leg(scene: Scene) -> Leg:
    """Tell who described the solution, and when."""
    initiative = scene.initiative
    said = {"name": initiative.registered_by_name, "day": day(initiative.registered_at)}
    return Leg("solution", rules.BEGUN, _("Described by %(name)s, %(day)s.") % said)
