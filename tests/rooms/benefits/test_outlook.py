"""How it may turn out: between what, how likely, what it depends on, and what is kept of it."""

from datetime import timedelta
from decimal import Decimal

import pytest
from django.utils import translation
from hypothesis import given
from hypothesis import strategies as st

from stafett.benefits.models import Drawn, Simulation
from stafett.benefits.queries import outlook
from stafett.benefits.queries.outlook import Asked, Item
from stafett.organisations.models import Parameter
from tests.factories import NOW
from tests.pages import Reader
from tests.rooms.benefits.economies import (
    a_figure,
    a_promise,
    an_initiative,
    costs,
    joins,
    kroner,
    plan,
)

GAIN = Item("time", "Time", 600_000, 900_000, 1_100_000)
COST = Item("licence", "Licences", -900_000, -700_000, -650_000)
AMOUNTS = ("p10", "p50", "p90", "chance", "ends")


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


def _row(*items, seed=7):
    asked = outlook.asked({1: items}, seed=seed, correlation=Decimal("0.3"))
    found = outlook.drawn(asked)
    told = {name: getattr(found, name) for name in AMOUNTS}
    return Simulation(seed=seed, draws=asked.draws, correlation=0.3, inputs=asked.inputs,
                      drawn_at=NOW, drawn_by_name="Kari Nes", **told)  # fmt: skip


def _seen(*items, seed=7):
    return outlook.of_items(_row(*items, seed=seed), items)


# --- what it says ---------------------------------------------------------------------------


def test_it_says_between_what_it_ends_how_likely_and_what_matters_most():
    seen = _seen(GAIN, COST)

    assert seen.row.p10 < seen.row.p50 < seen.row.p90
    assert seen.says.startswith("In eight of ten cases it ends between ")
    assert 0.8 < seen.row.chance < 1
    assert seen.swing_says == "Most depends on: Time."
    assert [swing.name for swing in seen.swings] == ["Time", "Licences"]
    assert seen.rests_on.startswith("10\u202f000 draws with seed 7.")
    assert seen.drawn_says == "Drawn 12\u00a0May\u00a02026, for Kari Nes."


def test_what_is_certain_is_told_as_certain():
    seen = _seen(Item("licence", "Licences", -100, -100, -100))

    assert (seen.row.p10, seen.row.p90, seen.row.chance) == (-100, -100, 0)
    assert seen.swing_says == "Nothing in it is uncertain, as it is told."


def test_no_draw_is_no_proof_that_it_cannot_happen():
    sure, hopeless = (_seen(Item("time", "Time", x, x, x)) for x in (5, -5))

    assert "exceed the costs in more than 99" in sure.chance_says
    assert "exceed the costs in less than 1" in hopeless.chance_says


def test_the_drawing_goes_from_the_least_to_the_most_with_nothing_in_it():
    seen = _seen(GAIN, COST)

    assert 0 <= seen.reach.zero < seen.reach.middle < seen.reach.end <= 100
    assert seen.reach.width == pytest.approx(seen.reach.end - seen.reach.start, abs=0.1)


def test_there_is_nothing_to_draw_where_nothing_is_or_nobody_set_the_correlation():
    nothing = Item("licence", "Licences", 0, 0, 0)

    assert outlook.asked({1: [nothing]}, seed=1, correlation=Decimal("0.3")) is None
    assert outlook.asked({1: [GAIN]}, seed=1, correlation=None) is None


@given(points=st.lists(st.floats(-1e9, 1e9), min_size=3, max_size=3), more=st.floats(1, 1e9))
def test_more_gain_never_makes_it_look_worse(points, more):
    item = Item.of("time", "Time", points)
    better = Item("time", "Time", item.low + more, item.likely + more, item.high + more)

    before, after = (
        outlook.drawn(Asked(((1, (each, COST)),), seed=3, correlation=0.3))
        for each in (item, better)
    )

    assert after.p50 >= before.p50
    assert after.chance >= before.chance


@given(at=st.integers(1, 10_000), seed=st.integers(1, 10_000))
def test_what_one_initiative_comes_to_hangs_on_no_other(at, seed):
    alone = outlook.drawn(Asked(((at, (GAIN, COST)),), seed, 0.3, draws=500))
    together = outlook.drawn(Asked(((at, (GAIN, COST)), (at + 1, (COST,))), seed, 0.3, draws=500))

    assert alone.ends[0] == together.ends[0]


# --- what is kept ---------------------------------------------------------------------------


@pytest.fixture
def initiative(kari, national_figures):
    found = an_initiative(kari.home, staff_count=100)
    plan(a_promise(found, of=kroner(), take_out="budget"), y2026=100_000)
    costs(found, licence=(300_000, 400_000, 900_000))
    return found


def _opened(cast, initiative):
    return Reader(cast, "en").opens(f"/tiltak/{initiative.pk}/okonomi/")


def _kept():
    return {row.economy: row for row in Simulation.objects.all()}


def test_what_was_drawn_is_kept_and_drawn_again_from_its_seed_it_is_the_same(kari, initiative):
    _opened(kari, initiative)

    rows = _kept()
    assert set(rows) == {"own", "social"}
    for row in rows.values():
        again = outlook.drawn_again(row)
        assert {name: getattr(again, name) for name in AMOUNTS} == {
            name: getattr(row, name) for name in AMOUNTS
        }


def test_a_page_that_is_opened_again_writes_nothing(kari, initiative, monkeypatch):
    page = _opened(kari, initiative)
    before = list(Simulation.objects.order_by("pk").values())
    monkeypatch.setattr(outlook, "drawn", None)

    again = _opened(kari, initiative)

    assert list(Simulation.objects.order_by("pk").values()) == before
    assert page.shows("In eight of ten cases it ends between")
    assert again.shows("In eight of ten cases it ends between")
    assert again.shows(f"with seed {initiative.pk}")


def _dearer(initiative):
    initiative.cost_lines.filter(kind="licence").update(high=1_500_000)


def _less_alike(initiative):
    a_figure(initiative.organisation, "correlation", "0.8")


def _other_rate(initiative):
    a_figure(initiative.organisation, "discount_rate", "0.09")


@pytest.mark.parametrize("change", [_dearer, _less_alike, _other_rate])
def test_it_is_drawn_anew_when_what_it_rests_on_changes(kari, initiative, change):
    costs(initiative, licence=(1, 200_000, 400_000), years=(2028, 2028))
    _opened(kari, initiative)
    before = _kept()["own"]

    change(initiative)
    _opened(kari, initiative)

    after = _kept()["own"]
    assert Simulation.objects.count() == 2
    assert after.digest != before.digest
    assert after.p10 != before.p10
    assert after.drawn_at - before.drawn_at >= timedelta(0)


def test_the_language_of_the_reader_makes_no_difference(kari, initiative):
    _opened(kari, initiative)
    before = _kept()["own"].digest

    Reader(kari, "nn").opens(f"/tiltak/{initiative.pk}/okonomi/")

    assert _kept()["own"].digest == before


def test_each_organisation_has_its_own(kari, siri, initiative):
    joins(initiative, siri.home)
    theirs = a_promise(initiative, of=kroner(), take_out="budget", municipality=siri.home)
    plan(theirs, y2026=50_000)

    for cast in (kari, siri):
        _opened(cast, initiative)

    of = Simulation.objects.filter(economy="own").values_list("organisation", "drawn_by_name")
    assert set(of) == {(kari.home.pk, kari.person.name), (siri.home.pk, siri.person.name)}


def test_those_who_take_no_part_draw_nothing(siri, initiative):
    _opened(siri, initiative)

    assert not Simulation.objects.exists()


def test_where_nobody_has_set_the_correlation_the_page_says_so_and_shows_the_net(kari, initiative):
    Parameter.objects.filter(name="correlation").delete()

    page = _opened(kari, initiative)

    assert page.shows("net present value")
    assert page.shows("How sure it is cannot be told: nobody has set how much")
    assert not Simulation.objects.exists()


def test_leaving_out_that_things_hang_together_makes_it_look_surer(kari, initiative):
    costs(initiative, operation=(100_000, 200_000, 400_000), years=(2027, 2030))
    _opened(kari, initiative)
    usual = _kept()["own"]

    a_figure(kari.home, "correlation", "0")
    _opened(kari, initiative)

    apart = _kept()["own"]
    assert apart.p90 - apart.p10 < usual.p90 - usual.p10


def test_what_is_drawn_is_a_row_with_all_it_takes_to_draw_it_again():
    assert Drawn._meta.abstract
    assert {field.name for field in Drawn._meta.get_fields()} >= {
        "seed", "draws", "correlation", "digest", "inputs",
    }  # fmt: skip
