"""Home: what waits for whom, what their organisation runs, and what has moved."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stafett.benefits.models import Conclusion
from stafett.initiatives.models import Participation
from stafett.needs.models import Need
from tests.factories import (
    BenefitFactory,
    CommitmentFactory,
    ContributionFactory,
    InitiativeFactory,
    MembershipFactory,
    NeedFactory,
    PersonFactory,
    RegionFactory,
    RoleFactory,
    SameHereFactory,
)
from tests.pages import Reader

TODAY = timezone.localdate()


def waits_for(cast):
    """Return what home says waits for somebody: what, and the button."""
    page = Reader(cast).opens("/")
    items = [element for element in page.all("li") if element.get("class") == "waiting"]
    buttons = [next(link for link in item if link.name == "a") for item in items]
    return [tuple(reversed(button.text.split(": ", 1))) for button in buttons]


@pytest.fixture
def need(kari):
    return NeedFactory(organisation=kari.home, registered_by=kari.person, title="Fakturaene")


# --- what waits for whom ------------------------------------------------------------------------


def test_nothing_waits_and_home_says_so_and_offers_a_first_step(kari):
    page = Reader(kari).opens("/")

    assert page.heading == "In your hands"
    assert page.shows("Nothing waits for you today.")
    assert page.links["Tell about a need"] == "/behov/ny/"


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ({"today": ""}, "It is not told how it is today."),
        ({"heard_count": None}, "It is not told who has been heard."),
        ({"heard_count": 0}, "It is not told who has been heard."),
        ({"today": "", "heard_count": None}, "It is not told how it is today."),
    ],
)
def test_a_need_that_lacks_something_waits_for_the_one_who_wrote_it(need, kari, anne, told, why):
    Need.objects.update(**told)
    page = Reader(kari).opens("/")

    assert page.shows(why)
    assert page.links["Fill in: Fakturaene"] == f"/behov/{need.pk}/endre/"
    assert waits_for(anne) == []


@pytest.mark.parametrize("kind", ["leader", "employee", "administrator", "union_rep", "analyst"])
def test_a_contribution_waits_for_the_writer_and_for_those_who_look_after_needs(need, kind):
    ContributionFactory(need=need)
    colleague = RoleFactory(organisation=need.organisation, kind=kind).person
    waits = [("Fakturaene", "Answer")] if kind in ("leader", "administrator") else []

    assert waits_for(colleague) == waits
    assert waits_for(need.registered_by) == [("Fakturaene", "Answer")]


def test_nothing_of_it_waits_for_others(need, ola, rune, siri):
    Need.objects.update(scope="public", today="")
    ContributionFactory(need=need)

    for cast in (ola, rune, siri):
        assert waits_for(cast) == []


def test_several_contributions_to_one_need_are_one_thing_to_do(need, kari):
    ContributionFactory.create_batch(3, need=need)
    ContributionFactory(need=need, answered_on=TODAY, answer="Takk")
    page = Reader(kari).opens("/")

    assert page.shows("One thing waits for you.")
    assert page.shows("3 contributions wait for an answer.")


def test_what_is_answered_waits_no_more(need, kari):
    ContributionFactory(need=need, answered_on=TODAY, answer="Takk")

    assert waits_for(kari) == []


def test_a_closed_need_asks_for_nothing(need, kari):
    ContributionFactory(need=need)
    Need.objects.update(today="", closed_on=TODAY, outcome="left")

    assert waits_for(kari) == []


def test_a_question_of_membership_waits_for_the_administrator(kari, anne):
    network = RegionFactory(kind="network", name="Digi Vest")
    MembershipFactory(group=network, member=kari.home, confirmed_on=None)

    assert waits_for(anne) == [("Are you a member of Digi Vest?", "Answer")]
    assert waits_for(kari) == []


# --- in which order -----------------------------------------------------------------------------


def test_the_most_urgent_is_first_and_what_is_overdue_says_so(kari, need):
    late, soon = (
        NeedFactory(organisation=kari.home, title=title) for title in ("Sent ute", "Snart")
    )
    unfinished = NeedFactory(
        organisation=kari.home, registered_by=kari.person, title="Uferdig", today=""
    )
    ContributionFactory(need=soon, received_on=TODAY)
    ContributionFactory(need=late, received_on=TODAY - timedelta(days=15))
    ContributionFactory(need=need, received_on=TODAY - timedelta(days=14))

    assert [what for what, _button in waits_for(kari)] == [
        "Sent ute",
        "Fakturaene",
        "Snart",
        unfinished.title,
    ]
    page = Reader(kari).opens("/")
    assert page.shows("4 things wait for you, the most urgent first.")
    overdue = [element.text for element in page.all("li") if "data-overdue" in element.attributes]
    assert [text.split(" Somebody")[0] for text in overdue] == ["Sent ute"]
    assert "Was due" in overdue[0]


# --- what we run, and what moves ----------------------------------------------------------------


def test_home_lists_the_latest_open_needs_of_ones_own_and_how_many_there_are(kari, ola):
    own = NeedFactory.create_batch(7, organisation=kari.home)
    NeedFactory(organisation=kari.home, title="Lukket", closed_on=TODAY, outcome="left")
    NeedFactory(organisation=ola.home, title="Naboens", scope="public")
    page = Reader(kari).opens("/")

    assert page.needs == [need.title for need in reversed(own[2:])]
    assert page.links["See all our 7 open needs"] == "/behov/?whose=own"


def test_home_says_what_has_moved_the_newest_first(kari, siri):
    hour = timedelta(hours=1)
    now = timezone.now()
    need = NeedFactory(
        organisation=kari.home, scope="public", title="Fakturaene", registered_at=now - 3 * hour
    )
    SameHereFactory(need=need, organisation=siri.home, said_at=now - 2 * hour)
    Need.objects.update(closed_on=TODAY, outcome="solved", changed_at=now - hour)
    page = Reader(siri).opens("/")
    moves = [element.text for element in page.all("li") if element.get("class") == "move"]

    told = [("Fjordvik", "what came of"), ("Annenvik", "too"), ("Fjordvik", "about a need")]
    assert len(moves) == len(told)
    for move, (who, what) in zip(moves, told, strict=True):
        assert who in move
        assert f"{what} Fakturaene" in move


def test_home_lists_what_we_run_and_what_we_have_joined_with_the_leg_it_is_on(kari, rune, siri):
    InitiativeFactory(organisation=kari.home, title="Vårt eget")
    joined = InitiativeFactory(organisation=rune.home, title="Regionens")
    Participation.objects.create(
        initiative=joined, municipality=kari.home, answer="joins", answered_at=timezone.now()
    )
    InitiativeFactory(organisation=siri.home, title="Et annet sted")
    InitiativeFactory(
        organisation=kari.home, title="Stoppet", stage="stopped", stopped_reason="Nei"
    )
    page = Reader(kari).opens("/")

    assert page.needs[:2] == ["Regionens", "Vårt eget"]
    assert not {"Et annet sted", "Stoppet"} & set(page.needs)
    assert page.shows("What Fjordvik is running")
    assert page.links["See all 2 initiatives we are in on"] == "/tiltak/"


def test_home_says_what_has_moved_along_the_lap(kari, siri):
    hour, now = timedelta(hours=1), timezone.now()
    initiative = InitiativeFactory(
        organisation=kari.home, title="Maskinen", registered_at=now - 3 * hour
    )
    made = CommitmentFactory(
        benefit=BenefitFactory(initiative=initiative, name="Kortere tid"),
        answered_at=now - 2 * hour,
    )
    Conclusion.objects.create(commitment=made, outcome="partly", made_at=now - hour)
    told = ["said what came of Kortere tid", "has said yes to Kortere tid",
            "began the initiative Maskinen"]  # fmt: skip

    own, theirs = (_moves(cast) for cast in (kari, siri))
    assert [text for text in told if any(text in move for move in own)] == told
    assert not any("Kortere tid" in move for move in theirs)


def _moves(cast):
    page = Reader(cast).opens("/")
    return [element.text for element in page.all("li") if element.get("class") == "move"]


def test_a_need_shows_the_initiatives_that_came_of_it(kari, need, siri):
    Need.objects.update(scope="public")
    shown = InitiativeFactory(organisation=kari.home, needs=[need], title="Maskinen")
    InitiativeFactory(organisation=kari.home, needs=[need], scope="own", title="Bare vårt")
    page = Reader(siri).opens(need.get_absolute_url())

    assert page.shows("Initiatives that came of it")
    assert page.links["Maskinen"] == shown.get_absolute_url()
    assert not page.shows("Bare vårt")


# --- without a role, without a name -------------------------------------------------------------


def test_who_has_no_role_is_told_whom_to_ask(db):
    page = Reader(PersonFactory()).opens("/")

    assert page.heading == "You have no role yet"
    assert page.links["Read public needs"] == "/behov/"


def test_a_passer_by_reads_what_is_public(need):
    assert Reader().opens("/").shows("No public needs yet")
    Need.objects.update(scope="public")
    page = Reader().opens("/")

    assert page.needs == ["Fakturaene"]
    assert page.links["See the 1 public need"] == "/behov/"
    assert page.links["Sign in"] == "/logg-inn/"


def test_a_page_may_be_asked_for_without_being_read(need):
    """Chat programs and monitors look at a link that way before they show it."""
    Need.objects.update(scope="public")
    for address in ("/", "/behov/", f"/behov/{need.pk}/", "/behov/alle.csv"):
        answer = Reader().client.head(address)
        assert (answer.status_code, b"".join(answer)) == (200, b""), address
