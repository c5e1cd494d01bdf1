"""What is asked about cases, by topic."""

from stafett.cases.queries.chain import Chain, Spread, Taken, Told, chain_of, spread_by, spread_of
from stafett.cases.queries.figures import Figures, chosen, current, keys_of
from stafett.cases.queries.home import measured_and_untold, waiting_for
from stafett.cases.queries.library import (
    LOOKS,
    Filters,
    Row,
    drafts,
    of_alike_needs,
    page_of_cases,
    rows,
    search_text,
    spread_said,
)
from stafett.cases.queries.page import (
    CasePage,
    Publishing,
    case_page,
    is_known,
    may_change,
    may_tell_of_initiative,
    may_tell_of_trial,
    publishing,
    told_of,
    visible,
)

__all__ = [
    "LOOKS",
    "CasePage",
    "Chain",
    "Figures",
    "Filters",
    "Publishing",
    "Row",
    "Spread",
    "Taken",
    "Told",
    "case_page",
    "chain_of",
    "chosen",
    "current",
    "drafts",
    "is_known",
    "keys_of",
    "may_change",
    "may_tell_of_initiative",
    "may_tell_of_trial",
    "measured_and_untold",
    "of_alike_needs",
    "page_of_cases",
    "publishing",
    "rows",
    "search_text",
    "spread_by",
    "spread_of",
    "spread_said",
    "told_of",
    "visible",
    "waiting_for",
]
