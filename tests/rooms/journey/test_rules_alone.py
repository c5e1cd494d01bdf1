"""R42: starting alone what the region already works on."""

from functools import partial

import pytest

from stafett.initiatives.models import Initiative, Participation, PassedWarning
from stafett.needs.models import Need
from tests.factories import NOW, InitiativeFactory, NeedFactory, SameHereFactory
from tests.pages import Reader
from tests.rooms.journey.test_round import figures

SAYS = "Your region already works on this: «Felles fakturaer»."


@pytest.fixture
def need(kari):
    return NeedFactory(organisation=kari.home, scope="public", title="Fakturaene")


@pytest.fixture
def own(kari, need):
    return InitiativeFactory(organisation=kari.home, needs=[need])


def of_the_region(region, need, **told):
    values = {"scope": "region", "group": region, "title": "Felles fakturaer"}
    return InitiativeFactory(organisation=region, needs=[need], **values | told)


def page_of(initiative, cast):
    return Reader(cast).opens(initiative.get_absolute_url())


def same_need(region, need):
    of_the_region(region, need)


def need_we_said_we_have_too(region, need):
    theirs = NeedFactory(scope="public", sector=need.sector)
    SameHereFactory(need=theirs, organisation=need.organisation)
    of_the_region(region, theirs)


@pytest.mark.parametrize("begin", [same_need, need_we_said_we_have_too])
def test_it_warns_with_a_way_to_the_regions(begin, own, need, region, kari):
    begin(region, need)
    page = page_of(own, kari)

    assert page.shows(SAYS)
    assert page.shows("Join them, or say why you do it on your own.")
    [theirs] = Initiative.objects.filter(organisation=region)
    assert page.links["Felles fakturaer"] == theirs.get_absolute_url()


def another_service(region, need):
    theirs = NeedFactory(scope="public", sector="health")
    SameHereFactory(need=theirs, organisation=need.organisation)
    of_the_region(region, theirs)


def stopped(region, need):
    of_the_region(region, need, stage="stopped", stopped_reason="Nei")


def another_need(region, need):
    of_the_region(region, NeedFactory(scope="public"))


def a_neighbours(region, need):
    InitiativeFactory(needs=[need], title="Felles fakturaer")


def answered(region, need, answer, reason):
    Participation.objects.create(
        initiative=of_the_region(region, need), municipality=need.organisation, answer=answer,
        reason=reason, answered_at=NOW,
    )  # fmt: skip


@pytest.mark.parametrize(
    "begin",
    [
        another_service,
        stopped,
        another_need,
        a_neighbours,
        partial(answered, answer="joins", reason=""),
        partial(answered, answer="no", reason="Vi har alt avtale."),
    ],
    ids=["another service", "stopped", "another need", "a neighbour's", "joined", "said no"],
)
def test_it_does_not_warn(begin, own, need, region, kari):
    begin(region, need)

    assert "R42" not in page_of(own, kari).text


def test_only_those_who_look_after_it_are_warned(own, need, region, kari, ola):
    same_need(region, need)

    assert "R42" not in page_of(own, None).text
    assert "R42" not in page_of(own, ola).text


def test_the_light_track_is_not_warned(own, need, region, kari):
    same_need(region, need)
    Initiative.objects.filter(pk=own.pk).update(staff_count=3)
    figures(kari.home, light_cost=250_000, light_staff=20)

    assert "R42" not in page_of(own, kari).text


def test_it_passes_with_a_reason_that_everybody_reads(own, need, region, kari):
    same_need(region, need)
    reads = Reader(kari)
    asked = reads.opens(page_of(own, kari).links["Say why you do it on your own"])
    assert asked.shows(SAYS)

    assert reads.sends(asked.path, reason=" ").errors == {"reason": "This field is required."}
    page = reads.sends(asked.path, reason="Vi må være ferdige før jul.")

    assert page.shows("Vi må være ferdige før jul.")
    assert SAYS not in page.text
    assert page_of(own, None).shows("Vi må være ferdige før jul.")
    assert PassedWarning.objects.get(initiative=own).rule == "R42"


def test_what_does_not_warn_is_not_passed(own, kari):
    page = Reader(kari).sends(f"{own.get_absolute_url()}alene/", reason="Uansett.")

    assert "This does not warn any more" in page.text
    assert not PassedWarning.objects.exists()


def test_others_have_no_such_page(own, need, region, ola):
    same_need(region, need)
    Need.objects.update(scope="public")

    assert Reader(ola).opens(f"{own.get_absolute_url()}alene/").status == 404
