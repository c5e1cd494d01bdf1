"""How often each page asks the database: as often with eighteen rows as with three."""

from datetime import timedelta
from itertools import pairwise

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stafett.benefits.actions import links
from stafett.benefits.models import (
    Commitment,
    Conclusion,
    Deviation,
    MapEdge,
    MapNode,
    Process,
    ProcessHours,
    Unpriced,
    Usage,
)
from stafett.benefits.rules.measuring import Period
from stafett.cases.models import Case
from stafett.handovers.models import Baton, BatonLine, ChangeStep, Receipt
from stafett.indicators.models import ReferenceValue
from stafett.initiatives.models import Initiative, Participation
from stafett.lib.database import tell_database
from stafett.needs.models import CatalogueWord
from stafett.organisations.models import Organisation, Parameter, Role
from stafett.post.models import Mail
from stafett.roadmap.actions import proposals as propose
from stafett.roadmap.models import Candidate, Capacity, Roadmap, Window
from stafett.roadmap.queries.inputs import Aims
from stafett.trials.models import Trial
from tests.cast import Cast
from tests.factories import (
    LONG_AGO,
    NOW,
    TODAY,
    BenefitFactory,
    CommitmentFactory,
    ContributionFactory,
    IndicatorFactory,
    InitiativeFactory,
    MembershipFactory,
    NeedFactory,
    ObservationFactory,
    OrganisationFactory,
    RegionFactory,
    RoleFactory,
    SameHereFactory,
    UnitFactory,
    acting_for,
)
from tests.pages import Reader
from tests.rooms.benefits import mailed
from tests.rooms.benefits.economies import a_promise, arrow, costs, kroner, plan
from tests.rooms.cases import stories as cases
from tests.rooms.files import books, bringing
from tests.rooms.handovers.stories import Exchange, come
from tests.rooms.initiatives import stories as solutions
from tests.rooms.needs.telling import TOLD
from tests.rooms.reports import stories as results
from tests.rooms.roadmap import stories as plans
from tests.rooms.trials import stories

FEW, MANY = 3, 18
LINES = 14
DRAWN = "Et tiltak med kart"
HANDED = "Et tiltak i en stafettpinne"


@pytest.fixture
def need(kari):
    return NeedFactory(organisation=kari.home, scope="public", title="Et behov i Fjordvik")


def grow(cast, need, count):
    """Let there be more of everything that any page lists."""
    home, client = cast.home, Reader(cast).client
    for number in range(count):
        day = LONG_AGO + timedelta(number)
        told = NeedFactory(organisation=home, registered_by=cast.person, scope="public", today="")
        ContributionFactory(need=told)
        SameHereFactory(need=told)
        NeedFactory(organisation=home, closed_on=TODAY, outcome="left")
        ContributionFactory(need=need, answered_on=TODAY, answer="Takk", shown=True)
        ContributionFactory(need=need)
        SameHereFactory(need=need)
        unit = UnitFactory(organisation=home, parent=UnitFactory(organisation=home))
        RoleFactory(organisation=home, unit=unit)
        RoleFactory(person=cast.person, kind="employee")
        MembershipFactory(group=RegionFactory(), member=home)
        MembershipFactory(group=RegionFactory(), member=home, confirmed_on=None)
        MembershipFactory(group=home, member=OrganisationFactory())
        CatalogueWord.objects.create(organisation=home, word=f"ord{count}x{number}")
        Mail.objects.create(
            person=cast.person, organisation=home, key=f"{count} {number}", state="refused",
            asked_at=NOW, due_at=NOW,
        )  # fmt: skip
        Parameter.objects.create(
            organisation=home, name="price_index", step=number + count, value=1, valid_from=day
        )
        client.post(f"/behov/{need.pk}/endre/", _told_again(need))
        for state in stories.WAYS:
            stories.in_state(state, need, cast.acting_now, timezone.now())
        _grow_initiatives(cast, need)
        _measure(home, number)
        _draw_on(the_map(home), number + count)
        _grow_roadmap(cast)
        _put_in(the_baton(cast), cast, number)
        _take_up(the_case(cast), cast)
        _go_back_and_forth(cast)


def the_files(cast, lines):
    """Return workbooks with so many benefits: one looked at, one that came, and a newer one."""
    typed = {}
    for number in range(1, lines + 1):
        said = {"name": f"{lines} lettelser {number}", "indicator": f"{lines} ringt {number}"}
        typed |= books.about(number, **books.LESS, **said, change=f"Endring {lines} {number}")
    answers = {**books.ANSWERS, "problem": "Det ringes.",
               **{f"owner_{each}": str(cast.person.pk) for each in range(1, lines + 1)}}  # fmt: skip
    came = bringing.brought(f"{lines}.xlsx", books.project(typed), cast, **answers)
    bringing.come(came, cast)
    newer = books.project(typed | {books.at("target", 1): 11})
    told = {"initiative": str(came.about_id)}
    return {
        "came": came.pk,
        "newer": bringing.brought(f"{lines}.xlsx", newer, cast, **answers | told).pk,
        "looked": bringing.brought(f"ny {lines}.xlsx", books.project(typed), cast, **answers).pk,
    }


def _grow_initiatives(cast, need):
    """Let there be one more initiative, and one more of all that hangs on the first."""
    by, region = cast.acting_now, cast.home.memberships.first().group
    solutions.a_solution(need, by, scope="public")
    InitiativeFactory(organisation=region, scope="region", group=region, needs=[need])
    first = Initiative.objects.filter(organisation=cast.home).earliest("id")
    for is_removed in (True, False):
        solutions.differs(first, by, is_removed=is_removed)
    solutions.costs(first, by)
    Participation.objects.create(
        initiative=first, municipality=OrganisationFactory(), answer="joins", answered_at=NOW
    )
    solutions.involves(first, by, view="Hvem svarer om natta?")
    solutions.asks_staff(first, by)
    _grow_promises(first)
    _grow_economy(first)


def _grow_promises(initiative):
    """Let there be one more benefit, promised and read in two places, and concluded in one."""
    benefit = BenefitFactory(initiative=initiative)
    member = OrganisationFactory()
    MembershipFactory(group=initiative.organisation, member=member)
    for place in (initiative.organisation, member):
        begins = {"baseline_from": LONG_AGO, "baseline_to": LONG_AGO}
        made = CommitmentFactory(benefit=benefit, municipality=place, **begins)
        for day in (LONG_AGO, made.effect_starts_on):
            ObservationFactory(indicator=benefit.indicator, organisation=place, period_end=day)
        told = {"commitment": made, "period_end": made.effect_starts_on}
        Deviation.objects.create(**told, decision="more", noted_at=NOW)
        Usage.objects.create(
            **told, period_start=made.effect_starts_on, volume=9, users=8, of_users=9,
            recorded_at=NOW,
        )  # fmt: skip
    Conclusion.objects.create(commitment=made, outcome="partly", made_at=NOW)


def _grow_economy(initiative):
    """Let there be one more of all that the two economies are reckoned from."""
    told = {"take_out": "budget", "of": kroner()}
    plan(a_promise(initiative, **told), y2026=1)
    leads = a_promise(initiative)
    arrow(initiative, leads.benefit, "et endret arbeid", a_promise(initiative).benefit)
    a_promise(initiative, depends_on=leads)
    a_promise(initiative, before=None, state="proposed")
    costs(initiative, licence=1)
    Unpriced.objects.create(
        initiative=initiative, beneficiary="inhabitants", importance=2, extent=1, changed_at=NOW
    )


def _measure(home, number):
    """Let there be another promise, and one more of all that is read of the first."""
    IndicatorFactory(owner=home)
    added = CommitmentFactory(
        benefit__initiative__organisation=home, effect_starts_on=LONG_AGO, process=_work(home)
    )
    ObservationFactory(indicator=added.benefit.indicator, organisation=home, value=11)
    promise = Commitment.objects.earliest("id")
    day = LONG_AGO + timedelta(promise.deviations.count())
    read = {"indicator": promise.benefit.indicator, "organisation": home, "period_end": day}
    ObservationFactory(**read, supersedes=ObservationFactory(**read, is_live=False))
    Usage.objects.create(commitment=promise, period_start=day, period_end=day, volume=9, users=1,
                         of_users=2, recorded_at=NOW)  # fmt: skip
    told = {"cause": "x", "decision": "more", "noted_at": NOW}
    Deviation.objects.create(commitment=promise, period_end=day, **told)
    Conclusion.objects.create(commitment=promise, outcome="partly", reason="x", made_at=NOW)
    ReferenceValue.objects.create(indicator=promise.benefit.indicator, wave=f"{number} {day}",
                                  value=1, base="x", source="x")  # fmt: skip


def _work(home):
    """Let there be one more work process; return the first, with one more unit's hours."""
    Process.objects.create(organisation=home, name=f"Arbeid {Process.objects.count()}")
    first = Process.objects.filter(organisation=home).earliest("id")
    unit = UnitFactory(organisation=home)
    ProcessHours.objects.create(process=first, unit=unit, year=2025, hours=9, noted_at=NOW)
    return first


def the_map(home):
    """Return the initiative whose map is looked at."""
    found = Initiative.objects.filter(title=DRAWN).first()
    return found or InitiativeFactory(organisation=home, title=DRAWN)


def _draw_on(initiative, number):
    """Let there be one more of each kind in a map, and what leads to what."""
    BenefitFactory(initiative=initiative)
    gets_better = BenefitFactory(initiative=initiative)
    told = {"initiative": initiative, "label": f"Sted {number}"}
    nodes = [MapNode.objects.create(kind=kind, **told) for kind in ("enabler", "change")]
    nodes.append(MapNode.objects.create(kind="benefit", benefit=gets_better, initiative=initiative))
    nodes.append(MapNode.objects.create(kind="objective", **told))
    first = MapNode.objects.filter(initiative=initiative, kind="enabler").earliest("id")
    for source, target in {(first, nodes[1]), *pairwise(nodes)}:
        MapEdge.objects.create(source=source, target=target)


def _grow_roadmap(cast):
    """Let there be one more candidate on one's own roadmap, with a promise and an answer."""
    home, by = cast.home, cast.acting_now
    roadmap = Roadmap.objects.filter(owner=home).first() or plans.a_roadmap(by)
    candidate = plans.a_candidate(roadmap, by, scope="own")
    Participation.objects.create(
        initiative=candidate.initiative, municipality=OrganisationFactory(), answer="joins",
        answered_at=NOW,
    )  # fmt: skip
    Candidate.objects.filter(pk=candidate.pk).update(decision="chosen")
    Window.objects.create(candidate=candidate, municipality=home, starts_on=TODAY, ends_on=TODAY)
    Capacity.objects.create(
        roadmap=roadmap, municipality=OrganisationFactory(), year=2027, batons=1, said_at=NOW
    )


def a_proposal(cast):
    """Return a plan proposed among all the candidates there are."""
    aims = Aims(points={"hours": 1})
    asked = propose.ask(roadmap=Roadmap.objects.get(), aims=aims, by=cast.acting_now, now=NOW)
    shares = [1.0] * len(asked.inputs["candidates"])
    propose.tell_best(asked, {"shares": shares, "objective": 1.0, "bound": 1.0, "gap": 0.0})
    return asked


def the_case(cast):
    """Return the case that is looked at."""
    found = Case.objects.filter(root=None).order_by("pk").first()
    return found or cases.in_state(
        "published", cases.measured(cast.home), cast.acting_now, timezone.now()
    )


def _take_up(case, cast):
    """Let there be one more that took the case up, told of it, and was taken up in turn."""
    for follows in (case, *Case.objects.filter(root=case).order_by("-pk")[:1]):
        other = RoleFactory(kind="leader")
        by = acting_for(other, timezone.localdate())
        taken = cases.adopt(follows, by)
        cases.publish(cases.tell(taken.initiative, by, result="unknown"), by, shown=[])
    solutions.differs(case.initiative, cast.acting_now, is_removed=True)
    promise = a_promise(case.initiative)
    cases.read_after(promise)


def the_baton(cast):
    """Return the baton that is looked at: what a municipality hands over to itself."""
    tell_database(cast.acting_now)
    found = Baton.objects.filter(initiative__title=HANDED).select_related("initiative").first()
    return found or Exchange(cast, cast, cast, promises=0, title=HANDED).prepare()


def the_receipt(cast):
    """Return the first receipt of a baton that goes back and forth."""
    tell_database(cast.acting_now)
    return Receipt.objects.earliest("id")


def _go_back_and_forth(cast):
    """Let there be one more baton that was answered, and one more answer to the first."""
    chief = _chief(cast.home)
    come(Exchange(chief, chief, chief), "returned")
    tell_database(cast.acting_now)
    first = Exchange(chief, chief, chief, promises=0)
    first.baton = the_receipt(cast).baton
    first.offer()
    first.return_()


def _chief(home):
    told = {"organisation": home, "kind": "chief_executive"}
    role = Role.objects.filter(**told).first() or RoleFactory(**told)
    return Cast(role.person, role, home)


def _put_in(baton, cast, number):
    """Let there be one more promise in a baton, and one more step."""
    made = CommitmentFactory(benefit__initiative=baton.initiative)
    BatonLine.objects.create(baton=baton, commitment=made)
    told = {"what": f"Steg {number}", "owner": cast.person, "owner_name": cast.person.name}
    ChangeStep.objects.create(baton=baton, **told, due_on=TODAY, changed_at=NOW)


def _told_again(need):
    need.refresh_from_db()
    return {**TOLD, "title": need.title, "shared_with": "public", "version": need.version}


def questions(cast, method, address, *, before=None):
    """Return how many questions a page asks: at once if that is as before, else the second time."""
    reads = Reader(cast)
    told = TOLD if method == "post" else {}
    for _opened in range(2):
        with CaptureQueriesContext(connection) as asked:
            _read(getattr(reads.client, method)(address, told))
        count = sum(not _is_about_the_transaction(query["sql"]) for query in asked)
        if count == before:
            break
    return count


def questions_of_a_change(cast, need):
    """Return how many questions it takes to save a text."""
    client, told = Reader(cast).client, _told_again(need)
    with CaptureQueriesContext(connection) as asked:
        assert client.post(f"/behov/{need.pk}/endre/", told).status_code == 302
    return sum(not _is_about_the_transaction(query["sql"]) for query in asked)


def _read(answer):
    assert answer.status_code == 200
    return b"".join(answer)


def _is_about_the_transaction(sql):
    """PostgreSQL is told who acts, and a request is one transaction there."""
    return sql.startswith(("SAVEPOINT", "RELEASE", "BEGIN", "SELECT set_config"))


MOST = {
    "the front page": (None, "get", "/", 4),
    "the rules": (None, "get", "/hjelp/regler/", 0),
    "the rules, for somebody": ("anne", "get", "/hjelp/regler/", 4),
    "the states": (None, "get", "/hjelp/tilstander/", 0),
    "home": ("anne", "get", "/", 48),
    "the list": ("anne", "get", "/behov/", 8),
    "the list, for nobody": (None, "get", "/behov/", 4),
    "a need": ("anne", "get", "/behov/{need.pk}/", 21),
    "a need, for nobody": (None, "get", "/behov/{need.pk}/", 15),
    "a test": ("anne", "get", "/test/{trial.pk}/", 10),
    "a test, for nobody": (None, "get", "/test/{trial.pk}/", 5),
    "the benefits": ("anne", "get", "/tiltak/{initiative.pk}/gevinster/", 35),
    "the benefits, for nobody": (None, "get", "/tiltak/{initiative.pk}/gevinster/", 12),
    "a benefit": ("anne", "get", "/gevinst/{promise.benefit_id}/", 29),
    "a benefit, for nobody": (None, "get", "/gevinst/{promise.benefit_id}/", 6),
    "a promise": ("anne", "get", "/gevinstlofte/{promise.pk}/", 42),
    "positions": ("anne", "get", "/gevinstlofte/{promise.pk}/bemanning/", 20),
    "promising": ("anne", "get", "/gevinst/{promise.benefit_id}/lofte/", 16),
    "changing a promise": ("anne", "get", "/gevinstlofte/{promise.pk}/endre/", 26),
    "a plan": ("anne", "get", "/gevinstlofte/{promise.pk}/plan/", 29),
    "telling hours apart": ("anne", "get", "/gevinstlofte/{promise.pk}/samme-timer/", 31),
    "the work processes": ("anne", "get", "/arbeidsprosesser/", 6),
    "a work process": ("anne", "get", "/arbeidsprosesser/{process.pk}/", 24),
    "what was read of a promise": ("anne", "get", "/gevinstlofte/{promise.pk}/malinger/", 11),
    "one number": ("anne", "get", "/gevinstlofte/{promise.pk}/mal/", 8),
    "the yardsticks": ("anne", "get", "/maleindikatorer/", 5),
    "a yardstick": ("anne", "get", "/maleindikatorer/{promise.benefit.indicator_id}/", 8),
    "many readings": ("anne", "get", "/maleindikatorer/{promise.benefit.indicator_id}/mange/", 7),
    "a round": ("anne", "get", "/tiltak/{initiative.pk}/", 46),
    "a round, for nobody": (None, "get", "/tiltak/{initiative.pk}/", 22),
    "what to take along": ("anne", "get", "/tiltak/{initiative.pk}/ta-med/", 86),
    "a plan to take along": ("anne", "get", "/tiltak/{initiative.pk}/ta-med/gevinstplan/", 70),
    "a case to take along": ("anne", "get", "/tiltak/{initiative.pk}/ta-med/saksframlegg/", 86),
    "the relay board": ("anne", "get", "/stafettbanen/", 20),
    "the relay board as a table": ("anne", "get", "/stafettbanen/?vis=tabell&sort=-since", 20),
    "the relay board, for nobody": (None, "get", "/stafettbanen/", 10),
    "the initiatives": ("anne", "get", "/tiltak/", 7),
    "the initiatives, for nobody": (None, "get", "/tiltak/", 3),
    "mail to me": ("anne", "get", "/meg/post/", 8),
    "how I sign in": ("anne", "get", "/meg/innlogging/", 8),
    "how we sign in": ("anne", "get", "/organisasjon/innlogging/", 9),
    "the organisation's mail": ("anne", "get", "/organisasjon/post/", 7),
    "the library": ("anne", "get", "/laering/", 10),
    "the library, for nobody": (None, "get", "/laering/", 4),
    "a case": ("anne", "get", "/laering/{case.pk}/", 18),
    "a case, for nobody": (None, "get", "/laering/{case.pk}/", 14),
    "telling a case": ("anne", "get", "/tiltak/{initiative.pk}/eksempel/", 56),
    "publishing a case": ("anne", "get", "/laering/{case.pk}/publiser/", 34),
    "taking up a case": ("siri", "get", "/laering/{case.pk}/bruk/", 10),
    "what falls away": ("anne", "get", "/tiltak/{initiative.pk}/forenkling/", 15),
    "what falls away, for nobody": (None, "get", "/tiltak/{initiative.pk}/forenkling/", 12),
    "what it costs": ("anne", "get", "/tiltak/{initiative.pk}/kostnader/", 15),
    "who joins": ("anne", "get", "/tiltak/{initiative.pk}/hvem-er-med/", 15),
    "who was asked": ("anne", "get", "/tiltak/{initiative.pk}/involvering/", 15),
    "do they see the use": ("anne", "get", "/tiltak/{initiative.pk}/ansatte/", 16),
    "describing a solution": ("anne", "get", "/behov/{need.pk}/losning/ny/", 8),
    "a baton": ("anne", "get", "/stafettpinne/{baton.pk}/", 30),
    "who has which baton": ("anne", "get", "/tiltak/{initiative.pk}/stafettpinner/", 16),
    "preparing a baton": ("anne", "get", "/tiltak/{initiative.pk}/stafettpinner/ny/", 12),
    "offering a baton": ("anne", "get", "/stafettpinne/{baton.pk}/tilby/", 30),
    "setting aside": ("anne", "get", "/stafettpinne/{baton.pk}/forbered/", 16),
    "who signs for others": ("anne", "get", "/delegering/", 6),
    "the receipts of a baton": ("anne", "get", "/stafettpinne/{receipt.baton_id}/arkiv/", 10),
    "a receipt": ("anne", "get", "/kvittering/{receipt.pk}/", 10),
    "checking a receipt": (None, "get", "/kvittering/sjekk/", 0),
    "how exchanges go": ("anne", "get", "/stafettpinner/tall/", 8),
    "exchanges in the country": ("siv", "get", "/resultater/landet/vekslinger/", 8),
    "a map": ("anne", "get", "/tiltak/{map.pk}/kart/", 14),
    "a map, for nobody": (None, "get", "/tiltak/{map.pk}/kart/", 8),
    "a place in a map": ("anne", "get", "/kart/{node.pk}/", 8),
    "the files": ("kari", "get", "/filer/", 7),
    "what comes of a workbook": ("kari", "get", "/filer/{looked}/", 22),
    "a newer workbook": ("kari", "get", "/filer/{newer}/", 32),
    "what came of a workbook": ("kari", "get", "/filer/{came}/", 16),
    "a workbook to take along": ("kari", "get", "/filer/{came}/ta-med/", 24),
    "the results": ("anne", "get", "/resultater/{need.organisation_id}/", 20),
    "results to take along": ("anne", "get", "/resultater/{need.organisation_id}/ta-med/", 15),
    "a board pack": ("anne", "get", "/resultater/{need.organisation_id}/ta-med/styrepakke/", 29),
    "the results as CSV": ("anne", "get", "/resultater/{need.organisation_id}/tabell.csv", 20),
    "the roadmaps": ("anne", "get", "/veikart/", 6),
    "a roadmap to take along": ("anne", "get", "/veikart/{roadmap.pk}/ta-med/", 53),
    "a roadmap's case": ("anne", "get", "/veikart/{roadmap.pk}/ta-med/saksframlegg/", 53),
    "a roadmap": ("anne", "get", "/veikart/{roadmap.pk}/", 44),
    "a proposal": ("anne", "get", "/veikart/forslag/{proposal.pk}/", 7),
    "asking for a proposal": ("anne", "get", "/veikart/{roadmap.pk}/forslag/", 9),
    "a candidate's conditions": ("anne", "get", "/veikart/kandidat/{candidate.pk}/vilkar/", 9),
    "telling about a need": ("anne", "get", "/behov/ny/", 6),
    "similar needs": ("anne", "post", "/behov/lignende/", 8),
    "the catalogue": ("anne", "get", "/behov/ord/", 5),
    "all of it as CSV": ("anne", "get", "/behov/alle.csv", 5),
    "all of it as JSON": ("anne", "get", "/behov/alle.json", 5),
    "the needs as a workbook": ("anne", "get", "/behov/alle.xlsx", 6),
    "the initiatives as a workbook": ("anne", "get", "/tiltak/alle.xlsx", 6),
    "the promises as a workbook": (
        "anne",
        "get",
        "/tiltak/{initiative.pk}/gevinster/alle.xlsx",
        35,
    ),
    "the economy as a workbook": ("anne", "get", "/tiltak/{initiative.pk}/okonomi/alt.xlsx", 45),
    "the yardsticks as a workbook": ("anne", "get", "/maleindikatorer/alle.xlsx", 6),
    "a workbook to fill in": (
        "anne",
        "get",
        "/maleindikatorer/{promise.benefit.indicator_id}/mange/fyll-ut.xlsx",
        8,
    ),
    "the mail as a workbook": ("anne", "get", "/organisasjon/post/alt.xlsx", 6),
    "our organisation as a workbook": ("anne", "get", "/organisasjon/hele.xlsx", 9),
    "the places as a workbook": ("anne", "get", "/kommuner/alle.xlsx", 5),
    "the files as a workbook": ("kari", "get", "/filer/alle.xlsx", 7),
    "a proposal as a workbook": ("anne", "get", "/veikart/forslag/{proposal.pk}/alt.xlsx", 6),
    "all of it to take along": ("anne", "get", "/organisasjon/alt/", 75),
    "the board as a workbook": ("anne", "get", "/stafettbanen/alt.xlsx", 20),
    "our organisation": ("anne", "get", "/organisasjon/", 9),
    "the places": ("anne", "get", "/kommuner/", 5),
    "a place, searched for": ("anne", "get", "/kommuner/?q=k", 6),
    "a link in a mail": (None, "get", "/tallet/{token}/", 11),
    "my page": ("anne", "get", "/meg/", 5),
    "two economies": ("anne", "get", "/tiltak/{initiative.pk}/okonomi/", 41),
    "two economies, for others": ("siri", "get", "/tiltak/{initiative.pk}/okonomi/", 9),
}
"""Who opens which page, and how many questions it may ask."""
MOST_TO_SAVE = 13


def test_pages_ask_as_often_however_much_there_is_to_show(kari, anne, siri, need, national_figures):
    casts = {
        "kari": kari,
        "anne": anne,
        "siri": siri,
        "siv": results.an_analyst(_nation()).person,
        None: None,
    }

    def asked(lines, before=None):
        before = before or {}
        promise = Commitment.objects.select_related("benefit").earliest("id")
        drawn = the_map(anne.home)
        at = {
            "promise": promise,
            "process": Process.objects.earliest("id"),
            "need": need,
            "trial": Trial.objects.filter(state="decided").first(),
            "initiative": Initiative.objects.filter(organisation=kari.home).earliest("id"),
            "map": drawn,
            "baton": the_baton(anne),
            "receipt": the_receipt(anne),
            "node": MapNode.objects.filter(initiative=drawn).earliest("id"),
            "roadmap": Roadmap.objects.first(),
            "candidate": Candidate.objects.earliest("id"),
            "proposal": a_proposal(anne),
            "case": the_case(anne),
            "token": token,
            **the_files(kari, lines),
        }
        return {
            page: questions(casts[who], method, address.format(**at), before=before.get(page))
            for page, (who, method, address, _most) in MOST.items()
        } | {"changing a need": questions_of_a_change(anne, need)}

    grow(anne, need, FEW)
    told = {"person": kari.person, "period": Period(*mailed.DUE), "now": timezone.now()}
    token = links.make(commitment=mailed.due_promise(kari), **told)
    few = asked(FEW)
    grow(anne, need, MANY - FEW)

    assert asked(LINES, before=few) == few
    assert {page: count for page, count in few.items() if count > _most(page)} == {}


def _nation():
    return Organisation.objects.get(kind="national")


def _most(page):
    return MOST[page][-1] if page in MOST else MOST_TO_SAVE
