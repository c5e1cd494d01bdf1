"""Kari draws up a roadmap for Fjordvik, Rune one for the region; Siri sees neither."""

from datetime import date

import pytest
from django.utils import timezone, translation

from stafett.benefits.queries import promising
from stafett.initiatives import queries as initiatives
from stafett.initiatives.models import Initiative, Participation
from stafett.lib import OutOfTurn, Refused, SomebodyWasFirst
from stafett.roadmap import actions, queries, rules
from stafett.roadmap.models import Candidate, Roadmap
from tests.factories import NOW, CommitmentFactory, ObservationFactory, OrganisationFactory
from tests.pages import Reader
from tests.rooms.benefits.economies import a_figure
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


def test_those_who_answer_the_same_stand_together_and_each_reason_for_itself(regional, rune, kari):
    initiative = stories.a_candidate(regional, rune.acting).initiative
    told = {"Alm": ("joins", ""), "Bergvik": ("joins", ""), "Dal": ("later", "Nytt budsjett.")}
    for name, (answer, reason) in told.items():
        Participation.objects.create(
            initiative=initiative, municipality=OrganisationFactory(label=name), answer=answer,
            reason=reason, answered_at=NOW,
        )  # fmt: skip

    page = Reader(rune).opens(regional.get_absolute_url())

    assert page.shows("Joins: Alm, Bergvik")
    assert page.shows("Later: Dal «Nytt budsjett.»")


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


# --- long ones ------------------------------------------------------------------------------


@pytest.fixture
def long(roadmap, kari, monkeypatch):
    """Five candidates, two on a page; each costs 150 000 of 500 000 the first year."""
    monkeypatch.setattr("stafett.roadmap.queries.plan.PER_PAGE", 2)
    monkeypatch.setattr("stafett.roadmap.queries.plan.LAST", 0)
    for title in ("Én", "To", "Tre", "Fire", "Fem"):
        initiative = stories.a_solution(kari.home, without=["costs"], title=title)
        stories.costs(initiative, 150_000)
        actions.nominate(roadmap=roadmap, initiative=initiative, by=kari.acting, now=NOW)
    return roadmap


def test_a_long_roadmap_is_read_page_by_page_and_nothing_is_cut_silently(long, kari):
    first = Reader(kari).opens(f"/veikart/{long.pk}/")
    last = Reader(kari).opens(f"/veikart/{long.pk}/", side="3")

    assert first.shows("Rows 1–2 of 5")
    assert first.shows("Sum of 5 candidates")
    assert first.shows("750\u202f000")
    assert "Fem" in last.text
    assert "Én" not in last.text
    assert last.shows("Sum of 5 candidates")


def test_a_few_more_than_a_page_holds_stand_on_that_page(long, kari, monkeypatch):
    monkeypatch.setattr("stafett.roadmap.queries.plan.PER_PAGE", 4)
    monkeypatch.setattr("stafett.roadmap.queries.plan.LAST", 1)

    page = Reader(kari).opens(f"/veikart/{long.pk}/")

    assert "Fem" in page.text
    assert not page.shows("Rows 1")
    fifth = long.candidates.get(initiative__title="Fem")
    assert Reader(kari).opens(f"/veikart/{long.pk}/", kandidat=fifth.pk).shows("Fem")


def test_where_the_budget_ends_counts_those_on_the_pages_before(long, kari):
    pages = [Reader(kari).opens(f"/veikart/{long.pk}/", side=str(side)) for side in (1, 2, 3)]

    ends = [page.shows("Here the budget ends.") for page in pages]

    assert ends == [False, True, True]
    rows = queries.roadmap_page(kari.acting, long, side="2").rows
    assert [row.is_within for row in rows] == [True, False]
    assert [int(row.years[0].running) for row in rows] == [450_000, 600_000]


def test_one_is_led_to_the_page_where_a_candidate_stands(long, kari):
    fifth = long.candidates.get(initiative__title="Fem")

    page = Reader(kari).opens(fifth.get_absolute_url().partition("#")[0])

    assert page.part(f"kandidat-{fifth.pk}")
    assert page.shows("Rows 5–5 of 5")


def test_what_is_left_out_stands_after_the_rest_on_the_last_pages(long, kari):
    first = long.candidates.get(initiative__title="Én")
    actions.leave_out(
        candidate=first, reason="Venter.", version=first.version, by=kari.acting, now=NOW
    )

    pages = [queries.roadmap_page(kari.acting, long, side=str(side)) for side in (1, 2, 3)]

    assert [len(page.rows) for page in pages] == [2, 2, 0]
    assert [len(page.left_out) for page in pages] == [0, 0, 1]
    assert {page.listed for page in pages} == {4}
    assert Reader(kari).opens(f"/veikart/{long.pk}/", side="3").shows("Venter.")


@pytest.mark.parametrize("asked", ["0", "99", "x", "-1", ""])
def test_a_page_that_is_not_there_is_the_nearest_one(long, kari, asked):
    assert Reader(kari).opens(f"/veikart/{long.pk}/", side=asked).status == 200
    assert Reader(kari).opens(f"/veikart/{long.pk}/", kandidat=asked).status == 200


def test_what_has_no_index_costs_nothing_in_the_sums_and_says_so(long, kari):
    Initiative.objects.get(title="To").cost_lines.update(price_year=1998)

    page = queries.roadmap_page(kari.acting, long)

    assert [row.years[0].cost for row in page.rows] == [150_000, None]
    assert int(page.totals[0].running) == 600_000


def test_between_what_a_long_plan_may_end_stands_on_a_page_of_its_own(long, kari):
    page = Reader(kari).opens(f"/veikart/{long.pk}/")
    there = page.links["Between what the plan may end"]
    assert Reader(kari).opens(there).shows("Nothing is chosen yet")
    first = long.candidates.get(initiative__title="Én")
    actions.choose(candidate=first, version=first.version, by=kari.acting, now=NOW)

    assert Reader(kari).opens(there).shows("On the budget")
    assert not Reader(kari).opens(f"/veikart/{long.pk}/").shows("On the budget")


def test_the_sums_are_those_of_the_rows(roadmap, kari):
    for year, index in ((2024, 100), (2026, "107.35")):
        a_figure(kari.home, "price_index", index, step=year)
    for title, amount, last_year in (("Én", 123_456.78, 2027), ("To", 98_765.43, 2029)):
        initiative = stories.a_solution(kari.home, without=["costs"], title=title)
        stories.costs(initiative, amount, last_year=last_year)
        actions.nominate(roadmap=roadmap, initiative=initiative, by=kari.acting, now=NOW)
    Initiative.objects.get(title="To").cost_lines.update(price_year=2024)

    page = queries.roadmap_page(kari.acting, roadmap)

    for at, total in enumerate(page.totals):
        told = [row.years[at].cost for row in page.rows]
        assert None not in told
        assert float(total.running) == pytest.approx(float(sum(told)), abs=0.005)
    assert page.totals[0].running > page.totals[1].running > 98_766
