"""Files that people bring, and where each thing that came of them stood."""

import json
from typing import Any, ClassVar, Self

from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from stafett.files.rules import uploads as rules
from stafett.lib.acting import Acting

NAME = 160


class State(models.TextChoices):
    """How far a file has come."""

    PREVIEWED = rules.PREVIEWED, pgettext_lazy("file", "looked at")
    IMPORTED = rules.IMPORTED, pgettext_lazy("file", "brought in")
    UNDONE = rules.UNDONE, pgettext_lazy("file", "undone")


class UploadQuerySet(models.QuerySet["Upload"]):
    """Files, seen by those in the organisation who may bring them in."""

    def visible_to(self, acting: Acting) -> Self:
        if not rules.may_bring(acting):
            return self.none()
        return self.filter(organisation_id=acting.organisation_id)

    def brought_in(self) -> Self:
        return self.filter(state=State.IMPORTED)

    def light(self) -> Self:
        """Without the bytes, for lists."""
        return self.defer("content")


class Upload(models.Model):
    """A file that somebody brought, kept as it was.

    ``settings`` are the answers to what the file does not say. ``refusals`` is what the rules
    said no to when it was last tried, and ``choices`` what to take, by the key of the proposal.
    """

    scrub: ClassVar = dict.fromkeys(
        (
            "id",
            "organisation",
            "kind",
            "sha256",
            "size",
            "state",
            "about",
            "uploaded_at",
            "imported_at",
            "undone_at",
            "version",
            "changed_at",
        ),
        "safe",
    ) | {
        "name": "sensitive",
        "content": "sensitive",
        "settings": "sensitive",
        "refusals": "sensitive",
        "choices": "sensitive",
        "uploaded_by": "personal",
        "uploaded_by_name": "personal",
        "imported_by_name": "personal",
        "undone_by_name": "personal",
        "changed_by_name": "personal",
    }

    organisation = models.ForeignKey("organisations.Organisation", models.PROTECT, related_name="+")
    uploaded_by = models.ForeignKey("people.Person", models.SET_NULL, null=True, related_name="+")
    uploaded_by_name = models.CharField(max_length=120)
    uploaded_at = models.DateTimeField()
    name = models.CharField(_("file name"), max_length=NAME)
    kind = models.CharField(_("kind"), max_length=20)
    sha256 = models.CharField(max_length=64)
    size = models.PositiveIntegerField()
    content = models.BinaryField()
    settings = models.JSONField(default=dict, blank=True)
    refusals = models.JSONField(default=dict, blank=True)
    choices = models.JSONField(default=dict, blank=True)
    about = models.ForeignKey(
        "initiatives.Initiative", models.SET_NULL, null=True, blank=True, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.PREVIEWED)
    imported_at = models.DateTimeField(null=True, blank=True)
    imported_by_name = models.CharField(max_length=120, blank=True)
    undone_at = models.DateTimeField(null=True, blank=True)
    undone_by_name = models.CharField(max_length=120, blank=True)
    version = models.PositiveIntegerField(default=1)
    changed_at = models.DateTimeField()
    changed_by_name = models.CharField(max_length=120)

    objects = UploadQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="imported") | Q(imported_at__isnull=False),
                name="brought_in_by_somebody",
            )
        ]
        indexes = [
            models.Index(fields=["organisation", "-uploaded_at"], name="uploads_latest_first")
        ]

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        return reverse("files:upload", kwargs={"pk": self.pk})


class SourceQuerySet(models.QuerySet["Source"]):
    """Where things came from, seen by those who see the file."""

    def visible_to(self, acting: Acting) -> Self:
        return self.filter(upload__in=Upload.objects.visible_to(acting))


class Source(models.Model):
    """Where a thing here stood in a file: the way back, and what keeps it from coming twice.

    ``family`` is whose file it is, such as one initiative's workbook in all its versions; within
    it ``key`` names one thing. ``typed`` is what stood there, ``value`` how it was understood.
    ``target`` and ``object_pk`` are the row here; what is only kept has none.
    """

    scrub: ClassVar = dict.fromkeys(
        ("id", "upload", "target", "object_pk", "is_made", "object_version", "sheet", "address"),
        "safe",
    ) | dict.fromkeys(("family", "key", "typed", "value", "text", "was"), "sensitive")

    upload = models.ForeignKey(Upload, models.PROTECT, related_name="sources")
    family = models.CharField(max_length=80, blank=True)
    key = models.CharField(max_length=200)
    text = models.CharField(max_length=500, blank=True)
    sheet = models.CharField(max_length=80, blank=True)
    address = models.CharField(max_length=20, blank=True)
    typed = models.TextField(blank=True)
    value = models.TextField(blank=True)
    target = models.CharField(max_length=60, blank=True)
    object_pk = models.BigIntegerField(null=True, blank=True)
    object_version = models.PositiveIntegerField(null=True, blank=True)
    is_made = models.BooleanField(default=False)
    was = models.JSONField(null=True, blank=True)

    objects = SourceQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["upload", "family", "key"], name="each_thing_once_a_file"
            ),
            models.CheckConstraint(
                condition=Q(target="", object_pk=None)
                | (~Q(target="") & Q(object_pk__isnull=False)),
                name="source_of_a_row_or_of_none",
            ),
        ]
        indexes = [models.Index(fields=["family", "key"], name="sources_by_key")]

    def __str__(self) -> str:
        return f"{self.sheet} {self.address}: {self.typed}"

    @property
    def facts(self) -> dict[str, Any]:
        """What the file said of the thing when it was brought in."""
        return dict(json.loads(self.value)) if self.value.startswith("{") else {}

    @property
    def is_linked(self) -> bool:
        """Whether the row stood here before the file, and was only tied to it."""
        return not self.is_made and self.was is None
