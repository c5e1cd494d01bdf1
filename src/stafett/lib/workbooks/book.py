"""What the sheets of a workbook share: their names, their texts, and which looks are dates."""

from collections.abc import Callable, Container, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from stafett.lib.workbooks import cells, refusals
from stafett.lib.workbooks.cells import Value
from stafett.lib.workbooks.package import Element, Package, Relation, opened
from stafett.lib.workbooks.refusals import Unreadable, broken

YES = {"1", "true"}
MACRO_SHEETS = {"xlMacrosheet", "xlIntlMacrosheet", "dialogsheet"}


@dataclass(frozen=True)
class Book:
    """An opened workbook, before its sheets are read."""

    package: Package
    main: str
    root: Element
    relations: Mapping[str, Relation]
    from_1904: bool = False
    parts: Mapping[str, str] = field(default_factory=dict)
    hidden: frozenset[str] = frozenset()

    def related(self, kind: str) -> str | None:
        """Return the workbook's part of this kind, or None."""
        found = (row.target for row in self.relations.values() if row.kind == kind)
        return next((name for name in found if self.package.has(name)), None)

    @cached_property
    def texts(self) -> list[str]:
        """Return the texts that cells point at by number."""
        if not (part := self.related("sharedStrings")):
            return []
        found = []
        for item in self.package.walk(part, "si"):
            found.append(text_of(item))
            forget(item)
        return found

    @cached_property
    def dated(self) -> list[bool]:
        """Return for each cell style whether it shows a date."""
        ids, own = self.formats
        return [_shows(each, own, cells.shows_dates, cells.BUILT_IN_DATES) for each in ids]

    @cached_property
    def percent(self) -> list[bool]:
        """Return for each cell style whether it shows a percentage."""
        ids, own = self.formats
        return [_shows(each, own, cells.shows_percent, cells.BUILT_IN_PERCENT) for each in ids]

    @cached_property
    def formats(self) -> tuple[list[str], dict[str, str]]:
        """Return the number format of each cell style, and the codes of the file's own formats."""
        if not (part := self.related("styles")):
            return [], {}
        root = self.package.tree(part)
        own = {
            row.get("numFmtId", ""): row.get("formatCode", "")
            for row in root.iterfind("{*}numFmts/{*}numFmt")
        }
        return [row.get("numFmtId", "0") for row in root.iterfind("{*}cellXfs/{*}xf")], own

    def names(self) -> dict[str, str]:
        """Return the names that hold for the whole workbook, and what each stands for."""
        rows = self.root.iterfind("{*}definedNames/{*}definedName")
        return {
            row.get("name", ""): row.text or "" for row in rows if row.get("localSheetId") is None
        }

    def value(self, cell: Element) -> Value:
        """Return what stands in a cell; errors and empty texts are None."""
        kind = cell.get("t", "n")
        if kind == "inlineStr":
            found = cell.find("{*}is")
            return None if found is None else text_of(found) or None
        text = cell.findtext("{*}v") or ""
        if not text or kind == "e":
            return None
        return self._typed(kind, text, cell.get("s", "0"))

    def _typed(self, kind: str, text: str, style: str) -> Value:
        match kind:
            case "s":
                return self._shared(text) or None
            case "b":
                return text.strip() == "1"
            case "str":
                return cells.unescaped(text)
            case "d":
                return cells.iso(text)
        return self._number(text, style)

    def _shared(self, text: str) -> str:
        if not text.isdecimal() or int(text) >= len(self.texts):
            raise broken("sharedStrings")
        return self.texts[int(text)]

    def _number(self, text: str, style: str) -> Value:
        found = cells.number(text)
        if self.shows_dates(style):
            return cells.moment(found, from_1904=self.from_1904)
        return found

    def shows_dates(self, style: str) -> bool:
        """Tell whether cells of this style show a date."""
        return _of_style(style, self.dated)

    def shows_percent(self, style: str) -> bool:
        """Tell whether cells of this style show a percentage."""
        return _of_style(style, self.percent)


def book(content: bytes) -> Book:
    """Open a workbook, and find its sheets."""
    package = opened(content)
    main = _main(package)
    root = package.tree(main)
    if not root.tag.endswith("}workbook"):
        raise Unreadable(refusals.NO_WORKBOOK)
    relations = package.relations(main)
    _check_no_programs(package, relations)
    rows = [row for row in root.iterfind("{*}sheets/{*}sheet") if _leads_to(row, relations)]
    return Book(
        package=package,
        main=main,
        root=root,
        relations=relations,
        parts=_by_name(rows, relations),
        hidden=frozenset(_name(row) for row in rows if row.get("state", "visible") != "visible"),
        from_1904=any(row.get("date1904") in YES for row in root.iterfind("{*}workbookPr")),
    )


def text_of(item: Element) -> str:
    """Return a text with its pieces of other looks together, without reading aids."""
    pieces = (*item.iterfind("{*}t"), *item.iterfind("{*}r/{*}t"))
    return cells.unescaped("".join(piece.text or "" for piece in pieces))


def forget(element: Element) -> None:
    """Let go of an element that has been read, and of those before it."""
    element.clear()
    while (before := element.getprevious()) is not None:
        before.getparent().remove(before)


def _main(package: Package) -> str:
    for row in package.relations("").values():
        if row.kind == "officeDocument":
            return row.target
    raise Unreadable(refusals.NO_WORKBOOK)


def _check_no_programs(package: Package, relations: Mapping[str, Relation]) -> None:
    if any(row.kind in MACRO_SHEETS for row in relations.values()):
        raise Unreadable(refusals.MACROS)
    links = [row.target for row in relations.values() if row.kind == "externalLink"]
    if any(list(package.walk(link, "ddeLink")) for link in links):
        raise Unreadable(refusals.DDE)


def _leads_to(row: Element, relations: Mapping[str, Relation]) -> Relation | None:
    ids = [value for name, value in row.attrib.items() if name.endswith("}id")]
    found = relations.get(ids[0]) if ids else None
    return found if found and found.kind == "worksheet" and not found.outside else None


def _by_name(rows: list[Element], relations: Mapping[str, Relation]) -> dict[str, str]:
    parts = {_name(row): found.target for row in rows if (found := _leads_to(row, relations))}
    if len({name.casefold() for name in parts}) < len(rows) or len({*parts.values()}) < len(rows):
        raise refusals.strange("sheet")
    return parts


def _name(row: Element) -> str:
    return str(row.get("name", ""))


def _of_style(style: str, shown: Sequence[bool]) -> bool:
    return style.isdecimal() and int(style) < len(shown) and shown[int(style)]


def _shows(
    format_id: str,
    own: Mapping[str, str],
    does: Callable[[str], bool],
    built_in: Container[int],
) -> bool:
    if format_id in own:
        return does(own[format_id])
    return format_id.isdecimal() and int(format_id) in built_in
