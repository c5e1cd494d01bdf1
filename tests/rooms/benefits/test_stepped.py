"""What an initiative did, where municipalities began at different times."""

import pytest
from django.utils import translation

from stafett.benefits.queries import promising, stepped
from stafett.organisations.models import Membership
from tests import factories
from tests.pages import Reader
from tests.rooms.benefits.stepping import begins


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def benefit(region):
    return factories.BenefitFactory(
        initiative__organisation=region, initiative__scope="public", indicator__owner=region,
        indicator__scope="shared", indicator__unit="timer", indicator__is_share=False,
    )  # fmt: skip


def told(benefit, reader):
    seen = promising.promises(reader.acting).filter(benefit=benefit)
    return stepped.stepped_of(reader.acting, benefit, list(seen))


def test_the_owner_reads_what_it_did_with_an_interval_and_how_it_is_reckoned(benefit, region, rune):
    for starts in (4, 6, 8, 10):
        begins(benefit, region, starts)

    found = told(benefit, rune)

    assert "changed by −10 timer beside where it was not yet" in found.says
    assert "4 municipalities over 12 periods" in found.rests_on
    assert found.by_wait[0] == (1, "−10 timer")
    page = Reader(rune).opens(f"/gevinst/{benefit.pk}/")
    assert page.shows("What the initiative did")
    assert any(link.endswith("#reference-times") for link in page.links.values())


def test_those_who_may_not_see_every_reading_are_told_nothing(benefit, region, kari):
    for starts in (4, 6, 8, 10):
        begins(benefit, region, starts)

    assert told(benefit, kari) is None
    for who in (kari, None):
        page = Reader(who).opens(f"/gevinst/{benefit.pk}/")
        assert page.status == 200
        assert not page.shows("What the initiative did")


def test_one_that_left_the_region_is_in_it_no_more(benefit, region, rune):
    for starts in (4, 6, 8, 10):
        left = begins(benefit, region, starts)
    Membership.objects.filter(member=left).delete()

    assert "So far 3 have promised." in told(benefit, rune).says


@pytest.mark.parametrize(
    ("starts", "months", "says"),
    [
        ((4, 6, 8), 12, "So far 3 have promised."),
        ((4, 4, 4, 4), 12, "All begin at once"),
        ((4, 6, 8, 10), 0, "So far there are 0."),
        ((0, 6, 8, 10), 12, "So far there are 3."),
        ((4, 10, 10, 10), 12, "It takes a time when two have begun and two others have not"),
    ],
)
def test_where_it_cannot_be_told_it_says_why(benefit, region, rune, starts, months, says):
    for one in starts:
        begins(benefit, region, one, months=months)

    found = told(benefit, rune)

    assert says in found.says
    assert not found.is_told


def test_one_promise_alone_needs_no_word_of_it(benefit, region, rune):
    begins(benefit, region, 4)

    assert told(benefit, rune) is None


def test_those_who_lack_readings_are_left_out_before_the_periods_are(benefit, region, rune):
    for starts in (4, 6, 8, 10):
        begins(benefit, region, starts)
    begins(benefit, region, 5, months=2)

    assert "4 municipalities over 12 periods" in told(benefit, rune).rests_on


def test_an_effect_that_may_be_none_is_said_to_be_so(benefit, region, rune):
    for starts in (4, 6, 8, 10):
        begins(benefit, region, starts, effect=0)

    assert "Nobody can say for certain yet" in told(benefit, rune).says


def test_it_asks_once_however_many_there_are(benefit, region, rune, django_assert_num_queries):
    for starts in (4, 6, 8, 10, 5, 7):
        begins(benefit, region, starts)
    acting = rune.acting
    seen = list(promising.promises(acting).filter(benefit=benefit))
    with django_assert_num_queries(1):
        stepped.stepped_of(acting, benefit, seen)
