"""What waits for somebody: something is measured, and nobody has told others what came of it."""

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.benefits.models import Commitment
from stafett.benefits.models import State as Promise
from stafett.cases.models import Case, State
from stafett.indicators.models import Observation
from stafett.initiatives.models import Initiative
from stafett.lib import Acting, Waiting


def waiting_for(acting: Acting, today: date) -> list[Waiting]:
    """Return what this person leads that is measured and not told, and their own drafts."""
    if not acting.is_somebody:
        return []
    return [*_drafts(acting), *_untold(acting)]


def _drafts(acting: Acting) -> Iterator[Waiting]:
    mine = Case.objects.filter(
        organisation_id=acting.organisation_id, author_id=acting.person_id, state=State.DRAFT
    )
    for case in mine.order_by("written_at", "pk"):
        yield Waiting(
            what=case.title,
            why=_("You have begun to tell what came of it. Others read it when it is published."),
            url=case.get_absolute_url(),
            button=_("Go on with the case"),
            since=localdate(case.written_at),
        )


def _untold(acting: Acting) -> Iterator[Waiting]:
    for initiative in measured_and_untold(acting).filter(lead_id=acting.person_id):
        yield Waiting(
            what=initiative.title,
            why=_("It is measured. Tell others what it gave, and what did not work."),
            url=reverse("cases:tell", kwargs={"pk": initiative.pk}),
            button=_("Write the case"),
            since=localdate(initiative.changed_at),
        )


def measured_and_untold(acting: Acting) -> QuerySet[Initiative]:
    """Return one's own initiatives where the effect is read, and nobody has told of it."""
    told = Case.objects.filter(initiative=OuterRef("pk"), organisation_id=acting.organisation_id)
    own = Initiative.objects.running().filter(organisation_id=acting.organisation_id)
    return own.filter(~Exists(told), _is_read(acting)).order_by("changed_at", "pk")


def _is_read(acting: Acting) -> Q:
    """Hold where a promise is read after its effect started."""
    after = Observation.objects.live().filter(
        indicator=OuterRef("benefit__indicator"),
        organisation=OuterRef("municipality"),
        period_start__gte=OuterRef("effect_starts_on"),
    )
    promises = Commitment.objects.visible_to(acting).filter(
        Q(Exists(after)), benefit__initiative=OuterRef("pk"), state=Promise.CONFIRMED
    )
    return Q(Exists(promises))
