"""Rows for stories: a test writes out the facts it rests on, these fill in the rest."""

from datetime import UTC, date, datetime

import factory
from factory import LazyAttribute, Sequence, SubFactory
from factory.django import DjangoModelFactory

from stafett.benefits.actions import marks
from stafett.benefits.models import Benefit, Commitment
from stafett.benefits.rules import marks as mark_rules
from stafett.indicators.models import Indicator, Observation
from stafett.initiatives.models import Initiative
from stafett.lib.text import folded
from stafett.needs import queries as needs
from stafett.needs.models import Contribution, Need, SameHere
from stafett.organisations import queries as organisations
from stafett.organisations.models import (
    Kind,
    Membership,
    Name,
    Organisation,
    Role,
    RoleKind,
    Sector,
    Unit,
)
from stafett.people.models import Person

LONG_AGO = date(2024, 1, 1)
NOW = datetime(2026, 5, 12, 13, 30, tzinfo=UTC)
TODAY = NOW.date()
PASSWORD = "nordlys-over-fjorden"  # noqa: S105


class OrganisationFactory(DjangoModelFactory):
    """A municipality, found by its name."""

    class Meta:
        model = Organisation
        skip_postgeneration_save = True

    kind = Kind.MUNICIPALITY
    number = Sequence(lambda number: f"9{number:03}")
    name = Sequence(lambda number: f"Kommune {number}")
    label = LazyAttribute(lambda built: built.name)
    valid_from = LONG_AGO

    @factory.post_generation
    def found_by_name(organisation, create, _given, **_more):
        for position, part in enumerate(organisation.name.split(" - ")):
            Name.objects.create(
                organisation=organisation,
                language="nb",
                name=part,
                folded=folded(part),
                position=position,
                valid_from=organisation.valid_from,
            )


class RegionFactory(OrganisationFactory):
    """A region."""

    kind = Kind.REGION
    number = ""
    name = Sequence(lambda number: f"Region {number}")


class MembershipFactory(DjangoModelFactory):
    """A membership that both sides have said yes to."""

    class Meta:
        model = Membership

    valid_from = LONG_AGO
    confirmed_on = LONG_AGO


class UnitFactory(DjangoModelFactory):
    """A unit."""

    class Meta:
        model = Unit

    name = Sequence(lambda number: f"Enhet {number}")
    sector = Sector.HEALTH


# The same in every run; the longest ones are as long as people's names are.
NAMES = (
    "Aud Lien",
    "Einar-Johannes Nygård",
    "Bjørg Sæther",
    "Anne Margrethe Elisabeth Bakke-Kristoffersen",
    "Odd Ås",
    "Ragnhild Øvrebø",
    "Tor Inge Haukeland",
)


class PersonFactory(DjangoModelFactory):
    """Somebody who can sign in with :data:`PASSWORD`."""

    class Meta:
        model = Person

    name = Sequence(lambda number: NAMES[number % len(NAMES)])
    email = Sequence(lambda number: f"person{number}@example.no")

    @classmethod
    def _create(cls, model, *args, **kwargs):
        kwargs.setdefault("password", PASSWORD)
        return model.objects.create_user(*args, **kwargs)


class RoleFactory(DjangoModelFactory):
    """A person's role, in force."""

    class Meta:
        model = Role

    person = SubFactory(PersonFactory)
    organisation = SubFactory(OrganisationFactory)
    kind = RoleKind.LEADER
    valid_from = LONG_AGO


class NeedFactory(DjangoModelFactory):
    """A need that is told well enough."""

    class Meta:
        model = Need

    organisation = SubFactory(OrganisationFactory)
    registered_by_name = "Kari Nes"
    registered_at = NOW
    changed_at = NOW
    changed_by_name = "Kari Nes"
    title = Sequence(lambda number: f"Vi taster {number + 100} fakturaer for hånd")
    problem = "Tre medarbeidere taster inn fakturaer for hånd. Hver tiende må tas om igjen."
    affected_group = "Tre medarbeidere på økonomi"
    today = "1 900 fakturaer i måneden"
    heard_count = 3
    null_alternative = "Det blir flere fakturaer hvert år."
    null_worsens = True
    sector = Sector.ADMINISTRATION

    @classmethod
    def _create(cls, model, *args, **kwargs):
        need = model(*args, **kwargs)
        need.search_text = needs.search_text(need)
        need.save()
        return need


class SameHereFactory(DjangoModelFactory):
    """Another organisation that has the same."""

    class Meta:
        model = SameHere

    need = SubFactory(NeedFactory)
    organisation = SubFactory(OrganisationFactory)
    said_by_name = "Siri Li"
    said_at = NOW


class ContributionFactory(DjangoModelFactory):
    """Something told by a passer-by, not answered yet."""

    class Meta:
        model = Contribution

    need = SubFactory(NeedFactory)
    actor_kind = "inhabitant"
    what = "Jeg venter i telefonen hver mandag."
    received_on = TODAY


class IndicatorFactory(DjangoModelFactory):
    """A yardstick that counts minutes; less is better."""

    class Meta:
        model = Indicator

    owner = SubFactory(OrganisationFactory)
    scope = "public"
    name = Sequence(lambda number: f"Minutter per faktura {number}")
    unit = "minutter"
    direction = "down"
    method = "Klokke på hver tiende faktura i to uker."
    source = "Egen telling"
    population = "Alle innkommende fakturaer"
    created_at = NOW
    created_by_name = "Kari Nes"


class ObservationFactory(DjangoModelFactory):
    """A reading that counts."""

    class Meta:
        model = Observation

    indicator = SubFactory(IndicatorFactory)
    organisation = SubFactory(OrganisationFactory)
    period_start = LazyAttribute(lambda built: built.period_end)
    period_end = TODAY
    value = 12
    recorded_by_name = "Kari Nes"
    recorded_at = NOW


class InitiativeFactory(DjangoModelFactory):
    """A solution being described, open to everybody."""

    class Meta:
        model = Initiative
        skip_postgeneration_save = True

    organisation = SubFactory(OrganisationFactory)
    lead_name = "Jonas Haugen"
    title = Sequence(lambda number: f"Fakturaer leses av maskin {number}")
    solution = "Fakturaene kommer som data. Vi slutter å taste dem."
    untested_reason = "Prøvd i nabokommunen i fjor."
    scope = "public"
    registered_by_name = "Kari Nes"
    registered_at = NOW
    changed_at = NOW
    changed_by_name = "Kari Nes"

    @factory.post_generation
    def needs(initiative, create, given, **_more):
        initiative.needs.set(given or [NeedFactory(organisation=initiative.organisation)])


def _mark_of(initiative, kind, beneficiary):
    return marks.give(
        initiative=initiative, letter=mark_rules.letter_of(str(kind), str(beneficiary))
    )


class BenefitFactory(DjangoModelFactory):
    """Minutes saved on each case, valued as hours: volume x (before - after) x adoption."""

    class Meta:
        model = Benefit

    initiative = SubFactory(InitiativeFactory)
    mark = LazyAttribute(lambda built: _mark_of(built.initiative, built.kind, built.beneficiary))
    name = Sequence(lambda number: f"Kortere tid per faktura {number}")
    kind = "time_saved"
    beneficiary = "municipality"
    indicator = SubFactory(IndicatorFactory)
    valuation = "volume"
    counts = "hours"
    factor = 1
    changed_at = NOW
    changed_by_name = "Kari Nes"


class CommitmentFactory(DjangoModelFactory):
    """A confirmed promise: from 12 minutes to 8, effect from the new year."""

    class Meta:
        model = Commitment

    benefit = SubFactory(BenefitFactory)
    municipality = LazyAttribute(lambda built: built.benefit.initiative.organisation)
    owner_name = "Kari Nes"
    state = "confirmed"
    target_low = 6
    target_likely = 8
    target_high = 10
    take_out = "other_use"
    take_out_what = "Oppfølging av leverandører"
    effect_starts_on = date(2026, 1, 1)
    volume = 22800
    adoption = 1
    made_by_name = "Jonas Haugen"
    made_at = NOW
    answered_by_name = "Kari Nes"
    answered_at = NOW
    changed_at = NOW
    changed_by_name = "Kari Nes"


def acting_for(role, day=TODAY):
    """Return who acts when this role is used on the day."""
    return organisations.acting_as(role.person, role, day)
