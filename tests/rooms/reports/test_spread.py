"""The nation's analyst has the spread of the published figures drawn, here or on a cluster."""

from datetime import timedelta

import pytest
from django.utils import timezone

from stafett.audit.models import Entry
from stafett.lib import Refused
from stafett.organisations import queries as organisations
from stafett.organisations.models import Organisation, Parameter
from stafett.reports import actions, queries
from stafett.reports.models import PublishedCell, Spread
from stafett.work import actions as work
from stafett.work.worker import do_all, do_next
from tests.factories import RoleFactory, acting_for
from tests.pages import Reader
from tests.rooms.reports import stories
from tests.rooms.reports.stories import day, publish, row

PAGE, DRAW = "/resultater/landet/", "/resultater/landet/spredning/"


@pytest.fixture
def analyst(national_figures, region):
    """Seven municipalities of two counties promise 400 hours each; one county has only two."""
    big, small = (stories.a_county(name) for name in ("Storfylket", "Lillefylket"))
    benefit = stories.hours(stories.an_initiative(region, scope="public"))
    for place in [*stories.municipalities(5, big), *stories.municipalities(2, small)]:
        stories.promise(benefit, place)
    return stories.an_analyst(Organisation.objects.get(kind="national"))


@pytest.fixture
def reads(analyst):
    publish(analyst)
    return Reader(analyst.person)


def draws(reads, **said):
    """Press the button, and let the work be done."""
    reads.sends(DRAW, said)
    do_all(now=timezone.now() + timedelta(seconds=1))
    return reads.opens(PAGE)


def test_the_spread_is_drawn_and_stands_beside_the_figures(reads):
    assert reads.opens(PAGE).shows("Draw the nation's spread")

    page = draws(reads)

    cells = row(page, "The whole country", "how far it could")
    count, *year, p10, p50, p90 = (int(cell.replace(" ", "")) for cell in cells)
    assert count == 7
    assert 2_100 < year[0] < year[1] < year[2] < 3_500
    assert [p10, p50, p90] == pytest.approx([10 * each for each in year], abs=10)
    told = Spread.objects.get()
    assert page.shows(f"10\u202f000 draws with seed {told.seed}.")
    assert page.shows("Drawn for Siv Strand")
    assert Entry.objects.filter(verb="spread.asked").count() == 1


def test_the_figures_it_is_drawn_by_stand_with_their_source_as_they_were(reads):
    cells = [each.text for each in draws(reads).part("spread") if each.name == "td"]
    source = "Joint Agency Cost Schedule Risk and Uncertainty Handbook"
    assert cells[cells.index("discount rate from year 41") + 1] == "3 %"
    assert any(cell.startswith(source) for cell in cells)

    Parameter.objects.filter(name="correlation").update(source="Another", value="0.9")

    assert source in reads.opens(PAGE).part("spread").text


@pytest.mark.parametrize(
    ("name", "title"),
    [("years", "years an initiative is reckoned over"), ("correlation", "turns out alike")],
)
def test_what_nobody_has_set_is_asked_for_and_not_made_up(reads, name, title):
    Parameter.objects.filter(name=name).delete()

    page = reads.sends(DRAW)

    assert page.shows("Nobody has set the figure: ")
    assert page.shows(title)
    assert not Spread.objects.exists()


def test_one_can_ask_for_more_draws_and_not_for_any_number(reads):
    assert draws(reads, draws="100000").shows("100\u202f000 draws with seed")

    draws(reads, draws="100000000")

    assert Spread.objects.count() == 1


def test_kroner_are_told_at_todays_value(national_figures):
    by = acting_for(stories.an_analyst(Organisation.objects.get(kind="national")))
    told = queries.spread_by(organisations.parameters(by))

    assert told["years"] == 10
    assert told["factors"]["hours"] == 10
    assert told["factors"]["budget"] == pytest.approx(
        sum(1.04**-year for year in range(10)), rel=1e-12
    )


def test_what_is_held_back_is_not_drawn(reads):
    draws(reads)

    drawn = {tuple(each[:3]) for each in Spread.objects.get().found}
    cells = PublishedCell.objects.filter(view="forecast").values_list(
        "account", "breakdown", "of", "is_shown"
    )
    shown = {(account, part, of) for account, part, of, is_shown in cells if is_shown}
    assert drawn == shown
    assert len(shown) < len(cells)


def test_the_same_seed_gives_the_same_figures_to_the_last_digit(reads):
    draws(reads)
    draws(reads)
    one, other = Spread.objects.order_by("pk")
    assert one.found != other.found
    Spread.objects.filter(pk=other.pk).update(seed=one.seed)

    actions.keep_spread(other, stories.drawn(Spread.objects.get(pk=other.pk)))

    other.refresh_from_db()
    assert other.found == one.found


def test_while_it_is_drawn_it_says_so_and_nobody_asks_again(reads, analyst):
    page = reads.sends(DRAW)
    assert page.shows("It is being drawn: 0 % of the way.")
    assert any("htmx" in script.get("src") for script in page.all("script"))  # which asks again
    assert not page.shows("Draw the nation's spread")

    assert reads.sends(DRAW).shows("It is being drawn already.")
    assert Spread.objects.count() == 1


def test_a_drawing_that_is_given_up_says_so_and_can_be_asked_for_again(reads, monkeypatch):
    reads.sends(DRAW)

    def refuses(*_told):
        raise Refused("Nothing is installed.")

    monkeypatch.setattr("stafett.reports.jobs.made_of_each", refuses)
    do_next(now=timezone.now() + timedelta(seconds=1))

    page = reads.opens(PAGE)
    assert page.shows("It could not be drawn.")
    assert page.shows("Draw the nation's spread anew")


def test_a_worker_that_died_leaves_it_to_the_next(reads):
    reads.sends(DRAW)
    assert work.take(timezone.now() + timedelta(seconds=1))

    assert do_all(now=timezone.now() + timedelta(minutes=2)) == 1

    assert Spread.objects.get().found


def test_a_new_edition_has_no_spread_until_it_is_drawn(reads, analyst):
    draws(reads)

    publish(analyst)

    assert not reads.opens(PAGE).shows("draws with seed")


def test_there_is_nothing_to_draw_without_an_edition(analyst):
    assert Reader(analyst.person).sends(DRAW).shows("No figures are published yet.")
    assert not Spread.objects.exists()


def test_only_those_who_publish_draw(reads, analyst, kari):
    assert Reader(kari).sends(DRAW).status == 404
    hr = RoleFactory(organisation=analyst.organisation, kind="hr")
    with pytest.raises(Refused, match="Bare analytikere"):
        actions.ask_for_spread(draws=10, by=acting_for(hr, day()), now=timezone.now())


def test_on_a_cluster_it_comes_to_the_same(reads, settings):
    distributed = pytest.importorskip("distributed", reason="the group «grow» is not installed")
    draws(reads)
    [alone] = Spread.objects.all()

    with distributed.LocalCluster(
        n_workers=2, threads_per_worker=1, processes=True, dashboard_address=None, host="127.0.0.1"
    ) as cluster:
        settings.DASK = cluster.scheduler_address
        assert stories.drawn(alone) == alone.found
