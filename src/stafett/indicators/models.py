"""Yardsticks, and what they read. A new method is a new version; a reading is never overwritten."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stafett.lib.acting import Acting

TEXT = 1000


class Scope(models.TextChoices):
    """Whose standard it is."""

    OWN = "own", _("our own")
    SHARED = "shared", _("standard for our members")
    PUBLIC = "public", _("standard for everybody")


class Direction(models.TextChoices):
    """Which way is better."""

    UP = "up", _("more is better")
    DOWN = "down", _("less is better")


class IndicatorQuerySet(models.QuerySet["Indicator"]):
    """Yardsticks one may measure by."""

    def visible_to(self, acting: Acting) -> Self:
        """Own ones, standards of groups one belongs to, and those for everybody."""
        own = Q(owner_id=acting.organisation_id)
        shared = Q(scope=Scope.SHARED, owner_id__in=acting.group_ids)
        return self.filter(own | shared | Q(scope=Scope.PUBLIC))

    def in_use(self) -> Self:
        return self.filter(retired_on=None)


class Indicator(models.Model):
    """A yardstick: what is read, how, from where and about whom."""

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "owner",
            "scope",
            "name",
            "unit",
            "is_share",
            "is_about_people",
            "direction",
            "method",
            "source",
            "population",
            "lang",
            "number",
            "replaces",
            "retired_on",
            "created_at",
        ),
        "safe",
    ) | {"created_by_name": "personal"}

    owner = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    scope = models.CharField(_("whose"), max_length=10, choices=Scope, default=Scope.OWN)
    name = models.CharField(_("name"), max_length=160)
    unit = models.CharField(_("unit"), max_length=40)
    is_share = models.BooleanField(_("a percentage"), default=False)
    is_about_people = models.BooleanField(_("about people"), default=False)
    direction = models.CharField(_("better"), max_length=5, choices=Direction)
    method = models.TextField(_("method"), max_length=TEXT)
    source = models.CharField(_("source"), max_length=300)
    population = models.CharField(_("population"), max_length=300)
    lang = models.CharField(max_length=5, default="nb")
    number = models.PositiveSmallIntegerField(_("version"), default=1)
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    retired_on = models.DateField(null=True, blank=True)
    created_at = models.DateTimeField()
    created_by_name = models.CharField(max_length=120)

    objects = IndicatorQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["owner", "name"],
                condition=Q(retired_on=None),
                name="indicator_name_once",
                violation_error_message=_("There is already a yardstick with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("indicators:indicator", kwargs={"pk": self.pk})


class ObservationQuerySet(models.QuerySet["Observation"]):
    """Readings: an organisation sees its own."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(organisation_id=acting.organisation_id)

    def brought_by(self, acting: Acting) -> Self:
        """What this organisation has noted for others, from a source outside."""
        return self.filter(brought_by_id=acting.organisation_id)

    def live(self) -> Self:
        return self.filter(is_live=True)


class Observation(models.Model):
    """What a yardstick read in one place and period. A correction is a new row.

    ``brought_by`` is the group that noted it for its member, from a source outside.
    """

    scrub: ClassVar = {
        "id": "safe",
        "indicator": "safe",
        "organisation": "safe",
        "unit": "safe",
        "period_start": "safe",
        "period_end": "safe",
        "value": "safe",
        "n": "safe",
        "numerator": "safe",
        "denominator": "safe",
        "how": "sensitive",
        "recorded_by_name": "personal",
        "recorded_at": "safe",
        "brought_by": "safe",
        "supersedes": "safe",
        "is_live": "safe",
    }

    indicator = models.ForeignKey(Indicator, models.PROTECT, related_name="observations")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="+"
    )
    period_start = models.DateField(_("from"))
    period_end = models.DateField(_("to"))
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4)
    n = models.PositiveIntegerField(_("n"), null=True, blank=True)
    numerator = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    denominator = models.DecimalField(max_digits=16, decimal_places=2, null=True, blank=True)
    how = models.CharField(_("how"), max_length=300, blank=True)
    recorded_by_name = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    brought_by = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )
    is_live = models.BooleanField(default=True)

    objects = ObservationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["indicator", "organisation", "period_start", "period_end"],
                condition=Q(is_live=True, unit=None),
                name="one_live_reading_of_an_organisation",
            ),
            models.UniqueConstraint(
                fields=["indicator", "organisation", "unit", "period_start", "period_end"],
                condition=Q(is_live=True, unit__isnull=False),
                name="one_live_reading_of_a_unit",
            ),
            models.CheckConstraint(
                condition=Q(period_end__gte=models.F("period_start")),
                name="reading_period_runs_forwards",
            ),
        ]
        indexes = [
            models.Index(
                fields=["indicator", "organisation", "period_end", "period_start"],
                name="readings_by_period",
            ),
            models.Index(
                fields=["indicator", "organisation", "recorded_at"], name="readings_as_recorded"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.indicator}: {self.value}"


class ReferenceValue(models.Model):
    """What others read: a survey wave or a statistic, with what it rests on."""

    scrub: ClassVar = dict.fromkeys(
        ("id", "indicator", "wave", "value", "base", "n", "weight_basis", "source"), "safe"
    )

    indicator = models.ForeignKey(Indicator, models.CASCADE, related_name="reference_values")
    wave = models.CharField(_("wave"), max_length=60)
    value = models.DecimalField(_("value"), max_digits=16, decimal_places=4)
    base = models.CharField(_("base"), max_length=160)
    n = models.PositiveIntegerField(_("n"), null=True, blank=True)
    weight_basis = models.CharField(_("weighted by"), max_length=160, blank=True)
    source = models.CharField(_("source"), max_length=300)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["indicator", "wave", "base"], name="one_value_a_wave")
        ]

    def __str__(self) -> str:
        return f"{self.wave}: {self.value}"
