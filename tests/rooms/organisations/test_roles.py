"""What a person may do follows from the roles they have on the day."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from stafett.organisations import queries
from stafett.organisations.models import Role, RoleKind
from tests.factories import LONG_AGO, MembershipFactory, OrganisationFactory, RoleFactory
from tests.pages import Reader

TENTH, TWENTIETH = date(2026, 5, 10), date(2026, 5, 20)


@pytest.mark.parametrize(
    ("day", "holds"),
    [
        (date(2026, 5, 9), False),
        (TENTH, True),
        (date(2026, 5, 19), True),
        (TWENTIETH, False),
        (date(2030, 1, 1), False),
    ],
)
def test_a_role_holds_from_its_first_day_to_the_day_before_its_end(kari, day, holds):
    Role.objects.filter(pk=kari.role.pk).update(valid_from=TENTH, valid_to=TWENTIETH)

    assert bool(queries.roles_of(kari.person.pk, day)) is holds


@pytest.mark.parametrize(
    ("first", "end", "inside"),
    [(0, None, True), (1, None, False), (-9, 0, False), (-9, 1, True)],
    ids=["begins today", "begins tomorrow", "ended today", "ends tomorrow"],
)
def test_the_page_follows_the_role(kari, first, end, inside):
    today = timezone.localdate()
    ends = None if end is None else today + timedelta(days=end)
    Role.objects.update(valid_from=today + timedelta(days=first), valid_to=ends)

    assert (Reader(kari).opens("/organisasjon/").status == 200) is inside
    assert Reader(kari).opens("/").shows("Fjordvik") is inside


def test_kari_switches_between_her_roles(kari, region):
    in_region = RoleFactory(person=kari.person, organisation=region, kind=RoleKind.ADMINISTRATOR)
    reader = Reader(kari)
    assert "Our organisation" not in reader.opens("/").links

    page = reader.sends("/rolle/", {"role": in_region.pk})

    assert page.path == "/"
    assert reader.opens("/organisasjon/").shows("Fjordvikregionen")
    assert "Our organisation" in page.links
    reader.sends("/rolle/", {"role": kari.role.pk})
    assert "Our organisation" not in reader.opens("/").links


def test_nobody_takes_on_a_role_that_is_not_theirs_to_have(kari, anne):
    ended = RoleFactory(person=kari.person, kind=RoleKind.ADMINISTRATOR, valid_to=TENTH)
    reader = Reader(kari)

    for forged in (anne.role.pk, ended.pk, 10**30, "", "x", "\x00", f"{kari.role.pk}.0"):
        assert reader.sends("/rolle/", {"role": forged}).status == 404
        assert "Our organisation" not in reader.opens("/").links


def test_a_role_that_ends_while_it_is_used_gives_way_to_another(kari, region):
    in_region = RoleFactory(person=kari.person, organisation=region, kind=RoleKind.ADMINISTRATOR)
    reader = Reader(kari)
    reader.sends("/rolle/", {"role": in_region.pk})

    Role.objects.filter(pk=in_region.pk).update(valid_to=timezone.localdate())

    assert reader.opens("/").status == 200
    assert reader.opens("/organisasjon/").shows("Fjordvik")


def test_a_role_given_elsewhere_and_dated_back_does_not_move_kari(kari):
    RoleFactory(person=kari.person, valid_from=LONG_AGO - timedelta(days=9000))

    assert Reader(kari).opens("/organisasjon/").shows("Fjordvik")
    assert queries.roles_of(kari.person.pk, TENTH)[0] == kari.role


def test_who_has_no_role_is_told_whom_to_ask(kari):
    Role.objects.update(valid_to=TENTH)

    reader = Reader(kari)

    assert reader.opens("/meg/").shows("No role yet. Ask the administrator where you work.")
    assert reader.opens("/organisasjon/").status == 404


@pytest.mark.parametrize(
    ("first", "end", "confirmed", "counts_on_the_tenth"),
    [
        (TENTH, None, TENTH, True),
        (date(2026, 5, 11), None, TENTH, False),
        (LONG_AGO, TENTH, LONG_AGO, False),
        (LONG_AGO, date(2026, 5, 11), LONG_AGO, True),
        (LONG_AGO, None, None, False),
        (LONG_AGO, None, date(2026, 5, 11), False),
    ],
    ids=["begins", "begins later", "over", "not over yet", "never confirmed", "confirmed later"],
)
def test_a_group_counts_while_the_membership_lasts_and_is_confirmed(
    siri, first, end, confirmed, counts_on_the_tenth
):
    network = OrganisationFactory(kind="network", number="", name="Nettverk")
    MembershipFactory(
        group=network, member=siri.home, valid_from=first, valid_to=end, confirmed_on=confirmed
    )

    acting = queries.acting_as(siri.person, siri.role, TENTH)

    assert set(acting.group_ids) == {siri.home.pk} | (
        {network.pk} if counts_on_the_tenth else set()
    )
