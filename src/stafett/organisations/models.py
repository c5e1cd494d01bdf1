"""Municipalities, counties, regions and networks; who belongs where and who may do what."""

from datetime import date
from functools import lru_cache
from typing import ClassVar, Self

from django.core.exceptions import ValidationError
from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.utils.translation import gettext_lazy as _
from stdnum.no import orgnr

from stafett.lib.acting import Acting


class Kind(models.TextChoices):
    """What sort of organisation."""

    MUNICIPALITY = "municipality", _("municipality")
    REGION = "region", _("region")
    COUNTY = "county", _("county")
    NATIONAL = "national", _("national")
    NETWORK = "network", _("network")


class Sector(models.TextChoices):
    """The part of the services something is about."""

    HEALTH = "health", _("health and care")
    EDUCATION = "education", _("kindergarten and school")
    CHILDREN = "children", _("children, young people and families")
    SOCIAL = "social", _("social services and work")
    TECHNICAL = "technical", _("technical services, planning and environment")
    CULTURE = "culture", _("culture, sport and volunteering")
    ADMINISTRATION = "administration", _("administration, finance and HR")
    OTHER = "other", _("other")


class RoleKind(models.TextChoices):
    """What a person does in an organisation."""

    EMPLOYEE = "employee", _("employee")
    LEADER = "leader", _("leader")
    INITIATIVE_LEAD = "initiative_lead", _("initiative lead")
    REGIONAL_COORDINATOR = "regional_coordinator", _("regional coordinator")
    CHIEF_EXECUTIVE = "chief_executive", _("chief municipal executive")
    DELEGATE = "delegate", _("delegate of the chief executive")
    UNION_REP = "union_rep", _("union rep")
    SAFETY_REP = "safety_rep", _("safety rep")
    HR = "hr", _("HR")
    CONTROLLER = "controller", _("controller")
    ADMINISTRATOR = "administrator", _("administrator")
    ANALYST = "analyst", _("analyst")


class ParameterName(models.TextChoices):
    """Figures that calculations take from the organisation, not from the code."""

    HOURS_PER_FTE = "hours_per_fte", _("hours per full-time equivalent")
    HOURLY_COST = "hourly_cost", _("cost of an hour, NOK")
    DISCOUNT_RATE = "discount_rate", _("discount rate from year")
    PRICE_INDEX = "price_index", _("price index for year")
    TAX_COST = "tax_cost", _("marginal cost of public funds")
    MINIMUM_N = "minimum_n", _("fewest people behind a figure")
    LIGHT_COST = "light_cost", _("light track: it costs no more than, NOK")
    LIGHT_STAFF = "light_staff", _("light track: no more people change how they work than")
    FRAGMENT_MINUTES = "fragment_minutes", _("minutes a person and day that are too few to use")
    MEASURING_SHARE = "measuring_share", _("measuring costs at most this share of the benefit")
    DEVIATION_SHARE = "deviation_share", _("a shortfall that is explained, share of the promise")
    YEARS = "years", _("years an initiative is reckoned over")
    INHABITANT_HOUR = "inhabitant_hour", _("value of an hour for an inhabitant, NOK")
    REMIND_OWNER = "remind_owner", _("days a reading is late before its owner is reminded")
    REMIND_EXECUTIVE = (
        "remind_executive", _("days a reading is late before the chief executive is told")
    )  # fmt: skip
    WORKING_DAYS = "working_days", _("working days in a year")
    CORRELATION = "correlation", _("how much what is in one initiative turns out alike, 0 to 1")
    SECOND_FACTOR = (
        "second_factor", _("who signs or administers signs in with two steps, 1 yes, 0 no")
    )  # fmt: skip


def _checked_org_number(number: str) -> None:
    if not orgnr.is_valid(number):
        raise ValidationError(
            _("%(number)s is not an organisation number: the check digit does not fit."),
            params={"number": number},
        )


def holds_on(day: date) -> Q:
    """Return the rows whose period has begun and is not over."""
    return Q(valid_from__lte=day) & (Q(valid_to=None) | Q(valid_to__gt=day))


PERIOD = Q(valid_to=None) | Q(valid_to__gt=F("valid_from"))


class OrganisationQuerySet(models.QuerySet["Organisation"]):
    """Organisations are public: their names are."""

    def visible_to(self, acting: Acting) -> Self:
        return self.all()

    def municipalities(self) -> Self:
        return self.filter(kind=Kind.MUNICIPALITY)

    def existing_on(self, day: date) -> Self:
        return self.filter(holds_on(day))


class Organisation(models.Model):
    """A municipality, county, region, network or the nation.

    ``label`` is the official name, with the county where another has the same name.
    """

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "kind",
            "number",
            "org_number",
            "legal_form",
            "name",
            "label",
            "default_language",
            "county",
            "valid_from",
            "valid_to",
        ),
        "safe",
    )

    kind = models.CharField(_("kind"), max_length=20, choices=Kind)
    number = models.CharField(_("number"), max_length=10, blank=True)
    org_number = models.CharField(
        _("organisation number"), max_length=9, blank=True, validators=[_checked_org_number]
    )
    legal_form = models.CharField(_("legal form"), max_length=60, blank=True)
    name = models.CharField(_("name"), max_length=120)
    label = models.CharField(max_length=160)
    default_language = models.CharField(_("language of texts"), max_length=5, default="nb")
    county = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)

    objects = OrganisationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["kind", "number", "valid_from"],
                condition=~Q(number=""),
                name="organisation_number_once_at_a_time",
            ),
            models.UniqueConstraint(
                fields=["org_number"],
                condition=~Q(org_number=""),
                name="org_number_once",
                violation_error_message=_("Another organisation has this organisation number."),
            ),
            models.CheckConstraint(condition=PERIOD, name="organisation_period_runs_forwards"),
        ]

    def __str__(self) -> str:
        return self.label


class Name(models.Model):
    """One language's part of an official name, in its place, while it is official."""

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "organisation",
            "language",
            "name",
            "folded",
            "position",
            "valid_from",
            "valid_to",
        ),
        "safe",
    )

    organisation = models.ForeignKey(Organisation, models.CASCADE, related_name="names")
    language = models.CharField(max_length=5)
    name = models.CharField(max_length=80)
    folded = models.CharField(max_length=80, db_index=True)
    position = models.PositiveSmallIntegerField(default=0)
    valid_from = models.DateField()
    valid_to = models.DateField(null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "position", "valid_from"], name="one_name_per_position"
            ),
            models.CheckConstraint(condition=PERIOD, name="name_period_runs_forwards"),
        ]

    def __str__(self) -> str:
        return self.name


class MembershipQuerySet(models.QuerySet["Membership"]):
    """Who belongs together, and since when."""

    def visible_to(self, acting: Acting) -> Self:
        mine = acting.organisation_id
        return self.filter(Q(group_id=mine) | Q(member_id=mine))

    def holding_on(self, day: date) -> Self:
        return self.filter(holds_on(day), confirmed_on__lte=day)


class Membership(models.Model):
    """A municipality in a region or network, once the municipality itself has said yes."""

    scrub: ClassVar = dict.fromkeys(
        ("id", "group", "member", "valid_from", "valid_to", "confirmed_on"), "safe"
    )

    group = models.ForeignKey(Organisation, models.PROTECT, related_name="members")
    member = models.ForeignKey(Organisation, models.PROTECT, related_name="memberships")
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    confirmed_on = models.DateField(_("confirmed"), null=True, blank=True)

    objects = MembershipQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["group", "member"],
                condition=Q(valid_to=None),
                name="one_open_membership",
                violation_error_message=_("This municipality is already a member."),
            ),
            models.CheckConstraint(condition=PERIOD, name="membership_period_runs_forwards"),
            models.CheckConstraint(condition=~Q(group=F("member")), name="member_of_another"),
        ]

    def __str__(self) -> str:
        return f"{self.member} in {self.group}"


def open_to(acting: Acting) -> Q:
    """Return the rows with ``organisation``, ``scope`` and ``group`` that somebody may see.

    Own ones, those shared with a group one belongs to today, and the public ones. Those of a
    member are shared with the group while the membership lasts.
    """
    own = Q(organisation_id=acting.organisation_id)
    shared = Q(scope__in=["region", "network"], group_id__in=acting.group_ids)
    return own | Q(scope="public") | shared & _still_shared(acting.day)


@lru_cache(maxsize=64)
def _still_shared(day: date) -> Q:
    """Hold for what is the group's own, and what is of one that is still a member that day."""
    member = Membership.objects.filter(
        holds_on(day),
        confirmed_on__lte=day,
        group=OuterRef("group"),
        member=OuterRef("organisation"),
    )
    return Q(organisation_id=F("group_id")) | Q(Exists(member))


class OwnQuerySet(models.QuerySet):
    """Rows that only their own organisation sees."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(organisation_id=acting.organisation_id)


class Unit(models.Model):
    """A part of an organisation, in a tree."""

    scrub: ClassVar = dict.fromkeys(
        ("id", "organisation", "parent", "name", "sector", "closed_on"), "safe"
    )

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="units")
    parent = models.ForeignKey(
        "self",
        models.PROTECT,
        null=True,
        blank=True,
        related_name="parts",
        verbose_name=_("part of"),
    )
    name = models.CharField(_("name"), max_length=120)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    closed_on = models.DateField(_("closed"), null=True, blank=True)

    objects = OwnQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                condition=Q(closed_on=None),
                name="unit_name_once",
                violation_error_message=_("There is already a unit with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class RoleQuerySet(OwnQuerySet):
    """Roles over time."""

    def holding_on(self, day: date) -> Self:
        return self.filter(holds_on(day))


class Role(models.Model):
    """What one person does in one organisation, from a day and perhaps to a day."""

    scrub: ClassVar = {
        "id": "safe",
        "person": "personal",
        "organisation": "safe",
        "unit": "safe",
        "kind": "safe",
        "valid_from": "safe",
        "valid_to": "safe",
        "delegated_by": "safe",
    }

    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="roles")
    unit = models.ForeignKey(
        Unit, models.PROTECT, null=True, blank=True, related_name="roles", verbose_name=_("unit")
    )
    kind = models.CharField(_("role"), max_length=30, choices=RoleKind)
    valid_from = models.DateField(_("from"))
    valid_to = models.DateField(_("to"), null=True, blank=True)
    delegated_by = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="delegated"
    )

    objects = RoleQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["person", "organisation", "kind", "unit"],
                condition=Q(valid_to=None),
                name="one_open_role_of_a_kind_in_a_unit",
                violation_error_message=_("This person already has this role."),
            ),
            models.UniqueConstraint(
                fields=["person", "organisation", "kind"],
                condition=Q(valid_to=None, unit=None),
                name="one_open_role_of_a_kind",
                violation_error_message=_("This person already has this role."),
            ),
            models.CheckConstraint(condition=PERIOD, name="role_period_runs_forwards"),
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}, {self.organisation}"


class ParameterQuerySet(models.QuerySet["Parameter"]):
    """The organisation's own figures, and the nation's."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(
            Q(organisation_id=acting.organisation_id) | Q(organisation__kind=Kind.NATIONAL)
        )


class Parameter(models.Model):
    """A figure that calculations use, with its source, from a day on.

    ``step`` is the year a discount rate starts to hold (0, 41, 76) or the year of a price
    index; 0 for the rest. The latest ``valid_from`` counts.
    """

    scrub: ClassVar = dict.fromkeys(
        ("id", "organisation", "name", "step", "value", "valid_from", "source", "note"), "safe"
    )

    organisation = models.ForeignKey(Organisation, models.PROTECT, related_name="parameters")
    name = models.CharField(_("figure"), max_length=30, choices=ParameterName)
    step = models.PositiveSmallIntegerField(_("year"), default=0)
    value = models.DecimalField(_("value"), max_digits=14, decimal_places=4)
    valid_from = models.DateField(_("holds from"))
    source = models.CharField(_("source"), max_length=300)
    note = models.CharField(_("note"), max_length=500, blank=True)

    objects = ParameterQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name", "step", "valid_from"],
                name="one_value_per_day",
                violation_error_message=_("This figure already has a value from that day."),
            ),
            models.CheckConstraint(condition=Q(value__gte=0), name="parameter_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.get_name_display()}: {self.value}"
