"""``./run bench``: fill a private PostgreSQL, serve as in production, and print one table.

Nothing here is a test: the figures say what they were measured on and how much they varied.
"""

import argparse
import json
import tempfile
from pathlib import Path

from benchmarks import figures, machine, pages, peers, size
from benchmarks.figures import Row
from benchmarks.pages import Asked
from benchmarks.serving import prepare, python, serving
from tools import postgres
from tools.demo import BLOCKING_THREADS, WORKERS
from tools.shell import say, stop_politely

NEEDS, SIMILAR_AMONG = 10_000, 100_000
QUICK_NEEDS, QUICK_SIMILAR_AMONG = 1_000, 10_000
HOW = f"""served    granian, WSGI, {WORKERS} workers x {BLOCKING_THREADS} blocking threads (memory: 1 worker); one visitor on a kept
          connection, gzip; {figures.ROUNDS} rounds in turns: p50 of the middle round, p95 of all, rounds from fast to slow"""


def main() -> None:
    """Measure all of it."""
    chosen = _arguments()
    stop_politely()
    before = machine.load()
    with postgres.cluster(durable=True) as cluster, tempfile.TemporaryDirectory() as folder:
        say("Filling the database")
        prepare(cluster, Path(folder))
        about = machine.about(cluster)
        rows, notes = _measured(chosen.quick)
    load = f"load      {before} before, {machine.load()} after"
    text = "\n".join([*about, load, HOW, "", figures.table(rows), "", *notes])
    say(f"\n{text}")
    if chosen.save:
        chosen.save.write_text(text + "\n")


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser("./run bench", description=__doc__)
    parser.add_argument("--quick", action="store_true", help=f"{QUICK_NEEDS:,} needs, few visits")
    parser.add_argument("--save", type=Path, metavar="FILE", help="write the table here too")
    return parser.parse_args()


def _measured(quick: bool) -> tuple[list[Row], list[str]]:
    count = QUICK_NEEDS if quick else NEEDS
    told = json.loads(python("-m", "benchmarks.filling", str(count)))
    asked = Asked(count, told, pages=10, files=2) if quick else Asked(count, told)
    say("Measuring what a first visit fetches, and memory")
    with serving(workers=1) as server:
        sizes, notes = size.measure(server, asked)
    say("Measuring lists beside Django's admin, then pages, forms and files")
    with serving(workers=WORKERS) as server:
        with serving(workers=WORKERS, **peers.ADMIN) as admin:
            beside = list(peers.pages(server, admin, asked))
        rows = list(pages.measure(server, asked))
    say("Measuring similar needs without the web")
    alone = list(peers.similar(QUICK_SIMILAR_AMONG if quick else SIMILAR_AMONG))
    return [*rows, *sizes, *alone, *beside], notes


if __name__ == "__main__":
    main()
