"""What the demo tells: filled in once here, read by every test."""

import runpy
from datetime import timedelta
from io import StringIO

import pytest
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from stafett.audit import queries as audit
from stafett.audit.models import Entry
from stafett.benefits.models import (
    Benefit,
    Commitment,
    Conclusion,
    Deviation,
    MapNode,
    PlanLine,
    ReferenceFigure,
    Unpriced,
)
from stafett.benefits.queries import mapping, measuring, promising, readings, stepped
from stafett.benefits.rules.measuring import next_period
from stafett.cases import queries as cases
from stafett.cases.models import Adoption, Case
from stafett.config import urls
from stafett.files.models import Upload
from stafett.files.rules import kommit_figures
from stafett.handovers import queries as handovers
from stafett.handovers.models import Baton, BatonLine, ChangeStep, Receipt
from stafett.indicators.models import Indicator, Observation
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import (
    CostLine,
    Difference,
    Initiative,
    Involvement,
    Participation,
    Stage,
)
from stafett.journey.demo import cast, learning, seeding, solutions
from stafett.journey.demo.happening import Days, acting
from stafett.journey.queries import home
from stafett.lib import Acting, workbooks
from stafett.lib.database import tell_database
from stafett.needs import queries as needs
from stafett.needs.models import Contribution, Need, PassedWarning, SameHere
from stafett.organisations import country
from stafett.organisations.models import Membership, Name, Organisation, Role
from stafett.people.models import Person
from stafett.roadmap import queries as roadmaps
from stafett.roadmap.models import Candidate, Capacity, Roadmap, Window
from stafett.trials import queries as trials
from stafett.trials.models import Decision, Result, Trial
from tests import database

SATURDAY = 5
INVENTED = (
    *(Organisation, Name, Person, Role, Membership, Need, SameHere, Contribution),
    *(Trial, Result, Decision),
    *(Indicator, Observation, Initiative, Difference, CostLine, Participation, Involvement),
    *(Benefit, Commitment, Conclusion, Deviation, PlanLine, Unpriced, MapNode),
    *(Roadmap, Candidate, Window, Capacity, Baton, BatonLine, ChangeStep, Receipt),
    *(Case, Adoption),
)


@pytest.fixture(scope="module")
def filled(django_db_setup, django_db_blocker):
    """Fill the demo in for the whole file, and empty the database after it."""
    with django_db_blocker.unblock():
        _load_figures()
        yield seeding.seed(now=timezone.now())
        database.empty_the_database()


def _load_figures():
    """Load the nation's figures, as an installation has them before the demo is filled in."""
    before = timezone.now() - timedelta(seeding.BEGAN_DAYS_AGO + 10)
    by = Acting(name="installation", day=before.date())
    country.load_places([country.NATION], by=by, now=before)
    country.load_figures(country.FIGURES, by=by, now=before)


@pytest.fixture
def seeded(filled, db, settings):
    """The program as ``STAFETT_DEMO=1`` starts it, with the demo filled in."""
    settings.DEMO = True
    settings.ROOT_URLCONF = type("Demo", (), runpy.run_path(urls.__file__))
    return filled


def _person(key):
    return Person.objects.get(email=cast.address(key))


def _acting(key):
    return acting(key, timezone.localtime())


def _sign_in(client, key):
    return client.post(reverse("demo:sign_in"), {"person": _person(key).pk})


# --- what is filled in ------------------------------------------------------------------------


def test_the_traces_of_the_demo_hold_and_are_in_the_order_of_time(seeded):
    assert list(audit.first_broken()) == []
    for chain in audit.heads():
        times = list(Entry.objects.filter(chain=chain).order_by("sequence").values_list("at"))
        assert times == sorted(times)


def test_everything_invented_fits_the_forms_it_could_have_come_through(seeded):
    for model in INVENTED:
        for row in model.objects.all():
            row.clean_fields(exclude=["password"])


def test_the_invented_numbers_and_names_are_nobodys(seeded):
    call_command("load_country", stdout=StringIO())
    invented = Organisation.objects.filter(number__startswith="99")

    assert invented.municipalities().count() == 7
    real = Organisation.objects.exclude(number__startswith="99")
    assert not real.filter(name__in=invented.values("name")).exists()
    assert not real.filter(number__in=invented.values("number")).exists()


def test_days_are_counted_back_from_today_and_fall_on_working_days(seeded):
    today = timezone.localdate()
    moments = [
        timezone.localtime(at) for at in Need.objects.values_list("registered_at", flat=True)
    ]
    moments += [timezone.localtime(at) for at in SameHere.objects.values_list("said_at", flat=True)]

    assert max(moment.date() for moment in moments) < today
    assert min(moment.date() for moment in moments) > today - timedelta(seeding.BEGAN_DAYS_AGO)
    assert not [moment for moment in moments if moment.weekday() >= SATURDAY]
    assert not [moment for moment in moments if not 8 <= moment.hour < 16]
    for same in SameHere.objects.select_related("need"):
        assert same.said_at > same.need.registered_at
    for told in Contribution.objects.select_related("need"):
        assert told.received_on >= timezone.localdate(told.need.registered_at)
        assert told.answered_on is None or told.answered_on >= told.received_on


def test_needs_are_told_to_every_stage(seeded):
    count = Need.objects.filter
    unanswered = Contribution.objects.filter(answered_on=None)
    late = timezone.localdate() - needs.ANSWER_WITHIN

    assert count(heard_count=None).count() == 2
    assert count(today="").count() == 1
    assert {need.outcome for need in count(closed_on__isnull=False)} == {
        "solved",
        "elsewhere",
        "left",
    }
    assert {need.scope for need in Need.objects.all()} == {"own", "region", "network", "public"}
    assert {need.lang for need in Need.objects.all()} == {"nb", "nn"}
    assert unanswered.filter(received_on__lt=late).count() == 2
    assert unanswered.filter(received_on__gt=late).count() >= 2
    assert SameHere.objects.exclude(note="").values("organisation").distinct().count() == 7


def test_a_product_is_named_only_where_a_reason_stands(seeded):
    passed = PassedWarning.objects.filter(rule="R02")

    assert passed.count() == 3
    assert all(row.reason for row in passed)
    assert PassedWarning.objects.filter(rule="R04").count() == 1


def test_nobody_from_outside_the_region_reads_what_is_the_regions(seeded):
    siri, rune = _acting("siri"), _acting("rune")
    in_the_region = Need.objects.filter(scope="region")

    assert not in_the_region.visible_to(siri).exists()
    assert in_the_region.visible_to(rune).count() == in_the_region.count() == 11
    assert Need.objects.filter(scope="network").visible_to(siri).count() == 2
    assert not Need.objects.filter(scope="own").visible_to(rune).exists()


# --- signing in as one of the cast ------------------------------------------------------------


def test_everybody_on_the_page_can_be_signed_in_as(seeded):
    page = Client().get(reverse("demo:choose"))
    first, rest = page.context["first"], page.context["rest"]

    assert [member.leg for member in first[:4]] == ["need", "test", "solution", "roadmap"]
    assert len(first) + len(rest) == seeded.people
    for member in [*first, *rest]:
        client = Client()
        signed_in = client.post(reverse("demo:sign_in"), {"person": member.person_id})
        home = client.get(signed_in.url)
        assert signed_in.url == reverse("journey:home")
        assert home.wsgi_request.user.name == member.name
        assert home.wsgi_request.acting.organisation_name == member.organisation
        assert member.tries
        assert member.name in page.text


def test_kari_meets_what_waits_for_her(seeded, client):
    _sign_in(client, "kari")

    waiting = client.get(reverse("journey:home")).context["home"].waiting

    assert {item.what for item in waiting} >= {
        "Vi ringer i stedet for å komme innom de første to ukene",
        "Ni medisinrunder om dagen til folk som ellers klarer seg selv",
        "Pårørende vet ikke hvem de skal ringe om kvelden",
        "Åtte som sover godt, får selv velge om vi skal gå inn",
        "Nye alarmer som virker i kjelleren og garasjen",
        "Flere får medisinen i rett tid",
    }
    assert len(waiting) < 12
    assert waiting[0].due_on < timezone.localdate()


def test_the_sentences_on_the_page_are_true(seeded):
    """Hilde has two roles, and Havsund has been asked whether it is a member."""
    hilde = Role.objects.filter(person=_person("hilde")).order_by("id")
    asked = Membership.objects.get(confirmed_on=None)

    assert [role.kind for role in hilde] == ["controller", "administrator"]
    assert asked.member.name == "Havsund"
    assert _person("olav").language == "nn"
    assert cast.FIRST.keys() <= cast.organisations()["people"].keys()


def test_a_sign_in_leaves_a_trace(seeded, client):
    _sign_in(client, "kari")

    assert Entry.objects.get(verb="person.signed_in").person_id == _person("kari").pk


# --- tests --------------------------------------------------------------------------------------


def test_the_tests_show_every_way_a_test_can_go(seeded):
    pages = [trials.trial_page(_acting("kari"), trial) for trial in Trial.objects.all()]
    marks = [page.told.mark for page in pages if page.told]

    assert {"met", "not_met", "inconclusive", "suggests"} == set(marks)
    assert [page.trial.idea for page in pages if page.was_stopped]
    assert {state for page in pages for state in [page.trial.state]} == {
        "planned",
        "running",
        "measured",
        "decided",
        "replaced",
    }


def test_a_chain_begins_open_and_ends_in_use(seeded):
    last = Trial.objects.get(follows__follows__isnull=False)
    second, first = last.follows, last.follows.follows
    told = [trials.told(trial, trials.live_result(trial)).mark for trial in (first, second)]

    assert told == ["inconclusive", "met"]
    assert second.decision.kind == "adopt"
    assert first.need == second.need == last.need


def test_a_test_and_a_decision_wait_for_kari(seeded):
    waiting = trials.waiting_for(_acting("kari"), timezone.localdate())
    assert [item.due_on is not None for item in waiting] == [True, False]


# --- solutions ----------------------------------------------------------------------------------


def _standings(**which):
    return measuring.standings(Commitment.objects.filter(**which), today=timezone.localdate())


def _states(title):
    return {
        row.commitment.municipality.name: row.status
        for row in _standings(benefit__initiative__title=title).values()
        if row.commitment.state == "confirmed"
    }


def test_solutions_are_told_at_different_points_of_the_lap(seeded):
    stages = set(Initiative.objects.values_list("stage", flat=True))

    assert seeded.initiatives == Initiative.objects.count() == 16
    legs = {"solution", "roadmap", "handover", "practice", "benefit", "learning"}
    assert stages == legs | {"stopped"}
    assert Initiative.objects.filter(lang="nn").exists()
    assert Initiative.objects.get(stage=Stage.STOPPED).stopped_reason


def test_one_benefit_is_reached_and_another_falls_short_with_a_cause(seeded):
    known = _standings(benefit__initiative__title__startswith="Medisindispenser").values()
    by_name = {row.commitment.benefit.name: row for row in known}
    reached = by_name["Færre besøk som bare gjelder medisiner"]
    short = by_name["Flere får medisinen i rett tid"]

    assert reached.reached >= 1
    assert reached.conclusion.outcome == "realised"
    assert short.falls_short
    assert short.deviation.cause


def test_what_is_not_read_in_time_is_not_known(seeded):
    states = {"Fjordvik": "measured", "Granstad": "unknown", "Havsund": "too_early"}
    assert _states("Digitalt tilsyn om natta") == states


def test_a_region_hears_yes_later_and_no(seeded):
    night = Initiative.objects.get(title="Digitalt tilsyn om natta")
    answers = [row.answer for row in Participation.objects.filter(initiative=night)]
    declined = Commitment.objects.get(state="declined")

    assert sorted(answers) == ["joins"] * 4 + ["later", "no"]
    assert declined.benefit.initiative == night
    assert declined.declined_reason


def test_the_budget_line_is_what_is_promised_and_the_wrong_baseline_documents_nothing(seeded):
    porto = Commitment.objects.get(take_out="budget")
    years = [line.year for line in porto.plan_lines.order_by("year")]

    assert porto.state == "confirmed"
    assert years == list(range(porto.effect_starts_on.year, porto.effect_starts_on.year + 4))
    outcomes = {row.outcome for row in Conclusion.objects.all()}
    assert outcomes == {"realised", "partly", "not", "undocumented"}


def test_no_promise_carries_a_warning_nobody_has_answered(seeded):
    """Those that came with a file wait for their owner, who is told what is missing."""
    ours = Commitment.objects.exclude(benefit__initiative=_of_a_file())
    rows = promising.promise_rows(list(ours), timezone.localdate())

    assert [str(row.commitment) for row in rows if row.warnings] == []


def test_no_map_hangs_loose(seeded):
    for initiative in Initiative.objects.filter(pk__in=MapNode.objects.values("initiative")):
        assert not mapping.standing_warning(initiative, "R09"), initiative
        assert not mapping.standing_warning(initiative, "R10"), initiative


def test_a_little_one_takes_the_light_track(seeded):
    little = Initiative.objects.get(title="Vikarene svarer kvelden før")

    assert initiatives.page(_acting("thomas"), little).light


def test_the_roadmap_has_one_chosen_one_over_the_line_and_one_left_out(seeded):
    regional = Roadmap.objects.filter(owner__kind="region").latest("first_year")
    page = roadmaps.roadmap_page(_acting("rune"), regional)

    assert [row.candidate.decision for row in page.rows] == ["chosen", "chosen", "open", "open"]
    assert [row.is_within for row in page.rows] == [True, True, True, False]
    assert len(page.rows[0].windows) == 2
    assert page.left_out[0].candidate.reason


# --- batons -------------------------------------------------------------------------------------


def _baton(title, municipality):
    there = {"initiative__title__startswith": title, "municipality__name": municipality}
    return Baton.objects.get(**there)


def test_batons_are_told_at_every_point_of_the_exchange(seeded):
    _as("rune")
    told = {row.municipality.name: row.state for row in Baton.objects.filter(
        initiative__title__startswith="Parkeringstillatelse")}  # fmt: skip

    assert told == {
        "Fjordvik": "accepted_in_part",
        "Kvitedal": "returned",
        "Ytterholmen": "offered",
        "Lauvfjord": "draft",
    }
    assert _baton("Digitalt tilsyn", "Fjordvik").state == "new_practice"


def test_one_baton_was_dropped_and_both_sides_hear_of_it(seeded):
    for key in ("kjersti", "rune"):
        acting = _as(key)
        [lying] = handovers.dropped(Baton.objects.visible_to(acting), acting.day)
        assert lying.baton == _baton("Digitalt tilsyn", "Granstad")
        assert lying.weeks >= 20
        assert lying.baton.get_absolute_url() in _in_hand(key)


def test_every_receipt_of_the_demo_holds(seeded):
    for key in ("rune", "ingrid", "gunnhild", "kjersti"):
        acting = _as(key)
        batons = list(Baton.objects.visible_to(acting))
        assert batons
        assert all(handovers.verify(baton).holds for baton in batons)


def test_a_baton_accepted_in_part_says_why_one_promise_waits(seeded):
    _as("ingrid")
    lines = _baton("Parkeringstillatelse", "Fjordvik").lines
    assert lines.filter(answer="accepted").count() == 1
    assert "Siv teller i tre måneder" in lines.get(answer="declined").reason


def test_the_batons_wait_for_those_who_have_them(seeded):
    _as("rune")
    offered = _baton("Parkeringstillatelse", "Ytterholmen").get_absolute_url()
    returned = _baton("Parkeringstillatelse", "Kvitedal").get_absolute_url()
    draft = _baton("Parkeringstillatelse", "Lauvfjord").get_absolute_url()
    to_havsund = _baton("Digitalt tilsyn", "Havsund").get_absolute_url()

    assert offered + "svar/" in _in_hand("astrid")
    assert to_havsund in _in_hand("geir")
    assert {returned, draft} <= _in_hand("rune")


def _as(key):
    """Return somebody as they act, with the database told of it."""
    acting = _acting(key)
    tell_database(acting)
    return acting


def _in_hand(key):
    return {item.url for item in home.home(_as(key), timezone.localdate()).waiting}


def test_a_reading_waits_for_kari_and_a_promise_for_ingrid(seeded):
    today = timezone.localdate()
    to_read = [item.url for item in measuring.waiting_for(_acting("kari"), today)]
    asked = Commitment.objects.get(state="proposed", municipality__name="Fjordvik")

    assert any(url.endswith("/mal/") for url in to_read)
    assert asked.owner == _person("ingrid")
    waiting = home.home(_acting("ingrid"), today).waiting
    assert asked.get_absolute_url() in [item.url for item in waiting]


MONTH_ENDS = ["2026-12-31", "2027-01-01", "2027-03-01", "2027-03-31", "2028-02-29"]


def _told_on(day):
    """Return all that the demo would tell of solutions, filled in on a day."""
    now = timezone.make_aware(timezone.datetime.fromisoformat(day).replace(hour=12))
    days = Days(now)
    told = solutions.happenings(days, {})
    return now, [*told, *learning.happenings(days, told[0].known)]


@pytest.mark.parametrize("day", MONTH_ENDS)
def test_months_are_whole_ones_whatever_day_it_is(day):
    now, told = _told_on(day)

    for one in told:
        if isinstance(one, solutions.Reading):
            [step] = one.steps()
            period = one._period(one.told)
            assert period["period_start"] < period["period_end"] < step.at.date() <= now.date()


@pytest.mark.parametrize("day", MONTH_ENDS)
def test_what_is_explained_was_read_first_whatever_day_it_is(day):
    _now, told = _told_on(day)

    short = [one for one in told if "explained" in one.told]
    for one in short:
        read = one._noted(one.told["readings"][-1], None)
        assert read.at < one._step(one.told["explained"], None).at
    assert short


@pytest.mark.parametrize("day", MONTH_ENDS)
def test_what_the_routes_came_to_is_known_whatever_day_it_is(day):
    now, told = _told_on(day)
    promises = [one for one in told if one.told.get("benefit") == "kjøretid"]

    assert len(promises) == 6
    for one in promises:
        read_to = one._period(one.told["readings"][-1])["period_end"]
        every = one.told["measure_every"]
        due = next_period(effect_starts_on=read_to, read_to=read_to, months=every)
        assert now.date() <= due.due_on


@pytest.mark.parametrize("day", MONTH_ENDS)
def test_a_baton_is_accepted_before_the_effect_starts_whatever_day_it_is(day):
    _now, told = _told_on(day)
    batons = [one for one in told if "accepted" in one.told]
    routes = [one for one in batons if one.told["initiative"] == "ruter"]
    starts = [one._month(one.told["effect_month"]) for one in told
              if one.told.get("benefit") == "kjøretid"]  # fmt: skip

    accepted = [one._step(one.told["accepted"], None).at.date() for one in routes]
    assert len(accepted) == 6
    assert all(day < start for day, start in zip(accepted, starts, strict=True))


# --- six municipalities that began at different times -------------------------------------------


def _routes(key):
    """Return the benefit of the driving routes, and the promises somebody sees on it."""
    benefit = Benefit.objects.get(initiative__title__startswith="Rutene blir lagt")
    seen = promising.promises(_acting(key)).filter(benefit=benefit)
    return benefit, list(seen.order_by("effect_starts_on"))


def test_what_the_routes_did_is_told_with_an_interval(seeded):
    benefit, seen = _routes("rune")
    accepted = Receipt.objects.filter(kind="accepted", baton__initiative=benefit.initiative)
    _as("rune")

    assert len({timezone.localdate(row.made_at) for row in accepted}) == len(seen) == 6
    found = stepped.stepped_of(_acting("rune"), benefit, seen)
    assert found.is_told
    assert "−1,15 minutter" in found.says
    assert "mellom −1,61 minutter og −0,69 minutter" in found.says


def test_some_came_to_more_than_planned_some_to_less_and_one_to_nothing(seeded):
    _benefit, seen = _routes("rune")
    known = measuring.standings(seen, today=timezone.localdate())
    by_name = {row.commitment.municipality.name: row for row in known.values()}
    reached = {name: row.reached for name, row in by_name.items()}

    assert [name for name, share in reached.items() if share > 1] == [
        "Fjordvik",
        "Kvitedal",
        "Havsund",
    ]
    assert reached["Granstad"] < reached["Lauvfjord"] < 1
    assert reached["Ytterholmen"] < 0.2
    assert by_name["Ytterholmen"].conclusion.outcome == "not"
    assert by_name["Granstad"].deviation.cause
    assert {row.status for row in by_name.values()} == {"measured"}


def test_a_shift_is_found_and_what_else_changed_is_asked_and_answered(seeded):
    _benefit, seen = _routes("kari")
    [ours] = seen
    read = readings.measuring_of(_acting("kari"), ours)

    assert "tydelig skifte" in read.behaviour.says
    assert "Strandgata" in read.behaviour.shifted.noted
    assert list(ours.staffing_effects.get().freed_times.values_list("months", "became")) == [
        (6, "partly"),
        (12, "as_planned"),
    ]


def test_what_others_reached_is_told_of_six(seeded):
    benefit, _seen = _routes("rune")

    [figure] = ReferenceFigure.objects.filter(indicator=benefit.indicator)
    assert figure.municipalities == 6


def test_one_answer_is_late_and_one_baton_came_back_and_went_out_again(seeded):
    acting = _as("rune")
    late = Baton.objects.get(respond_by__lt=acting.day, state="offered")
    again = _baton("Rutene blir lagt", "Ytterholmen")

    assert late == _baton("Digitalt tilsyn", "Havsund")
    assert late.get_absolute_url() in _in_hand("rune")
    assert list(again.receipts.order_by("id").values_list("kind", flat=True)) == [
        "offered",
        "returned",
        "offered",
        "accepted",
    ]


def _of_a_file():
    _as("thomas")
    return Upload.objects.get().about


def test_a_workbook_was_brought_in_and_its_promises_wait_for_their_owner(seeded):
    initiative = _of_a_file()
    upload = Upload.objects.get()
    asked = Commitment.objects.filter(benefit__initiative=initiative)

    assert (upload.kind, upload.state) == ("kommit", "imported")
    assert initiative.title == "Lag og foreninger låner lokaler på nett"
    assert [(row.state, row.owner_name) for row in asked] == [("proposed", "Bente Rustad")] * 2
    assert upload.sources.filter(text="Måltall: 9 timer").exists()
    assert not kommit_figures.differences(workbooks.read(bytes(upload.content)))


# --- what was learned -------------------------------------------------------------------------


def test_a_case_has_spread_to_one_of_the_two_that_took_it_up(seeded):
    nobody = Acting(day=timezone.localdate())
    [first] = Case.objects.filter(title__startswith="Medisindispenser hjemme")

    chain = cases.case_page(nobody, first).chain

    assert (chain.spread.spread, chain.spread.taken) == (1, 2)
    granstad, havsund = chain.first.taken
    assert granstad.has_spread
    assert not havsund.has_spread
    assert [told.case.title for told in granstad.cases] == [
        "Dispenser i tre soner: begynn der veien er lengst"
    ]


def test_what_did_not_give_what_they_thought_is_told_too(seeded):
    assert set(Case.objects.values_list("result", "lang")) == {
        ("partly", "nb"),
        ("did_not", "nb"),
        ("stopped", "nn"),
    }
    assert all(Case.objects.values_list("failed_told", flat=True))
