"""What nobody should send, sent to every form that takes texts: refused in words, or harmless."""

import io
import json
import zipfile
from dataclasses import dataclass
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from stafett.benefits.models import MapNode, Process
from stafett.lib.inputs import clean_text
from stafett.lib.pacing import place_of
from stafett.needs.models import Contribution, Need
from stafett.roadmap.actions import proposals as propose
from stafett.roadmap.queries.inputs import Aims
from tests.factories import (
    ContributionFactory,
    InitiativeFactory,
    NeedFactory,
    ObservationFactory,
    RegionFactory,
    UnitFactory,
)
from tests.pages import Page, Reader
from tests.rooms.benefits import maps, measured, promises
from tests.rooms.benefits.economies import EFFECT, an_initiative
from tests.rooms.benefits.positions import Promise, cuts, in_days
from tests.rooms.cases import stories as cases
from tests.rooms.files import books, bringing
from tests.rooms.handovers.stories import Exchange, come
from tests.rooms.indicators.test_story import CALLS, MARCH
from tests.rooms.initiatives import stories as solutions
from tests.rooms.needs.telling import NOTHING_DONE, SAID, TOLD
from tests.rooms.roadmap import stories as plans
from tests.rooms.trials import stories

MARKUP = '<script>alert(1)</script><img src=x onerror="alert(2)"></h1></p>"\'><svg/onload=alert(3)>'
TEMPLATE = "{{ request.user.password }} {% debug %} {{ 7|add:7 }} {# #} <c-alert /> %(name)s {0} %d"
SHOWN = {
    "markup": MARKUP,
    "template": TEMPLATE,
    "emoji": "🏔️👩‍⚕️ på vei 🧑🏽‍🚒",
    "right to left": "\u202eevil\u202c \u2066med\u2069 \u05d0\u05d1 \u0627\u0644",
    "letters": "Kárášjohka ŋ ŧ đ – «æøå» ÆØÅ",
    "a formula": "=1+1;@SUM(A1)",
    "Python": "None True [1, 2] 1e400",
    "Zalgo": "Z" + "\u0301\u0316" * 20 + "algo",
}
"""Texts that are taken, and stand on the page as the text they are."""
REFUSED = {
    "NUL": "a\x00b",
    "a control character": "a\x07b\x1b[31m",
    "a megabyte": "æ" * 500_000,
}


NOT_ASKED_OF_TESTS = {"stop_rule", "riskiest_assumption", "share_with"}
NOT_ASKED_OF_READINGS = {"how", "weight_basis"}


@dataclass(frozen=True)
class Asked:
    """A form: where it is, what a fair answer is, and which of its answers are text."""

    address: str
    fair: dict
    texts: tuple[str, ...]
    asked_later: tuple[str, ...] = ()
    """Texts that are asked for once another question is answered."""

    optional: tuple[str, ...] = ()
    needed: tuple[str, ...] = ()
    """Texts that may be left out here, and those that may not, whatever they are elsewhere."""

    @property
    def required(self):
        optional = {"today", "evidence", "null_alternative", "note", *NOT_ASKED_OF_TESTS}
        optional |= {*NOT_ASKED_OF_READINGS, *self.optional}
        optional |= {"source", "view", "reply", "comment"} if len(self.texts) > 1 else {"comment"}
        optional -= set(self.needed)
        return tuple(name for name in self.texts if name not in optional)


MADE_BY = {}
"""Who makes each form, and what it is about: a test makes only what it asks of."""


def makes(*names):
    def told(function):
        MADE_BY.update(dict.fromkeys(names, function))
        return function

    return told


class Forms(dict):
    """Every form that somebody writes text in, each made when it is first asked of."""

    def __init__(self, *cast):
        super().__init__()
        self.cast = cast

    def __missing__(self, name):
        self.update(MADE_BY[name](*self.cast))
        return self[name]


@pytest.fixture
def asked(kari, siri):
    return Forms(kari, siri)


@makes(
    "new", "change", "same", "tell", "answer", "close", "pass", "word", "plan", "decide", "weigh"
)
def _about_needs(kari, siri):
    """Return every form about needs and tests that somebody writes text in."""
    need = NeedFactory(organisation=kari.home, null_alternative="", null_worsens=None)
    elsewhere = NeedFactory(organisation=siri.home, scope="public")
    told = ContributionFactory(need=need)
    new = {**TOLD, **NOTHING_DONE, "evidence": "Kjørebøkene", "reason": "Fordi"}
    texts = ("title", "problem", "affected_group", "today", "evidence", "null_alternative")
    below = f"/behov/{need.pk}"
    counted = stories.in_state("measured", elsewhere, kari.acting_now, timezone.now())
    plan = {**stories.PLAN, "stop_rule": "Noen faller.", "riskiest_assumption": "At de kommer."}
    decided = {"kind": "adopt", "reason": "Fordi", **stories.LEARNED, "version": counted.version}
    return {
        "new": Asked("/behov/ny/", new, texts),
        "change": Asked(f"{below}/endre/", {**new, "version": 1}, texts),
        "same": Asked(f"/behov/{elsewhere.pk}/hos-oss/", {"note": "Vi også"}, ("note",)),
        "tell": Asked(f"{below}/innspill/", SAID, ("what",)),
        "answer": Asked(
            f"/behov/innspill/{told.pk}/", {"answer": "Takk", "shown": "on"}, ("answer",)
        ),
        "close": Asked(
            f"{below}/avslutt/",
            {"outcome": "left", "outcome_note": "Venter.", "version": 1},
            ("outcome_note",),
        ),
        "pass": Asked(f"{below}/advarsel/R04/", {"reason": "Fordi"}, ("reason",)),
        "word": Asked("/behov/ord/", {"word": "Sporlos", "note": "Hva mangler?"}, ("word", "note")),
        "plan": Asked(
            f"{below}/test/ny/",
            plan,
            ("idea", "hypothesis", "measure", "stop_rule", "riskiest_assumption"),
        ),
        "decide": Asked(
            f"/test/{counted.pk}/beslutning/", decided, ("reason", "learning", "share_with")
        ),
        "weigh": Asked(
            f"/tiltak/{an_initiative(kari.home).pk}/okonomi/uten-pris/", EFFECT, ("what", "reason")
        ),
    }


@makes("roadmap", "move in", "leave out")
def _about_roadmaps(kari, _siri):
    """Return every form about roadmaps that somebody writes text in."""
    candidate = plans.a_candidate(plans.a_roadmap(kari.acting_now), kari.acting_now, scope="own")
    proposed = propose.ask(
        roadmap=candidate.roadmap,
        aims=Aims(points={"hours": 1}),
        by=kari.acting_now,
        now=timezone.now(),
    )
    years = {"title": "Neste", "first_year": "2031", "last_year": "2034", "price_year": "2026"}
    return {
        "roadmap": Asked("/veikart/nytt/", {**years, "each_year": "500000"}, ("title",)),
        "move in": Asked(
            f"{proposed.get_absolute_url()}inn/?at=0", {"reason": "Avtalt."}, ("reason",)
        ),
        "leave out": Asked(
            f"/veikart/kandidat/{candidate.pk}/vent/",
            {"reason": "Senere.", "version": candidate.version},
            ("reason",),
        ),
    }


@makes("case", "case anew", "take back", "take up")
def _about_cases(kari, siri):
    """Return every form about cases that somebody writes text in."""
    ours, now = kari.acting_now, timezone.now()
    case = cases.in_state("published", cases.measured(kari.home), ours, now)
    theirs = cases.in_state("published", cases.measured(siri.home), siri.acting_now, now)
    told = {name: text for name, text in cases.TOLD.items() if name != "lang"}
    untold, at = cases.measured(kari.home), f"/laering/{case.pk}"
    taken = {"need_title": "Vi taster", "title": "Fakturaer som data", "shared_with": "own",
             "solution": "De kommer som data.", "note": "Vi er mindre.", "sector": "other",
             **{name: cases.NEED[name] for name in ("problem", "affected_group", "today")},
             "reason": "Fordi"}  # fmt: skip
    whole = (*(name for name in told if name.endswith("_told")), "title", "affected_group")
    return {
        "case": Asked(f"/tiltak/{untold.pk}/eksempel/", told, whole),
        "case anew": Asked(f"{at}/endre/", {**told, "version": case.version}, whole),
        "take back": Asked(
            f"{at}/trekk/", {"reason": "Feil tall.", "version": case.version}, ("reason",)
        ),
        "take up": Asked(
            f"/laering/{theirs.pk}/bruk/", taken, ("title", "solution"),
        ),
    }  # fmt: skip


@makes("archive")
def _about_an_archive(kari, _siri):
    """Return the form that a file comes of."""
    exchange = come(Exchange(kari, kari, kari), "offered")
    filed = {"journal_title": "Fakturaer", "access": "UO-14", "retention": "B"}
    address = f"/stafettpinne/{exchange.baton.pk}/arkiv/"
    return {"archive": Asked(address, filed, ("journal_title",))}


@makes("offer", "aside", "step")
def _about_a_baton(kari, _siri):
    """Return every form about a baton that somebody writes text in."""
    ours = Exchange(kari, kari, kari)
    other = Exchange(kari, kari, kari)
    baton, day = other.prepare(), str(timezone.localdate() + timedelta(days=30))
    offers = {"municipality": str(kari.home.pk), "message": "Vi har prøvd det.",
              "support": "Opplæring", "support_until": day, "respond_by": day}  # fmt: skip
    aside = {"whose_time": "To på økonomi", "hours": "120", "money": "0", "price_year": "2026"}
    step = {"what": "Maskinen leser", "what_stops": "Tasting", "owner": str(kari.person.pk),
            "due_on": day}  # fmt: skip
    at, version = f"/stafettpinne/{baton.pk}", {"version": baton.version}
    both = ("message", "support")
    return {
        "offer": Asked(
            f"/tiltak/{ours.initiative.pk}/stafettpinner/ny/", offers, both, optional=both
        ),
        "aside": Asked(
            f"{at}/forbered/", aside | version, ("whose_time",), optional=("whose_time",)
        ),
        "step": Asked(f"{at}/steg/", step, ("what", "what_stops"), optional=("what_stops",)),
    }


@makes(
    "propose",
    "solution",
    "difference",
    "cost",
    "join",
    "involve",
    "reply",
    "staff",
    "alone",
    "stopped",
)
def _about_initiatives(kari, siri):
    """Return every form about initiatives that somebody writes text in."""
    need = NeedFactory(organisation=kari.home, scope="public")
    ours = solutions.a_solution(need, kari.acting_now)
    theirs = solutions.a_solution(need, siri.acting_now, scope="public")
    region = kari.home.memberships.first().group
    InitiativeFactory(organisation=region, scope="region", group=region, needs=[need])
    said = solutions.involves(ours, kari.acting_now, view="Hvem svarer om natta?")
    told = {"title": "Medisinroboter", "solution": "Roboten gir medisinen.", "staff_count": "32",
            "shared_with": "own"}  # fmt: skip
    stops = {"is_removed": "yes", "what": "Turen", "kind": "step", "relieved": "staff"}
    costs = {"kind": "licence", "what": "Leie", "likely": "400000", "low": "", "high": "",
             "year": "2027", "last_year": "2028", "price_year": "2026", "vat": "excluded",
             "payer": "municipality", "source": "Tilbud"}  # fmt: skip
    later = {"answer": "later", "reason": "Til høsten.", "version": 0,
             **dict.fromkeys(("same_system", "same_version", "same_configuration", "same_routine"),
                             "unknown")}  # fmt: skip
    informed = {"kind": "informed", "with_whom": "Verneombudet", "happened_on": "2026-01-12",
                "view": "Hvem svarer?", "reply": "Vaktsentralen."}  # fmt: skip
    at, lead = f"/tiltak/{ours.pk}", {"lead": kari.person.pk, "lang": "nb"}
    views = {"asked": "20", "see_the_use": "14", "asked_on": "2026-01-12", "comment": "Opplæring."}
    return {
        "propose": Asked(
            f"/behov/{need.pk}/losning/ny/",
            {**told, "untested_reason": "Prøvd"},
            ("title",),
        ),
        "solution": Asked(
            f"{at}/endre/", {**told, **lead, "version": ours.version}, ("title", "solution")
        ),
        "difference": Asked(f"{at}/forenkling/", stops, ("what",)),
        "cost": Asked(f"{at}/kostnader/", costs, ("what", "source")),
        "join": Asked(f"/tiltak/{theirs.pk}/hvem-er-med/", later, ("reason",), ("reason",)),
        "involve": Asked(f"{at}/involvering/", informed, ("with_whom", "view", "reply")),
        "reply": Asked(f"/tiltak/involvering/{said.pk}/svar/", {"reply": "Takk"}, ("reply",)),
        "staff": Asked(f"{at}/ansatte/", views, ("comment",)),
        "alone": Asked(f"{at}/alene/", {"reason": "Det haster."}, ("reason",)),
        "stopped": Asked(
            f"{at}/stopp/", {"reason": "For dyrt.", "version": ours.version}, ("reason",)
        ),
    }


@makes("define", "observe", "correct", "reference", "measure", "explain", "conclude")
def _about_readings(kari, _siri):
    """Every form about yardsticks and what was read."""
    promise = measured.a_promise(kari, benefit__indicator__owner=kari.home)
    short = ObservationFactory(
        indicator=promise.benefit.indicator, organisation=kari.home, value=11
    )
    yardstick = f"/maleindikatorer/{promise.benefit.indicator_id}"
    others = {"wave": "2025", "value": "6.2", "base": "212", "source": "KS", "weight_basis": "x"}
    reading = {**MARCH, "value": "7", "how": "Uten uke 8"}
    cause = {"cause": "Utsatt", "decision": "more", "what": "Kurs"}
    cause |= {"period_end": short.period_end.isoformat()}
    came = {"outcome": "undocumented", "reason": "Fordi", "others": "nothing"}
    at = f"/gevinstlofte/{promise.pk}"
    return {
        "define": Asked(
            "/maleindikatorer/ny/",
            CALLS,
            ("name", "method", "source", "population"),
            needed=("source",),
        ),
        "observe": Asked(f"{yardstick}/les-av/", reading, ("how",)),
        "correct": Asked(f"/malinger/{short.pk}/rett/", {"value": "7", "how": "x"}, ("how",)),
        "reference": Asked(
            f"{yardstick}/andre/",
            others,
            ("wave", "base", "source", "weight_basis"),
            needed=("source",),
        ),
        "measure": Asked(f"{at}/mal/", reading, ("how",)),
        "explain": Asked(f"{at}/avvik/", cause, ("cause", "what"), optional=("what",)),
        "conclude": Asked(
            f"{at}/konklusjon/",
            {**came, "also_changed": "Flytting"},
            ("reason", "also_changed"),
            optional=("also_changed",),
        ),
    }


@makes("describe", "profile", "describe anew", "promise", "decline", "excuse", "process", "hours")
def _about_promises(kari, _siri):
    """Every form about benefits and the promises on them."""
    initiative = InitiativeFactory(organisation=kari.home)
    benefit, small = (promises.a_benefit(initiative) for _each in range(2))
    owner = promises.a_leader(kari.home).person
    made = promises.promise(small, kari.acting_now, kari.person, target_low=None, target_high=None)
    process = Process.objects.create(organisation=kari.home, name="Fakturaer")
    describes = {"name": "Færre feil", "kind": "quality", "indicator": benefit.indicator_id,
                 "beneficiary": "municipality", "valuation": "none"}  # fmt: skip
    promised = {"owner": owner.pk, "target_likely": "8", "effect_starts_on": "2027-01-01",
                "volume": "100", "adoption": "80", "take_out": "other_use", "measure_every": "12",
                "take_out_what": "Kurs", "assumptions": "At de kommer"}  # fmt: skip
    told = ("take_out_what", "assumptions")
    profiled = {"name": "Kortere", "kind": "quality", "indicator": benefit.indicator_id,
                "owner": owner.pk, "target_likely": "8",
                "effect_starts_on": "2027-01-01"}  # fmt: skip
    hours = {"year": "2025", "hours": "100", "source": "Timelister"}
    at, below = f"/gevinst/{benefit.pk}", f"/tiltak/{initiative.pk}"
    one = {"version": made.version, "reason": "Vi rekker det ikke."}
    return {
        "describe": Asked(f"{below}/gevinst/ny/", describes, ("name",)),
        "profile": Asked(f"{below}/profil/", profiled, ("name",)),
        "describe anew": Asked(f"{at}/endre/", {**describes, "version": 1}, ("name",)),
        "promise": Asked(f"{at}/lofte/", promised, told, optional=told),
        "decline": Asked(f"/gevinstlofte/{made.pk}/avsla/", one, ("reason",)),
        "excuse": Asked(f"/gevinstlofte/{made.pk}/advarsel/R26/", {"reason": "Fordi"}, ("reason",)),
        "process": Asked("/arbeidsprosesser/", {"name": "Reise"}, ("name",)),
        "hours": Asked(f"/arbeidsprosesser/{process.pk}/", hours, ("source",), needed=("source",)),
    }


@makes("positions", "lay aside", "decide past")
def _about_positions(kari, _siri):
    """Every form about positions that somebody writes text in."""
    new, kept, heard = (Promise(kari) for _each in range(3))
    told = {"realised_by": "redeployed", "what": "Fakturaene", "people": "6", "positions": "1",
            "decide_by": "2027-01-01"}  # fmt: skip
    kept.plans()
    heard.plans(**cuts(6, in_days(9)))
    heard.is_heard()
    one, below = {"reason": "Fordi", "version": 1}, "/gevinstlofte/{}/bemanning/{}/".format
    return {
        "positions": Asked(below(new.pk, "plan"), told, ("what",)),
        "lay aside": Asked(below(kept.pk, "legg-bort"), one, ("reason",)),
        "decide past": Asked(below(heard.pk, "beslutt"), {**one, "version": 4}, ("reason",)),
    }


@makes("map", "node", "leave")
def _about_a_map(kari, _siri):
    drawn = maps.a_whole_map(kari)
    maps.add(drawn, "enabler", "Vi kjøper et dashbord", kari.acting)
    node = MapNode.objects.get(label=maps.DRIVES)
    new = {"kind": "change", "label": "De ringer først"}
    return {
        "map": Asked(maps.path(drawn, "nytt/"), new, ("label",)),
        "node": Asked(f"/kart/{node.pk}/", {"label": "Ny", "was": maps.DRIVES}, ("label",)),
        "leave": Asked(maps.path(drawn, "advarsel/R10/"), {"reason": "Fordi"}, ("reason",)),
    }


@makes("file")
def _about_a_file(kari, _siri):
    """Return what is asked about a workbook that somebody brought."""
    upload = bringing.brought("Gevinster.xlsx", books.project(), kari)
    texts = ("title", "problem", "affected_group", "today", "solution", "reason")
    told = {**books.ANSWERS, "title": "Vaktliste", "problem": "Det ringes.", "reason": "Fordi"}
    fair = {**told, "version": upload.version}
    return {"file": Asked(upload.get_absolute_url(), fair, texts, optional=texts)}


FORMS = [*MADE_BY]


def test_every_fair_answer_is_taken(asked, kari):
    reads = Reader(kari, "nb")
    for name in ("new", "pass", "change", "same", "tell", "answer", "word", "close"):
        version = {"version": Need.objects.earliest("id").version} if name == "close" else {}
        page = reads.sends(asked[name].address, asked[name].fair, **version)
        assert page.status == 200
        assert page.summary == [], name


# --- texts that are taken -----------------------------------------------------------------------


SOUP = " · ".join(SHOWN.values())
SHORT = {
    "label": MARKUP,
    "title": MARKUP,
    "word": TEMPLATE[:60],
    "note": MARKUP,
    "name": MARKUP,
    "wave": TEMPLATE[:60],
    "base": TEMPLATE,
    "weight_basis": TEMPLATE,
    **dict.fromkeys(("source", "population", "how"), MARKUP + TEMPLATE),
}


@pytest.mark.parametrize("form", [form for form in FORMS if form != "archive"])
def test_hostile_text_is_shown_as_the_text_it_is(asked, form, kari):
    form = asked[form]
    hostile = {name: SHORT.get(name, SOUP) for name in form.texts}
    page = Reader(kari, "nb").sends(form.address, {**form.fair, **hostile})

    assert page.summary == []
    for name, text in hostile.items():
        assert page.shows(clean_text(text)), name
    assert is_harmless(page)


@pytest.mark.parametrize("text", SHOWN.values(), ids=SHOWN)
def test_hostile_text_is_text_in_a_file_too(asked, kari, text):
    form = asked["archive"]
    answer = Reader(kari, "nb").client.post(form.address, {**form.fair, "journal_title": text})

    with zipfile.ZipFile(io.BytesIO(answer.content)) as folder:
        told = json.loads(folder.read("arkiv.json"))
    assert told["journal_title"] == clean_text(text)


def test_hostile_text_is_text_wherever_it_is_listed(kari, siri):
    for text in SHOWN.values():
        told = dict.fromkeys(("title", "problem", "affected_group"), text)
        told = {**TOLD, **told, "shared_with": "public"}
        assert Reader(kari).client.post("/behov/ny/", told).status_code == 302
    told = [" ".join(clean_text(text).split()) for text in reversed(SHOWN.values())]
    for cast in (kari, siri, None):
        reads = Reader(cast, "nb")
        home, listed = reads.opens("/"), reads.opens("/behov/")
        assert listed.needs == told
        assert all(home.shows(text) for text in told[:5])
        assert is_harmless(home)
        assert is_harmless(listed)
    for page in (
        reads.opens("/behov/", q="<script>"),
        Reader(siri).sends("/behov/lignende/", SAME),
    ):
        assert page.shows(MARKUP)
        assert is_harmless(page)


SAME = {"problem": MARKUP}


def is_harmless(page):
    """Whether nothing somebody wrote has become a part of the page."""
    own = all(script.get("src").startswith("/static/") for script in page.all("script"))
    pictures = [image for image in page.all("img") if image.get("src") == "x"]
    handlers = [
        name for element in page.root for name in element.attributes if name.startswith("on")
    ]
    return own and not pictures and not handlers


# --- texts that are refused ---------------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_what_cannot_be_kept_is_refused_in_words_and_stays_in_the_form(asked, form, kari):
    form, reads = asked[form], Reader(kari, "nb")
    before = everything()
    for kind, text in REFUSED.items():
        names = form.texts[:1] if kind == "a megabyte" else form.texts
        hostile = dict.fromkeys(names, text)
        page = reads.sends(form.address, {**form.fair, **hostile})

        assert is_refused(page, set(names)), kind
        assert {name: page.answer(name) for name in names} == hostile, kind
        for name in form.fair.keys() - hostile.keys():
            assert page.answer(name) == str(form.fair[name]), (kind, name)
    assert everything() == before


@pytest.mark.parametrize("form", FORMS)
def test_marks_that_nobody_sees_are_no_answer(asked, form, kari):
    form, marks = asked[form], "\u202e\u200b\u2069"
    page = Reader(kari, "nb").sends(form.address, {**form.fair, **dict.fromkeys(form.texts, marks)})

    assert set(page.errors) == set(form.required)
    assert not Need.objects.filter(title="").exists()


def everything():
    return list(Need.objects.order_by("id").values()), list(Contribution.objects.values())


def is_refused(page, fields):
    """Whether each of these questions says what is wrong, there and at the top of the form."""
    assert page.status == 200
    assert set(page.errors) == fields, page.errors
    for sentence in page.errors.values():
        assert sentence.endswith("."), sentence
        assert any(line.endswith(sentence) for line in page.summary), sentence
    return True


@pytest.mark.parametrize("form", FORMS)
def test_the_sentences_are_in_the_readers_language(asked, form, kari):
    form = asked[form]
    told = {**form.fair, form.texts[0]: "a\x07b"}
    said = {
        language: Reader(kari, language).sends(form.address, told)
        for language in ("nb", "nn", "en")
    }

    assert len({page.errors[form.texts[0]] for page in said.values()}) == 3
    headings = [page.all("h2", **{"class": "ds-heading"})[0].text for page in said.values()]
    assert len(set(headings)) == 3


@pytest.mark.parametrize("form", FORMS)
def test_one_letter_too_many_is_said_with_how_many_there_are(asked, form, kari):
    form, reads = asked[form], Reader(kari, "nb")
    name = form.texts[0]
    longest = int(reads.opens(form.address).part(f"id_{name}").get("maxlength"))
    page = reads.sends(form.address, {**form.fair, name: "æ" * (longest + 1)})

    assert is_refused(page, {name})
    assert str(longest) in page.errors[name]
    assert str(longest + 1) in page.errors[name]
    # Signs that are kept as three: PostgreSQL would refuse them later, with no words at all.
    assert is_refused(reads.sends(form.address, {**form.fair, name: "\ufb2c" * longest}), {name})


def test_a_text_of_many_lines_is_as_long_as_the_browser_counts_it(kari):
    """Browsers send two signs for each line end, and count one."""
    lines = "\r\n".join(["Vi kjører."] * 363)
    assert len(lines) > 4000
    assert len(clean_text(lines)) < 4000

    assert Reader(kari).sends("/behov/ny/", TOLD, problem=lines).summary == []


# --- ids and choices that are not theirs --------------------------------------------------------

NOT_IDS = ["x", "-1", "0", "9" * 30, str(2**63), "1.5", "\x00", "1 OR 1=1", "٣", "null", "[]"]


@pytest.mark.parametrize("value", NOT_IDS)
def test_a_choice_nobody_offered_is_refused(kari, value):
    choices = ("unit", "shared_with", "sector", "lang", "null_worsens")
    page = Reader(kari, "nb").sends("/behov/ny/", TOLD, **dict.fromkeys(choices, value))

    assert is_refused(page, set(choices))
    assert page.answer("problem") == TOLD["problem"]


def test_a_unit_or_a_group_of_somebody_else_is_refused(kari, siri):
    unit, group = UnitFactory(organisation=siri.home, name="Siris enhet"), RegionFactory()
    reads, need = Reader(kari, "nb"), NeedFactory(organisation=kari.home)
    for address, version in (("/behov/ny/", {}), (f"/behov/{need.pk}/endre/", {"version": 1})):
        for field, value in (("unit", unit.pk), ("shared_with", group.pk)):
            page = reads.sends(address, TOLD, **version, **{field: value})
            assert is_refused(page, {field})
            assert not page.shows("Siris enhet")
            assert not page.shows(group.name)


@pytest.mark.parametrize("value", ["-1", "1.5", "mange", "9" * 12, "9" * 5000, "1e9", "\x00", "[]"])
def test_a_number_nobody_could_mean_is_refused(kari, value):
    page = Reader(kari, "nb").sends("/behov/ny/", TOLD, heard_count=value)

    assert is_refused(page, {"heard_count"})
    assert page.answer("heard_count") == value
    assert "open" in page.all("details", **{"class": "more"})[0].attributes


@pytest.mark.parametrize("version", ["", "x", "-1", "0", "7", "9" * 30, "9" * 5000, "\x00", "1.5"])
@pytest.mark.parametrize("form", ["change", "close"])
def test_a_forged_version_changes_nothing(asked, form, version, kari):
    form = asked[form]
    page = Reader(kari, "nb").sends(form.address, {**form.fair, "version": version})

    assert page.status == 200
    assert page.summary
    assert page.answer(form.texts[0]) == form.fair[form.texts[0]]
    assert Need.objects.earliest("id").version == 1


@pytest.mark.parametrize("number", ["0", "-1", "x", "9" * 30, "9" * 5000, "1%00", "%D9%A3", "1.0"])
def test_a_need_that_is_not_there_is_not_found(kari, number):
    reads = Reader(kari)
    for below in ("", "endre/", "innspill/"):
        answers = [
            reads.client.get(f"/behov/{number}/{below}"),
            reads.client.post(f"/behov/{number}/{below}", {"note": "x"}),
        ]
        assert {answer.status_code for answer in answers} <= {400, 404, 405}


# --- requests no form of ours makes -------------------------------------------------------------


@pytest.mark.parametrize("form", FORMS)
def test_whatever_is_missing_is_asked_for(asked, form, kari):
    form, reads = asked[form], Reader(kari, "nb")
    for told in ({}, {"csrfmiddlewaretoken": "x"}, {"ukjent": "felt"}):
        page = reads.sends(form.address, told)
        assert page.status == 200
        assert set(page.errors) >= set(form.required) - set(form.asked_later), told


def test_a_file_with_a_hostile_name_is_called_what_it_is_called(kari):
    name = "<img src=x onerror=alert(1)> {{ 7|add:7 }}.xlsx"
    reads = Reader(kari, "nb")
    page = reads.sends("/filer/", {"file": SimpleUploadedFile(name, books.project())})

    for shown in (page, reads.opens("/filer/")):
        assert shown.shows(name)
        assert is_harmless(shown)


@pytest.mark.parametrize("told", [{}, {"file": ""}, {"file": "tekst"}, {"file": ["a", "b"]}])
def test_no_file_where_a_file_should_be_is_asked_for(kari, told):
    assert is_refused(Reader(kari, "nb").sends("/filer/", told), {"file"})


def test_a_list_or_a_file_where_a_text_should_be_is_taken_as_none(kari):
    reads = Reader(kari, "nb")
    file = SimpleUploadedFile("tittel.txt", b"Tittel")

    assert is_refused(reads.sends("/behov/ny/", {**TOLD, "title": file}), {"title"})
    assert reads.sends("/behov/ny/", {**TOLD, "title": ["Først", "Sist"]}).heading == "Sist"


BODIES = {
    "not UTF-8": (
        b"title=\xff\xfe\xed\xa0\x80&problem=%ED%A0%80",
        "application/x-www-form-urlencoded",
    ),
    "half signs": (b"title=%ED%A0%80%C3", "application/x-www-form-urlencoded"),
    "latin 1": (b"title=\xe6", "application/x-www-form-urlencoded; charset=latin-1"),
    "JSON": (b'{"title": "x"}', "application/json"),
    "XML": (b"<title/>", "text/xml"),
    "no end": (b"--x\r\nContent-Disposition: form-data; name=", "multipart/form-data; boundary=x"),
    "no boundary": (b"--x--", "multipart/form-data"),
    "escapes": (
        b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nTittel \\ud800\r\n--x--\r\n',
        "multipart/form-data; boundary=x; charset=unicode_escape",
    ),
    "old mail": (
        b'--x\r\nContent-Disposition: form-data; name="title"\r\n\r\nTittel +2AA-\r\n--x--\r\n',
        "multipart/form-data; boundary=x; charset=utf-7",
    ),
    "very many answers": (
        "&".join(f"a{n}=" for n in range(1001)).encode(),
        "application/x-www-form-urlencoded",
    ),
    "three megabytes": (b"title=" + b"x" * 3_000_000, "application/x-www-form-urlencoded"),
    "nothing": (b"", ""),
}


@pytest.mark.parametrize("kind", BODIES)
def test_a_body_that_cannot_be_read_is_answered_with_a_page(kari, kind):
    body, content_type = BODIES[kind]
    need = NeedFactory(scope="public")
    for cast, address in (
        (kari, "/behov/ny/"),
        (kari, "/behov/lignende/"),
        (None, f"/behov/{need.pk}/innspill/"),
    ):
        answer = Reader(cast, "nb").client.generic("POST", address, body, content_type=content_type)
        assert answer.status_code in (200, 400), (address, answer.status_code)
        assert Page(answer).source.strip() or address == "/behov/lignende/"
    assert Need.objects.count() == 1
    assert not Contribution.objects.exists()


@pytest.mark.parametrize("token", [None, "", "x", "a" * 64, "a" * 5000, "<b>"])
def test_a_form_from_elsewhere_is_refused_with_a_page(kari, token):
    client = Client(enforce_csrf_checks=True)
    client.force_login(kari.person)
    client.cookies[settings.CSRF_COOKIE_NAME] = "b" * 32
    answer = client.post("/behov/ny/", {**TOLD, "csrfmiddlewaretoken": token or ""})

    assert answer.status_code == 403
    assert Page(answer).heading == "Siden hadde stått åpen for lenge"
    assert not Need.objects.exists()


ASKED = [
    "x",
    "",
    "\x01",
    "-1",
    "9" * 30,
    "9" * 5000,
    "<script>",
    "{{ 7 }}",
    "ÆØ\u202e",
    "%",
    "_" * 300,
]


@pytest.mark.parametrize("value", ASKED)
def test_whatever_is_asked_of_the_list_there_is_an_answer(kari, value):
    reads, names = Reader(kari, "nb"), ("q", "whose", "sector", "status", "place", "side", "ukjent")
    for asked in ({"place": value}, dict.fromkeys(names, value)):
        for address in ("/behov/", "/behov/alle.csv", "/behov/alle.json"):
            answer = reads.client.get(address, asked)
            assert answer.status_code == 200, (address, asked)
            assert b"".join(answer), (address, asked)


@pytest.mark.parametrize(
    "query", ["q=%00", "q=%FF%FE", "q=%ED%A0%80", "q", "&&&", "=", "q[]=1", "q=1&q=2"]
)
def test_an_address_that_cannot_be_read_is_answered_with_a_page(db, query):
    for address in ("/", "/behov/", "/kommuner/", "/behov/alle.csv"):
        assert Reader().client.get(f"{address}?{query}").status_code in (200, 400)
    assert Reader().client.get(f"/behov/{quote(query)}/").status_code in (400, 404)


def test_a_nul_in_an_address_is_answered_at_the_door(db):
    for address in ("/behov/?q=a%00b", "/kommuner/?q=%00", "/behov/1%00/", "/?\x00"):
        page = Page(Reader(language="nb").client.get(address))
        assert (page.status, page.heading) == (400, "Vi kunne ikke lese det")


# --- more than any page takes ---------------------------------------------------------------


def _never_read(*_asked):
    raise AssertionError("the body was read")


@pytest.mark.parametrize("address", ["/kvittering/sjekk/", "/logg-inn/", "/filer/", "/nowhere/"])
def test_what_is_too_large_is_refused_before_it_is_read(address, monkeypatch):
    monkeypatch.setattr("django.http.HttpRequest._load_post_and_files", _never_read)
    client = Client(enforce_csrf_checks=True)
    client.cookies["stafett_language"] = "en"

    answer = client.generic("POST", address, b"x", "multipart/form-data; boundary=x",
                            CONTENT_LENGTH="11000001")  # fmt: skip

    assert answer.status_code == 413
    assert "A file may be 10 MB" in answer.content.decode()


IN_MEMORY = {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"}


def test_a_place_that_sends_without_end_is_asked_to_wait(settings, monkeypatch):
    settings.CACHES = settings.CACHES | {"here": IN_MEMORY}
    monkeypatch.setattr("stafett.lib.pacing.MOST", 2)
    told = {"text": "no receipt"}
    pages = [Reader().sends("/kvittering/sjekk/", told) for _time in range(3)]

    assert [page.status for page in pages] == [200, 200, 429]
    assert pages[2].shows("Wait a minute, go back, and send it once more")
    assert Reader().opens("/kvittering/sjekk/").status == 200


def test_an_address_is_the_last_one_the_proxy_tells_and_a_house_is_one(rf, settings):
    def place(**told):
        return place_of(rf.post("/", headers=told, REMOTE_ADDR="10.0.0.9"))

    assert place(x_forwarded_for="1.2.3.4") == "10.0.0.9"
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    assert place(x_forwarded_for="6.6.6.6, 1.2.3.4") == "1.2.3.4"
    assert place(x_forwarded_for="2001:db8::1") == place(x_forwarded_for="2001:db8::ffff")
    assert place(x_forwarded_for="unknown") == "unknown"
