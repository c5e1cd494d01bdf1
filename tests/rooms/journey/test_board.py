"""The relay board: who finds which baton where, and what is said of what is left out."""

import gzip
from datetime import timedelta

import pytest
from django.db import connection, transaction
from django.test.utils import CaptureQueriesContext

from stafett.benefits.models import Commitment, Conclusion
from stafett.benefits.queries import brief as promises
from stafett.benefits.queries import measuring
from stafett.handovers import queries as handovers
from stafett.handovers.models import Baton
from stafett.handovers.queries import brief as batons
from stafett.initiatives.models import Initiative, Participation
from stafett.lib.database import tell_database
from stafett.organisations.models import RoleKind
from tests.cast import _cast
from tests.factories import (
    NOW,
    InitiativeFactory,
    MembershipFactory,
    NeedFactory,
    ObservationFactory,
    OrganisationFactory,
)
from tests.pages import Reader
from tests.rooms.handovers.stories import WAYS, Exchange, come, joins, long_ago, today
from tests.rooms.trials import stories as trials

BOARD = "/stafettbanen/"
TABLE = BOARD + "?vis=tabell"


@pytest.fixture
def ingrid(fjordvik):
    return _cast("Ingrid Berg", fjordvik, RoleKind.CHIEF_EXECUTIVE)


@pytest.fixture
def at(rune, kari, ingrid):
    def brought(state, **told):
        return come(Exchange(rune, kari, ingrid, promises=2, **told), state)

    return brought


class Track:
    """The track as somebody finds it."""

    def __init__(self, cast, asked=""):
        self.page = Reader(cast).opens(BOARD + asked)
        assert self.page.status == 200

    @property
    def lanes(self):
        return {lane[0]: lane[1] for lane in self._lanes()}

    def _lanes(self):
        for lane in self.page.all("li", **{"class": "lane"}):
            name = next(each for each in lane if each.name == "h2").text
            yield name.rstrip(" 0123456789"), list(self._pills(lane))

    def _pills(self, lane):
        for zone in lane:
            if zone.get("class") == "zone":
                for pill in (each for each in zone if each.name == "a"):
                    yield zone.get("data-leg"), pill.get("data-look"), pill

    def there(self, place, title):
        """Return the leg, the look and the pill of an initiative in a lane."""
        [found] = [row for row in self.lanes[place] if title in row[2].text]
        return found

    def spot(self, place, title):
        return self.there(place, title)[:2]


SPOTS = {
    "draft": ("handover", "draft"),
    "offered": ("handover", "offered"),
    "under_consideration": ("handover", "considered"),
    "accepted": ("practice", "accepted"),
    "accepted_in_part": ("practice", "accepted"),
    "returned": ("handover", "returned"),
    "withdrawn": ("handover", "joined"),
    "under_way": ("practice", "under_way"),
    "new_practice": ("practice", "practised"),
    "stopped": ("practice", "stopped"),
}


@pytest.mark.parametrize("state", WAYS)
def test_both_sides_find_the_baton_in_the_lane_of_the_one_who_receives(at, rune, kari, state):
    exchange = at(state, title="Roboten leser")

    for cast in (rune, kari):
        track = Track(cast)
        leg, look, pill = track.there("Fjordvik", "Roboten leser")
        assert (leg, look) == SPOTS[state]
        to_the_baton = f"/stafettpinne/{exchange.baton.pk}/"
        assert (pill.get("href") == to_the_baton) is (state != "withdrawn")
        exchange.initiative.refresh_from_db()
        own = (exchange.initiative.stage, "stage")
        assert track.spot("Fjordvikregionen", "Roboten leser") == own


def test_a_baton_tells_its_story_in_a_sentence(at, kari):
    at("offered", title="Roboten leser")
    at("accepted_in_part", title="Dørene låser seg")

    track = Track(kari)
    told = track.there("Fjordvik", "Roboten")[2].text
    assert "and waits for an answer. An answer is asked for by" in told
    *_where, pill = track.there("Fjordvik", "Dørene")
    assert "data-part" in pill.attributes
    assert "1 of 2 promises are accepted." in pill.text


def test_a_dropped_baton_lies_tilted_for_the_two_sides_and_nobody_else(at, rune, kari, ola, siri):
    exchange = at("accepted", title="Roboten leser")
    exchange.fresh()
    Baton.objects.update(moved_at=long_ago(weeks=9))

    for cast in (rune, kari):
        leg, look, pill = Track(cast).there("Fjordvik", "Roboten")
        assert (leg, look) == ("practice", "dropped")
        assert "Nothing has happened for 9 weeks. What is in the way?" in pill.text
    for cast in (ola, siri, None):
        assert "Fjordvik" not in Track(cast, "?whose=all").lanes
        assert "Nothing has happened" not in Track(cast, "?whose=all").page.text


def test_a_reading_picks_a_dropped_baton_up(at, kari):
    exchange = at("accepted", title="Roboten leser")
    exchange.fresh()
    Baton.objects.update(moved_at=long_ago(weeks=9))
    indicator = exchange.promises[0].benefit.indicator
    ObservationFactory(indicator=indicator, organisation=kari.home, recorded_at=long_ago(weeks=1))

    assert Track(kari).spot("Fjordvik", "Roboten") == ("practice", "accepted")


def effect_began(exchange, **ago):
    starts = today() - timedelta(**ago)
    for promise in exchange.promises:
        read_on = starts - timedelta(days=9)
        promise.benefit.indicator.observations.update(period_start=read_on, period_end=read_on)
        Commitment.objects.filter(pk=promise.pk).update(effect_starts_on=starts, measure_every=3)
    return starts


@pytest.mark.parametrize(
    ("days", "read", "concluded", "spot", "says"),
    [
        (10, 0, 0, ("benefit", "measuring"), "Too early to tell: 0 of 2"),
        (10, 1, 0, ("benefit", "measuring"), "Too early to tell: 1 of 2"),
        (200, 2, 0, ("benefit", "measured"), "Measured in time: 2 of 2"),
        (200, 1, 0, ("benefit", "unknown"), "Unknown: a reading is overdue. 1 of 2"),
        (200, 1, 1, ("benefit", "unknown"), "Unknown: a reading is overdue. 1 of 2"),
        (200, 2, 2, ("learning", "concluded"), "concluded: 2 of 2 realised"),
    ],
)
def test_what_was_read_brings_it_on(at, kari, days, read, concluded, spot, says):
    exchange = at("new_practice", title="Roboten leser")
    starts = effect_began(exchange, days=days)
    for promise in exchange.promises[:read]:
        ObservationFactory(
            indicator=promise.benefit.indicator, organisation=kari.home, period_start=starts,
            period_end=today() - timedelta(days=2),
        )  # fmt: skip
    for promise in exchange.promises[:concluded]:
        Conclusion.objects.create(commitment=promise, outcome="realised", made_at=NOW)

    leg, look, pill = Track(kari).there("Fjordvik", "Roboten")
    assert (leg, look) == spot
    assert says in pill.text


# --- who sees what --------------------------------------------------------------------------


def test_a_passer_by_sees_the_legs_of_what_is_public_and_no_municipalitys_baton(at):
    exchange = at("returned", title="Roboten leser")
    InitiativeFactory(organisation=exchange.sender.home, title="Hemmelig", scope="own")

    track = Track(None)
    assert list(track.lanes) == ["Fjordvikregionen"]
    assert track.spot("Fjordvikregionen", "Roboten") == ("handover", "stage")
    assert "accepted the baton" not in track.page.text
    assert not track.page.shows("Hemmelig")
    assert "/stafettpinne/" not in track.page.source


def test_a_municipality_sees_its_own_lane_and_nobody_elses_answer(at, ola):
    exchange = at("returned", title="Roboten leser")
    joins(exchange.initiative, ola.home)

    track = Track(ola)
    assert list(track.lanes) == ["Fjordvikregionen", "Sund"]
    assert track.spot("Sund", "Roboten") == ("handover", "joined")


def test_the_region_sees_its_members_on_its_own_initiatives_alone(at, rune, kari):
    at("offered", title="Roboten leser")
    InitiativeFactory(organisation=kari.home, title="Bare vårt", scope="own")
    shared = {"scope": "region", "group": rune.home}
    ours = InitiativeFactory(organisation=kari.home, title="Delt", stage="practice", **shared)

    assert {row[2].text.split(":")[0] for row in Track(rune).lanes["Fjordvik"]}
    assert Track(rune).spot("Fjordvik", "Delt") == ("practice", "stage")
    assert not Track(rune).page.shows("Bare vårt")
    assert ours.get_absolute_url() == Track(rune).there("Fjordvik", "Delt")[2].get("href")


def test_a_member_that_left_takes_its_baton_with_it(at, rune, kari):
    at("offered", title="Roboten leser", scope="region", group=rune.home)
    kari.home.memberships.update(valid_to=today())

    assert "Fjordvik" not in Track(rune).lanes


def test_the_region_alone_reads_how_many_have_it(at, rune, kari):
    at("accepted", title="Roboten leser")

    counted = "1 of 1 municipalities have accepted the baton."
    assert counted in Track(rune).there("Fjordvikregionen", "Roboten")[2].text
    assert counted not in Track(kari).page.text


def test_lanes_stand_by_name_and_the_region_first(rune, fjordvik):
    common = InitiativeFactory(organisation=rune.home, scope="region", group=rune.home)
    for name in ("Åsnes", "Ørsta", "Ås", "Bø", "Ærfugl"):
        member = OrganisationFactory(name=name)
        MembershipFactory(group=rune.home, member=member)
        joins(common, member)

    assert list(Track(rune).lanes) == ["Fjordvikregionen", "Bø", "Ærfugl", "Ørsta", "Ås", "Åsnes"]


def test_what_is_no_initiative_yet_is_counted_on_the_first_two_legs(at, rune, kari):
    at("offered", title="Roboten leser")
    NeedFactory(organisation=kari.home, scope="region", group=rune.home, sector="health")
    tried = NeedFactory(organisation=kari.home, scope="region", group=rune.home)
    trials.in_state("planned", tried, kari.acting_now, NOW)
    NeedFactory(organisation=kari.home, scope="own")
    NeedFactory(organisation=kari.home, scope="region", group=rune.home, closed_on=today(),
                outcome="left")  # fmt: skip

    def waits(cast, asked=""):
        links = Track(cast, asked).page.links
        return {text for text in links if "need" in text or "tested" in text} - {"Needs"}

    assert waits(rune) == {"1 need", "1 being tested"}
    assert waits(kari) == {"2 needs", "1 being tested"}
    assert waits(kari, "?sector=administration") == {"1 need", "1 being tested"}
    assert waits(kari, "?lying=on") == waits(kari, "?q=roboten") == waits(None) == set()


# --- choosing -------------------------------------------------------------------------------


@pytest.fixture
def some(at, kari, rune):
    health = NeedFactory(organisation=rune.home, sector="health")
    at("returned", title="Roboten leser", lead=rune.person, lead_name="Rune Dahl")
    at("offered", title="Dørene låser seg", needs=[health])
    InitiativeFactory(organisation=kari.home, title="Vår egen", lead=kari.person)


@pytest.mark.parametrize(
    ("asked", "titles"),
    [
        ("", {"Roboten leser", "Dørene låser seg", "Vår egen"}),
        ("?q=dorene", {"Dørene låser seg"}),
        ("?q=rune", {"Roboten leser"}),
        ("?sector=health", {"Dørene låser seg"}),
        ("?leg=solution", {"Vår egen"}),
        ("?lying=on", {"Roboten leser"}),
        ("?whose=mine", {"Roboten leser", "Dørene låser seg", "Vår egen"}),
        ("?whose=own&leg=handover", {"Roboten leser", "Dørene låser seg"}),
        ("?leg=x&sector=x&whose=x&side=x", {"Roboten leser", "Dørene låser seg", "Vår egen"}),
    ],
)
def test_one_chooses_what_to_see(some, kari, asked, titles):
    track = Track(kari, asked)
    told = {row[2].children[0].text for rows in track.lanes.values() for row in rows}

    assert told == titles
    table = Reader(kari).opens(TABLE + asked.replace("?", "&"))
    assert {row.children[0].text for row in table.all("tr")[1:]} == titles


def test_what_a_choice_leaves_out_is_told(some, kari):
    track = Track(kari, "?lying=on")

    assert "1 of 5 are shown: the others do not fit what you have chosen." in track.page.text
    assert "5 batons on the track." in Track(kari).page.text
    assert "Nothing fits" in Track(kari, "?q=finnesikke").page.text


def test_what_runs_elsewhere_and_what_was_stopped_is_told(some, kari, siri):
    InitiativeFactory(organisation=siri.home, title="Et sted langt borte")
    InitiativeFactory(organisation=kari.home, stage="stopped", stopped_reason="For dyrt.")

    track = Track(kari)
    assert "1 initiative elsewhere is open to everybody." in track.page.text
    assert "1 stopped initiative runs in no lane" in track.page.text
    assert "Annenvik" not in track.lanes
    assert Track(kari, "?whose=all").spot("Annenvik", "langt borte") == ("solution", "stage")


def test_the_table_is_sorted_as_one_asks(some, kari):
    def rows(sort):
        table = Reader(kari).opens(f"{TABLE}&sort={sort}")
        return [row.children[0].text for row in table.all("tr")[1:]]

    by_name = rows("initiative")
    assert by_name == sorted(by_name)
    assert rows("-initiative") == by_name[::-1]
    assert rows("leg")[0] == "Vår egen"
    heads = Reader(kari).opens(f"{TABLE}&sort=-leg").all("th", scope="col")
    assert {head.text: head.get("aria-sort") for head in heads}["Leg"] == "descending"


def test_the_next_step_is_what_waits_for_this_person(some, kari, rune, ingrid):
    assert "«Dørene låser seg» is offered to you." in Track(ingrid).page.text
    assert "«Roboten leser» came back from Fjordvik." in Track(rune).page.text
    assert "Next step" not in Track(kari).page.text


def test_an_empty_board_shows_what_it_will_be(siri):
    track = Track(siri)

    assert track.page.shows("No batons yet")
    assert track.page.shows("Medicine dispensers")
    assert "/tiltak/0/" not in track.page.source


# --- what it rests on -----------------------------------------------------------------------


def test_in_short_is_as_the_batons_own_pages_say(at, rune, kari):
    with transaction.atomic():
        for state in WAYS:
            at(state)
        tell_database(rune.acting_now)
        Baton.objects.filter(state__in=["accepted", "under_way"]).update(moved_at=long_ago(weeks=9))
        ids = Initiative.objects.values_list("pk", flat=True)
        told = {row.pk: row for row in batons.briefs(rune.acting_now, list(ids))}
        seen = Baton.objects.visible_to(rune.acting_now)
        lying = {row.baton.pk: row.weeks for row in handovers.dropped(seen, today())}
        assert {pk: row.weeks for pk, row in told.items() if row.weeks} == lying
        assert len(lying) == 2
        assert set(told) == set(seen.exclude(state="withdrawn").values_list("pk", flat=True))


@pytest.mark.parametrize(("days", "read"), [(10, True), (200, True), (200, False)])
def test_in_short_is_as_the_promises_own_pages_say(at, kari, days, read):
    exchange = at("new_practice")
    starts = effect_began(exchange, days=days)
    if read:
        ObservationFactory(
            indicator=exchange.promises[0].benefit.indicator, organisation=kari.home,
            period_start=starts, period_end=today() - timedelta(days=days // 2),
        )  # fmt: skip
    long_way = measuring.standings(Commitment.objects.only("pk"), today=today()).values()
    short_way = promises.briefs(kari.acting_now, [exchange.initiative.pk])

    assert sorted(row.status for row in short_way) == sorted(row.status for row in long_way)
    assert sorted(row.due_on for row in short_way) == sorted(row.due.due_on for row in long_way)


def a_region_with(rune, initiatives, municipalities):
    """Let so many municipalities have joined so many initiatives, with a baton for each."""
    places = [OrganisationFactory() for _each in range(municipalities)]
    for place in places:
        MembershipFactory(group=rune.home, member=place)
    with transaction.atomic():
        tell_database(rune.acting_now)
        for number in range(initiatives):
            common = InitiativeFactory(
                organisation=rune.home, scope="region", group=rune.home, stage="handover",
                title=f"Fakturaer fra leverandør {number} leses av maskin",
            )  # fmt: skip
            told = {"initiative": common, "answer": "joins", "answered_at": NOW}
            Participation.objects.bulk_create(
                Participation(municipality=place, **told) for place in places
            )
            told = {"initiative": common, "sender": rune.home, "made_at": NOW, "changed_at": NOW}
            Baton.objects.bulk_create(
                Baton(
                    municipality=place,
                    moved_at=long_ago(days=(number * 7 + at * 11) % 90),
                    respond_by=today() + timedelta(days=(number * 5 + at * 3) % 60 - 30),
                    **told,
                )
                for at, place in enumerate(places)
            )


def questions(client, path=BOARD):
    client.get(path)
    with CaptureQueriesContext(connection) as asked:
        assert client.get(path).status_code == 200
    return len(asked)


@pytest.mark.parametrize("path", [BOARD, TABLE])
def test_a_board_of_a_hundred_asks_as_often_as_one_of_six(rune, path):
    a_region_with(rune, 3, 2)
    client = Reader(rune).client
    few = questions(client, path)
    a_region_with(rune, 7, 8)

    assert questions(client, path) == few


def test_forty_by_forty_is_small_over_the_wire(rune):
    a_region_with(rune, 40, 40)
    client = Reader(rune, "nb").client

    answer = client.get(BOARD, headers={"Accept-Encoding": "gzip"})

    assert answer["Content-Encoding"] == "gzip"
    assert 1_000 < len(answer.content) < 60_000
    assert gzip.decompress(answer.content).decode().count('class="pill"') >= 41 * 40
