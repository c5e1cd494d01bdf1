"""The board pack: the portfolio on slides, with charts that can be changed."""

import io

import pytest
from pptx import Presentation

from stafett.initiatives.models import Initiative
from tests.pages import Reader
from tests.rooms.reports.documents import SECRET, a_whole_initiative, plain
from tests.rooms.reports.stories import an_initiative, hours, promise, row

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


def notes_of(slide):
    return plain(slide.notes_slide.notes_text_frame.text)


def table_of(slide):
    [shape] = [shape for shape in slide.shapes if shape.has_table]
    return [[plain(cell.text) for cell in line.cells] for line in shape.table.rows]


def test_it_has_five_slides_in_the_order_a_board_asks(rune, region, shared):
    assert [slide.shapes.title.text for slide in slides(rune, region)] == [
        "What we set out to do, and where we are",
        "What is realised, against plan",
        "What is late or came back, and who has it",
        "What we ask the board to decide",
        "How we reckoned, and what nobody knows yet",
    ]


def test_the_accounts_say_what_the_page_of_results_says(rune, region, shared):
    page = row(Reader(rune).opens(f"/resultater/{region.pk}/"), "Hours for staff")
    [slide] = titled(slides(rune, region), "What is realised")

    [cells] = [line for line in table_of(slide) if line[0] == "Hours for staff, hours a year"]
    assert cells[1:] == ["400", "300", "1 of 1"]
    assert page[0].startswith("400 hours")
    assert page[1].startswith("300 hours")
    assert "300 – 400 – 500; 300; 1 of 1" in notes_of(slide)


def test_the_chart_can_be_changed_and_the_notes_have_every_account(rune, region, shared):
    [slide] = titled(slides(rune, region), "What is realised")

    assert chart_of(slide).chart.part.chart_workbook.xlsx_part is not None
    assert [len(list(each.values)) for each in chart_of(slide).chart.plots[0].series] == [1, 1]
    assert "Hours for staff, hours a year" in notes_of(slide)
    assert "Kroner that are used for something else, kr a year, 2026 prices" in notes_of(slide)
    assert "150000 – 200000 – 250000; Not measured; 0 of 1" in notes_of(slide)


def test_what_is_not_measured_has_no_bar(rune, region, kari):
    promise(hours(an_initiative(region, scope="region", group=region)), kari.home)
    [slide] = titled(slides(rune, region), "What is realised")

    read = chart_of(slide).chart.plots[0]
    assert list(read.series[1].values) == [None]
    assert "Not measured" in read.categories[0]


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


def test_many_initiatives_are_counted_on_the_slide_and_all_in_the_notes(rune, region):
    for number in range(40):
        an_initiative(
            region, title=f"{number:02} " + "Lang tittel " * 9, scope="region", group=region
        )

    found = slides(rune, region)

    assert len(found) == 5
    [first] = titled(found, "What we set out")
    shown = len(table_of(first)) - 1
    assert 0 < shown < 40
    assert any(f"{shown} of 40 are shown here; all of them" in text for text in texts(first))
    named = {line[:2] for line in first.notes_slide.notes_text_frame.text.splitlines()}
    assert named >= {f"{number:02}" for number in range(40)}


def test_an_empty_portfolio_says_so_on_each_slide(siri):
    found = slides(siri, siri.home)

    told = " ".join(text for slide in found for text in texts(slide))
    assert len(found) == 5
    for says in (
        "has no initiatives yet.",
        "Nothing is promised yet.",
        "Nothing is late, and no baton has come back.",
        "Nothing waits for the board now.",
    ):
        assert says in told


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
