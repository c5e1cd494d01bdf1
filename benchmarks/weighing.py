"""What a first visit fetches, told by Chromium itself, with nothing in its cache."""

from dataclasses import dataclass, field
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from playwright.sync_api import Page, sync_playwright

from tools.serving import HOST


@dataclass(frozen=True)
class Resource:
    """One thing that was fetched, in bytes over the wire, headers and all."""

    kind: str
    name: str
    size: int


@dataclass
class Heard:
    """What the browser tells while it fetches, by request."""

    answers: dict[str, dict[str, Any]] = field(default_factory=dict)
    sizes: dict[str, int] = field(default_factory=dict)

    def listen(self, page: Page) -> None:
        line = page.context.new_cdp_session(page)
        line.send("Network.enable")
        line.on("Network.responseReceived", self._answered)
        line.on("Network.loadingFinished", self._finished)

    def _answered(self, told: dict[str, Any]) -> None:
        self.answers[told["requestId"]] = told

    def _finished(self, told: dict[str, Any]) -> None:
        self.sizes[told["requestId"]] = int(told["encodedDataLength"])

    def resources(self) -> list[Resource]:
        found = [_resource(told, self.sizes[key]) for key, told in self.answers.items()]
        return sorted(found, key=lambda resource: -resource.size)


def _resource(told: dict[str, Any], size: int) -> Resource:
    address = urlsplit(told["response"]["url"])
    if address.hostname != HOST:
        raise SystemExit(f"The page asks somebody else: {address.geturl()}")
    return Resource(told["type"], PurePosixPath(address.path).name or "/", size)


def weigh(
    chromium: str, port: int, path: str, cookies: dict[str, str] | None = None
) -> list[Resource]:
    """Return all that a page fetches on a first visit, the largest first."""
    site = f"http://{HOST}:{port}"
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=chromium, args=["--no-sandbox"])
        context = browser.new_context(locale="nb-NO", viewport={"width": 1440, "height": 900})
        given = (cookies or {}).items()
        context.add_cookies([{"name": name, "value": value, "url": site} for name, value in given])
        heard, page = Heard(), context.new_page()
        heard.listen(page)
        page.goto(site + path, wait_until="networkidle")
        browser.close()
    return heard.resources()
