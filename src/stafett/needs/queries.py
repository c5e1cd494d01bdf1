"""What is asked about needs."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from django.core.paginator import Page, Paginator
from django.db.models import Count, Q, QuerySet
from django.urls import reverse
from django.utils.functional import cached_property
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.lib import Acting, RuleWarning, Waiting
from stafett.lib.text import folded
from stafett.needs import rules, similar
from stafett.needs.catalogue import packaged_words
from stafett.needs.models import (
    CatalogueWord,
    Contribution,
    Need,
    PassedWarning,
    SameHere,
    Scope,
)
from stafett.ui.figures import day

PER_PAGE = 100
EXCERPT = 180
LONG_TEXTS = ("problem", "today", "evidence", "null_alternative")
SEARCHED = ("title", "affected_group", *LONG_TEXTS)

# --- the list -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Filters:
    """What somebody looks for; everything empty means all they may see."""

    text: str = ""
    whose: str = ""
    sector: str = ""
    status: str = "open"
    organisation_id: int | None = None

    def applied_to(self, needs: QuerySet[Need], acting: Acting) -> QuerySet[Need]:
        """Return the needs that fit all of it."""
        for word in folded(self.text).split()[:10]:
            needs = needs.filter(search_text__contains=word)
        if self.sector:
            needs = needs.filter(sector=self.sector)
        if self.organisation_id:
            needs = needs.filter(organisation_id=self.organisation_id)
        return needs.filter(self._whose(acting), self._status())

    def _whose(self, acting: Acting) -> Q:
        own = Q(organisation_id=acting.organisation_id)
        return {
            "own": own,
            "shared": Q(scope__in=[Scope.REGION, Scope.NETWORK]),
            "public": Q(scope=Scope.PUBLIC),
        }.get(self.whose, Q())

    def _status(self) -> Q:
        return {"open": Q(closed_on=None), "closed": Q(closed_on__isnull=False)}.get(
            self.status, Q()
        )


@dataclass(frozen=True, slots=True)
class Row:
    """One need in a list, as it is shown."""

    id: int
    title: str
    excerpt: str
    organisation: str
    scope: str
    group: str
    lang: str
    when: date
    same: int
    closed: bool

    @property
    def url(self) -> str:
        return reverse("journey:need", kwargs={"pk": self.id})

    @property
    def meta(self) -> str:
        """Whose it is, who may see it, who has it too, and since when, on one line."""
        parts = [
            self.organisation,
            self.group or Scope(self.scope).label,
            self._same(),
            day(self.when),
        ]
        return " · ".join(str(part) for part in parts if part)

    def _same(self) -> str:
        others = ngettext("%(count)s other has it too", "%(count)s others have it too", self.same)
        return others % {"count": self.same} if self.same else ""


ROW_FIELDS = (
    "id",
    "title",
    "problem",
    "organisation__label",
    "scope",
    "group__label",
    "lang",
    "registered_at",
    "closed_on",
)


class NeedPaginator(Paginator):
    """Pages of rows: which needs are on a page is found first, and only they are read."""

    def __init__(self, needs: QuerySet[Need]) -> None:
        super().__init__(
            needs.order_by("-registered_at", "-id").values_list("id", flat=True), PER_PAGE
        )

    @cached_property
    def count(self) -> int:
        ids: Any = self.object_list
        return ids.order_by().count()

    def page(self, number: Any) -> Page:
        page = super().page(number)
        page.object_list = rows(list(page.object_list))
        return page


def page_of_needs(acting: Acting, filters: Filters, number: str | int) -> Page:
    """Return one page of the needs somebody may see, the latest first."""
    needs = filters.applied_to(Need.objects.visible_to(acting), acting)
    return NeedPaginator(needs).get_page(number)


def rows(ids: list[int]) -> list[Row]:
    """Return rows for these needs, in this order."""
    told = Need.objects.filter(pk__in=ids).values(*ROW_FIELDS)
    same = Counted(SameHere.objects.filter(need_id__in=ids))
    by_id = {values["id"]: _row(values, same[values["id"]]) for values in told}
    return [by_id[need_id] for need_id in ids if need_id in by_id]


class Counted(dict[int, int]):
    """How many rows hang on each need; none is 0."""

    def __init__(self, hanging: QuerySet[Any]) -> None:
        super().__init__(hanging.values_list("need_id").annotate(Count("id")).order_by())

    def __missing__(self, _key: int) -> int:
        return 0


def _row(values: Mapping[str, Any], same: int) -> Row:
    return Row(
        id=values["id"],
        title=values["title"],
        excerpt=shortened(values["problem"]),
        organisation=values["organisation__label"],
        scope=values["scope"],
        group=values["group__label"] or "",
        lang=values["lang"],
        when=localdate(values["registered_at"]),
        same=same,
        closed=values["closed_on"] is not None,
    )


def shortened(text: str) -> str:
    """Return the beginning of a text, whole words, with … where it goes on."""
    flat = " ".join(text.split())
    return flat if len(flat) <= EXCERPT else flat[:EXCERPT].rsplit(" ", 1)[0] + " …"


EXPORTED = {
    "number": "id",
    "organisation": "organisation__label",
    "organisation_number": "organisation__number",
    "title": "title",
    "problem": "problem",
    "affected_group": "affected_group",
    "today": "today",
    "evidence": "evidence",
    "people_heard": "heard_count",
    "if_nothing_is_done": "null_alternative",
    "gets_worse": "null_worsens",
    "sector": "sector",
    "shared_with": "scope",
    "group": "group__label",
    "language": "lang",
    "registered_at": "registered_at",
    "closed_on": "closed_on",
    "outcome": "outcome",
    "what_came_of_it": "outcome_note",
}


def exported(acting: Acting, filters: Filters) -> Iterator[tuple[Any, ...]]:
    """Yield every need that fits, all of it, in the order of :data:`EXPORTED`."""
    needs = filters.applied_to(Need.objects.visible_to(acting), acting)
    values = needs.order_by("-registered_at", "-id").values_list(*EXPORTED.values())
    return values.iterator(chunk_size=2000)


# --- one need -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Story:
    """One need with all that hangs on it, for somebody."""

    need: Need
    is_own: bool
    may_change: bool
    missing: list[str]
    warnings: list[RuleWarning]
    passed: list[PassedWarning]
    same_here: list[SameHere]
    said_same: bool
    contributions: list[Contribution]
    unanswered: int

    @property
    def ready_for_tests(self) -> bool:
        """R01: ideas may be attached."""
        return not rules.missing_before_ideas(self.need)

    def next_step(self, acting: Acting) -> str:
        """Return the most useful thing for this person to do, as pages name it."""
        if self.need.closed_on:
            return self._step_when_closed(acting)
        if self.may_change:
            return self._step_of_keeper()
        if self.is_own:
            return "tell_own"
        if not acting.is_somebody:
            return "tell_unnamed"
        return "tell_them" if self.said_same else "same_here"

    def _step_when_closed(self, acting: Acting) -> str:
        if self.may_change:
            return "reopen"
        elsewhere = acting.is_somebody and not self.is_own
        return "same_here" if elsewhere and not self.said_same else "read_on"

    def _step_of_keeper(self) -> str:
        if self.missing:
            return "tell_today" if "today" in self.missing else "ask_people"
        return "answer" if self.unanswered else "note"


def story(acting: Acting, need: Need) -> Story:
    """Return what somebody may read about a need they may see."""
    is_own = need.organisation_id == acting.organisation_id
    passed = list(need.passed_warnings.order_by("passed_at"))
    same = list(need.same_here.select_related("organisation").order_by("said_at"))
    contributions = list(need.contributions.order_by("-received_on", "-id"))
    return Story(
        need=need,
        is_own=is_own,
        may_change=may_change(acting, need),
        missing=rules.missing_before_tests(need),
        warnings=warnings(need, passed),
        passed=passed,
        same_here=same,
        said_same=any(row.organisation_id == acting.organisation_id for row in same),
        contributions=[row for row in contributions if is_own or row.shown],
        unanswered=sum(row.answered_on is None for row in contributions),
    )


def written_by_another(need_id: int, told: Mapping[str, Any]) -> dict[str, str]:
    """Return the texts that stand now where somebody wanted to write others, by field."""
    now = Need.objects.get(pk=need_id)
    texts = {name: getattr(now, name) for name in ("title", "affected_group", *LONG_TEXTS)}
    return {name: text for name, text in texts.items() if text != told.get(name)}


def visible(acting: Acting) -> QuerySet[Need]:
    """Return the needs somebody may see, with what a page names."""
    needs = Need.objects.visible_to(acting)
    return needs.select_related("organisation", "unit", "group")


def may_change(acting: Acting, need: Need) -> bool:
    """Whether this person looks after this need."""
    return rules.may_change(
        acting, organisation_id=need.organisation_id, registered_by_id=need.registered_by_id
    )


def warnings(need: Need, passed: Iterable[PassedWarning]) -> list[RuleWarning]:
    """Return the warnings that stand for a need."""
    found = rules.products_in(need.problem, words_of(need.organisation_id))
    return rules.warnings(need, found, [row.rule for row in passed])


def standing_warning(need: Need, rule: str) -> str:
    """Return what a warning that stands says, and what to do; empty when it does not."""
    standing = warnings(need, need.passed_warnings.all())
    return next((f"{row.says} {row.do}" for row in standing if row.rule == rule), "")


def waiting_contributions(need: Need) -> str:
    """Say how many contributions wait, and that they get what came of it as their answer."""
    count = need.contributions.filter(answered_on=None).count()
    sentence = ngettext(
        "%(count)s contribution waits for an answer. It gets what you write here.",
        "%(count)s contributions wait for an answer. They get what you write here.",
        count,
    )
    return sentence % {"count": count} if count else ""


def words_of(organisation_id: int | None) -> list[str]:
    """Return the packaged words for products, and the organisation's own."""
    own = CatalogueWord.objects.filter(organisation_id=organisation_id)
    return [*packaged_words(), *own.values_list("word", flat=True)]


def own_words(acting: Acting) -> list[CatalogueWord]:
    """Return the words the organisation has added."""
    words = CatalogueWord.objects.filter(organisation_id=acting.organisation_id)
    return list(words.order_by("word"))


def search_text(need: Need) -> str:
    """Return all the texts of a need as people search for them."""
    return folded("\n".join(getattr(need, name) for name in SEARCHED))


# --- similar needs --------------------------------------------------------------------------


def similar_to(
    acting: Acting, text: str, *, language: str, but: int | None = None, most: int = 5
) -> list[Row]:
    """Return the needs somebody may see that resemble a text most."""
    found: dict[int, float] = {}
    for scores in similar.resembling(text, language=language):
        near = Need.objects.visible_to(acting).filter(pk__in=scores)
        seen = set(near.values_list("id", flat=True))
        found |= {need_id: score for need_id, score in scores.items() if need_id in seen}
        if len(found) > most:
            break
    return rows([need_id for need_id in similar.near_the_best(found) if need_id != but][:most])


def alike(text: str, *, language: str) -> dict[int, float]:
    """Return the ids of needs that resemble a text, with how alike they are, the most alike first.

    Whoever may see them: what is found through them is seen by a rule of its own, and is told
    apart from what is less alike by :func:`near_the_best`.
    """
    return next(similar.resembling(text, language=language), {})


def near_the_best(scores: Mapping[int, float]) -> list[int]:
    """Return what is about as alike as the best that somebody may see."""
    best_first = sorted(scores.items(), key=lambda scored: (-scored[1], scored[0]))
    return similar.near_the_best(dict(best_first))


# --- home -----------------------------------------------------------------------------------


def waiting_for(acting: Acting, today: date) -> list[Waiting]:
    """Return the needs that wait for this person."""
    if not acting.is_somebody:
        return []
    mine = Need.objects.filter(organisation_id=acting.organisation_id, closed_on=None)
    if acting.role_kind not in rules.KEEPERS:
        mine = mine.filter(registered_by_id=acting.person_id)
    return [*_unanswered(mine), *_incomplete(mine.filter(registered_by_id=acting.person_id))]


ANSWER_WITHIN = timedelta(days=14)


def _unanswered(mine: QuerySet[Need]) -> list[Waiting]:
    asked = Contribution.objects.filter(need__in=mine, answered_on=None).select_related("need")
    waiting: dict[int, list[Contribution]] = {}
    for row in asked.order_by("received_on", "id"):
        waiting.setdefault(row.need_id, []).append(row)
    return [_to_answer(contributions) for contributions in waiting.values()]


def _to_answer(contributions: list[Contribution]) -> Waiting:
    need, first = contributions[0].need, contributions[0].received_on
    count = len(contributions)
    return Waiting(
        what=need.title,
        why=ngettext(
            "Somebody told you something about this, and waits for an answer.",
            "%(count)s contributions wait for an answer.",
            count,
        )
        % {"count": count},
        url=need.get_absolute_url() + "#contributions",
        button=_("Answer"),
        since=first,
        due_on=first + ANSWER_WITHIN,
    )


def _incomplete(written: QuerySet[Need]) -> list[Waiting]:
    lacking = written.filter(Q(today="") | Q(heard_count=None) | Q(heard_count=0))
    return [_to_complete(need) for need in lacking.order_by("registered_at")]


def _to_complete(need: Need) -> Waiting:
    why = (
        _("It is not told how it is today. Without that nobody can see what gets better.")
        if not need.today
        else _("It is not told who has been heard. Ask one person who lives with the problem.")
    )
    return Waiting(
        what=need.title,
        why=why,
        url=reverse("needs:change", kwargs={"pk": need.pk}),
        button=_("Fill in"),
        since=localdate(need.registered_at),
    )


@dataclass(frozen=True, slots=True)
class Move:
    """Something that happened with a need: who, did what, to which."""

    when: datetime
    who: str
    sentence: str
    title: str
    url: str
    lang: str


def moves(acting: Acting, *, most: int = 10) -> list[Move]:
    """Return the latest that happened with needs somebody may see, the newest first."""
    needs = Need.objects.visible_to(acting).select_related("organisation")
    told = needs.order_by("-registered_at", "-id")[:most]
    closed = needs.filter(closed_on__isnull=False).order_by("-changed_at")[:most]
    same = SameHere.objects.filter(need__in=Need.objects.visible_to(acting))
    same = same.select_related("need", "organisation").order_by("-said_at")[:most]
    found = [
        *(
            _move(need, need.registered_at, need.organisation, _("told about a need"))
            for need in told
        ),
        *(
            _move(need, need.changed_at, need.organisation, _("told what came of"))
            for need in closed
        ),
        *(_move(row.need, row.said_at, row.organisation, _("has this too")) for row in same),
    ]
    return sorted(found, key=lambda move: move.when, reverse=True)[:most]


def _move(need: Need, when: datetime, who: Any, sentence: str) -> Move:
    return Move(when, str(who), sentence, need.title, need.get_absolute_url(), need.lang)


def running(acting: Acting, *, most: int = 5) -> tuple[int, list[Row]]:
    """Return how many open needs the organisation has, and the latest of them."""
    own = Need.objects.filter(organisation_id=acting.organisation_id, closed_on=None)
    ids = list(own.order_by("-registered_at", "-id").values_list("id", flat=True)[:most])
    return own.count(), rows(ids)


def public_needs(*, most: int = 5) -> tuple[int, list[Row]]:
    """Return how many open needs are public, and the latest of them."""
    needs = Need.objects.public().open()
    ids = list(needs.order_by("-registered_at", "-id").values_list("id", flat=True)[:most])
    return needs.count(), rows(ids)
