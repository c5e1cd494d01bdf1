"""The library: published cases in lists."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import ngettext

from stafett.cases import rules
from stafett.cases.models import Case, Result
from stafett.cases.queries.chain import Spread, spread_of
from stafett.lib import Acting
from stafett.lib.text import folded
from stafett.needs import queries as needs
from stafett.needs.models import Scope
from stafett.organisations.models import Sector
from stafett.ui.figures import day, number

PER_PAGE = 30


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody looks for; everything empty means all that is published."""

    text: str = ""
    sector: str = ""
    result: str = ""
    whose: str = ""

    def applied_to(self, cases: QuerySet[Case], acting: Acting) -> QuerySet[Case]:
        """Return the cases that fit all of it."""
        for word in folded(self.text).split()[:10]:
            cases = cases.filter(search_text__contains=word)
        if self.sector:
            cases = cases.filter(sector=self.sector)
        if self.result:
            cases = cases.filter(result=self.result)
        return cases.filter(self._whose(acting))

    def _whose(self, acting: Acting) -> Q:
        own = Q(organisation_id=acting.organisation_id)
        return {"own": own, "others": ~own}.get(self.whose, Q())


@dataclass(frozen=True, slots=True)
class Row:
    """One case in a list, as it is shown."""

    id: int
    title: str
    excerpt: str
    organisation: str
    shared_with: str
    sector: str
    result: str
    lang: str
    when: date
    spread: Spread | None

    @property
    def url(self) -> str:
        return reverse("cases:case", kwargs={"pk": self.id})

    @property
    def result_word(self) -> str:
        return str(Result(self.result).label)

    @property
    def look(self) -> str:
        """How the tag looks. Only what was measured looks done."""
        return LOOKS[self.result]

    @property
    def meta(self) -> str:
        """Whose it is, about what, since when, and where it went, on one line."""
        parts = [self.organisation, self.sector, self.shared_with, day(self.when)]
        return " · ".join(str(part) for part in [*parts, spread_said(self.spread)] if part)


LOOKS: Mapping[str, str] = {
    Result.GAVE: "done",
    Result.PARTLY: "info",
    Result.DID_NOT: "open",
    Result.STOPPED: "stopped",
    Result.UNKNOWN: "open",
}


def spread_said(spread: Spread | None) -> str:
    """Tell where a case went, in a few words; nothing where nobody has taken it up."""
    if spread is None or not spread.taken:
        return ""
    said = ngettext(
        "spread to %(spread)s of %(taken)s that took it up",
        "spread to %(spread)s of %(taken)s that took it up",
        spread.taken,
    )
    return said % {"spread": number(spread.spread), "taken": number(spread.taken)}


FIELDS = (
    "id",
    "title",
    "result_told",
    "organisation__label",
    "scope",
    "group__label",
    "sector",
    "result",
    "lang",
    "published_at",
)


def page_of_cases(acting: Acting, filters: Filters, number_: str | int) -> Page:
    """Return one page of the cases somebody may see, the latest first."""
    published = Case.objects.visible_to(acting).published()
    ids = filters.applied_to(published, acting).order_by("-published_at", "-id")
    listed: Any = Paginator(ids.values_list("id", flat=True), PER_PAGE).get_page(number_)
    listed.object_list = rows(list(listed.object_list))
    return listed


EXPORTED = (*FIELDS, "need_told", "affected_group", "measures_told", "failed_told")


def exported(acting: Acting, filters: Filters) -> Iterator[dict[str, Any]]:
    """Yield every case that fits, all of it, with how many took it up."""
    published = filters.applied_to(Case.objects.visible_to(acting).published(), acting)
    practised = Q(adoptions__practised_on__isnull=False)
    every = published.annotate(
        taken=Count("adoptions"), spread=Count("adoptions", filter=practised)
    ).order_by("-published_at", "-id")
    return every.values(*EXPORTED, "taken", "spread").iterator(chunk_size=2000)


def rows(ids: Sequence[int]) -> list[Row]:
    """Return rows for these cases, in this order."""
    told = Case.objects.filter(pk__in=ids).values(*FIELDS)
    spread = spread_of(ids)
    by_id = {values["id"]: _row(values, spread.get(values["id"])) for values in told}
    return [by_id[pk] for pk in ids if pk in by_id]


def _row(values: Mapping[str, Any], spread: Spread | None) -> Row:
    public = values["scope"] == Scope.PUBLIC
    shared = values["group__label"] or ("" if public else Scope(values["scope"]).label)
    return Row(
        id=values["id"],
        title=values["title"],
        excerpt=needs.shortened(values["result_told"]),
        organisation=values["organisation__label"],
        shared_with=str(shared),
        sector=str(Sector(values["sector"]).label),
        result=values["result"],
        lang=values["lang"],
        when=localdate(values["published_at"]),
        spread=spread,
    )


def drafts(acting: Acting) -> list[Case]:
    """Return what one's own organisation has begun to tell, and not published."""
    own = Case.objects.filter(organisation_id=acting.organisation_id, state="draft")
    return list(own.order_by("written_at")) if acting.is_somebody else []


def search_text(case: Case) -> str:
    """Return all the texts of a case as people search for them."""
    return folded("\n".join(getattr(case, name) for name in rules.TEXTS))


def of_alike_needs(
    acting: Acting, text: str, *, language: str, but: int | None = None, most: int = 3
) -> list[Row]:
    """Return published cases that began with a need that resembles a text."""
    near = needs.alike(text, language=language)
    near.pop(but or 0, None)
    answers = Q(initiative__needs__in=near) | Q(trial__need__in=near)
    found = Case.objects.visible_to(acting).published().filter(answers)
    scores: dict[int, float] = {}
    for pk, *needs_ in found.values_list("id", "initiative__needs", "trial__need"):
        alike = max(near.get(need, 0.0) for need in needs_)
        scores[pk] = max(scores.get(pk, 0.0), alike)
    return rows(needs.near_the_best(scores)[:most])
