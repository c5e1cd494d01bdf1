"""The baton: one initiative handed to one municipality, and what it says back."""

from datetime import date
from functools import lru_cache
from typing import ClassVar, Self

from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from stafett.handovers import rules
from stafett.lib.acting import Acting
from stafett.needs.models import LINE_LENGTH, PROBLEM_LENGTH
from stafett.organisations.models import Kind, Membership


class State(models.TextChoices):
    """Where a baton is."""

    DRAFT = rules.DRAFT, _("being prepared")
    OFFERED = rules.OFFERED, _("offered")
    CONSIDERED = rules.CONSIDERED, _("being considered")
    ACCEPTED = rules.ACCEPTED, _("accepted")
    IN_PART = rules.IN_PART, _("accepted in part")
    RETURNED = rules.RETURNED, _("returned")
    WITHDRAWN = rules.WITHDRAWN, _("withdrawn")
    UNDER_WAY = rules.UNDER_WAY, _("under way")
    NEW_PRACTICE = rules.NEW_PRACTICE, _("new practice")
    STOPPED = rules.STOPPED, _("stopped")


@lru_cache(maxsize=64)
def _still_sent(day: date) -> Q:
    """Hold for what a municipality sends itself, and what goes to one that is a member that day."""
    member = Membership.objects.holding_on(day).filter(
        group=OuterRef("sender"), member=OuterRef("municipality")
    )
    return Q(sender__kind=Kind.MUNICIPALITY) | Q(Exists(member))


class BatonQuerySet(models.QuerySet["Baton"]):
    """Batons: seen by the sender and the receiver, and nobody else."""

    def visible_to(self, acting: Acting) -> Self:
        """A region sees those of its members while the membership lasts."""
        mine = acting.organisation_id
        return self.filter(Q(municipality_id=mine) | Q(sender_id=mine) & _still_sent(acting.day))

    def in_the_air(self) -> Self:
        return self.filter(state__in=rules.IN_THE_AIR)

    def carried(self) -> Self:
        return self.filter(state__in=rules.CARRIED)


class Baton(models.Model):
    """One initiative on its way to one municipality (no: stafettpinne)."""

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "initiative",
            "municipality",
            "sender",
            "state",
            "respond_by",
            "hours",
            "money",
            "price_year",
            "support_until",
            "made_at",
            "moved_at",
            "version",
            "changed_at",
        ),
        "safe",
    ) | {
        "message": "sensitive",
        "whose_time": "sensitive",
        "support": "sensitive",
        "return_reason": "sensitive",
        "stopped_reason": "sensitive",
        "made_by_name": "personal",
        "changed_by_name": "personal",
    }

    initiative = models.ForeignKey("initiatives.Initiative", models.PROTECT, related_name="+")
    municipality = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    sender = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    state = models.CharField(max_length=20, choices=State, default=State.DRAFT)
    message = models.TextField(_("message"), max_length=PROBLEM_LENGTH, blank=True)
    respond_by = models.DateField(_("answer by"), null=True, blank=True)
    whose_time = models.CharField(_("whose time"), max_length=LINE_LENGTH, blank=True)
    hours = models.DecimalField(
        _("hours set aside"), max_digits=10, decimal_places=2, null=True, blank=True
    )
    money = models.DecimalField(
        _("money set aside"), max_digits=14, decimal_places=2, null=True, blank=True
    )
    price_year = models.PositiveSmallIntegerField(_("price year"), null=True, blank=True)
    support = models.CharField(_("support from the sender"), max_length=LINE_LENGTH, blank=True)
    support_until = models.DateField(_("support until"), null=True, blank=True)
    return_reason = models.TextField(_("why it came back"), max_length=PROBLEM_LENGTH, blank=True)
    stopped_reason = models.TextField(_("why it stopped"), max_length=PROBLEM_LENGTH, blank=True)
    made_by_name = models.CharField(max_length=120)
    made_at = models.DateTimeField()
    moved_at = models.DateTimeField()
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120)

    objects = BatonQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["initiative", "municipality"],
                condition=~Q(state="withdrawn"),
                name="one_baton_a_municipality",
            ),
            models.CheckConstraint(
                condition=~Q(state="returned") | ~Q(return_reason=""), name="returned_says_why"
            ),
            models.CheckConstraint(
                condition=~Q(state="stopped") | ~Q(stopped_reason=""), name="stopped_says_why"
            ),
            models.CheckConstraint(
                condition=Q(money=None) | Q(price_year__isnull=False),
                name="money_set_aside_has_a_price_year",
            ),
        ]
        indexes = [
            models.Index(fields=["municipality", "state"], name="batons_of_municipality"),
            models.Index(fields=["sender", "state"], name="batons_of_sender"),
        ]

    def __str__(self) -> str:
        return f"{self.initiative}, {self.municipality}"

    def get_absolute_url(self) -> str:
        return reverse("handovers:baton", kwargs={"pk": self.pk})


class LineAnswer(models.TextChoices):
    """What the municipality says to one promise in a baton."""

    PENDING = "pending", _("not answered")
    ACCEPTED = "accepted", _("accepted")
    DECLINED = "declined", _("declined")


class BatonLine(models.Model):
    """One promise in a baton. Who owns it, by what yardstick and how much stand on the promise."""

    scrub: ClassVar = dict.fromkeys(
        ("id", "baton", "commitment", "answer", "baseline_planned_on"), "safe"
    ) | {"reason": "sensitive"}

    baton = models.ForeignKey(Baton, models.CASCADE, related_name="lines")
    commitment = models.ForeignKey("benefits.Commitment", models.PROTECT, related_name="+")
    answer = models.CharField(max_length=10, choices=LineAnswer, default=LineAnswer.PENDING)
    reason = models.CharField(_("reason"), max_length=LINE_LENGTH, blank=True)
    baseline_planned_on = models.DateField(_("baseline is read"), null=True, blank=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["baton", "commitment"], name="one_line_a_promise"),
            models.CheckConstraint(
                condition=~Q(answer="declined") | ~Q(reason=""), name="declined_line_says_why"
            ),
        ]

    def __str__(self) -> str:
        return str(self.commitment)


class ReceiptKind(models.TextChoices):
    """What a receipt is of."""

    OFFERED = "offered", _("offered")
    ACCEPTED = "accepted", _("accepted")
    IN_PART = "accepted_in_part", _("accepted in part")
    RETURNED = "returned", _("returned")
    WITHDRAWN = "withdrawn", _("withdrawn")


class Receipt(models.Model):
    """What was agreed at an exchange, word for word, by whom in which role; linked to the last.

    ``snapshot`` is canonical text; ``hash`` covers it, who signed and the previous hash.
    """

    scrub: ClassVar = dict.fromkeys(
        ("id", "baton", "sequence", "kind", "made_at", "organisation", "previous", "hash"), "safe"
    ) | {
        "snapshot": "sensitive",
        "signed_by_name": "personal",
        "role": "safe",
        "role_kind": "safe",
    }

    baton = models.ForeignKey(Baton, models.PROTECT, related_name="receipts")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=ReceiptKind)
    snapshot = models.TextField()
    signed_by_name = models.CharField(max_length=120)
    role = models.ForeignKey("organisations.Role", models.PROTECT, related_name="+")
    role_kind = models.CharField(max_length=30)
    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    made_at = models.DateTimeField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, db_index=True)

    class Meta:
        ordering = ["baton", "sequence"]
        constraints = [
            models.UniqueConstraint(fields=["baton", "sequence"], name="receipts_in_order")
        ]

    def __str__(self) -> str:
        return f"{ReceiptKind(self.kind).label} {self.sequence}"

    def get_absolute_url(self) -> str:
        return reverse("handovers:receipt", kwargs={"pk": self.pk})


class DelegationKind(models.TextChoices):
    """What happened to a delegation."""

    NAMED = rules.NAMED, _("named")
    ENDED = rules.ENDED, _("taken back")


class DelegationReceiptQuerySet(models.QuerySet["DelegationReceipt"]):
    """Receipts of delegations: those of one's own organisation."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(organisation_id=acting.organisation_id)


class DelegationReceipt(models.Model):
    """Who may sign in the chief executive's place from when, said by the chief executive.

    Each organisation has a chain of its own. A delegate signs as long as the last word about them
    here is that they were named.
    """

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "organisation",
            "sequence",
            "kind",
            "delegate_role",
            "role",
            "role_kind",
            "made_at",
            "previous",
            "hash",
        ),
        "safe",
    ) | {"snapshot": "personal", "signed_by_name": "personal"}

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    sequence = models.PositiveIntegerField()
    kind = models.CharField(max_length=20, choices=DelegationKind)
    snapshot = models.TextField()
    delegate_role = models.ForeignKey("organisations.Role", models.PROTECT, related_name="+")
    signed_by_name = models.CharField(max_length=120)
    role = models.ForeignKey("organisations.Role", models.PROTECT, related_name="+")
    role_kind = models.CharField(max_length=30)
    made_at = models.DateTimeField()
    previous = models.CharField(max_length=64, blank=True)
    hash = models.CharField(max_length=64, db_index=True)

    objects = DelegationReceiptQuerySet.as_manager()

    class Meta:
        ordering = ["organisation", "sequence"]
        constraints = [
            models.UniqueConstraint(
                fields=["organisation", "sequence"], name="delegations_in_order"
            ),
            models.UniqueConstraint(fields=["delegate_role", "kind"], name="named_and_ended_once"),
        ]

    def __str__(self) -> str:
        return f"{DelegationKind(self.kind).label} {self.sequence}"


class ChangeStep(models.Model):
    """Who does what differently from when, and what stops (point 4). Done only there."""

    scrub: ClassVar = {
        "id": "safe",
        "baton": "safe",
        "what": "sensitive",
        "what_stops": "sensitive",
        "owner": "personal",
        "owner_name": "personal",
        "due_on": "safe",
        "done_on": "safe",
        "done_by_name": "personal",
        "version": "safe",
        "changed_at": "safe",
        "changed_by_name": "personal",
    }

    baton = models.ForeignKey(Baton, models.PROTECT, related_name="steps")
    what = models.CharField(_("what people do differently"), max_length=LINE_LENGTH)
    what_stops = models.CharField(_("what stops"), max_length=LINE_LENGTH, blank=True)
    owner = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    owner_name = models.CharField(max_length=120)
    due_on = models.DateField(_("from when"))
    done_on = models.DateField(null=True, blank=True)
    done_by_name = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120)

    class Meta:
        ordering = ["due_on", "id"]

    def __str__(self) -> str:
        return self.what
