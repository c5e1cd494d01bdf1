"""The nation's figures tell of nobody: not by a cell, nor by any subtraction, nor over time."""

from dataclasses import replace
from datetime import date, timedelta
from itertools import combinations
from types import SimpleNamespace

import numpy as np
import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from stafett.audit.models import Entry
from stafett.benefits.models import Commitment
from stafett.initiatives.models import Initiative
from stafett.lib import Refused
from stafett.organisations.models import Organisation
from stafett.reports import queries
from stafett.reports.models import Edition, PublishedCell
from stafett.reports.queries.nation import Share
from tests.factories import RoleFactory
from tests.pages import Reader
from tests.rooms.reports.stories import (
    a_county,
    an_analyst,
    an_initiative,
    hours,
    municipalities,
    promise,
    publish,
    reads,
    row,
)

# --- every subtraction --------------------------------------------------------------------------

MINIMUM = 5
SECTORS, COUNTIES = ("health", "education"), (1, 2, 3)


def shares(given):
    """Return shares of (municipality, initiative, value); county and service follow from them."""
    return [
        Share("hours", "forecast", place, initiative, SECTORS[initiative % 2],
              COUNTIES[place % 3], initiative != 2, value, value, value, 0, 1)
        for (place, initiative), value in sorted(given.items())
    ]  # fmt: skip


def publish_all(editions):
    """Return every edition with its cells, each held up against those before it."""
    made = []
    for told in editions:
        cells = queries.cells(told, made, MINIMUM)
        ground = queries.kept(told)
        made.append(SimpleNamespace(ground=ground, cells=SimpleNamespace(all=lambda c=cells: c)))
    return made


def what_is_known(editions, made):
    """Return what a reader of every edition has: which contributions are in each shown sum."""
    columns, sums = {}, []
    for told, edition in zip(editions, made, strict=True):
        for cell in edition.cells.all():
            if cell.is_shown:
                behind = [share for share in told if (cell.breakdown, cell.of) in share.cells]
                sums.append({columns.setdefault(share, len(columns)) for share in behind})
    table = np.zeros((len(sums), len(columns)))
    for number, parts in enumerate(sums):
        table[number, sorted(parts)] = 1
    return table, np.array([share.municipality for share in columns])


def worked_out(table, owners):
    """Return a group of fewer than five that some adding and subtracting tells of, if any."""
    if not table.size:
        return None
    rank = np.linalg.matrix_rank(table)
    for size in range(1, MINIMUM):
        for few in combinations(sorted(set(owners)), size):
            others = table[:, ~np.isin(owners, few)]
            if (np.linalg.matrix_rank(others) if others.size else 0) < rank:
                return few
    return None


places = st.tuples(st.integers(0, 8), st.integers(0, 2))
ground = st.dictionaries(places, st.integers(1, 9), min_size=5, max_size=20)
changes = st.lists(st.dictionaries(places, st.integers(0, 9), max_size=6), max_size=2)


@settings(max_examples=40)
@given(ground, changes)
def test_no_adding_and_subtracting_of_what_is_published_tells_of_few(first, later):
    states = [first]
    for change in later:
        states.append({place: value for place, value in {**states[-1], **change}.items() if value})
    editions = [shares(state) for state in states]

    table, owners = what_is_known(editions, publish_all(editions))

    assert worked_out(table, owners) is None


@settings(max_examples=40)
@given(ground)
def test_what_is_shown_is_right_and_what_is_held_back_is_nothing(first):
    [edition] = publish_all([shares(first)])

    for cell in edition.cells.all():
        behind = [share for share in shares(first) if (cell.breakdown, cell.of) in share.cells]
        if cell.is_shown:
            assert cell.likely == sum(share.likely for share in behind)
            assert cell.municipalities == len({share.municipality for share in behind}) >= MINIMUM
        else:
            assert (cell.likely, cell.promises, cell.municipalities) == (None, None, None)


def test_an_attack_finds_what_is_shown_without_care():
    """The test above can see: where all is shown it works one out."""
    told = shares({(place, place % 2): 1 for place in range(6)} | {(8, 2): 7})
    careless = queries.cells(told, [], MINIMUM)
    for cell in careless:
        cell.is_shown = True
    made = [SimpleNamespace(cells=SimpleNamespace(all=lambda: careless))]

    assert worked_out(*what_is_known([told], made)) is not None


def test_one_new_municipality_is_not_told_by_the_next_edition():
    before = shares({(place, 0): 1 for place in range(6)})
    after = [*before, replace(before[0], municipality=7, county=COUNTIES[1], likely=9.0)]

    _first, second = publish_all([before, after])

    assert not any(cell.is_shown for cell in second.cells.all() if cell.breakdown == "all")


# --- as it is used --------------------------------------------------------------------------


@pytest.fixture
def country(national_figures, region):
    """Eight municipalities in two counties promise on a public initiative of one of them."""
    counties = [a_county("Vestfylket"), a_county("Østfylket")]
    places = [*municipalities(6, counties[0]), *municipalities(2, counties[1])]
    initiative = an_initiative(places[0], title="Fakturarobot")
    benefit = hours(initiative)
    for place in places:
        promise(benefit, place)
    return places, benefit


@pytest.fixture
def analyst(country):
    return an_analyst(Organisation.objects.get(kind="national"))


def test_a_nation_has_its_figures_and_a_small_county_is_not_told(analyst):
    publish(analyst)
    page = Reader(analyst.person).opens("/resultater/")

    assert page.path == "/resultater/landet/"
    whole = row(page, "The whole country", "Hours for staff")
    assert whole[0].startswith("3 200 hours")
    assert whole[1:] == ["Not measured", "0 of 8 municipalities"]
    for county in ("Vestfylket", "Østfylket"):
        assert row(page, county, "Hours for staff")[0] == "fewer than five"
    assert row(page, "Fakturarobot", "Hours for staff")[0].startswith("3 200 hours")


def test_measured_is_told_when_five_have_measured(analyst, country):
    places, benefit = country
    for place in places[:4]:
        _measured(benefit, place)
    publish(analyst)
    page = Reader(analyst.person).opens("/resultater/landet/")
    cells = row(page, "The whole country", "Hours for staff")
    assert cells[1:] == ["fewer than five", "fewer than five of 8 municipalities"]

    for place in places[4:]:
        _measured(benefit, place)
    publish(analyst)

    page = Reader(analyst.person).opens("/resultater/landet/")
    cells = row(page, "The whole country", "Hours for staff")
    assert cells[1:] == ["2 400 hours", "8 of 8 municipalities"]


def _measured(benefit, place):
    made = Commitment.objects.get(benefit=benefit, municipality=place)
    reads(made, (made.effect_starts_on, timezone.localdate()), 9)


def test_a_single_change_waits_and_the_earlier_figure_stands_with_its_day(analyst, country):
    places, benefit = country
    publish(analyst)
    Edition.objects.update(day=date(2026, 3, 1))
    benefit.commitments.filter(municipality=places[0]).update(target_likely=7)
    publish(analyst, now=timezone.now() + timedelta(days=1))

    cells = row(Reader(analyst.person).opens("/resultater/landet/"), "The whole country", "Hours")

    assert cells[0].startswith("3 200 hours")
    assert cells[0].endswith("1 March 2026")


def test_an_initiative_that_is_not_public_has_no_row(analyst, country):
    Initiative.objects.update(scope="own")
    publish(analyst)

    page = Reader(analyst.person).opens("/resultater/landet/")

    assert "Fakturarobot" not in page.text
    assert not PublishedCell.objects.filter(breakdown="initiative").exists()


def test_publishing_leaves_a_trace_and_is_done_by_those_who_may(analyst, country, kari):
    with pytest.raises(Refused):
        publish(kari.role)
    with pytest.raises(Refused):
        publish(RoleFactory(organisation=analyst.organisation, kind="employee"))
    publish(analyst)

    entry = Entry.objects.get(verb="edition.published")
    assert entry.organisation_id == analyst.organisation_id


def test_there_is_no_edition_of_nothing(national_figures):
    role = an_analyst(Organisation.objects.get(kind="national"))
    page = Reader(role.person).sends("/resultater/landet/ny-utgave/")

    assert "nothing to publish" in page.text
    assert "No edition yet" in page.text


def test_a_button_publishes(analyst):
    page = Reader(analyst.person).sends("/resultater/landet/ny-utgave/")

    assert "The figures of today are published." in page.text
    assert Edition.objects.count() == 1


def test_the_nation_sees_these_cells_and_no_municipality_and_others_see_their_own(
    analyst, country, kari, rune
):
    places, _benefit = country
    publish(analyst)

    for place in (places[0], analyst.organisation):
        assert Reader(analyst.person).opens(f"/resultater/{place.pk}/").status == 404
    for stranger in (kari, rune):
        assert Reader(stranger).opens("/resultater/landet/").status == 404
        assert Reader(stranger).sends("/resultater/landet/ny-utgave/").status == 404
