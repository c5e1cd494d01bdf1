"""Two hundred people at once, who think for ten seconds between pages, on the demo's data.

They and the server share the machine's cores: what is measured is both.
"""

import csv
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from benchmarks.figures import Row
from benchmarks.serving import manage, prepare, serving
from tools import postgres
from tools.serving import HOST, WORKERS
from tools.shell import PYTHON, ROOT, give_up, run_quietly

USERS, SECONDS, QUICK_SECONDS = 200, 180, 60
COME_EACH_SECOND = 4
P95_MS = 500
SLOWEST = 5
PEOPLE = ROOT / "benchmarks" / "crowd_people.py"


def measure(*, quick: bool) -> Iterator[Row]:
    """Yield how long the crowd waits, and how much goes wrong."""
    seconds = QUICK_SECONDS if quick else SECONDS
    with postgres.cluster(durable=True) as cluster, tempfile.TemporaryDirectory() as folder:
        prepare(cluster, Path(folder))
        os.environ["STAFETT_DEMO"] = "1"
        manage("seed_demo")
        with serving(workers=WORKERS) as server:
            told, *pages = _crowd(server.port, seconds, Path(folder))
    count, wrong = int(told["Request Count"]), int(told["Failure Count"])
    p50, p95 = (float(told[name]) for name in ("50%", "95%"))
    who = f"{USERS} people for {seconds} s, ten seconds of thought each"
    yield Row(who, f"p50 {p50:.0f} ms, p95 {p95:.0f}", f"p95 < {P95_MS}", p95 < P95_MS, "", count)
    yield Row("  pages that went wrong", str(wrong), "= 0", wrong == 0)
    yield Row("  pages a second", f"{float(told['Requests/s']):.1f}")
    for page in sorted(pages, key=lambda row: -float(row["95%"]))[:SLOWEST]:
        p50, p95 = (float(page[name]) for name in ("50%", "95%"))
        said = f"p50 {p50:.0f} ms, p95 {p95:.0f}"
        yield Row(f"  {page['Type']} {page['Name']}", said, count=int(page["Request Count"]))


def _crowd(port: int, seconds: int, folder: Path) -> list[dict[str, str]]:
    """Let them in, and return what all pages took together, and then each."""
    kept = folder / "crowd"
    code, said = run_quietly(
        [PYTHON, "-m", "locust", "-f", PEOPLE, "--headless", "--only-summary", "--reset-stats",
         "--users", str(USERS), "--spawn-rate", str(COME_EACH_SECOND),
         "--run-time", f"{seconds + USERS // COME_EACH_SECOND}s",
         "--host", f"http://{HOST}:{port}", "--csv", kept],
    )  # fmt: skip
    table = Path(f"{kept}_stats.csv")
    if not table.exists():
        give_up(f"The crowd did not come (exit {code}):\n{said[-2000:]}")
    with table.open(newline="") as file:
        rows = list(csv.DictReader(file))
    wrong = Path(f"{kept}_failures.csv").read_text().splitlines()[1:]
    if wrong:
        print("\n".join(wrong[:10]))
    return sorted(rows, key=lambda row: row["Name"] != "Aggregated")
