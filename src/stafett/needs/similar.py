"""Needs that resemble a text, kept in memory and brought up to date at each question."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta

from django.db.models import Q

from stafett.calc.similarity import Corpus
from stafett.needs.models import Need

# Below this two texts share little more than their language.
LEAST = 0.12
# A change that was begun earlier may be saved later than one we have seen.
OVERLAP = timedelta(minutes=5)
BATCH = 200
FIELDS = ("id", "version", "changed_at", "title", "problem", "affected_group", "lang")


@dataclass(frozen=True)
class Index:
    """A corpus, and which need and version each of its texts is."""

    corpus: Corpus = field(default_factory=lambda: Corpus([], []))
    need_ids: tuple[int, ...] = ()
    places: dict[int, tuple[int, int]] = field(default_factory=dict)
    seen_until: datetime | None = None


_index = Index()
_writing = threading.Lock()


def resembling(text: str, *, language: str) -> Iterator[list[int]]:
    """Yield batches of need ids, the most alike first."""
    index = up_to_date()
    ranking = index.corpus.ranked(text, language=language, least=LEAST)
    places = ranking.indices.tolist()
    for start in range(0, len(places), BATCH):
        yield [index.need_ids[place] for place in places[start : start + BATCH]]


def up_to_date() -> Index:
    """Return the index with every need that is saved by now."""
    global _index
    with _writing:
        _index = _renewed(_index)
        return _index


def _renewed(index: Index) -> Index:
    rows = [row for row in _changed_since(index.seen_until) if _is_news(row, index)]
    if not rows:
        return index
    outdated = [index.places[row["id"]][0] for row in rows if row["id"] in index.places]
    corpus = index.corpus.without(outdated) if outdated else index.corpus
    first = len(corpus)
    places = {row["id"]: (first + step, row["version"]) for step, row in enumerate(rows)}
    return replace(
        index,
        corpus=corpus.extended([_text(row) for row in rows], [row["lang"] for row in rows]),
        need_ids=index.need_ids + tuple(row["id"] for row in rows),
        places={**index.places, **places},
        seen_until=max(row["changed_at"] for row in rows),
    )


def _changed_since(seen_until: datetime | None) -> list[dict]:
    recent = Q() if seen_until is None else Q(changed_at__gte=seen_until - OVERLAP)
    return list(Need.objects.filter(recent).order_by("changed_at", "id").values(*FIELDS))


def _is_news(row: dict, index: Index) -> bool:
    place = index.places.get(row["id"])
    return place is None or place[1] != row["version"]


def _text(row: dict) -> str:
    return f"{row['title']}\n{row['problem']}\n{row['affected_group']}"
