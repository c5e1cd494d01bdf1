"""From the button to the plan: what one who plans waits for, with 500 candidates.

The form is sent, a worker that runs beside the server takes the job, and the page is read until it
shows a plan that is proven to be within 1 % of the best. The first paint is Chromium's own figure.
"""

import re
import time
from collections.abc import Iterator, Sequence
from statistics import median

from playwright.sync_api import Browser, sync_playwright

from benchmarks import figures
from benchmarks.figures import Row
from benchmarks.pages import reading
from benchmarks.serving import Server, working
from benchmarks.visiting import Visitor
from tools.browser import chromium
from tools.serving import HOST

ASKED = {
    "budget": "0", "hours": "1", "quality": "0", "inhabitants_hours": "0", "business_kroner": "0",
    "objective": "likely", "least_each": "0", "seconds": "10",
}  # fmt: skip
PROVEN, AT_MOST = "Bevist: ingen plan", re.compile(r"bedre plan, men høyst ([\d,]+)\W% bedre")
UNDER_WAY = 'data-hx-trigger="every 2s"'
ENOUGH, SECONDS, TIMES = 1.0, 3.0, 5  # per cent, to a plan that good, and how often it is asked for
PAINT_MS, PAGE_KB, PAINTS = 150, 60, 20
LOOKS_EVERY, PATIENCE = 0.1, 600.0
PAINTED = """() => new Promise(tell => new PerformanceObserver(seen => {
  for (const each of seen.getEntriesByName('first-contentful-paint')) tell(each.startTime);
}).observe({type: 'paint', buffered: true}))"""


def measure(server: Server, cookies: dict[str, str], roadmap: int, times: int) -> Iterator[Row]:
    """Yield how long a plan is waited for, what its page takes, and when there is paint."""
    asks = f"/veikart/{roadmap}/forslag/"
    with working():
        vera = Visitor(server.port, cookies)
        vera.read_token(asks)
        waited, pages = zip(*(_waited(vera, asks) for _ in range(TIMES)), strict=True)
    good = median(waited)
    what = f"from the button to a plan within {ENOUGH:g} % on the page"
    spread = figures.spread(list(waited), ".2f")
    yield Row(what, f"{good:.2f} s", f"< {SECONDS:g} s", good < SECONDS, spread, TIMES)
    what = "its page when all is worked out"
    yield figures.timed(what, figures.in_rounds({what: reading(vera, pages[-1])}, times)[what])
    sent = len(vera.get(pages[-1]).wire) / 1000
    yield Row("  over the wire", f"{sent:.1f} kB", f"< {PAGE_KB} kB", sent < PAGE_KB)
    yield from _painted(
        server.port, cookies, {"roadmap": f"/veikart/{roadmap}/", "plan": pages[-1]}
    )


def _waited(vera: Visitor, asks: str) -> tuple[float, str]:
    """Return the seconds until the page shows a plan that is good enough, and its address."""
    begun = time.monotonic()
    page = vera.post(asks, ASKED, 302).headers["Location"]
    while not _is_good(vera.get(page).text):
        _still_in_time(begun, page)
        time.sleep(LOOKS_EVERY)
    waited = time.monotonic() - begun
    while UNDER_WAY in vera.get(page).text:
        _still_in_time(begun, page)
        time.sleep(LOOKS_EVERY)
    return waited, page


def _is_good(text: str) -> bool:
    found = AT_MOST.search(text)
    return PROVEN in text or bool(found and float(found[1].replace(",", ".")) <= ENOUGH)


def _still_in_time(begun: float, page: str) -> None:
    if time.monotonic() > begun + PATIENCE:
        raise SystemExit(f"{page} shows no plan after {PATIENCE:g} s: nothing to measure.")


def _painted(port: int, cookies: dict[str, str], pages: dict[str, str]) -> Iterator[Row]:
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium(), args=["--no-sandbox"])
        for name, path in pages.items():
            taken = _paints(browser, f"http://{HOST}:{port}{path}", cookies)
            yield Row(
                f"first paint in Chromium, the {name}'s page",
                f"{median(taken):.0f} ms",
                f"< {PAINT_MS} ms",
                median(taken) < PAINT_MS,
                f"{min(taken):.0f} - {max(taken):.0f}",
                len(taken),
            )
        browser.close()


def _paints(browser: Browser, address: str, cookies: dict[str, str]) -> Sequence[float]:
    """Return when something was painted, from the click on; style sheets are kept as by a visitor."""
    context = browser.new_context(locale="nb-NO")
    context.add_cookies(
        [{"name": name, "value": value, "url": address} for name, value in cookies.items()]
    )
    page = context.new_page()
    page.goto(address)
    taken = []
    for _ in range(PAINTS):
        page.goto(address)
        taken.append(float(page.evaluate(PAINTED)))
    context.close()
    return taken
