"""A receipt as a document: what a chief executive files, and what others can check."""

import io
import json
import re
from datetime import timedelta

import pytest
from django.utils import translation
from pypdf import PdfReader

from stafett.handovers import queries
from stafett.handovers.models import Receipt
from stafett.handovers.queries import documents
from stafett.lib.database import tell_database
from stafett.lib.papers import CAN_SHOW, Block, Paper, Part, as_pdf
from tests.pages import Reader
from tests.rooms.handovers.stories import come, today


@pytest.fixture
def accepted(exchange):
    return come(exchange, "accepted")


def last_of(exchange, by=None):
    exchange.fresh(by)
    rows = queries.visible_receipts((by or exchange.leader).acting_now)
    return rows.order_by("sequence").last()


def read(made):
    return PdfReader(io.BytesIO(made))


def words(pdf):
    return " ".join(" ".join(page.extract_text() for page in pdf.pages).split())


def the_pdf(exchange, language="nb"):
    with translation.override(language):
        return documents.receipt_pdf(last_of(exchange))


# --- what it is -----------------------------------------------------------------------------


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "title"),
    [
        ("nb", "Kvittering 2: tatt imot"),
        ("nn", "Kvittering 2: teken imot"),
        ("en", "Receipt 2: accepted"),
    ],
)
def test_it_is_tagged_and_lasts_and_says_its_language_and_title(accepted, language, title):
    pdf = read(the_pdf(accepted, language))
    catalog = pdf.trailer["/Root"]

    assert catalog["/MarkInfo"]["/Marked"]
    assert str(catalog["/Lang"]).split("-")[0] == language
    assert pdf.metadata.title == title
    assert catalog["/ViewerPreferences"]["/DisplayDocTitle"]
    assert "/StructTreeRoot" in catalog
    claims = catalog["/Metadata"].get_data().decode()
    assert re.search(r"pdfuaid:part>1<", claims)
    assert re.search(r"pdfaid:part>2<", claims)
    assert re.search(r"pdfaid:conformance>A<", claims)


@pytest.mark.django_db
def test_headings_and_lists_are_headings_and_lists_to_those_who_hear_it(accepted):
    def kinds(node):
        node = node.get_object()
        if hasattr(node, "get"):
            yield str(node.get("/S", ""))
            below = node.get("/K", [])
            for child in below if isinstance(below, list) else [below]:
                yield from kinds(child)

    tree = read(the_pdf(accepted)).trailer["/Root"]["/StructTreeRoot"]
    found = list(kinds(tree))

    assert {"/H1", "/H2", "/L", "/LI", "/LBody"} <= set(found)


# --- what it says ---------------------------------------------------------------------------


@pytest.mark.django_db
def test_it_says_who_signed_in_which_role_when_and_all_nine_points(accepted):
    said = words(read(the_pdf(accepted, "en")))
    receipt = last_of(accepted)

    assert "Ingrid Berg" in said
    assert "Chief municipal executive, Fjordvik" in said
    assert receipt.hash in said
    assert receipt.previous in said
    for number, point in queries_points().items():
        assert f"{number}. {point}" in said
    assert said.count("(In place)") == 9
    assert "6 – 8 – 10 minutter" in said
    assert "Opplæring og en veileder" in said


def queries_points():
    from stafett.handovers.queries.points import says

    with translation.override("en"):
        return says()


@pytest.mark.django_db
def test_a_return_says_why(at):
    said = words(read(the_pdf(at("returned"), "en")))

    assert "Vi mangler folk til opplæringen." in said


@pytest.mark.django_db
def test_the_same_receipt_is_the_same_file_each_time(accepted):
    assert the_pdf(accepted) == the_pdf(accepted)


def a_paper(text):
    from django.utils import timezone

    return Paper(
        lang="nb", title="Tittel", author="Fjordvik", made_at=timezone.now(), lead=text,
        parts=[Part(text, [Block(text=text, quote=text, facts=[(text, text)], points=[text])])],
        foot="x", page="Side",
    )  # fmt: skip


@pytest.mark.parametrize(
    "text", ['#panic("x")', "*b* $x$ \\ #let", "= Heading", '#read("/etc/passwd")', "`a` <b> @c"]
)
def test_nobodys_text_is_code(text):
    assert text in words(read(as_pdf(a_paper(text))))


def test_every_sign_is_shown_or_named():
    as_pdf(a_paper("".join(map(chr, sorted(CAN_SHOW)))))
    said = words(read(as_pdf(a_paper("Ja 😀 日本 \u202e \x07"))))

    assert "Ja [U+1F600] [U+65E5][U+672C] [U+202E] [U+0007]" in said


# --- who gets it ----------------------------------------------------------------------------


@pytest.mark.django_db
def test_both_sides_take_it_along_and_nobody_else(accepted, rune, kari, siri):
    receipt = last_of(accepted)
    for path in ("pdf", "json"):
        url = f"{receipt.get_absolute_url()}{path}/"
        for cast in (rune, kari):
            answer = Reader(cast).client.get(url)
            assert answer.status_code == 200
            assert answer["Content-Disposition"].startswith("attachment; filename=")
        assert Reader(siri).client.get(url).status_code == 404
        assert Reader().client.get(url).status_code == 302


@pytest.mark.django_db
def test_the_language_of_the_file_is_chosen(accepted, kari):
    url = f"{last_of(accepted).get_absolute_url()}pdf/"
    for asked, language in (("nn", "nn"), ("nb", "nb"), ("xx", "en"), ("", "en")):
        pdf = read(Reader(kari).client.get(url, {"sprak": asked}).content)
        assert str(pdf.trailer["/Root"]["/Lang"]).split("-")[0] == language


@pytest.mark.django_db
def test_the_pages_of_the_receipt_and_of_the_baton_offer_the_files(accepted, kari):
    receipt = last_of(accepted)
    for page in (receipt.get_absolute_url(), accepted.baton.get_absolute_url()):
        links = Reader(kari).client.get(page).content.decode()
        assert f"{receipt.get_absolute_url()}pdf/" in links
        assert f"{receipt.get_absolute_url()}json/" in links


@pytest.mark.django_db
def test_a_former_member_of_the_region_is_the_regions_no_more(accepted, rune):
    from stafett.organisations.models import Membership

    url = f"{last_of(accepted).get_absolute_url()}json/"
    Membership.objects.filter(group=rune.home).update(valid_to=today() - timedelta(days=1))

    assert Reader(rune).client.get(url).status_code == 404


@pytest.mark.django_db
def test_the_file_holds_the_chain_up_to_the_receipt(accepted, kari):
    tell_database(kari.acting_now)
    first, last = Receipt.objects.filter(baton=accepted.baton).order_by("sequence")
    told = json.loads(documents.receipt_file(last))
    before = json.loads(documents.receipt_file(first))

    assert [row["hash"] for row in told["receipts"]] == [first.hash, last.hash]
    assert [row["hash"] for row in before["receipts"]] == [first.hash]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("language", "says"),
    [("nb", "Hver 12. måned"), ("nn", "Kvar 12. månad"), ("en", "Every 12 months")],
)
def test_a_receipt_is_read_in_every_language(accepted, kari, language, says):
    page = Reader(kari, language).opens(last_of(accepted).get_absolute_url())

    assert says in page.text
