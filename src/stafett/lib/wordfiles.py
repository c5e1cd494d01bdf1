"""A document as Word reads and writes it (docx), from the same data as the PDF.

The styles are named, so that a reader of screens finds headings, and a writer changes all at once.
Whatever somebody wrote is text: no field, no link, nothing that runs.
"""

import io
from collections.abc import Callable, Iterable, Sequence
from datetime import UTC
from typing import Any, Final

from docx import Document
from docx.enum.section import WD_ORIENT, WD_SECTION
from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Mm, Pt, RGBColor

from stafett.lib.papers import Block, Column, Gap, Paper, Part, Table, sheets
from stafett.lib.text import as_xml

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
LOCALES: Final = {"nb": "nb-NO", "nn": "nn-NO", "en": "en-GB"}
A4: Final = (Mm(210), Mm(297))
MARGINS: Final = {"left_margin": 25, "right_margin": 25, "top_margin": 22, "bottom_margin": 22}
NARROWER: Final = {"left_margin": 18, "right_margin": 18}
INK: Final = RGBColor(0x1D, 0x3B, 0x47)
SOFT: Final = RGBColor(0x4A, 0x5A, 0x62)
LINE: Final = "B8C2C7"
HEAD: Final = "E6ECEF"
TO_FILL_IN: Final = "FFF1B8"
BODY: Final = "Calibri"
FIXED: Final = "\u00a0"
"""In a narrow cell a day breaks between its words, and not within one."""
FACT, CELL, FILL_IN = "Stafett Fact", "Stafett Cell", "Stafett Fill In"
THUMBNAIL: Final = "/metadata/thumbnail"


def as_docx(paper: Paper) -> bytes:
    """Return the document as a file."""
    document = Document()
    _about(document, paper)
    _styles(document, LOCALES.get(paper.lang, paper.lang))
    _said(document.add_paragraph(style="Title"), paper.title)
    _said(document.add_paragraph(style="Subtitle"), paper.lead)
    for number, (lies, parts) in enumerate(sheets(paper)):
        _turn(document, lies=lies, is_first=not number)
        for part in parts:
            _part(document, part)
    _footer(document, paper)
    written = io.BytesIO()
    document.save(written)
    return written.getvalue()


# --- what it is -----------------------------------------------------------------------------


def _about(document: Any, paper: Paper) -> None:
    """Say what it is, and whose: nothing of the machine it was made on."""
    about = document.core_properties
    about.title, about.author = as_xml(paper.title)[:255], as_xml(paper.author)[:255]
    about.last_modified_by, about.comments, about.revision = about.author, "", 1
    about.language = LOCALES.get(paper.lang, paper.lang)
    about.created = about.modified = paper.made_at.astimezone(UTC).replace(tzinfo=None)
    pictured = [key for key, way in document.part.package.rels.items() if THUMBNAIL in way.reltype]
    for key in pictured:
        document.part.package.rels.pop(key)


def _styles(document: Any, locale: str) -> None:
    styles = document.styles
    _speaks(styles.element.find(f".//{qn('w:rPrDefault')}/{qn('w:rPr')}"), locale)
    for name, size, colour, before, after in (
        ("Normal", 10.5, None, 0, 6),
        ("Title", 22, INK, 0, 4),
        ("Subtitle", 12, SOFT, 0, 14),
        ("Heading 1", 15, INK, 18, 6),
        ("Heading 2", 12.5, INK, 14, 4),
        ("Quote", 10.5, SOFT, 2, 6),
        ("List Bullet", 10.5, None, 0, 3),
        ("Caption", 10, INK, 10, 4),
        ("Footer", 8.5, SOFT, 0, 0),
    ):
        _looks(styles[name], size, colour, before, after)
    _bare(styles["Title"])
    styles["Quote"].paragraph_format.left_indent = Mm(6)
    styles["Caption"].paragraph_format.keep_with_next = True
    for name, size, after in ((FACT, 10.5, 3), (CELL, 8.5, 0)):
        made = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
        made.base_style = styles["Normal"]
        _looks(made, size, None, 0, after)
    gap = styles.add_style(FILL_IN, WD_STYLE_TYPE.CHARACTER)
    gap.element.get_or_add_rPr().append(_element("w:shd", fill=TO_FILL_IN, val="clear"))


def _looks(style: Any, size: float, colour: RGBColor | None, before: int, after: int) -> None:
    font, space = style.font, style.paragraph_format
    font.name, font.size, font.italic = BODY, Pt(size), False
    fonts = style.element.get_or_add_rPr().find(qn("w:rFonts"))
    for kind in ("asciiTheme", "hAnsiTheme", "eastAsiaTheme", "cstheme"):
        fonts.attrib.pop(qn(f"w:{kind}"), None)
    if colour is not None:
        font.color.rgb = colour
    space.space_before, space.space_after = Pt(before), Pt(after)


def _bare(style: Any) -> None:
    """Take away the line under a title."""
    for line in style.element.findall(f".//{qn('w:pBdr')}"):
        line.getparent().remove(line)


def _speaks(properties: Any, locale: str) -> None:
    for old in properties.findall(qn("w:lang")):
        properties.remove(old)
    properties.append(_element("w:lang", val=locale, eastAsia=locale))


# --- how the page lies ----------------------------------------------------------------------


def _turn(document: Any, *, lies: bool, is_first: bool) -> None:
    """Begin a page that stands or lies; the first stands already."""
    if not is_first or lies:
        document.add_section(WD_SECTION.NEW_PAGE)
    section = document.sections[-1]
    width, height = reversed(A4) if lies else A4
    section.page_width, section.page_height = width, height
    section.orientation = WD_ORIENT.LANDSCAPE if lies else WD_ORIENT.PORTRAIT
    for side, room in {**MARGINS, **(NARROWER if lies else {})}.items():
        setattr(section, side, Mm(room))
    if is_first and lies:
        _turn_back(document.sections[0])


def _turn_back(section: Any) -> None:
    section.page_width, section.page_height = A4


def _footer(document: Any, paper: Paper) -> None:
    line = document.sections[0].footer.paragraphs[0]
    _said(line, f"{paper.foot} · {paper.page} ")
    _counted(line, "PAGE")
    _said(line, " / ")
    _counted(line, "NUMPAGES")


def _counted(line: Any, what: str) -> None:
    """Put in a number that Word counts itself."""
    field = _element("w:fldSimple", instr=what)
    run, text = OxmlElement("w:r"), OxmlElement("w:t")
    text.text = "1"
    run.append(text)
    field.append(run)
    line._p.append(field)


# --- what it says ---------------------------------------------------------------------------


def _part(document: Any, part: Part) -> None:
    if part.heading:
        _said(document.add_heading(level=part.level), part.heading)
    for block in part.blocks:
        _block(document, block)


def _block(document: Any, block: Block) -> None:
    lang = LOCALES.get(block.lang, block.lang)
    _paragraphs(document, "Normal", [block.text], lang)
    _paragraphs(document, "Quote", [block.quote], lang)
    for name, says in block.facts:
        line = document.add_paragraph(style=FACT)
        _said(line, f"{name}: ").bold = True
        _said(line, says, lang)
    _paragraphs(document, "List Bullet", block.points, lang)
    if block.table:
        _table(document, block.table)


def _paragraphs(document: Any, style: str, texts: Iterable[str], lang: str) -> None:
    for text in texts:
        lines = [text] if isinstance(text, Gap) else as_xml(text).split("\n")
        for line in filter(str.strip, lines):
            _said(document.add_paragraph(style=style), line, lang)


def _said(line: Any, text: str, lang: str = "") -> Any:
    """Write a text; what is to be filled in is seen."""
    run = line.add_run()
    written = OxmlElement("w:t")
    written.set(qn("xml:space"), "preserve")
    written.text = as_xml(text).replace("\n", " ")
    run._r.append(written)
    if isinstance(text, Gap):
        run.style = FILL_IN
    if lang:
        _speaks(run._r.get_or_add_rPr(), lang)
    return run


# --- tables ---------------------------------------------------------------------------------


def _table(document: Any, told: Table) -> None:
    _said(document.add_paragraph(style="Caption"), told.caption)
    rows = [*told.rows, *told.foot]
    table = document.add_table(rows=1 + len(rows), cols=len(told.columns))
    table.autofit = False
    _framed(table, told.caption)
    widths = _widths(document.sections[-1], told.columns)
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
    _row(table.rows[0], [each.head for each in told.columns], told.columns, widths, _head)
    first_sum = len(told.rows)
    for number, cells in enumerate(rows):
        look = _sum if number >= first_sum else _plain
        _row(table.rows[number + 1], cells, told.columns, widths, look)
    table.rows[0]._tr.get_or_add_trPr().append(_element("w:tblHeader"))
    document.add_paragraph().paragraph_format.space_after = Pt(2)


def _widths(section: Any, columns: Sequence[Column]) -> list[int]:
    room = section.page_width - section.left_margin - section.right_margin
    whole = sum(column.width for column in columns)
    return [int(room * column.width / whole) for column in columns]


def _row(
    row: Any,
    texts: Sequence[str],
    columns: Sequence[Column],
    widths: Sequence[int],
    look: Callable[[Any, Any], None],
) -> None:
    row._tr.get_or_add_trPr().append(_element("w:cantSplit"))
    for cell, text, column, width in zip(row.cells, texts, columns, widths, strict=True):
        cell.width = width
        line = cell.paragraphs[0]
        line.style = CELL
        if column.is_number:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
        look(cell, _said(line, text if isinstance(text, Gap) else text.replace(FIXED, " ")))


def _plain(_cell: Any, _run: Any) -> None:
    """Leave a cell as it is."""


def _head(cell: Any, run: Any) -> None:
    run.bold = True
    cell._tc.get_or_add_tcPr().append(_element("w:shd", fill=HEAD, val="clear"))


def _sum(_cell: Any, run: Any) -> None:
    run.bold = True


def _framed(table: Any, caption: str) -> None:
    """Give a table thin lines, room in its cells, and words for those who hear it."""
    properties = table._tbl.tblPr
    lines = OxmlElement("w:tblBorders")
    for side in ("top", "bottom", "insideH"):
        lines.append(_element(f"w:{side}", val="single", sz="4", color=LINE))
    room = OxmlElement("w:tblCellMar")
    for side in ("top", "left", "bottom", "right"):
        room.append(_element(f"w:{side}", w="60" if side in ("left", "right") else "40"))
    for child in (lines, _element("w:tblLayout", type="fixed"), room):
        _replaced(properties, child)
    properties.append(_element("w:tblCaption", val=as_xml(caption)))


def _replaced(properties: Any, child: Any) -> None:
    for old in properties.findall(child.tag):
        properties.remove(old)
    look = properties.find(qn("w:tblLook"))
    if look is None:
        properties.append(child)
    else:
        look.addprevious(child)


def _element(name: str, **attributes: str) -> Any:
    made = OxmlElement(name)
    for key, value in attributes.items():
        made.set(qn(f"w:{key}"), value)
    return made
