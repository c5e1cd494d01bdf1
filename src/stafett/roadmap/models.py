"""What a region or a municipality does first, within its budget and what people can take."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stafett.benefits.models import DRAWN_SCRUB, Drawn
from stafett.lib.acting import Acting
from stafett.needs.models import LINE_LENGTH
from stafett.roadmap import rules


class RoadmapQuerySet(models.QuerySet["Roadmap"]):
    """Roadmaps: one's own, and those of groups one belongs to."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(owner_id__in=acting.group_ids)


class Roadmap(models.Model):
    """One owner's roadmap for some years (no: veikart)."""

    scrub: ClassVar = dict.fromkeys(
        ("id", "owner", "title", "first_year", "last_year", "price_year", "version", "changed_at"),
        "safe",
    ) | {"changed_by_name": "personal"}

    owner = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    title = models.CharField(_("name"), max_length=120)
    first_year = models.PositiveSmallIntegerField(_("from year"))
    last_year = models.PositiveSmallIntegerField(_("to year"))
    price_year = models.PositiveSmallIntegerField(_("price year"))
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120)

    objects = RoadmapQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(last_year__gte=F("first_year")), name="roadmap_years_run_forwards"
            ),
            models.UniqueConstraint(
                fields=["owner", "first_year"],
                name="one_roadmap_from_a_year",
                violation_error_message=_("There is already a roadmap from that year."),
            ),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("roadmap:roadmap", kwargs={"pk": self.pk})


class YearBudget(models.Model):
    """What may be spent in a year."""

    scrub: ClassVar = dict.fromkeys(("id", "roadmap", "year", "amount"), "safe")

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="budgets")
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.DecimalField(_("budget"), max_digits=14, decimal_places=2)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["roadmap", "year"], name="one_budget_a_year"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="budget_not_negative"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount}"


class Capacity(models.Model):
    """How many batons a municipality can receive in a year, by its own word."""

    scrub: ClassVar = dict.fromkeys(
        ("id", "roadmap", "municipality", "year", "batons", "said_at"), "safe"
    ) | {"said_by_name": "personal"}

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="capacities")
    municipality = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    year = models.PositiveSmallIntegerField(_("year"))
    batons = models.PositiveSmallIntegerField(_("how many"))
    said_by_name = models.CharField(max_length=120)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap", "municipality", "year"], name="one_capacity_a_year"
            )
        ]

    def __str__(self) -> str:
        return f"{self.municipality} {self.year}: {self.batons}"


class Decision(models.TextChoices):
    """What the roadmap says of a candidate."""

    OPEN = rules.OPEN, _("not decided")
    CHOSEN = rules.CHOSEN, _("chosen")
    LEFT_OUT = rules.LEFT_OUT, _("left out")


class CandidateQuerySet(models.QuerySet["Candidate"]):
    """Candidates; ``standing`` are those that a roadmap reckons with, and not stopped."""

    def standing(self) -> Self:
        return self.exclude(initiative__stage__in=rules.AWAY)


class Candidate(models.Model):
    """An initiative that was nominated, and what was decided about it.

    ``share`` is how much of it is chosen: a part has the same part of costs and benefits.
    """

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "roadmap",
            "initiative",
            "place",
            "decision",
            "share",
            "smallest_share",
            "nominated_at",
            "decided_at",
            "version",
            "changed_at",
        ),
        "safe",
    ) | {
        "reason": "sensitive",
        "nominated_by_name": "personal",
        "decided_by_name": "personal",
        "changed_by_name": "personal",
    }

    roadmap = models.ForeignKey(Roadmap, models.PROTECT, related_name="candidates")
    initiative = models.OneToOneField("initiatives.Initiative", models.PROTECT, related_name="+")
    place = models.PositiveIntegerField(_("place"))
    decision = models.CharField(max_length=10, choices=Decision, default=Decision.OPEN)
    reason = models.CharField(_("reason"), max_length=LINE_LENGTH, blank=True)
    share = models.FloatField(default=1)
    smallest_share = models.DecimalField(
        _("smallest share that is any use"), max_digits=3, decimal_places=2, null=True, blank=True
    )
    nominated_by_name = models.CharField(max_length=120)
    nominated_at = models.DateTimeField()
    decided_by_name = models.CharField(max_length=120, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120)

    objects = CandidateQuerySet.as_manager()

    class Meta:
        ordering = ["place", "id"]
        constraints = [
            models.CheckConstraint(
                condition=~Q(decision="left_out") | ~Q(reason=""), name="left_out_says_why"
            ),
            models.CheckConstraint(
                condition=Q(smallest_share=None)
                | Q(smallest_share__gt=0) & Q(smallest_share__lte=1),
                name="smallest_share_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(share=1) | Q(decision="chosen", share__gt=0, share__lt=1),
                name="a_part_is_of_what_is_chosen",
            ),
        ]

    def __str__(self) -> str:
        return str(self.initiative)

    def get_absolute_url(self) -> str:
        """Lead to where it stands on the roadmap, on whichever page that is."""
        page = reverse("roadmap:roadmap", kwargs={"pk": self.roadmap_id})
        return f"{page}?kandidat={self.pk}#kandidat-{self.pk}"

    @property
    def is_in_part(self) -> bool:
        """Whether only a part of it is chosen."""
        return self.share < 1

    @property
    def is_away(self) -> bool:
        """Whether the roadmap does not reckon with it: it is stopped, or not back since."""
        return self.initiative.stage in rules.AWAY


class Window(models.Model):
    """When a municipality takes a candidate in."""

    scrub: ClassVar = dict.fromkeys(
        ("id", "candidate", "municipality", "starts_on", "ends_on"), "safe"
    )

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="windows")
    municipality = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    starts_on = models.DateField(_("from"))
    ends_on = models.DateField(_("to"))

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["candidate", "municipality"], name="one_window_a_municipality"
            ),
            models.CheckConstraint(
                condition=Q(ends_on__gte=F("starts_on")), name="window_runs_forwards"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.starts_on}"


class TieKind(models.TextChoices):
    """What one candidate has to do with another."""

    REQUIRES = "requires", _("only together with")
    EXCLUDES = "excludes", _("never together with")


class Tie(models.Model):
    """Two candidates that belong together, or exclude each other."""

    scrub: ClassVar = dict.fromkeys(("id", "candidate", "other", "kind"), "safe")

    candidate = models.ForeignKey(Candidate, models.CASCADE, related_name="ties")
    other = models.ForeignKey(Candidate, models.CASCADE, related_name="+")
    kind = models.CharField(max_length=10, choices=TieKind)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["candidate", "other"], name="one_tie_between_two"),
            models.CheckConstraint(
                condition=~Q(candidate=F("other")), name="a_candidate_is_not_tied_to_itself"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.candidate} {self.kind} {self.other}"


class ProposalQuerySet(models.QuerySet["Proposal"]):
    """Proposals: those of one's own organisation, for they tell what each municipality promised."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(roadmap__owner_id=acting.organisation_id)


class Proposal(models.Model):
    """A plan that the program works out, from what was known and asked for that day.

    ``inputs`` is all that it is worked out from, frozen; ``best`` the best plan so far; ``answer``
    the plan, its proof and what it means for each candidate. One that somebody has moved a
    candidate in or out of has the one before as its ``base``: the difference is the price.
    """

    scrub: ClassVar = dict.fromkeys(
        ("id", "roadmap", "base", "job", "asked_at", "adopted_at"), "safe"
    ) | {
        "inputs": "sensitive",
        "best": "sensitive",
        "answer": "sensitive",
        "asked_by_name": "personal",
        "adopted_by_name": "personal",
    }

    roadmap = models.ForeignKey(Roadmap, models.PROTECT, related_name="proposals")
    job = models.ForeignKey("work.Job", models.SET_NULL, null=True, related_name="+")
    base = models.ForeignKey("self", models.SET_NULL, null=True, blank=True, related_name="+")
    inputs = models.JSONField()
    best = models.JSONField(null=True)
    answer = models.JSONField(null=True)
    asked_at = models.DateTimeField()
    asked_by_name = models.CharField(max_length=120)
    adopted_at = models.DateTimeField(null=True, blank=True)
    adopted_by_name = models.CharField(max_length=120, blank=True)

    objects = ProposalQuerySet.as_manager()

    class Meta:
        ordering = ["-asked_at", "-id"]

    def __str__(self) -> str:
        return f"{self.roadmap}, {self.asked_at:%Y-%m-%d}"

    def get_absolute_url(self) -> str:
        return reverse("roadmap:proposal", kwargs={"pk": self.pk})


class SimulationQuerySet(models.QuerySet["Simulation"]):
    """What was drawn for an organisation is its own."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(organisation_id=acting.organisation_id)


class Simulation(Drawn):
    """How the plan may turn out, for one organisation that takes part. The latest stands."""

    scrub: ClassVar = DRAWN_SCRUB | dict.fromkeys(("roadmap", "organisation"), "safe")

    roadmap = models.ForeignKey(Roadmap, models.CASCADE, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")

    objects = SimulationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["roadmap", "organisation", "economy"], name="one_drawing_of_a_plan"
            )
        ]

    def __str__(self) -> str:
        return f"{self.roadmap}, {self.economy}"
