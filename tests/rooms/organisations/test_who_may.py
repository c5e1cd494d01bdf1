"""Only the organisation's own administrators change it; nobody sees another's people."""

from datetime import date
from decimal import Decimal

import pytest

from stafett.organisations import actions, rules
from stafett.organisations.models import Kind, Membership, Parameter, Role, RoleKind, Unit
from tests.cast import Cast
from tests.factories import (
    NOW,
    TODAY,
    MembershipFactory,
    OrganisationFactory,
    RoleFactory,
    UnitFactory,
)
from tests.pages import Reader

PAGE = "/organisasjon/"
OTHERS = [kind for kind in RoleKind if kind != RoleKind.ADMINISTRATOR]


@pytest.fixture
def scene(anne, region):
    """Something of each kind in Fjordvik: a role, a unit, and two memberships, one not answered."""
    network = OrganisationFactory(kind=Kind.NETWORK, number="", name="Velferdsnettverket")
    return {
        "unit": UnitFactory(organisation=anne.home, name="Hjemmetjenesten"),
        "role": RoleFactory(organisation=anne.home, person__name="Turid Moe"),
        "member": Membership.objects.get(member=anne.home),
        "asked": MembershipFactory(group=network, member=anne.home, confirmed_on=None),
    }


def _everything(scene, by):
    """Return each thing that can be done, as this person would do it."""
    more = {"by": by, "now": NOW}
    return {
        "appoint": lambda: actions.appoint(
            email="per@example.no", name="Per", kind="leader", unit=None, valid_from=TODAY, **more
        ),
        "appoint in a unit": lambda: actions.appoint(
            email="per@example.no",
            name="Per",
            kind="leader",
            unit=scene["unit"],
            valid_from=TODAY,
            **more,
        ),
        "end role": lambda: actions.end_role(role=scene["role"], valid_to=TODAY, **more),
        "add unit": lambda: actions.add_unit(name="Nord", sector="health", parent=None, **more),
        "add part": lambda: actions.add_unit(
            name="Nord", sector="health", parent=scene["unit"], **more
        ),
        "close unit": lambda: actions.close_unit(unit=scene["unit"], **more),
        "set parameter": lambda: actions.set_parameter(
            name="tax_cost",
            step=0,
            value=Decimal("0.2"),
            valid_from=TODAY,
            source="DFØ",
            note="",
            **more,
        ),
        "ask": lambda: actions.ask_to_join(member=scene["member"].member, valid_from=TODAY, **more),
        "confirm": lambda: actions.confirm_membership(membership=scene["asked"], **more),
        "end membership": lambda: actions.end_membership(membership=scene["member"], **more),
        "language": lambda: actions.describe(
            default_language="nn", org_number="", legal_form="", **more
        ),
    }


def _state():
    tables = (Role, Unit, Parameter, Membership)
    return [list(table.objects.order_by("pk").values()) for table in tables]


@pytest.mark.parametrize("kind", OTHERS)
def test_nobody_but_an_administrator_changes_anything(scene, anne, kind):
    role = RoleFactory(organisation=anne.home, kind=kind)
    other = Cast(role.person, role, anne.home)
    before = _state()

    for does in _everything(scene, other.acting).values():
        with pytest.raises(rules.NotYours):
            does()

    assert _state() == before
    page = Reader(other).opens(PAGE)
    assert page.shows("Turid Moe")
    assert [form.get("action") for form in page.all("form") if PAGE in form.get("action")] == []
    only_reads = [f"{PAGE}hele.xlsx"]
    assert [link for link in page.links.values() if link.startswith(PAGE)] == only_reads


def test_who_is_no_administrator_finds_no_form_behind_an_address(scene, kari):
    reader = Reader(kari)

    for what in ("role", "unit", "parameter", "member"):
        assert reader.opens(f"{PAGE}ny/{what}/").status == 404
        assert reader.sends(f"{PAGE}ny/{what}/", {"name": "Nord"}).status == 404
    assert reader.opens(f"{PAGE}om/").status == 404
    assert reader.sends(f"{PAGE}rolle/{scene['role'].pk}/slutt/").status == 404
    assert reader.sends(f"{PAGE}enhet/{scene['unit'].pk}/slutt/").shows("Ask yours.")
    assert Unit.objects.get().closed_on is None


def test_an_administrator_elsewhere_changes_nothing_here(scene, ada):
    before = _state()
    done = _everything(scene, ada.acting)
    theirs = [
        "appoint in a unit",
        "end role",
        "add part",
        "close unit",
        "confirm",
        "end membership",
    ]

    for name in theirs:
        with pytest.raises(rules.NotYours):
            done[name]()

    assert _state() == before


def test_an_administrator_elsewhere_sees_nothing_and_meets_no_such_thing(scene, anne, ada):
    reader = Reader(ada)
    before = _state()

    page = reader.opens(PAGE)
    for name in ("Anne Vik", "Turid Moe", "Hjemmetjenesten", "Fjordvik", "Velferdsnettverket"):
        assert not page.shows(name)
    for path in (
        f"rolle/{scene['role'].pk}/slutt/",
        f"enhet/{scene['unit'].pk}/slutt/",
        f"medlem/{scene['asked'].pk}/ja/",
        f"medlem/{scene['member'].pk}/slutt/",
        f"enhet/{'9' * 30}/slutt/",
    ):
        assert reader.sends(PAGE + path, {"valid_to": "2026-05-12"}).status == 404
    assert _state() == before


@pytest.mark.parametrize("closed", [None, date(2025, 1, 1)])
def test_a_form_takes_no_unit_of_others_and_none_that_is_closed(scene, ada, closed):
    unit = scene["unit"]
    if closed:
        unit = UnitFactory(organisation=ada.home, name="Nedlagt", closed_on=closed)
    told = {"name": "Per", "email": "per@example.no", "kind": "hr", "valid_from": "2026-01-01"}

    role = Reader(ada).sends(f"{PAGE}ny/role/", told, unit=unit.pk)
    part = Reader(ada).sends(f"{PAGE}ny/unit/", {"name": "N", "sector": "health"}, parent=unit.pk)

    assert "Select a valid choice." in role.errors["unit"]
    assert "Select a valid choice." in part.errors["parent"]
    assert not role.shows(unit.name)
    assert not part.shows(unit.name)


def test_kari_looks_at_an_address_that_is_not_there(kari):
    assert Reader(kari).opens(f"{PAGE}ny/mayor/").status == 404
    assert Reader(kari).opens(f"{PAGE}rolle/0/slutt/").status == 404
