"""Documents about an initiative: they say what its pages say, to those who see the pages."""

import io
import re

import pytest
from docx import Document
from pypdf import PdfReader

from stafett.benefits.models import Commitment
from stafett.initiatives.models import Initiative
from stafett.organisations.models import Membership
from stafett.reports.queries.papers.words import file_name, thousands
from tests import factories
from tests.pages import Reader
from tests.rooms.reports.documents import (
    SECRET,
    a_whole_initiative,
    plain,
    read_docx,
    table,
    words_of_pdf,
)
from tests.rooms.reports.stories import hours, promise, tables

pytestmark = pytest.mark.usefixtures("national_figures")


@pytest.fixture
def whole(kari):
    return a_whole_initiative(kari.home, kari.home)


@pytest.fixture
def shared(region, kari):
    return a_whole_initiative(region, kari.home)


def takes(cast, whole, kind="gevinstplan", **asked):
    asked = {"sprak": "en", "som": "docx"} | asked
    url = f"/tiltak/{whole.row.pk}/ta-med/{kind}/"
    return Reader(cast).client.get(url, asked)


def close(text):
    """Return a text without any room between its signs."""
    return "".join(text.split())


def reads(cast, whole, kind="gevinstplan", **asked):
    answer = takes(cast, whole, kind, **asked)
    assert answer.status_code == 200
    return read_docx(answer.content)


# --- the plan -------------------------------------------------------------------------------


def test_the_plan_has_the_parts_of_the_standard(kari, whole):
    found = reads(kari, whole, sprak="nb")

    numbered = [heading for heading in found.headings if re.match(r"\d", heading)]
    assert [heading.split()[0] for heading in numbered] == [
        "1", "1.1", "1.2", "1.3", "1.4", "2", "3", "3.1", "3.2", "3.3", "3.4", "4", "4.1", "4.2",
        "5",
    ]  # fmt: skip
    letters = {caption[:2] for caption in found.tables if re.match(r"[A-G]\. ", caption)}
    assert letters == {"A.", "B.", "C.", "E.", "F.", "G."}


def test_benefits_keep_their_ids_when_others_come_after(kari, whole):
    before = {row[0]: row[1] for row in table(reads(kari, whole), "F.")}
    quality = {"valuation": "none", "counts": "", "factor": None, "kind": "quality"}
    hours(whole.row, name="Aller først i alfabetet")
    hours(whole.row, name="Bedre søvn", **quality)
    hours(whole.row, name="Andre sparer", beneficiary="other_public")

    after = {row[0]: row[1] for row in table(reads(kari, whole), "F.")}

    assert before == {"Ø1": "Færre turer", "Ø2": "Mindre kjøring", "K1": "Mer ro"}
    assert after == before | {
        "Ø3": "Aller først i alfabetet", "K2": "Bedre søvn", "V1": "Andre sparer",
    }  # fmt: skip


def test_hours_and_kroner_stand_in_tables_of_their_own(kari, whole):
    found = reads(kari, whole)

    [turns, summed] = table(found, "A. A full year: Hours for staff, hours a year")
    assert turns[:2] == ["Ø1", "Færre turer (Fjordvik)"]
    assert turns[2] == "Sensor"
    assert turns[4:8] == ["300", "400", "500", "300"]
    assert summed[4:8] == ["300", "400", "500", "300"]
    [driving, summed] = table(found, "A. A full year: Kroner that are used for something else")
    assert driving[4:8] == ["150.0", "200.0", "250.0", "Not measured"]
    assert any("thousand kr a year, 2026 prices" in caption for caption in found.tables)


def test_what_is_not_measured_is_never_nothing(kari, whole):
    rows = {row[0]: row for row in table(reads(kari, whole, sprak="nb"), "G.")}

    assert rows["Ø1"][8] == "9"
    assert rows["Ø2"][8] == rows["K1"][8] == "Ikke målt"


def test_a_promise_that_waits_is_told_and_not_counted(kari, whole):
    Commitment.objects.filter(pk=whole.promises[0].pk).update(state="proposed", answered_at=None)

    found = reads(kari, whole)

    [turns] = table(found, "A. A full year: Hours for staff")
    assert turns[-1] == "No: waits for its owner’s yes"
    assert "Ø1 Færre turer (Fjordvik): No: waits for its owner’s yes" in found.text


def test_more_than_ten_years_go_on_in_a_table_more(kari, whole):
    from stafett.organisations.models import Parameter

    Parameter.objects.filter(name="years").update(value=12)
    document = Document(io.BytesIO(takes(kari, whole).content))
    heads = [
        [cell.text for cell in found.rows[0].cells][2:]
        for found in document.tables
        if len(found.columns) in (12, 5) and found.rows[0].cells[2].text.isdigit()
    ]

    assert heads[0] == [str(2026 + number) for number in range(10)]
    assert heads[1] == ["2036", "2037", "All years"]


# --- the same as the pages ------------------------------------------------------------------


def test_the_sums_are_those_of_the_page_of_two_economies(kari, whole):
    page = Reader(kari).opens(f"/tiltak/{whole.row.pk}/okonomi/")
    rows = next(rows for caption, rows in tables(page) if len(rows[0]) == 7)
    case = table(reads(kari, whole, "saksframlegg"), "Promised in a full year")

    for shown, told in zip(rows, case, strict=True):
        assert shown[0].startswith(told[0].split(" (")[0])
        if "Quality" not in shown[0]:
            assert [close(cell) for cell in shown[1:6]] == [close(cell) for cell in told[2:7]]


def test_the_net_value_is_that_of_the_page(kari, whole):
    page = Reader(kari).opens(f"/tiltak/{whole.row.pk}/okonomi/")
    [net] = [part.text for part in page.all("p") if part.get("class") == "net-value"][:1]
    rows = table(reads(kari, whole), "Net present value")

    kroner = float(close(net).removesuffix("kr").replace("−", "-"))
    assert float(rows[0][3].replace("−", "-")) == round(kroner / 1000, 1)


def test_word_and_pdf_say_the_same(kari, whole):
    found = reads(kari, whole)
    pdf = words_of_pdf(takes(kari, whole, som="pdf").content)

    for heading in found.headings:
        assert heading in pdf
    for rows in found.tables.values():
        for cell in (cell for row in rows for cell in row):
            assert re.sub(r"[\s-]", "", cell) in re.sub(r"[\s-]", "", pdf)


@pytest.mark.parametrize(("language", "title"), [
    ("nb", "Gevinstrealiseringsplan: Digitalt tilsyn"),
    ("nn", "Gevinstrealiseringsplan: Digitalt tilsyn"),
    ("en", "Benefits realisation plan: Digitalt tilsyn"),
])  # fmt: skip
def test_it_is_written_in_the_language_that_is_chosen(kari, whole, language, title):
    about = reads(kari, whole, sprak=language).document.core_properties
    pdf = PdfReader(io.BytesIO(takes(kari, whole, sprak=language, som="pdf").content))

    assert about.title == pdf.metadata.title == title
    assert about.language.startswith(language)
    assert str(pdf.trailer["/Root"]["/Lang"]).startswith(language)
    assert "/StructTreeRoot" in pdf.trailer["/Root"]


# --- the case -------------------------------------------------------------------------------


def test_the_case_tells_what_is_known_and_leaves_the_rest_in_brackets(kari, whole):
    found = reads(kari, whole, "saksframlegg")

    for heading in ("Proposal for decision", "The matter in short", "Background", "Assessment",
                    "How people were involved", "Alternatives", "Attached"):  # fmt: skip
        assert heading in found.headings
    assert "Ingen skal miste vakter." in found.text
    assert "[the employer’s answer to 1 who said something]" in found.text
    assert "6 of 7 see the use of it" in found.text
    assert "[the proposal: go on as described, change it, or leave it]" in found.text


def test_the_page_says_how_many_places_are_left_to_fill_in(kari, whole):
    page = Reader(kari).opens(f"/tiltak/{whole.row.pk}/ta-med/")
    marked = reads(kari, whole, "saksframlegg").document.element.body.xml.count(
        '<w:rStyle w:val="StafettFillIn"/>'
    )

    assert page.shows(f"It leaves {marked} places in [brackets]")


# --- who sees what --------------------------------------------------------------------------


def test_somebody_elsewhere_gets_nothing_and_nobody_is_asked_to_sign_in(siri, shared):
    for kind in ("gevinstplan", "saksframlegg"):
        assert takes(siri, shared, kind).status_code == 404
        assert takes(None, shared, kind).status_code == 302


def test_a_member_sees_no_other_members_promises_nor_words(ola, shared):
    Commitment.objects.filter(pk=shared.promises[1].pk).update(take_out_what=SECRET)

    for kind in ("gevinstplan", "saksframlegg"):
        text = reads(ola, shared, kind).text
        assert "Fjordvik)" not in text
        assert SECRET not in text
        assert "Ingen skal miste vakter." not in text
    assert "Ø1 Færre turer: no promise that may be seen." in reads(ola, shared).text


def test_the_region_sees_its_members_promises_while_they_are_members(rune, shared):
    assert "Færre turer (Fjordvik)" in reads(rune, shared).text

    day = factories.TODAY
    Membership.objects.filter(member=shared.place).update(valid_to=day)

    assert "Færre turer (Fjordvik)" not in reads(rune, shared).text


def test_what_is_open_to_all_shows_no_promise_to_others(siri, whole):
    Initiative.objects.filter(pk=whole.row.pk).update(scope="public")

    found = reads(siri, whole)

    assert "What each municipality promises is its own to show." in found.text
    assert "Fjordvik)" not in "".join(cell for row in table(found, "F.") for cell in row)


# --- what it rests on -----------------------------------------------------------------------


def test_it_says_when_for_whom_and_by_which_figures_and_that_nothing_is_cut(kari, whole):
    found = reads(kari, whole)

    assert "Seen by: What Fjordvik may see." in found.text
    assert "Nothing is cut: all that may be seen is in the document." in found.text
    named = [row[0] for row in table(found, "The figures it rests on")]
    assert {"cost of an hour, NOK", "discount rate from year 0"} <= set(named)


def test_the_file_is_called_what_it_is_in_plain_letters(kari, whole):
    Initiative.objects.filter(pk=whole.row.pk).update(title="Øl på «Ås»: " + "æ" * 90)

    name = re.search(r'"(.+)"', takes(kari, whole)["Content-Disposition"])[1]

    assert re.fullmatch(r"benefits-plan-ol-pa-as-[ae]{1,48}-\d{4}-\d\d-\d\d\.docx", name)
    assert file_name("Plan", "😀", factories.TODAY).startswith("plan-2")


def test_hostile_titles_make_a_document_that_can_be_read(kari, whole):
    hostile = '"><w:t>\x07\u202e{ MERGEFIELD x } =1+1 </w:p>'
    Initiative.objects.filter(pk=whole.row.pk).update(title=hostile, solution=hostile)

    for kind in ("gevinstplan", "saksframlegg"):
        assert "[U+0007]" in reads(kari, whole, kind).text
        assert takes(kari, whole, kind, som="pdf").content.startswith(b"%PDF")


def test_what_is_asked_for_and_is_not_there_gives_ones_own_language(kari, whole):
    answer = takes(kari, whole, sprak="xx", som="exe")

    assert answer["Content-Disposition"].endswith('.docx"')
    assert read_docx(answer.content).document.core_properties.language == "en-GB"


@pytest.mark.parametrize(("amount", "said"), [
    (1_234_567, "1234.6"), (49, "0.0"), (-2_450, "−2.5"), (None, "–"), (0, "0.0"),
])  # fmt: skip
def test_thousands(amount, said):
    from django.utils import translation

    with translation.override("en"):
        assert plain(thousands(amount)) == said


def test_many_promises_are_all_in_it(kari, region, shared):
    saved = shared.promises[0].benefit
    for number in range(6):
        place = factories.OrganisationFactory(name=f"Sund {number}")
        factories.MembershipFactory(group=region, member=place)
        promise(saved, place)
    role = factories.RoleFactory(organisation=region, kind="regional_coordinator")

    rows = table(reads(role.person, shared), "A. A full year: Hours for staff")

    assert len(rows) == 8
    assert rows[-1][-1] == "7 of 7"
