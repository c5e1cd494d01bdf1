"""Who did what, when: rows that are added and never changed.

Names and ids only, no foreign keys: a trace outlives what it is about.
"""

from typing import ClassVar

from django.db import models


class Entry(models.Model):
    """One thing that was done. Its hash covers the entry before it in the same chain."""

    scrub: ClassVar = {
        "id": "safe",
        "chain": "safe",
        "sequence": "safe",
        "at": "safe",
        "verb": "safe",
        "target": "safe",
        "person_id": "personal",
        "role_kind": "safe",
        "organisation_id": "safe",
        "digest": "safe",
        "previous": "safe",
        "hash": "safe",
    }

    chain = models.CharField(max_length=60)
    sequence = models.PositiveBigIntegerField()
    at = models.DateTimeField()
    verb = models.CharField(max_length=60)
    target = models.CharField(max_length=100)
    person_id = models.BigIntegerField(null=True)
    role_kind = models.CharField(max_length=30)
    organisation_id = models.BigIntegerField(null=True)
    digest = models.CharField(max_length=64)
    previous = models.CharField(max_length=64)
    hash = models.CharField(max_length=64)

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["chain", "sequence"], name="one_entry_per_place")
        ]
        indexes = [models.Index(fields=["target", "sequence"], name="entry_by_target")]

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}: {self.verb} {self.target}"


class Detail(models.Model):
    """What a person can read of an entry. Can be erased: the chain holds only its digest."""

    scrub: ClassVar = {"entry": "safe", "salt": "sensitive", "text": "sensitive"}

    entry = models.OneToOneField(
        Entry, models.PROTECT, primary_key=True, related_name="detail", db_constraint=False
    )
    salt = models.CharField(max_length=32)
    text = models.TextField()

    def __str__(self) -> str:
        return self.text


class Head(models.Model):
    """The end of a chain. Its row is locked while entries are added."""

    scrub: ClassVar = {"chain": "safe", "sequence": "safe", "hash": "safe"}

    chain = models.CharField(max_length=60, primary_key=True)
    sequence = models.PositiveBigIntegerField(default=0)
    hash = models.CharField(max_length=64, default="")

    def __str__(self) -> str:
        return f"{self.chain} {self.sequence}"
