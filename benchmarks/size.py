"""How much a first visit fetches, and how much memory one worker holds after every page."""

from collections import Counter
from collections.abc import Iterator

from benchmarks.figures import Row
from benchmarks.pages import LIST, Asked
from benchmarks.serving import Server
from benchmarks.visiting import Visitor
from benchmarks.weighing import Resource, weigh
from tools.browser import chromium

FIRST_PAGE_KB, WORKER_MB = 150, 200
LANGUAGES = ("nb", "nn", "en")
REFUSED_TO_READERS = 405


def measure(server: Server, asked: Asked) -> tuple[list[Row], list[str]]:
    """Return rows, and what each first visit fetched."""
    weights, notes = _weights(server, asked)
    return [*weights, *_memory(server, asked)], notes


# --- what is fetched ------------------------------------------------------------------------


def _weights(server: Server, asked: Asked) -> tuple[list[Row], list[str]]:
    if not (browser := chromium()):
        return [Row("first page", "not measured: no Chromium", f"< {FIRST_PAGE_KB} kB")], []
    rows, notes = [], []
    firsts = {
        "first visit, front page": ("/", {}),
        "first visit, list of 100": (LIST, asked.told["cookies"]),
    }
    for name, (path, cookies) in firsts.items():
        found = weigh(browser, server.port, path, cookies)
        rows.append(_weight(name, found))
        notes += [f"{name}:", *_each(found)]
    return rows, notes


def _weight(name: str, found: list[Resource]) -> Row:
    kilobytes = sum(resource.size for resource in found) / 1000
    fits = kilobytes < FIRST_PAGE_KB
    return Row(name, f"{kilobytes:.1f} kB", f"< {FIRST_PAGE_KB} kB", fits, count=len(found))


def _each(found: list[Resource]) -> Iterator[str]:
    for resource in found:
        yield f"  {resource.size / 1000:6.1f} kB  {resource.kind:<11} {resource.name}"


# --- memory ---------------------------------------------------------------------------------


def _memory(server: Server, asked: Asked) -> Iterator[Row]:
    """Yield what the only worker holds after every page in every language."""
    answers = _visit_everything(Visitor(server.port, asked.told["cookies"]), asked)
    now, peak = server.worker_mb()
    statuses = ", ".join(f"{count} x {status}" for status, count in sorted(answers.items()))
    pages = f"one worker after every page ({statuses})"
    yield Row(pages, f"{now:.0f} MB, at most {peak:.0f}", f"< {WORKER_MB} MB", now < WORKER_MB)


def _visit_everything(anne: Visitor, asked: Asked) -> Counter[int]:
    """Read every address and every page of the list, and ask for similar needs."""
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
