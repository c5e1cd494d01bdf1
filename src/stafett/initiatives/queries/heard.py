"""What union and safety reps have to do with: what they are told, said, and were answered."""

from dataclasses import dataclass

from django.db.models import Exists, OuterRef, Q

from stafett.initiatives.models import Answer, Initiative, Involvement, Participation, Stage
from stafett.lib import Acting

TOLD_BEFORE = (Stage.SOLUTION, Stage.ROADMAP, Stage.HANDOVER)
MOST_MINUTES = 6


@dataclass(frozen=True, slots=True)
class Minutes:
    """The latest that was noted where reps were brought in, and how many notes there are."""

    rows: list[Involvement]
    count: int

    @property
    def left_out(self) -> int:
        """How many notes stand in the logs of the initiatives, and not here."""
        return self.count - len(self.rows)


def not_told_of(acting: Acting) -> list[Initiative]:
    """Return what the organisation is about to take into use, where nobody is noted as told."""
    mine = acting.organisation_id
    noted = Involvement.objects.filter(initiative=OuterRef("pk"), organisation_id=mine)
    joined = Participation.objects.filter(municipality_id=mine, answer=Answer.JOINS)
    ours = Q(organisation_id=mine) | Q(pk__in=joined.values("initiative"))
    seen = Initiative.objects.visible_to(acting).filter(ours, stage__in=TOLD_BEFORE)
    return list(seen.exclude(Exists(noted)).order_by("registered_at", "id"))


def minutes(acting: Acting) -> Minutes:
    """Return what was noted in the organisation, what waits for an answer first."""
    seen = Involvement.objects.filter(
        organisation_id=acting.organisation_id,
        initiative__in=Initiative.objects.visible_to(acting),
    )
    latest = list(seen.select_related("initiative").order_by("-noted_at", "-id"))
    ordered = sorted(latest, key=lambda row: not row.waits_for_answer)
    open_count = sum(row.waits_for_answer for row in latest)
    return Minutes(ordered[: max(MOST_MINUTES, open_count)], len(latest))
