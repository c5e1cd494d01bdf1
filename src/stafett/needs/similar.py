"""Needs that resemble a text, kept in memory and brought up to date at each question."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q
from django.utils import timezone

from stafett.calc.similarity import Corpus
from stafett.needs.models import Need

# Below this, or far below the best, two texts share little more than their language.
LEAST, SHARE_OF_BEST = 0.17, 0.5
# No change takes longer than this from the moment it is dated to the moment it is saved.
SLOWEST = timedelta(minutes=5)
BATCH = 200
# How many needs are read at a time: texts that are being counted take room.
AT_A_TIME = 2_500
FIELDS = ("id", "version", "title", "problem", "affected_group", "lang")


@dataclass(frozen=True)
class Index:
    """A corpus, and which need and version each of its texts is."""

    corpus: Corpus = field(default_factory=lambda: Corpus([], []))
    need_ids: tuple[int, ...] = ()
    places: dict[int, tuple[int, int]] = field(default_factory=dict)
    read_at: datetime | None = None
    last_id: int = 0


_index = Index()
_writing = threading.Lock()


def resembling(text: str, *, language: str) -> Iterator[dict[int, float]]:
    """Yield batches of need ids with how alike they are, the most alike first."""
    index = up_to_date()
    ranking = index.corpus.ranked(text, language=language, least=LEAST)
    for start in range(0, len(ranking), BATCH):
        places = ranking.indices[start : start + BATCH].tolist()
        scores = ranking.scores[start : start + BATCH].tolist()
        yield {index.need_ids[place]: score for place, score in zip(places, scores, strict=True)}


def near_the_best(scores: dict[int, float]) -> list[int]:
    """Return the ids that are not far below the first one.

    Asked of what somebody may see: a better one that is hidden changes nothing for them.
    """
    least = SHARE_OF_BEST * next(iter(scores.values()), 0)
    return [need_id for need_id, score in scores.items() if score >= least]


def up_to_date() -> Index:
    """Return the index with every need that is saved by now."""
    global _index
    with _writing:
        _index = _renewed(_index)
        return _index


def _renewed(index: Index) -> Index:
    now = timezone.now()
    news = [need_id for need_id, version in _recent(index) if _is_news(need_id, version, index)]
    news.sort()
    for start in range(0, len(news), AT_A_TIME):
        index = _with(index, news[start : start + AT_A_TIME])
    return replace(index, read_at=now)


def _with(index: Index, need_ids: list[int]) -> Index:
    rows = list(Need.objects.filter(pk__in=need_ids).order_by("id").values(*FIELDS))
    outdated = [index.places[row["id"]][0] for row in rows if row["id"] in index.places]
    corpus = index.corpus.without(outdated) if outdated else index.corpus
    first = len(corpus)
    places = {row["id"]: (first + step, row["version"]) for step, row in enumerate(rows)}
    return replace(
        index,
        corpus=corpus.extended([_text(row) for row in rows], [row["lang"] for row in rows]),
        need_ids=index.need_ids + tuple(row["id"] for row in rows),
        places={**index.places, **places},
        last_id=max([index.last_id, *places]),
    )


def _recent(index: Index) -> list[tuple[int, int]]:
    """Return id and version of needs that may be new or changed since the index was read."""
    needs = Need.objects.order_by().values_list("id", "version")
    if index.read_at is None:
        return list(needs)
    changed = Q(changed_at__gte=index.read_at - SLOWEST)
    return list(needs.filter(changed | Q(id__gt=index.last_id)))


def _is_news(need_id: int, version: int, index: Index) -> bool:
    place = index.places.get(need_id)
    return place is None or place[1] != version


def _text(row: dict[str, Any]) -> str:
    return f"{row['title']}\n{row['problem']}\n{row['affected_group']}"
