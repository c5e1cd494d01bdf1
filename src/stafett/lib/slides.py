"""Slides as PowerPoint reads and writes them (pptx), with charts that can be changed there.

What a slide says is data. Forecast is outlined, measured filled, and what is not known has no bar.
"""

import io
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any, Final

from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LEGEND_POSITION
from pptx.enum.text import PP_ALIGN
from pptx.util import Inches, Pt

from stafett.lib.papers import Table
from stafett.lib.text import as_xml
from stafett.lib.wordfiles import LOCALES

MEDIA_TYPE: Final = "application/vnd.openxmlformats-officedocument.presentationml.presentation"
WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, ROOM, GAP = Inches(0.6), Inches(12.13), Inches(0.4)
_colour: Any = RGBColor
INK: Final[RGBColor] = _colour(0x1D, 0x3B, 0x47)
SOFT: Final[RGBColor] = _colour(0x4A, 0x5A, 0x62)
HEAD: Final[RGBColor] = _colour(0xE6, 0xEC, 0xEF)
PAPER: Final[RGBColor] = _colour(0xFF, 0xFF, 0xFF)
TITLE_ONLY: Final = 5
LONG_TITLE: Final = 60


@dataclass(frozen=True, slots=True)
class Bars:
    """A chart of bars: for each name what is forecast and what is measured; None is not known."""

    title: str
    says: str
    names: Sequence[str]
    series: Sequence[tuple[str, Sequence[float | None]]]


@dataclass(frozen=True, slots=True)
class Slide:
    """One slide: what it says, as a sentence, a chart, points and a table, and its notes.

    Two of them share the slide side by side, in that order.
    """

    title: str
    lead: str
    notes: Sequence[str]
    table: Table | None = None
    bars: Bars | None = None
    points: Sequence[str] = ()
    beside: Sequence[str] = ()


@dataclass(frozen=True, slots=True)
class Deck:
    """Slides that belong together: in which language, whose, and from when."""

    lang: str
    title: str
    author: str
    made_at: datetime
    foot: str
    slides: Sequence[Slide]


def as_pptx(deck: Deck) -> bytes:
    """Return the slides as a file."""
    show = Presentation()
    show.slide_width, show.slide_height = WIDTH, HEIGHT
    _about(show, deck)
    for number, told in enumerate(deck.slides, start=1):
        _slide(show, told, f"{deck.foot} · {number} / {len(deck.slides)}")
    _speak(show, LOCALES.get(deck.lang, deck.lang))
    written = io.BytesIO()
    show.save(written)
    return written.getvalue()


def _about(show: Any, deck: Deck) -> None:
    """Say what it is, and whose: nothing of the machine it was made on."""
    about = show.core_properties
    about.title, about.author = as_xml(deck.title)[:255], as_xml(deck.author)[:255]
    about.last_modified_by, about.comments, about.revision = about.author, "", 1
    about.language = LOCALES.get(deck.lang, deck.lang)
    about.created = about.modified = deck.made_at.astimezone(UTC).replace(tzinfo=None)


def _slide(show: Any, told: Slide, foot: str) -> None:
    slide = show.slides.add_slide(show.slide_layouts[TITLE_ONLY])
    _titled(slide.shapes.title, told.title)
    _text(slide, told.lead, Inches(1.3), Inches(0.6), 16)
    parts: list[tuple[Callable[..., None], Any]] = [
        (_bars, told.bars), (_points, told.points), (_points, told.beside), (_table, told.table)
    ]  # fmt: skip
    there = [(put, what) for put, what in parts if what]
    for (put, what), (left, wide) in zip(there, _columns(len(there)), strict=True):
        put(slide, what, left, wide)
    _text(slide, foot, Inches(7.02), Inches(0.35), 11)
    slide.notes_slide.notes_text_frame.text = as_xml("\n".join(told.notes))


def _columns(count: int) -> list[tuple[int, int]]:
    """Return where each of so many parts begins, and how wide it is."""
    wide = (ROOM - GAP * max(count - 1, 0)) // max(count, 1)
    return [(LEFT + at * (wide + GAP), wide) for at in range(count)]


def _titled(shape: Any, title: str) -> None:
    shape.left, shape.top, shape.width, shape.height = LEFT, Inches(0.4), ROOM, Inches(0.9)
    shape.text_frame.word_wrap = True
    shape.text_frame.text = as_xml(title).replace("\n", " ")
    size = 28 if len(title) <= LONG_TITLE else 20
    _looks(shape.text_frame, size, INK, bold=True)


def _text(slide: Any, text: str, top: int, height: int, size: float) -> None:
    box = slide.shapes.add_textbox(LEFT, top, ROOM, height).text_frame
    box.word_wrap = True
    box.text = as_xml(text)
    _looks(box, size, SOFT)


def _points(slide: Any, points: Sequence[str], left: int, wide: int) -> None:
    box = slide.shapes.add_textbox(left, Inches(2.1), wide, Inches(4.7)).text_frame
    box.word_wrap = True
    box.text = as_xml("\n".join(" ".join(point.split()) for point in points))
    _looks(box, 16 if wide == ROOM else 14, INK)
    for line in box.paragraphs:
        line.space_after = Pt(6)


def _looks(frame: Any, size: float, colour: RGBColor, *, bold: bool = False) -> None:
    for line in frame.paragraphs:
        line.alignment = PP_ALIGN.LEFT
        for run in line.runs:
            run.font.size, run.font.bold, run.font.color.rgb = Pt(size), bold, colour


# --- tables and charts ----------------------------------------------------------------------


def _table(slide: Any, told: Table, left: int, wide: int) -> None:
    rows = [[column.head for column in told.columns], *told.rows, *told.foot]
    box = (left, Inches(2.05), wide, Inches(0.36 * len(rows)))
    shape = slide.shapes.add_table(len(rows), len(told.columns), *box)
    _heard(shape, told.caption, told.caption)
    whole = sum(column.width for column in told.columns)
    for place, column in zip(shape.table.columns, told.columns, strict=True):
        place.width = int(wide * column.width / whole)
    for number, texts in enumerate(rows):
        for at, text in enumerate(texts):
            _cell(shape.table.cell(number, at), text, told.columns[at].is_number, not number)


def _cell(cell: Any, text: str, is_number: bool, is_head: bool) -> None:
    cell.text = as_xml(text).replace("\n", " ")
    cell.fill.solid()
    cell.fill.fore_color.rgb = HEAD if is_head else PAPER
    _looks(cell.text_frame, 12, INK, bold=is_head)
    if is_number:
        cell.text_frame.paragraphs[0].alignment = PP_ALIGN.RIGHT


def _bars(slide: Any, told: Bars, left: int, wide: int) -> None:
    made: Any = CategoryChartData
    data = made()
    data.categories = [as_xml(name).replace("\n", " ") for name in told.names]
    for name, values in told.series:
        data.add_series(as_xml(name), values)
    box = (left, Inches(2.0), wide, Inches(4.9))
    shape = slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, *box, data)
    _heard(shape, told.title, told.says)
    chart = shape.chart
    chart.font.size, chart.font.color.rgb = Pt(12), INK
    chart.has_title = False
    chart.has_legend = len(told.series) > 1
    if chart.has_legend:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
    chart.category_axis.reverse_order = True
    chart.value_axis.has_major_gridlines = False
    chart.value_axis.visible = False
    plot = chart.plots[0]
    plot.has_data_labels, plot.gap_width = True, 60
    plot.data_labels.number_format, plot.data_labels.number_format_is_linked = "#,##0", False
    for number, series in enumerate(plot.series):
        _filled(series, is_forecast=len(told.series) > 1 and not number)


def _filled(series: Any, *, is_forecast: bool) -> None:
    """Outline what is forecast, and fill what is measured or counted."""
    fill, line = series.format.fill, series.format.line
    fill.solid()
    fill.fore_color.rgb = PAPER if is_forecast else INK
    line.color.rgb, line.width = INK, Pt(1.5)
    series.invert_if_negative = False


def _heard(shape: Any, title: str, says: str) -> None:
    """Give a picture words for those who hear it."""
    about = shape._element.nvGraphicFramePr.cNvPr
    about.set("title", as_xml(title))
    about.set("descr", as_xml(says))


def _speak(show: Any, locale: str) -> None:
    """Say of every text in which language it is."""
    for slide in show.slides:
        for part in (slide, slide.notes_slide):
            for run in part._element.iter(
                "{http://schemas.openxmlformats.org/drawingml/2006/main}r"
            ):
                run.get_or_add_rPr().set("lang", locale)
