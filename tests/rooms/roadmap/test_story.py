"""Kari draws up a roadmap for Fjordvik, Rune one for the region; Siri sees neither."""

from datetime import date

import pytest
from django.utils import timezone, translation

from stafett.benefits.queries import promising
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Participation
from stafett.lib import OutOfTurn, Refused, SomebodyWasFirst
from stafett.roadmap import actions, queries, rules
from stafett.roadmap.models import Candidate, Roadmap
from tests.factories import NOW, CommitmentFactory, ObservationFactory
from tests.pages import Reader
from tests.rooms.initiatives.stories import answers
from tests.rooms.roadmap import stories


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def roadmap(kari):
    return stories.a_roadmap(kari.acting)


@pytest.fixture
def regional(rune):
    return stories.a_roadmap(rune.acting)


def order(roadmap):
    return [str(row) for row in roadmap.candidates.order_by("place")]


def test_the_budget_ends_where_the_sum_so_far_is_more_than_a_year_has(roadmap, kari):
    for title in ("Først", "Så", "Sist"):
        initiative = stories.a_solution(kari.home, without=["costs"], title=title)
        stories.costs(initiative, 200_000, last_year=2028)
        actions.nominate(roadmap=roadmap, initiative=initiative, by=kari.acting, now=NOW)

    page = queries.roadmap_page(kari.acting, roadmap)

    assert [row.is_within for row in page.rows] == [True, True, False]
    assert [cell.running for cell in page.rows[-1].years] == [600_000, 600_000, 0, 0]
    text = Reader(kari).opens(roadmap.get_absolute_url()).text
    assert text.index("Så") < text.index("Here the budget ends") < text.index("Sist")


def test_moving_by_buttons_takes_it_past_its_neighbour_and_no_further(roadmap, kari):
    for title in ("A", "B", "C"):
        stories.a_candidate(roadmap, kari.acting, title=title)
    reads, last = Reader(kari), roadmap.candidates.get(initiative__title="C")

    for _ in range(3):
        last.refresh_from_db()
        reads.sends(f"/veikart/kandidat/{last.pk}/opp/", version=last.version)

    assert order(roadmap) == ["C", "A", "B"]
    assert len({row.place for row in Candidate.objects.all()}) == 3


def test_the_one_who_moves_second_is_told_who_was_first(roadmap, kari, anne):
    stories.a_candidate(roadmap, kari.acting, title="A")
    candidate = stories.a_candidate(roadmap, kari.acting, title="B")
    seen = candidate.version
    actions.move(candidate=candidate, up=True, version=seen, by=anne.acting, now=NOW)
    again = Candidate.objects.get(pk=candidate.pk)

    with pytest.raises(SomebodyWasFirst, match="Anne Vik"):
        actions.move(candidate=again, up=False, version=seen, by=kari.acting, now=NOW)


def test_what_is_left_out_says_why_and_can_be_taken_in_again(roadmap, kari):
    candidate = stories.a_candidate(roadmap, kari.acting, title="Parkering")
    reads = Reader(kari)

    refused = reads.sends(f"/veikart/kandidat/{candidate.pk}/vent/", version=candidate.version)
    assert "reason" in refused.errors
    page = reads.sends(
        f"/veikart/kandidat/{candidate.pk}/vent/",
        version=candidate.version,
        reason="Nytt fagsystem i 2028.",
    )
    assert page.shows("Left out for now")
    assert page.shows("Nytt fagsystem i 2028.")

    candidate.refresh_from_db()
    page = reads.sends(f"/veikart/kandidat/{candidate.pk}/angre/", version=candidate.version)
    assert not page.shows("Left out for now")


def test_what_is_left_out_asks_nobody_until_it_is_taken_in_again(regional, rune, kari):
    candidate = stories.a_candidate(regional, rune.acting, scope="region", group=rune.home)
    initiative = candidate.initiative
    asked = f"/tiltak/{initiative.pk}/hvem-er-med/"
    told = {"candidate": candidate, "by": rune.acting, "now": NOW}
    actions.leave_out(**told, version=candidate.version, reason="Ikke råd i år.")

    assert initiative.title not in [row.what for row in asks_of(kari)]
    assert "not answered" not in Reader(rune).opens(asked).text
    assert "Answer whether we join" not in Reader(kari).opens(regional.get_absolute_url()).text
    assert not Reader(kari).opens(asked).shows("Our answer")
    with pytest.raises(Refused, match="asks nobody who joins"):
        answers(initiative, kari.acting_now)

    actions.undo(**told, version=candidate.version)
    assert initiative.title in [row.what for row in asks_of(kari)]
    assert Reader(kari).opens(asked).shows("Our answer")


def asks_of(cast):
    return initiatives.waiting_for(cast.acting_now, timezone.localdate())


def test_hours_kroner_and_quality_stand_in_columns_of_their_own(roadmap, kari):
    candidate = stories.a_candidate(roadmap, kari.acting)
    promise = promising.promises(kari.acting).get()
    ObservationFactory(
        indicator=promise.benefit.indicator, organisation=kari.home, period_end=date(2025, 12, 31)
    )
    promise.baseline_from = promise.baseline_to = date(2025, 12, 31)
    promise.save()
    better = stories.BenefitFactory(
        initiative=candidate.initiative, kind="quality", valuation="none", counts="", factor=None
    )
    CommitmentFactory(benefit=better)

    [row] = queries.roadmap_page(kari.acting, roadmap).rows

    assert row.gains.hours == pytest.approx(1_520)
    assert row.gains.quality == 1
    assert row.gains.budget is None


def test_a_municipality_answers_and_plans_for_itself(regional, rune, kari, ola):
    candidate = stories.a_candidate(regional, rune.acting)
    Participation.objects.create(
        initiative=candidate.initiative, municipality=kari.home, answer="joins", answered_at=NOW
    )
    window = {"starts_on": date(2027, 2, 1), "ends_on": date(2027, 6, 1)}
    actions.choose(candidate=candidate, version=candidate.version, by=rune.acting, now=NOW)

    for stranger in (rune, ola):
        with pytest.raises(rules.NotTheirs):
            actions.set_window(candidate=candidate, **window, by=stranger.acting, now=NOW)
    actions.set_window(candidate=candidate, **window, by=kari.acting, now=NOW)
    actions.say_capacity(roadmap=regional, batons={2027: 0}, by=kari.acting, now=NOW)

    page = Reader(rune).opens(regional.get_absolute_url())
    assert page.shows("Fjordvik takes it in from 1 February 2027 to 1 June 2027.")
    assert page.shows("1 of 0 too many")


def test_the_region_says_for_nobody_what_they_can_receive(regional, rune):
    with pytest.raises(rules.NotTheirs):
        actions.say_capacity(roadmap=regional, batons={2027: 3}, by=rune.acting, now=NOW)
    assert Reader(rune).opens(f"/veikart/{regional.pk}/kapasitet/").status == 404


def test_a_roadmap_is_seen_by_its_owner_and_members_and_nobody_else(regional, rune, kari, siri):
    assert queries.visible(rune.acting).get() == regional
    assert queries.visible(kari.acting).get() == regional
    assert not queries.visible(siri.acting).exists()
    for reader, status in ((rune, 200), (kari, 200), (siri, 404)):
        assert Reader(reader).opens(regional.get_absolute_url()).status == status


def test_a_member_reads_and_plans_nothing(regional, rune, kari):
    candidate = stories.a_candidate(regional, rune.acting)
    reads = Reader(kari)

    answer = reads.sends(f"/veikart/kandidat/{candidate.pk}/velg/", version=candidate.version)

    assert answer.status == 404
    assert not reads.opens(regional.get_absolute_url()).shows("Choose")


def test_what_is_handed_over_is_not_unchosen(roadmap, kari):
    candidate = stories.a_candidate(roadmap, kari.acting)
    actions.choose(candidate=candidate, version=candidate.version, by=kari.acting, now=NOW)
    candidate.initiative.stage = "handover"

    with pytest.raises(OutOfTurn, match="Withdraw the batons first"):
        actions.undo(candidate=candidate, version=candidate.version, by=kari.acting, now=NOW)


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"last_year": "2026"}, "last_year"),
        ({"last_year": "2040"}, "last_year"),
        ({"first_year": "1999"}, "first_year"),
        ({"each_year": "-1"}, "each_year"),
        ({"each_year": "mye"}, "each_year"),
        ({"title": ""}, "title"),
    ],
)
def test_a_roadmap_nobody_could_mean_is_refused_in_words(kari, said, field):
    told = {**stories.YEARS, "each_year": "500000"}
    page = Reader(kari).sends("/veikart/nytt/", told, **said)

    assert set(page.errors) == {field}
    assert page.errors[field].endswith(".")
    assert not Roadmap.objects.exists()


def test_a_fair_roadmap_is_drawn_and_its_budget_changed(kari):
    reads = Reader(kari)
    page = reads.sends("/veikart/nytt/", {**stories.YEARS, "each_year": "500000"})
    assert page.heading == "Digitale tjenester"

    roadmap = Roadmap.objects.get()
    years = {"y2027": "900000", "y2028": "1", "y2029": "2", "y2030": "3"}
    told = {"title": "Nytt navn", "version": roadmap.version, **years}
    reads.sends(f"/veikart/{roadmap.pk}/budsjett/", told)

    assert [int(row.amount) for row in roadmap.budgets.order_by("year")] == [900_000, 1, 2, 3]
    second = reads.sends("/veikart/nytt/", {**stories.YEARS, "each_year": "1"})
    assert second.shows("There is already a roadmap from that year.")


def test_the_round_tells_what_the_roadmap_says(regional, rune, kari):
    candidate = stories.a_candidate(regional, rune.acting, scope="public")
    page = candidate.initiative.get_absolute_url()
    says = "It is chosen on «Digitale tjenester»."
    assert Reader(kari).opens(page).shows("It is a candidate on «Digitale tjenester»")

    actions.choose(candidate=candidate, version=candidate.version, by=rune.acting, now=NOW)

    assert Reader(kari).opens(page).shows(says)
    assert not Reader(None).opens(page).shows(says)
