"""Every page in every language: for those who hear it, and on the smallest screen."""

import pytest
from django.db import transaction
from django.utils import timezone

from stafett.benefits.actions import links
from stafett.benefits.models import MapNode, Process, Unpriced
from stafett.benefits.rules.measuring import Period
from stafett.handovers import actions as handover
from stafett.organisations.models import Organisation, RoleKind
from stafett.post.models import Mail
from stafett.reports.actions import publish_exchanges
from stafett.roadmap.actions import proposals as propose
from stafett.roadmap.models import Candidate
from stafett.roadmap.queries.inputs import Aims
from stafett.work.worker import do_all
from tests import factories
from tests.cast import Cast
from tests.rooms.benefits import economies, mailed, maps, measured, positions, promises
from tests.rooms.cases import stories as cases
from tests.rooms.files import books, bringing
from tests.rooms.handovers import stories as handovers
from tests.rooms.initiatives import stories as solutions
from tests.rooms.reports import stories as results
from tests.rooms.roadmap import stories as plans
from tests.rooms.trials import stories

SIZES = (320, 1280)


@pytest.fixture
def town(kari, anne, rune, national_figures):
    """Return pages by who looks at them, with something on each."""
    need = factories.NeedFactory(
        organisation=kari.home,
        registered_by=kari.person,
        scope="public",
        problem="Vi taster fakturaer for hånd. " * 30,
        null_alternative="",
    )
    closed = factories.NeedFactory(
        organisation=kari.home, closed_on=factories.TODAY, outcome="solved", outcome_note="Løst."
    )
    factories.SameHereFactory(need=need, note="Vi også")
    waiting = factories.ContributionFactory(need=need)
    factories.ContributionFactory(
        need=need, answer="Takk", answered_on=factories.TODAY, answered_by_name="Kari", shown=True
    )
    factories.UnitFactory(organisation=kari.home)
    Mail.objects.create(
        person=kari.person, organisation=kari.home, subject="Tallet for april", state="refused",
        asked_at=factories.NOW, due_at=factories.NOW,
    )  # fmt: skip
    leads = factories.RoleFactory(organisation=rune.home, kind=RoleKind.ADMINISTRATOR)
    at = f"/behov/{need.pk}/"
    planned = _roadmap_pages(kari)
    tests = _tests(need, kari.acting_now)
    test_pages = [test.get_absolute_url() for test in tests.values()]
    initiative = factories.InitiativeFactory(organisation=kari.home, needs=[need], lead=kari.person)
    round_page = initiative.get_absolute_url()
    solved = _solution(initiative, kari.acting_now)
    stopped = factories.InitiativeFactory(
        organisation=kari.home, needs=[need], stage="stopped", stopped_reason="For dyrt."
    )
    common = solutions.a_solution(need, rune.acting_now, scope="region", group=rune.home)
    solutions.answers(common, kari.acting_now, solutions.LATER)
    map_pages = _map(kari)
    economy = _economy(initiative)
    chief = factories.RoleFactory(organisation=kari.home, kind=RoleKind.CHIEF_EXECUTIVE)
    ingrid = Cast(chief.person, chief, kari.home)
    sent, received, signed = _batons(rune, kari, ingrid)
    told, to_tell = _cases(kari)
    steps = {"planned": ("las", "endre"), "running": ("endre", "resultat", "beslutning"),
             "measured": ("resultat", "beslutning"), "decided": ("laring",)}  # fmt: skip
    return {
        None: [
            "/",
            "/behov/",
            at,
            at + "innspill/",
            *test_pages,
            round_page,
            "/tiltak/",
            "/stafettbanen/",
            "/slik-regner-vi/",
            *told,
            *solved[:2],
            map_pages[0],
            "/logg-inn/",
            "/glemt-passord/",
            "/glemt-passord/sendt/",
            "/kommuner/",
            *_links(kari),
            "/hjelp/regler/",
            "/hjelp/tilstander/",
            "/finnes-ikke/",
        ],
        kari.person: [
            "/",
            f"/resultater/{kari.home.pk}/",
            f"/resultater/{kari.home.pk}/ta-med/",
            "/behov/",
            "/behov/?q=finnes%20ikke",
            "/behov/ny/",
            at,
            at + "endre/",
            at + "innspill/",
            *test_pages,
            round_page,
            round_page + "ta-med/",
            *economy,
            *told,
            *to_tell,
            "/tiltak/",
            "/stafettbanen/",
            "/stafettbanen/?vis=tabell&sort=leg",
            "/stafettbanen/?q=finnes%20ikke",
            *solved,
            f"/tiltak/{stopped.pk}/gjenoppta/",
            f"/tiltak/{common.pk}/hvem-er-med/",
            at + "losning/ny/",
            *map_pages,
            at + f"test/ny/?etter={tests['decided'].pk}",
            *(f"/test/{tests[state].pk}/{step}/" for state in steps for step in steps[state]),
            at + "avslutt/",
            at + "advarsel/R04/",
            f"/behov/{closed.pk}/apne/",
            f"/behov/innspill/{waiting.pk}/",
            "/behov/ord/",
            *_readings(kari),
            *_promises(kari),
            *_positions(kari),
            *_files(kari),
            *received,
            "/organisasjon/",
            "/meg/",
            "/meg/post/",
            "/meg/innlogging/",
            "/passord/",
            "/logg-ut/",
            "/logg-inn/",
        ],
        anne.person: [
            "/",
            *planned,
            "/organisasjon/",
            "/organisasjon/om/",
            "/organisasjon/post/",
            "/organisasjon/alt/",
            "/organisasjon/innlogging/",
            *(f"/organisasjon/ny/{what}/" for what in ("role", "unit", "parameter")),
            f"/organisasjon/rolle/{kari.role.pk}/slutt/",
        ],
        rune.person: ["/stafettbanen/", *sent, f"/resultater/{rune.home.pk}/"],
        _analyst(): ["/resultater/landet/", "/resultater/landet/vekslinger/"],
        ingrid.person: ["/", *signed, "/delegering/"],
        leads.person: [
            "/organisasjon/",
            "/organisasjon/ny/member/",
            at,
            at + "hos-oss/",
            f"/tiltak/{common.pk}/hvem-er-med/",
        ],
    }


@transaction.atomic
def _batons(rune, kari, ingrid):
    """Return the pages of batons in several states: for the sender, the receiver and who signs."""
    told = {
        state: handovers.come(handovers.Exchange(rune, kari, ingrid, promises=2), state)
        for state in ("draft", "offered", "accepted_in_part", "returned", "stopped")
    }
    at = {state: f"/stafettpinne/{exchange.baton.pk}/" for state, exchange in told.items()}
    told["accepted_in_part"].fresh()
    step = told["accepted_in_part"].baton.steps.get()
    receipt = told["accepted_in_part"].baton.receipts.get(kind="accepted_in_part")
    below = f"/tiltak/{told['draft'].initiative.pk}/stafettpinner/"
    names = {"person": kari.person, "valid_from": timezone.localdate(), "valid_to": None}
    handover.name_delegate(**names, by=ingrid.acting_now, now=timezone.now())
    sent = [below, below + "ny/", *at.values(), at["draft"] + "tilby/", at["returned"] + "endre/",
            at["offered"] + "trekk/"]  # fmt: skip
    received = [*at.values(), at["offered"] + "forbered/", at["accepted_in_part"] + "stopp/",
                at["accepted_in_part"] + "steg/", f"/endringssteg/{step.pk}/",
                f"/kvittering/{receipt.pk}/", "/kvittering/sjekk/",
                at["accepted_in_part"] + "arkiv/", "/stafettpinner/tall/"]  # fmt: skip
    return sent, received, [at["offered"], at["offered"] + "svar/"]


@transaction.atomic
def _files(kari):
    """Return the list of files, one to answer about, one with refused lines, one brought in."""
    owner = factories.RoleFactory(organisation=kari.home, kind=RoleKind.LEADER).person
    answers = {**books.ANSWERS, "problem": "Det ringes.", "owner_1": str(owner.pk)}
    told = {
        "asked": bringing.brought("Spurt.xlsx", books.project(), kari),
        "ready": bringing.brought("Klar.xlsx", books.project({books.at("target", 1): 18}), kari,
                                  **answers | {"baseline_on": ""}),
        "came": bringing.brought("Kommet.xlsx", books.project(books.about(1, owner="Ola")), kari,
                                 **answers),
    }  # fmt: skip
    bringing.come(told["came"], kari)
    at = {name: upload.get_absolute_url() for name, upload in told.items()}
    return ["/filer/", *at.values(), at["came"] + "angre/", at["came"] + "ta-med/"]


def _solution(initiative, by):
    """Let a solution have something of everything; return its pages, the open ones first."""
    below = f"/tiltak/{initiative.pk}"
    row = solutions.differs(initiative, by)
    solutions.differs(initiative, by, solutions.FILLING, minutes=None)
    line = solutions.costs(initiative, by)
    solutions.costs(initiative, by, kind="training", low=400_000, high=400_000)
    solutions.involves(initiative, by, view="Godt.", reply="Takk.")
    said = solutions.involves(initiative, by, view="Hvem svarer om natta?")
    solutions.asks_staff(initiative, by)
    pages = ("forenkling", "kostnader", "endre", "hvem-er-med", "involvering", "ansatte",
             "advarsel/R26", "stopp")  # fmt: skip
    return [
        *(f"{below}/{page}/" for page in pages),
        f"/tiltak/forenkling/{row.pk}/",
        f"/tiltak/kostnad/{line.pk}/",
        f"/tiltak/involvering/{said.pk}/svar/",
    ]


def _map(kari):
    """Return the pages of a map with something loose in it, and of one with nothing."""
    drawn = maps.a_whole_map(kari)
    long = "Hjemmesykepleietjenestens medisindispenseringsrutiner " * 3
    maps.add(drawn, "enabler", long.strip()[:160], kari.acting)
    empty = maps.an_initiative(kari)
    node = MapNode.objects.get(label=maps.DRIVES)
    below = ("", "advarsel/R10/")
    return [*(maps.path(drawn, each) for each in below), f"/kart/{node.pk}/", maps.path(empty)]


def _analyst():
    """Return somebody who has published the figures of a country with enough to show."""
    benefit = results.hours(results.an_initiative(factories.OrganisationFactory()))
    county = results.a_county("Vestfylket")
    for place in results.municipalities(6, county):
        results.promise(benefit, place, read=9)
    role = results.an_analyst(Organisation.objects.get(kind="national"))
    results.publish(role)
    with transaction.atomic():
        publish_exchanges(by=factories.acting_for(role, timezone.localdate()), now=timezone.now())
    return role.person


def _economy(initiative):
    """Return the pages of an initiative with promises, costs and an effect without a price."""
    economies.plan(
        economies.a_promise(initiative, of=economies.kroner(), take_out="budget"), y2026=1
    )
    economies.a_promise(initiative, state="proposed", before=None)
    economies.costs(initiative, licence=(1, 2, 3))
    effect = Unpriced.objects.create(
        initiative=initiative,
        beneficiary="inhabitants",
        importance=3,
        extent=2,
        what="Pårørende sover om natten",
        reason="Elleve av tolv sa det.",
        changed_at=factories.NOW,
    )
    at = initiative.get_absolute_url()
    return [
        f"{at}okonomi/",
        f"{at}okonomi/uten-pris/",
        f"/tiltak/uten-pris/{effect.pk}/",
    ]


def _roadmap_pages(kari):
    """Return the pages of a roadmap where the budget does not reach."""
    by = kari.acting_now
    roadmap = plans.a_roadmap(by, each_year=150_000)
    for decision in ("open", "chosen", "left_out"):
        candidate = plans.a_candidate(roadmap, by, scope="own")
        Candidate.objects.filter(pk=candidate.pk).update(decision=decision, reason="Senere.")
    ways = ("", "ta-med/", "budsjett/", "kapasitet/", "kandidat/ny/")
    first = Candidate.objects.earliest("id")
    asked = propose.ask(
        roadmap=roadmap, aims=Aims(points={"hours": 1}, seconds=5), by=by, now=timezone.now()
    )
    do_all(now=timezone.now())
    waits = propose.ask(roadmap=roadmap, aims=Aims(points={}), by=by, now=timezone.now())
    proposed = [asked.get_absolute_url(), waits.get_absolute_url()]
    return [*proposed, f"{proposed[0]}inn/?at=0", f"/veikart/{roadmap.pk}/forslag/",
            f"/veikart/{roadmap.pk}/utfall/",
            f"/veikart/kandidat/{first.pk}/vilkar/", "/veikart/", "/veikart/nytt/", *(f"/veikart/{roadmap.pk}/{way}" for way in ways),
            f"/veikart/kandidat/{first.pk}/vent/"]  # fmt: skip


def _cases(kari):
    """Return pages of cases that everybody reads, and those of telling and taking up."""
    now, by = timezone.now(), kari.acting_now
    role = factories.RoleFactory(kind=RoleKind.LEADER)
    there = factories.acting_for(role, timezone.localdate())
    theirs = cases.in_state("published", cases.measured(role.organisation), there, now)
    ours = cases.in_state("published", cases.measured(kari.home), by, now)
    cases.adopt(ours, there)
    gone = cases.in_state("withdrawn", cases.measured(kari.home), by, now)
    untold = cases.measured(kari.home)
    read = [row.get_absolute_url() for row in (ours, gone)]
    tell = [f"{read[0]}{way}/" for way in ("endre", "publiser", "trekk")]
    taking = f"{theirs.get_absolute_url()}bruk/"
    listed = ["/laering/", "/laering/?q=finnes%20ikke"]
    return [*listed, *read], [*tell, taking, f"/tiltak/{untold.pk}/eksempel/"]


def _tests(need, by):
    """Return a test in each state, and one that was counted in minutes."""
    now = timezone.now()
    told = {state: stories.in_state(state, need, by, now) for state in stories.WAYS}
    minutes = stories.a_plan(need, by, now, stories.MINUTES)
    stories.lock(minutes, by, now)
    stories.measure(minutes, by, now, values=[8.5, 9, 12, 10, 7])
    return told | {"minutes": minutes}


def _links(kari):
    """Return the page behind a link in a mail, and what it says when it has ended."""
    told = {"person": kari.person, "period": Period(*mailed.DUE), "now": timezone.now()}
    token = links.make(commitment=mailed.due_promise(kari), **told)
    return [f"/tallet/{token}/", "/tallet/x/"]


def _readings(kari):
    """Return pages about yardsticks and readings: of a promise that fell short, and one unread."""
    unread = measured.a_promise(kari, baseline=None)
    short = measured.a_promise(kari, benefit__indicator__owner=kari.home)
    reading = measured.reads(short, measured.SPRING, "11")
    yardstick = f"/maleindikatorer/{short.benefit.indicator_id}/"
    promise = f"/gevinstlofte/{short.pk}/"
    return [
        "/maleindikatorer/",
        "/maleindikatorer/ny/",
        *(yardstick + page for page in ("", "ny-versjon/", "les-av/", "mange/", "andre/")),
        f"/malinger/{reading.pk}/rett/",
        *(promise + page for page in ("malinger/", "mal/", "avvik/", "konklusjon/")),
        f"/gevinstlofte/{unread.pk}/malinger/",
    ]


def _positions(kari):
    """Return pages about positions: nothing planned, to be consulted on, many dismissals, asked."""
    bare, told, heard, decided = (positions.Promise(kari) for _each in range(4))
    told.plans()
    told.takes("inform")
    told.notes("consulted")
    heard.plans(**positions.cuts(11, positions.in_days(60), people=20))
    heard.is_heard()
    decided.plans()
    decided.is_heard()
    decided.decides()
    at = "/gevinstlofte/{}/bemanning/{}".format
    return [
        at(bare.pk, ""), at(bare.pk, "plan/"), at(told.pk, ""), at(told.pk, "droftet/"),
        at(told.pk, "plan/"), at(told.pk, "legg-bort/"), at(heard.pk, ""), at(heard.pk, "beslutt/"),
        at(heard.pk, "nav/"), at(decided.pk, ""), f"/gevinstlofte/{decided.pk}/",
    ]  # fmt: skip


def _promises(kari):
    """Return pages about benefits: one promise to answer, one turned down, one in the budget."""
    initiative = factories.InitiativeFactory(organisation=kari.home, staff_count=90)
    benefits = [promises.a_benefit(initiative, is_main_aim=True) for _each in range(4)]
    read = promises.a_reading(benefits[0], kari.home)
    process = Process.objects.create(organisation=kari.home, name="Registrere fakturaer")
    owned = {"by": kari.acting_now, "owner": kari.person}
    cut = promises.promise(benefits[0], **owned, baseline=read, take_out="budget")
    bare = {"target_low": None, "target_high": None}
    asked = promises.promise(benefits[1], **owned, **bare)
    turned_down = promises.promise(benefits[2], **owned)
    promises.decline(turned_down, kari.acting_now, reason="Vi rekker det ikke i år.")
    at = f"/tiltak/{initiative.pk}"
    return [
        *(f"{at}/{page}/" for page in ("gevinster", "gevinst/ny", "profil")),
        f"{at}/gevinster/advarsel/R38/",
        *(f"/gevinst/{benefits[3].pk}/{page}" for page in ("", "endre/", "fjern/", "lofte/")),
        *(f"/gevinstlofte/{cut.pk}/{page}" for page in ("", "endre/", "plan/", "samme-timer/")),
        *(f"/gevinstlofte/{asked.pk}/{page}/" for page in ("bekreft", "avsla", "advarsel/R26")),
        f"/gevinstlofte/{asked.pk}/trekk/",
        turned_down.get_absolute_url(),
        "/arbeidsprosesser/",
        f"/arbeidsprosesser/{process.pk}/",
    ]


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_can_be_heard_and_fits_the_screen(screen, town, language):
    """Colours are the same in every language, and are looked at once."""
    wrong = []
    for person, paths in town.items():
        at = screen(language=language, listens=True)
        at.page.route("**/htmx-*.js", lambda route: route.abort())  # it stands still while heard
        if person:
            at.sign_in(person)
        for path in paths:
            at.open(path)
            who = f"{path} for {person or 'nobody'}"
            wrong += [f"{who}: {finding}" for finding in at.axe(colours=language == "nb")]
            wrong += [f"{who}: wider than {size}" for size in SIZES if not at.fits(size)]
    assert wrong == []


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_top_of_a_page_fits_however_long_the_names(screen, language):
    municipality = factories.OrganisationFactory(name="Nordre Vestmarkfjorden og Øvre Sandnessjøen")
    person = factories.PersonFactory(name="Anne Margrethe Elisabeth Bakke-Kristoffersen")
    for kind in (RoleKind.ADMINISTRATOR, RoleKind.CHIEF_EXECUTIVE):
        factories.RoleFactory(person=person, organisation=municipality, kind=kind)
    at = screen(language=language)
    at.sign_in(person)
    at.open("/")
    assert [width for width in (320, 1024, 1280, 1920) if not at.fits(width)] == []


def test_a_test_from_plan_to_decision_by_keyboard_alone(screen, kari):
    need = factories.NeedFactory(organisation=kari.home, registered_by=kari.person)
    at = screen()
    at.sign_in(kari.person)
    at.open(f"/behov/{need.pk}/test/ny/")
    at.write("What do you want to try?", "Ett skjema med bilder")
    at.write("What do you think will happen", "De klarer det alene.")
    at.write("What do you count?", "Foreldre")
    at.tab_to("how many of those who took part")
    at.page.keyboard.press("Space")
    at.write("How much, for the idea", "50")
    at.write("What do you expect?", "80")
    at.write("How many will you count?", "5")
    at.tab_to("Keep the plan")
    at.enter()
    assert "you have to count 19" in at.page.locator("main").inner_text()
    for step in ("Lock and begin", "Lock and begin", "Write what happened"):
        at.tab_to(step)
        at.enter()
    at.write("How many did you count?", "20")
    at.write("How many of them did it?", "19")
    at.tab_to("Save the result")
    at.enter()
    at.tab_to("Decide")
    at.enter()
    at.tab_to("use it")
    at.page.keyboard.press("Space")
    at.write("Why?", "De klarte det.")
    at.write("What have you learned", "Bilder av vanlige ting virker.")
    at.tab_to("Save the decision")
    at.enter()

    told = at.page.locator("main").inner_text()
    assert "The demand is met" in told
    assert "Bilder av vanlige ting virker." in told


def test_a_refused_form_can_be_heard(screen, kari):
    at = screen()
    at.sign_in(kari.person)
    at.open("/behov/ny/")
    at.page.get_by_label("What is the problem?").fill("Vi trenger en chatbot.")
    at.press("Register the need")

    assert at.axe() == []
    at.page.locator("main").get_by_role("link", name="In a few words").click()
    assert "In a few words" in at.page.evaluate("document.activeElement.labels[0].textContent")
    assert at.page.get_by_label("What is the problem?").input_value() == "Vi trenger en chatbot."
