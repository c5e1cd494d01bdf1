"""How batons go in the whole country: counts of five or more, and nobody worked out from two."""

from dataclasses import replace
from datetime import timedelta
from types import SimpleNamespace

import numpy as np
import pytest
from django.utils import timezone
from hypothesis import given, settings
from hypothesis import strategies as st

from stafett.audit.models import Entry
from stafett.calc import disclosure
from stafett.lib import Refused
from stafett.organisations.models import RoleKind
from stafett.reports import actions, queries, rules
from stafett.reports.queries.exchanges import Offers
from tests import factories
from tests.cast import Cast
from tests.pages import Reader
from tests.rooms.handovers.stories import Exchange, come
from tests.rooms.reports import stories

PAGE = "/resultater/landet/vekslinger/"
PUBLISH = PAGE + "ny-utgave/"
MINIMUM = 5


def a_place(region, county, number):
    """Return somebody who leads in a municipality, and its chief executive."""
    home = factories.OrganisationFactory(name=f"Sted {number}", county=county)
    factories.MembershipFactory(group=region, member=home)
    told = (RoleKind.LEADER, RoleKind.CHIEF_EXECUTIVE)
    roles = [factories.RoleFactory(organisation=home, kind=kind) for kind in told]
    return [Cast(role.person, role, home) for role in roles]


def exchanges(rune, states, county=None):
    """Let there be a municipality for each state, with a baton that came so far."""
    made = []
    for number, state in enumerate(states):
        made.append(Exchange(rune, *a_place(rune.home, county, number)))
        come(made[-1], state)
    return made


def publish(analyst):
    by = factories.acting_for(analyst, stories.day())
    return actions.publish_exchanges(by=by, now=timezone.now())


def rows(page, table):
    return {
        cells[0]: [cell.replace("\u202f", "") for cell in cells[1:]]
        for caption, found in stories.tables(page)
        if table in caption
        for cells in found
    }


@pytest.mark.django_db
def test_five_municipalities_are_told_of(rune):
    analyst, county = stories.an_analyst(), stories.a_county("Vestfylket")
    exchanges(rune, ["returned"] * 5 + ["accepted"] * 5, county)
    reader = Reader(analyst.person)
    assert reader.opens(PAGE).shows("Here stands how it goes with batons")

    page = reader.sends(PUBLISH)

    told = rows(page, "What came of each offer")
    assert told == {
        "accepted": ["5", "5"], "returned": ["5", "5"], "All offers": ["10", "10"]
    }  # fmt: skip
    assert rows(page, "From offer to answer") == {"within a week": ["10", "10"]}
    assert rows(page, "Offers by county") == {"Vestfylket": ["10", "10"]}
    assert Entry.objects.filter(verb="exchanges.published").count() == 1


@pytest.mark.django_db
def test_four_are_not_told_of_nor_by_what_is_told_of_the_others(rune):
    analyst = stories.an_analyst()
    exchanges(rune, ["accepted"] * 5 + ["offered"] * 4)

    publish(analyst)

    told = rows(Reader(analyst.person).opens(PAGE), "What came of each offer")
    assert told["still waits"] == ["held back"]
    assert ["held back"] in (told["accepted"], told["All offers"])


@pytest.mark.django_db
def test_what_was_open_when_they_came_back_is_counted_and_no_word_is_taken_along(rune):
    analyst = stories.an_analyst()
    for each in exchanges(rune, ["offered"] * 5):
        each.return_()
    edition = publish(analyst)

    page = Reader(analyst.person).opens(PAGE)
    missing = rows(page, "Points that were open")
    assert all(counts == ["5", "5"] for counts in missing.values())
    assert "It is set when the yardsticks are read." not in missing
    assert "opplæringen" not in str(edition.ground) + str(edition.cells)


@pytest.mark.django_db
def test_one_new_offer_is_not_told_by_the_difference(rune):
    analyst = stories.an_analyst()
    made = exchanges(rune, ["returned"] * 6)
    publish(analyst)
    made[0].offer()
    publish(analyst)

    told = rows(Reader(analyst.person).opens(PAGE), "What came of each offer")
    first = [title for title in told if title.startswith("returned")]
    assert first == ["returned"]
    assert told["returned"] == ["6", "6"]
    assert told["still waits"] == ["held back"]
    [all_of_them] = [title for title in told if title.startswith("All offers")]
    assert all_of_them.startswith("All offers as of")
    assert told[all_of_them] == ["6", "6"]


@pytest.mark.django_db
def test_late_answers_and_late_silences_are_counted(rune):
    analyst = stories.an_analyst()
    exchanges(rune, ["offered"] * 5)
    by = replace(factories.acting_for(analyst), day=stories.day() + timedelta(days=29))

    actions.publish_exchanges(by=by, now=timezone.now())

    page = Reader(analyst.person).opens(PAGE)
    assert page.shows("5 answers came, or are to come, after the day they were asked for by")


@pytest.mark.django_db
@pytest.mark.parametrize("who", ["rune", "kari"])
def test_only_those_who_work_for_the_nation_come_here(who, request):
    cast = request.getfixturevalue(who)

    assert Reader(cast).opens(PAGE).status == 404
    assert Reader(cast).sends(PUBLISH).status == 404
    with pytest.raises(Refused):
        actions.publish_exchanges(by=cast.acting_now, now=timezone.now())


@pytest.mark.django_db
def test_where_nothing_is_offered_there_is_nothing_to_publish():
    analyst = stories.an_analyst()

    page = Reader(analyst.person).sends(PUBLISH)

    assert page.shows("No baton is offered yet, so there is nothing to publish.")


@pytest.mark.parametrize(
    ("days", "step"), [(0, "7"), (7, "7"), (8, "30"), (30, "30"), (31, "90"), (91, "more")]
)
def test_how_long_it_took_is_told_in_steps(days, step):
    assert rules.time_of(days) == step


# --- every subtraction ------------------------------------------------------------------------

ENDS = st.sampled_from([("returned", "7"), ("accepted", "7"), ("accepted", "30"), ("", "")])
OFFERED = st.builds(
    lambda place, end, late, missing, number: Offers(
        place, place % 2, *end, late, missing if end[0] == "returned" else (), number
    ),
    st.integers(1, 14), ENDS, st.booleans(), st.sampled_from([(), (2,), (2, 5)]),
    st.integers(1, 2),
)  # fmt: skip
EDITIONS = st.lists(st.lists(OFFERED, min_size=1, max_size=40, unique=True), max_size=3)


@settings(max_examples=40)
@given(EDITIONS)
def test_no_editions_together_tell_of_fewer_than_five(editions):
    made = []
    for found in editions:
        cells = queries.exchange_cells(found, made, MINIMUM)
        ground = queries.ground_to_keep(found)
        made.append(SimpleNamespace(ground=ground, cells=cells))

    parts = sorted({row for found in editions for row in found}, key=repr)
    shown = [
        [row in found and tuple(cell[:4]) in row.cells for row in parts]
        for found, edition in zip(editions, made, strict=True)
        for cell in edition.cells
        if cell[4] is not None
    ]
    if shown:
        nothing = np.zeros((0, len(parts)), dtype=bool)
        owners = [row.municipality for row in parts]
        assert disclosure.differencing_safe(nothing, shown, minimum=MINIMUM, owners=owners)
