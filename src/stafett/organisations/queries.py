"""What is asked about organisations."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any, Protocol

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext as _

from stafett.calc.cashflow import RateSchedule
from stafett.lib import Acting, Waiting
from stafett.lib.sheets import Fact
from stafett.lib.text import folded
from stafett.organisations.models import (
    Kind,
    Membership,
    Name,
    Organisation,
    Parameter,
    ParameterName,
    Role,
    RoleKind,
    Unit,
    holds_on,
)
from stafett.organisations.rules import TRUSTED
from stafett.people import queries as people
from stafett.people.models import Person
from stafett.ui.figures import FIXED, hours, number, percent

# --- who acts -------------------------------------------------------------------------------


def roles_of(person_id: int | None, day: date) -> list[Role]:
    """Return the roles this person has on the day, in the order they were given."""
    if person_id is None:
        return []
    roles = Role.objects.holding_on(day).filter(person_id=person_id)
    return list(roles.select_related("organisation", "unit").order_by("id"))


def acting_as(person: Any, role: Role | None, day: date) -> Acting:
    """Return who acts: the person in the role, or somebody without any."""
    if role is None:
        return Acting(person_id=person.pk, name=str(person) if person.pk else "", day=day)
    return Acting(
        person_id=person.pk,
        name=person.name,
        role_id=role.pk,
        role_kind=role.kind,
        organisation_id=role.organisation_id,
        organisation_name=role.organisation.label,
        organisation_language=role.organisation.default_language,
        group_ids=tuple(sorted(group_ids(role.organisation_id, day))),
        day=day,
    )


def holds(acting: Acting, day: date) -> bool:
    """Whether the role somebody acts in is still theirs on the day."""
    mine = Role.objects.holding_on(day).filter(pk=acting.role_id, person=acting.person_id)
    return mine.filter(organisation=acting.organisation_id, kind=acting.role_kind).exists()


def works_here(acting: Acting, person: Any, day: date) -> bool:
    """Whether a person has a role in the organisation on the day."""
    roles = Role.objects.holding_on(day).filter(organisation=acting.organisation_id)
    return roles.filter(person=person.pk, person__is_active=True).exists()


def works_only_here(acting: Acting, person: Any, day: date) -> bool:
    """Whether all roles a person has on the day are in the organisation."""
    homes = Role.objects.holding_on(day).filter(person=person.pk).values_list("organisation")
    return set(homes) == {(acting.organisation_id,)}


def delegations(acting: Acting) -> list[Role]:
    """Return who signs in the chief executive's place, and who will, the first first."""
    roles = Role.objects.visible_to(acting).filter(kind=RoleKind.DELEGATE)
    rows = roles.filter(_not_over(acting.day)).select_related("person", "delegated_by__person")
    return list(rows.order_by("valid_from", "id"))


def group_ids(organisation_id: int, day: date) -> set[int]:
    """Return the organisation itself and every group it belongs to on the day."""
    groups = Membership.objects.holding_on(day).filter(member_id=organisation_id)
    return {organisation_id, *groups.values_list("group_id", flat=True)}


def members(acting: Acting) -> QuerySet[Organisation]:
    """Return the municipalities that are members of one's own group on the day."""
    held = Membership.objects.holding_on(acting.day).filter(group_id=acting.organisation_id)
    return Organisation.objects.municipalities().filter(pk__in=held.values("member"))


def is_member(acting: Acting, organisation_id: int) -> bool:
    """Whether a municipality is a member of one's own group on the day."""
    return members(acting).filter(pk=organisation_id).exists()


def groups_to_share_with(acting: Acting) -> QuerySet[Organisation]:
    """Return the regions and networks that the organisation can share with."""
    groups = Organisation.objects.filter(pk__in=acting.group_ids)
    return groups.filter(kind__in=[Kind.REGION, Kind.NETWORK]).order_by("label")


def named_for_sharing(acting: Acting, group: Organisation) -> str:
    """Return what a group is called as a choice; one's own is told from those who work in it."""
    if group.pk != acting.organisation_id:
        return group.label
    return _("%(name)s and its members") % {"name": group.label}


# --- finding --------------------------------------------------------------------------------


def find(
    text: str, *, day: date, kinds: Iterable[str] = (Kind.MUNICIPALITY,)
) -> QuerySet[Organisation]:
    """Return the organisation called this; else those of which a part of the name begins so.

    A number is looked for as it stands.
    """
    text = text.strip()
    among = Organisation.objects.existing_on(day).filter(kind__in=list(kinds))
    if text.isdigit():
        return among.filter(number=text)
    key = folded(text)
    labels = among.values_list("pk", "label")
    if whole := [pk for pk, label in labels if folded(label) == key]:
        return among.filter(pk__in=whole)
    names = Name.objects.filter(holds_on(day), folded__startswith=key)
    whole_first = Case(
        When(names__folded=key, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    found = among.filter(names__in=names).annotate(distance=whole_first)
    return found.order_by("distance", "label").distinct()


def named(organisation_id: int) -> Organisation | None:
    """Return the organisation, with its county, if there is one with this id."""
    return Organisation.objects.select_related("county").filter(pk=organisation_id).first()


def all_labels(*, day: date, kinds: Iterable[str] = (Kind.MUNICIPALITY,)) -> list[str]:
    """Return what every organisation is called, two of the same name told apart."""
    among = Organisation.objects.existing_on(day).filter(kind__in=list(kinds))
    return list(among.order_by("label").values_list("label", flat=True))


def open_units(organisation_id: int | None) -> QuerySet[Unit]:
    """Return the units that are in use."""
    return Unit.objects.filter(organisation_id=organisation_id, closed_on=None).order_by("name")


# --- parameters -----------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Figure:
    """A parameter that holds: its value and where it comes from."""

    name: str
    title: str | Promise
    step: int
    value: Decimal
    valid_from: date
    source: str
    note: str
    own: bool

    @property
    def year(self) -> int | None:
        """The year it begins to hold, or that it is about, where it has one."""
        return (
            self.step
            if self.name in (ParameterName.DISCOUNT_RATE, ParameterName.PRICE_INDEX)
            else None
        )

    @property
    def shown(self) -> str:
        """The value with the decimals it has."""
        exponent = self.value.as_tuple().exponent
        return number(self.value, max(0, -int(exponent)))

    @property
    def said(self) -> str:
        """The value with its unit: «4 %», «500 kr», «1 700 hours»."""
        return _SAID.get(self.name, lambda figure: figure.shown)(self)


class Told(Protocol):
    """A figure as it is told, now or as it was kept with what was reckoned by it."""

    @property
    def title(self) -> str | Promise: ...
    @property
    def year(self) -> int | None: ...
    @property
    def said(self) -> str: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def source(self) -> str: ...


def facts_of(figures: Iterable[Told]) -> list[Fact]:
    """Return figures as a file tells what it rests on."""
    return [
        Fact(f"{each.title} {each.year or ''}".strip(), each.said, each.valid_from, each.source)
        for each in figures
    ]


def _as_percent(figure: Figure) -> str:
    exponent = int((figure.value * 100).normalize().as_tuple().exponent)
    return percent(figure.value, max(0, -exponent))


def _as_kroner(figure: Figure) -> str:
    return f"{figure.shown}{FIXED}kr"


_SAID: dict[str, Callable[[Figure], str]] = {
    ParameterName.DISCOUNT_RATE: _as_percent,
    ParameterName.TAX_COST: _as_percent,
    ParameterName.MEASURING_SHARE: _as_percent,
    ParameterName.DEVIATION_SHARE: _as_percent,
    ParameterName.HOURLY_COST: _as_kroner,
    ParameterName.INHABITANT_HOUR: _as_kroner,
    ParameterName.LIGHT_COST: _as_kroner,
    ParameterName.HOURS_PER_FTE: lambda figure: hours(figure.value),
}


def figures(acting: Acting) -> list[Figure]:
    """Return each figure that holds for the organisation: its own, else the nation's."""
    rows = Parameter.objects.visible_to(acting).filter(valid_from__lte=acting.day)
    latest: dict[tuple[str, int], Figure] = {}
    for row in sorted(rows, key=lambda row: (_is_own(row, acting), row.valid_from)):
        latest[row.name, row.step] = _figure(row, _is_own(row, acting))
    return sorted(latest.values(), key=lambda figure: (figure.name, figure.step))


@dataclass(frozen=True, slots=True)
class Parameters:
    """The figures an organisation reckons with; None where nobody has set one.

    ``rates`` is the whole schedule of discount rates; ``price_index`` the index of each year.
    ``figures`` tell what each is called and where it comes from.
    """

    figures: tuple[Figure, ...]
    hours_per_fte: Decimal | None = None
    hourly_cost: Decimal | None = None
    rates: RateSchedule | None = None
    tax_cost: Decimal | None = None
    price_index: Mapping[int, Decimal] = field(default_factory=dict)
    light_cost: Decimal | None = None
    light_staff: int | None = None
    fragment_minutes: Decimal | None = None
    measuring_share: Decimal | None = None
    deviation_share: Decimal | None = None
    years: int | None = None
    inhabitant_hour: Decimal | None = None
    correlation: Decimal | None = None
    remind_owner: int | None = None
    remind_executive: int | None = None
    working_days: int | None = None

    def told(self, *names: str) -> list[Figure]:
        """Return the figures of these names, for printing beside a result."""
        return [figure for name in names for figure in self.figures if figure.name == name]


COUNTED = (
    ParameterName.LIGHT_STAFF,
    ParameterName.YEARS,
    ParameterName.REMIND_OWNER,
    ParameterName.REMIND_EXECUTIVE,
    ParameterName.WORKING_DAYS,
)
AMOUNTS = (
    ParameterName.HOURS_PER_FTE,
    ParameterName.HOURLY_COST,
    ParameterName.TAX_COST,
    ParameterName.LIGHT_COST,
    ParameterName.FRAGMENT_MINUTES,
    ParameterName.MEASURING_SHARE,
    ParameterName.DEVIATION_SHARE,
    ParameterName.INHABITANT_HOUR,
    ParameterName.CORRELATION,
)


def parameters(acting: Acting) -> Parameters:
    """Return what the organisation reckons with: its own figures, else the nation's."""
    told = figures(acting)
    single = {figure.name: figure.value for figure in told}
    named: dict[str, Any] = {str(name): single.get(name) for name in AMOUNTS}
    named |= {str(name): _whole(single.get(name)) for name in COUNTED}
    return Parameters(
        figures=tuple(told),
        rates=_rates([each for each in told if each.name == ParameterName.DISCOUNT_RATE]),
        price_index={
            each.step: each.value for each in told if each.name == ParameterName.PRICE_INDEX
        },
        **named,
    )


def _whole(value: Decimal | None) -> int | None:
    return None if value is None else int(value)


def _rates(bands: list[Figure]) -> RateSchedule | None:
    """Return the schedule, with where it stands and from which year; none before year 0 is set."""
    if not bands or bands[0].step != 0:
        return None
    sources = dict.fromkeys(figure.source for figure in bands)
    years = sorted({figure.valid_from.year for figure in bands})
    return RateSchedule(
        tuple((figure.step, float(figure.value)) for figure in bands),
        name=str(bands[0].title),
        source="; ".join(sources),
        vintage=", ".join(str(year) for year in years),
    )


FEWEST_PEOPLE = 5


def minimum_n(acting: Acting) -> int:
    """Return how many people must be behind a figure, never fewer than the rule says."""
    chosen = [int(figure.value) for figure in figures(acting) if figure.name == "minimum_n"]
    return max(FEWEST_PEOPLE, *chosen) if chosen else FEWEST_PEOPLE


def _is_own(row: Parameter, acting: Acting) -> bool:
    return row.organisation_id == acting.organisation_id


def _figure(row: Parameter, own: bool) -> Figure:
    return Figure(
        row.name,
        row.get_name_display(),
        row.step,
        row.value.normalize(),
        row.valid_from,
        row.source,
        row.note,
        own,
    )


# --- the organisation's own page ------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Mine:
    """All that an administrator looks after."""

    organisation: Organisation
    roles: list[Role]
    units: list[Unit]
    figures: list[Figure]
    member_of: list[Membership]
    members: list[Membership]


def mine(acting: Acting) -> Mine:
    """Return the acting organisation with people, units, figures and memberships."""
    memberships = Membership.objects.visible_to(acting).select_related("group", "member")
    memberships = memberships.order_by("valid_from", "id")
    roles = Role.objects.visible_to(acting).select_related("person", "unit")
    return Mine(
        organisation=Organisation.objects.select_related("county").get(pk=acting.organisation_id),
        roles=list(roles.filter(_not_over(acting.day)).order_by("person__name", "kind")),
        units=list(Unit.objects.visible_to(acting).select_related("parent").order_by("name")),
        figures=figures(acting),
        member_of=[row for row in memberships if row.member_id == acting.organisation_id],
        members=[row for row in memberships if row.group_id == acting.organisation_id],
    )


def about(acting: Acting) -> dict[str, str]:
    """Return what the organisation has said of itself."""
    fields = ("default_language", "org_number", "legal_form")
    return Organisation.objects.values(*fields).get(pk=acting.organisation_id)


def _not_over(day: date) -> Q:
    return Q(valid_to=None) | Q(valid_to__gt=day)


def administrators(organisation_id: int, day: date) -> int:
    """Return how many administrators the organisation has on the day."""
    return _administrators(organisation_id, day).count()


def administrators_beside(role: Role, day: date) -> int:
    """Return how many others go on as administrators from the day, with no end in sight."""
    others = _administrators(role.organisation_id, day).exclude(pk=role.pk)
    return others.filter(valid_to=None, person__is_active=True).count()


def _administrators(organisation_id: int, day: date) -> QuerySet[Role]:
    roles = Role.objects.holding_on(day).filter(organisation_id=organisation_id)
    return roles.filter(kind=RoleKind.ADMINISTRATOR)


def waiting_for(acting: Acting, today: date) -> list[Waiting]:
    """Return the memberships that an administrator should say yes or no to."""
    if not acting.may_administer:
        return []
    asked = Membership.objects.filter(
        member_id=acting.organisation_id, confirmed_on=None, valid_to=None
    )
    return [_asked(row) for row in asked.select_related("group")]


def _asked(membership: Membership) -> Waiting:
    return Waiting(
        what=_("Are you a member of %(group)s?") % {"group": membership.group},
        why=_("They have put you on their list of members. Only you can say yes."),
        url=reverse("organisations:mine") + "#memberships",
        button=_("Answer"),
        since=membership.valid_from,
    )


# --- signing in with two steps --------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class SignIns:
    """How many in the organisation sign in with two steps; ``trusted``: who sign or administer."""

    people: int
    with_two: int
    trusted: int
    trusted_with_two: int
    is_demanded: bool


def sign_ins(acting: Acting) -> SignIns:
    """Return how many sign in with two steps. Counts only: nobody is named."""
    roles = Role.objects.visible_to(acting).holding_on(acting.day)
    kinds = roles.filter(person__is_active=True).values_list("person", "kind")
    everybody = {person for person, _kind in kinds}
    trusted = {person for person, kind in kinds if kind in TRUSTED}
    two = people.with_second_factor(everybody)
    return SignIns(
        people=len(everybody),
        with_two=len(two),
        trusted=len(trusted),
        trusted_with_two=len(two & trusted),
        is_demanded=bool(_demanding([acting.organisation_id or 0], acting.day)),
    )


def demand_two_steps(person: Person, day: date) -> list[str]:
    """Return the organisations that ask this person to sign in with two steps."""
    roles = Role.objects.holding_on(day).filter(person=person, kind__in=TRUSTED)
    homes = dict(roles.order_by("id").values_list("organisation", "organisation__label"))
    asking = _demanding(homes, day) if homes else set()
    return [label for home, label in homes.items() if home in asking]


def _demanding(homes: Iterable[int], day: date) -> set[int]:
    """Return which of these ask for two steps; who has said nothing follows the nation."""
    of_theirs = Q(organisation__in=list(homes)) | Q(organisation__kind=Kind.NATIONAL)
    rows = Parameter.objects.filter(
        of_theirs, name=ParameterName.SECOND_FACTOR, valid_from__lte=day
    )
    said = rows.order_by("valid_from").values_list("organisation__kind", "organisation", "value")
    nation = any([value for kind, _home, value in said if kind == Kind.NATIONAL][-1:])
    own = {home: bool(value) for _kind, home, value in said}
    return {home for home in homes if own.get(home, nation)}


def people_here(acting: Acting) -> QuerySet[Person]:
    """Return those who have a role in the organisation on the day, by name."""
    roles = Role.objects.visible_to(acting).holding_on(acting.day)
    return Person.objects.filter(pk__in=roles.values("person")).order_by("name", "pk")
