"""A plan is proposed within the budget: proven, explained, moved by hand at a price, adopted."""

from datetime import timedelta
from itertools import pairwise

import numpy as np
import pytest
from django.utils import timezone

from stafett.calc.apart import Ended
from stafett.calc.portfolio import Progress
from stafett.initiatives.models import Participation
from stafett.roadmap import actions
from stafett.roadmap.models import Candidate, Proposal, YearBudget
from stafett.roadmap.queries import solving
from stafett.work import actions as work
from stafett.work.worker import do_all
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.roadmap import stories

ASKED = {
    "budget": "0", "hours": "1", "quality": "0", "inhabitants_hours": "0", "business_kroner": "0",
    "objective": "likely", "least_each": "0", "seconds": "10",
}  # fmt: skip


@pytest.fixture
def roadmap(kari):
    """Three candidates and money for two of them: by hand, the large one takes all of it."""
    roadmap = stories.a_roadmap(kari.acting, each_year=200_000)
    for title, hours, cost in (
        ("Stor pakke", 1_000, 200_000),
        ("Tasting", 700, 100_000),
        ("Ruter", 600, 100_000),
    ):
        stories.saves(roadmap, kari.acting, hours, title=title, cost=cost)
    return roadmap


@pytest.fixture
def reads(kari):
    return Reader(kari)


def asks(reads, roadmap, **said):
    """Ask, and let the work be done."""
    page = reads.sends(f"/veikart/{roadmap.pk}/forslag/", {**ASKED, **said})
    do_all(now=timezone.now() + timedelta(seconds=1))
    return reads.opens(page.path)


def answers_nothing(_work):
    raise Ended


def row_of(page, title):
    """Return what the page says of a candidate: its row, and the reasons under it."""
    rows = [*page.all("tr"), None]
    for row, under in pairwise(rows):
        if row.text.strip().startswith(title):
            reasons = under.text if under and under.get("class") == "proposal-why" else ""
            return f"{row.text} {reasons}"
    raise AssertionError(f"No row begins with {title}.")


def test_the_best_plan_is_proven_and_set_beside_the_list_by_hand(reads, roadmap):
    page = asks(reads, roadmap)

    assert page.shows("The plan takes 2 of 3 candidates and is worth 1\u202f300.0 points a year.")
    assert page.shows("Proven: no plan within the limits is better.")
    assert "300.0 points behind" in row_of(page, "Down the list as it stands")
    assert "just as good" in row_of(page, "Most points for each krone first")


def test_what_is_left_out_says_why_and_what_would_let_it_in(reads, roadmap):
    row = row_of(asks(reads, roadmap), "Stor pakke")

    assert "There is no room for it beside the plan: the budget of 2027, 200 000" in row
    assert "It would take the place of «Tasting», «Ruter»" in row
    assert "With it the plan is worth 300.0 points less." in row
    assert "This would let it in: " in row


def test_money_is_shown_with_what_more_of_it_would_give(reads, roadmap):
    page = asks(reads, roadmap)

    assert "700.0" in row_of(page, "50")
    assert "1 700.0" in row_of(page, "150")
    assert page.shows("100,000 kroner more in one year would give, in points a year: 2027: 400.0")


def test_whoever_moves_a_candidate_in_says_why_and_sees_the_price(reads, roadmap):
    first = asks(reads, roadmap)
    at = f"{first.path}inn/?at=0"
    assert "This field is required." in reads.sends(at, reason="").errors["reason"]

    page = reads.sends(at, reason="Avtalt med fylket.")
    do_all(now=timezone.now() + timedelta(seconds=1))
    page = reads.opens(page.path)

    assert page.shows("What is moved costs 300.0 points a year.")
    assert page.shows("In: «Stor pakke». Avtalt med fylket.")
    assert page.links["The proposal that it began from"] == first.path
    both = reads.opens(f"/veikart/{roadmap.pk}/forslag/")
    assert both.shows("Avtalt med fylket.")
    assert both.shows("1\u202f300.0 points")
    assert both.shows("1\u202f000.0 points")


def test_a_plan_that_is_adopted_becomes_the_roadmap(reads, roadmap):
    page = asks(reads, roadmap)

    page = reads.sends(f"{page.path}vedta/")

    assert page.shows("The roadmap says the same as the proposal now.")
    said = dict(Candidate.objects.values_list("initiative__title", "decision"))
    assert said == {"Stor pakke": "left_out", "Tasting": "chosen", "Ruter": "chosen"}
    assert page.shows("It is not in the plan worked out")


def test_what_was_decided_before_stays_and_is_in_every_plan(reads, roadmap, kari):
    large = roadmap.candidates.get(initiative__title="Stor pakke")
    actions.choose(candidate=large, version=large.version, by=kari.acting, now=NOW)

    page = asks(reads, roadmap)

    assert page.shows("The plan takes 1 of 3 candidates and is worth 1\u202f000.0 points a year.")
    assert "decided" in row_of(page, "Stor pakke")


def test_the_inputs_stay_as_they_were_when_it_was_asked_for(reads, roadmap):
    before = asks(reads, roadmap)
    for budget in roadmap.budgets.all():
        budget.amount = 0
        budget.save()

    assert reads.opens(before.path).text == before.text


def test_what_people_can_receive_is_a_limit_where_they_have_said_it(reads, roadmap, kari):
    for row in roadmap.candidates.all():
        Participation.objects.create(
            initiative=row.initiative, municipality=kari.home, answer="joins", answered_at=NOW
        )
    assert asks(reads, roadmap).shows("Have not said what they can receive, so nothing limits them")
    actions.say_capacity(roadmap=roadmap, batons={2027: 1}, by=kari.acting, now=NOW)

    page = asks(reads, roadmap)

    assert page.shows("The plan takes 1 of 3 candidates and is worth 1\u202f000.0 points a year.")
    assert "what Fjordvik can receive in 2027, 1" in row_of(page, "Tasting")


def test_conditions_hold_and_are_told_when_they_stand_in_the_way(reads, roadmap):
    _large, typing, routes = roadmap.candidates.order_by("place")
    YearBudget.objects.update(amount=1_000_000)
    page = reads.sends(
        f"/veikart/kandidat/{typing.pk}/vilkar/",
        excludes=[routes.pk], requires=[], smallest="", version=typing.version,
    )  # fmt: skip
    assert page.shows("Noted.")

    page = asks(reads, roadmap)

    assert page.shows("The plan takes 2 of 3 candidates and is worth 1\u202f700.0 points a year.")
    why = row_of(page, "Ruter")
    assert "no room for it beside the plan: never both «Tasting» and «Ruter»." in why
    assert "It would take the place of «Tasting»." in why
    assert "With it the plan is worth 100.0 points less." in why


def test_the_same_candidate_cannot_be_both_together_and_apart(reads, roadmap):
    _large, typing, routes = roadmap.candidates.order_by("place")

    page = reads.sends(
        f"/veikart/kandidat/{typing.pk}/vilkar/",
        excludes=[routes.pk], requires=[routes.pk], version=typing.version,
    )  # fmt: skip

    assert "choose one for Ruter" in page.errors["excludes"]


def test_a_part_of_something_is_taken_where_a_part_is_any_use(reads, roadmap):
    large = roadmap.candidates.get(initiative__title="Stor pakke")
    reads.sends(f"/veikart/kandidat/{large.pk}/vilkar/", smallest="25", version=large.version)
    for budget in roadmap.budgets.all():
        budget.amount = 250_000
        budget.save()

    page = asks(reads, roadmap)

    assert page.shows("is worth 1\u202f550.0 points a year.")
    assert "25" in row_of(page, "Stor pakke")


def test_demands_that_cannot_all_hold_are_named(reads, roadmap, kari):
    for row in roadmap.candidates.all():
        actions.choose(candidate=row, version=row.version, by=kari.acting, now=NOW)

    page = asks(reads, roadmap)

    assert page.shows("These cannot all hold")
    assert page.shows("the budget of 2027, 200\u202f000")
    assert page.shows("that «Stor pakke» is in")


def test_a_cautious_plan_looks_at_low_benefit_and_high_cost(reads, roadmap):
    page = asks(reads, roadmap, objective="worst")

    assert page.shows("The plan takes 1 of 3 candidates")
    assert page.shows("also if the benefit is low and the cost high")


def test_the_four_plans_stand_beside_each_other_with_what_each_risks(reads, roadmap):
    page = asks(reads, roadmap)

    likely = row_of(page, "What is likely")
    assert "over the budget in 2027" in likely
    careful = row_of(page, "When the benefit is low and the cost high")
    assert "within the limits" in careful
    assert page.shows("In all of them: Tasting.")


def test_ways_of_looking_at_it_that_have_no_plan_are_named(reads, roadmap, kari):
    typing = roadmap.candidates.get(initiative__title="Tasting")
    actions.choose(candidate=typing, version=typing.version, by=kari.acting, now=NOW)
    for budget in roadmap.budgets.all():
        budget.amount = 100_000
        budget.save()

    page = asks(reads, roadmap)

    assert page.shows("these are not there: On average, also if the benefit is low")
    assert not page.shows("In all of them:")


def test_if_people_can_take_less_the_careful_plan_holds_to_it(reads, roadmap, kari):
    for row in roadmap.candidates.all():
        Participation.objects.create(
            initiative=row.initiative, municipality=kari.home, answer="joins", answered_at=NOW
        )
    for budget in roadmap.budgets.all():
        budget.amount = 1_000_000
        budget.save()
    actions.say_capacity(roadmap=roadmap, batons={2027: 2}, by=kari.acting, now=NOW)

    assert asks(reads, roadmap, objective="worst").shows("The plan takes 2 of 3 candidates")
    page = asks(reads, roadmap, objective="worst", capacity="50")

    assert page.shows("The plan takes 1 of 3 candidates")
    assert "what Fjordvik can receive in 2027, 2, if only 50" in row_of(page, "Tasting")


def test_what_was_asked_for_is_asked_for_again_and_what_counts_is_shown(reads, roadmap):
    page = asks(reads, roadmap, hours="1.5", public_kroner="2")
    assert page.shows("An hour of freed time1.5 points")
    assert page.shows("1,000 kroner that other public bodies save2.0 points")
    assert page.shows("Does not count here:1,000 kroner off the budget1,000 kroner that are")

    form = reads.opens(f"/veikart/{roadmap.pk}/forslag/")

    assert form.answer("hours") == "1.5"
    assert form.answer("budget") == "0"
    assert form.answer("public_kroner") == "2"


def test_a_plan_whose_worker_died_is_worked_out_by_the_next_from_the_best_so_far(
    reads, roadmap, monkeypatch
):
    """Where the solver does not answer, nothing but the plan that was kept can be the answer."""
    reads.sends(f"/veikart/{roadmap.pk}/forslag/", ASKED)
    assert work.take(timezone.now() + timedelta(seconds=1))
    monkeypatch.setattr("stafett.calc.portfolio.solver.call", answers_nothing)
    best = {"shares": [1.0, 0.0, 0.0], "objective": 1000.0, "bound": None, "gap": None}
    Proposal.objects.update(best=best)

    assert do_all(now=timezone.now() + timedelta(minutes=2)) == 1

    told = Proposal.objects.get()
    assert told.job.tries == 2
    assert told.answer["plan"]["shares"] == best["shares"]
    assert told.answer["plan"]["objective"] == best["objective"]


def test_the_best_plan_so_far_is_shown_while_a_better_one_is_sought(reads, roadmap, monkeypatch):
    page = reads.sends(f"/veikart/{roadmap.pk}/forslag/", ASKED)
    midway, solve = [], solving.solve

    def looked_in_on(inputs, watcher, begun=()):
        watcher.tell(0.2, Progress(1000.0, 1600.0, 0.6, np.array([1.0, 0.0, 0.0]), 1.0))
        midway.append(reads.opens(page.path))
        return solve(inputs, watcher, begun)

    monkeypatch.setattr(solving, "solve", looked_in_on)
    do_all(now=timezone.now() + timedelta(seconds=1))

    [seen] = midway
    assert seen.shows("It is being worked out: 0 % of the way. The best plan so far:")
    assert seen.shows("The plan takes 1 of 3 candidates and is worth 1\u202f000.0 points a year.")
    assert seen.shows("A better plan may exist, by 60.0\u202f% at the most.")
    assert not reads.opens(page.path).shows("The best plan so far:")


def test_a_search_that_is_begun_again_is_never_behind_where_it_was(reads, roadmap):
    asks(reads, roadmap)
    inputs = Proposal.objects.get().inputs
    stopped = solving.Watcher(lambda *_told: None, is_cancelled=lambda: True)

    told = solving.solve(inputs, stopped, begun=[0.0, 1.0, 1.0])

    assert told["plan"]["objective"] == pytest.approx(1300)


def test_time_that_is_up_before_there_is_a_plan_is_told_and_called_no_conflict(reads, roadmap):
    YearBudget.objects.update(amount=150_000)  # so there is a plan in shares, and no other
    page = asks(reads, roadmap, least_each="900")
    assert page.shows("These cannot all hold")
    asked = Proposal.objects.get()
    stopped = solving.Watcher(lambda *_told: None, is_cancelled=lambda: True)

    Proposal.objects.update(answer=solving.solve(asked.inputs, stopped))

    late = reads.opens(page.path)
    assert late.shows("No plan was found in the time there was")
    assert not late.shows("These cannot all hold")


def test_a_plan_in_line_says_so_and_can_be_stopped(reads, roadmap):
    page = reads.sends(f"/veikart/{roadmap.pk}/forslag/", ASKED)
    assert page.shows("It is being worked out: 0 % of the way.")

    reads.sends(f"{page.path}stopp/")
    do_all(now=timezone.now() + timedelta(seconds=1))

    assert reads.opens(page.path).shows("It was stopped before there was any plan.")
    assert Proposal.objects.get().answer is None


def test_while_it_is_worked_out_only_how_far_it_has_come_is_asked_for_anew(reads, roadmap):
    page = reads.sends(f"/veikart/{roadmap.pk}/forslag/", ASKED)
    asked = page.part("standing").get("data-hx-get")

    again = reads.opens(asked)
    assert (
        again.response.headers["HX-Retarget"]
        == again.response.headers["HX-Reselect"]
        == "#standing"
    )

    do_all(now=timezone.now() + timedelta(seconds=1))
    whole = reads.opens(asked)
    assert "HX-Retarget" not in whole.response.headers
    assert whole.shows("Proven: no plan within the limits is better.")


def test_a_long_proposal_is_read_page_by_page(reads, roadmap, monkeypatch):
    monkeypatch.setattr("stafett.roadmap.queries.proposals.PER_PAGE", 2)
    monkeypatch.setattr("stafett.roadmap.queries.plan.LAST", 0)
    page = asks(reads, roadmap)
    assert page.shows("Rows 1–2 of 3")
    assert page.shows("The plan takes 2 of 3 candidates")

    last = reads.opens(page.path, side="2")

    assert "It would take the place of «Tasting», «Ruter»" in row_of(last, "Stor pakke")


def test_a_place_that_is_not_in_the_list_is_not_there(reads, roadmap):
    path = asks(reads, roadmap).path

    for at in ("3", "-1", "x", ""):
        assert reads.opens(f"{path}ut/", at=at).status == 404


def test_something_must_count(reads, roadmap):
    page = reads.sends(f"/veikart/{roadmap.pk}/forslag/", {**ASKED, "hours": "0"})

    assert page.errors["budget"] == "Let something count: give at least one of them points."


def test_a_roadmap_without_candidates_has_nothing_to_choose_among(reads, kari):
    page = reads.sends(f"/veikart/{stories.a_roadmap(kari.acting).pk}/forslag/", ASKED)

    assert page.shows("There is nothing to choose among")


def test_a_member_sees_the_roadmap_and_not_what_others_promised(roadmap, reads, ola, siri):
    path = asks(reads, roadmap).path

    for stranger in (ola, siri):
        assert Reader(stranger).opens(path).status == 404
        assert Reader(stranger).sends(f"{path}vedta/").status == 404
        assert Reader(stranger).opens(f"/veikart/{roadmap.pk}/forslag/").status == 404
