"""A solution: what it lets us stop doing, what it costs, who joins and who was asked."""

from datetime import date
from functools import lru_cache
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stafett.initiatives import rules
from stafett.lib.acting import Acting
from stafett.needs.models import LINE_LENGTH, PROBLEM_LENGTH, Scope
from stafett.organisations.models import Membership, open_to

TITLE = 120


class Stage(models.TextChoices):
    """Which leg of the lap an initiative is on, from the solution on."""

    SOLUTION = rules.SOLUTION, _("solution")
    ROADMAP = rules.ROADMAP, _("roadmap")
    HANDOVER = rules.HANDOVER, _("handover")
    PRACTICE = rules.PRACTICE, _("new practice")
    BENEFIT = rules.BENEFIT, _("measured benefit")
    LEARNING = rules.LEARNING, _("learning")
    STOPPED = rules.STOPPED, _("stopped")


class InitiativeQuerySet(models.QuerySet["Initiative"]):
    """Initiatives, seen as needs are: own ones, those of groups one belongs to, public ones."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(open_to(acting))

    def running(self) -> Self:
        return self.exclude(stage=Stage.STOPPED)


class Initiative(models.Model):
    """A solution to one or more needs, on its way through the lap."""

    scrub: ClassVar = {
        "id": "safe",
        "organisation": "safe",
        "lead": "personal",
        "lead_name": "personal",
        "title": "sensitive",
        "solution": "sensitive",
        "untested_reason": "sensitive",
        "staff_count": "safe",
        "stage": "safe",
        "stopped_reason": "sensitive",
        "scope": "safe",
        "group": "safe",
        "asks": "safe",
        "lang": "safe",
        "registered_by_name": "personal",
        "registered_at": "safe",
        "version": "safe",
        "changed_at": "safe",
        "changed_by_name": "personal",
    }

    needs = models.ManyToManyField("needs.Need", related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    lead = models.ForeignKey(
        "people.Person", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    lead_name = models.CharField(max_length=120)
    title = models.CharField(_("name"), max_length=TITLE)
    solution = models.TextField(_("solution"), max_length=PROBLEM_LENGTH)
    untested_reason = models.CharField(_("why untested"), max_length=LINE_LENGTH, blank=True)
    staff_count = models.PositiveIntegerField(_("people who will work anew"), null=True, blank=True)
    stage = models.CharField(max_length=10, choices=Stage, default=Stage.SOLUTION)
    stopped_reason = models.CharField(_("why it stopped"), max_length=LINE_LENGTH, blank=True)
    scope = models.CharField(_("shared with"), max_length=10, choices=Scope, default=Scope.OWN)
    group = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    lang = models.CharField(max_length=5, default="nb")
    # What a roadmap has left out asks nobody whether they join.
    asks = models.BooleanField(default=True)
    registered_by_name = models.CharField(max_length=120)
    registered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120)

    objects = InitiativeQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(scope__in=["region", "network"], group__isnull=False)
                | Q(scope__in=["own", "public"], group=None),
                name="initiative_shared_with_a_group_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(stage="stopped") | ~Q(stopped_reason=""),
                name="initiative_stopped_says_why",
            ),
        ]
        indexes = [
            models.Index(
                fields=["organisation", "-registered_at"], name="initiative_of_organisation"
            )
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("journey:initiative", kwargs={"pk": self.pk})


class PassedWarning(models.Model):
    """A warning that somebody read, answered with a reason, and passed. The reason is shown."""

    scrub: ClassVar = {
        "id": "safe",
        "initiative": "safe",
        "rule": "safe",
        "reason": "sensitive",
        "passed_by_name": "personal",
        "passed_at": "safe",
    }

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="passed_warnings")
    rule = models.CharField(max_length=4)
    reason = models.CharField(_("reason"), max_length=LINE_LENGTH)
    passed_by_name = models.CharField(max_length=120)
    passed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "rule"], name="one_reason_per_rule_and_initiative"
            )
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"


class DifferenceKind(models.TextChoices):
    """What falls away, or is added."""

    STEP = "step", _("a step in the work")
    FORM = "form", _("a form or a letter")
    SYSTEM = "system", _("a system")
    MEETING = "meeting", _("a meeting")
    ROLE = "role", _("a task somebody has")


class Relieved(models.TextChoices):
    """Whose time it is."""

    STAFF = "staff", _("staff")
    INHABITANTS = "inhabitants", _("inhabitants")
    BUSINESS = "business", _("businesses")


class Difference(models.Model):
    """What an initiative lets us stop doing, or what it adds."""

    scrub: ClassVar = {
        "id": "safe",
        "initiative": "safe",
        "is_removed": "safe",
        "kind": "safe",
        "what": "sensitive",
        "minutes": "safe",
        "times_a_year": "safe",
        "relieved": "safe",
        "version": "safe",
        "changed_at": "safe",
        "changed_by_name": "personal",
    }

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="differences")
    is_removed = models.BooleanField(_("falls away"))
    kind = models.CharField(_("kind"), max_length=10, choices=DifferenceKind)
    what = models.CharField(_("what"), max_length=LINE_LENGTH)
    minutes = models.DecimalField(
        _("minutes each time"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    times_a_year = models.PositiveIntegerField(_("times a year"), null=True, blank=True)
    relieved = models.CharField(_("whose time"), max_length=12, choices=Relieved)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minutes=None) | Q(minutes__gte=0), name="difference_takes_no_less_time"
            )
        ]

    def __str__(self) -> str:
        return self.what


class CostKind(models.TextChoices):
    """What money goes to. The first four are those a headline is never shown without (R19)."""

    LICENCE = "licence", _("licences and equipment")
    TRAINING = "training", _("training")
    DIP = "dip", _("the dip while people learn")
    OPERATION = "operation", _("operation and support")
    DEVELOPMENT = "development", _("development and set-up")
    OTHER = "other", pgettext_lazy("cost", "other")


class Vat(models.TextChoices):
    """How value-added tax stands in an amount."""

    EXCLUDED = "excluded", _("without VAT")
    INCLUDED = "included", _("with VAT")
    NONE = "none", _("no VAT on this")


class Payer(models.TextChoices):
    """Who pays."""

    MUNICIPALITY = "municipality", _("the municipality")
    REGION = "region", pgettext_lazy("payer", "the region")
    GRANT = "grant", _("a grant from the state")
    OTHER = "other", _("somebody else")


class CostLine(models.Model):
    """What something costs each year from one to another, with its price year."""

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "initiative",
            "kind",
            "year",
            "last_year",
            "low",
            "likely",
            "high",
            "price_year",
            "vat",
            "payer",
            "version",
            "changed_at",
        ),
        "safe",
    ) | {"what": "sensitive", "source": "sensitive", "changed_by_name": "personal"}

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="cost_lines")
    kind = models.CharField(_("kind"), max_length=12, choices=CostKind)
    what = models.CharField(_("what"), max_length=LINE_LENGTH)
    year = models.PositiveSmallIntegerField(_("from year"))
    last_year = models.PositiveSmallIntegerField(_("to year"))
    low = models.DecimalField(_("low"), max_digits=14, decimal_places=2)
    likely = models.DecimalField(_("likely"), max_digits=14, decimal_places=2)
    high = models.DecimalField(_("high"), max_digits=14, decimal_places=2)
    price_year = models.PositiveSmallIntegerField(_("price year"))
    vat = models.CharField(_("VAT"), max_length=10, choices=Vat)
    payer = models.CharField(_("who pays"), max_length=14, choices=Payer)
    source = models.CharField(_("source"), max_length=LINE_LENGTH, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField(null=True, blank=True)
    changed_by_name = models.CharField(max_length=120, blank=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(low__lte=F("likely"), likely__lte=F("high"), low__gte=0),
                name="cost_low_likely_high",
            ),
            models.CheckConstraint(
                condition=Q(last_year__gte=F("year")), name="cost_years_run_forwards"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.what}: {self.likely}"


class Answer(models.TextChoices):
    """Whether a municipality joins."""

    JOINS = "joins", _("joins")
    LATER = "later", _("later")
    NO = "no", _("no")


class Same(models.TextChoices):
    """Whether something is as it is with those who have done it."""

    YES = "yes", _("the same")
    NO = "no", _("different")
    UNKNOWN = "unknown", _("not known")


@lru_cache(maxsize=64)
def still_reached(day: date, place: str) -> Q:
    """Return the rows of those an initiative reaches on a day, by the field that names them.

    Its owner, the members of the group it is shared with, and anybody where it is public.
    """
    member = Membership.objects.holding_on(day).filter(
        group=OuterRef("initiative__group"), member=OuterRef(place)
    )
    owner = Q(**{place: F("initiative__organisation")})
    return owner | Q(initiative__scope=Scope.PUBLIC) | Q(Exists(member))


@lru_cache(maxsize=1_000)
def _has_joined(organisation_id: int | None) -> Q:
    """Hold for the rows of an initiative that somebody has joined."""
    joined = Participation.objects.filter(
        initiative=OuterRef("initiative"), municipality_id=organisation_id, answer=Answer.JOINS
    )
    return Q(Exists(joined))


class SaidQuerySet(models.QuerySet):
    """What an organisation said: seen by itself, and by the owner while it reaches there.

    What the owner itself said is seen by those who have joined, too.
    """

    place = "municipality"

    def visible_to(self, acting: Acting) -> Self:
        mine = acting.organisation_id
        own = Q(**{f"{self.place}_id": mine})
        to_owner = Q(initiative__organisation_id=mine) & still_reached(acting.day, self.place)
        by_owner = Q(**{self.place: F("initiative__organisation")})
        return self.filter(own | to_owner | by_owner & _has_joined(mine))

    def reached_on(self, day: date) -> Self:
        return self.filter(still_reached(day, self.place))


class NotedQuerySet(SaidQuerySet):
    """What an organisation noted about how people were brought in."""

    place = "organisation"


class Participation(models.Model):
    """A municipality's own answer to whether it joins, and how alike it is."""

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "initiative",
            "municipality",
            "answer",
            "same_system",
            "same_version",
            "same_configuration",
            "same_routine",
            "answered_at",
            "version",
        ),
        "safe",
    ) | {"reason": "sensitive", "answered_by_name": "personal"}

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="participations")
    municipality = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    answer = models.CharField(_("answer"), max_length=6, choices=Answer)
    reason = models.CharField(_("reason"), max_length=LINE_LENGTH, blank=True)
    same_system = models.CharField(_("system"), max_length=8, choices=Same, default=Same.UNKNOWN)
    same_version = models.CharField(_("version"), max_length=8, choices=Same, default=Same.UNKNOWN)
    same_configuration = models.CharField(
        _("configuration"), max_length=8, choices=Same, default=Same.UNKNOWN
    )
    same_routine = models.CharField(_("routine"), max_length=8, choices=Same, default=Same.UNKNOWN)
    answered_by_name = models.CharField(max_length=120)
    answered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)

    objects = SaidQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "municipality"], name="one_answer_a_municipality"
            ),
            models.CheckConstraint(
                condition=Q(answer="joins") | ~Q(reason=""), name="later_and_no_say_why"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.municipality}: {self.get_answer_display()}"


class InvolvementKind(models.TextChoices):
    """How the unions, the safety reps and the staff came in."""

    INFORMED = "informed", _("informed")
    LEADER_DIALOGUE = "leader_dialogue", _("talked with by the leader")
    ALL_STAFF_MEETING = "all_staff_meeting", _("all-staff meeting")
    CONSULTED = "consulted", _("consulted")
    RISK_ASSESSED = "risk_assessed", _("risk-assessed")


class Involvement(models.Model):
    """One time somebody was informed or asked: who, when, what they said, what was answered.

    ``happened_on`` may lie in the past; ``noted_at`` is when it was noted, and never before what
    is noted already. The database keeps both, and lets an answer be given once.
    """

    scrub: ClassVar = {
        "id": "safe",
        "initiative": "safe",
        "organisation": "safe",
        "kind": "safe",
        "with_whom": "sensitive",
        "happened_on": "safe",
        "view": "sensitive",
        "reply": "sensitive",
        "noted_by_name": "personal",
        "noted_at": "safe",
        "replied_by_name": "personal",
        "replied_on": "safe",
    }

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="involvements")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    kind = models.CharField(_("how"), max_length=20, choices=InvolvementKind)
    with_whom = models.CharField(_("with whom"), max_length=LINE_LENGTH)
    happened_on = models.DateField(_("when"))
    view = models.TextField(_("what they said"), max_length=PROBLEM_LENGTH, blank=True)
    reply = models.TextField(_("our answer"), max_length=PROBLEM_LENGTH, blank=True)
    noted_by_name = models.CharField(max_length=120)
    noted_at = models.DateTimeField()
    replied_by_name = models.CharField(max_length=120, blank=True)
    replied_on = models.DateField(null=True, blank=True)

    objects = NotedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(replied_on=None) | ~Q(reply=""), name="replied_with_a_reply"
            )
        ]

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.with_whom}"

    @property
    def waits_for_answer(self) -> bool:
        """Whether they said something that nobody has answered."""
        return bool(self.view) and not self.reply

    @property
    def noted_on(self) -> date:
        """The day it was noted."""
        return localdate(self.noted_at)

    @property
    def is_noted_afterwards(self) -> bool:
        """Whether it was noted long after it happened."""
        return rules.was_noted_afterwards(self.happened_on, self.noted_on)


class StaffView(models.Model):
    """How many of those who will work this way see the use of it."""

    scrub: ClassVar = {
        "id": "safe",
        "initiative": "safe",
        "municipality": "safe",
        "asked": "safe",
        "see_the_use": "safe",
        "comment": "sensitive",
        "asked_on": "safe",
        "noted_by_name": "personal",
        "noted_at": "safe",
    }

    initiative = models.ForeignKey(Initiative, models.CASCADE, related_name="staff_views")
    municipality = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    asked = models.PositiveIntegerField(_("how many were asked"))
    see_the_use = models.PositiveIntegerField(_("how many see the use of it"))
    comment = models.CharField(_("what they said"), max_length=LINE_LENGTH, blank=True)
    asked_on = models.DateField(_("when"))
    noted_by_name = models.CharField(max_length=120)
    noted_at = models.DateTimeField()

    objects = SaidQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(see_the_use__lte=F("asked")), name="no_more_than_were_asked"
            )
        ]

    def __str__(self) -> str:
        return f"{self.see_the_use} / {self.asked}"
