"""Which short marks the benefits of an initiative have had."""

from django.db.models import Max

from stafett.benefits.models import Benefit, GivenMark
from stafett.benefits.rules import marks as rules
from stafett.initiatives.models import Initiative


def given(initiative: Initiative) -> set[str]:
    """Return every mark that was given, also to benefits that are taken away."""
    return {str(row) for row in GivenMark.objects.filter(initiative=initiative)}


def next_of(initiative: Initiative, letter: str) -> str:
    """Return the mark after the last one of a letter."""
    rows = GivenMark.objects.filter(initiative=initiative, letter=letter)
    last = rows.aggregate(last=Max("number"))["last"] or 0
    return rules.written(letter, last + 1)


def gone(initiative: Initiative) -> list[str]:
    """Return the marks of benefits that are taken away, in order."""
    there = set(Benefit.objects.filter(initiative=initiative).values_list("mark", flat=True))
    rows = GivenMark.objects.filter(initiative=initiative).order_by("-letter", "number")
    return [str(row) for row in rows if str(row) not in there]
