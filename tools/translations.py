"""Texts to translate: found in the code, kept in one catalogue per language, and checked.

Django's own ``makemessages`` needs GNU gettext; this needs only Python. Catalogues are sorted by
text and name files without line numbers or dates, so that a change shows what changed.
"""

import ast
import html
import io
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import polib
from babel.messages.extract import extract
from django.conf import settings
from django.utils.translation.template import templatize

from tools.shell import ROOT, say

SOURCE = ROOT / "src" / "stafett"
LANGUAGES = ("nb", "nn")
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    name: positions
    for positions, names in (
        (None, ("_", "gettext", "gettext_lazy", "gettext_noop")),
        ((1, 2), ("ngettext", "ngettext_lazy")),
        (((1, "c"), 2), ("pgettext", "pgettext_lazy")),
        (((1, "c"), 2, 3), ("npgettext", "npgettext_lazy")),
    )
    for name in names
}
METADATA = {
    "Project-Id-Version": "Stafett",
    "MIME-Version": "1.0",
    "Content-Type": "text/plain; charset=UTF-8",
    "Content-Transfer-Encoding": "8bit",
    "Plural-Forms": "nplurals=2; plural=(n != 1);",
}
# What a program fills in, and what a browser reads: the same in every language.
PLACEHOLDER = re.compile(
    r"%\([^)]+\)[#0\- +]*\d*(?:\.\d+)?[sdifr]|%[sd%]|\{[\w.!:]*\}|</?[a-z][\w-]*|&\w+;"
)

Key = tuple[str | None, str]


@dataclass
class Text:
    """One text as the code has it."""

    context: str | None
    one: str
    many: str = ""
    files: set[str] = field(default_factory=set)

    @property
    def key(self) -> Key:
        """Return what tells this text from others."""
        return (self.context, self.one)


# --- finding ----------------------------------------------------------------------------------


def texts(source: Path = SOURCE) -> dict[Key, Text]:
    """Return every text in the code and the templates, sorted."""
    found: dict[Key, Text] = {}
    for path in sorted([*source.rglob("*.py"), *source.rglob("templates/**/*.*")]):
        for text in _texts_in(path):
            known = found.setdefault(text.key, text)
            known.many = known.many or text.many
            known.files.add(path.relative_to(source).as_posix())
    return dict(sorted(found.items(), key=lambda item: (item[0][1], item[0][0] or "")))


def _texts_in(path: Path) -> Iterator[Text]:
    code = path.read_text(encoding="utf-8")
    code = code + _inside_texts(code) if path.suffix == ".py" else _as_python(code, path)
    found = extract("python", io.BytesIO(code.encode()), keywords=KEYWORDS)
    for _line, message, _comments, context in found:
        one, many = message if isinstance(message, tuple) else (message, "")
        yield Text(context, one, many)


def _inside_texts(code: str) -> str:
    """Return the calls that stand inside f"{...}", which a reader of words takes for text."""
    made = [node for node in ast.walk(ast.parse(code)) if isinstance(node, ast.JoinedStr)]
    inside = [node for each in made for node in ast.walk(each) if isinstance(node, ast.Call)]
    return "\n" + "\n".join(map(ast.unparse, inside))


def _as_python(template: str, path: Path) -> str:
    """Django turns a template into calls; indentation it leaves means nothing to Python."""
    if not settings.configured:
        settings.configure()
    calls = templatize(template, origin=str(path))
    return "\n".join(line.strip() for line in calls.splitlines())


# --- keeping ----------------------------------------------------------------------------------


def update() -> int:
    """Bring the catalogues up to date; what is translated stays, what is gone goes."""
    wanted = texts()
    for language in LANGUAGES:
        path = catalogue_path(language)
        known = _known(path)
        path.parent.mkdir(parents=True, exist_ok=True)
        catalogue = _catalogue(language, wanted.values(), known)
        catalogue.save(str(path))
        lacking = len(catalogue.untranslated_entries())
        gone = len(known.keys() - wanted.keys())
        say(f"{language}: {len(catalogue)} texts, {lacking} to translate, {gone} gone")
    return 0


def catalogue_path(language: str) -> Path:
    """Return where a language's texts stand."""
    return SOURCE / "locale" / language / "LC_MESSAGES" / "django.po"


def _known(path: Path) -> dict[Key, polib.POEntry]:
    if not path.exists():
        return {}
    return {(entry.msgctxt, entry.msgid): entry for entry in polib.pofile(str(path))}


def _catalogue(
    language: str, wanted: Iterable[Text], known: dict[Key, polib.POEntry]
) -> polib.POFile:
    catalogue = polib.POFile(wrapwidth=98)
    catalogue.metadata = METADATA | {"Language": language}
    catalogue.metadata_is_fuzzy = False
    for text in wanted:
        catalogue.append(_entry(text, known.get(text.key)))
    return catalogue


def _entry(text: Text, known: polib.POEntry | None) -> polib.POEntry:
    entry = polib.POEntry(
        msgctxt=text.context,
        msgid=text.one,
        msgid_plural=text.many,
        occurrences=[(file, "") for file in sorted(text.files)],
        tcomment=known.tcomment if known else "",
    )
    if text.many:
        forms = known.msgstr_plural if known else {}
        entry.msgstr_plural = {form: forms.get(form, "") for form in (0, 1)}
    elif known:
        entry.msgstr = known.msgstr
    entry.flags = known.flags if known else []
    return entry


# --- checking ---------------------------------------------------------------------------------


def complaints() -> list[str]:
    """Return what is wrong with the catalogues, a sentence each; nothing when all is well."""
    wanted = texts()
    return [
        f"{language}: {complaint}"
        for language in LANGUAGES
        for complaint in _complaints(wanted, catalogue_path(language))
    ]


def _complaints(wanted: dict[Key, Text], path: Path) -> Iterator[str]:
    known = _known(path)
    for key in [key for key in wanted if key not in known]:
        yield f"missing, run ./run translations: {_short(key)}"
    for key, entry in known.items():
        if entry.obsolete or key not in wanted:
            yield f"no longer in the code, run ./run translations: {_short(key)}"
        elif entry.fuzzy:
            yield f"marked fuzzy: {_short(key)}"
        else:
            yield from _complaints_about(entry, wanted[key])


def _complaints_about(entry: polib.POEntry, text: Text) -> Iterator[str]:
    key = text.key
    if text.many != entry.msgid_plural:
        yield f"another plural in the code, run ./run translations: {_short(key)}"
    for originals, translation in _forms(entry):
        if not translation.strip():
            yield f"not translated: {_short(key)}"
        elif _placeholders(translation) not in map(_placeholders, originals):
            yield f"other placeholders or tags than the original: {_short(key)}"
        elif _edges(translation) not in map(_edges, originals):
            yield f"begins or ends with other space than the original: {_short(key)}"


def _forms(entry: polib.POEntry) -> list[tuple[tuple[str, ...], str]]:
    """Return each translation with what it may look like: "one need" may have a number or not."""
    if not entry.msgid_plural:
        return [((entry.msgid,), entry.msgstr)]
    one, many = entry.msgid, entry.msgid_plural
    forms = entry.msgstr_plural
    return [((one, many), forms.get(0, "")), ((many,), forms.get(1, ""))]


def _placeholders(text: str) -> list[str]:
    return sorted(set(PLACEHOLDER.findall(html.unescape(text).replace("%%", ""))))


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]


def _short(key: Key) -> str:
    return repr(key[1] if len(key[1]) < 70 else key[1][:67] + "...")
