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
ADMINS_LIST = "/needs/need/"
OURS, SCIKIT_LEARN = similarity.WAYS
SIMILAR_MS = 50


def pages(ours: Server, admin: Server, asked: Asked) -> Iterator[Row]:
    """Yield the admin's lists, and ours against them."""
    anne, peer = (Visitor(server.port, asked.told["cookies"]) for server in (ours, admin))
    visits = {}
    for name, here, there in _lists(asked.last_page):
        visits[name] = reading(anne, LIST + here)
        visits[_admins(name)] = reading(peer, ADMINS_LIST + there)
    times = figures.in_rounds(visits, asked.pages)
    for name, *_ in _lists(asked.last_page):
        yield figures.timed(_admins(name), times[_admins(name)])
        yield figures.ratio("  ours against it", times[name], times[_admins(name)])


def _admins(name: str) -> str:
    return f"Django's admin, {name}"


def _lists(last: int) -> list[tuple[str, str, str]]:
    return [
        ("first page", "", ""),
        (f"page {last}", f"&side={last}", f"?p={last}"),
        (f"searched for «{SEARCHED}»", f"&q={SEARCHED}", f"?q={SEARCHED}"),
    ]


def similar(count: int) -> Iterator[Row]:
    """Yield how long similar needs take without the web, ours and scikit-learn's."""
    ways = [OURS, SCIKIT_LEARN] if find_spec("sklearn") else [OURS]
    found: dict[str, list[Measured]] = {way: [] for way in ways}
    for _ in range(figures.ROUNDS):
        for way in ways:
            found[way].append(in_its_own_process(way, count))
    yield _row(f"similar needs among {count:,}", found.pop(OURS), below=SIMILAR_MS)
    for way, its in found.items():
        yield _row(f"  {way}", its)


def _row(what: str, rounds: list[Measured], *, below: float | None = None) -> Row:
    """Hold the middle round's 95th percentile against the target."""
    p50, p95, memory, build = (
        median(getattr(one, name) for one in rounds)
        for name in ("p50_ms", "p95_ms", "memory_mb", "build_s")
    )
    return Row(
        f"{what} ({memory:.0f} MB, built in {build:.1f} s)",
        f"p50 {p50:.1f}  p95 {p95:.1f} ms",
        f"p95 < {below:g} ms" if below else "",
        p95 < below if below else None,
        figures.spread([one.p95_ms for one in rounds]),
        similarity.QUERIES * len(rounds),
    )
