"""One case, for somebody: what it tells, where it went, and the next thing to do with it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from stafett.cases import rules
from stafett.cases.models import Adoption, Case, State
from stafett.cases.queries import figures
from stafett.cases.queries.chain import Chain, chain_of
from stafett.cases.queries.figures import Figures, Frozen
from stafett.cases.queries.library import LOOKS
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.needs.models import Need
from stafett.trials import queries as trials
from stafett.trials.models import Trial


@dataclass(frozen=True, slots=True)
class CasePage:
    """A case with all that hangs on it, for somebody.

    ``initiative``, ``trial`` and ``needs`` are what it tells of, where this person may see it.
    ``taken_up`` is what their own organisation did with it.
    """

    case: Case
    is_own: bool
    may_change: bool
    figures: Figures | None
    chain: Chain
    initiative: Initiative | None
    trial: Trial | None
    needs: Sequence[Need]
    tests: Sequence[trials.Line]
    taken_up: Adoption | None
    can_be_taken_up: bool

    @property
    def is_told(self) -> bool:
        """Whether there is something to read: what is withdrawn is read by its own only."""
        return self.case.state != State.WITHDRAWN or self.is_own

    @property
    def look(self) -> str:
        """How the result's tag looks. Only what was measured looks done."""
        return LOOKS[self.case.result]

    def next_step(self, acting: Acting) -> str:
        """Return the most useful thing for this person to do, as the page names it."""
        if self.may_change and self.case.state != State.PUBLISHED:
            return "publish" if self.case.state == State.DRAFT else "mend"
        if self.is_own:
            return "wait" if self.case.state == State.DRAFT else "share"
        if self.taken_up:
            return "go_on"
        if not self.can_be_taken_up:
            return "read_on"
        return "take_up" if acting.is_somebody else "sign_in"


def visible(acting: Acting) -> QuerySet[Case]:
    """Return the cases somebody may see, with what a page names."""
    named = ("organisation", "group", "initiative__organisation", "trial__need", "comes_from__case")
    return Case.objects.visible_to(acting).select_related(*named)


def case_page(acting: Acting, case: Case) -> CasePage:
    """Return what somebody may read about a case they may see."""
    initiative = _initiative(acting, case)
    trial = trials.visible(acting).filter(pk=case.trial_id).first() if case.trial_id else None
    return CasePage(
        case=case,
        is_own=case.organisation_id == acting.organisation_id,
        may_change=may_change(acting, case),
        figures=figures.told(case.figures, case),
        chain=chain_of(acting, case),
        initiative=initiative,
        trial=trial,
        needs=_needs(acting, case),
        tests=trials.evidence_for(acting, initiative) if initiative else [],
        taken_up=_taken_up(acting, case),
        can_be_taken_up=rules.can_be_taken_up(state=case.state, result=case.result),
    )


def may_change(acting: Acting, case: Case) -> bool:
    """Whether this person looks after the case."""
    return rules.may_change(acting, organisation_id=case.organisation_id, author_id=case.author_id)


def _initiative(acting: Acting, case: Case) -> Initiative | None:
    if case.initiative_id is None:
        return None
    return initiatives.visible(acting).filter(pk=case.initiative_id).first()


def _needs(acting: Acting, case: Case) -> list[Need]:
    seen = Need.objects.visible_to(acting)
    if case.trial:
        seen = seen.filter(pk=case.trial.need_id)
    elif case.initiative:
        seen = seen.filter(pk__in=case.initiative.needs.values("pk"))
    return list(seen.select_related("organisation").order_by("pk"))


def _taken_up(acting: Acting, case: Case) -> Adoption | None:
    mine = case.adoptions.filter(organisation_id=acting.organisation_id)
    return mine.select_related("initiative").first()


# --- telling --------------------------------------------------------------------------------


def may_tell_of_initiative(acting: Acting, initiative: Initiative) -> bool:
    """Whether somebody may tell what came of an initiative where they are."""
    there = initiatives.participant_ids(initiative, acting.day)
    return rules.may_tell_of_initiative(
        acting,
        owner_id=initiative.organisation_id,
        lead_id=initiative.lead_id,
        takes_part=acting.organisation_id in there,
    )


def may_tell_of_trial(acting: Acting, trial: Trial) -> bool:
    """Whether somebody may tell what came of a test."""
    return rules.may_tell_of_trial(
        acting, organisation_id=trial.organisation_id, planned_by_id=trial.planned_by_id
    )


def told_of(acting: Acting, **thing: Initiative | Trial) -> Case | None:
    """Return the case one's own organisation tells of something."""
    return Case.objects.filter(organisation_id=acting.organisation_id, **thing).first()


def of_initiative(acting: Acting, initiative: Initiative) -> list[Case]:
    """Return the cases told of an initiative, of those somebody may see, the owner's first."""
    told = Case.objects.visible_to(acting).filter(initiative=initiative)
    rows = list(told.select_related("organisation").order_by("written_at", "pk"))
    return sorted(rows, key=lambda case: case.organisation_id != initiative.organisation_id)


def came_from(acting: Acting, initiative: Initiative) -> Case | None:
    """Return the case an initiative was taken up from, if somebody may see it."""
    taken = Adoption.objects.filter(initiative=initiative)
    seen = Case.objects.visible_to(acting).published().filter(pk__in=taken.values("case"))
    return seen.select_related("organisation").first()


def is_known(acting: Acting, case: Case) -> bool:
    """Whether what came of it is read, so that it can be said to have given something (R08)."""
    if case.initiative is not None:
        return figures.has_reading(acting, case.initiative)
    verdict = figures.verdict(case)
    return verdict is not None and verdict.mark == "met"


# --- publishing -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Publishing:
    """What can be published of a case today: the figures as they would be frozen."""

    found: Frozen
    figures: Figures | None
    choices: list[tuple[str, str]]


def publishing(acting: Acting, case: Case) -> Publishing:
    """Return the figures that may be published, each as a choice in words."""
    found = figures.current(acting, case)
    told = figures.told(found, case)
    return Publishing(found, told, [*_choices(told)] if told else [])


def _choices(told: Figures) -> Iterator[tuple[str, str]]:
    for account in told.sums:
        said = account.measured or _("forecast: %(forecast)s") % {"forecast": account.forecast}
        yield account.key, f"{account.title}: {said}, {account.coverage}"
    for read in told.yardsticks:
        words = {"name": read.name, "before": read.before, "after": read.after}
        unknown = dict.fromkeys((key for key, word in words.items() if not word), _("Not measured"))
        yield read.key, _("%(name)s: from %(before)s to %(after)s") % {**words, **unknown}
    for row in told.removed:
        yield row.key, _("Fell away: %(what)s") % {"what": row.what}
    if told.verdict:
        yield figures.VERDICT, told.verdict
