"""What is done across rooms."""

from datetime import datetime

from stafett.initiatives import actions as initiatives
from stafett.initiatives import queries
from stafett.initiatives.models import Initiative
from stafett.journey.queries.alone import alone
from stafett.lib import Acting


def say_why_alone(*, initiative: Initiative, reason: str, by: Acting, now: datetime) -> None:
    """Pass R42 with a reason that everybody who sees the initiative reads."""
    warning = alone(by, queries.page(by, initiative)).warning
    initiatives.pass_warning(
        initiative=initiative, rule="R42", reason=reason, standing=warning, by=by, now=now
    )
