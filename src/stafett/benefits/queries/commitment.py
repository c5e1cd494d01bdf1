"""One promise as somebody meets it: what it says, what is missing, and what waits for whom."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from urllib.parse import quote

from django.db.models import Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.benefits.models import (
    Benefit,
    Commitment,
    Counts,
    NoneFound,
    PassedWarning,
    State,
    TakeOut,
    Valuation,
)
from stafett.benefits.queries import ground, plan, processes, promising
from stafett.benefits.queries.plan import PlanYear
from stafett.benefits.queries.promising import PromiseRow
from stafett.benefits.queries.valuing import Account, Worth
from stafett.benefits.rules import states
from stafett.indicators import rules as indicator_rules
from stafett.indicators.models import Direction
from stafett.initiatives.models import Stage
from stafett.lib import Acting, RuleWarning, Waiting
from stafett.needs.rules import KEEPERS
from stafett.ui.figures import day, number, percent


@dataclass(frozen=True, slots=True)
class Missing:
    """What is not there yet, who can mend it, and the way there for one who can.

    ``stops`` is whether the owner cannot say yes before it is.
    """

    what: str
    who: str
    url: str = ""
    label: str = ""
    stops: bool = False


@dataclass(frozen=True, slots=True)
class PromisePage:
    """One promise with all that hangs on it, for somebody."""

    row: PromiseRow
    span_words: str
    reckoned: str
    question: str
    ramp_words: str
    missing: list[Missing]
    passed: list[PassedWarning]
    plan: list[PlanYear]
    same_work: list[Commitment]
    depends_on: Commitment | None
    is_mine: bool
    may_change: bool

    @property
    def can_be_confirmed(self) -> bool:
        """Whether nothing stops a yes."""
        return not any(each.stops for each in self.missing)


def page(acting: Acting, commitment: Commitment) -> PromisePage:
    """Return what somebody may read about a promise they may see."""
    [row] = promising.promise_rows([commitment], acting.day)
    figures = ground.figures_of([commitment.municipality_id], acting.day)
    years = plan.years(commitment, row.baseline, figures[commitment.municipality_id])
    own = commitment.municipality_id == acting.organisation_id
    rivals = processes.rivals_of([commitment]) if own and processes.is_valued(commitment) else None
    return PromisePage(
        row=row,
        span_words=span_words(row.worth),
        reckoned=reckoned(commitment),
        question=question(row),
        ramp_words=", ".join(percent(share) for share in commitment.ramp_up),
        missing=[*_missing(acting, row, years)],
        passed=list(commitment.passed_warnings.order_by("passed_at")),
        plan=years,
        same_work=rivals.same_work(commitment) if rivals else [],
        depends_on=commitment.depends_on if own else None,
        is_mine=is_asked(acting, commitment),
        may_change=states.may_promise(acting, municipality_id=commitment.municipality_id),
    )


def is_asked(acting: Acting, commitment: Commitment) -> bool:
    """Whether this person is the one who answers."""
    return states.may_answer(
        acting, municipality_id=commitment.municipality_id, owner_id=commitment.owner_id
    )


# --- numbers to words ------------------------------------------------------------------------


def span_words(worth: Worth | None) -> str:
    """Return between what it most likely lands; nothing where there is no span."""
    if worth is None or worth.account == Account.QUALITY or worth.low == worth.high:
        return ""
    ends = {"low": number(worth.low), "high": number(worth.high)}
    if worth.account in promising.KRONER:
        return _("Between %(low)s and %(high)s kroner a year.") % ends
    return _("Between %(low)s and %(high)s hours a year.") % ends


def reckoned(commitment: Commitment) -> str:
    """Say how a reading becomes hours or kroner; nothing where it does not."""
    benefit = commitment.benefit
    if benefit.valuation == Valuation.NONE:
        return ""
    each = {"each": factor_words(benefit), "times": number(benefit.times_a_year)}
    if benefit.valuation == Valuation.DIRECT:
        return _("The change in the reading × %(each)s × %(times)s times a year.") % each
    cases = {"cases": number(commitment.volume), "share": percent(commitment.adoption)}
    return _(
        "The change in the reading × %(each)s × %(cases)s cases a year × %(share)s who use it."
    ) % (each | cases)


def factor_words(benefit: Benefit) -> str:
    """Return what one unit of the reading is: «1 min», «480 kr»."""
    factor = number(benefit.factor, _decimals(benefit))
    if benefit.counts == Counts.NOK:
        return _("%(factor)s kr") % {"factor": factor}
    return _("%(factor)s min") % {"factor": factor}


def _decimals(benefit: Benefit) -> int:
    factor = Decimal(benefit.factor or 0)
    return max(0, -int(factor.normalize().as_tuple().exponent))


def question(row: PromiseRow) -> str:
    """Ask, where the level that is hoped for is no better than the one before."""
    before, hoped, benefit = row.baseline, row.commitment.target_likely, row.commitment.benefit
    if before is None or benefit.is_disbenefit:
        return ""
    if hoped == before:
        return _("The level you hope for is the same as before. Is that what you mean?")
    is_better = (hoped > before) == (benefit.indicator.direction == Direction.UP)
    if is_better:
        return ""
    return _("The level you hope for is worse than before. Is that what you mean?")


# --- what is missing -------------------------------------------------------------------------


def _missing(acting: Acting, row: PromiseRow, years: list[PlanYear]) -> Iterable[Missing]:
    commitment = row.commitment
    if commitment.state in (State.DECLINED, State.WITHDRAWN):
        return
    light = promising.is_light(commitment.benefit.initiative, acting.day)
    yield from _no_baseline(acting, row)
    yield from _no_disbenefits(acting, commitment, light)
    yield from _not_in_plan(acting, row, years, light)
    yield from _not_decided(commitment)


def _no_baseline(acting: Acting, row: PromiseRow) -> Iterable[Missing]:
    if row.observation is not None:
        return
    commitment = row.commitment
    indicator = commitment.benefit.indicator
    own = commitment.municipality_id == acting.organisation_id
    reads = own and indicator_rules.may_read(acting) and indicator.retired_on is None
    back = quote(reverse("benefits:change", kwargs={"pk": commitment.pk}))
    note = reverse("indicators:observe", kwargs={"pk": indicator.pk}) + f"?til={back}"
    yield Missing(
        what=_(
            "There is no reading from before the effect starts. As it stands, the benefit can only "
            "ever become «cannot be documented»."
        ),
        who=_("Those who work in %(place)s") % {"place": commitment.municipality.label},
        url=note if reads else "",
        label=_("Note a reading"),
    )


def _no_disbenefits(acting: Acting, commitment: Commitment, light: bool) -> Iterable[Missing]:
    initiative = commitment.benefit.initiative
    if light or Benefit.objects.filter(initiative=initiative, is_disbenefit=True).exists():
        return
    if NoneFound.objects.filter(initiative=initiative).exists():
        return
    keeps = promising.may_describe(acting, initiative)
    yield Missing(
        what=_("Nobody has said what gets worse, or that nothing does."),
        who=initiative.lead_name,
        url=reverse("benefits:overview", kwargs={"pk": initiative.pk}) if keeps else "",
        label=_("Look at the benefits"),
        stops=True,
    )


def _not_in_plan(
    acting: Acting, row: PromiseRow, years: list[PlanYear], light: bool
) -> Iterable[Missing]:
    commitment = row.commitment
    if commitment.take_out != TakeOut.BUDGET or light or (years and all(y.fits for y in years)):
        return
    promises = states.may_promise(acting, municipality_id=commitment.municipality_id)
    yield Missing(
        what=_("The cut in the budget does not stand in the financial plan as promised."),
        who=_("Leaders in %(place)s") % {"place": commitment.municipality.label},
        url=reverse("benefits:plan", kwargs={"pk": commitment.pk}) if promises else "",
        label=_("Write the plan"),
        stops=True,
    )


def _not_decided(commitment: Commitment) -> Iterable[Missing]:
    if commitment.take_out == TakeOut.UNDECIDED:
        yield Missing(
            what=_("It is not decided what the benefit is used for. That is done by %(day)s.")
            % {"day": day(commitment.take_out_by)},
            who=_("%(owner)s, with the leaders in %(place)s")
            % {"owner": commitment.owner_name, "place": commitment.municipality.label},
        )


def standing_warning(row: PromiseRow, rule: str) -> RuleWarning | None:
    """Return a warning that stands on a promise."""
    return next((each for each in row.warnings if each.rule == rule), None)


# --- what waits ------------------------------------------------------------------------------


def waiting_for(acting: Acting, today: date) -> list[Waiting]:
    """Return the promises that wait for this person: an answer, a change, a decision."""
    if not acting.is_somebody:
        return []
    own = promising.promises(acting).filter(municipality_id=acting.organisation_id)
    running = own.exclude(benefit__initiative__stage=Stage.STOPPED)
    asked = Q(state=State.PROPOSED, owner_id=acting.person_id)
    undecided = Q(take_out=TakeOut.UNDECIDED, take_out_by__lt=today)
    kept = Q(state=State.DECLINED) | Q(state__in=[State.PROPOSED, State.CONFIRMED]) & undecided
    mine = asked | kept if acting.role_kind in KEEPERS else asked
    return [_waiting(acting, row) for row in running.filter(mine).order_by("changed_at", "id")]


def coming_for(acting: Acting, today: date) -> list[Waiting]:
    """Return by when it is to be decided what benefits are used for, of those not decided yet."""
    if not acting.is_somebody or acting.role_kind not in KEEPERS:
        return []
    own = promising.promises(acting).filter(municipality_id=acting.organisation_id)
    running = own.live().exclude(benefit__initiative__stage=Stage.STOPPED)
    undecided = running.filter(take_out=TakeOut.UNDECIDED, take_out_by__gte=today)
    why = _("By this day it is to be decided what the benefit is used for.")
    return [
        _wait(row, why, _("Decide"), row.take_out_by)
        for row in undecided.order_by("take_out_by", "id")
    ]


def _waiting(acting: Acting, row: Commitment) -> Waiting:
    if row.state == State.DECLINED:
        return _to_mend(row)
    if row.state == State.PROPOSED and row.owner_id == acting.person_id:
        return _to_answer(row)
    return _to_decide(row)


def _to_answer(row: Commitment) -> Waiting:
    why = _("You are asked to own this benefit. Nobody is given one without a yes.")
    return _wait(row, why, _("Look and answer"))


def _to_mend(row: Commitment) -> Waiting:
    said = {"owner": row.owner_name, "reason": row.declined_reason}
    why = _("%(owner)s said no: %(reason)s") % said
    return _wait(row, why, _("Change the promise"))


def _to_decide(row: Commitment) -> Waiting:
    why = _("It should have been decided by now what the benefit is used for.")
    return _wait(row, why, _("Decide"), row.take_out_by)


def _wait(row: Commitment, why: str, button: str, due_on: date | None = None) -> Waiting:
    since = localdate(row.changed_at)
    return Waiting(row.benefit.name, why, row.get_absolute_url(), button, since, due_on)
