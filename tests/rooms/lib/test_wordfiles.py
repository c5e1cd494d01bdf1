"""Documents that are written on: what a reader of screens and a writer find in them."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document
from docx.enum.section import WD_ORIENT
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from stafett.lib.papers import Block, Column, Gap, Paper, Part, Table, as_pdf, gaps
from stafett.lib.wordfiles import as_docx

AT = datetime(2026, 5, 12, 12, tzinfo=UTC)
TABLE = Table(
    "Hva det gir",
    [Column("Hva", 2), Column("Tusen kr", is_number=True)],
    [["Færre turer", "1 234,5"], ["Mer ro", Gap("beløp")]],
    [["Sum", "1 234,5"]],
)


def a_paper(parts=None, text="Tekst", lang="nb"):
    told = [Part("Om", [Block(text=text, quote=text, facts=[(text, text)], points=[text])])]
    return Paper(
        lang=lang, title="Plan", author="Fjordvik", made_at=AT, lead="Fjordvik", foot="Plan",
        page="Side", parts=told if parts is None else parts,
    )  # fmt: skip


def read(paper):
    return Document(io.BytesIO(as_docx(paper)))


def xml(paper, name="word/document.xml"):
    with zipfile.ZipFile(io.BytesIO(as_docx(paper))) as parts:
        return parts.read(name).decode()


def test_headings_are_headings_with_their_level():
    document = read(a_paper([Part("Først", []), Part("Under", [], level=2)]))

    styles = {line.text: line.style.name for line in document.paragraphs if line.text}
    assert styles == {
        "Plan": "Title", "Fjordvik": "Subtitle", "Først": "Heading 1", "Under": "Heading 2",
    }  # fmt: skip


def test_the_head_of_a_table_is_repeated_and_no_row_is_torn():
    [table] = read(a_paper([Part("Om", [Block(table=TABLE)])])).tables

    heads = [row._tr.trPr.find(qn("w:tblHeader")) is not None for row in table.rows]
    assert heads == [True, False, False, False]
    assert all(row._tr.trPr.find(qn("w:cantSplit")) is not None for row in table.rows)
    assert table._tbl.tblPr.find(qn("w:tblCaption")).get(qn("w:val")) == "Hva det gir"
    assert [cell.text for cell in table.rows[3].cells] == ["Sum", "1 234,5"]


@pytest.mark.parametrize(("lang", "locale"), [("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en-GB")])
def test_it_says_its_title_whose_it_is_and_its_language(lang, locale):
    document = read(a_paper(lang=lang))

    about = document.core_properties
    assert (about.title, about.author, about.last_modified_by) == ("Plan", "Fjordvik", "Fjordvik")
    assert about.language == locale
    assert about.comments == ""
    default = document.styles.element.find(f".//{qn('w:rPrDefault')}//{qn('w:lang')}")
    assert default.get(qn("w:val")) == locale


def test_words_in_another_language_say_so():
    told = a_paper([Part("Om", [Block(quote="Kvifor ikkje", lang="nn")])])

    assert xml(told).count('<w:lang w:val="nn-NO" w:eastAsia="nn-NO"/>') == 1


def test_pages_lie_where_the_tables_are_wide():
    parts = [Part("A", []), Part("B", [Block(table=TABLE)], is_wide=True), Part("C", [])]

    ways = [section.orientation for section in read(a_paper(parts)).sections]
    assert ways == [WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE, WD_ORIENT.PORTRAIT]


def test_what_is_to_be_filled_in_is_seen_and_counted():
    told = a_paper([Part("Om", [Block(text=Gap("saksnummer")), Block(table=TABLE)])])

    marked = [
        run.text
        for line in read(told).paragraphs
        for run in line.runs
        if run.style.name == "Stafett Fill In"
    ]
    assert marked == ["[saksnummer]"]
    assert gaps(told) == 2


def test_pages_are_numbered():
    assert 'w:instr="PAGE"' in xml(a_paper(), "word/footer1.xml")


@pytest.mark.parametrize(
    "text", ['{ INCLUDETEXT "c:/x" }', "=1+1", "<w:fldSimple/>", "&nbsp; &#0;", "{{ x }}", "a\tb"]
)
def test_nobodys_text_is_code(text):
    document = read(a_paper(text=text))

    assert "<w:fld" not in xml(a_paper(text=text))
    assert [line.text for line in document.paragraphs].count(text) == 3


def test_signs_that_a_document_cannot_hold_are_named():
    said = [line.text for line in read(a_paper(text="Ja\x00\x07\x0b\ud800\ufffe nei")).paragraphs]

    assert said.count("Ja[U+0000][U+0007][U+000B][U+D800][U+FFFE] nei") == 3


@settings(max_examples=20)
@given(st.text(max_size=40))
def test_whatever_somebody_wrote_the_document_can_be_read(text):
    table = Table(text, [Column(text)], [[text]])

    read(a_paper([Part(text, [Block(text, text, [(text, text)], [text], table)])]))


def test_tables_are_tables_in_the_archive_too():
    parts = [Part("A", [Block(table=TABLE)]), Part("B", [Block(table=TABLE)], is_wide=True)]

    assert as_pdf(a_paper(parts)) == as_pdf(a_paper(parts))
