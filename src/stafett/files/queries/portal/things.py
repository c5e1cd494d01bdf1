"""What a line becomes: an initiative, a yardstick and a benefit."""

from typing import Any

from django.utils.translation import gettext as _

from stafett.benefits.models import Kind as BenefitKind
from stafett.files.queries.portal.overview import Overview, cell
from stafett.files.rules.portal import Line
from stafett.files.rules.proposals import MAKE, REFUSED, SAME, Proposal
from stafett.indicators.models import Indicator
from stafett.initiatives.models import TITLE, Initiative

INITIATIVE, INDICATOR, BENEFIT = "initiative", "indicator", "benefit"
LONGEST, LONGEST_UNIT = 160, 40


def initiative(book: Overview, line: Line, here: Initiative | None) -> Proposal:
    """Return what a project becomes."""
    title = (line.project or line.benefit)[:TITLE]
    need = book.need(line)
    return Proposal(
        key=line.key(INITIATIVE),
        thing=INITIATIVE,
        group=title,
        text=here.title if here else title,
        outcome=_outcome(here, is_possible=need is not None),
        cell=cell(line.row, "project"),
        reason="" if here or need else _("Choose the initiative once more: it is not here."),
        data={"initiative": here, "need": need, "title": title},
    )


def indicator(book: Overview, line: Line) -> Proposal:
    """Return the yardstick that a benefit is read by."""
    here = book.here(line.key(INDICATOR)) or book.yardsticks.get(line.indicator)
    unit = line.row.text("unit")
    problem = _why_no_yardstick(line, here)
    return Proposal(
        key=line.key(INDICATOR),
        thing=INDICATOR,
        group=group(line),
        text=f"{line.indicator} ({here.unit if here else unit})",
        outcome=REFUSED if problem else _outcome(here),
        cell=cell(line.row, "indicator"),
        reason=problem,
        data={
            "indicator": here,
            "name": line.indicator,
            "unit": unit,
            "direction": book.direction(line),
        },
    )


def _why_no_yardstick(line: Line, here: Indicator | None) -> str:
    unit = line.row.text("unit")
    if not unit and not here:
        return _("The unit is missing.")
    if here and here.is_share:
        return _("The yardstick here is a percentage, and keeps so many of so many.")
    return _too_long(line.indicator, LONGEST) or _too_long(unit, LONGEST_UNIT)


def benefit(
    book: Overview, line: Line, initiative: Initiative | None, yardstick: Indicator | None
) -> Proposal:
    """Return the benefit of a line."""
    here = book.benefit(initiative, line.benefit)
    kind = line.kind or book.answers.get("kind") or ""
    label = dict(BenefitKind.choices).get(kind, "")
    problem = _too_long(line.benefit, LONGEST)
    is_doubtful = line.kind == BenefitKind.AVOIDED_COST and not here
    doubt = _("«Direct» may also be more income. Look at it.") if is_doubtful else ""
    return Proposal(
        key=line.key(BENEFIT),
        thing=BENEFIT,
        group=group(line),
        text=f"{line.benefit} ({label})" if label else line.benefit,
        outcome=REFUSED if problem else _outcome(here),
        cell=cell(line.row, "title"),
        reason=problem or doubt,
        rests_on=(line.key(INITIATIVE), line.key(INDICATOR)),
        data={
            "benefit": here,
            "name": line.benefit,
            "kind": kind,
            "initiative": (line.key(INITIATIVE), initiative),
            "indicator": (line.key(INDICATOR), yardstick),
        },
    )


def group(line: Line) -> str:
    """Return the heading that all of a line stands under."""
    return line.project or line.benefit


def _outcome(here: Any, *, is_possible: bool = True) -> str:
    if here is not None:
        return SAME
    return MAKE if is_possible else REFUSED


def _too_long(text: str, most: int) -> str:
    if len(text) <= most:
        return ""
    return _("«%(text)s» has more than %(most)s signs.") % {"text": text[:40], "most": most}
