"""Who sees which needs: in the list, on the page, in the files, among similar ones and at home."""

import json
from datetime import timedelta

import pytest
from django.utils import timezone

from stafett.needs.models import Need
from stafett.organisations import queries as organisations
from stafett.organisations.models import Kind, Membership
from tests.factories import (
    LONG_AGO,
    MembershipFactory,
    NeedFactory,
    OrganisationFactory,
    PersonFactory,
    RegionFactory,
    RoleFactory,
    SameHereFactory,
)
from tests.pages import Reader
from tests.rooms.needs.telling import TOLD, path

SCOPES = ("own", "region", "network", "public")
SEES = {
    "anne, in the same municipality": {"own", "region", "network", "public"},
    "ola, in the same region": {"region", "public"},
    "rune, who works for the region": {"region", "public"},
    "liv, in the same network": {"network", "public"},
    "per, whose municipality left the region": {"public"},
    "eva, whose municipality has not said yes": {"public"},
    "siri, elsewhere": {"public"},
    "the nation's analyst": {"public"},
    "somebody without a role": {"public"},
    "nobody": {"public"},
}


@pytest.fixture
def network(fjordvik):
    network = RegionFactory(kind=Kind.NETWORK, name="Digi Vest")
    MembershipFactory(group=network, member=fjordvik)
    return network


@pytest.fixture
def needs(fjordvik, region, network):
    """One need of Fjordvik's in each scope, in words that resemble each other."""
    groups = {"region": region, "network": network}
    return {
        scope: NeedFactory(
            organisation=fjordvik,
            scope=scope,
            group=groups.get(scope),
            title=f"{TOLD['title']} ({scope})",
            problem=TOLD["problem"],
        )
        for scope in SCOPES
    }


def _member(group, **more):
    organisation = OrganisationFactory()
    MembershipFactory(group=group, member=organisation, **more)
    return RoleFactory(organisation=organisation)


@pytest.fixture
def role_of(request, region, network):
    """Return the role of somebody in the table."""
    national = {"kind": Kind.NATIONAL, "number": ""}
    made = {
        "liv": lambda: _member(network),
        "per": lambda: _member(region, valid_to=timezone.localdate()),
        "eva": lambda: _member(region, confirmed_on=None),
        "the": lambda: RoleFactory(kind="analyst", organisation=OrganisationFactory(**national)),
    }

    def role_of(name):
        return made[name]() if name in made else request.getfixturevalue(name).role

    return role_of


@pytest.mark.parametrize("viewer", SEES)
def test_everybody_sees_what_is_theirs_to_see_and_nothing_else(needs, role_of, viewer):
    name = viewer.split()[0].strip(",")
    somebody = {"nobody": lambda: None, "somebody": PersonFactory}
    role = None if name in somebody else role_of(name)
    reads = Reader(role.person if role else somebody[name]())
    seen = {needs[scope].title for scope in SEES[viewer]}

    acting = organisations.acting_as(role.person, role, timezone.localdate()) if role else None
    if acting:
        assert titles(Need.objects.visible_to(acting)) == seen
    assert {need.title for need in needs.values() if on_its_page(reads, need)} == seen
    assert set(reads.opens("/behov/").needs) == seen
    assert in_the_files(reads) == seen
    assert at_home(reads, needs) <= seen
    if acting:
        assert set(reads.sends("/behov/lignende/", TOLD).needs) == seen
        assert at_home(reads, needs) == seen
    public = reads.opens(path(needs["public"])).part("similar-heading") if len(seen) > 1 else None
    assert bool(public) is (len(seen) > 1)


def titles(needs):
    return set(needs.values_list("title", flat=True))


def on_its_page(reads, need):
    page = reads.opens(path(need))
    assert page.shows(need.title) is (page.status == 200)
    return page.status == 200


def in_the_files(reads):
    csv, rows = reads.opens("/behov/alle.csv"), reads.opens("/behov/alle.json")
    told = {row["title"] for row in json.loads(rows.source)["rows"]}
    assert all(title in csv.source for title in told)
    assert csv.source.count(TOLD["title"]) == len(told)
    return told


def at_home(reads, needs):
    page = reads.opens("/")
    return {need.title for need in needs.values() if page.shows(need.title)}


def test_what_resembles_a_need_is_shown_to_those_who_see_it(needs, anne, siri):
    assert set(Reader(anne).opens(path(needs["public"])).needs) == {
        needs[scope].title for scope in ("own", "region", "network")
    }
    assert Reader(siri).opens(path(needs["public"])).needs == []


# --- while the membership lasts -----------------------------------------------------------------

TODAY = timezone.localdate()
YESTERDAY, TOMORROW = TODAY - timedelta(days=1), TODAY + timedelta(days=1)
MEMBERSHIPS = {
    "for long": ({}, True),
    "since today": ({"valid_from": TODAY, "confirmed_on": TODAY}, True),
    "until tomorrow": ({"valid_to": TOMORROW}, True),
    "until today": ({"valid_to": TODAY}, False),
    "until yesterday": ({"valid_to": YESTERDAY}, False),
    "from tomorrow": ({"valid_from": TOMORROW}, False),
    "not said yes": ({"confirmed_on": None}, False),
    "says yes tomorrow": ({"confirmed_on": TOMORROW}, False),
    "left and came back": ({"valid_from": YESTERDAY, "confirmed_on": YESTERDAY}, True),
    "never": (None, False),
}


def test_a_region_sees_and_is_seen_exactly_while_both_are_members(region):
    """Every kind of membership of the one who reads, against every kind of the one who told."""
    needs, actings = {}, {}
    for name, (membership, _holds) in MEMBERSHIPS.items():
        organisation = OrganisationFactory(name=name)
        if membership is not None:
            MembershipFactory(group=region, member=organisation, **membership)
        needs[name] = NeedFactory(organisation=organisation, scope="region", group=region)
        role = RoleFactory(organisation=organisation)
        actings[name] = organisations.acting_as(role.person, role, TODAY)
    earlier = {"valid_from": LONG_AGO, "valid_to": YESTERDAY - timedelta(days=300)}
    MembershipFactory(group=region, member=needs["left and came back"].organisation, **earlier)

    for reader, (_, reads) in MEMBERSHIPS.items():
        seen = titles(Need.objects.visible_to(actings[reader]))
        told = {
            needs[teller].title
            for teller, (_, tells) in MEMBERSHIPS.items()
            if teller == reader or (reads and tells)
        }
        assert seen == told, reader


def test_a_need_is_seen_once_whatever_the_number_of_memberships(kari, region, ola):
    NeedFactory(organisation=kari.home, scope="region", group=region)
    MembershipFactory(
        group=region, member=kari.home, valid_from=LONG_AGO - timedelta(30), valid_to=LONG_AGO
    )

    assert len(Reader(ola).opens("/behov/").needs) == 1


def test_the_region_no_longer_sees_the_needs_of_one_who_left(kari, rune, region):
    need = NeedFactory(organisation=kari.home, scope="region", group=region)
    rune_reads = Reader(rune)
    assert rune_reads.opens(path(need)).status == 200

    Membership.objects.filter(member=kari.home).update(valid_to=TODAY)

    assert rune_reads.opens(path(need)).status == 404
    assert Reader(kari).opens(path(need)).status == 200


def test_one_cannot_share_with_a_group_one_does_not_belong_to(kari, region):
    elsewhere = RegionFactory(name="Fjellregionen")
    page = Reader(kari).opens("/behov/ny/")
    assert page.shows("Fjordvikregionen")
    assert not page.shows("Fjellregionen")

    for group in (elsewhere.pk, kari.home.pk, "region", "network", 10**30):
        page = Reader(kari).sends("/behov/ny/", TOLD, shared_with=group)
        assert page.errors["shared_with"]
    assert not Need.objects.exists()


def test_who_has_left_the_region_chooses_anew_with_whom_to_share(kari, region):
    need = NeedFactory(organisation=kari.home, scope="region", group=region)
    Membership.objects.update(valid_to=TODAY)
    kari_reads = Reader(kari)
    assert kari_reads.opens(path(need, "endre")).answer("shared_with") == ""

    page = kari_reads.sends(path(need, "endre"), TOLD, version=1, shared_with=str(region.pk))
    assert set(page.errors) == {"shared_with"}
    assert kari_reads.sends(path(need, "endre"), TOLD, version=1).shows("Saved.")


def test_what_moves_at_home_is_what_one_may_see(kari, ola, siri, region):
    need = NeedFactory(organisation=kari.home, scope="region", group=region, title="Doffen")
    SameHereFactory(need=need, organisation=ola.home)

    assert Reader(ola).opens("/").text.count("Doffen") == 2
    assert not Reader(siri).opens("/").shows("Doffen")
