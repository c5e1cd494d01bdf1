"""One initiative with all that hangs on it, for somebody."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stafett.initiatives import rules
from stafett.initiatives.models import (
    CostKind,
    CostLine,
    Difference,
    Initiative,
    Involvement,
    Participation,
    PassedWarning,
    StaffView,
)
from stafett.initiatives.queries.costs import (
    Costs,
    added,
    goes_light,
    latest_price_year,
    owners_figures,
)
from stafett.initiatives.queries.differences import Net, net
from stafett.initiatives.queries.frame import Frame, frame
from stafett.initiatives.queries.joining import asked, is_asked
from stafett.lib import Acting, RuleWarning
from stafett.needs.models import Need
from stafett.organisations.models import Organisation
from stafett.ui.figures import number


@dataclass(frozen=True, slots=True)
class SeeTheUse:
    """How many see the use of it, in a sentence."""

    view: StaffView
    said: str


@dataclass(frozen=True, slots=True)
class InitiativePage(Frame):
    """One initiative with all that hangs on it, for somebody.

    ``missing_costs`` are the kinds of cost nobody has answered for (R19); each has a ``label``.
    ``participations`` are the answers this person may see, ``unanswered`` those who are asked and
    have not answered, for the owner.
    ``to_answer`` is what was said first to this person's organisation and waits for an answer.
    """

    needs: list[Need]
    removed: list[Difference]
    added: list[Difference]
    net: Net
    costs: Costs | None
    missing_costs: list[CostKind]
    participations: list[Participation]
    unanswered: list[Organisation]
    own_answer: Participation | None
    involvements: list[Involvement]
    staff_views: list[SeeTheUse]
    warnings: list[RuleWarning]
    passed: list[PassedWarning]
    is_own: bool
    may_change: bool
    may_stop: bool
    may_resume: bool
    may_answer: bool
    may_note: bool
    may_reply: bool
    to_answer: Involvement | None

    @property
    def asked(self) -> int:
        """How many others are asked by name."""
        return len(self.participations) + len(self.unanswered)

    @property
    def unreplied(self) -> list[Involvement]:
        """What people said that nobody has answered."""
        return _unreplied(self.involvements)


def page(acting: Acting, initiative: Initiative) -> InitiativePage:
    """Return what somebody may read about an initiative they may see."""
    found = frame(acting, initiative)
    lines, price_year = found.cost_lines, latest_price_year(found.cost_lines)
    differences = list(initiative.differences.order_by("id"))
    passed = list(initiative.passed_warnings.order_by("passed_at"))
    answers = _answers(acting, initiative)
    involved = _involvements(acting, initiative)
    is_own = initiative.organisation_id == acting.organisation_id
    theirs = is_theirs(acting, initiative)
    return InitiativePage(
        initiative=initiative,
        joined=found.joined,
        cost_lines=lines,
        figures=found.figures,
        light=found.light,
        needs=list(_needs_of(acting, initiative)),
        removed=[row for row in differences if row.is_removed],
        added=[row for row in differences if not row.is_removed],
        net=net(differences),
        costs=added(lines, price_year, found.figures.price_index) if price_year else None,
        missing_costs=[CostKind(kind) for kind in rules.missing_cost_kinds(lines)],
        participations=answers,
        unanswered=_unanswered(initiative, answers, acting.day)
        if is_own and initiative.asks
        else [],
        own_answer=_own(acting, answers),
        involvements=involved,
        staff_views=_staff_views(acting, initiative),
        warnings=_warnings(differences, lines, found.light, passed),
        passed=passed,
        is_own=is_own,
        may_change=theirs and takes(initiative, "change"),
        may_stop=theirs and takes(initiative, "stop"),
        may_resume=theirs and takes(initiative, "resume"),
        may_answer=_may_answer(acting, initiative),
        may_note=rules.may_note(acting, {initiative.organisation_id, *_ids(found.joined)}),
        may_reply=rules.may_answer_for(acting, municipality_id=acting.organisation_id),
        to_answer=_to_answer(acting, involved),
    )


def visible(acting: Acting) -> QuerySet[Initiative]:
    """Return the initiatives somebody may see, with what a page names."""
    initiatives = Initiative.objects.visible_to(acting)
    return initiatives.select_related("organisation", "lead", "group")


def is_theirs(acting: Acting, initiative: Initiative) -> bool:
    """Whether this person looks after the initiative."""
    return rules.may_change(
        acting, organisation_id=initiative.organisation_id, lead_id=initiative.lead_id
    )


def takes(initiative: Initiative, event: str) -> bool:
    """Whether something can be done in the stage the initiative is at."""
    return event in rules.STATES[initiative.stage]


def standing_warning(initiative: Initiative, rule: str, acting: Acting) -> RuleWarning | None:
    """Return a warning that stands, if it does."""
    lines = list(initiative.cost_lines.all())
    light = goes_light(initiative, lines, owners_figures(initiative, acting))
    passed = initiative.passed_warnings.all()
    standing = _warnings(initiative.differences.all(), lines, light, passed)
    return next((warning for warning in standing if warning.rule == rule), None)


def _warnings(
    differences: Iterable[Difference],
    lines: list[CostLine],
    light: bool,
    passed: Iterable[PassedWarning],
) -> list[RuleWarning]:
    """On the light track only R03 is asked."""
    raised = [rules.removes_nothing(sum(row.is_removed for row in differences))]
    if not light:
        raised.append(rules.tells_single_points(lines))
    answered = {row.rule for row in passed}
    return [warning for warning in raised if warning and warning.rule not in answered]


def _needs_of(acting: Acting, initiative: Initiative) -> QuerySet[Need]:
    """Return the needs it answers, of those somebody may see: it may be shared more widely."""
    seen = Need.objects.visible_to(acting).filter(pk__in=initiative.needs.values("pk"))
    return seen.select_related("organisation").order_by("id")


def _answers(acting: Acting, initiative: Initiative) -> list[Participation]:
    answers = Participation.objects.visible_to(acting).filter(initiative=initiative)
    return list(answers.select_related("municipality").order_by("municipality__label"))


def _unanswered(
    initiative: Initiative, answers: Iterable[Participation], day: date
) -> list[Organisation]:
    have = {row.municipality_id for row in answers}
    return [row for row in asked(initiative, day) if row.pk not in have]


def _own(acting: Acting, answers: Iterable[Participation]) -> Participation | None:
    mine = acting.organisation_id
    return next((row for row in answers if row.municipality_id == mine), None)


def _may_answer(acting: Acting, initiative: Initiative) -> bool:
    leads = rules.may_answer_for(acting, municipality_id=acting.organisation_id)
    takes_answers = initiative.asks and takes(initiative, "change")
    return leads and takes_answers and is_asked(acting, initiative)


def _involvements(acting: Acting, initiative: Initiative) -> list[Involvement]:
    seen = Involvement.objects.visible_to(acting).filter(initiative=initiative)
    return list(seen.select_related("organisation").order_by("-noted_at", "-id"))


def _unreplied(rows: Iterable[Involvement]) -> list[Involvement]:
    return [row for row in rows if row.waits_for_answer]


def _to_answer(acting: Acting, rows: Iterable[Involvement]) -> Involvement | None:
    """Return what was said first to one's own organisation, and has no answer."""
    mine = acting.organisation_id
    waiting = [row for row in _unreplied(rows) if row.organisation_id == mine]
    return waiting[-1] if waiting else None


def _staff_views(acting: Acting, initiative: Initiative) -> list[SeeTheUse]:
    seen = StaffView.objects.visible_to(acting).filter(initiative=initiative)
    views = seen.select_related("municipality").order_by("-asked_on", "-id")
    return [SeeTheUse(view, _see_the_use(view)) for view in views]


def _see_the_use(view: StaffView) -> str:
    counted = {"see": number(view.see_the_use), "asked": number(view.asked)}
    return _("%(see)s of %(asked)s see the use of it") % counted


def _ids(rows: Iterable[Organisation]) -> list[int]:
    return [row.pk for row in rows]
