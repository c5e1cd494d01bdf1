"""A benefit is the standard; a commitment is one municipality's promise on it."""

from datetime import date
from functools import lru_cache
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Exists, F, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stafett.benefits.rules import marks, staffing, states
from stafett.initiatives.models import Initiative
from stafett.lib.acting import Acting
from stafett.lib.addresses import address
from stafett.needs.models import LINE_LENGTH, PROBLEM_LENGTH
from stafett.organisations.models import Membership, holds_on

READING: Any = {"max_digits": 16, "decimal_places": 4}
MONEY: Any = {"max_digits": 14, "decimal_places": 2}


# --- the standard ---------------------------------------------------------------------------


class Kind(models.TextChoices):
    """The three kinds the field agrees on."""

    AVOIDED_COST = "avoided_cost", _("avoided costs")
    TIME_SAVED = "time_saved", _("time saved")
    QUALITY = "quality", _("increased quality")


class Beneficiary(models.TextChoices):
    """Who gains."""

    MUNICIPALITY = "municipality", _("the municipality")
    INHABITANTS = "inhabitants", _("inhabitants")
    BUSINESS = "business", _("businesses")
    OTHER_PUBLIC = "other_public", _("other public bodies")


class Valuation(models.TextChoices):
    """How a reading becomes hours or kroner. Forecast and measured go by the same formula."""

    NONE = "none", _("it does not: the reading is what counts")
    DIRECT = "direct", _("each unit of the reading, so many times a year")
    VOLUME = "volume", _("each unit of the reading, for each case, for those who use it")


class Counts(models.TextChoices):
    """What a valued reading is counted in."""

    HOURS = "hours", _("hours")
    NOK = "nok", _("kroner")


class BenefitQuerySet(models.QuerySet["Benefit"]):
    """Benefits, seen by those who see the initiative."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(initiative__in=Initiative.objects.visible_to(acting))


class Benefit(models.Model):
    """What should get better, by which yardstick, for whom (no: gevinst).

    ``mark`` is what a plan calls it (Ø1, V2, K3): given once, and never to another.
    ``factor`` is minutes for one unit of the reading where hours are counted, kroner (in the
    prices of ``price_year``) where kroner are.
    """

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "initiative",
            "mark",
            "kind",
            "beneficiary",
            "indicator",
            "is_disbenefit",
            "is_main_aim",
            "is_unplanned",
            "valuation",
            "counts",
            "factor",
            "times_a_year",
            "price_year",
            "version",
            "changed_at",
        ),
        "safe",
    ) | {"name": "sensitive", "changed_by_name": "personal"}

    initiative = models.ForeignKey("initiatives.Initiative", models.PROTECT, related_name="+")
    mark = models.CharField(_("mark in the plan"), max_length=6)
    name = models.CharField(_("name"), max_length=160)
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    beneficiary = models.CharField(_("who gains"), max_length=12, choices=Beneficiary)
    indicator = models.ForeignKey("indicators.Indicator", models.PROTECT, related_name="+")
    is_disbenefit = models.BooleanField(_("a dis-benefit"), default=False)
    is_main_aim = models.BooleanField(_("a main aim"), default=False)
    is_unplanned = models.BooleanField(_("unplanned"), default=False)
    valuation = models.CharField(max_length=6, choices=Valuation, default=Valuation.NONE)
    counts = models.CharField(max_length=5, choices=Counts, blank=True)
    factor = models.DecimalField(max_digits=12, decimal_places=4, null=True, blank=True)
    times_a_year = models.PositiveIntegerField(default=1)
    price_year = models.PositiveSmallIntegerField(_("price year"), null=True, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120)

    objects = BenefitQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "name"],
                name="benefit_name_once",
                violation_error_message=_("There is already a benefit with this name."),
            ),
            models.UniqueConstraint(fields=["initiative", "mark"], name="benefit_mark_once"),
            models.CheckConstraint(condition=~Q(mark=""), name="benefit_has_a_mark"),
            models.CheckConstraint(
                condition=Q(valuation="none", counts="", factor=None)
                | (~Q(valuation="none") & ~Q(counts="") & Q(factor__gt=0)),
                name="benefit_valued_by_a_factor",
            ),
            models.CheckConstraint(
                condition=~Q(counts="nok") | Q(price_year__isnull=False),
                name="benefit_in_kroner_has_a_price_year",
            ),
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return address("benefits:benefit", self.pk)


class GivenMark(models.Model):
    """A mark that a benefit of an initiative was given. It stays when the benefit goes."""

    scrub: ClassVar = dict.fromkeys(("id", "initiative", "letter", "number"), "safe")

    initiative = models.ForeignKey("initiatives.Initiative", models.CASCADE, related_name="+")
    letter = models.CharField(max_length=1)
    number = models.PositiveSmallIntegerField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "letter", "number"], name="mark_given_once"
            )
        ]

    def __str__(self) -> str:
        return marks.written(self.letter, self.number)


# --- the promise ----------------------------------------------------------------------------


class Process(models.Model):
    """A piece of work in one organisation, whose hours can be saved only once."""

    scrub: ClassVar = {"id": "safe", "organisation": "safe", "name": "safe"}

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    name = models.CharField(_("work process"), max_length=120)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "name"],
                name="process_name_once",
                violation_error_message=_("There is already a work process with this name."),
            )
        ]

    def __str__(self) -> str:
        return self.name


class ProcessHours(models.Model):
    """How many hours a process took in a unit and a year, before anything changed (R12)."""

    scrub: ClassVar = {
        "id": "safe",
        "process": "safe",
        "unit": "safe",
        "year": "safe",
        "hours": "safe",
        "source": "sensitive",
        "noted_by_name": "personal",
        "noted_at": "safe",
    }

    process = models.ForeignKey(Process, models.PROTECT, related_name="hours")
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="+"
    )
    year = models.PositiveSmallIntegerField(_("year"))
    hours = models.DecimalField(_("hours"), max_digits=12, decimal_places=2)
    source = models.CharField(_("source"), max_length=LINE_LENGTH)
    noted_by_name = models.CharField(max_length=120)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["process", "unit", "year"],
                condition=Q(unit__isnull=False),
                name="process_hours_once_a_unit",
            ),
            models.UniqueConstraint(
                fields=["process", "year"], condition=Q(unit=None), name="process_hours_once"
            ),
            models.CheckConstraint(condition=Q(hours__gt=0), name="process_takes_time"),
        ]

    def __str__(self) -> str:
        return f"{self.process} {self.year}: {self.hours}"


class TakeOut(models.TextChoices):
    """How a benefit is taken out."""

    BUDGET = "budget", _("the budget is reduced")
    OTHER_USE = "other_use", _("the time or money is used for something else")
    AVOIDED_GROWTH = "avoided_growth", _("we avoid growth that would have come")
    EXTERNAL = "external", _("it falls to others than the municipality")
    UNDECIDED = "undecided", _("not decided yet")


def promises_seen(acting: Acting, *, initiative: str = "benefit__initiative") -> Q:
    """Hold for promises, and for rows with a ``municipality`` and an ``initiative`` of a promise.

    The municipality's own, and those of a region's members on its initiatives.
    """
    own = Q(municipality_id=acting.organisation_id)
    on_our_initiative = Q(**{f"{initiative}__organisation_id": acting.organisation_id})
    return own | on_our_initiative & _is_member(acting.day, initiative)


@lru_cache(maxsize=64)
def _is_member(day: date, initiative: str) -> Q:
    """Hold where the municipality is a member of the group whose initiative it is."""
    member = Membership.objects.filter(
        holds_on(day),
        confirmed_on__lte=day,
        group=OuterRef(f"{initiative}__organisation"),
        member=OuterRef("municipality"),
    )
    return Q(Exists(member))


class CommitmentQuerySet(models.QuerySet["Commitment"]):
    """Promises: the municipality's own, and those of a region's members on its initiatives."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(promises_seen(acting))

    def live(self) -> Self:
        return self.filter(state__in=[states.PROPOSED, states.CONFIRMED])


class State(models.TextChoices):
    """How far a promise has come."""

    PROPOSED = states.PROPOSED, _("waits for its owner's yes")
    CONFIRMED = states.CONFIRMED, _("promised")
    DECLINED = states.DECLINED, _("declined")
    WITHDRAWN = states.WITHDRAWN, _("withdrawn")


class Commitment(models.Model):
    """One municipality's promise on a benefit, in the indicator's own unit (no: gevinstløfte).

    ``target_low <= target_likely <= target_high`` are levels the yardstick should read.
    ``ramp_up`` holds shares 0-1, one for each year from the effect starts; after the last all of
    it is there. ``volume`` is cases a year, ``adoption`` the share of users who use it. The
    baseline is the live reading of the yardstick for the period ``baseline_from``-``baseline_to``.
    """

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "benefit",
            "municipality",
            "unit",
            "state",
            "target_low",
            "target_likely",
            "target_high",
            "ramp_up",
            "take_out",
            "take_out_by",
            "effect_starts_on",
            "measure_every",
            "baseline_from",
            "baseline_to",
            "process",
            "volume",
            "adoption",
            "people",
            "measuring_hours",
            "depends_on",
            "split_share",
            "awaits_budget",
            "lang",
            "made_at",
            "answered_at",
            "version",
            "changed_at",
        ),
        "safe",
    ) | {
        "owner": "personal",
        "owner_name": "personal",
        "made_by_name": "personal",
        "answered_by_name": "personal",
        "changed_by_name": "personal",
        "take_out_what": "sensitive",
        "assumptions": "sensitive",
        "declined_reason": "sensitive",
    }

    benefit = models.ForeignKey(Benefit, models.PROTECT, related_name="commitments")
    municipality = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    unit = models.ForeignKey(
        "organisations.Unit", models.PROTECT, null=True, blank=True, related_name="+"
    )
    owner = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    owner_name = models.CharField(max_length=120)
    state = models.CharField(max_length=10, choices=State, default=State.PROPOSED)
    target_low = models.DecimalField(_("low"), **READING)
    target_likely = models.DecimalField(_("likely"), **READING)
    target_high = models.DecimalField(_("high"), **READING)
    ramp_up = models.JSONField(default=list, blank=True)
    take_out = models.CharField(
        _("taking out"), max_length=14, choices=TakeOut, default=TakeOut.UNDECIDED
    )
    take_out_what = models.CharField(_("used for what"), max_length=LINE_LENGTH, blank=True)
    take_out_by = models.DateField(_("decided by"), null=True, blank=True)
    effect_starts_on = models.DateField(_("effect starts"))
    measure_every = models.PositiveSmallIntegerField(_("months between readings"), default=12)
    baseline_from = models.DateField(null=True, blank=True)
    baseline_to = models.DateField(null=True, blank=True)
    process = models.ForeignKey(
        Process, models.PROTECT, null=True, blank=True, related_name="commitments"
    )
    volume = models.DecimalField(
        _("cases a year"), max_digits=12, decimal_places=2, null=True, blank=True
    )
    adoption = models.DecimalField(
        _("share who use it"), max_digits=5, decimal_places=4, null=True, blank=True
    )
    people = models.PositiveIntegerField(_("people it is spread over"), null=True, blank=True)
    measuring_hours = models.DecimalField(
        _("hours each reading takes"), max_digits=8, decimal_places=2, null=True, blank=True
    )
    assumptions = models.CharField(_("assumptions"), max_length=LINE_LENGTH, blank=True)
    depends_on = models.ForeignKey(
        "self", models.PROTECT, null=True, blank=True, related_name="dependents"
    )
    split_share = models.DecimalField(max_digits=5, decimal_places=4, null=True, blank=True)
    # R43: it means other positions, and no budget line shows it yet.
    awaits_budget = models.BooleanField(default=False)
    lang = models.CharField(max_length=5, default="nb")
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    answered_by_name = models.CharField(max_length=120, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    declined_reason = models.CharField(_("why not"), max_length=LINE_LENGTH, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120)

    objects = CommitmentQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["benefit", "municipality"],
                condition=Q(unit=None, state__in=["proposed", "confirmed"]),
                name="one_promise_a_municipality",
                violation_error_message=_("There is a promise on this benefit already."),
            ),
            models.UniqueConstraint(
                fields=["benefit", "municipality", "unit"],
                condition=Q(unit__isnull=False, state__in=["proposed", "confirmed"]),
                name="one_promise_a_unit",
                violation_error_message=_("There is a promise on this benefit already."),
            ),
            models.CheckConstraint(
                condition=Q(
                    target_low__lte=F("target_likely"), target_likely__lte=F("target_high")
                ),
                name="target_low_likely_high",
            ),
            models.CheckConstraint(
                condition=Q(adoption=None) | Q(adoption__gte=0, adoption__lte=1),
                name="adoption_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(split_share=None) | Q(split_share__gt=0, split_share__lte=1),
                name="split_is_a_share",
            ),
            models.CheckConstraint(
                condition=~Q(state="confirmed") | Q(answered_at__isnull=False),
                name="promise_has_a_yes",
            ),
            models.CheckConstraint(condition=Q(measure_every__gte=1), name="measured_in_the_end"),
        ]
        indexes = [models.Index(fields=["municipality", "state"], name="promises_of_municipality")]

    def __str__(self) -> str:
        return f"{self.benefit}, {self.municipality}"

    def get_absolute_url(self) -> str:
        return address("benefits:commitment", self.pk)


class PlanLine(models.Model):
    """A reduction in the financial plan that a budget benefit pays for (R16)."""

    scrub: ClassVar = dict.fromkeys(
        ("id", "commitment", "year", "amount", "price_year"), "safe"
    ) | {"reference": "sensitive"}

    commitment = models.ForeignKey(Commitment, models.CASCADE, related_name="plan_lines")
    year = models.PositiveSmallIntegerField(_("year"))
    amount = models.DecimalField(_("reduction"), **MONEY)
    price_year = models.PositiveSmallIntegerField(_("price year"))
    reference = models.CharField(_("where it stands"), max_length=LINE_LENGTH)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["commitment", "year"], name="one_plan_line_a_year"),
            models.CheckConstraint(condition=Q(amount__gte=0), name="a_reduction_reduces"),
        ]

    def __str__(self) -> str:
        return f"{self.year}: {self.amount}"


class Realisation(models.TextChoices):
    """What becomes of the positions behind a benefit."""

    FREED_TIME = staffing.FREED_TIME, _("the time is used for something else")
    NATURAL_LEAVING = "natural_leaving", _("nobody is hired when somebody leaves")
    REDEPLOYED = "redeployed", _("people get other work in the municipality")
    FEWER_POSITIONS = staffing.FEWER, _("there are fewer positions")


class StaffingState(models.TextChoices):
    """How far people have been told and asked about their positions."""

    PLANNED = staffing.PLANNED, pgettext_lazy("positions", "planned")
    INFORMED = staffing.INFORMED, _("informed")
    CONSULTED = staffing.CONSULTED, _("consulted")
    RISK_ASSESSED = staffing.RISK_ASSESSED, _("risk-assessed")
    DECIDED = staffing.DECIDED, pgettext_lazy("positions", "decided")
    DROPPED = staffing.DROPPED, pgettext_lazy("positions", "laid aside")


class StaffingEffectQuerySet(models.QuerySet["StaffingEffect"]):
    """What happens to positions is seen in the municipality itself, and nowhere else."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(commitment__municipality_id=acting.organisation_id)

    def live(self) -> Self:
        return self.exclude(state=staffing.DROPPED)


class StaffingEffect(models.Model):
    """What a promise means for positions. Whom it touches is written nowhere (R43).

    ``informed_at`` and the like are when the note each step rests on was noted; ``replanned_at``
    is when the plan was changed after people had been consulted.
    """

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "commitment",
            "state",
            "realised_by",
            "positions",
            "people",
            "dismissals",
            "dismissals_on",
            "told_nav_on",
            "decide_by",
            "informed",
            "consulted",
            "risk_assessed",
            "informed_at",
            "replanned_at",
            "consulted_at",
            "risk_assessed_at",
            "decided_at",
            "registered_at",
            "version",
            "changed_at",
        ),
        "safe",
    ) | {
        "what": "sensitive",
        "dropped_reason": "sensitive",
        "decided_by_name": "personal",
        "changed_by_name": "personal",
    }

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="staffing_effects")
    state = models.CharField(max_length=13, choices=StaffingState, default=StaffingState.PLANNED)
    realised_by = models.CharField(
        _("what becomes of the positions"), max_length=15, choices=Realisation
    )
    what = models.CharField(_("what it means"), max_length=LINE_LENGTH)
    positions = models.DecimalField(_("positions"), max_digits=7, decimal_places=2, default=0)
    people = models.PositiveIntegerField(_("people it reaches"))
    dismissals = models.PositiveIntegerField(_("dismissals"), default=0)
    dismissals_on = models.DateField(_("notice given"), null=True, blank=True)
    told_nav_on = models.DateField(_("NAV told"), null=True, blank=True)
    decide_by = models.DateField(_("to be decided"))
    informed = models.ForeignKey(
        "initiatives.Involvement", models.PROTECT, null=True, blank=True, related_name="+"
    )
    consulted = models.ForeignKey(
        "initiatives.Involvement", models.PROTECT, null=True, blank=True, related_name="+"
    )
    risk_assessed = models.ForeignKey(
        "initiatives.Involvement", models.PROTECT, null=True, blank=True, related_name="+"
    )
    informed_at = models.DateTimeField(null=True, blank=True)
    replanned_at = models.DateTimeField(null=True, blank=True)
    consulted_at = models.DateTimeField(null=True, blank=True)
    risk_assessed_at = models.DateTimeField(null=True, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    decided_by_name = models.CharField(max_length=120, blank=True)
    dropped_reason = models.CharField(_("why it is laid aside"), max_length=LINE_LENGTH, blank=True)
    registered_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120)

    objects = StaffingEffectQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment"],
                condition=~Q(state="dropped"),
                name="one_plan_for_positions_a_promise",
            ),
            models.CheckConstraint(
                condition=Q(state="dropped")
                | Q(
                    state="planned",
                    informed_at=None,
                    consulted_at=None,
                    risk_assessed_at=None,
                    decided_at=None,
                )
                | Q(
                    state="informed",
                    informed_at__isnull=False,
                    consulted_at=None,
                    risk_assessed_at=None,
                    decided_at=None,
                )
                | Q(
                    state="consulted",
                    informed_at__isnull=False,
                    consulted_at__isnull=False,
                    risk_assessed_at=None,
                    decided_at=None,
                )
                | Q(
                    state="risk_assessed",
                    informed_at__isnull=False,
                    consulted_at__isnull=False,
                    risk_assessed_at__isnull=False,
                    decided_at=None,
                )
                | Q(
                    state="decided",
                    informed_at__isnull=False,
                    consulted_at__isnull=False,
                    risk_assessed_at__isnull=False,
                    decided_at__isnull=False,
                ),
                name="no_step_about_positions_is_left_out",
            ),
            models.CheckConstraint(
                condition=(Q(consulted_at=None) | Q(consulted_at__gte=F("informed_at")))
                & (
                    Q(consulted_at=None)
                    | Q(replanned_at=None)
                    | Q(consulted_at__gte=F("replanned_at"))
                )
                & (Q(risk_assessed_at=None) | Q(risk_assessed_at__gte=F("consulted_at")))
                & (Q(decided_at=None) | Q(decided_at__gte=F("risk_assessed_at"))),
                name="steps_about_positions_come_in_order",
            ),
            models.CheckConstraint(
                condition=Q(dismissals=0)
                | Q(
                    realised_by="fewer_positions",
                    dismissals_on__isnull=False,
                    dismissals__lte=F("people"),
                ),
                name="dismissals_have_a_day",
            ),
            models.CheckConstraint(
                condition=~Q(state="dropped") | ~Q(dropped_reason=""),
                name="positions_laid_aside_say_why",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.commitment}: {self.get_realised_by_display()}"

    def get_absolute_url(self) -> str:
        return reverse("benefits:staffing", kwargs={"pk": self.commitment_id})


class Became(models.TextChoices):
    """What became of the time."""

    AS_PLANNED = "as_planned", _("it is used as planned")
    PARTLY = "partly", _("some of it is used as planned")
    OTHER = "other", _("it is used for something else")
    GONE = "gone", _("nobody notices any freed time")


class FreedTime(models.Model):
    """What became of the time, half a year and a year after (R43)."""

    scrub: ClassVar = {
        "id": "safe",
        "effect": "safe",
        "months": "safe",
        "became": "safe",
        "note": "sensitive",
        "told_by_name": "personal",
        "told_at": "safe",
    }

    effect = models.ForeignKey(StaffingEffect, models.PROTECT, related_name="freed_times")
    months = models.PositiveSmallIntegerField()
    became = models.CharField(_("what became of it"), max_length=10, choices=Became)
    note = models.CharField(_("in a few words"), max_length=LINE_LENGTH, blank=True)
    told_by_name = models.CharField(max_length=120)
    told_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["effect", "months"], name="freed_time_told_once"),
            models.CheckConstraint(condition=Q(months__in=[6, 12]), name="freed_time_asked_twice"),
        ]

    def __str__(self) -> str:
        return f"{self.months}: {self.get_became_display()}"


class PassedWarning(models.Model):
    """A warning about a promise or a benefit that was read, answered with a reason, and passed."""

    scrub: ClassVar = {
        "id": "safe",
        "initiative": "safe",
        "commitment": "safe",
        "rule": "safe",
        "reason": "sensitive",
        "passed_by_name": "personal",
        "passed_at": "safe",
    }

    initiative = models.ForeignKey("initiatives.Initiative", models.PROTECT, related_name="+")
    commitment = models.ForeignKey(
        Commitment, models.CASCADE, null=True, blank=True, related_name="passed_warnings"
    )
    rule = models.CharField(max_length=4)
    reason = models.CharField(_("reason"), max_length=LINE_LENGTH)
    passed_by_name = models.CharField(max_length=120)
    passed_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "rule"],
                condition=Q(commitment=None),
                name="benefits_one_reason_per_rule",
            ),
            models.UniqueConstraint(
                fields=["commitment", "rule"],
                condition=Q(commitment__isnull=False),
                name="one_reason_per_rule_and_promise",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.rule}: {self.reason}"


class NoneFound(models.Model):
    """Somebody looked for dis-benefits and found none: who, and when (R18)."""

    scrub: ClassVar = {
        "id": "safe",
        "initiative": "safe",
        "said_by_name": "personal",
        "said_at": "safe",
    }

    initiative = models.OneToOneField("initiatives.Initiative", models.PROTECT, related_name="+")
    said_by_name = models.CharField(max_length=120)
    said_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.said_by_name


# --- what has no price ----------------------------------------------------------------------


class Importance(models.IntegerChoices):
    """How much something means to those it touches."""

    SMALL = 1, _("small")
    MEDIUM = 2, _("medium")
    LARGE = 3, _("large")


class Extent(models.IntegerChoices):
    """How much it changes, and which way."""

    MUCH_WORSE = -3, _("much worse")
    WORSE = -2, pgettext_lazy("how much it changes", "worse")
    SLIGHTLY_WORSE = -1, _("a little worse")
    SAME = 0, _("no change")
    SLIGHTLY_BETTER = 1, _("a little better")
    BETTER = 2, pgettext_lazy("how much it changes", "better")
    MUCH_BETTER = 3, _("much better")


class Unpriced(models.Model):
    """An effect that is never kroner, weighed by the plus-minus method (R28)."""

    scrub: ClassVar = {
        "id": "safe",
        "initiative": "safe",
        "what": "sensitive",
        "beneficiary": "safe",
        "importance": "safe",
        "extent": "safe",
        "reason": "sensitive",
        "version": "safe",
        "changed_at": "safe",
        "changed_by_name": "personal",
    }

    initiative = models.ForeignKey("initiatives.Initiative", models.PROTECT, related_name="+")
    what = models.CharField(_("what"), max_length=LINE_LENGTH)
    beneficiary = models.CharField(_("for whom"), max_length=12, choices=Beneficiary)
    importance = models.SmallIntegerField(_("how much it means"), choices=Importance)
    extent = models.SmallIntegerField(_("how much it changes"), choices=Extent)
    reason = models.CharField(_("how you know"), max_length=LINE_LENGTH)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120)

    def __str__(self) -> str:
        return self.what


# --- how it may turn out --------------------------------------------------------------------


class Economy(models.TextChoices):
    """Whose money. The two are never added."""

    OWN = "own", _("the municipality’s own economy")
    SOCIAL = "social", _("society’s economy")


class Drawn(models.Model):
    """What many estimates came to together, and all it takes to draw the same again.

    ``inputs`` are the estimates, initiative by initiative, and ``digest`` tells whether they are
    as they were. ``chance`` is how large a part of the draws ended above nothing; ``ends`` the
    P10, mean and P90 of each initiative by itself. Amounts are worth today, in NOK.
    """

    economy = models.CharField(max_length=6, choices=Economy)
    digest = models.CharField(max_length=64)
    seed = models.PositiveBigIntegerField()
    draws = models.PositiveIntegerField()
    correlation = models.FloatField()
    inputs = models.JSONField()
    p10 = models.FloatField()
    p50 = models.FloatField()
    p90 = models.FloatField()
    chance = models.FloatField()
    ends = models.JSONField()
    drawn_at = models.DateTimeField()
    drawn_by_name = models.CharField(max_length=120)

    class Meta:
        abstract = True


DRAWN_SCRUB: dict[str, str] = dict.fromkeys(
    (
        "id",
        "economy",
        "digest",
        "seed",
        "draws",
        "correlation",
        "inputs",
        "p10",
        "p50",
        "p90",
        "chance",
        "ends",
        "drawn_at",
    ),
    "safe",
) | {"drawn_by_name": "personal"}


class SimulationQuerySet(models.QuerySet["Simulation"]):
    """What was drawn for an organisation is its own."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(organisation_id=acting.organisation_id)


class Simulation(Drawn):
    """How one initiative may turn out, for one organisation that takes part. The latest stands."""

    scrub: ClassVar = DRAWN_SCRUB | dict.fromkeys(("initiative", "organisation"), "safe")

    initiative = models.ForeignKey("initiatives.Initiative", models.CASCADE, related_name="+")
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")

    objects = SimulationQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "organisation", "economy"], name="one_drawing_an_economy"
            )
        ]

    def __str__(self) -> str:
        return f"{self.initiative}, {self.economy}"


# --- what comparable promises came to -------------------------------------------------------


class ReferenceEdition(models.Model):
    """What comparable promises came to, as it was published on a day.

    ``ground`` is who reached how much, and is never shown: the next edition is held up against
    it, so that nobody can be worked out from two editions.
    """

    scrub: ClassVar = dict.fromkeys(("id", "day", "made_at", "minimum"), "safe") | {
        "ground": "sensitive"
    }

    day = models.DateField()
    made_at = models.DateTimeField()
    minimum = models.PositiveSmallIntegerField()
    ground = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(condition=Q(minimum__gte=5), name="reference_hides_few")
        ]

    def __str__(self) -> str:
        return str(self.day)


class ReferenceFigure(models.Model):
    """What promises by one yardstick, or of one kind, came to: shares of the plan.

    ``p10`` to ``p90`` is where another such promise is likely to end. ``own_weight`` is how much
    the yardstick's own readings count where they are drawn towards the rest of their kind.
    """

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "edition",
            "kind",
            "indicator",
            "municipalities",
            "p10",
            "p50",
            "p90",
            "own_weight",
        ),
        "safe",
    )

    edition = models.ForeignKey(ReferenceEdition, models.CASCADE, related_name="figures")
    kind = models.CharField(_("kind"), max_length=12, choices=Kind)
    indicator = models.ForeignKey(
        "indicators.Indicator", models.PROTECT, null=True, related_name="+"
    )
    municipalities = models.PositiveIntegerField()
    p10 = models.FloatField()
    p50 = models.FloatField()
    p90 = models.FloatField()
    own_weight = models.FloatField(null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(municipalities__gte=5), name="reference_is_of_five_or_more"
            )
        ]

    def __str__(self) -> str:
        return f"{self.kind} {self.indicator_id or ''}: {self.p50}"


class CommonEffect(models.Model):
    """What an initiative did, as it was told on a day to the municipalities that take part.

    ``ground`` is whose readings it was reckoned from, and is never shown: what is told next is
    held up against it, so that nobody can be worked out from the two.
    """

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "benefit",
            "day",
            "made_at",
            "minimum",
            "municipalities",
            "periods",
            "compared",
            "effect",
            "low",
            "high",
        ),
        "safe",
    ) | {"ground": "sensitive"}

    benefit = models.ForeignKey(Benefit, models.CASCADE, related_name="effects")
    day = models.DateField()
    made_at = models.DateTimeField()
    minimum = models.PositiveSmallIntegerField()
    municipalities = models.PositiveIntegerField()
    periods = models.PositiveIntegerField()
    compared = models.PositiveIntegerField()
    effect = models.FloatField()
    low = models.FloatField()
    high = models.FloatField()
    ground = models.JSONField(default=list)

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(minimum__gte=5, municipalities__gt=F("minimum")),
                name="common_effect_hides_few",
            )
        ]
        indexes = [models.Index(fields=["benefit", "-made_at"], name="common_effects_latest")]

    def __str__(self) -> str:
        return f"{self.benefit}, {self.day}"


# --- what was measured ----------------------------------------------------------------------


class ReadingLink(models.Model):
    """A link in a mail that writes one reading, once, as the person it was sent to (R45).

    Its secret is in the mail alone; here is a digest of it.
    """

    scrub: ClassVar = {
        "id": "safe",
        "commitment": "safe",
        "person": "personal",
        "period_start": "safe",
        "period_end": "safe",
        "digest": "sensitive",
        "made_at": "safe",
        "expires_at": "safe",
        "spent_at": "safe",
    }

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="links")
    person = models.ForeignKey("people.Person", models.PROTECT, related_name="+")
    period_start = models.DateField()
    period_end = models.DateField()
    digest = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    spent_at = models.DateTimeField(null=True, blank=True)

    def __str__(self) -> str:
        return f"{self.commitment_id}: {self.period_start} – {self.period_end}"


class Usage(models.Model):
    """How many use it, and how many cases there were, in a period that was read (R20)."""

    scrub: ClassVar = {
        "id": "safe",
        "commitment": "safe",
        "period_start": "safe",
        "period_end": "safe",
        "volume": "safe",
        "users": "safe",
        "of_users": "safe",
        "recorded_by_name": "personal",
        "recorded_at": "safe",
        "is_live": "safe",
    }

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="usages")
    period_start = models.DateField()
    period_end = models.DateField()
    volume = models.DecimalField(_("cases a year"), max_digits=12, decimal_places=2)
    users = models.PositiveIntegerField(_("how many use it"))
    of_users = models.PositiveIntegerField(_("of how many"))
    recorded_by_name = models.CharField(max_length=120)
    recorded_at = models.DateTimeField()
    is_live = models.BooleanField(default=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "period_start", "period_end"],
                condition=Q(is_live=True),
                name="one_live_usage_a_period",
            ),
            models.CheckConstraint(
                condition=Q(users__lte=F("of_users"), of_users__gte=1),
                name="no_more_use_it_than_there_are",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.users} / {self.of_users}"


class DeviationDecision(models.TextChoices):
    """What is done about a shortfall."""

    CONTINUE = "continue", _("go on as planned")
    MORE = "more", _("do more to get there")
    CHANGE = "change", _("change the promise")
    STOP = "stop", pgettext_lazy("promise", "stop")


class Deviation(models.Model):
    """Why less came than was promised, and what is done about it (R33)."""

    scrub: ClassVar = {
        "id": "safe",
        "commitment": "safe",
        "period_end": "safe",
        "cause": "sensitive",
        "decision": "safe",
        "what": "sensitive",
        "noted_by_name": "personal",
        "noted_at": "safe",
    }

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="deviations")
    period_end = models.DateField()
    cause = models.CharField(_("cause"), max_length=LINE_LENGTH)
    decision = models.CharField(_("decision"), max_length=10, choices=DeviationDecision)
    what = models.CharField(_("what is done"), max_length=LINE_LENGTH, blank=True)
    noted_by_name = models.CharField(max_length=120)
    noted_at = models.DateTimeField()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["commitment", "period_end"], name="one_explanation_a_period"
            )
        ]

    def __str__(self) -> str:
        return self.cause


class Outcome(models.TextChoices):
    """What the municipality itself concludes."""

    REALISED = "realised", _("realised")
    PARTLY = "partly", _("partly realised")
    NOT = "not", _("not realised")
    UNDOCUMENTED = "undocumented", _("cannot be documented")


class Conclusion(models.Model):
    """The municipality's own conclusion. A new one stands beside the earlier ones."""

    scrub: ClassVar = {
        "id": "safe",
        "commitment": "safe",
        "outcome": "safe",
        "reason": "sensitive",
        "also_changed": "sensitive",
        "made_by_name": "personal",
        "made_at": "safe",
    }

    commitment = models.ForeignKey(Commitment, models.PROTECT, related_name="conclusions")
    outcome = models.CharField(_("what came of it"), max_length=14, choices=Outcome)
    reason = models.TextField(_("reason"), max_length=PROBLEM_LENGTH)
    also_changed = models.CharField(_("what else changed"), max_length=LINE_LENGTH, blank=True)
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.get_outcome_display()


# --- the map --------------------------------------------------------------------------------


class NodeKind(models.TextChoices):
    """What stands in the map, from left to right."""

    ENABLER = "enabler", _("what we do")
    CHANGE = "change", _("what people do differently")
    BENEFIT = "benefit", _("what gets better")
    OBJECTIVE = "objective", _("why it matters")


class MapNode(models.Model):
    """A place in the benefits map; a benefit's place takes its name from the benefit."""

    scrub: ClassVar = {
        "id": "safe",
        "initiative": "safe",
        "kind": "safe",
        "label": "sensitive",
        "benefit": "safe",
    }

    initiative = models.ForeignKey("initiatives.Initiative", models.PROTECT, related_name="+")
    kind = models.CharField(_("kind"), max_length=10, choices=NodeKind)
    label = models.CharField(_("what"), max_length=160, blank=True)
    benefit = models.OneToOneField(
        Benefit, models.CASCADE, null=True, blank=True, related_name="node"
    )

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(kind="benefit", benefit__isnull=False)
                | (~Q(kind="benefit") & Q(benefit=None) & ~Q(label="")),
                name="node_is_a_benefit_or_says_what",
            )
        ]

    def __str__(self) -> str:
        return self.benefit.name if self.benefit else self.label


class MapEdge(models.Model):
    """An arrow: this leads to that."""

    scrub: ClassVar = dict.fromkeys(("id", "source", "target"), "safe")

    source = models.ForeignKey(MapNode, models.CASCADE, related_name="leads_to")
    target = models.ForeignKey(MapNode, models.CASCADE, related_name="comes_from")

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["source", "target"], name="one_arrow_each_way"),
            models.CheckConstraint(condition=~Q(source=F("target")), name="arrow_leads_on"),
        ]

    def __str__(self) -> str:
        return f"{self.source} → {self.target}"
