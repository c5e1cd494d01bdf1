"""Pages as a reader meets them: who reads, what stands there, and what a form says is wrong."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from html.parser import HTMLParser
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.test import Client
from django.utils.html import VOID_ELEMENTS

NOT_READ = {"script", "style", "title"}


class Reader:
    """One person at a browser without scripts; nobody is a passer-by."""

    def __init__(self, cast: Any = None, language: str = "en") -> None:
        self.client = Client()
        self.client.cookies[settings.LANGUAGE_COOKIE_NAME] = language
        if cast is not None:
            self.client.force_login(getattr(cast, "person", cast))

    def opens(self, path: str, **asked: Any) -> "Page":
        return Page(self.client.get(path, asked or None, follow=True))

    def sends(self, path: str, told: Any = None, **more: Any) -> "Page":
        """Send a form and look at the page that comes of it."""
        return Page(self.client.post(path, {**(told or {}), **more}, follow=True))


@dataclass(eq=False)
class Element:
    """A tag with what is in it."""

    name: str
    attributes: dict[str, str]
    children: list[Any] = field(default_factory=list)

    def __iter__(self) -> Iterator["Element"]:
        for child in self.children:
            if isinstance(child, Element):
                yield child
                yield from child

    @property
    def text(self) -> str:
        return " ".join("".join(self._texts()).split())

    def _texts(self) -> Iterator[str]:
        for child in self.children:
            if isinstance(child, str):
                yield child
            elif child.name not in NOT_READ:
                yield from child._texts()

    def get(self, name: str) -> str:
        return self.attributes.get(name, "")


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.root = Element("root", {})
        self.open = [self.root]

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(tag, {name: value or "" for name, value in attrs})
        self.open[-1].children.append(element)
        if tag not in VOID_ELEMENTS:
            self.open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID_ELEMENTS:
            self.open.pop()

    def handle_endtag(self, tag: str) -> None:
        last = self.open.pop()
        assert last.name == tag, f"</{tag}> ends <{last.name}>, at {self.getpos()}."

    def handle_data(self, data: str) -> None:
        self.open[-1].children.append(data)


class Page:
    """What came back."""

    def __init__(self, response: Any) -> None:
        self.response = response
        self.status = response.status_code
        self.path = response.request["PATH_INFO"]
        self.source = b"".join(response).decode()
        builder = _Builder()
        builder.feed(self.source)
        builder.close()
        self.root = builder.root

    def all(self, name: str, **attributes: str) -> list[Element]:
        """Return the elements with this tag and these attributes."""
        wanted = attributes.items()
        return [
            element
            for element in self.root
            if element.name == name and all(element.get(key) == value for key, value in wanted)
        ]

    def part(self, id_: str) -> Element:
        """Return the part of the page with this id."""
        return next(element for element in self.root if element.get("id") == id_)

    @property
    def text(self) -> str:
        return self.root.text

    @property
    def heading(self) -> str:
        [heading] = self.all("h1")
        return heading.text

    @property
    def links(self) -> dict[str, str]:
        return {link.text: link.get("href") for link in self.all("a")}

    @property
    def needs(self) -> list[str]:
        """Return the titles of the needs that are listed."""
        listed = [element for element in self.root if "need" in element.get("class").split()]
        return [next(element for element in row if element.name == "a").text for row in listed]

    def shows(self, text: str) -> bool:
        return " ".join(text.split()) in self.text

    # --- forms ----------------------------------------------------------------------------

    def answer(self, name: str) -> str:
        """Return what stands in a field of the form."""
        for element in self.root:
            if element.get("name") != name:
                continue
            if element.name == "textarea":
                return "".join(child for child in element.children if isinstance(child, str))
            if element.name == "select":
                chosen = [option for option in element if "selected" in option.attributes]
                return chosen[0].get("value") if chosen else ""
            if element.get("type") in ("radio", "checkbox"):
                if "checked" in element.attributes:
                    return element.get("value") or "on"
                continue
            return element.get("value")
        return ""

    @property
    def asks_for(self) -> set[str]:
        """Return the names of the questions on the page, hidden ones aside."""
        fields = [*self.all("input"), *self.all("textarea"), *self.all("select")]
        return {field.get("name") for field in fields if field.get("type") != "hidden"}

    @property
    def errors(self) -> dict[str, str]:
        """Return what each question says is wrong with its answer."""
        wrong = [element for element in self.root if element.get("id").endswith("_error")]
        return {
            element.get("id").removeprefix("id_").removesuffix("_error"): element.text
            for element in wrong
        }

    @property
    def summary(self) -> list[str]:
        """Return the lines that say what must be mended, at the top of the form."""
        boxes = [element for element in self.root if "ds-error-summary" in element.get("class")]
        return [line.text for box in boxes for line in box if line.name == "li"]


def is_outside(address: str) -> bool:
    """Whether an address leads to another host."""
    parts = urlsplit(address)
    return bool(parts.netloc) or parts.scheme not in ("", "http", "https")
