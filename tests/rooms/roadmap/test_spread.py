"""Between what the plan may end, on the budget and for society, and which candidate it hangs on."""

import pytest
from django.utils import timezone, translation
from django.utils.html import strip_tags

from stafett.benefits.queries import outlook, several
from stafett.benefits.queries.own import own_economy
from stafett.benefits.queries.reckoning import ground_of
from stafett.benefits.queries.social import social_economy
from stafett.roadmap import actions
from stafett.roadmap.models import Simulation
from stafett.roadmap.queries import spread
from tests.factories import NOW, RoleFactory, acting_for
from tests.pages import Reader
from tests.rooms.benefits.economies import a_figure, a_promise, costs, joins, kroner, plan
from tests.rooms.roadmap import stories


@pytest.fixture(autouse=True)
def _in_english(national_figures):
    with translation.override("en"):
        yield


@pytest.fixture
def roadmap(kari):
    return stories.a_roadmap(kari.acting)


def chosen(roadmap, by, title, *, cost=(90_000, 100_000, 120_000), saves=60_000, year=2027):
    """Return a candidate that is chosen: it costs once, and the budget is less from then on."""
    initiative = stories.a_solution(roadmap.owner, without=("gains", "costs"), title=title,
                                    scope="public", staff_count=100)  # fmt: skip
    stories.gains(initiative, state="proposed")
    costs(initiative, licence=cost, years=(year, year))
    promise = a_promise(initiative, of=kroner(), take_out="budget")
    plan(promise, **{f"y{year}": saves})
    candidate = actions.nominate(roadmap=roadmap, initiative=initiative, by=by, now=NOW)
    type(candidate).objects.filter(pk=candidate.pk).update(decision="chosen")
    candidate.refresh_from_db()
    return candidate


def _opened(cast, roadmap):
    return Reader(cast, "en").opens(roadmap.get_absolute_url())


def _asked(cast, roadmap):
    rows = roadmap.candidates.select_related("initiative__organisation").order_by("place")
    return spread.spread(cast.acting, roadmap, rows)


# --- what the page says -----------------------------------------------------------------------


def test_the_figures_it_rests_on_stand_with_their_source(roadmap, kari):
    chosen(roadmap, kari.acting, "Liten sak")

    told = _opened(kari, roadmap).part("spread-figures")
    cells = [each.text for each in told if each.name == "td"]

    assert cells[cells.index("discount rate from year 0") + 1] == "4 %"
    assert cells[cells.index("marginal cost of public funds") + 1] == "20 %"
    assert "NOU 2012: 16" in told.text
    assert "R-109/2021" in told.text


def test_the_page_tells_both_economies_each_in_plain_sentences_with_a_drawing(roadmap, kari):
    chosen(roadmap, kari.acting, "Liten sak")
    chosen(roadmap, kari.acting, "Stor sak", cost=(200_000, 400_000, 1_500_000))

    page = _opened(kari, roadmap)

    assert page.text.count("In eight of ten cases it ends between") >= 2
    assert page.text.count("The benefits exceed the costs in") == 2
    assert page.text.count("Most depends on: Stor sak.") == 2
    assert page.shows("never added")
    assert len([each for each in page.all("svg") if each.get("class") == "reach"]) == 2
    assert page.shows("in one of ten cases (P10)")
    assert page.shows("worth at the start of 2027 in 2026 prices")


def test_what_is_not_chosen_is_not_in_the_plan(roadmap, kari):
    stories.a_candidate(roadmap, kari.acting, title="Ikke valgt")

    page = _opened(kari, roadmap)

    assert not page.shows("Between what the plan may end")
    assert not Simulation.objects.exists()


def test_what_cannot_be_told_stands_there_with_why(roadmap, kari):
    chosen(roadmap, kari.acting, "Med tall")
    blank = chosen(roadmap, kari.acting, "Uten kostnader")
    blank.initiative.cost_lines.all().delete()

    page = _opened(kari, roadmap)

    assert page.shows("Chosen, and not in it:")
    assert "Costs are not told yet for" in strip_tags(page.text.split("Chosen, and not in it:")[1])


def test_what_is_drawn_is_kept_and_comes_out_the_same_from_its_seed(roadmap, kari):
    chosen(roadmap, kari.acting, "A")
    chosen(roadmap, kari.acting, "B", cost=(1, 2, 500_000))

    _opened(kari, roadmap)

    for row in Simulation.objects.all():
        again = outlook.drawn_again(row)
        assert (again.p10, again.p50, again.p90, again.chance, again.ends) == (
            row.p10, row.p50, row.p90, row.chance, row.ends,
        )  # fmt: skip
    assert Simulation.objects.count() == 2


def test_opened_again_it_writes_nothing_and_after_a_change_it_is_drawn_anew(
    roadmap, kari, monkeypatch
):
    first = chosen(roadmap, kari.acting, "A")
    _opened(kari, roadmap)
    before = list(Simulation.objects.order_by("pk").values())
    with monkeypatch.context() as patched:
        patched.setattr(outlook, "drawn", None)
        _opened(kari, roadmap)
    assert list(Simulation.objects.order_by("pk").values()) == before

    first.initiative.cost_lines.filter(kind="licence").update(high=900_000)
    _opened(kari, roadmap)

    after = Simulation.objects.get(economy="own")
    assert after.p10 < before[0]["p10"] or after.p10 < before[1]["p10"]
    assert Simulation.objects.count() == 2


def test_a_candidate_that_comes_does_not_move_the_draws_of_the_others(roadmap, kari):
    first = chosen(roadmap, kari.acting, "A")
    _opened(kari, roadmap)
    alone = {row.economy: row.ends for row in Simulation.objects.all()}

    chosen(roadmap, kari.acting, "B")
    _opened(kari, roadmap)

    for row in Simulation.objects.all():
        theirs = [end for end in row.ends if end[0] == first.initiative_id]
        assert theirs == alone[row.economy]


# --- whose it is ------------------------------------------------------------------------------


@pytest.fixture
def regional(rune):
    return stories.a_roadmap(rune.acting)


def _shared(regional, rune, *places):
    """Return what the region has chosen, with a promise from each of these places."""
    initiative = stories.a_solution(regional.owner, without=("gains", "costs"), title="Felles",
                                    scope="region", group=regional.owner,
                                    staff_count=100)  # fmt: skip
    stories.gains(initiative, state="proposed")
    costs(initiative, licence=(90_000, 100_000, 120_000), years=(2027, 2027))
    joins(initiative, *places)
    for place in places:
        plan(
            a_promise(initiative, of=kroner(), take_out="budget", municipality=place), y2027=60_000
        )
    candidate = actions.nominate(roadmap=regional, initiative=initiative, by=rune.acting, now=NOW)
    type(candidate).objects.filter(pk=candidate.pk).update(decision="chosen")
    return initiative


def test_a_region_sees_those_who_take_part_together_and_a_member_its_own_part(regional, rune, kari):
    _shared(regional, rune, kari.home)

    assert _opened(rune, regional).shows("For all who take part, together.")
    theirs = _opened(kari, regional)

    assert theirs.shows("Between what the plan may end")
    by = Simulation.objects.filter(economy="own").values_list("organisation", flat=True)
    assert set(by) == {regional.owner_id, kari.home.pk}


def test_a_member_that_takes_no_part_sees_nothing_of_what_others_promised(regional, rune, kari):
    other = RoleFactory(kind="leader", organisation__name="Granstad")
    kari.home.memberships.first().group.members.create(
        member=other.organisation, valid_from=NOW.date(), confirmed_on=NOW.date()
    )
    _shared(regional, rune, kari.home)

    found = spread.spread(
        acting_for(other, timezone.localdate()), regional, regional.candidates.all()
    )

    assert found is None


# --- what it is made of -----------------------------------------------------------------------


def test_an_economy_of_many_is_reckoned_as_that_of_one(roadmap, kari):
    rows = [chosen(roadmap, kari.acting, name).initiative for name in "AB"]

    found = several.grounds(kari.acting, rows)

    for row in rows:
        alone = ground_of(kari.acting, row)
        for economy in (own_economy, social_economy):
            assert economy(found[row.pk]) == economy(alone)


def test_what_begins_later_is_worth_less_at_the_start(roadmap, kari):
    first = chosen(roadmap, kari.acting, "Først").initiative
    last = chosen(roadmap, kari.acting, "Sist", year=2029).initiative

    told = _asked(kari, roadmap).views["own"].told

    now, later = ({item.key: item.likely for item in told[each.pk]} for each in (first, last))
    assert later["licence"] == pytest.approx(now["licence"] / 1.04**2)


def test_amounts_are_in_the_roadmaps_prices_or_not_there(roadmap, kari):
    initiative = chosen(roadmap, kari.acting, "I fjor").initiative
    initiative.cost_lines.update(price_year=2025)
    promise = spread.grounds(kari.acting, [initiative])[initiative.pk].told[0].commitment
    for row in (promise, *type(promise).objects.filter(benefit__initiative=initiative)):
        row.plan_lines.update(price_year=2025)

    [untold] = _asked(kari, roadmap).views["own"].untold
    for year, index in ((2025, 100), (2026, 110)):
        a_figure(kari.home, "price_index", index, step=year)
    told = _asked(kari, roadmap).views["own"].told[initiative.pk]

    assert untold.why == "No price index tells what it is in the roadmap’s prices."
    assert {item.key: item.likely for item in told}["licence"] == pytest.approx(-110_000)
