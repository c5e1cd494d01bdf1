"""What the municipalities that take part are told of what an initiative did."""

from itertools import combinations

import pytest
from django.utils import translation

from stafett.audit.models import Entry
from stafett.benefits.actions import common
from stafett.benefits.models import Commitment, CommonEffect
from stafett.benefits.queries import common as queries
from stafett.indicators.models import Observation
from stafett.organisations.models import Membership
from stafett.work.actions import begin_day
from tests import factories
from tests.factories import NOW
from tests.pages import Reader
from tests.postbox import work
from tests.rooms.benefits.stepping import begins

STARTS = (4, 5, 6, 7, 8)


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def benefit(region):
    return factories.BenefitFactory(
        initiative__organisation=region, initiative__scope="region", initiative__group=region,
        indicator__owner=region, indicator__scope="shared", indicator__unit="timer",
        indicator__is_share=False,
    )  # fmt: skip


def tell(benefit, rune):
    return common.tell(benefit=benefit, by=rune.acting, now=NOW)


def of(benefit, place):
    return Commitment.objects.get(benefit=benefit, municipality=place)


def test_each_that_takes_part_reads_the_effect_with_its_own_reading_beside(
    benefit, region, rune, kari
):
    for starts in STARTS:
        begins(benefit, region, starts)
    begins(benefit, region, 9, place=kari.home)
    tell(benefit, rune)

    page = Reader(kari).opens(of(benefit, kari.home).get_absolute_url())

    assert page.shows("What the initiative did")
    assert page.shows("All 6 municipalities together")
    assert page.shows("−10 timer (between")
    assert page.shows("Fjordvik, from the baseline to the latest reading")
    assert any(link.get("href").endswith("#reference-times") for link in page.all("a"))
    assert Entry.objects.filter(verb="effect.told").count() == 1


def test_nobody_else_reads_it(benefit, region, rune, kari, siri):
    for starts in STARTS:
        begins(benefit, region, starts)
    begins(benefit, region, 9, place=kari.home)
    tell(benefit, rune)
    url = of(benefit, kari.home).get_absolute_url()

    assert Reader(siri).opens(url).status == 404
    assert not Reader(rune).opens(url).shows("municipalities together")


@pytest.mark.parametrize("count", [4, 5])
def test_five_tell_nothing_because_each_knows_its_own(benefit, region, rune, count):
    for starts in STARTS[:count]:
        begins(benefit, region, starts)

    assert tell(benefit, rune) is None
    assert not CommonEffect.objects.exists()


def test_nothing_new_is_told_twice(benefit, region, rune):
    for starts in (*STARTS, 9):
        begins(benefit, region, starts)

    assert tell(benefit, rune)
    assert tell(benefit, rune) is None


def test_what_was_told_stands_when_one_comes_to(benefit, region, rune, kari):
    """The difference of six and seven is one: the seventh waits until enough have come."""
    for starts in (*STARTS, 9):
        begins(benefit, region, starts)
    tell(benefit, rune)
    begins(benefit, region, 3, place=kari.home)

    assert tell(benefit, rune) is None
    page = Reader(kari).opens(of(benefit, kari.home).get_absolute_url())
    assert page.shows("All 6 municipalities together")
    assert page.shows("Our readings are not part of the common one yet.")


def test_what_was_told_stands_when_one_leaves(benefit, region, rune):
    places = [begins(benefit, region, starts) for starts in (3, *STARTS, 9)]
    tell(benefit, rune)
    Membership.objects.filter(member=places[0]).delete()

    assert tell(benefit, rune) is None
    assert CommonEffect.objects.get().municipalities == 7


def test_enough_more_are_told_of_together(benefit, region, rune):
    for starts in (*STARTS, 9):
        begins(benefit, region, starts)
    tell(benefit, rune)
    for starts in (3, *STARTS):
        begins(benefit, region, starts)

    assert tell(benefit, rune).municipalities == 12


def test_another_benefit_by_the_same_yardstick_gives_nobody_away(benefit, region, rune):
    places = [begins(benefit, region, starts) for starts in (3, *STARTS, 9)]
    tell(benefit, rune)
    other = factories.BenefitFactory(initiative=benefit.initiative, indicator=benefit.indicator)
    for starts, place in zip((3, *STARTS), places, strict=False):
        begins(other, region, starts, place=place, months=0)

    assert queries.to_tell(rune.acting, other, 5) is None


def test_whatever_is_told_no_difference_has_fewer_than_five_behind_it(benefit, region, rune):
    """Try each order of coming and going; subtract what each of them knows by itself."""
    for starts in (*STARTS, 9):
        begins(benefit, region, starts)
    for starts in (3, *STARTS, 10):
        tell(benefit, rune)
        begins(benefit, region, starts)
    tell(benefit, rune)
    told = [set(row.ground) for row in CommonEffect.objects.all()]

    assert len(told) > 1
    for one, other in combinations(told, 2):
        assert len(one ^ other) > 5 or one == other
    for ground in told:
        assert all(len(ground - {place}) >= 5 for place in ground)


def test_a_mended_reading_alone_is_not_told_anew(benefit, region, rune):
    """What one mended would be seen in the difference."""
    for starts in (*STARTS, 9):
        place = begins(benefit, region, starts)
    tell(benefit, rune)
    Observation.objects.filter(organisation=place).update(value=50)

    assert tell(benefit, rune) is None


@pytest.mark.django_db(transaction=True)
def test_the_daily_round_tells_it(benefit, region, settings):
    assert "stafett.benefits.jobs.tell_effects" in settings.EVERY_DAY
    settings.EVERY_DAY = ["stafett.benefits.jobs.tell_effects"]
    for starts in (*STARTS, 9):
        begins(benefit, region, starts)

    begin_day(NOW)
    work(NOW)

    assert CommonEffect.objects.get().municipalities == 6
