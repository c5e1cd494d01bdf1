"""What has moved lately, from the needs to what came of it."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from stafett.benefits.models import Commitment, Conclusion, State
from stafett.cases.models import Case
from stafett.indicators.models import Observation
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.needs import queries as needs

MOST = 10


@dataclass(frozen=True, slots=True)
class Moved:
    """Something that happened: who did what, to which thing, on which leg."""

    when: datetime
    who: str
    sentence: str
    title: str
    url: str
    lang: str
    leg: str


def moves(acting: Acting) -> list[Moved]:
    """Return the latest that happened with what somebody may see, the newest first."""
    found = [
        *_needs(acting),
        *_begun(acting),
        *_promised(acting),
        *_read(acting),
        *_concluded(acting),
        *_told(acting),
    ]
    return sorted(found, key=lambda move: move.when, reverse=True)[:MOST]


def _needs(acting: Acting) -> Iterator[Moved]:
    for row in needs.moves(acting, most=MOST):
        yield Moved(row.when, row.who, row.sentence, row.title, row.url, row.lang, "need")


def _begun(acting: Acting) -> Iterator[Moved]:
    rows = Initiative.objects.visible_to(acting).select_related("organisation")
    for row in rows.order_by("-registered_at", "-id")[:MOST]:
        told = (str(row.organisation), _("began the initiative"), row.title)
        yield Moved(row.registered_at, *told, row.get_absolute_url(), row.lang, "solution")


def _promised(acting: Acting) -> Iterator[Moved]:
    rows = Commitment.objects.visible_to(acting).filter(state=State.CONFIRMED)
    for row in _named(rows.order_by("-answered_at", "-id")[:MOST]):
        if row.answered_at:
            yield _of_promise(row, row.answered_at, _("has said yes to"), "handover")


def _read(acting: Acting) -> Iterator[Moved]:
    rows = Observation.objects.visible_to(acting).live().select_related("indicator")
    for row in rows.order_by("-recorded_at", "-id")[:MOST]:
        told = (row.recorded_by_name, _("read"), row.indicator.name)
        at, url = row.recorded_at, row.indicator.get_absolute_url()
        yield Moved(at, *told, url, row.indicator.lang, "benefit")


def _concluded(acting: Acting) -> Iterator[Moved]:
    seen = Commitment.objects.visible_to(acting)
    named = ("commitment__benefit__initiative", "commitment__municipality")
    rows = Conclusion.objects.filter(commitment__in=seen).select_related(*named)
    for row in rows.order_by("-made_at", "-id")[:MOST]:
        yield _of_promise(row.commitment, row.made_at, _("said what came of"), "learning")


def _told(acting: Acting) -> Iterator[Moved]:
    rows = Case.objects.visible_to(acting).published().select_related("organisation")
    for row in rows.order_by("-published_at", "-id")[:MOST]:
        if row.published_at:
            told = (str(row.organisation), _("told for others"), row.title)
            yield Moved(row.published_at, *told, row.get_absolute_url(), row.lang, "learning")


def _named(rows: Any) -> Iterable[Commitment]:
    return rows.select_related("benefit__initiative", "municipality")


def _of_promise(row: Commitment, at: datetime, sentence: str, leg: str) -> Moved:
    told = (str(row.municipality), sentence, row.benefit.name)
    return Moved(at, *told, row.get_absolute_url(), row.benefit.initiative.lang, leg)
