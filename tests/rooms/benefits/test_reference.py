"""What others reached stands beside a plan, and tells of nobody: not by any subtraction."""

from collections import Counter
from datetime import date, timedelta
from itertools import combinations

import numpy as np
import pytest
from django.utils import timezone, translation
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.special import betaincinv, ndtr

from stafett.benefits.models import ReferenceEdition, ReferenceFigure
from stafett.benefits.queries import outturns as queries
from stafett.benefits.queries.outturns import Earlier, Outturn
from stafett.organisations.models import Organisation
from tests.factories import OrganisationFactory
from tests.pages import Reader
from tests.rooms.reports.stories import (
    an_analyst,
    an_initiative,
    hours,
    municipalities,
    promise,
    publish,
)

LONG_AGO = date(2026, 1, 1)
TOO_FEW = "Too few municipalities have measured this to say what others reached"


# --- no subtraction -------------------------------------------------------------------------

MINIMUM = 5
KINDS = ("time_saved", "time_saved", "quality")
YARDSTICKS = (0, 1, 2, 0)
"""That of each promise a municipality may have: two by the same."""


def outturns(given):
    """Return outturns of (municipality, promise): reached; three in four are in a region."""
    return [
        Outturn.of(reached / 10, commitment=100 * place + promise, municipality=place,
                   kind=KINDS[YARDSTICKS[promise]], indicator=YARDSTICKS[promise],
                   group=(place % 4) or None)
        for (place, promise), reached in sorted(given.items())
    ]  # fmt: skip


def publish_all(states):
    """Return each edition: who stood behind it, and which classes it told of."""
    made = []
    for state in states:
        told = queries.figures(outturns(state), made, MINIMUM)
        keys = {(row.kind, row.indicator_id) for row in told}
        made.append(Earlier(outturns(state), keys))
    return made


def what_is_known(editions):
    """Return every published class of every day: how much each promise counts in its mean.

    A municipality has one voice, so each of several counts the less.
    """
    columns, sums = {}, []
    for edition in editions:
        for key in sorted(edition.told, key=str):
            behind = [row for row in edition.ground if key in row.classes]
            sums.append([columns.setdefault(row.part, len(columns)) for row in behind])
    table = np.zeros((len(sums), len(columns)))
    owners = [part[1] for part in columns]
    for row, parts in zip(table, sums, strict=True):
        voices = Counter(owners[part] for part in parts)
        row[parts] = [1 / voices[owners[part]] for part in parts]
    return table, list(columns)


def worked_out(table, parts, *, knows=frozenset(), fewest=MINIMUM):
    """Return fewer than so many municipalities that some adding and subtracting tells of, if any.

    ``knows`` is what the one who subtracts knows beforehand.
    """
    hidden = [at for at, part in enumerate(parts) if part not in knows]
    table, owners = table[:, hidden], np.array([parts[at][1] for at in hidden])
    if not table.size:
        return None
    rank = np.linalg.matrix_rank(table)
    for size in range(1, fewest):
        for few in combinations(sorted(set(owners)), size):
            others = table[:, ~np.isin(owners, few)]
            if (np.linalg.matrix_rank(others) if others.size else 0) < rank:
                return few
    return None


places = st.tuples(st.integers(0, 11), st.integers(0, 3))
begun = st.dictionaries(places, st.integers(0, 14), min_size=6, max_size=24)
changes = st.lists(st.dictionaries(places, st.integers(0, 14), max_size=8), max_size=2)


def days(first, later):
    """Return the state of each day: some come, some read anew (0 of what they had is gone)."""
    states = [first]
    for change in later:
        told = {**states[-1], **change}
        states.append({place: reached for place, reached in told.items() if reached})
    return states


@settings(max_examples=30, deadline=None)
@given(begun, changes)
def test_nothing_between_kinds_or_days_tells_of_fewer_than_five(first, later):
    table, parts = what_is_known(publish_all(days(first, later)))

    assert worked_out(table, parts) is None


@settings(max_examples=30, deadline=None)
@given(begun, changes, st.integers(0, 11))
def test_nor_to_a_municipality_that_takes_its_own_away(first, later, me):
    table, parts = what_is_known(publish_all(days(first, later)))

    mine = {part for part in parts if part[1] == me}
    assert worked_out(table, parts, knows=mine) is None


@settings(max_examples=30, deadline=None)
@given(begun, changes, st.integers(1, 3))
def test_nor_to_a_region_that_knows_its_members(first, later, region):
    editions = publish_all(days(first, later))
    table, parts = what_is_known(editions)

    seen = {row.part for edition in editions for row in edition.ground if row.group == region}
    assert worked_out(table, parts, knows=seen) is None


SPREAD = (3, 5, 6, 7, 8, 9, 10, 12, 4, 6, 8, 11)


def told(reached, *, yardstick=0, group=None, first=0):
    """Return what so many municipalities reached by one yardstick."""
    return [
        Outturn.of(share / 10, commitment=100 * place + yardstick, municipality=place,
                   kind=KINDS[yardstick], indicator=yardstick, group=group)
        for place, share in enumerate(reached, first)
    ]  # fmt: skip


def classes(*rows, before=()):
    return {(row.kind, row.indicator_id): row for row in queries.figures(*rows, before, MINIMUM)}


def test_the_subtraction_would_have_been_seen():
    """Two days told without care: the seventh is what differs."""
    table, parts = what_is_known(
        [
            Earlier(told(SPREAD[:6]), {("time_saved", 0)}),
            Earlier(told(SPREAD[:7]), {("time_saved", 0)}),
        ]
    )

    assert worked_out(table, parts) == (6,)


@pytest.mark.parametrize(("count", "is_told"), [(4, False), (5, False), (6, True), (9, True)])
def test_it_takes_six_so_that_each_of_them_has_five_others(count, is_told):
    assert bool(classes(told(SPREAD[:count]))) is is_told


@pytest.mark.parametrize(("more", "is_told"), [(1, False), (4, False), (5, False), (6, True)])
def test_it_is_told_anew_when_six_more_have_measured(more, is_told):
    """Of five that are new, each could take itself away and be left with four others."""
    today = Earlier(told(SPREAD[:6]), {("time_saved", 0), ("time_saved", None)})

    assert bool(classes(told(SPREAD[: 6 + more]), before=[today])) is is_told


def test_a_kind_is_not_told_beside_its_yardstick_when_few_differ():
    both = [*told(SPREAD[:7]), *told(SPREAD[:2], yardstick=1, first=20)]

    found = classes(both)

    assert len(found) == 1


def test_who_has_promised_by_one_yardstick_alone_is_not_seen_beside_both():
    """Twice the mean of both yardsticks, less that of each, would be the first one's own."""
    first, second = told(SPREAD[:8]), told(SPREAD[3:10], yardstick=1, first=1)

    assert {indicator for _kind, indicator in classes([*first, *second])} < {None, 0, 1}


def test_where_all_have_promised_by_both_both_are_told_and_their_kind():
    both = [*told(SPREAD[:8]), *told(SPREAD[3:11], yardstick=1)]

    assert {indicator for _kind, indicator in classes(both)} == {None, 0, 1}


def test_a_region_that_knows_all_but_two_stops_it():
    rows = [*told(SPREAD[:6], group=7), *told(SPREAD[:2], first=20)]

    assert not classes(rows)
    assert classes(told(SPREAD[:8], group=7))


def test_where_all_reached_the_same_nothing_is_told():
    assert not classes(told([8] * 9))


def test_who_reached_very_much_is_not_seen():
    [figure] = {row.p90 for row in classes(told([5, 6, 7, 8, 9, 400])).values()}

    assert figure <= 2.5


def test_a_tiny_change_is_no_change():
    rows = told(SPREAD[:6])
    today = Earlier(rows, {("time_saved", 0), ("time_saved", None)})
    nearly = [
        Outturn.of(row.ratio + 0.01, commitment=row.commitment, municipality=row.municipality,
                   kind=row.kind, indicator=row.indicator, group=None)
        for row in rows
    ]  # fmt: skip

    assert not classes([*nearly, *told(SPREAD[6:7], first=6)], before=[today])


def test_few_readings_are_drawn_towards_what_is_usual_for_the_kind():
    poor = [
        Outturn.of(share / 10, commitment=place, municipality=place, kind="quality", indicator=1,
                   group=None)
        for place, share in enumerate([1, 2, 2, 3, 4, 1])
    ]  # fmt: skip
    usual = [
        Outturn.of(share / 10, commitment=1000 * yardstick + place, municipality=place,
                   kind="quality", indicator=yardstick, group=None)
        for yardstick in range(2, 8)
        for place, share in enumerate(SPREAD, 10 * yardstick)
    ]  # fmt: skip

    found = classes([*poor, *usual])["quality", 1]

    assert 0 < found.own_weight < 1
    assert found.p50 > classes(poor)["quality", 1].p50


# --- on the pages ---------------------------------------------------------------------------


@pytest.fixture(autouse=True)
def _in_english():
    with translation.override("en"):
        yield


@pytest.fixture
def standard(national_figures):
    """Return a benefit that many promise on, of which 8 of 12 minutes are hoped for."""
    return hours(an_initiative(OrganisationFactory(name="Foregangskommunen"), scope="public"))


def reached(benefit, places, levels):
    """Let each place have promised to come from 12 to 8 minutes, and read this much since."""
    for place, level in zip(places, levels, strict=True):
        promise(benefit, place, effect_starts_on=LONG_AGO, read=level)


def _publish():
    ReferenceEdition.objects.all().delete()
    publish(an_analyst(_nation()))


def _nation():
    return Organisation.objects.filter(kind="national").first()


def _mine(kari, standard):
    mine = hours(an_initiative(kari.home, scope="public"), indicator=standard.indicator)
    start = timezone.localdate() + timedelta(60)
    return promise(mine, kari.home, effect_starts_on=start)


LEVELS = (8, 9, 8.5, 10, 9.5, 8.2, 11, 7.5, 9)


def test_others_stand_beside_the_plan_on_promise_benefit_and_economy(kari, standard):
    reached(standard, municipalities(9), LEVELS)
    mine = _mine(kari, standard)
    _publish()

    reads = Reader(kari, "en")
    found = ReferenceFigure.objects.get(indicator=standard.indicator)
    says = f"{found.p10 * 100:.0f}\u202f%–{found.p90 * 100:.0f}\u202f% of its plan"
    for address in (
        mine.get_absolute_url(),
        mine.benefit.get_absolute_url(),
        f"/tiltak/{mine.benefit.initiative_id}/okonomi/",
    ):
        page = reads.opens(address)
        assert page.shows("By the same yardstick another such promise is likely to end at"), address
        assert page.shows(says), address
        assert page.shows("n = 9 municipalities"), address
    promised = reads.opens(mine.get_absolute_url())
    assert promised.shows("Here that is from ")
    assert any(to.endswith("#reference-forecast") for to in promised.links.values())
    assert not any(to.endswith("#reference-few") for to in promised.links.values())


def test_what_few_have_read_leads_to_how_it_is_drawn_in(kari, standard):
    reached(standard, municipalities(9), LEVELS)
    mine = _mine(kari, standard)
    _publish()
    ReferenceFigure.objects.filter(indicator=standard.indicator).update(own_weight=0.7)

    page = Reader(kari, "en").opens(mine.get_absolute_url())

    assert page.shows("What was read by this yardstick counts 70\u202f%")
    assert any(to.endswith("#reference-few") for to in page.links.values())


def test_with_too_few_the_page_says_so_and_shows_no_figure(kari, standard):
    reached(standard, municipalities(4), LEVELS[:4])
    mine = _mine(kari, standard)
    _publish()

    for address in (mine.get_absolute_url(), mine.benefit.get_absolute_url()):
        page = Reader(kari, "en").opens(address)
        assert page.shows(TOO_FEW), address
        assert not page.shows("of its plan"), address
    assert not ReferenceFigure.objects.exists()


def test_another_yardstick_of_the_same_kind_will_do(kari, standard):
    reached(standard, municipalities(9), LEVELS)
    mine = promise(hours(an_initiative(kari.home)), kari.home,
                   effect_starts_on=timezone.localdate())  # fmt: skip
    _publish()

    page = Reader(kari, "en").opens(mine.get_absolute_url())

    assert page.shows("With the same kind of benefit, time saved, another such promise")


def test_everybody_reads_the_same_whether_they_are_in_it_or_not(kari, siri, standard):
    reached(standard, [kari.home, *municipalities(8)], LEVELS)
    _publish()

    said = {
        sentence
        for cast in (kari, siri, None)
        for page in [Reader(cast, "en").opens(standard.get_absolute_url())]
        for sentence in [page.text.split("By the same yardstick")[1].split("municipalities.")[0]]
    }

    assert len(said) == 1


def test_what_is_not_finished_is_no_outturn(kari, standard):
    places = municipalities(9)
    for place, level in zip(places, LEVELS, strict=True):
        promise(
            standard, place, effect_starts_on=LONG_AGO, ramp_up=[0.2, 0.4, 0.6, 0.8], read=level
        )
    _publish()

    assert not ReferenceFigure.objects.exists()


def test_a_harm_is_not_held_up_to_a_plan(kari, standard):
    worse = hours(an_initiative(kari.home), is_disbenefit=True)

    assert not Reader(kari, "en").opens(worse.get_absolute_url()).shows("If it goes as for others")


def test_what_was_told_stands_with_its_day_when_it_is_held_back_later(kari, standard):
    places = municipalities(7)
    reached(standard, places[:6], LEVELS[:6])
    publish(analyst := an_analyst(_nation()))
    before = ReferenceFigure.objects.get(indicator=standard.indicator)

    reached(standard, places[6:], LEVELS[6:7])
    publish(analyst)

    assert ReferenceEdition.objects.count() == 2
    assert ReferenceFigure.objects.filter(indicator=standard.indicator).get() == before
    page = Reader(kari, "en").opens(standard.get_absolute_url())
    assert page.shows("n = 6 municipalities")


# --- how well it foretells --------------------------------------------------------------------

HOPEFUL = {
    "most fall short a little": lambda z: 0.7 * np.exp(0.3 * z),
    "never above the plan": lambda z: betaincinv(4, 2, ndtr(z)),
}
OUTCOMES = 25


def drawn(rng, municipalities, promises):
    """Return so many promises of each municipality, half alike, each a standard normal."""
    theirs = rng.standard_normal((municipalities, 1))
    own = rng.standard_normal((municipalities, promises))
    return np.sqrt(0.5) * theirs + np.sqrt(0.5) * own


def promised(reached, *, yardstick=0):
    """Return what the promises of each municipality (a row) came to by one yardstick."""
    return [
        Outturn.of(share, commitment=1000 * yardstick + 10 * place + number,
                   municipality=100 * yardstick + place, kind="time_saved", indicator=yardstick,
                   group=None)
        for place, shares in enumerate(reached)
        for number, share in enumerate(shares)
    ]  # fmt: skip


@pytest.mark.parametrize("shape", HOPEFUL)
@pytest.mark.parametrize("municipalities", [9, 25])
@pytest.mark.parametrize("promises", [1, 4])
def test_as_it_is_published_it_catches_eight_in_ten_and_beats_the_plan(
    shape, municipalities, promises
):
    rng = np.random.default_rng(5)
    within, ours, theirs = [], [], []
    for _time in range(200):
        found = classes(promised(HOPEFUL[shape](drawn(rng, municipalities, promises))))
        figure, outcomes = found["time_saved", 0], HOPEFUL[shape](drawn(rng, OUTCOMES, 1))
        within.append((figure.p10 <= outcomes) & (outcomes <= figure.p90))
        ours.append(np.abs(figure.p50 - outcomes))
        theirs.append(np.abs(1 - outcomes))

    assert 0.75 <= np.mean(within) <= 0.85
    assert np.mean(ours) < np.mean(theirs)


@pytest.mark.parametrize("differ", [0.05, 0.3])
@pytest.mark.parametrize("promises", [1, 4])
def test_what_is_drawn_towards_the_usual_catches_eight_in_ten_too(differ, promises):
    """Seven yardsticks of a kind, of which the level differs; six municipalities by the first."""
    rng = np.random.default_rng(6)
    within, ours, theirs, weights = [], [], [], []
    for _time in range(100):
        levels = 0.7 * np.exp(differ * rng.standard_normal(7))
        rows = [
            row
            for yardstick, level in enumerate(levels)
            for each in [drawn(rng, 9 if yardstick else 6, promises)]
            for row in promised(level * np.exp(0.3 * each), yardstick=yardstick)
        ]
        figure = classes(rows)["time_saved", 0]
        outcomes = levels[0] * np.exp(0.3 * drawn(rng, OUTCOMES, 1))
        within.append((figure.p10 <= outcomes) & (outcomes <= figure.p90))
        ours.append(np.abs(figure.p50 - outcomes))
        theirs.append(np.abs(1 - outcomes))
        weights.append(figure.own_weight)

    assert 0 < min(weights) < max(weights) < 1
    assert 0.75 <= np.mean(within) <= 0.85
    assert np.mean(ours) < np.mean(theirs)
