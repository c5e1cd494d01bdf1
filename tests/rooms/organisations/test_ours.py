"""«Our organisation»: an administrator looks after its people, units and figures."""

from datetime import date, timedelta
from decimal import Decimal

import pytest
from django.utils import timezone

from stafett.audit import queries as audit
from stafett.organisations import queries
from stafett.organisations.models import Kind, Parameter, Role, RoleKind, Sector, Unit
from tests.factories import OrganisationFactory, RoleFactory, UnitFactory, acting_for
from tests.pages import Reader

PAGE = "/organisasjon/"
SIRI_TOO = {
    "name": "Siri Li",
    "email": "siri@example.no",
    "kind": "leader",
    "valid_from": "2026-05-01",
}


def _today():
    return timezone.localdate()


def _rows(page):
    """Return what stands in each row of the page's tables, cell by cell."""
    return [[cell.text for cell in row if cell.name == "td"] for row in page.all("tr")]


# --- people ---------------------------------------------------------------------------------


def test_anne_gives_siri_a_role_in_a_unit(anne, siri):
    unit = UnitFactory(organisation=anne.home, name="Hjemmetjenesten nord")

    page = Reader(anne).sends(f"{PAGE}ny/role/", SIRI_TOO, unit=unit.pk)

    assert page.shows("Saved.")
    assert ["Siri Li", "leader", "Hjemmetjenesten nord", "1 May 2026"] in [
        row[:4] for row in _rows(page)
    ]
    (trace,) = audit.traces_of(Role.objects.get(person=siri.person, organisation=anne.home))
    assert (trace.verb, trace.name) == ("role.given", "Anne Vik")
    assert (trace.details["person"], trace.details["kind"]) == ("Siri Li", "leader")


@pytest.mark.parametrize("unit", [None, "Hjemmetjenesten nord"])
def test_the_same_role_twice_is_refused_and_what_was_typed_stays(anne, siri, unit):
    where = unit and UnitFactory(organisation=anne.home, name=unit)
    told = {**SIRI_TOO, "unit": where.pk if where else ""}
    Reader(anne).sends(f"{PAGE}ny/role/", told)

    page = Reader(anne).sends(f"{PAGE}ny/role/", told)

    assert page.summary == ["This person already has this role."]
    assert {name: page.answer(name) for name in told} == {
        name: str(value) for name, value in told.items()
    }
    assert Role.objects.filter(person=siri.person, organisation=anne.home).count() == 1


def test_the_same_kind_of_role_in_two_units_is_two_roles(anne, siri):
    for name in ("Nord", "Sør"):
        unit = UnitFactory(organisation=anne.home, name=name)
        Reader(anne).sends(f"{PAGE}ny/role/", SIRI_TOO, unit=unit.pk)
    Reader(anne).sends(f"{PAGE}ny/role/", SIRI_TOO)

    assert Role.objects.filter(person=siri.person, organisation=anne.home).count() == 3


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("name", "", "This field is required."),
        ("email", "siri", "Enter a valid email address."),
        ("email", "", "This field is required."),
        ("kind", "mayor", "Select a valid choice."),
        ("valid_from", "1. mai", "Enter a valid date."),
        ("unit", "x", "Select a valid choice."),
    ],
)
def test_a_role_that_is_told_badly_is_refused_at_its_question(anne, name, value, why):
    page = Reader(anne).sends(f"{PAGE}ny/role/", {**SIRI_TOO, name: value})

    assert why in page.errors[name]
    assert page.answer("name") == ("" if name == "name" else "Siri Li")
    assert Role.objects.count() == 1


def test_anne_ends_karis_role_on_a_day(anne, kari):
    day = _today() + timedelta(days=1)

    page = Reader(anne).sends(f"{PAGE}rolle/{kari.role.pk}/slutt/", {"valid_to": day.isoformat()})

    assert page.shows("The role ends.")
    assert queries.roles_of(kari.person.pk, _today())
    assert not queries.roles_of(kari.person.pk, day)
    assert audit.traces_of(kari.role)[0].details["valid_to"] == day.isoformat()


def test_a_role_given_by_mistake_is_taken_back_the_same_day(anne, siri):
    wrong = RoleFactory(
        person=siri.person,
        organisation=anne.home,
        kind=RoleKind.ADMINISTRATOR,
        valid_from=_today(),
    )

    page = Reader(anne).sends(f"{PAGE}rolle/{wrong.pk}/slutt/", {"valid_to": _today().isoformat()})

    assert page.shows("The role ends.")
    assert not page.shows("Siri Li")
    assert len(queries.roles_of(siri.person.pk, _today())) == 1
    assert audit.traces_of(wrong)[0].verb == "role.ended"


def test_a_role_cannot_end_before_it_begins_and_what_was_typed_stays(anne, kari):
    page = Reader(anne).sends(f"{PAGE}rolle/{kari.role.pk}/slutt/", {"valid_to": "2023-12-31"})

    assert page.errors["valid_to"] == "It begins 01.01.2024. It can end that day or later."
    assert page.answer("valid_to") == "2023-12-31"
    assert Role.objects.get(pk=kari.role.pk).valid_to is None


def test_an_end_can_come_sooner_but_is_not_put_off(anne, kari):
    Role.objects.filter(pk=kari.role.pk).update(valid_to=date(2030, 6, 1))
    address = f"{PAGE}rolle/{kari.role.pk}/slutt/"

    page = Reader(anne).sends(address, {"valid_to": "2031-01-01"})
    assert page.errors["valid_to"].startswith("It ends 01.06.2030 already.")

    Reader(anne).sends(address, {"valid_to": "2030-01-01"})
    assert Role.objects.get(pk=kari.role.pk).valid_to == date(2030, 1, 1)


def _another_administrator(anne, **more):
    return RoleFactory(organisation=anne.home, kind=RoleKind.ADMINISTRATOR, **more)


@pytest.mark.parametrize(
    "other",
    [
        None,
        {"valid_to": date(2999, 1, 1)},
        {"valid_from": date(2999, 1, 1)},
        {"person__is_active": False},
    ],
    ids=["nobody else", "one who stops some day", "one who starts later", "one who is shut out"],
)
def test_the_last_administrator_cannot_be_ended(anne, other):
    if other:
        _another_administrator(anne, **other)
    today = _today().isoformat()

    page = Reader(anne).sends(f"{PAGE}rolle/{anne.role.pk}/slutt/", {"valid_to": today})

    assert page.summary == [
        "This is the only administrator. Give somebody else the role first, then end this."
    ]
    assert Role.objects.get(pk=anne.role.pk).valid_to is None


def test_with_another_administrator_anne_can_go(anne):
    _another_administrator(anne)

    page = Reader(anne).sends(
        f"{PAGE}rolle/{anne.role.pk}/slutt/", {"valid_to": _today().isoformat()}
    )

    assert page.status == 404  # she no longer has a role here
    assert queries.administrators(anne.home.pk, _today()) == 1


# --- units ----------------------------------------------------------------------------------


def _open_units():
    return set(Unit.objects.filter(closed_on=None).values_list("name", flat=True))


def test_anne_adds_a_unit_and_a_part_of_it_and_closes_them_in_order(anne):
    reader = Reader(anne)
    reader.sends(f"{PAGE}ny/unit/", {"name": "Hjemmetjenesten", "sector": "health"})
    home_care = Unit.objects.get()
    page = reader.sends(
        f"{PAGE}ny/unit/", {"name": "Nord", "sector": "health", "parent": home_care.pk}
    )
    north = Unit.objects.get(name="Nord")
    assert ["Nord", "Hjemmetjenesten", "health and care", "Close Nord"] in _rows(page)

    page = reader.sends(f"{PAGE}enhet/{home_care.pk}/slutt/")
    assert page.shows("Close these first, they are parts of it: Nord.")
    assert _open_units() == {"Hjemmetjenesten", "Nord"}

    reader.sends(f"{PAGE}enhet/{north.pk}/slutt/")
    assert reader.sends(f"{PAGE}enhet/{home_care.pk}/slutt/").shows("Saved.")
    assert _open_units() == set()


def test_a_closed_unit_keeps_the_day_it_closed_and_frees_its_name(anne):
    closed = UnitFactory(organisation=anne.home, name="Nord", closed_on=date(2025, 12, 31))
    reader = Reader(anne)

    reader.sends(f"{PAGE}enhet/{closed.pk}/slutt/")
    assert Unit.objects.get().closed_on == date(2025, 12, 31)

    reader.sends(f"{PAGE}ny/unit/", {"name": "Nord", "sector": Sector.HEALTH})
    page = reader.sends(f"{PAGE}ny/unit/", {"name": "Nord", "sector": Sector.HEALTH})
    assert page.summary == ["There is already a unit with this name."]
    assert page.answer("name") == "Nord"
    assert Unit.objects.count() == 2


# --- figures --------------------------------------------------------------------------------


@pytest.fixture
def nation(db):
    return OrganisationFactory(kind=Kind.NATIONAL, number="NO", name="Norge")


def _figure(organisation, name, value, *, step=0, valid_from=date(2026, 1, 1)):
    return Parameter.objects.create(
        organisation=organisation,
        name=name,
        value=Decimal(value),
        step=step,
        valid_from=valid_from,
        source="SSB",
    )


def _figures(cast, day=date(2026, 5, 12)):
    found = queries.figures(acting_for(cast.role, day))
    return {(figure.name, figure.step): figure.value for figure in found}


def test_our_own_figure_goes_before_the_national_one_and_the_latest_before_earlier(kari, nation):
    _figure(nation, "hours_per_fte", "1695")
    assert _figures(kari) == {("hours_per_fte", 0): 1695}

    _figure(kari.home, "hours_per_fte", "1750", valid_from=date(2024, 1, 1))
    _figure(kari.home, "hours_per_fte", "1720", valid_from=date(2025, 1, 1))
    _figure(kari.home, "hours_per_fte", "1680", valid_from=date(2027, 1, 1))

    assert _figures(kari) == {("hours_per_fte", 0): 1720}
    assert _figures(kari, date(2024, 6, 1)) == {("hours_per_fte", 0): 1750}
    assert _figures(kari, date(2023, 6, 1)) == {}
    assert _figures(kari, date(2027, 1, 1)) == {("hours_per_fte", 0): 1680}


def test_another_municipalitys_figures_are_theirs(kari, siri, nation):
    _figure(siri.home, "hourly_cost", "512.50")

    assert _figures(kari) == {}
    assert _figures(siri) == {("hourly_cost", 0): Decimal("512.5")}


def test_a_discount_rate_has_steps_and_a_price_index_years(kari, nation):
    for step, rate in {0: "0.04", 41: "0.03", 76: "0.02"}.items():
        _figure(nation, "discount_rate", rate, step=step)
    for year, index in {2024: "100", 2025: "103.1"}.items():
        _figure(nation, "price_index", index, step=year)
    _figure(kari.home, "discount_rate", "0.035")

    assert _figures(kari) == {
        ("discount_rate", 0): Decimal("0.035"),
        ("discount_rate", 41): Decimal("0.03"),
        ("discount_rate", 76): Decimal("0.02"),
        ("price_index", 2024): 100,
        ("price_index", 2025): Decimal("103.1"),
    }
    shown = [row[:2] for row in _rows(Reader(kari).opens(PAGE))]
    assert ["price index for year 2025", "103.1"] in shown
    assert ["discount rate from year 0 our own", "0.035"] in shown


COST = {
    "name": "hourly_cost",
    "value": "480.50",
    "valid_from": "2026-01-01",
    "source": "Regnskapet for 2025",
}


def test_anne_sets_a_figure_with_its_source(anne):
    page = Reader(anne).sends(f"{PAGE}ny/parameter/", COST, note="Sosiale kostnader er med")

    assert _rows(page)[-1] == [
        "cost of an hour, NOK our own",
        "480.5",
        "1 January 2026",
        "Regnskapet for 2025 Sosiale kostnader er med",
    ]


def test_the_comma_is_taken_as_it_is_written_here(anne):
    Reader(anne, language="nb").sends(f"{PAGE}ny/parameter/", {**COST, "value": "480,50"})

    assert Parameter.objects.get().value == Decimal("480.50")


@pytest.mark.parametrize(
    ("name", "value", "why"),
    [
        ("source", "", "This field is required."),
        ("source", "\u202e\u200b", "This field is required."),
        ("value", "-1", "greater than or equal to 0"),
        ("value", "mye", "Enter a number."),
        ("value", "NaN", "Enter a number."),
        ("value", "1e30", "no more than"),
        ("value", "0.00001", "no more than 4 decimal places"),
        ("step", "-3", "greater than or equal to 0"),
        ("step", "9" * 5000, "Enter a whole number."),
        ("valid_from", "", "This field is required."),
        ("name", "luck", "Select a valid choice."),
    ],
)
def test_a_figure_that_is_told_badly_is_refused_at_its_question(anne, name, value, why):
    page = Reader(anne).sends(f"{PAGE}ny/parameter/", {**COST, name: value})

    assert why in page.errors[name]
    assert page.answer("valid_from") == ("" if name == "valid_from" else "2026-01-01")
    assert not Parameter.objects.exists()


def test_two_values_from_the_same_day_are_refused(anne):
    Reader(anne).sends(f"{PAGE}ny/parameter/", COST)

    page = Reader(anne).sends(f"{PAGE}ny/parameter/", {**COST, "value": "500"})

    assert page.summary == ["This figure already has a value from that day."]
    assert page.answer("value") == "500"
    assert Parameter.objects.get().value == Decimal("480.50")


# --- language -------------------------------------------------------------------------------


def test_anne_chooses_the_language_of_their_texts(anne):
    page = Reader(anne).sends(f"{PAGE}om/", {"default_language": "nn"})

    assert page.shows("norsk (nynorsk)")
    refused = Reader(anne).sends(f"{PAGE}om/", {"default_language": "tlh"})
    assert "Select a valid choice." in refused.errors["default_language"]
