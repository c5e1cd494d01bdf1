"""The file as a box of parts (a zip), opened without trusting a word of it."""

import posixpath
import re
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from io import BytesIO
from typing import Any
from zipfile import ZIP_DEFLATED, ZIP_STORED, BadZipFile, ZipFile, ZipInfo

from django.utils.translation import gettext_lazy as _
from lxml import etree

from stafett.lib.workbooks import limits, refusals
from stafett.lib.workbooks.refusals import Unreadable, broken, check_count, strange

ZIP_STARTS = b"PK\x03\x04"
OLE_STARTS = bytes.fromhex("d0cf11e0a1b11ae1")
ENCRYPTED_INSIDE = "EncryptedPackage".encode("utf-16-le")
CONTENT_TYPES, ROOT = "[Content_Types].xml", ""
OTHER_KINDS = {
    "word/document.xml": "Word",
    "ppt/presentation.xml": "PowerPoint",
    "xl/workbook.bin": ".xlsb",
    "content.xml": "OpenDocument",
}
MACRO_PARTS = re.compile(r"vbaproject[^/]*\.bin$|/(macrosheets|dialogsheets|intlmacrosheets)/")
UNDECLARED = (b"<!DOCTYPE", b"<!ENTITY")
ENDLESS_TAG = re.compile(rb"<[^<>]{100000}")
PARSING: dict[str, Any] = {
    "encoding": "utf-8",
    "huge_tree": False,
    "load_dtd": False,
    "no_network": True,
    "resolve_entities": False,
}
LEFT_ALONE = (
    (r"xl/externallinks/", _("links to other workbooks")),
    (r"xl/(embeddings|activex|ctrlprops)/", _("objects and controls from other programs")),
    (r"xl/(connections|querytables)", _("connections to databases and web pages")),
    (r"xl/(webextensions|customui)|^customui", _("add-ins")),
)
TOO_MANY_MARKS = _("The workbook has a part with more in it than we read.")

Element = Any


@dataclass(frozen=True)
class Relation:
    """From one part to another, or to something outside."""

    kind: str
    target: str
    outside: bool


@dataclass(frozen=True)
class Package:
    """An opened file: its parts by name, as they are written and in small letters."""

    archive: ZipFile
    names: Mapping[str, str]

    def has(self, name: str) -> bool:
        """Tell whether there is such a part."""
        return name.casefold() in self.names

    def part(self, name: str) -> bytes:
        """Return what is in a part."""
        if not (written := self.names.get(name.casefold())):
            raise broken(name)
        try:
            return self.archive.read(written)
        except (BadZipFile, EOFError, NotImplementedError, OSError, zlib.error) as error:
            raise broken(name) from error

    def markup(self, name: str) -> bytes:
        """Return a part that is XML, or refuse it before anything is built of it."""
        content = self.part(name)
        if any(sign in content for sign in UNDECLARED):
            raise strange("DOCTYPE")
        if ENDLESS_TAG.search(content):
            raise broken(name)
        marks = content.count(b"<") + content.count(b"=")
        check_count(marks, limits.MOST_MARKS, TOO_MANY_MARKS)
        return content

    def tree(self, name: str) -> Element:
        """Return a small part's root element."""
        try:
            return etree.fromstring(self.markup(name), etree.XMLParser(**PARSING))
        except etree.XMLSyntaxError as error:
            raise broken(name) from error

    def walk(self, name: str, *tags: str) -> Iterator[Element]:
        """Yield the elements with these names as each ends, and forget what has been seen."""
        wanted = [f"{{*}}{tag}" for tag in tags]
        walker = etree.iterparse(BytesIO(self.markup(name)), tag=wanted, **PARSING)
        try:
            for _event, element in walker:
                yield element
        except etree.XMLSyntaxError as error:
            raise broken(name) from error

    def relations(self, part: str) -> dict[str, Relation]:
        """Return where a part points, by id."""
        name, folder = relations_of(part), posixpath.dirname(part)
        if not self.has(name):
            return {}
        return {
            row.get("Id", ""): _relation(row, folder)
            for row in self.tree(name).iter("{*}Relationship")
        }

    @cached_property
    def left_alone(self) -> tuple[str, ...]:
        """Return what the file holds that we neither follow nor run."""
        return tuple(
            str(what)
            for pattern, what in LEFT_ALONE
            if any(re.search(pattern, name) for name in self.names)
        )


def relations_of(part: str) -> str:
    """Return the name of the part that says where a part points."""
    folder, file = posixpath.split(part)
    return posixpath.join(folder, "_rels", f"{file}.rels")


def opened(content: bytes) -> Package:
    """Open the file, or refuse it with a sentence."""
    most = limits.MOST_BYTES // 1_000_000
    check_count(
        len(content), limits.MOST_BYTES, _("The file is larger than %(mb)s MB.") % {"mb": most}
    )
    _check_first_bytes(content)
    try:
        archive = ZipFile(BytesIO(content))
    except (BadZipFile, NotImplementedError, OSError, ValueError) as error:
        raise broken("zip") from error
    infos = archive.infolist()
    _check_sizes(infos)
    _check_names(infos)
    package = Package(archive, {info.filename.casefold(): info.filename for info in infos})
    _check_kind(package)
    return package


def _check_first_bytes(content: bytes) -> None:
    if content.startswith(OLE_STARTS):
        locked = ENCRYPTED_INSIDE in content
        raise Unreadable(refusals.LOCKED) if locked else refusals.old_kind(".xls")
    if not content.startswith(ZIP_STARTS):
        raise Unreadable(refusals.NO_WORKBOOK)


def _check_sizes(infos: list[ZipInfo]) -> None:
    check_count(len(infos), limits.MOST_PARTS, _("The workbook has more than %(most)s parts."))
    unpacked = sum(info.file_size for info in infos)
    most = _("The workbook becomes larger than %(mb)s MB when it is unpacked.")
    mb = {"mb": limits.MOST_UNPACKED // 1_000_000}
    if unpacked > limits.MOST_UNPACKED or any(map(_swells, infos)):
        raise refusals.too_much(most % mb)


def _swells(info: ZipInfo) -> bool:
    large = info.file_size > limits.RATIO_COUNTS_FROM
    return large and info.file_size > limits.MOST_RATIO * max(info.compress_size, 1)


def _check_names(infos: list[ZipInfo]) -> None:
    seen = set()
    for info in infos:
        name = info.filename
        if _leads_astray(info) or name.casefold() in seen:
            raise strange(ascii(name))
        if info.flag_bits & 1:
            raise Unreadable(refusals.LOCKED)
        if info.compress_type not in {ZIP_DEFLATED, ZIP_STORED}:
            raise broken(name)
        seen.add(name.casefold())


def _leads_astray(info: ZipInfo) -> bool:
    name = info.orig_filename
    return (
        name.startswith("/")
        or ".." in name.split("/")
        or bool(re.search(r"[\\:\x00-\x1f]", name))
        or name != info.filename
    )


def _check_kind(package: Package) -> None:
    for name, kind in OTHER_KINDS.items():
        if package.has(name):
            raise refusals.old_kind(kind)
    if not package.has(CONTENT_TYPES):
        raise Unreadable(refusals.NO_WORKBOOK)
    types = {row.get("ContentType", "") for row in package.tree(CONTENT_TYPES)}
    declared = any("macroenabled" in kind.casefold() for kind in types)
    if declared or any(MACRO_PARTS.search(name) for name in package.names):
        raise Unreadable(refusals.MACROS)


def _relation(row: Element, folder: str) -> Relation:
    target = row.get("Target", "")
    outside = row.get("TargetMode") == "External"
    if not outside:
        target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
    return Relation(row.get("Type", "").rpartition("/")[2], target, outside)
