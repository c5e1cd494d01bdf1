"""A table from Statistics Norway becomes a yardstick with readings, and what is not known stays so."""

from datetime import date
from decimal import Decimal

import pytest
from django.utils import translation

from stafett.files.kinds import of_file
from stafett.indicators.models import Indicator, Observation
from stafett.lib import Refused
from tests import factories
from tests.rooms.files.bringing import (
    as_json,
    brought,
    come,
    lines,
    look,
    preview,
    reasons,
    undone,
)
from tests.tables import REGIONS, dimension, table

pytestmark = pytest.mark.django_db
SAID = {"name": "Ventetid på time", "direction": "down"}


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def fjordvik(fjordvik):
    fjordvik.number = "9001"
    fjordvik.save()
    return fjordvik


@pytest.fixture
def sund(region):
    sund = factories.OrganisationFactory(name="Sund", number="9002")
    factories.MembershipFactory(group=region, member=sund)
    return sund


def table_of(who, told=None, **said):
    return brought("tabell.json", as_json(told or table()), who, **{**SAID, **said})


def test_a_municipality_gets_its_own_figures_and_hears_what_is_left_out(kari, sund):
    upload = table_of(kari)

    told = preview(upload, kari)
    assert lines(told) == [
        ("make", "Ventetid på time (dager)"),
        ("make", "Fjordvik, 2024: 12.50 dager"),
        ("kept", "Fjordvik, 2025"),
    ]
    assert told.says == (
        "From Statistisk sentralbyrå, tabell 12345, oppdatert 1.\xa0mars\xa02026. "
        "1 municipality is not yours, and is left out: Sund.",
    )
    come(upload, kari)
    row = Observation.objects.get()
    assert (row.value, row.period_start, row.period_end, row.organisation, row.brought_by) == (
        Decimal("12.5"), date(2024, 1, 1), date(2024, 12, 31), kari.home, None,
    )  # fmt: skip
    assert row.how == "Statistisk sentralbyrå, tabell 12345, oppdatert 1.\xa0mars\xa02026"
    yardstick = row.indicator
    assert (yardstick.owner, yardstick.unit, yardstick.direction, yardstick.is_share) == (
        kari.home, "dager", "down", False,
    )  # fmt: skip
    assert yardstick.source == row.how


def test_a_region_brings_each_member_its_own(rune, fjordvik, sund):
    upload = table_of(rune, scope="shared")
    come(upload, rune)

    rows = Observation.objects.order_by("organisation__number", "period_end")
    assert [(row.organisation.name, row.period_end.year, row.value) for row in rows] == [
        ("Fjordvik", 2024, Decimal("12.5")),
        ("Sund", 2024, 3),
        ("Sund", 2025, 0),
    ]
    assert {row.brought_by for row in rows} == {rune.home}
    undone(upload, rune)
    assert not Observation.objects.exists()
    assert not Indicator.objects.exists()


def test_a_regions_own_yardstick_brings_its_members_nothing(rune, fjordvik):
    told = preview(table_of(rune, scope="own"), rune)

    assert "1 municipality is not yours" in " ".join(told.says)
    assert lines(told)[1:] == []


@pytest.mark.parametrize(
    ("symbol", "why"),
    [
        (".", "there can be no figure"),
        ("..", "the figure is missing"),
        (":", "nobody can be recognised"),
        ("...", "not ready yet"),
    ],
)
def test_a_sign_is_kept_and_is_never_nought(kari, symbol, why):
    upload = table_of(kari, table(value=[0, 5, 1, 1], status={"0": symbol}))

    told = preview(upload, kari)
    assert f"Not known: «{symbol}»" in reasons(told)[0]
    assert why in reasons(told)[0]
    come(upload, kari)
    assert Observation.objects.get().value == 5
    assert upload.sources.get(target="").typed == symbol


def test_a_remark_follows_its_figure(kari):
    come(table_of(kari, table(status={"0": "p"})), kari)

    assert Observation.objects.filter(how__endswith=" («p»)").exists()


def test_the_same_table_once_more_changes_nothing_and_a_newer_one_shows_what_is_new(kari):
    come(table_of(kari), kari)

    again = table_of(kari, table(updated="2026-04-01T07:00:00Z"))
    assert [outcome for outcome, _text in lines(preview(again, kari))] == ["same", "same", "kept"]
    newer = table_of(kari, table(value=[13, 11, 3, 0], status={}))
    told = preview(newer, kari)
    assert [(row.outcome, row.was) for row in told.proposals] == [
        ("same", ""), ("change", "12.50 dager"), ("make", ""),
    ]  # fmt: skip
    come(newer, kari)
    assert Indicator.objects.count() == 1
    values = Observation.objects.live().order_by("period_end").values_list("value", flat=True)
    assert list(values) == [13, 11]


def with_sexes(**more):
    """Return a table with one direction more."""
    told = table(
        id=["Kjonn", "Region", "ContentsCode", "Tid"],
        size=[2, 2, 1, 2],
        value=[1, 2, 3, 4, 5, 6, 7, 8],
        status={},
        **more,
    )
    told["dimension"]["Kjonn"] = dimension("kjønn", {"1": "Menn", "2": "Kvinner"})
    return told


def test_one_value_is_chosen_where_there_are_several(kari):
    upload = table_of(kari, with_sexes())
    assert preview(upload, kari).asks == ("Which «kjønn» is it about?",)
    with pytest.raises(Refused, match="kjønn"):
        come(upload, kari)

    look(upload, kari, chosen={"Kjonn": "2"})
    assert lines(preview(upload, kari))[1:] == [
        ("make", "Fjordvik, 2024: 5 dager"), ("make", "Fjordvik, 2025: 6 dager"),
    ]  # fmt: skip
    come(upload, kari)
    assert "kjønn: Kvinner" in Indicator.objects.get().method


def test_the_same_table_for_something_else_is_another_yardstick(kari):
    come(table_of(kari, with_sexes(), chosen={"Kjonn": "1"}), kari)
    other = table_of(kari, with_sexes(), chosen={"Kjonn": "2"}, name="Ventetid, kvinner")
    come(other, kari)

    assert Indicator.objects.count() == 2


def test_a_name_that_is_taken_is_told_of(kari):
    factories.IndicatorFactory(owner=kari.home, name="Ventetid på time")
    told = preview(table_of(kari), kari)

    assert told.proposals[0].outcome == "refused"
    assert "already a yardstick with this name" in told.proposals[0].reason
    assert told.does is False


def test_regions_that_are_no_municipalities_today_are_told(kari):
    factories.OrganisationFactory(name="Moss", number="0104", valid_to=date(2025, 1, 1))
    regions = {"0": "Hele landet", "03": "Oslo", "0104": "Moss (-2019)", "K-9001": "Fjordvik"}
    told = table(size=[4, 1, 2], value=list(range(8)), status={})
    told["dimension"]["Region"] = dimension("region", regions)
    says = preview(table_of(kari, told), kari).says[0]

    assert says.endswith(
        "Left out: Moss (-2019) (0104 was Moss, and is no municipality today). "
        "Left out, since they are no municipalities: Hele landet, Oslo."
    )


@pytest.mark.parametrize(
    ("codes", "ends"),
    [
        ({"2024K1": "2024K1", "2024K2": "2024K2"}, [(3, 31), (6, 30)]),
        ({"2024M01": "2024M01", "2024M02": "2024M02"}, [(1, 31), (2, 29)]),
        ({"a": "2024", "b": "2024-2026"}, [(12, 31)]),
    ],
)
def test_time_is_years_quarters_or_months(kari, codes, ends):
    told = table(status={}, value=[1, 2, 3, 4])
    told["dimension"]["Tid"] = dimension("tid", codes)
    upload = table_of(kari, told)
    come(upload, kari)

    rows = Observation.objects.order_by("period_end")
    assert [(row.period_end.month, row.period_end.day) for row in rows] == ends


def test_percentages_without_their_base_are_told_of(kari):
    """R40: they are kept as read, and nothing is put together from them."""
    told = table()
    told["dimension"]["ContentsCode"] = dimension("variabel", {"A": "Andel"}, "prosent", 1)
    upload = table_of(kari, told)

    assert "never put together" in " ".join(preview(upload, kari).says)
    come(upload, kari)
    assert (Indicator.objects.get().unit, Indicator.objects.get().is_share) == ("prosent", False)


@pytest.mark.parametrize(
    ("gone", "sentence"), [("Region", "nothing of municipalities"), ("Tid", "nothing of time")]
)
def test_a_table_without_a_place_or_a_time_is_refused(gone, sentence):
    told = table(value=[1, 2], status={})
    place = told["id"].index(gone)
    del told["id"][place], told["size"][place], told["dimension"][gone]
    told["role"] = {}

    with pytest.raises(Refused, match=sentence):
        of_file(as_json(told), "tabell.json")


def test_a_year_that_is_not_over_is_told_of(kari):
    told = table(status={}, value=[1, 2, 3, 4])
    told["dimension"]["Tid"] = dimension("år", {"2025": "2025", "2026": "2026"})

    assert "Read it when it is over" in reasons(preview(table_of(kari, told), kari))[0]


def test_too_many_figures_are_told_with_the_limit(rune, fjordvik, monkeypatch):
    monkeypatch.setattr("stafett.files.rules.statistics.MOST_FIGURES", 1)

    assert "2 figures, and 1 can come" in preview(table_of(rune, scope="shared"), rune).stops[0]


def test_the_regions_of_the_table_are_those_of_the_tests():
    assert list(REGIONS) == ["9001", "9002"]


def test_the_region_sees_what_it_brought_and_a_member_its_own_only(
    client, rune, kari, fjordvik, sund
):
    come(table_of(rune, scope="shared"), rune)
    address = Indicator.objects.get().get_absolute_url()

    client.force_login(rune.person)
    page = client.get(address).content.decode()
    assert "Fjordvik" in page
    assert "Sund" in page
    client.force_login(kari.person)
    page = client.get(address).content.decode()
    assert "12,50" in page or "12.50" in page
    assert "Sund" not in page
