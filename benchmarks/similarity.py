"""Similar needs: time and memory, beside scikit-learn's TfidfVectorizer on the same texts.

``python -m benchmarks.similarity [needs ...]`` prints a table; without numbers 10,000 and
100,000 needs. Each row is measured in a process of its own, on one core. scikit-learn is
nobody's dependency here: without it, only our own rows are printed.
"""

from __future__ import annotations

import gc
import importlib.util
import multiprocessing
import os
import sys
import time
from collections.abc import Callable, Iterable
from dataclasses import astuple, dataclass
from pathlib import Path

import numpy as np

from benchmarks.texts import joined, needs

COUNTS = (10_000, 100_000)
QUERIES = 200
NEAREST = 5
SEED, SEED_OF_QUERIES = 1, 2
MB = 1_000_000

Ask = Callable[[str, str], object]


@dataclass(frozen=True)
class Measured:
    """What one way of doing it took."""

    build_s: float
    memory_mb: float
    p50_ms: float
    p95_ms: float
    add_one_ms: float


def ours(texts: list[str], languages: list[str]) -> tuple[Ask, Ask]:
    from stafett.calc.similarity import Corpus

    corpus = Corpus(texts, languages)
    return (
        lambda text, language: corpus.nearest(text, NEAREST, language=language),
        lambda text, language: corpus.extended([text], [language]),
    )


def peer(texts: list[str], languages: list[str]) -> tuple[Ask, Ask]:
    from scipy.sparse import vstack
    from sklearn.feature_extraction.text import TfidfVectorizer

    vectoriser = TfidfVectorizer(
        analyzer="char_wb", ngram_range=(3, 5), sublinear_tf=True, dtype=np.float32
    )
    matrix = vectoriser.fit_transform(texts)

    def ask(text: str, language: str) -> object:
        scores = (matrix @ vectoriser.transform([text]).T).toarray().ravel()
        best = np.argpartition(-scores, NEAREST)[:NEAREST]
        return best[np.argsort(-scores[best])]

    # Words and weights stay as they were: the cheapest way to add one.
    return ask, lambda text, language: vstack([matrix, vectoriser.transform([text])])


WAYS = {"stafett.calc.similarity": ours, "scikit-learn TfidfVectorizer": peer}


def measure(way: str, count: int) -> Measured:
    """Measure one way; meant for a process that has done nothing else."""
    _on_one_core()
    texts, languages = _read(needs(count, SEED))
    asked = list(zip(*_read(needs(QUERIES, SEED_OF_QUERIES)), strict=True))
    WAYS[way](texts[:50], languages[:50])[0]("vikar", "nb")  # what is imported is not measured
    before = _resident()
    start = time.perf_counter()
    ask, add = WAYS[way](texts, languages)
    build = time.perf_counter() - start
    memory = _resident() - before
    p50, p95 = np.percentile(_milliseconds(ask, asked), [50, 95])
    more = np.median(_milliseconds(add, asked[:20]))
    return Measured(build, memory / MB, float(p50), float(p95), float(more))


def _read(rows: Iterable[dict[str, str]]) -> tuple[list[str], list[str]]:
    read = [(joined(need), need["lang"]) for need in rows]
    return [text for text, _ in read], [language for _, language in read]


def _milliseconds(ask: Ask, asked: list[tuple[str, str]]) -> list[float]:
    return [_one(ask, *pair) for pair in asked]


def _one(ask: Ask, text: str, language: str) -> float:
    start = time.perf_counter()
    ask(text, language)
    return (time.perf_counter() - start) * 1000


def _on_one_core() -> None:
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {min(os.sched_getaffinity(0))})


def _resident() -> int:
    """Return the memory this process holds, in bytes."""
    gc.collect()
    return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")


def in_its_own_process(way: str, count: int) -> Measured:
    with multiprocessing.get_context("spawn").Pool(1) as pool:
        return pool.apply(measure, (way, count))


def main(counts: tuple[int, ...] = COUNTS) -> None:
    """Print a row for each way and number of needs, and the peer as a multiple of ours."""
    with_peer = importlib.util.find_spec("sklearn") is not None
    print(f"{'needs':>8}  {'':30}{'build s':>9}{'MB':>9}{'p50 ms':>9}{'p95 ms':>9}{'add ms':>9}")
    for count in counts:
        mine = in_its_own_process("stafett.calc.similarity", count)
        _row(count, "stafett.calc.similarity", astuple(mine))
        if with_peer:
            theirs = in_its_own_process("scikit-learn TfidfVectorizer", count)
            _row(count, "scikit-learn TfidfVectorizer", astuple(theirs))
            ratios = zip(astuple(theirs), astuple(mine), strict=True)
            _row(count, "  as a multiple of ours", [their / my for their, my in ratios])
    if not with_peer:
        print("scikit-learn is not installed here: only our own figures.")


def _row(count: int, what: str, figures: Iterable[float]) -> None:
    build, memory, p50, p95, add = figures
    print(
        f"{count:>8,}  {what:30}{build:>9.2f}{memory:>9.1f}{p50:>9.2f}{p95:>9.2f}{add:>9.2f}",
        flush=True,
    )


if __name__ == "__main__":
    main(tuple(int(count) for count in sys.argv[1:]) or COUNTS)
