"""``./run bench``: fill a private PostgreSQL, serve as in production, and print one table.

Nothing here is a test: the figures say what they were measured on and how much they varied.
"""

import argparse
import json
import tempfile
from collections.abc import Iterator
from itertools import chain
from pathlib import Path

from benchmarks import (
    choosing,
    crowd,
    figures,
    machine,
    pages,
    peers,
    promises,
    roadmaps,
    rollups,
    simulating,
    size,
    track,
)
from benchmarks.figures import Row
from benchmarks.pages import Asked
from benchmarks.serving import prepare, python, serving
from tools import postgres
from tools.serving import BLOCKING_THREADS, WORKERS
from tools.shell import say, stop_politely

NEEDS, SIMILAR_AMONG = 10_000, 100_000
QUICK_NEEDS, QUICK_SIMILAR_AMONG = 1_000, 10_000
SERVED = ("size", "admin", "pages", "promises", "track", "roadmap", "rollups")
USUAL = (*SERVED, "similar")
ALONE = {
    "choosing": choosing.measure,
    "simulating": simulating.measure,
    "crowd": crowd.measure,
}
"""What takes long, and is measured when it is asked for by name."""
PARTS = (*USUAL, *ALONE)
HOW = f"""\
how       granian, WSGI, {WORKERS} workers x {BLOCKING_THREADS} blocking threads (memory: 1 worker), one visitor on a kept
          connection, gzip; {figures.ROUNDS} rounds in turns, all given: p50 of the middle one, p95 of all"""


def main() -> None:
    """Measure all of it, and print each row when it is known."""
    chosen = _arguments()
    stop_politely()
    lines = []
    for line in _lines(chosen):
        say(line)
        lines.append(line)
    if chosen.save:
        chosen.save.write_text("\n".join(lines) + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("./run bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_NEEDS:,} needs, few visits")
    parser.add_argument("--only", nargs="+", choices=PARTS, default=USUAL, help="some of it")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the table here too")
    return parser.parse_args()


def _lines(chosen: argparse.Namespace) -> Iterator[str]:
    alone = [part for part in ALONE if part in chosen.only]
    if set(chosen.only) - set(alone):
        yield from _with_a_database(chosen)
    if alone:
        yield from machine.about()
        yield f"load      {machine.load()} before\n"
        measured = (ALONE[part](quick=chosen.quick) for part in alone)
        yield from figures.table(chain.from_iterable(measured))
        yield f"\nload      {machine.load()} after"


def _with_a_database(chosen: argparse.Namespace) -> Iterator[str]:
    with postgres.cluster(durable=True) as cluster, tempfile.TemporaryDirectory() as folder:
        yield from machine.about(cluster)
        yield HOW
        yield f"load      {machine.load()} before\n"
        prepare(cluster, Path(folder))
        yield from figures.table(_rows(chosen.quick, set(chosen.only)))
    yield f"\nload      {machine.load()} after"


def _rows(quick: bool, only: set[str]) -> Iterator[Row]:
    if only & set(SERVED):
        yield from _served(quick, only)
    if "similar" in only:
        yield from peers.similar(QUICK_SIMILAR_AMONG if quick else SIMILAR_AMONG)


def _served(quick: bool, only: set[str]) -> Iterator[Row]:
    """Yield what is measured on a running server."""
    count = QUICK_NEEDS if quick else NEEDS
    told = json.loads(python("-m", "benchmarks.filling", str(count)))
    asked = Asked(count, told, pages=10, files=2) if quick else Asked(count, told)
    if "size" in only:
        with serving(workers=1) as server:
            yield from size.measure(server, asked)
    with serving(workers=WORKERS) as server:
        if "admin" in only:
            with serving(workers=WORKERS, **peers.ADMIN) as admin:
                yield from peers.pages(server, admin, asked)
        if "pages" in only:
            yield from pages.measure(server, asked)
        if "promises" in only:
            yield from promises.measure(server, told["promised"], asked.pages)
        if "track" in only:
            yield from track.measure(server, told["track"], asked.pages)
        if "roadmap" in only:
            roadmap = told["promised"]["roadmap"]
            yield from roadmaps.measure(server, told["planner"], roadmap, asked.pages)
    if "rollups" in only:
        yield from _rolled_up(asked)


def _rolled_up(asked: Asked) -> Iterator[Row]:
    promised = rollups.told()
    with serving(workers=1) as server:
        yield from rollups.measure(server, promised, asked.pages)
        now, peak = server.worker_mb()
        yield Row("  one worker after that", f"{now:.0f} MB, at most {peak:.0f}")


if __name__ == "__main__":
    main()
