"""What came of something, told for those who come after; and who took it up."""

from typing import ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stafett.cases import rules
from stafett.initiatives.models import Initiative
from stafett.lib.acting import Acting
from stafett.needs.models import LINE_LENGTH, PROBLEM_LENGTH, Scope
from stafett.organisations.models import Sector, open_to

TITLE = 120


class State(models.TextChoices):
    """How far a case has come."""

    DRAFT = rules.DRAFT, _("draft")
    PUBLISHED = rules.PUBLISHED, _("published")
    WITHDRAWN = rules.WITHDRAWN, _("withdrawn")


class Result(models.TextChoices):
    """What came of it, in one word."""

    GAVE = rules.GAVE, _("gave what we hoped for")
    PARTLY = rules.PARTLY, _("gave a part of what we hoped for")
    DID_NOT = rules.DID_NOT, _("did not give what we thought")
    STOPPED = rules.STOPPED, _("stopped in time")
    UNKNOWN = rules.UNKNOWN, _("not known yet")


class CaseQuerySet(models.QuerySet["Case"]):
    """Cases: own ones; of others, what has been published, as far as it is open."""

    def visible_to(self, acting: Acting) -> Self:
        own = Q(organisation_id=acting.organisation_id)
        return self.filter(own | ~Q(state=State.DRAFT) & open_to(acting))

    def published(self) -> Self:
        return self.filter(state=State.PUBLISHED)


class Case(models.Model):
    """One lap told: the need, what was done, what came of it, and what did not work.

    ``figures`` are frozen when it is published, as plain words and numbers with the day and what
    they were reckoned by. ``comes_from`` is how what it tells of came here, and ``root`` the case
    that the chain began with.
    """

    scrub: ClassVar = {
        "id": "safe",
        "initiative": "safe",
        "trial": "safe",
        "organisation": "safe",
        "title": "sensitive",
        "need_told": "sensitive",
        "affected_group": "sensitive",
        "measures_told": "sensitive",
        "result_told": "sensitive",
        "failed_told": "sensitive",
        "result": "safe",
        "sector": "safe",
        "scope": "safe",
        "group": "safe",
        "lang": "safe",
        "figures": "sensitive",
        "figures_on": "safe",
        "comes_from": "safe",
        "root": "safe",
        "state": "safe",
        "author": "personal",
        "author_name": "personal",
        "written_at": "safe",
        "published_at": "safe",
        "published_by_name": "personal",
        "withdrawn_on": "safe",
        "withdrawn_reason": "sensitive",
        "search_text": "sensitive",
        "version": "safe",
        "changed_at": "safe",
        "changed_by_name": "personal",
    }

    initiative = models.ForeignKey(
        "initiatives.Initiative", models.PROTECT, null=True, blank=True, related_name="+"
    )
    trial = models.ForeignKey(
        "trials.Trial", models.PROTECT, null=True, blank=True, related_name="+"
    )
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    title = models.CharField(_("title"), max_length=TITLE)
    need_told = models.TextField(_("the need"), max_length=PROBLEM_LENGTH, blank=True)
    affected_group = models.CharField(_("who it was for"), max_length=LINE_LENGTH, blank=True)
    measures_told = models.TextField(_("what we did"), max_length=PROBLEM_LENGTH, blank=True)
    result_told = models.TextField(_("what came of it"), max_length=PROBLEM_LENGTH, blank=True)
    failed_told = models.TextField(_("what did not work"), max_length=PROBLEM_LENGTH, blank=True)
    result = models.CharField(_("result"), max_length=10, choices=Result, default=Result.UNKNOWN)
    sector = models.CharField(_("sector"), max_length=20, choices=Sector)
    scope = models.CharField(_("shared with"), max_length=10, choices=Scope, default=Scope.OWN)
    group = models.ForeignKey(
        "organisations.Organisation", models.PROTECT, null=True, blank=True, related_name="+"
    )
    lang = models.CharField(max_length=5, default="nb")
    figures = models.JSONField(default=dict, blank=True)
    figures_on = models.DateField(null=True, blank=True)
    comes_from = models.ForeignKey(
        "Adoption", models.PROTECT, null=True, blank=True, related_name="told_as"
    )
    root = models.ForeignKey("self", models.PROTECT, null=True, blank=True, related_name="+")
    state = models.CharField(max_length=10, choices=State, default=State.DRAFT)
    author = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    author_name = models.CharField(max_length=120)
    written_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True, blank=True)
    published_by_name = models.CharField(max_length=120, blank=True)
    withdrawn_on = models.DateField(null=True, blank=True)
    withdrawn_reason = models.CharField(_("why"), max_length=LINE_LENGTH, blank=True)
    search_text = models.TextField(editable=False)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120)

    objects = CaseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(initiative__isnull=False, trial=None)
                | Q(initiative=None, trial__isnull=False),
                name="case_tells_of_one_thing",
            ),
            models.UniqueConstraint(
                fields=["initiative", "organisation"],
                condition=Q(initiative__isnull=False),
                name="one_case_an_organisation_and_initiative",
            ),
            models.UniqueConstraint(
                fields=["trial"], condition=Q(trial__isnull=False), name="one_case_a_test"
            ),
            models.CheckConstraint(
                condition=Q(scope__in=["region", "network"], group__isnull=False)
                | Q(scope__in=["own", "public"], group=None),
                name="case_shared_with_a_group_names_it",
            ),
            models.CheckConstraint(
                condition=~Q(state="published")
                | Q(published_at__isnull=False)
                & ~Q(need_told="")
                & ~Q(measures_told="")
                & ~Q(result_told="")
                & ~Q(failed_told=""),
                name="case_published_is_whole",
            ),
            models.CheckConstraint(
                condition=~Q(state="withdrawn")
                | Q(withdrawn_on__isnull=False) & ~Q(withdrawn_reason=""),
                name="case_withdrawn_says_why",
            ),
        ]
        indexes = [
            models.Index(fields=["state", "-published_at"], name="cases_latest_first"),
        ]

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        return reverse("cases:case", kwargs={"pk": self.pk})


class AdoptionQuerySet(models.QuerySet["Adoption"]):
    """Who took up what: known to both sides, and to those who see what came of it there."""

    def visible_to(self, acting: Acting) -> Self:
        mine = acting.organisation_id
        told = Q(initiative__in=Initiative.objects.visible_to(acting))
        return self.filter(Q(organisation_id=mine) | Q(case__organisation_id=mine) | told)


class Adoption(models.Model):
    """A case taken up somewhere else. It has spread when practice changed there, not before."""

    scrub: ClassVar = {
        "id": "safe",
        "case": "safe",
        "need": "safe",
        "initiative": "safe",
        "organisation": "safe",
        "note": "sensitive",
        "adopted_at": "safe",
        "adopted_by_name": "personal",
        "practised_on": "safe",
        "practised_by_name": "personal",
    }

    case = models.ForeignKey(Case, models.PROTECT, related_name="adoptions")
    need = models.ForeignKey("needs.Need", models.PROTECT, related_name="+")
    initiative = models.OneToOneField("initiatives.Initiative", models.PROTECT, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    note = models.CharField(_("what is different here"), max_length=LINE_LENGTH, blank=True)
    adopted_at = models.DateTimeField()
    adopted_by_name = models.CharField(max_length=120)
    practised_on = models.DateField(null=True, blank=True)
    practised_by_name = models.CharField(max_length=120, blank=True)

    objects = AdoptionQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["case", "organisation"], name="case_taken_up_once")
        ]

    def __str__(self) -> str:
        return f"{self.case}, {self.organisation}"
