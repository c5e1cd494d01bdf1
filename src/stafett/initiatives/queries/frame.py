"""What all that is reckoned of an initiative rests on."""

from dataclasses import dataclass

from stafett.initiatives.models import CostLine, Initiative
from stafett.initiatives.queries.costs import goes_light, owners_figures
from stafett.initiatives.queries.joining import participants
from stafett.lib import Acting
from stafett.organisations.models import Organisation
from stafett.organisations.queries import Parameters


@dataclass(frozen=True, slots=True)
class Frame:
    """Who takes part in an initiative, what it costs, and the figures its owner reckons with.

    ``joined`` are all who take part and may promise; ``light`` says that it takes the light track.
    """

    initiative: Initiative
    joined: list[Organisation]
    cost_lines: list[CostLine]
    figures: Parameters
    light: bool


def frame(
    acting: Acting, initiative: Initiative, *, joined: list[Organisation] | None = None
) -> Frame:
    """Return what an initiative is reckoned by; it is as large whoever looks.

    ``joined`` are those who take part, where a page has read them already.
    """
    figures = owners_figures(initiative, acting)
    lines = list(initiative.cost_lines.order_by("year", "id"))
    joined = participants(initiative, acting.day) if joined is None else joined
    return Frame(initiative, joined, lines, figures, goes_light(initiative, lines, figures))
