"""How much a first visit fetches, and how much memory one worker holds after every page."""

from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import chain

from benchmarks.figures import Row
from benchmarks.pages import LIST, Asked
from benchmarks.serving import Server
from benchmarks.visiting import Visitor
from benchmarks.weighing import weigh
from tools.browser import chromium

FIRST_PAGE_KB, WORKER_MB = 150, 200
LANGUAGES = ("nb", "nn", "en")
NOT_FOUND, BROKEN = 404, 500


def measure(server: Server, asked: Asked) -> Iterator[Row]:
    """Yield first visits with what each fetched, and the memory."""
    yield from _first_visit("front page", server, "/", {})
    yield from _first_visit("list of 100", server, LIST, asked.told["cookies"])
    yield from _memory(server, asked)


# --- what is fetched ------------------------------------------------------------------------


def _first_visit(what: str, server: Server, path: str, cookies: dict[str, str]) -> Iterator[Row]:
    if not (browser := chromium()):
        yield Row(f"first visit, {what}", "not measured: no Chromium", f"< {FIRST_PAGE_KB} kB")
        return
    found = weigh(browser, server.port, path, cookies)
    kilobytes = sum(resource.size for resource in found) / 1000
    fits = kilobytes < FIRST_PAGE_KB
    yield Row(f"first visit, {what}", f"{kilobytes:.1f} kB", f"< {FIRST_PAGE_KB} kB", fits)
    for resource in found:
        yield Row(f"  {resource.kind.lower()} {resource.name}", f"{resource.size / 1000:.1f} kB")


# --- memory ---------------------------------------------------------------------------------


def _memory(server: Server, asked: Asked) -> Iterator[Row]:
    """Yield what the only worker holds after every page, and which pages it did not show."""
    every_page = asked.told["every_page"]
    readers = [Visitor(server.port, asked.told[who]) for who in ("cookies", "chief")]
    answers = _read_everything(readers, asked)
    now, peak = server.worker_mb()
    what = f"one worker after every page in {len(LANGUAGES)} languages (at most {peak:.0f} MB)"
    fits = now < WORKER_MB
    yield Row(what, f"{now:.0f} MB", f"< {WORKER_MB} MB", fits, count=answers.total())
    shown = {path for path, status in answers if status != NOT_FOUND}
    if missed := [name for name, paths in every_page.items() if not shown.intersection(paths)]:
        yield Row(f"  not shown: {', '.join(missed)}", f"{len(missed)} pages", "every page", False)


def _read_everything(readers: Sequence[Visitor], asked: Asked) -> Counter[tuple[str, int]]:
    """Read the whole list, needs with similar ones, and every page in each language.

    Some pages are for the chief executive alone: what one of the readers is shown, is shown.
    """
    anne, *_ = readers
    listed = [f"{LIST}&side={page}" for page in range(1, asked.last_page + 1)]
    needs = [f"/behov/{need}/" for need in asked.told["needs"]]
    every = list(chain.from_iterable(asked.told["every_page"].values()))
    answers: Counter[tuple[str, int]] = Counter()
    for language in LANGUAGES:
        for reader in readers:
            reader.cookies["stafett_language"] = language
            read = [*listed, *needs, *every] if reader is anne else every
            answers.update((path, reader.ask("GET", path).status) for path in read)
    if broken := {path for path, status in answers if status >= BROKEN}:
        raise SystemExit(f"Nothing to measure: {', '.join(sorted(broken))} is broken.")
    return answers
