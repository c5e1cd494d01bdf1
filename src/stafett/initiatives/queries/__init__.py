"""What is asked about initiatives, by topic."""

from stafett.initiatives.queries.costs import Costs, costs_by_year, is_light
from stafett.initiatives.queries.differences import Net, net_of
from stafett.initiatives.queries.frame import Frame, frame
from stafett.initiatives.queries.heard import Minutes, minutes, not_told_of
from stafett.initiatives.queries.home import waiting_for
from stafett.initiatives.queries.joining import (
    after_what_is_noted,
    asked,
    colleagues,
    involvements_to_answer,
    is_asked,
    participant_ids,
    participants,
)
from stafett.initiatives.queries.lists import (
    Filters,
    Row,
    exported,
    of_need,
    page_of_initiatives,
    rows,
)
from stafett.initiatives.queries.page import (
    InitiativePage,
    is_theirs,
    page,
    standing_warning,
    visible,
)

__all__ = [
    "Costs",
    "Filters",
    "Frame",
    "InitiativePage",
    "Minutes",
    "Net",
    "Row",
    "after_what_is_noted",
    "asked",
    "colleagues",
    "costs_by_year",
    "exported",
    "frame",
    "involvements_to_answer",
    "is_asked",
    "is_light",
    "is_theirs",
    "minutes",
    "net_of",
    "not_told_of",
    "of_need",
    "page",
    "page_of_initiatives",
    "participant_ids",
    "participants",
    "rows",
    "standing_warning",
    "visible",
    "waiting_for",
]
