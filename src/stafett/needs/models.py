"""A problem somebody meets at work or in life, told before anybody has a solution."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stafett.lib.acting import Acting
from stafett.organisations.models import Sector, open_to

PROBLEM_LENGTH = 4000
LINE_LENGTH = 500


class Scope(models.TextChoices):
    """Who may see a need."""

    OWN = "own", _("our own organisation")
    REGION = "region", _("the region")
    NETWORK = "network", _("a network")
    PUBLIC = "public", _("everybody")


class ActorKind(models.TextChoices):
    """Who a contribution comes from."""

    INHABITANT = "inhabitant", _("inhabitants or users")
    RELATIVE = "relative", _("relatives")
    EMPLOYEE = "employee", _("employees")
    VOLUNTEER = "volunteer", _("volunteers")
    BUSINESS = "business", _("businesses")
    POLITICIAN = "politician", _("politicians")
    OTHER = "other", _("others")


class Outcome(models.TextChoices):
    """What came of a need."""

    SOLVED = "solved", _("solved")
    ELSEWHERE = "elsewhere", _("goes on in another need")
    LEFT = "left", _("left for now")


class NeedQuerySet(models.QuerySet["Need"]):
    """Needs, asked for in words."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(open_to(acting))

    def public(self) -> Self:
        return self.filter(scope=Scope.PUBLIC)

    def open(self) -> Self:
        return self.filter(closed_on=None)


class Need(models.Model):
    """A problem, who has it and how it is today. Never a solution."""

    scrub: ClassVar = {
        "id": "safe",
        "organisation": "safe",
        "registered_by": "personal",
        "registered_by_name": "personal",
        "registered_at": "safe",
        "title": "sensitive",
        "problem": "sensitive",
        "affected_group": "sensitive",
        "today": "sensitive",
        "evidence": "sensitive",
        "heard_count": "safe",
        "null_alternative": "sensitive",
        "null_worsens": "safe",
        "unit": "safe",
        "sector": "safe",
        "scope": "safe",
        "group": "safe",
        "lang": "safe",
        "outcome": "safe",
        "outcome_note": "sensitive",
        "closed_on": "safe",
        "search_text": "sensitive",
        "version": "safe",
        "changed_at": "safe",
        "changed_by_name": "personal",
    }

    organisation = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, related_name="+", db_index=False
    )
    registered_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    registered_by_name = models.CharField(max_length=120)
    registered_at = models.DateTimeField()
    title = models.CharField(_("title"), max_length=120)
    problem = models.TextField(_("problem"), max_length=PROBLEM_LENGTH)
    affected_group = models.CharField(_("affected group"), max_length=LINE_LENGTH)
    today = models.TextField(_("today's level"), max_length=PROBLEM_LENGTH, blank=True)
    evidence = models.TextField(_("evidence"), max_length=PROBLEM_LENGTH, blank=True)
    heard_count = models.PositiveIntegerField(_("people heard"), null=True, blank=True)
    null_alternative = models.TextField(
        _("null alternative"), max_length=PROBLEM_LENGTH, blank=True
    )
    null_worsens = models.BooleanField(_("gets worse with time"), null=True, blank=True)
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="+"
    )
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    scope = models.CharField(_("shared with"), max_length=10, choices=Scope, default=Scope.OWN)
    group = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    lang = models.CharField(_("language"), max_length=5, default="nb")
    outcome = models.CharField(_("what came of it"), max_length=20, choices=Outcome, blank=True)
    outcome_note = models.TextField(max_length=PROBLEM_LENGTH, blank=True)
    closed_on = models.DateField(null=True, blank=True)
    search_text = models.TextField(editable=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120)

    objects = NeedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(problem="") & ~Q(title="") & ~Q(affected_group=""),
                name="need_says_what_and_for_whom",
            ),
            models.CheckConstraint(
                condition=Q(scope__in=["region", "network"], group__isnull=False)
                | Q(scope__in=["own", "public"], group=None),
                name="need_shared_with_a_group_names_it",
            ),
            models.CheckConstraint(
                condition=Q(closed_on=None, outcome="")
                | (Q(closed_on__isnull=False) & ~Q(outcome="")),
                name="need_closed_says_what_came_of_it",
            ),
        ]
        indexes = [
            models.Index(fields=["-registered_at", "-id"], name="need_latest_first"),
            models.Index(fields=["organisation", "-registered_at"], name="need_of_organisation"),
            models.Index(fields=["changed_at", "id"], name="need_by_change"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("journey:need", kwargs={"pk": self.pk})


class PassedWarning(models.Model):
    """A warning that somebody read, answered with a reason, and passed."""

    scrub: ClassVar = {
        "id": "safe",
        "need": "safe",
        "rule": "safe",
        "reason": "sensitive",
        "passed_by_name": "personal",
        "passed_at": "safe",
    }

    need = models.ForeignKey(Need, models.CASCADE, related_name="passed_warnings")
    rule = models.CharField(max_length=4)
    reason = models.CharField(_("reason"), max_length=LINE_LENGTH)
    passed_by_name = models.CharField(max_length=120)
    passed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "rule"], name="one_reason_per_rule_and_need")
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"


class SameHere(models.Model):
    """Another organisation that has the same problem."""

    scrub: ClassVar = {
        "id": "safe",
        "need": "safe",
        "organisation": "safe",
        "note": "sensitive",
        "said_by_name": "personal",
        "said_at": "safe",
    }

    need = models.ForeignKey(Need, models.CASCADE, related_name="same_here")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    note = models.CharField(_("note"), max_length=LINE_LENGTH, blank=True)
    said_by_name = models.CharField(max_length=120)
    said_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["need", "organisation"], name="same_here_once")
        ]

    def __str__(self) -> str:
        return f"{self.organisation}: {self.note}"


class Contribution(models.Model):
    """What somebody outside told about a need, and the answer they got.

    From a passer-by it carries no person. It is shown to others once it is answered.
    """

    scrub: ClassVar = {
        "id": "safe",
        "need": "safe",
        "actor_kind": "safe",
        "count": "safe",
        "what": "sensitive",
        "lang": "safe",
        "received_on": "safe",
        "answer": "sensitive",
        "answered_on": "safe",
        "answered_by_name": "personal",
        "shown": "safe",
    }

    need = models.ForeignKey(Need, models.CASCADE, related_name="contributions")
    actor_kind = models.CharField(_("from"), max_length=20, choices=ActorKind)
    count = models.PositiveIntegerField(_("how many"), default=1)
    what = models.TextField(_("what they said"), max_length=PROBLEM_LENGTH)
    lang = models.CharField(max_length=5, default="nb")
    received_on = models.DateField()
    answer = models.TextField(_("answer"), max_length=PROBLEM_LENGTH, blank=True)
    answered_on = models.DateField(null=True, blank=True)
    answered_by_name = models.CharField(max_length=120, blank=True)
    shown = models.BooleanField(default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(answered_on=None) | ~Q(answer=""), name="answered_with_an_answer"
            ),
            models.CheckConstraint(condition=Q(count__gte=1), name="contribution_from_somebody"),
        ]

    def __str__(self) -> str:
        return self.what[:60]


class CatalogueWord(models.Model):
    """A product or technology that an organisation uses: a problem names none of them."""

    scrub: ClassVar = {"id": "safe", "organisation": "safe", "word": "safe", "note": "safe"}

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    word = models.CharField(_("word"), max_length=60)
    note = models.CharField(_("ask instead"), max_length=200, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "word"],
                name="catalogue_word_once",
                violation_error_message=_("The word is in the catalogue already."),
            )
        ]

    def __str__(self) -> str:
        return self.word
