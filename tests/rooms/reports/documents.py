"""An initiative with all that a document tells of, and the documents as they are read."""

import io
from datetime import date
from types import SimpleNamespace

from django.utils import timezone
from docx import Document
from pypdf import PdfReader

from stafett.benefits.models import MapEdge, MapNode
from stafett.initiatives.models import CostLine, Difference, Involvement, Participation, StaffView
from tests import factories
from tests.rooms.reports.stories import an_initiative, hours, promise

SECRET = "kjennemerke7f3a"


def a_whole_initiative(owner, place, **said):
    """Return an initiative with hours, kroner and quality promised, costs, people and a map."""
    told = {"title": "Digitalt tilsyn", "solution": "En sensor sier fra.", "scope": "region"}
    if owner.kind == "municipality":
        told |= {"scope": "public"}
    else:
        told |= {"group": owner}
    initiative = an_initiative(owner, **told | said)
    saved = hours(initiative, name="Færre turer")
    spent = hours(
        initiative, name="Mindre kjøring", counts="nok", factor=500, price_year=2026,
        kind="avoided_cost",
    )  # fmt: skip
    calm = hours(initiative, name="Mer ro", valuation="none", counts="", factor=None,
                 kind="quality")  # fmt: skip
    promises = [
        promise(saved, place, read=9),
        promise(spent, place, take_out="other_use", take_out_what="Dagaktivitet"),
        promise(calm, place),
    ]
    first = MapNode.objects.create(initiative=initiative, kind="enabler", label="Sensor")
    change = MapNode.objects.create(initiative=initiative, kind="change", label="Ser på skjermen")
    last = MapNode.objects.create(initiative=initiative, kind="benefit", benefit=saved)
    MapEdge.objects.create(source=first, target=change)
    MapEdge.objects.create(source=change, target=last)
    tell(initiative, owner, place)
    return SimpleNamespace(row=initiative, promises=promises, place=place)


def tell(initiative, owner, place):
    """Tell what it costs, what falls away, who joins, and who was asked."""
    for kind, amount in (("licence", 250_000), ("training", 60_500), ("dip", 0), ("operation", 0)):
        CostLine.objects.create(
            initiative=initiative, kind=kind, what=kind, year=2026, last_year=2026, low=amount / 2,
            likely=amount, high=amount * 2, price_year=2026, vat="excluded", payer="municipality",
        )  # fmt: skip
    Difference.objects.create(
        initiative=initiative, is_removed=True, kind="step", what="Faste turer", relieved="staff"
    )
    if place.pk != owner.pk:
        Participation.objects.create(
            initiative=initiative, municipality=place, answer="joins",
            answered_by_name="Kari Nes", answered_at=factories.NOW,
        )  # fmt: skip
    Involvement.objects.create(
        initiative=initiative, organisation=place, kind="consulted", with_whom="Fagforbundet",
        happened_on=date(2026, 3, 2), view="Ingen skal miste vakter.", noted_by_name="Kari Nes",
        noted_at=timezone.now(),
    )  # fmt: skip
    StaffView.objects.create(
        initiative=initiative, municipality=place, asked=7, see_the_use=6,
        asked_on=date(2026, 3, 2), noted_by_name="Kari Nes", noted_at=factories.NOW,
    )  # fmt: skip


# --- reading them back ----------------------------------------------------------------------


def read_docx(content):
    """Return a document's texts, its headings, and its tables by their captions."""
    document = Document(io.BytesIO(content))
    captions = [line.text for line in document.paragraphs if line.style.name == "Caption"]
    rows = [[[plain(cell.text) for cell in row.cells] for row in table.rows]
            for table in document.tables]  # fmt: skip
    cells = [cell for table in rows for row in table for cell in row]
    lines = [plain(line.text) for line in document.paragraphs]
    return SimpleNamespace(
        document=document,
        text="\n".join([*lines, *cells]),
        headings=[line.text for line in document.paragraphs if "Heading" in line.style.name],
        tables=dict(zip(map(plain, captions), rows, strict=True)),
    )


def table(found, begins):
    """Return the rows of the table whose caption begins so, its head aside."""
    [rows] = [rows for caption, rows in found.tables.items() if caption.startswith(begins)]
    return rows[1:]


def words_of_pdf(content):
    """Return what stands in a PDF."""
    pages = PdfReader(io.BytesIO(content)).pages
    return plain(" ".join(" ".join(page.extract_text() for page in pages).split()))


def plain(text):
    """Return a text without thin spaces and those that do not break."""
    return text.replace("\u202f", "").replace("\u00a0", " ")
