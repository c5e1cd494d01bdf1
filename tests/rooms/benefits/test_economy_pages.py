"""The page with two economies, and weighing what has no price."""

from itertools import product

import pytest

from stafett.audit.models import Entry
from stafett.benefits.models import Unpriced
from stafett.calc.plusminus import consequence
from tests.factories import NOW, NeedFactory
from tests.pages import Reader
from tests.rooms.benefits.economies import (
    EFFECT,
    a_figure,
    a_promise,
    an_initiative,
    costs,
    joins,
    kroner,
    plan,
)


@pytest.fixture(autouse=True)
def _figures(national_figures):
    """Everybody reckons with the national figures."""


@pytest.fixture
def initiative(kari):
    need = NeedFactory(organisation=kari.home, scope="public")
    return an_initiative(kari.home, staff_count=100, needs=[need])


def _page(cast, initiative, language="en"):
    return Reader(cast, language).opens(f"/tiltak/{initiative.pk}/okonomi/")


def _effect(initiative, **more):
    return Unpriced.objects.create(
        initiative=initiative,
        changed_at=NOW,
        changed_by_name="Kari Nes",
        **{**EFFECT, "importance": 3, "extent": 2, **more},
    )


# --- what the page says ---------------------------------------------------------------------


def test_a_net_that_is_negative_is_said_plainly(kari, initiative):
    a_promise(initiative, take_out="undecided")
    costs(initiative, licence=200_000)

    page = _page(kari, initiative)

    assert page.shows("it costs 200\u202f000\u00a0kr more than it saves on the budget of Fjordvik.")
    assert page.shows("\u2212200\u202f000\u00a0kr")


def test_each_result_prints_its_figures_with_year_and_source(kari, initiative):
    a_promise(initiative)
    costs(initiative, licence=1)

    page = _page(kari, initiative)

    for said in ("R-109/2021", "4\u202f%", "500\u00a0kr", "1 January 2021", "20\u202f%"):
        assert page.shows(said), said
    assert page.shows("Money falls at the start of each year")
    assert page.shows("Rates are real")


def test_the_null_alternative_is_named(kari, initiative):
    a_promise(initiative)

    assert _page(kari, initiative).shows("Det blir flere fakturaer hvert år.")


def test_what_is_missing_stands_where_the_number_would_with_the_way_there(kari, initiative):
    plan(a_promise(initiative, of=kroner(), take_out="budget"), y2026=100_000)

    page = _page(kari, initiative)

    assert page.shows("Costs are not told yet for: licences and equipment, training")
    assert "Tell the costs" in page.links
    assert "kr more" not in page.text


def test_those_who_take_no_part_see_no_promises(kari, siri, initiative):
    a_promise(initiative, take_out="other_use")
    costs(initiative, licence=1)
    _effect(initiative)

    page = _page(siri, initiative)

    assert page.shows("What each municipality promises is its own to show.")
    assert page.shows("Pårørende sover om natten")
    assert "520" not in page.text


def test_a_region_sees_all_who_joined_and_a_member_its_own(kari, ola, rune, region):
    initiative = an_initiative(region, scope="public", staff_count=100)
    joins(initiative, kari.home, ola.home)
    a_promise(initiative, municipality=ola.home)
    costs(initiative, licence=1000)

    assert _page(rune, initiative).shows("2 municipalities together")
    assert _page(kari, initiative).shows("its own promises, and an equal part of the costs")
    assert not _page(kari, initiative).shows("1\u202f520")


def test_what_is_promised_without_a_price_is_named_with_why(kari, initiative):
    a_promise(initiative, take_out="undecided", of={"name": "Kortere kø"})
    a_promise(initiative, of={"name": "Mindre venting", "beneficiary": "inhabitants"})
    costs(initiative)

    page = _page(kari, initiative)
    assert page.shows(
        "Kortere kø: 1\u202f520 hours a year (nobody has decided what the time is used for)"
    )
    assert page.shows("(nobody has set what an hour is worth to an inhabitant)")

    a_figure(kari.home, "inhabitant_hour", 200)
    assert not _page(kari, initiative).shows("nobody has set what an hour is worth")


def test_nothing_measured_is_said_and_is_not_nothing(kari, initiative):
    a_promise(initiative)

    page = _page(kari, initiative)

    assert page.shows("Not measured")
    assert page.shows("0 of 1")


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_page_is_whole_in_every_language(kari, initiative, language):
    a_promise(initiative, of=kroner(), take_out="budget")
    _effect(initiative)
    costs(initiative, licence=(1, 2, 3))

    assert _page(kari, initiative, language).status == 200


# --- weighing what has no price (R28) -------------------------------------------------------


def test_an_effect_is_noted_and_stands_in_pluses(kari, initiative):
    page = Reader(kari).sends(f"/tiltak/{initiative.pk}/okonomi/uten-pris/", EFFECT)

    assert page.path == f"/tiltak/{initiative.pk}/okonomi/"
    assert page.shows("Pårørende sover om natten")
    assert page.shows("+++ 3 pluses") or page.shows("+++3 pluses")
    assert Entry.objects.filter(verb="unpriced.weighed").exists()


def test_it_is_weighed_anew_and_taken_away(kari, initiative):
    effect = _effect(initiative)
    at = f"/tiltak/uten-pris/{effect.pk}/"

    page = Reader(kari).sends(at, EFFECT, extent="-2", version=1)
    assert page.shows("3 minuses")
    page = Reader(kari).sends(f"{at}bort/", version=2)

    assert page.shows("It is taken away.")
    assert not Unpriced.objects.exists()


def test_who_was_first_is_told_to_the_second(kari, initiative):
    effect = _effect(initiative)
    at = f"/tiltak/uten-pris/{effect.pk}/"
    Reader(kari).sends(at, EFFECT, reason="Tolv av tolv", version=1)

    changing = Reader(kari).sends(at, EFFECT, version=1)
    removing = Reader(kari).sends(f"{at}bort/", version=1)

    assert "Kari Nes changed this" in changing.summary[0]
    assert removing.shows("Kari Nes changed this")
    assert Unpriced.objects.get().reason == "Tolv av tolv"


def test_only_those_who_look_after_the_initiative_weigh(siri, ola, initiative):
    effect = _effect(initiative)
    for cast in (siri, ola):
        for at in (
            f"/tiltak/{initiative.pk}/okonomi/uten-pris/",
            f"/tiltak/uten-pris/{effect.pk}/",
            f"/tiltak/uten-pris/{effect.pk}/bort/",
        ):
            assert Reader(cast).sends(at, EFFECT, version=1).status == 404
    assert Unpriced.objects.get().version == 1


@pytest.mark.parametrize("name", ["what", "importance", "extent", "reason"])
def test_how_much_it_means_and_how_one_knows_is_asked(kari, initiative, name):
    page = Reader(kari).sends(f"/tiltak/{initiative.pk}/okonomi/uten-pris/", {**EFFECT, name: ""})

    assert name in page.errors
    assert not Unpriced.objects.exists()


def test_the_scale_of_the_form_is_that_of_the_arithmetic():
    importances, extents = (
        [value for value, _word in Unpriced._meta.get_field(name).choices]
        for name in ("importance", "extent")
    )

    weighed = {consequence(*pair) for pair in product(importances, extents)}

    assert weighed == set(range(-4, 5))
