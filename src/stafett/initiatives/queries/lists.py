"""Initiatives in lists."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.initiatives.models import Initiative, Stage
from stafett.lib import Acting
from stafett.needs.models import Need, Scope
from stafett.needs.queries import shortened
from stafett.ui.figures import day

PER_PAGE = 50


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody looks for; everything empty means all that runs and that they may see."""

    text: str = ""
    whose: str = ""
    stage: str = ""

    def applied_to(self, initiatives: QuerySet[Initiative], acting: Acting) -> QuerySet[Initiative]:
        """Return the initiatives that fit all of it."""
        for word in self.text.split()[:10]:
            found = Q(title__icontains=word) | Q(solution__icontains=word)
            initiatives = initiatives.filter(found | Q(organisation__label__icontains=word))
        return initiatives.filter(self._whose(acting), self._stage())

    def _whose(self, acting: Acting) -> Q:
        own = Q(organisation_id=acting.organisation_id)
        return {"own": own, "others": ~own}.get(self.whose, Q())

    def _stage(self) -> Q:
        if self.stage == "all":
            return Q()
        return Q(stage=self.stage) if self.stage else ~Q(stage=Stage.STOPPED)


@dataclass(frozen=True, slots=True)
class Row:
    """One initiative in a list, as it is shown."""

    id: int
    title: str
    excerpt: str
    organisation: str
    shared_with: str
    lead: str
    lang: str
    stage: str
    when: date

    @property
    def url(self) -> str:
        return reverse("journey:initiative", kwargs={"pk": self.id})

    @property
    def leg(self) -> str:
        """Which leg it is on; one that is stopped is on none."""
        return "" if self.stage == Stage.STOPPED else self.stage

    @property
    def meta(self) -> str:
        """Whose it is, who may see it, who leads it, and since when, on one line."""
        led = _("led by %(name)s") % {"name": self.lead}
        shared = [] if self.shared_with == self.organisation else [self.shared_with]
        return " · ".join([self.organisation, *shared, led, day(self.when)])


FIELDS = (
    "id",
    "title",
    "solution",
    "organisation__label",
    "scope",
    "group__label",
    "lead_name",
    "lang",
    "stage",
    "registered_at",
)


def page_of_initiatives(acting: Acting, filters: Filters, number: str | int) -> Page:
    """Return one page of the initiatives somebody may see, the latest first."""
    found = filters.applied_to(Initiative.objects.visible_to(acting), acting)
    ids = found.order_by("-registered_at", "-id").values_list("id", flat=True)
    listed: Any = Paginator(ids, PER_PAGE).get_page(number)
    listed.object_list = rows(list(listed.object_list))
    return listed


EXPORTED = (*FIELDS, "staff_count", "stopped_reason")


def exported(acting: Acting, filters: Filters) -> Iterator[dict[str, Any]]:
    """Yield every initiative that fits, all of it."""
    found = filters.applied_to(Initiative.objects.visible_to(acting), acting)
    return found.order_by("-registered_at", "-id").values(*EXPORTED).iterator(chunk_size=2000)


def of_need(acting: Acting, need: Need) -> list[Row]:
    """Return the initiatives that answer a need, of those somebody may see, the first first."""
    found = Initiative.objects.visible_to(acting).filter(needs=need)
    return rows(list(found.order_by("registered_at", "id").values_list("id", flat=True)))


def rows(ids: list[int]) -> list[Row]:
    """Return rows for these initiatives, in this order."""
    told = Initiative.objects.filter(pk__in=ids).values(*FIELDS)
    by_id = {values["id"]: _row(values) for values in told}
    return [by_id[pk] for pk in ids if pk in by_id]


def _row(values: Mapping[str, Any]) -> Row:
    return Row(
        id=values["id"],
        title=values["title"],
        excerpt=shortened(values["solution"]),
        organisation=values["organisation__label"],
        shared_with=str(values["group__label"] or Scope(values["scope"]).label),
        lead=values["lead_name"],
        lang=values["lang"],
        stage=values["stage"],
        when=localdate(values["registered_at"]),
    )
