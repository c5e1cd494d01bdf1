"""Giving a benefit the short mark it keeps."""

from django.db import transaction

from stafett.benefits.models import GivenMark
from stafett.benefits.queries import marks as queries
from stafett.benefits.rules import marks as rules
from stafett.initiatives.models import Initiative


@transaction.atomic
def give(*, initiative: Initiative, letter: str, wanted: str = "") -> str:
    """Return a mark that no benefit of the initiative has had: the wanted one where it is free."""
    Initiative.objects.select_for_update(no_key=True).only("pk").get(pk=initiative.pk)
    is_free = wanted and wanted not in queries.given(initiative)
    mark = wanted if is_free else queries.next_of(initiative, letter)
    letter, number = rules.parted(mark)
    GivenMark.objects.create(initiative=initiative, letter=letter, number=number)
    return mark
