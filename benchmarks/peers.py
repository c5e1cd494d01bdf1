"""Beside what somebody would otherwise pick, in turns, so that noise falls on both.

For pages that is Django's own admin with the same rows, the same search and a hundred on a page,
on the same sort of server and the same database: what a team gets for thirty lines of code. It
shows columns where we show an excerpt, reads every field, and does not ask who may see what.
For similar needs it is scikit-learn's ``TfidfVectorizer`` on the same runs of characters, without
turning nynorsk towards bokmål; it is nobody's dependency, and left out where it is not installed.
"""

from collections.abc import Iterator
from importlib.util import find_spec
from statistics import median

from benchmarks import figures, similarity
from benchmarks.figures import Row
from benchmarks.pages import LIST, SEARCHED, Asked, reading
from benchmarks.serving import Server
from benchmarks.similarity import Measured, in_its_own_process
from benchmarks.visiting import Visitor

ADMIN = {"DJANGO_SETTINGS_MODULE": "benchmarks.admin_peer.settings"}
OURS, SCIKIT_LEARN = similarity.WAYS
SIMILAR_MS = 50


def pages(ours: Server, admin: Server, asked: Asked) -> Iterator[Row]:
    """Yield the admin's lists, and ours against them."""
    anne, peer = (Visitor(server.port, asked.told["cookies"]) for server in (ours, admin))
    there = "/needs/need/"
    pairs = {
        "first page": (LIST, there),
        f"page {asked.last_page}": (
            f"{LIST}&side={asked.last_page}",
            f"{there}?p={asked.last_page}",
        ),
        f"searched for «{SEARCHED}»": (f"{LIST}&q={SEARCHED}", f"{there}?q={SEARCHED}"),
    }
    mine = {name: reading(anne, here) for name, (here, _) in pairs.items()}
    theirs = {f"Django's admin, {name}": reading(peer, path) for name, (_, path) in pairs.items()}
    times = figures.in_rounds(mine | theirs, asked.pages)
    for name, its in zip(mine, theirs, strict=True):
        yield figures.timed(its, times[its])
        yield figures.ratio("  ours against it", times[name], times[its])


def similar(count: int) -> Iterator[Row]:
    """Yield how long similar needs take without the web, ours and scikit-learn's."""
    found: dict[str, list[Measured]] = {OURS: [], SCIKIT_LEARN: []}
    for _ in range(figures.ROUNDS):
        for way in _ways_here():
            found[way].append(in_its_own_process(way, count))
    for way, rounds in found.items():
        if rounds:
            yield _row(way, count, rounds, below=SIMILAR_MS if way == OURS else None)
    if found[SCIKIT_LEARN]:
        pairs = zip(found[OURS], found[SCIKIT_LEARN], strict=True)
        yield figures.multiple(
            "  ours against it, p95", [my.p95_ms / its.p95_ms for my, its in pairs]
        )


def _ways_here() -> list[str]:
    return [OURS, SCIKIT_LEARN] if find_spec("sklearn") else [OURS]


def _row(way: str, count: int, rounds: list[Measured], *, below: float | None) -> Row:
    """Hold the middle round's 95th percentile against the target."""
    p50, p95, memory, build = (
        median(getattr(one, name) for one in rounds)
        for name in ("p50_ms", "p95_ms", "memory_mb", "build_s")
    )
    return Row(
        f"{way}, among {count:,} ({memory:.0f} MB, built in {build:.1f} s)",
        f"p50 {p50:.1f}  p95 {p95:.1f} ms",
        f"p95 < {below:g} ms" if below else "",
        p95 < below if below else None,
        figures.spread([one.p95_ms for one in rounds]),
        similarity.QUERIES * len(rounds),
    )
