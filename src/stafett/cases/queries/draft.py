"""A case begun from what the lap has written already, for its author to edit: nothing retyped."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _
from django.utils.translation import override

from stafett.benefits.models import Commitment, Deviation, Outcome
from stafett.benefits.queries import measuring
from stafett.benefits.queries.measuring import Standing
from stafett.cases import rules
from stafett.cases.models import TITLE, Case
from stafett.cases.queries import figures
from stafett.initiatives.models import Initiative, Stage
from stafett.lib import Acting
from stafett.needs.models import PROBLEM_LENGTH, Need
from stafett.trials import queries as trials
from stafett.trials.models import Trial
from stafett.trials.queries import Line

LANGUAGES = frozenset(code for code, _name in settings.LANGUAGES)


def of_initiative(acting: Acting, initiative: Initiative) -> dict[str, Any]:
    """Return the texts of a case as the lap tells them so far, in the organisation's language."""
    with override(_language(acting)):
        needs = Need.objects.visible_to(acting).filter(pk__in=initiative.needs.values("pk"))
        tests = trials.evidence_for(acting, initiative)
        standings = [*_standings(acting, initiative)]
        return {
            "title": initiative.title,
            "measures_told": _measures(initiative, tests),
            "result_told": _whole(_came_of(acting, initiative, standings)),
            "failed_told": _whole(_failed(initiative, tests, standings)),
            "result": _result(initiative, standings),
            **_need(needs.order_by("id").first()),
        }


def of_trial(acting: Acting, trial: Trial) -> dict[str, Any]:
    """Return the texts of a case as one test tells them."""
    with override(_language(acting)):
        [line] = [row for row in trials.lines_of(trial.need, acting.day) if row.trial == trial]
        return {
            "title": trial.idea[:TITLE],
            "measures_told": _whole([trial.idea, trial.hypothesis]),
            "result_told": line.sentence,
            "failed_told": trial.learning,
            "result": _result_of_test(line),
            **_need(trial.need),
        }


def _language(acting: Acting) -> str:
    wanted = acting.organisation_language
    return wanted if wanted in LANGUAGES else settings.LANGUAGE_CODE


def _whole(parts: Iterable[str]) -> str:
    """Return the parts that say something, a paragraph each, no longer than the field takes."""
    text = "\n\n".join(part for part in parts if part)
    return text if len(text) <= PROBLEM_LENGTH else text[: PROBLEM_LENGTH - 1] + "…"


def _need(need: Need | None) -> dict[str, str]:
    if need is None:
        return {}
    today = _("How it was: %(today)s") % {"today": need.today} if need.today else ""
    return {
        "need_told": _whole([need.problem, today]),
        "affected_group": need.affected_group,
        "sector": need.sector,
    }


def _measures(initiative: Initiative, tests: Sequence[Line]) -> str:
    removed = initiative.differences.filter(is_removed=True).order_by("id")
    return _whole(
        [
            initiative.solution,
            _listed(_("What we stopped doing:"), [row.what for row in removed]),
            _listed(_("What we tried first:"), [_tried(row) for row in tests]),
        ]
    )


def _listed(heading: str, rows: Sequence[str]) -> str:
    return "\n".join([heading, *(f"– {row}" for row in rows)]) if rows else ""


def _tried(row: Line) -> str:
    return f"{row.trial.idea}. {row.sentence}"


def _standings(acting: Acting, initiative: Initiative) -> Iterator[Standing]:
    """Yield how one's own promises stand: those of others are theirs to tell of."""
    own = Commitment.objects.visible_to(acting).live().filter(benefit__initiative=initiative)
    mine = own.filter(municipality_id=acting.organisation_id)
    yield from measuring.standings(mine, today=acting.day).values()


def _came_of(
    acting: Acting, initiative: Initiative, standings: Sequence[Standing]
) -> Iterator[str]:
    frozen = figures.of_initiative(acting, initiative)
    told = figures.told(frozen, Case(initiative=initiative))
    for row in told.sums if told else []:
        measured = f" {row.measured}," if row.measured else ""
        yield f"{row.title}:{measured} {row.coverage}."
    for standing in standings:
        if standing.conclusion:
            yield f"{standing.commitment.benefit.name}: {standing.conclusion.reason}"


def _failed(
    initiative: Initiative, tests: Sequence[Line], standings: Sequence[Standing]
) -> Iterator[str]:
    yield initiative.stopped_reason
    for row in tests:
        yield row.trial.learning
    own = [row.commitment.pk for row in standings]
    fell_short = Deviation.objects.filter(commitment__in=own).order_by("period_end", "id")
    for cause in fell_short.select_related("commitment__benefit"):
        yield f"{cause.commitment.benefit.name}: {cause.cause}"


def _result(initiative: Initiative, standings: Sequence[Standing]) -> str:
    if initiative.stage == Stage.STOPPED:
        return rules.STOPPED
    outcomes = [row.conclusion.outcome for row in standings if row.conclusion]
    found = _of_outcomes(set(outcomes)) if outcomes else rules.UNKNOWN
    falls_short = any(row.falls_short for row in standings)
    return rules.PARTLY if found == rules.GAVE and falls_short else found


def _of_outcomes(outcomes: set[str]) -> str:
    """Unknown beside known is a part; unknown alone is unknown."""
    for outcome, result in _ALONE.items():
        if outcomes == {outcome}:
            return result
    return rules.PARTLY if outcomes & {Outcome.REALISED, Outcome.PARTLY} else rules.DID_NOT


_ALONE: Mapping[str, str] = {
    Outcome.REALISED: rules.GAVE,
    Outcome.NOT: rules.DID_NOT,
    Outcome.UNDOCUMENTED: rules.UNKNOWN,
}


def _result_of_test(line: Line) -> str:
    if line.told is None:
        return rules.STOPPED
    return {"met": rules.GAVE, "not_met": rules.DID_NOT}.get(line.told.mark, rules.UNKNOWN)
