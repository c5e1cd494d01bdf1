"""The board pack: the portfolio on slides, with charts that can be changed."""

import io

import pytest
from pptx import Presentation

from stafett.initiatives.models import Initiative
from tests.pages import Reader
from tests.rooms.reports.documents import SECRET, a_whole_initiative, plain
from tests.rooms.reports.stories import an_initiative, row

pytestmark = pytest.mark.usefixtures("national_figures")


@pytest.fixture
def shared(region, kari):
    return a_whole_initiative(region, kari.home)


def takes(cast, place, **asked):
    return Reader(cast).client.get(
        f"/resultater/{place.pk}/ta-med/styrepakke/", {"sprak": "en"} | asked
    )


def slides(cast, place, **asked):
    answer = takes(cast, place, **asked)
    assert answer.status_code == 200
    return list(Presentation(io.BytesIO(answer.content)).slides)


def texts(slide):
    for shape in slide.shapes:
        if shape.has_text_frame:
            yield plain(shape.text_frame.text)
        elif shape.has_table:
            yield from (plain(cell.text) for line in shape.table.rows for cell in line.cells)


def titled(found, begins):
    return [slide for slide in found if slide.shapes.title.text.startswith(begins)]


def chart_of(slide):
    [shape] = [shape for shape in slide.shapes if shape.has_chart]
    return shape


def test_it_has_the_portfolio_the_accounts_the_batons_and_what_was_learned(rune, region, shared):
    found = slides(rune, region)

    titles = [slide.shapes.title.text for slide in found]
    assert titles == [
        "The portfolio of Fjordvikregionen",
        "The initiatives",
        "Kroner, hours and quality: each by itself",
        "Kroner that are used for something else, kr a year, 2026 prices",
        "Hours for staff, hours a year",
        "What waits for whom",
        "What was learned",
    ]


def test_the_accounts_say_what_the_page_of_results_says(rune, region, shared):
    page = row(Reader(rune).opens(f"/resultater/{region.pk}/"), "Hours for staff")
    [slide] = titled(slides(rune, region), "Kroner, hours and quality")

    [cells] = [
        [plain(cell.text) for cell in line.cells]
        for shape in slide.shapes if shape.has_table
        for line in shape.table.rows if line.cells[0].text == "Hours for staff"
    ]  # fmt: skip
    assert cells[2:] == ["300", "400", "500", "300", "1 of 1", "1 of 1"]
    assert page[0].startswith("400 hours")
    assert page[1].startswith("300 hours")


def test_charts_can_be_changed_and_what_is_not_measured_has_no_bar(rune, region, shared):
    found = slides(rune, region)
    [hours], [kroner] = titled(found, "Hours for staff"), titled(found, "Kroner that")

    read = chart_of(hours).chart.plots[0]
    assert [list(series.values) for series in read.series] == [[400.0], [300.0]]
    unread = chart_of(kroner).chart.plots[0]
    assert [list(series.values) for series in unread.series] == [[200_000.0], [None]]
    assert "Not measured" in unread.categories[0]
    assert chart_of(hours).chart.part.chart_workbook.xlsx_part is not None


def test_every_picture_and_table_has_words_and_every_slide_notes(rune, region, shared):
    for slide in slides(rune, region):
        for shape in slide.shapes:
            if shape.has_chart or shape.has_table:
                assert shape._element.nvGraphicFramePr.cNvPr.get("descr")
        notes = slide.notes_slide.notes_text_frame.text
        assert "Seen by: What Fjordvikregionen may see." in notes
        assert "Nothing else is cut." in notes


@pytest.mark.parametrize(
    ("language", "locale"), [("nb", "nb-NO"), ("nn", "nn-NO"), ("en", "en-GB")]
)
def test_it_speaks_the_language_that_is_chosen(rune, region, shared, language, locale):
    answer = takes(rune, region, sprak=language)
    show = Presentation(io.BytesIO(answer.content))

    assert show.core_properties.language == locale
    assert f'lang="{locale}"' in show.slides[0]._element.xml
    assert show.core_properties.author == "Fjordvikregionen"


def test_many_initiatives_go_on_more_slides_and_none_is_left_out(rune, region):
    for number in range(40):
        an_initiative(
            region, title=f"{number:02} " + "Lang tittel " * 9, scope="region", group=region
        )

    found = titled(slides(rune, region), "The initiatives")

    told = [text for slide in found for text in texts(slide) if text[:2].isdigit()]
    assert {text[:2] for text in told if "Lang" in text} == {f"{number:02}" for number in range(40)}
    assert all("of 40 rows." in " ".join(texts(slide)) for slide in found)
    assert len(found) > 5


def test_hostile_names_are_text(rune, region, shared):
    Initiative.objects.filter(pk=shared.row.pk).update(title='=1+1 <a:br/>\x07 "&')

    assert any("[U+0007]" in text for slide in slides(rune, region) for text in texts(slide))


def test_a_member_gets_its_own_and_nobody_elses(kari, ola, siri, region, shared):
    Initiative.objects.filter(pk=shared.row.pk).update(title=SECRET)

    assert takes(kari, kari.home).status_code == 200
    assert takes(kari, ola.home).status_code == 404
    for place in (region, kari.home):
        assert takes(siri, place).status_code == 404
        assert takes(None, place).status_code == 302
    for slide in slides(ola, ola.home):
        assert not any("Fjordvik," in text for text in texts(slide))
    assert not any(SECRET in text for slide in slides(siri, siri.home) for text in texts(slide))


def test_the_page_of_results_leads_to_it(rune, region, shared):
    page = Reader(rune).opens(f"/resultater/{region.pk}/")
    offered = Reader(rune).opens(page.links["Take it along"])

    assert offered.shows("Board pack")
    assert offered.status == 200
