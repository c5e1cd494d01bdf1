"""How much a first visit fetches, and how much memory one worker holds after every page."""

from collections import Counter
from collections.abc import Iterator

from benchmarks.figures import Row
from benchmarks.pages import LIST, Asked
from benchmarks.serving import Server
from benchmarks.visiting import Visitor
from benchmarks.weighing import weigh
from tools.browser import chromium

FIRST_PAGE_KB, WORKER_MB = 150, 200
LANGUAGES = ("nb", "nn", "en")
REFUSED_TO_READERS = 405


def measure(server: Server, asked: Asked) -> Iterator[Row]:
    """Yield first visits with what each fetched, and the memory."""
    yield from _first_visit("front page", server, "/", {})
    yield from _first_visit("list of 100", server, LIST, asked.told["cookies"])
    yield _memory(server, asked)


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


def _memory(server: Server, asked: Asked) -> Row:
    """Return what the only worker holds after every page in every language."""
    answers = _visit_everything(Visitor(server.port, asked.told["cookies"]), asked)
    now, peak = server.worker_mb()
    statuses = ", ".join(f"{count} x {status}" for status, count in sorted(answers.items()))
    pages = f"one worker after every page ({statuses})"
    return Row(pages, f"{now:.0f} MB, at most {peak:.0f}", f"< {WORKER_MB} MB", now < WORKER_MB)


def _visit_everything(anne: Visitor, asked: Asked) -> Counter[int]:
    """Read every page of the list, needs with similar ones, and every address in each language."""
    listed = [f"{LIST}&side={page}" for page in range(1, asked.last_page + 1)]
    needs = [f"/behov/{need}/" for need in asked.told["needs"]]
    answers = Counter(anne.ask("GET", path).status for path in [*listed, *needs])
    for language in LANGUAGES:
        anne.cookies["stafett_language"] = language
        answers.update(anne.ask("GET", path).status for path in asked.told["addresses"])
    _check(answers)
    return answers


def _check(answers: Counter[int]) -> None:
    if unexpected := set(answers) - {200, 302, REFUSED_TO_READERS}:
        raise SystemExit(f"Some pages answered {unexpected}: every page is to be read.")
