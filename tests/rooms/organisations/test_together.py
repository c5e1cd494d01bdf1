"""Two at the same moment: what must hold holds, and the one who was late is told so."""

import pytest
from django.utils import translation

from stafett.audit import queries as audit
from stafett.lib import Refused
from stafett.organisations import actions, queries
from stafett.organisations.models import Membership, Organisation, Role, RoleKind, Unit
from tests.factories import NOW, TODAY, MembershipFactory, RoleFactory, UnitFactory, acting_for
from tests.pages import Reader
from tests.rooms.audit.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PAGE = "/organisasjon/"


def test_administrators_who_end_each_other_leave_one(fjordvik):
    roles = [RoleFactory(organisation=fjordvik, kind=RoleKind.ADMINISTRATOR) for _one in range(6)]

    def ends(role, by):
        actions.end_role(role=role, valid_to=TODAY, by=acting_for(by), now=NOW)

    pairs = zip(roles, roles[1:] + roles[:1], strict=True)
    gave = at_once(*[lambda role=role, by=by: ends(role, by) for role, by in pairs])

    assert queries.administrators(fjordvik.pk, TODAY) == 1
    (late,) = [reason for reason in gave if reason is not None]
    assert isinstance(late, Refused)
    with translation.override("en"):
        assert str(late).startswith("This is the only administrator.")
    assert not list(audit.first_broken())


def test_the_same_municipality_asked_at_once_is_on_the_list_once(rita, ada):
    told = {"member": "Annenvik", "valid_from": "2026-05-12"}

    pages = at_once(*[lambda: Reader(rita).sends(f"{PAGE}ny/member/", told)] * 5)

    said = sorted(" ".join(page.summary) for page in pages)
    assert said == ["", *["This municipality is already a member."] * 4]
    assert Membership.objects.count() == 1


def test_the_same_unit_added_at_once_is_there_once(anne):
    told = {"name": "Hjemmetjenesten", "sector": "health"}

    pages = at_once(*[lambda: Reader(anne).sends(f"{PAGE}ny/unit/", told)] * 4)

    said = sorted(" ".join(page.summary) for page in pages)
    assert said == ["", *["There is already a unit with this name."] * 3]
    assert Unit.objects.count() == 1


def test_the_same_organisation_number_given_at_once_is_one_organisations(db):
    told = {"default_language": "nb", "org_number": "974 760 673", "legal_form": ""}
    people = [RoleFactory(kind=RoleKind.ADMINISTRATOR).person for _one in range(4)]

    pages = at_once(*[lambda one=one: Reader(one).sends(f"{PAGE}om/", told) for one in people])

    said = sorted(" ".join(page.summary) for page in pages)
    assert said == ["", *["Another organisation has this organisation number."] * 3]
    assert Organisation.objects.filter(org_number="974760673").count() == 1


def test_no_part_is_left_under_a_unit_that_is_closed_in_the_same_moment(anne):
    for number in range(4):
        parent = UnitFactory(organisation=anne.home, name=f"Enhet {number}")
        more = {"by": anne.acting, "now": NOW}
        at_once(
            lambda parent=parent, more=more: actions.close_unit(unit=parent, **more),
            lambda parent=parent, number=number, more=more: actions.add_unit(
                name=f"Del {number}", sector="health", parent=parent, **more
            ),
        )

    left = Unit.objects.filter(closed_on=None, parent__closed_on__isnull=False)
    assert not left.exists()


def test_a_yes_and_a_withdrawal_at_once_end_with_one_answer_and_no_fault(rita, ada):
    for _time in range(4):
        asked = MembershipFactory(group=rita.home, member=ada.home, confirmed_on=None)
        yes, no = (f"{PAGE}medlem/{asked.pk}/{answer}/" for answer in ("ja", "slutt"))

        pages = at_once(
            lambda yes=yes: Reader(ada).sends(yes), lambda no=no: Reader(rita).sends(no)
        )

        assert {page.status for page in pages} <= {200, 404}
        assert not Membership.objects.filter(valid_to=None).exists()
        Membership.objects.all().delete()


def test_what_is_taken_away_while_somebody_looks_is_told_in_words(rita, ada):
    asked = MembershipFactory(group=rita.home, member=ada.home, confirmed_on=None)
    role = RoleFactory(organisation=ada.home)
    Membership.objects.all().delete()
    Role.objects.filter(pk=role.pk).delete()

    with translation.override("en"):
        with pytest.raises(Refused, match="took this away"):
            actions.confirm_membership(membership=asked, by=ada.acting, now=NOW)
        with pytest.raises(Refused, match="took this away"):
            actions.end_role(role=role, valid_to=TODAY, by=ada.acting, now=NOW)
