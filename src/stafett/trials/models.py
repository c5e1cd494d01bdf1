"""A small, cheap test of an idea, with the demand written down before it begins."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stafett.lib.acting import Acting
from stafett.needs.models import LINE_LENGTH, PROBLEM_LENGTH, Need
from stafett.trials import rules


class Form(models.TextChoices):
    """How an idea is tested, the cheapest first."""

    QUESTION = "question", _("a question")
    TALK = "talk", _("a talk")
    DRAWING = "drawing", _("a drawing")
    MODEL = "model", _("a model")
    ROLE_PLAY = "role_play", _("a role play")
    PROTOTYPE = "prototype", _("a prototype")
    USER_TEST = "user_test", _("a user test")
    PILOT = "pilot", _("a pilot in daily work")


class UnitKind(models.TextChoices):
    """What is counted."""

    SHARE = "share", _("how many of those who took part, in per cent")
    VALUE = "value", _("a number for each, such as minutes")


class Direction(models.TextChoices):
    """Which way is better."""

    AT_LEAST = "at_least", _("at least")
    AT_MOST = "at_most", _("at most")


class State(models.TextChoices):
    """How far a test has come."""

    PLANNED = rules.PLANNED, _("planned")
    RUNNING = rules.RUNNING, _("running")
    MEASURED = rules.MEASURED, _("has a result")
    DECIDED = rules.DECIDED, _("decided")
    REPLACED = rules.REPLACED, _("replaced by a new version")


class DecisionKind(models.TextChoices):
    """What a test leads to."""

    ADOPT = "adopt", _("use it")
    ADAPT = "adapt", _("change it and test again")
    CONTINUE = "continue", _("test with more people")
    STOP = "stop", _("stop")


class TrialQuerySet(models.QuerySet["Trial"]):
    """Tests, seen by those who see the need."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(need__in=Need.objects.visible_to(acting))

    def live(self) -> Self:
        return self.exclude(state=State.REPLACED)


class Trial(models.Model):
    """One test of one idea for a need. Once locked, what it demands never changes.

    ``threshold`` and ``prediction`` are per cent where a share is counted, else in ``unit``.
    """

    scrub: ClassVar = {
        "id": "safe",
        "need": "safe",
        "organisation": "safe",
        "planned_by": "personal",
        "planned_by_name": "personal",
        "planned_at": "safe",
        "idea": "sensitive",
        "hypothesis": "sensitive",
        "riskiest_assumption": "sensitive",
        "form": "safe",
        "measure": "sensitive",
        "unit_kind": "safe",
        "unit": "safe",
        "direction": "safe",
        "threshold": "safe",
        "prediction": "safe",
        "planned_n": "safe",
        "stop_rule": "sensitive",
        "max_cost": "safe",
        "max_days": "safe",
        "lang": "safe",
        "state": "safe",
        "locked_at": "safe",
        "locked_by_name": "personal",
        "follows": "safe",
        "replaces": "safe",
        "learning": "sensitive",
        "share_with": "sensitive",
        "version": "safe",
        "changed_at": "safe",
        "changed_by_name": "personal",
    }

    need = models.ForeignKey("needs.Need", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    planned_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    planned_by_name = models.CharField(max_length=120)
    planned_at = models.DateTimeField()
    idea = models.CharField(_("idea"), max_length=LINE_LENGTH)
    hypothesis = models.TextField(_("hypothesis"), max_length=PROBLEM_LENGTH)
    riskiest_assumption = models.CharField(
        _("riskiest assumption"), max_length=LINE_LENGTH, blank=True
    )
    form = models.CharField(_("form"), max_length=20, choices=Form)
    measure = models.CharField(_("what is counted"), max_length=LINE_LENGTH)
    unit_kind = models.CharField(max_length=10, choices=UnitKind)
    unit = models.CharField(_("unit"), max_length=40, blank=True)
    direction = models.CharField(max_length=10, choices=Direction)
    threshold = models.DecimalField(_("threshold"), max_digits=12, decimal_places=2)
    prediction = models.DecimalField(_("prediction"), max_digits=12, decimal_places=2)
    planned_n = models.PositiveIntegerField(_("how many take part"))
    stop_rule = models.CharField(_("stop rule"), max_length=LINE_LENGTH, blank=True)
    max_cost = models.PositiveIntegerField(_("highest cost, NOK"), null=True, blank=True)
    max_days = models.PositiveIntegerField(_("most days"), null=True, blank=True)
    lang = models.CharField(max_length=5, default="nb")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    locked_at = models.DateTimeField(null=True, blank=True)
    locked_by_name = models.CharField(max_length=120, blank=True)
    follows = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="next_tests"
    )
    replaces = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="replaced_by"
    )
    learning = models.TextField(_("learning"), max_length=PROBLEM_LENGTH, blank=True)
    share_with = models.CharField(_("who else should know"), max_length=LINE_LENGTH, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120)

    objects = TrialQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                # One that is laid aside before it begins is decided, and was never locked.
                condition=Q(state__in=["planned", "decided"], locked_at=None)
                | (~Q(state="planned") & Q(locked_at__isnull=False)),
                name="trial_begins_locked",
            ),
            models.CheckConstraint(condition=Q(planned_n__gte=1), name="trial_with_somebody"),
        ]
        indexes = [models.Index(fields=["need", "planned_at"], name="trial_of_need")]

    def __str__(self) -> str:
        return self.idea

    def get_absolute_url(self) -> str:
        return reverse("trials:trial", kwargs={"pk": self.pk})

    @property
    def is_exploratory(self) -> bool:
        """The plan was changed after it was locked, so the result only suggests."""
        return self.replaces_id is not None


class Result(models.Model):
    """What happened. A correction is a new row; the one before it stays."""

    scrub: ClassVar = {
        "id": "safe",
        "trial": "safe",
        "n": "safe",
        "successes": "safe",
        "values": "safe",
        "deviations": "sensitive",
        "surprises": "sensitive",
        "recorded_by_name": "personal",
        "recorded_at": "safe",
        "supersedes": "safe",
    }

    trial = models.ForeignKey(Trial, models.PROTECT, related_name="results")
    n = models.PositiveIntegerField()
    successes = models.PositiveIntegerField(null=True, blank=True)
    values = models.JSONField(default=list, blank=True)
    deviations = models.TextField(_("deviations"), max_length=PROBLEM_LENGTH, blank=True)
    surprises = models.TextField(_("surprises"), max_length=PROBLEM_LENGTH, blank=True)
    recorded_by_name = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    supersedes = models.OneToOneField(
        "self", models.PROTECT, null=True, blank=True, related_name="superseded_by"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(successes=None) | Q(successes__lte=models.F("n")),
                name="not_more_than_took_part",
            ),
            models.UniqueConstraint(
                fields=["trial"], condition=Q(supersedes=None), name="one_first_result"
            ),
        ]

    def __str__(self) -> str:
        return f"{self.successes} / {self.n}" if self.successes is not None else f"n = {self.n}"


class Decision(models.Model):
    """What a test led to, and why."""

    scrub: ClassVar = {
        "id": "safe",
        "trial": "safe",
        "kind": "safe",
        "reason": "sensitive",
        "decided_by_name": "personal",
        "decided_at": "safe",
    }

    trial = models.OneToOneField(Trial, models.PROTECT, related_name="decision")
    kind = models.CharField(max_length=10, choices=DecisionKind)
    reason = models.TextField(_("reason"), max_length=PROBLEM_LENGTH)
    decided_by_name = models.CharField(max_length=120)
    decided_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.get_kind_display()}: {self.reason}"


class Evidence(models.Model):
    """A decided test that an initiative rests on."""

    scrub: ClassVar = dict.fromkeys(("id", "trial", "initiative"), "safe")

    trial = models.ForeignKey(Trial, models.PROTECT, related_name="+")
    initiative = models.ForeignKey("initiatives.Initiative", models.PROTECT, related_name="+")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["trial", "initiative"], name="evidence_once")
        ]

    def __str__(self) -> str:
        return f"{self.trial}"
