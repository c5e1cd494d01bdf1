"""Every address there is, visited by somebody elsewhere and by nobody; and every page, read.

The addresses are read from the program, so a new one is walked by itself. One that takes
something new in its address fails until it is taught here what to ask for.
"""

import json
from dataclasses import dataclass
from io import BytesIO
from zipfile import ZipFile

import pytest
from allauth.mfa.models import Authenticator
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.db import models
from django.db.models import Q
from django.test import Client
from django.urls import URLResolver, get_resolver, reverse
from django.utils import timezone

from stafett.audit.models import Detail, Entry, Head
from stafett.benefits import models as benefits
from stafett.cases import models as cases
from stafett.files.models import Source, Upload
from stafett.handovers import models as handovers
from stafett.indicators.models import Indicator, Observation, ReferenceValue
from stafett.initiatives import models as initiatives
from stafett.lib import Acting
from stafett.lib.database import tell_database
from stafett.needs import queries
from stafett.needs.models import CatalogueWord, Contribution, Need, PassedWarning
from stafett.organisations.models import (
    Membership,
    Name,
    Organisation,
    Parameter,
    Role,
    Unit,
)
from stafett.people.models import Person
from stafett.post.models import Choice, Feed, Mail
from stafett.reports.models import Edition, ExchangeEdition, Spread
from stafett.roadmap import models as roadmaps
from stafett.trials.models import Decision, Evidence, Result, Trial
from stafett.work.models import Job
from tests.factories import (
    LONG_AGO,
    NOW,
    BenefitFactory,
    CommitmentFactory,
    ContributionFactory,
    InitiativeFactory,
    NeedFactory,
    RoleFactory,
    SameHereFactory,
    UnitFactory,
)
from tests.pages import Page, Reader, is_outside
from tests.rooms.cases import stories
from tests.rooms.needs.telling import SAID, TOLD

OURS = [model for model in apps.get_models() if model.__module__.startswith("stafett.")]
HIDDEN = "kjennemerke7f3a"
"""What nobody elsewhere may ever read."""
PUBLIC = {Organisation, Name}
"""What these say is known to everybody."""
STAYS = {
    Result,
    Decision,
    Evidence,
    handovers.DelegationReceipt,
    handovers.Receipt,
    initiatives.Involvement,
    benefits.FreedTime,
}
"""What is written once: the database lets nobody change it."""
MACHINE = {
    "account", "chain", "digest", "hash", "lang", "language", "letter", "mark", "of", "password", "previous",
    "role_kind", "rule", "salt", "target", "verb",
}  # fmt: skip
"""Fields that hold signs for the program, nothing that somebody wrote."""


# --- every address ------------------------------------------------------------------------------


def addresses(resolver=None, before=(), taken=frozenset()):
    """Yield the name of each address, and what it takes."""
    for pattern in (resolver or get_resolver()).url_patterns:
        takes = taken | set(pattern.pattern.regex.groupindex)
        if isinstance(pattern, URLResolver):
            inside = [pattern.namespace] if pattern.namespace else []
            yield from addresses(pattern, (*before, *inside), takes)
        else:
            yield ":".join([*before, str(pattern.name)]), frozenset(takes)


EVERY = dict(addresses())
WORDS = {
    "needs:export": [{"form_of_file": form} for form in ("csv", "json", "xlsx")],
    "organisations:add": [{"what": word} for word in ("role", "unit", "parameter", "member", "x")],
    "benefits:by_link": [{"token": "x"}],
    "journey:feed": [{"token": "x"}],
    "account_reset_password_from_key": [{"uidb36": "1", "key": "set-password"}],
}
"""What addresses take that is nobody's."""
ROWS = {
    ("need", "pk"): (
        "journey:need", "needs:change", "needs:same_here", "needs:take_back",
        "needs:contribute", "needs:close", "needs:reopen", "needs:pass_warning",
    ),
    ("need", "need_pk"): ("trials:plan", "trials:propose"),
    ("contribution", "pk"): ("needs:answer",),
    ("word", "pk"): ("needs:remove_word",),
    ("role", "pk"): ("organisations:end_role", "handovers:end_delegation", "handovers:name_anew"),
    ("unit", "pk"): ("organisations:close_unit",),
    ("membership", "pk"): ("organisations:confirm_membership", "organisations:end_membership"),
    ("mail", "pk"): ("post:send_anew",),
    ("indicator", "pk"): (
        "indicators:indicator", "indicators:renew", "indicators:observe", "indicators:reference",
        "indicators:readings_workbook",
        "indicators:many", "indicators:to_fill_in",
    ),
    ("observation", "pk"): ("indicators:correct",),
    ("initiative", "pk"): (
        "journey:initiative", "journey:alone", "benefits:overview", "benefits:none_found", "benefits:describe",
        "benefits:pass_initiative_warning", "benefits:profile", "initiatives:change",
        "initiatives:differences", "initiatives:costs", "initiatives:costs_nothing",
        "initiatives:participation", "initiatives:involvement", "initiatives:staff_view",
        "initiatives:pass_warning", "initiatives:stop", "initiatives:resume",
        "benefits:map", "benefits:map_add", "benefits:map_draw", "benefits:map_pass",
        "benefits:economy", "benefits:weigh", "benefits:workbook", "benefits:economy_workbook",
        "handovers:of_initiative", "handovers:workbook", "handovers:prepare", "cases:tell",
        "reports:take_initiative", "reports:plan_file", "reports:case_file",
    ),
    ("case", "pk"): (
        "cases:case", "cases:change", "cases:publish", "cases:withdraw", "cases:adopt",
    ),
    ("home", "pk"): ("reports:organisation", "reports:take_results", "reports:pack_file", "reports:table", "reports:workbook"),
    ("upload", "pk"): (
        "files:upload", "files:bring", "files:undo", "files:discard", "files:original",
        "files:take_along", "files:take_file",
    ),
    ("baton", "pk"): (
        "handovers:baton", "handovers:change", "handovers:offer", "handovers:withdraw",
        "handovers:archive", "handovers:gather", "handovers:fill_in", "handovers:consider", "handovers:answer",
        "handovers:begin", "handovers:practise", "handovers:stop", "handovers:add_step",
    ),
    ("step", "pk"): ("handovers:change_step", "handovers:do_step", "handovers:remove_step"),
    ("delegation", "pk"): ("handovers:delegation_pdf", "handovers:delegation_json"),
    ("receipt", "pk"): ("handovers:receipt", "handovers:receipt_pdf", "handovers:receipt_json"),
    ("passkey", "pk"): ("mfa_edit_webauthn", "mfa_remove_webauthn"),
    ("difference", "pk"): ("initiatives:change_difference", "initiatives:remove_difference"),
    ("cost_line", "pk"): ("initiatives:change_cost", "initiatives:remove_cost"),
    ("involvement", "pk"): ("initiatives:reply",),
    ("benefit", "pk"): (
        "benefits:benefit", "benefits:describe_anew", "benefits:remove", "benefits:promise",
    ),
    ("commitment", "pk"): (
        "benefits:commitment", "benefits:change", "benefits:confirm", "benefits:decline",
        "benefits:withdraw", "benefits:pass_warning", "benefits:tell_apart", "benefits:plan",
        "benefits:fill_plan", "benefits:staffing", "benefits:plan_staffing",
        "benefits:inform_staffing", "benefits:consult_staffing", "benefits:assess_staffing",
        "benefits:decide_staffing", "benefits:drop_staffing", "benefits:tell_nav",
        "benefits:freed_time",
        "benefits:readings", "benefits:readings_workbook", "benefits:measure", "benefits:explain", "benefits:conclude",
    ),
    ("process", "pk"): ("benefits:process",),
    ("node", "pk"): ("benefits:map_node", "benefits:map_remove"),
    ("edge", "pk"): ("benefits:map_erase",),
    ("unpriced", "pk"): ("benefits:reweigh", "benefits:unweigh"),
    ("roadmap", "pk"): (
        "roadmap:roadmap", "roadmap:workbook", "reports:take_roadmap", "reports:roadmap_file", "roadmap:redraw", "roadmap:capacity", "roadmap:nominate", "roadmap:ask",
        "roadmap:spread",
    ),
    ("proposal", "pk"): (
        "roadmap:proposal", "roadmap:call_off", "roadmap:adopt", "roadmap:move_in",
        "roadmap:move_out", "roadmap:explain", "roadmap:proposal_workbook",
    ),
    ("candidate", "pk"): (
        "roadmap:move_up", "roadmap:move_down", "roadmap:choose", "roadmap:undo",
        "roadmap:leave_out", "roadmap:window", "roadmap:conditions",
    ),
    ("trial", "pk"): (
        "trials:trial", "trials:change", "trials:lock", "trials:result", "trials:decide", "trials:learn",
        "cases:tell_of_trial",
    ),
}  # fmt: skip
"""Which addresses take which row's id, and by what name."""
WHOSE = {name: row for row, names in ROWS.items() for name in names}


def taught(name, world):
    """Return the addresses of this name in Kari's organisation."""
    if name in WORDS:
        return [reverse(name, kwargs=words) for words in WORDS[name]]
    takes = {"rule": "R04"} if "rule" in EVERY[name] else {}
    if name in WHOSE:
        row, called = WHOSE[name]
        takes[called] = getattr(world, row).pk
    return [reverse(name, kwargs=takes)]


def test_every_address_has_a_name_and_is_taught_what_it_takes():
    for name, takes in EVERY.items():
        known = {WHOSE[name][1], "rule"} if name in WHOSE else set()
        known |= set(WORDS[name][0]) if name in WORDS else set()
        assert "None" not in name
        assert takes <= known, f"Teach tests/house/test_walk.py what {name} takes: {set(takes)}."
    assert {*WHOSE, *WORDS} <= EVERY.keys(), "Something taught here is gone."


# --- Kari's organisation, with a mark in every text ----------------------------------------------


@dataclass(frozen=True)
class World:
    """Kari's organisation, and a row of each kind whose id stands in an address."""

    home: Organisation
    need: Need
    contribution: Contribution
    word: CatalogueWord
    role: Role
    unit: Unit
    membership: Membership
    trial: Trial
    indicator: Indicator
    observation: Observation
    initiative: initiatives.Initiative
    benefit: benefits.Benefit
    commitment: benefits.Commitment
    node: benefits.MapNode
    edge: benefits.MapEdge
    roadmap: roadmaps.Roadmap
    candidate: roadmaps.Candidate
    baton: handovers.Baton
    step: handovers.ChangeStep
    receipt: handovers.Receipt
    delegation: handovers.DelegationReceipt
    case: cases.Case

    @property
    def upload(self):
        tell_database(Acting(organisation_id=self.home.pk))
        return Upload.objects.filter(organisation=self.home).first()

    @property
    def mail(self):
        return Mail.objects.filter(organisation=self.home).first()

    @property
    def passkey(self):
        return Authenticator.objects.get(user__in=self.home.roles.values("person"))

    @property
    def unpriced(self):
        return benefits.Unpriced.objects.filter(initiative=self.initiative).first() or (
            benefits.Unpriced(pk=1)
        )

    @property
    def process(self):
        return self.commitment.process

    @property
    def proposal(self):
        return self.roadmap.proposals.get()

    @property
    def difference(self):
        return self.initiative.differences.first() or initiatives.Difference(pk=1)

    @property
    def cost_line(self):
        return self.initiative.cost_lines.first() or initiatives.CostLine(pk=1)

    @property
    def involvement(self):
        return self.initiative.involvements.get()


def rows_of(home):
    """Return all rows that are there because of an organisation, as they are now."""
    tell_database(Acting(organisation_id=home.pk))
    return {
        model._meta.label: list(
            model.objects.filter(_because_of(home, model)).order_by("pk").values()
        )
        for model in OURS
    }


TO_ITS_HOME = {
    Organisation: "",
    Need: "__organisation",
    Trial: "__organisation",
    initiatives.Initiative: "__organisation",
    benefits.Process: "__organisation",
    Indicator: "__owner",
    roadmaps.Roadmap: "__owner",
    roadmaps.Candidate: "__roadmap__owner",
    roadmaps.Proposal: "__roadmap__owner",
    benefits.Benefit: "__initiative__organisation",
    benefits.MapNode: "__initiative__organisation",
    benefits.Commitment: "__municipality",
    benefits.StaffingEffect: "__commitment__municipality",
    handovers.Baton: "__municipality",
    cases.Case: "__organisation",
    Upload: "__organisation",
}
"""How one comes from a row to the organisation it is there because of."""


def _because_of(home, model):
    found = Q(pk__in=home.roles.values("person")) if model is Person else Q(pk__in=[])
    for field in model._meta.concrete_fields:
        if field.name == "organisation_id":
            found |= Q(organisation_id=home.pk)
        elif field.related_model in TO_ITS_HOME:
            found |= Q(**{f"{field.name}{TO_ITS_HOME[field.related_model]}": home})
    return found


def texts_of(model):
    """Return the fields somebody writes text in."""
    return [
        field
        for field in model._meta.concrete_fields
        if isinstance(field, models.CharField | models.TextField)
        and not field.choices
        and field.name not in MACHINE
    ]


def mark(row):
    """Write the mark in every text of a row."""
    type(row).objects.filter(pk=row.pk).update(**marks(type(row), row.pk))


def marks(model, number=1):
    """Return the mark for every text of a model."""
    values = {}
    for field in texts_of(model):
        text = f"{HIDDEN}.{number}.{field.name}"[: field.max_length]
        values[field.name] = f"{text}@example.no" if isinstance(field, models.EmailField) else text
    return values


@pytest.fixture
def world(kari, anne, region):
    home, today = kari.home, timezone.localdate()
    need = NeedFactory(organisation=home, registered_by=kari.person)
    unit = UnitFactory(organisation=home, parent=UnitFactory(organisation=home))
    PassedWarning.objects.create(need=need, rule="R02", passed_at=NOW)
    SameHereFactory(need=need)
    contribution = ContributionFactory(need=need)
    ContributionFactory(need=need, answered_on=today, answer="x", shown=True)
    word = CatalogueWord.objects.create(organisation=home, word="x")
    Parameter.objects.create(
        organisation=home, name="hourly_cost", value=500, valid_from=LONG_AGO, source="x"
    )
    entry = Entry.objects.create(
        chain=f"organisation:{home.pk}",
        sequence=1,
        at=NOW,
        verb="need.changed",
        target=f"needs.need:{need.pk}",
        person_id=kari.person.pk,
        organisation_id=home.pk,
    )
    trial = a_trial(need)
    observation = a_reading(home)
    initiative = an_initiative(need)
    commitment = a_promise(initiative, observation.indicator)
    [*_, node] = a_map(initiative, commitment.benefit)
    Evidence.objects.create(trial=trial, initiative=initiative)
    candidate = a_roadmap(initiative)
    case = a_case(initiative)
    a_file(kari, initiative)
    edition = Edition.objects.create(day=today, made_at=NOW, minimum=5)
    ExchangeEdition.objects.create(day=today, made_at=NOW, made_by_name=HIDDEN, minimum=5)
    Spread.objects.create(
        edition=edition, draws=1, seed=1, correlation=0, years=1, asked_at=NOW, found=[]
    )
    Head.objects.create(chain=entry.chain, sequence=1)
    Choice.objects.create(person=kari.person)
    Feed.objects.create(person=kari.person, digest="x", made_at=NOW)
    Authenticator.objects.create(user=kari.person, type="webauthn", data={"name": HIDDEN})
    Mail.objects.create(
        person=anne.person, organisation=home, state="refused", asked_at=NOW, due_at=NOW
    )
    Job.objects.create(task="x", arguments={}, asked_at=NOW, due_at=NOW)
    detail = Detail.objects.create(entry=entry, salt="x", text="{}")
    for model in set(OURS) - PUBLIC - {Entry, Head} - STAYS:
        for row in model.objects.all():
            mark(row)
    Detail.objects.filter(pk=detail.pk).update(text=json.dumps({"name": HIDDEN, "for": HIDDEN}))
    [membership] = home.memberships.all()
    return World(home, need, contribution, word, anne.role, unit, membership, trial,
                 observation.indicator, observation, initiative, commitment.benefit, commitment,
                 node, node.leads_to.get(), candidate.roadmap, candidate,
                 *a_baton(commitment, kari), case)  # fmt: skip


def a_file(kari, initiative):
    """Return a file that was brought in, and where a thing stood in it."""
    tell_database(kari.acting)
    upload = Upload.objects.create(
        organisation=kari.home, uploaded_at=NOW, changed_at=NOW, size=1, content=b"x",
        kind="kommit", about=initiative, state="imported", imported_at=NOW,
    )  # fmt: skip
    label = initiative._meta.label_lower
    Source.objects.create(upload=upload, target=label, object_pk=initiative.pk, is_made=True)
    return upload


def a_case(initiative):
    """Return a published case for one's own only, and how it came there."""
    home = initiative.organisation
    fell_away = {"key": "x", "what": HIDDEN, "lang": "nb", "kind": "step", "relieved": "staff"}
    case = cases.Case.objects.create(
        initiative=initiative, organisation=home, need_told="x", measures_told="x",
        result_told="x", failed_told="x", sector="health", state="published", published_at=NOW,
        figures={"on": "2026-05-12", "removed": [fell_away]}, figures_on=LONG_AGO,
        written_at=NOW, changed_at=NOW,
    )  # fmt: skip
    cases.Adoption.objects.create(
        case=case, need=initiative.needs.get(), initiative=initiative, organisation=home,
        adopted_at=NOW, practised_on=LONG_AGO,
    )  # fmt: skip
    return case


def a_roadmap(initiative):
    """Return a roadmap with a candidate that is chosen, and all that hangs on it."""
    home = initiative.organisation
    type(initiative).objects.filter(pk=initiative.pk).update(stage="roadmap")
    roadmap = roadmaps.Roadmap.objects.create(
        owner=home, first_year=2027, last_year=2028, price_year=2026, changed_at=NOW
    )
    roadmaps.YearBudget.objects.create(roadmap=roadmap, year=2027, amount=1)
    roadmaps.Capacity.objects.create(
        roadmap=roadmap, municipality=home, year=2027, batons=1, said_at=NOW
    )
    candidate = roadmaps.Candidate.objects.create(
        roadmap=roadmap, initiative=initiative, place=1, decision="chosen", nominated_at=NOW,
        changed_at=NOW,
    )  # fmt: skip
    roadmaps.Window.objects.create(
        candidate=candidate, municipality=home, starts_on=LONG_AGO, ends_on=LONG_AGO
    )
    roadmaps.Simulation.objects.create(
        roadmap=roadmap, organisation=home, economy="own", drawn_at=NOW, **drawn_of(initiative)
    )
    roadmaps.Proposal.objects.create(
        roadmap=roadmap, inputs=inputs_of(candidate), asked_at=NOW, best={"shares": [1.0],
        "objective": 1.0, "bound": 1.0, "gap": 0.0}, adopted_at=NOW,
    )  # fmt: skip
    return candidate


def inputs_of(candidate):
    """Return what a proposal that knows one candidate is worked out from."""
    aims = {"points": {}, "objective": "likely", "least_each": 0, "seconds": 10}
    weighed = {
        "candidate": candidate.pk, "title": HIDDEN, "place": 1, "low": 1, "likely": 1, "high": 1,
        "by_municipality": {}, "accounts": {}, "costs": [1], "dearer": 1, "takes_part": [],
        "must": True, "smallest": None,
    }  # fmt: skip
    return {
        "years": [2027], "price_year": 2026, "budgets": [1], "aims": aims, "municipalities": [],
        "candidates": [weighed], "requires": [], "excludes": [], "unweighed": [], "overrides": [],
    }  # fmt: skip


def an_initiative(need):
    """Return a solution with all that can hang on one."""
    initiative = InitiativeFactory(organisation=need.organisation, scope="own", needs=[need])
    home = need.organisation
    initiatives.PassedWarning.objects.create(initiative=initiative, rule="R03", passed_at=NOW)
    initiatives.Difference.objects.create(
        initiative=initiative, is_removed=True, kind="step", relieved="staff"
    )
    initiatives.CostLine.objects.create(
        initiative=initiative, kind="licence", year=2026, last_year=2027, low=1, likely=2, high=3,
        price_year=2026, vat="none", payer="municipality",
    )  # fmt: skip
    initiatives.Participation.objects.create(
        initiative=initiative, municipality=home, answer="joins", answered_at=NOW
    )
    initiatives.Involvement.objects.create(
        initiative=initiative,
        organisation=home,
        kind="informed",
        happened_on=LONG_AGO,
        noted_at=NOW,
        **marks(initiatives.Involvement),
    )
    initiatives.StaffView.objects.create(
        initiative=initiative, municipality=home, asked=9, see_the_use=8, asked_on=LONG_AGO,
        noted_at=NOW,
    )  # fmt: skip
    benefits.NoneFound.objects.create(initiative=initiative, said_at=NOW)
    benefits.Unpriced.objects.create(
        initiative=initiative, beneficiary="inhabitants", importance=2, extent=1, changed_at=NOW
    )
    benefits.PassedWarning.objects.create(initiative=initiative, rule="R38", passed_at=NOW)
    benefits.Simulation.objects.create(
        initiative=initiative,
        organisation=home,
        economy="own",
        drawn_at=NOW,
        **drawn_of(initiative),
    )
    return initiative


def drawn_of(initiative):
    """Return what a drawing keeps, of one initiative."""
    return {
        "digest": "x", "seed": 1, "draws": 1, "correlation": 0.3, "p10": 1, "p50": 1, "p90": 1,
        "chance": 1, "inputs": [[initiative.pk, [["licence", 1, 1, 1]]]],
        "ends": [[initiative.pk, 1, 1, 1]],
    }  # fmt: skip


def a_promise(initiative, indicator):
    """Return a promise with all that can hang on one."""
    process = benefits.Process.objects.create(organisation=initiative.organisation)
    benefits.ProcessHours.objects.create(process=process, year=2025, hours=9, noted_at=NOW)
    benefit = BenefitFactory(initiative=initiative, indicator=indicator)
    promise = CommitmentFactory(benefit=benefit, process=process)
    day = {"period_start": LONG_AGO, "period_end": LONG_AGO}
    benefits.PlanLine.objects.create(commitment=promise, year=2027, amount=1, price_year=2026)
    benefits.Usage.objects.create(
        commitment=promise, **day, volume=9, users=8, of_users=9, recorded_at=NOW
    )
    benefits.Deviation.objects.create(
        commitment=promise, period_end=LONG_AGO, decision="continue", noted_at=NOW
    )
    benefits.Conclusion.objects.create(commitment=promise, outcome="partly", made_at=NOW)
    effect = benefits.StaffingEffect.objects.create(
        commitment=promise, realised_by="freed_time", people=9, decide_by=LONG_AGO,
        registered_at=NOW, changed_at=NOW,
    )  # fmt: skip
    benefits.FreedTime.objects.create(
        effect=effect, months=6, became="other", told_at=NOW, **marks(benefits.FreedTime)
    )
    benefits.ReadingLink.objects.create(
        **day, commitment=promise, person=initiative.organisation.roles.first().person,
        made_at=NOW, expires_at=NOW,
    )  # fmt: skip
    return promise


def a_baton(promise, kari):
    """Return an offered baton with a step and its receipt, each of them marked."""
    home = promise.municipality
    tell_database(kari.acting)
    baton = handovers.Baton.objects.create(
        initiative=promise.benefit.initiative, municipality=home, sender=home, made_at=NOW,
        moved_at=NOW, changed_at=NOW,
    )  # fmt: skip
    line = handovers.BatonLine.objects.create(baton=baton, commitment=promise)
    step = handovers.ChangeStep.objects.create(baton=baton, due_on=LONG_AGO, changed_at=NOW)
    receipt = handovers.Receipt.objects.create(
        baton=baton, sequence=1, kind="offered", role=kari.role, role_kind=kari.role.kind,
        organisation=home, made_at=NOW, hash="x", **marks(handovers.Receipt),
    )  # fmt: skip
    handovers.Baton.objects.update(state="offered")
    for row in (baton, line, step):
        mark(row)
    return baton, step, receipt, a_delegation(kari)


def a_delegation(kari):
    """Return the receipt of a delegation, marked."""
    at = {"organisation": kari.home, "person": kari.person}
    chief = RoleFactory(**at, kind="chief_executive")
    role = RoleFactory(**at, kind="delegate", delegated_by=chief)
    return handovers.DelegationReceipt.objects.create(
        organisation=kari.home, sequence=1, kind="named", role=chief, delegate_role=role,
        role_kind=chief.kind, made_at=NOW, hash="y",
        **marks(handovers.DelegationReceipt),
    )  # fmt: skip


def a_map(initiative, benefit):
    """Return the places of a map: a change that leads to a benefit."""
    gets_better = benefits.MapNode.objects.create(
        initiative=initiative, kind="benefit", benefit=benefit
    )
    change = benefits.MapNode.objects.create(initiative=initiative, kind="change", label="x")
    benefits.MapEdge.objects.create(source=change, target=gets_better)
    return gets_better, change


def a_reading(home):
    """Return a reading by a yardstick, with what others have read beside it."""
    indicator = Indicator.objects.create(owner=home, direction="down", created_at=NOW)
    ReferenceValue.objects.create(indicator=indicator, value=1)
    return Observation.objects.create(
        indicator=indicator,
        organisation=home,
        period_start=LONG_AGO,
        period_end=LONG_AGO,
        value=1,
        recorded_at=NOW,
    )


def a_trial(need):
    """Return a plan with all that can hang on one."""
    trial = Trial.objects.create(
        need=need,
        organisation=need.organisation,
        planned_at=NOW,
        changed_at=NOW,
        form="talk",
        unit_kind="share",
        direction="at_least",
        threshold=70,
        prediction=80,
        planned_n=20,
    )
    Result.objects.create(trial=trial, n=20, successes=19, recorded_at=NOW, **marks(Result))
    Decision.objects.create(trial=trial, kind="adopt", decided_at=NOW, **marks(Decision))
    return trial


def test_the_mark_stands_in_a_row_of_every_kind(world):
    """A new model, or a new field, is hidden from the walk until Kari has one."""
    for model in set(OURS) - PUBLIC:
        for field in texts_of(model):
            marked = model.objects.filter(**{f"{field.name}__startswith": HIDDEN})
            assert marked.exists() or model is Detail, f"Give Kari a row with {field}."


# --- somebody elsewhere, and nobody --------------------------------------------------------------


def everything_a_form_asks(world, foreign):
    """Return an answer to every question any form has, fair or with ids of Kari's."""
    unit = world.unit.pk if foreign else ""
    return {
        **TOLD,
        **SAID,
        "shared_with": world.membership.group_id if foreign else "own",
        "version": world.need.version or 1,
        "unit": unit,
        "parent": unit,
        "place": world.home.pk,
        "role": world.role.pk if foreign else "",
        "member": world.home.label,
        "organisation": world.home.pk,
        "name": "Siri Li" if not foreign else "hourly_cost",
        "kind": "leader",
        "email": "ny@example.no",
        "login": "ny@example.no",
        "password": "feil-passord-her",
        "language": "nn",
        "outcome": "left",
        "outcome_note": "x",
        "reason": "x",
        "note": "x",
        "answer": "x",
        "shown": "on",
        "word": "Sporlos",
        "value": "500",
        "source": "x",
        "step": "0",
        "valid_from": "2026-01-01",
        "valid_to": "2030-01-01",
        **stories.TOLD,
        "need_title": "x",
        "solution": "x",
        "beneficiary": "inhabitants",
        "importance": "3",
        "extent": "2",
        "next": reverse("journey:need", kwargs={"pk": world.need.pk}),
        "q": HIDDEN[:4],
    }


def visits(name, world):
    """Yield what somebody may try at an address: look, ask, send, and send what is not theirs."""
    fair = everything_a_form_asks(world, foreign=False)
    forged = everything_a_form_asks(world, foreign=True)
    for address in taught(name, world):
        yield "get", address, {}
        yield "post", address, fair
        if name not in WHOSE:  # else it is closed already
            yield "get", address, {"place": world.home.pk, "q": HIDDEN[:4], "status": "all"}
            yield "post", address, forged


@pytest.mark.parametrize("who", ["siri", "nobody"])
def test_somebody_elsewhere_reads_and_changes_nothing(world, who, request):
    cast = None if who == "nobody" else request.getfixturevalue(who)
    before = rows_of(world.home)
    for name in EVERY:
        client = Reader(cast, "nb").client
        for method, address, told in visits(name, world):
            answer = getattr(client, method)(address, told)
            assert answer.status_code < 500, (method, address)
            if name in WHOSE:
                assert is_closed(answer), (method, address, answer.status_code)
            for said in read_to_the_end(client, answer):
                assert HIDDEN not in said.lower(), (method, address)
    assert rows_of(world.home) == before


def read_to_the_end(client, answer):
    """Yield the page, or the ways it sends one and the page at the end."""
    for _turn in range(5):
        if answer.status_code != 302 or is_outside(answer.url):
            break
        yield answer.url
        answer = client.get(answer.url)
    yield all_that_is_said(answer)


def all_that_is_said(answer):
    """Return the text of an answer, also what is packed in a file."""
    said = b"".join(answer)
    if said.startswith(b"PK"):
        with ZipFile(BytesIO(said)) as packed:
            said = b"\n".join(packed.read(name) for name in packed.namelist())
    return said.decode(errors="replace")


def is_closed(answer):
    asked_to_sign_in = answer.status_code == 302 and answer.url.startswith(reverse("account_login"))
    return asked_to_sign_in or answer.status_code in (403, 404, 405)


def test_the_walk_would_have_seen_it(world, anne):
    """Where Anne reads the mark, somebody elsewhere was looking at the right pages."""
    client = Reader(anne).client
    shows = {
        name
        for name in EVERY.keys() - {"account_logout"}
        for address in taught(name, world)
        if HIDDEN in all_that_is_said(client.get(address, follow=True))
    }

    must = {name for name, (row, _) in WHOSE.items() if row in ("need", "contribution", "trial")}
    must -= {"needs:take_back"}
    must |= {"journey:home", "needs:list", "needs:export", "needs:create", "needs:catalogue"}
    must |= {"initiatives:workbook", "benefits:workbook", "indicators:workbook"}
    must |= {"organisations:mine", "organisations:end_role", "people:me"}
    assert must <= shows


# --- every page, in every language --------------------------------------------------------------

LANGUAGES = ["nb", "nn", "en"]


def pages(cast, world, language):
    client = Reader(cast, language).client
    for name in EVERY.keys() - {"account_logout"}:
        for address in taught(name, world):
            yield address, client.get(address)
    for address in ("/finnes-ikke/", "/behov/?q=%00", reverse("account_logout")):
        yield address, client.get(address)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("who", ["anne", "nobody"])
def test_every_page_is_whole(world, who, language, request):
    cast = None if who == "nobody" else request.getfixturevalue(who)
    if cast:
        Person.objects.filter(pk=cast.person.pk).update(language=language)
    for address, answer in pages(cast, world, language):
        check_headers(address, answer)
        if answer.status_code in (200, 400, 404) and "html" in answer["Content-Type"]:
            check_page(address, Page(answer), language)


def check_headers(address, answer):
    assert answer.status_code < 500, address
    rules = dict(
        rule.strip().split(" ", 1) for rule in answer["Content-Security-Policy"].split(";") if rule
    )
    for what, allowed in {
        "default-src": "'none'",
        "script-src": "'self'",
        "style-src": "'self'",
        "connect-src": "'self'",
        "form-action": "'self'",
        "frame-ancestors": "'none'",
        "base-uri": "'none'",
    }.items():
        assert rules[what] == allowed, address
    for sources in rules.values():
        assert set(sources.split()) <= {"'none'", "'self'", "data:"}, address
    assert answer["X-Content-Type-Options"] == "nosniff", address
    assert answer["Referrer-Policy"] in {"same-origin", "no-referrer"}, address


def check_page(address, page, language):
    for raw in ("<c-", "{%", "{{", "{#"):
        assert raw not in page.source, (address, raw)
    assert page.heading, address
    assert page.all("title")[0].children, address
    assert page.all("html")[0].get("lang") == language, address
    ids = [element.get("id") for element in page.root if element.get("id")]
    assert len(ids) == len(set(ids)), (address, sorted(ids))
    for element in page.root:
        for attribute, value in element.attributes.items():
            assert attribute != "style", (address, element.name)
            assert not attribute.startswith("on"), (address, element.name, attribute)
            if attribute in ("href", "src", "action", "formaction", "data-hx-post", "data-hx-get"):
                assert not is_outside(value), (address, value)
        if element.name == "script":
            assert element.get("src"), address


def test_when_something_is_refused_or_breaks_the_page_is_whole_too(db, monkeypatch, rf):
    client = Client(enforce_csrf_checks=True, raise_request_exception=False)
    answers = [client.post(reverse("people:language"), {"language": "en"})]
    for wrong in (PermissionDenied, RuntimeError):
        monkeypatch.setattr(queries, "page_of_needs", lambda *_, wrong=wrong: _raise(wrong))
        answers.append(client.get(reverse("needs:list")))

    assert [answer.status_code for answer in answers] == [403, 403, 500]
    for answer in answers:
        check_page(str(answer.status_code), Page(answer), "nb")


def _raise(wrong):
    raise wrong


def test_an_address_that_only_takes_forms_says_so_when_one_comes_back_to_it(kari):
    need = NeedFactory(organisation=kari.home)

    page = Reader(kari).opens(reverse("needs:take_back", kwargs={"pk": need.pk}))

    assert page.status == 405
    assert page.shows("Press the button once more")
