"""Which templates show a figure the program reckoned, and lead to how it was reckoned.

A figure is told where it stands: in the template itself, or in each that includes it, page by page.
"""

import re

from tests.house.rooms import SOURCE

LINK = re.compile(r"<c-how\b([^>]*)>")
NOTE = re.compile(r"{#.*?#}", re.DOTALL)
COUNTED = re.compile(r"(?:\bcount|\|length)\|number\b")
"""How many rows there are: nothing is reckoned."""
FIGURE = re.compile(
    r'<td[^>]*\bclass="[^"]*\bnumber\b'
    r"|\|(?:number|percent|hours|nok)\b"
    r"|{{ [\w.]*\b(?:worth_words|span_words|rests_on|proof|price)\b"
)
"""A cell with a figure, a filter that writes one, or a sentence that a query put one in."""
PARTS = re.compile(r'{%\s*include\s+"([^"#]+)"|<c-([a-z-]+)')


def templates():
    """Return the text of every template, by the name it is included by."""
    found = (path for path in SOURCE.rglob("templates/**/*.html"))
    return {
        str(path).split("/templates/")[1]: NOTE.sub("", path.read_text(encoding="utf-8"))
        for path in found
    }


def shows_a_figure(text):
    """Whether somebody who reads it sees a figure that may be reckoned."""
    return FIGURE.search(COUNTED.sub("", text)) is not None


def untold(texts):
    """Return the templates with a figure that leads nowhere, on some page that shows it."""
    users = _users(texts)
    return sorted(
        name
        for name, text in texts.items()
        if shows_a_figure(text) and not _told(name, texts, users)
    )


def _users(texts):
    users = {name: set() for name in texts}
    for name, text in texts.items():
        for part in _parts_of(text) & texts.keys():
            users[part].add(name)
    return users


def _parts_of(text):
    return {
        part or f"cotton/{component.replace('-', '_')}.html"
        for part, component in PARTS.findall(text)
    }


def _told(name, texts, users, seen=frozenset()):
    if LINK.search(texts[name]):
        return True
    further = users[name] - seen
    return bool(further) and all(_told(each, texts, users, seen | {name}) for each in further)
