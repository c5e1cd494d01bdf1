"""A real browser on a real server."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect, sync_playwright

from tests.factories import PASSWORD
from tools.browser import chromium

AXE = Path(__file__).parents[2] / "node_modules" / "axe-core" / "axe.min.js"
QUIET = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
LONGEST = 30_000  # milliseconds a page may take on a busy machine before a story ends
HEARD = """([tags, colours]) => axe.run({
  runOnly: {type: 'tag', values: tags}, resultTypes: ['violations'], preload: false,
  rules: {'color-contrast': {enabled: colours}},
})"""
"""Style sheets are fetched again (``preload``) for one rule only, which is none of these."""
WCAG = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    expect.set_options(timeout=LONGEST)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=chromium(), args=QUIET)
        yield started
        started.close()


class Screen:
    """One person at a screen."""

    def __init__(self, page: Page, home: str, *, listens: bool = False) -> None:
        self.page, self.home, self.listens = page, home, listens
        self.called_out: list[str] = []
        page.set_default_timeout(LONGEST)
        page.on("request", lambda request: self._note(request.url))

    def _note(self, url: str) -> None:
        if not url.startswith((self.home, "data:")):
            self.called_out.append(url)

    def open(self, path: str) -> None:
        self.page.goto(self.home + path)

    def sign_in(self, person) -> None:
        self.open("/logg-inn/")
        self.page.locator("input[name=login]").fill(person.email)
        self.page.locator("input[name=password]").fill(PASSWORD)
        self.page.locator("main button[type=submit]").click()
        self.page.wait_for_url(self.home + "/")

    def press(self, words: str) -> None:
        """Press the button or link that says so, and wait for the page it leads to."""
        main = self.page.locator("main")
        button = main.get_by_role("button", name=words, exact=True)
        link = main.get_by_role("link", name=words, exact=True)
        with self.page.expect_navigation():
            button.or_(link).first.click()

    def tab_to(self, words: str) -> None:
        """Press the tabulator until something that says so has the focus."""
        for _ in range(120):
            self.page.keyboard.press("Tab")
            if words in self.focused():
                return
        raise AssertionError(f"The tabulator never came to «{words}».")

    def focused(self) -> str:
        """Return what the thing with the focus says."""
        return self.page.evaluate(FOCUSED)

    def enter(self) -> None:
        """Press Enter, and wait for the page it leads to."""
        with self.page.expect_navigation():
            self.page.keyboard.press("Enter")

    def write(self, words: str, text: str) -> None:
        """Come to a question by keyboard alone, and answer it."""
        self.tab_to(words)
        self.page.keyboard.type(text)

    def axe(self, *, colours: bool = True) -> list[str]:
        """Return what axe finds wrong by WCAG 2.2 A and AA, one line each."""
        if not self.listens:
            self.page.evaluate(AXE.read_text())
        found = self.page.evaluate(HEARD, [WCAG, colours])
        return [
            f"{rule['id']}: {node['target']} {node['failureSummary']}"
            for rule in found["violations"]
            for node in rule["nodes"]
        ]

    def fits(self, width: int) -> bool:
        """Return whether the page needs no more than a screen of that width."""
        self.page.set_viewport_size({"width": width, "height": 900})
        return self.page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")


FOCUSED = """() => {
  const it = document.activeElement;
  const labels = [...(it.labels || [])].map((label) => label.textContent);
  const text = it.matches('input, select, textarea') ? '' : it.textContent;
  return [...labels, text, it.getAttribute('aria-label') || ''].join(' ').replace(/\\s+/g, ' ');
}"""


@pytest.fixture
def screen(browser, live_server):
    """Give people screens, each with cookies of their own; one who listens has axe on every page."""
    contexts, screens = [], []

    def give(
        *, width: int = 1280, language: str = "en", scripts: bool = True, listens: bool = False
    ) -> Screen:
        context = browser.new_context(
            viewport={"width": width, "height": 900}, locale=language, java_script_enabled=scripts
        )
        if listens:
            context.add_init_script(path=AXE)
        contexts.append(context)
        screens.append(Screen(context.new_page(), live_server.url, listens=listens))
        return screens[-1]

    yield give
    for context in contexts:
        context.close()
    assert [url for one in screens for url in one.called_out] == []
