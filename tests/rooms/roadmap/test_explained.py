"""Why a candidate is left out is asked for, waited for, told, and told when it cannot be."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from stafett.calc.portfolio import NoPlanYet, Selection
from stafett.roadmap.models import Proposal
from stafett.roadmap.queries import solving
from stafett.work.models import Job, State
from stafett.work.worker import do_all
from tests.pages import Reader
from tests.rooms.roadmap import stories
from tests.rooms.roadmap.test_proposals import ASKED, asks, row_of

LARGE, BOTH = [1.0, 0.0, 0.0], [0.0, 1.0, 1.0]


@pytest.fixture
def roadmap(kari):
    return stories.a_choice(kari.acting)


@pytest.fixture
def reads(kari):
    return Reader(kari)


@pytest.fixture
def many(monkeypatch):
    """Let none be so few that they are explained at once, as where there are hundreds."""
    monkeypatch.setattr(solving, "EXPLAINED", 0)


def works():
    """Let the work be done, what must be tried again as well."""
    do_all(now=timezone.now() + timedelta(days=1))


def stops(reads, roadmap, shares, **best):
    """Ask for a plan, and stop it when it has come so far."""
    page = reads.sends(f"/veikart/{roadmap.pk}/forslag/", ASKED)
    worth = sum(share * hours for share, hours in zip(shares, (1000, 700, 600), strict=True))
    kept = {"shares": shares, "objective": worth, "bound": 1600.0, "gap": 0.5, **best}
    Proposal.objects.update(best=kept)
    return reads.sends(f"{page.path}stopp/")


def asks_why(reads, page, at=0):
    return reads.sends(f"{page.path}hvorfor/?at={at}")


def why_of(page, at):
    return page.part(f"hvorfor-{at}")


def asks_by_itself(page):
    """Return whether the page has what asks for the answer while somebody waits."""
    return any("htmx" in script.get("src") for script in page.all("script"))


def may_ask(page, title):
    return f"Why exactly? {title}" in [button.text for button in page.all("button")]


# --- one of many ----------------------------------------------------------------------------


def test_where_many_are_left_out_each_says_between_what_it_would_cost(reads, roadmap, many):
    page = asks(reads, roadmap)

    assert row_of(page, "Stor pakke").endswith("To have it in would cost 300.0 points.")
    assert may_ask(page, "Stor pakke")
    assert not may_ask(page, "Tasting")


def test_why_exactly_is_answered_where_it_was_asked(reads, roadmap, many):
    page = asks(reads, roadmap)

    waits = asks_why(reads, page)

    assert waits.shows("It is being worked out why. The answer comes in the list.")
    assert not may_ask(waits, "Stor pakke")
    part = why_of(waits, 0)
    assert part.get("data-hx-get") == f"{page.path}?side=1"
    assert part.get("data-hx-select") == "#hvorfor-0"
    assert asks_by_itself(waits)
    works()
    told = reads.opens(page.path)
    assert "It would take the place of «Tasting», «Ruter»" in row_of(told, "Stor pakke")
    assert "With it the plan is worth 300.0 points less." in row_of(told, "Stor pakke")
    assert not why_of(told, 0).get("data-hx-get")
    assert not asks_by_itself(told)
    assert not may_ask(told, "Stor pakke")


def test_one_far_down_the_list_is_answered_on_its_own_page(reads, roadmap, many, monkeypatch):
    monkeypatch.setattr("stafett.roadmap.queries.proposals.PER_PAGE", 2)
    monkeypatch.setattr("stafett.roadmap.queries.plan.LAST", 0)
    page = asks(reads, roadmap)

    waits = asks_why(reads, page)

    assert waits.shows("Rows 3–3 of 3")
    assert why_of(waits, 0).get("data-hx-get") == f"{page.path}?side=2"


def test_what_is_asked_twice_is_worked_out_once(reads, roadmap, many):
    page = asks(reads, roadmap)
    asks_why(reads, page)

    assert asks_why(reads, page).shows("It is being worked out already.")
    assert Job.objects.filter(task="stafett.roadmap.jobs.explain").count() == 1


def test_what_is_in_the_plan_is_not_explained_away(reads, roadmap, many):
    assert asks_why(reads, asks(reads, roadmap), at=1).shows("It is in the plan.")


def test_nothing_is_explained_before_the_plan_is_there(reads, roadmap):
    page = reads.sends(f"/veikart/{roadmap.pk}/forslag/", ASKED)
    assert asks_why(reads, page).shows("There is no plan yet.")
    Proposal.objects.update(best={"shares": BOTH, "objective": 1300, "bound": None, "gap": None})

    assert asks_why(reads, page).shows("The plan is still being worked out.")


def test_work_that_fails_says_so_and_can_be_asked_for_again(reads, roadmap, many, monkeypatch):
    page = asks(reads, roadmap)
    with monkeypatch.context() as broken:
        broken.setattr(solving, "explain", lambda *_asked: 1 / 0)
        asks_why(reads, page)
        works()
    assert Job.objects.get(task="stafett.roadmap.jobs.explain").state == State.FAILED

    failed = reads.opens(page.path)

    assert "It could not be worked out why. Ask again" in row_of(failed, "Stor pakke")
    assert may_ask(failed, "Stor pakke")
    asks_why(reads, page)
    works()
    told = reads.opens(page.path)
    assert "It would take the place of" in row_of(told, "Stor pakke")
    assert not told.shows("It could not be worked out why.")


# --- a plan that was stopped ----------------------------------------------------------------


def test_a_plan_that_is_stopped_says_that_it_has_no_reasons_and_gives_them_when_asked(
    reads, roadmap
):
    page = stops(reads, roadmap, BOTH)
    assert page.shows("is worth 1\u202f300.0 points a year. A better plan may exist")
    assert page.shows("It ended before the rest was worked out: why the others")
    assert may_ask(page, "Stor pakke")
    assert not may_ask(page, "Tasting")

    asks_why(reads, page)
    works()

    told = reads.opens(page.path)
    assert "It would take the place of «Tasting», «Ruter»" in row_of(told, "Stor pakke")
    assert told.shows("is worth 1\u202f300.0 points a year. A better plan may exist")
    assert not told.shows("It is being worked out")


def test_the_reasons_are_of_the_plan_that_is_shown_though_a_better_is_found(reads, roadmap):
    page = stops(reads, roadmap, LARGE)

    asks_why(reads, page, at=1)
    works()

    why = row_of(reads.opens(page.path), "Tasting")
    assert "It would take the place of «Stor pakke»" in why
    assert "A plan with it is worth 300.0 points more than this one: ask for another." in why


# --- how sure it is -------------------------------------------------------------------------


@pytest.fixture
def looks(monkeypatch, reads, roadmap, many):
    """Return how a question is looked into, though the plan itself had ten minutes."""
    asks(reads, roadmap, seconds="600")
    asked, real = [], Selection.why_not

    def why_not(self, candidate, **more):
        asked.append(self.problem.time_limit)
        return real(self, candidate, **more)

    monkeypatch.setattr(Selection, "why_not", why_not)
    return asked


def explained(at=0):
    watcher = solving.Watcher(lambda *_told: None, is_cancelled=lambda: False)
    return solving.explain(Proposal.objects.get().inputs, BOTH, at, watcher)


def test_a_reason_is_looked_for_in_a_short_time_though_the_plan_had_long(looks):
    assert explained()["gap"] == 0

    assert looks == [solving.SECONDS_EACH]


def test_what_a_short_search_did_not_prove_is_told_as_at_most(reads, roadmap, many, monkeypatch):
    real = Selection.why_not

    def cut_short(self, candidate, **more):
        why = real(self, candidate, **more)
        changes = tuple(replace(each, is_proven=False) for each in why.changes)
        return replace(why, forced=replace(why.forced, gap=0.2), changes=changes)

    monkeypatch.setattr(Selection, "why_not", cut_short)
    page = asks(reads, roadmap)
    asks_why(reads, page)
    works()

    row = row_of(reads.opens(page.path), "Stor pakke")

    assert "With it the plan is worth 300.0 points less at the most, by a short search." in row
    assert "As far as a short search can tell, this would let it in: " in row


def test_where_no_plan_with_it_was_found_in_time_it_can_be_asked_again(
    reads, roadmap, many, monkeypatch
):
    def found_none(*_asked, **_more):
        raise NoPlanYet

    page = asks(reads, roadmap)
    with monkeypatch.context() as hard:
        hard.setattr(Selection, "why_not", found_none)
        asks_why(reads, page)
        works()

    open_still = reads.opens(page.path)

    row = row_of(open_still, "Stor pakke")
    assert "A short search found no plan with it, and nothing shows that there is none." in row
    assert may_ask(open_still, "Stor pakke")


@pytest.mark.parametrize(
    ("least", "most", "sentence"),
    [
        (12.0, 40.0, "To have it in would cost from 12.0 to 40.0 points."),
        (12.04, 12.01, "To have it in would cost 12.0 points."),
        (12.0, None, "To have it in would cost at least 12.0 points."),
        (None, None, "No plan that holds to all that is demanded has room for it."),
    ],
)
def test_between_what_it_would_cost(reads, roadmap, many, least, most, sentence):
    page = asks(reads, roadmap)
    told = Proposal.objects.get()
    told.answer["why_not"]["0"] = {"least": least, "most": most}
    told.save()

    assert sentence in row_of(reads.opens(page.path), "Stor pakke")
