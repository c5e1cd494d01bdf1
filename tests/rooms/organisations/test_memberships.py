"""A region asks, and the municipality itself says yes, no, or goodbye."""

from datetime import date, timedelta

import pytest
from django.utils import timezone

from stafett.audit import queries as audit
from stafett.organisations import queries
from stafett.organisations.models import Kind, Membership
from tests.factories import MembershipFactory, OrganisationFactory
from tests.pages import Reader

PAGE = "/organisasjon/"


def _today():
    return timezone.localdate()


def _asks(rita, name, day=None):
    told = {"member": name, "valid_from": (day or _today()).isoformat()}
    return Reader(rita).sends(f"{PAGE}ny/member/", told)


def _counts(ada, rita, day=None):
    return rita.home.pk in queries.group_ids(ada.home.pk, day or _today())


def test_rita_asks_and_ada_says_yes(rita, ada):
    assert _asks(rita, "annenvik").shows("Annenvik has not answered yet")
    assert not _counts(ada, rita)
    home = Reader(ada).opens("/")
    assert home.shows("Are you a member of Fjordvikregionen?")

    page = Reader(ada).opens(PAGE)
    assert page.shows("Fjordvikregionen asks whether we are a member")
    said = Reader(ada).sends(f"{PAGE}medlem/{Membership.objects.get().pk}/ja/")

    assert said.shows("Fjordvikregionen member since")
    assert _counts(ada, rita)
    assert not Reader(ada).opens("/").shows("Are you a member")
    assert [trace.name for trace in audit.traces_of(Membership.objects.get())] == [
        "Ada Berg",
        "Rita Hav",
    ]


def test_ada_says_no_and_nothing_is_left(rita, ada):
    _asks(rita, "Annenvik")

    page = Reader(ada).sends(f"{PAGE}medlem/{Membership.objects.get().pk}/slutt/")

    assert not page.shows("Fjordvikregionen")
    assert not Membership.objects.exists()
    assert not Reader(rita).opens(PAGE).shows("Annenvik")


@pytest.fixture
def member(rita, ada):
    return MembershipFactory(group=rita.home, member=ada.home)


@pytest.mark.parametrize("who", ["ada", "rita"])
def test_either_side_ends_it_and_the_past_stands(member, ada, rita, who):
    page = Reader({"ada": ada, "rita": rita}[who]).sends(f"{PAGE}medlem/{member.pk}/slutt/")

    assert page.shows("member from 1 January 2024 to")
    assert not _counts(ada, rita)
    assert _counts(ada, rita, _today() - timedelta(days=1))
    assert not Membership.objects.visible_to(ada.acting).filter(valid_to=None).exists()


def test_what_has_ended_is_not_ended_anew_and_they_can_join_again(member, ada, rita):
    Membership.objects.update(valid_to=date(2025, 1, 1))

    Reader(rita).sends(f"{PAGE}medlem/{member.pk}/slutt/")
    assert Membership.objects.get().valid_to == date(2025, 1, 1)

    assert _asks(rita, "Annenvik").shows("has not answered yet")
    assert Membership.objects.count() == 2


def test_a_second_yes_does_not_move_the_first(member, ada):
    Reader(ada).sends(f"{PAGE}medlem/{member.pk}/ja/")

    assert Membership.objects.get().confirmed_on == date(2024, 1, 1)
    assert audit.traces_of(member) == []


def test_the_region_cannot_say_yes_for_them(rita, ada):
    _asks(rita, "Annenvik")
    asked = Membership.objects.get()

    page = Reader(rita).sends(f"{PAGE}medlem/{asked.pk}/ja/")

    assert page.shows("Only an administrator of the organisation can change this.")
    assert "Yes, we are" not in page.text
    assert Membership.objects.get().confirmed_on is None


def test_asking_twice_is_told_in_words(rita, ada):
    _asks(rita, "Annenvik")

    page = _asks(rita, "annenvik")

    assert page.summary == ["This municipality is already a member."]
    assert page.answer("member") == "annenvik"
    assert Membership.objects.count() == 1


def test_two_of_one_name_are_both_offered_and_what_was_typed_stays(rita):
    for county in ("Innlandet", "Østfold"):
        OrganisationFactory(name="Våler", label=f"Våler ({county})")

    page = _asks(rita, "våler")

    assert page.errors["member"].endswith("Write one of these: Våler (Innlandet), Våler (Østfold).")
    assert page.answer("member") == "våler"
    assert _asks(rita, "våler (østfold)").shows("Våler (Østfold) has not answered yet")


def test_the_page_offers_every_name_to_choose_from(rita, ada):
    options = {
        option.get("value") for option in Reader(rita).opens(f"{PAGE}ny/member/").all("option")
    }

    assert {"Annenvik", "Fjordvikregionen"} <= options


def test_a_municipality_has_no_members(ada, fjordvik):
    page = Reader(ada).sends(
        f"{PAGE}ny/member/", {"member": "Fjordvik", "valid_from": "2026-01-01"}
    )

    assert page.summary == ["Only regions and networks have members."]
    assert "Ask a municipality" not in Reader(ada).opens(PAGE).links


def test_a_region_is_no_member_of_a_region_but_may_join_a_network(rita, ada):
    OrganisationFactory(kind=Kind.REGION, number="", name="Sørregionen")
    assert "Only municipalities" in _asks(rita, "Sørregionen").errors["member"]
    assert "Only municipalities" in _asks(rita, "Fjordvikregionen").errors["member"]

    Membership._meta.get_field("group").related_model.objects.filter(pk=ada.home.pk).update(
        kind=Kind.NETWORK
    )
    assert _asks(ada, "Sørregionen").shows("Sørregionen has not answered yet")


def test_a_membership_that_begins_later_counts_later(rita, ada):
    later = _today() + timedelta(days=30)
    _asks(rita, "Annenvik", later)
    Reader(ada).sends(f"{PAGE}medlem/{Membership.objects.get().pk}/ja/")

    assert not _counts(ada, rita)
    assert _counts(ada, rita, later)
    Reader(ada).sends(f"{PAGE}medlem/{Membership.objects.get().pk}/slutt/")
    assert not Membership.objects.exists()
