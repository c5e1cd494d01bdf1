"""What each promise comes to, reckoned once; and the nation's figures as they were published."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from stafett.benefits.models import promises_seen
from stafett.lib.acting import Acting

# --- what is reckoned once --------------------------------------------------------------------


class FigureQuerySet(models.QuerySet["Figure"]):
    """What promises come to, for those who see the promises."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(promises_seen(acting, initiative="initiative"))


class Figure(models.Model):
    """What one live promise comes to, as ``benefits.queries.sums`` reckons it.

    ``low``, ``likely``, ``high`` are the forecast of a full year and ``measured`` what a year is
    worth at the pace of the latest reading, hours or kroner of ``price_year``. ``reached`` is the
    part of the promise that the reading shows, ``expected`` how much should be there by then;
    None is unknown. After ``known_until`` it is not
    known any more (R36); a conclusion ends that. Made anew when something it hangs on has changed.
    """

    scrub: ClassVar = dict.fromkeys(
        (
            "commitment",
            "municipality",
            "initiative",
            "account",
            "price_year",
            "low",
            "likely",
            "high",
            "measured",
            "reached",
            "expected",
            "is_read",
            "is_confirmed",
            "is_left_out",
            "known_until",
            "reckoned_on",
        ),
        "safe",
    )

    commitment = models.OneToOneField(
        "benefits.Commitment", models.CASCADE, primary_key=True, related_name="+"
    )
    municipality = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    initiative = models.ForeignKey("initiatives.Initiative", models.PROTECT, related_name="+")
    account = models.CharField(max_length=20)
    price_year = models.PositiveSmallIntegerField(null=True)
    low = models.FloatField(null=True)
    likely = models.FloatField(null=True)
    high = models.FloatField(null=True)
    measured = models.FloatField(null=True)
    reached = models.FloatField(null=True)
    expected = models.FloatField(null=True)
    is_read = models.BooleanField()
    is_confirmed = models.BooleanField()
    is_left_out = models.BooleanField()
    known_until = models.DateField(null=True)
    reckoned_on = models.DateField()

    objects = FigureQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.account}: {self.likely}"


class Touch(models.Model):
    """Something has changed that a municipality's figures hang on. Written by triggers."""

    scrub: ClassVar = dict.fromkeys(("id", "municipality"), "safe")

    municipality = models.ForeignKey("organisations.Organisation", models.CASCADE, related_name="+")

    def __str__(self) -> str:
        return str(self.municipality_id)


# --- what is published ------------------------------------------------------------------------


class Edition(models.Model):
    """The nation's figures as they stood on a day.

    ``ground`` is who stood behind which figure, and is never shown: the next edition is held up
    against it, so that nobody can be worked out from two editions. ``parameters`` and
    ``left_out`` are what a reader is told.
    """

    scrub: ClassVar = {
        "id": "safe",
        "day": "safe",
        "made_at": "safe",
        "made_by_name": "personal",
        "minimum": "safe",
        "price_years": "safe",
        "parameters": "safe",
        "left_out": "safe",
        "ground": "sensitive",
    }

    day = models.DateField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=120)
    minimum = models.PositiveSmallIntegerField()
    price_years = models.JSONField(default=dict)
    parameters = models.JSONField(default=list)
    left_out = models.JSONField(default=dict)
    ground = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minimum__gte=5), name="edition_hides_fewer_than_5")
        ]

    def __str__(self) -> str:
        return str(self.day)


class Breakdown(models.TextChoices):
    """How the nation's figures are broken down. Fixed, so that no choice tells of anybody."""

    ALL = "all", _("the whole country")
    SECTOR = "sector", _("service")
    COUNTY = "county", _("county")
    INITIATIVE = "initiative", _("initiative")


class View(models.TextChoices):
    """Forecast and measured are two (R31)."""

    FORECAST = "forecast", _("forecast")
    MEASURED = "measured", _("measured")


class PublishedCell(models.Model):
    """One figure of an edition; where it is held back nothing of it is kept.

    For quality ``at_target`` of ``promises`` is the measured figure.
    """

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "edition",
            "account",
            "view",
            "breakdown",
            "of",
            "is_shown",
            "low",
            "likely",
            "high",
            "at_target",
            "promises",
            "municipalities",
        ),
        "safe",
    )

    edition = models.ForeignKey(Edition, models.CASCADE, related_name="cells")
    account = models.CharField(max_length=20)
    view = models.CharField(max_length=10, choices=View)
    breakdown = models.CharField(max_length=10, choices=Breakdown)
    of = models.CharField(max_length=20, blank=True)
    is_shown = models.BooleanField()
    low = models.FloatField(null=True)
    likely = models.FloatField(null=True)
    high = models.FloatField(null=True)
    at_target = models.PositiveIntegerField(null=True)
    promises = models.PositiveIntegerField(null=True)
    municipalities = models.PositiveIntegerField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["edition", "account", "view", "breakdown", "of"], name="one_cell_an_edition"
            ),
            models.CheckConstraint(
                condition=Q(is_shown=True)
                | Q(low=None, likely=None, high=None, at_target=None, promises=None)
                & Q(municipalities=None),
                name="nothing_is_kept_of_what_is_held_back",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.account} {self.view} {self.breakdown} {self.of}"


class ExchangeEdition(models.Model):
    """How batons have gone in the whole country, as it stood on a day.

    ``cells`` are what may be shown: breakdown, part of it, what is counted, which of it, offers
    and municipalities; of what is held back the numbers are None. ``ground`` is who stood behind,
    and is never shown: the next edition is held up against it.
    """

    scrub: ClassVar = {
        "id": "safe",
        "day": "safe",
        "made_at": "safe",
        "made_by_name": "personal",
        "minimum": "safe",
        "cells": "safe",
        "ground": "sensitive",
    }

    day = models.DateField()
    made_at = models.DateTimeField()
    made_by_name = models.CharField(max_length=120)
    minimum = models.PositiveSmallIntegerField()
    cells = models.JSONField(default=list)
    ground = models.JSONField(default=list)

    class Meta:
        ordering = ["made_at", "id"]
        constraints = [
            models.CheckConstraint(condition=Q(minimum__gte=5), name="exchanges_hide_fewer_than_5")
        ]

    def __str__(self) -> str:
        return str(self.day)


# --- how far it could turn out ----------------------------------------------------------------


class Spread(models.Model):
    """How far the figures of an edition could turn out, drawn from what stood behind it then.

    Only of sums that the edition shows. The same seed gives the same answer on any machine.
    ``found`` is None until it is drawn: for each sum its account, breakdown and part of it, and
    what a year lies below with the chance of 10, 50 and 90 per cent. ``factors`` is what a year is
    multiplied by to be ``years`` of them, by account: kroner at today's value, hours as they are.
    ``parameters`` are the figures it was drawn by, as a reader is told of them.
    """

    scrub: ClassVar = dict.fromkeys(
        ("id", "edition", "job", "draws", "seed", "correlation", "years", "factors",
         "parameters", "asked_at", "found"),
        "safe",
    ) | {"asked_by_name": "personal"}  # fmt: skip

    edition = models.ForeignKey(Edition, models.PROTECT, related_name="spreads")
    job = models.ForeignKey("work.Job", models.SET_NULL, null=True, related_name="+")
    draws = models.PositiveIntegerField()
    seed = models.PositiveBigIntegerField()
    correlation = models.FloatField()
    years = models.PositiveSmallIntegerField()
    factors = models.JSONField(default=dict)
    parameters = models.JSONField(default=list)
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=120)
    found = models.JSONField(null=True)

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.edition}, {self.draws}"

    @property
    def is_under_way(self) -> bool:
        """Whether it is still being drawn."""
        return self.found is None and self.job is not None and not self.job.is_over
