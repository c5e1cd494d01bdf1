"""Prosjektportalen's overview comes in with what can be trusted; the rest is asked for or kept."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
import xlsxwriter
from django.utils import translation

from stafett.benefits.models import Benefit, Commitment
from stafett.files.forms.portal import PortalForm
from stafett.files.kinds import of_file
from stafett.files.rules import portal as rules
from stafett.indicators.models import Indicator, Observation
from stafett.initiatives.models import Initiative
from tests import factories
from tests.rooms.files.bringing import brought, come, look, preview, undone

pytestmark = pytest.mark.django_db
HEADS = ("Måleenhet", "Tittel", "Startverdi", "Ønsket verdi", "Måleindikator", "Gevinsttype")
ROWS = (
    ("Timer", "Mindre kjøring", 80, 40, "Timer i bil", "Indirekte"),
    ("Antall", "Mindre kjøring", 0, 10, "Turer som falt bort", "Indirekte"),
    ("Kroner", "Lavere drivstoff", 900, 700, "Drivstoff", "Direkte"),
)
MEASURED_HEADS = ("Tittel", "Måling", "Målt verdi", "Dato for måling", "Kommentar til måling")
MEASURED = (
    ("Mindre kjøring", "Timer i bil", 70, "2026-10-06", "Tellet i mars"),
    ("Mindre kjøring", "Timer i bil", 75, None, None),
    ("Ukjent gevinst", "Timer i bil", 1, "2026-01-01", None),
)


@pytest.fixture(autouse=True)
def _english():
    with translation.override("en"):
        yield


@pytest.fixture
def initiative(kari):
    return factories.InitiativeFactory(
        organisation=kari.home, lead=kari.person, title="Medisindispensere", scope="own"
    )


def overview(heads=HEADS, rows=ROWS, measured=None, measured_heads=MEASURED_HEADS, name="Målinger"):
    """Return a workbook as the portal writes it."""
    made = BytesIO()
    with xlsxwriter.Workbook(made, {"in_memory": True}) as book:
        _write(book.add_worksheet("Gevinstoversikt"), heads, rows)
        if measured is not None:
            _write(book.add_worksheet(name), measured_heads, measured)
    return made.getvalue()


def _write(sheet, heads, rows):
    for at, row in enumerate((heads, *rows)):
        for column, value in enumerate(row):
            if value is not None:
                sheet.write(at, column, value)


def of_portal(who, content, project="", **said):
    return brought("Gevinstoversikt.xlsx", content, who, **{"projects": {"": project}, **said})


def told_of(told, thing):
    return [(row.outcome, row.text) for row in told.proposals if row.thing == thing]


def test_an_overview_becomes_benefits_yardsticks_and_a_dated_baseline(kari, initiative):
    upload = of_portal(kari, overview(), f"initiative-{initiative.pk}", start_on="2026-01-31")

    told = preview(upload, kari)
    assert told_of(told, "initiative") == [("same", "Medisindispensere")]
    assert told_of(told, "benefit") == [
        ("make", "Mindre kjøring (time saved)"),
        ("make", "Lavere drivstoff (avoided costs)"),
    ]
    assert "2 benefits on 3 rows" in told.says[0]
    come(upload, kari)
    names = Benefit.objects.order_by("pk").values_list("name", "kind", "indicator__name")
    assert list(names) == [
        ("Mindre kjøring", "time_saved", "Timer i bil"),
        ("Lavere drivstoff", "avoided_cost", "Drivstoff"),
    ]
    yardsticks = Indicator.objects.order_by("pk").values_list("name", "unit", "direction")
    assert list(yardsticks) == [
        ("Timer i bil", "Timer", "down"),
        ("Turer som falt bort", "Antall", "up"),
        ("Drivstoff", "Kroner", "down"),
    ]
    rows = Observation.objects.order_by("pk")
    assert [(row.value, row.period_end) for row in rows] == [
        (80, date(2026, 1, 31)), (900, date(2026, 1, 31)),
    ]  # fmt: skip
    assert all(row.how.startswith("Prosjektportalen. ") for row in rows)
    assert not Commitment.objects.exists()


def test_a_start_of_nought_is_0_or_missing_until_somebody_says_which(kari, initiative):
    upload = of_portal(kari, overview(), f"initiative-{initiative.pk}", start_on="2026-01-31")

    doubtful = [row for row in preview(upload, kari).proposals if row.is_choice]
    assert [row.outcome for row in doubtful] == ["left"]
    assert "0 or missing" in doubtful[0].reason


def test_without_a_day_a_start_is_no_baseline(kari, initiative):
    """R06: an undated value is kept in the file only."""
    upload = of_portal(kari, overview(), f"initiative-{initiative.pk}")

    told = preview(upload, kari)
    assert told_of(told, "reading") == []
    assert sum("no baseline yet" in row.reason for row in told.proposals) == 3


def test_days_of_measurements_are_shown_as_typed_and_asked_for(kari, initiative):
    content = overview(measured=MEASURED)
    upload = of_portal(kari, content, f"initiative-{initiative.pk}")

    form = PortalForm(None, upload=upload, acting=kari.acting)
    assert [field.help_text for field in form.days] == [
        "The file says «2026-10-06».", "The file says «–».",
    ]  # fmt: skip
    told = preview(upload, kari)
    assert told_of(told, "reading") == []
    assert any("cannot tell which benefit" in row.reason for row in told.proposals)
    look(upload, kari, days={"2": "2026-03-31"})
    assert told_of(preview(upload, kari), "reading")[0][0] == "make"
    come(upload, kari)
    row = Observation.objects.get()
    assert (row.value, row.period_end) == (70, date(2026, 3, 31))
    assert "Tellet i mars" in row.how


def test_english_headings_in_another_order_are_known(kari, initiative):
    heads = ("Measurement indicator", "Desired value", "Title", "Start Value",
             "Unit of measurement", "Last measurement", "Type of gain")  # fmt: skip
    rows = (("Hours", 40, "Less driving", 80, "Hours", 62.25, "Indirectly"),)
    upload = of_portal(
        kari, overview(heads, rows), f"initiative-{initiative.pk}", latest_on="2026-04-30"
    )
    come(upload, kari)

    assert Benefit.objects.get().kind == "time_saved"
    assert Observation.objects.get().value == Decimal("62.25")


def test_a_workbook_with_other_headings_is_not_ours():
    other = overview(("Tittel", "Startverdi"), (("a", 1),))

    assert not rules.is_one(other, "bok.xlsx")
    assert rules.is_one(overview(), "bok.xlsx")
    assert not rules.is_one(overview(), "bok.csv")
    assert of_file(overview(), "bok.xlsx").name == "portal"


def test_projects_become_new_initiatives_for_needs_or_are_left_out(kari):
    need = factories.NeedFactory(organisation=kari.home, scope="own")
    rows = [(name, *row) for name in ("Dispensere", "Annet") for row in ROWS[:1]]
    content = overview(("Prosjekt", *HEADS), rows)
    upload = brought(
        "portefolje.xlsx", content, kari,
        projects={"Dispensere": f"need-{need.pk}", "Annet": ""},
    )  # fmt: skip

    told = preview(upload, kari)
    assert told_of(told, "initiative") == [("make", "Dispensere")]
    assert any(row.reason == "This project is left out." for row in told.proposals)
    assert "500 hits" in told.says[0]
    come(upload, kari)
    assert Initiative.objects.get().title == "Dispensere"
    assert list(Initiative.objects.get().needs.all()) == [need]
    undone(upload, kari)
    assert not Initiative.objects.exists()


def test_the_same_overview_twice_changes_nothing_and_a_changed_value_is_shown(kari, initiative):
    said = {"project": f"initiative-{initiative.pk}", "start_on": "2026-01-31"}
    come(of_portal(kari, overview(), **said), kari)
    again = of_portal(kari, overview(), **said)
    assert not preview(again, kari).does

    rows = (("Timer", "Mindre kjøring", 82, 40, "Timer i bil", "Indirekte"), *ROWS[1:])
    changed = of_portal(kari, overview(rows=rows), **said)
    told = preview(changed, kari)
    assert [row.was for row in told.proposals if row.outcome == "change"] == ["80 Timer"]
    come(changed, kari)
    assert Observation.objects.live().filter(value=82).exists()
    assert Indicator.objects.count() == 3


def test_what_the_file_leaves_open_is_asked_for(kari, initiative):
    rows = (("Timer", "Mindre kjøring", 40, 40, "Timer i bil", None),)
    upload = of_portal(kari, overview(rows=rows), f"initiative-{initiative.pk}")

    assert preview(upload, kari).asks == (
        "What kind of benefits are those without a type?",
        "Which way is better for «Timer i bil»?",
    )
    name = next(iter(rules.without_direction(rules.export(bytes(upload.content)).lines)))
    look(upload, kari, kind="quality", directions={name: "down"})
    assert told_of(preview(upload, kari), "benefit") == [
        ("make", "Mindre kjøring (increased quality)")
    ]


def test_one_initiative_has_to_be_chosen(kari, initiative):
    assert preview(of_portal(kari, overview()), kari).asks == ("Which initiative is it?",)


@pytest.mark.parametrize("place", ["initiative-0", "need-0", "initiative-x", "need-", "x"])
def test_an_answer_that_nobody_offered_brings_nothing(kari, initiative, place):
    upload = of_portal(kari, overview(), "")
    form = PortalForm(
        {"version": upload.version, "project_0": place}, upload=upload, acting=kari.acting
    )

    assert "project_0" in form.errors


def test_names_and_targets_give_nobody_a_role_or_a_promise(kari, initiative):
    heads = (*HEADS, "Gevinsteier", "Gevinstansvarlig", "Måloppnåelse")
    rows = [(*row, "Ola Nordmann", "Kari Nes", 66.66) for row in ROWS]
    upload = of_portal(kari, overview(heads, rows), f"initiative-{initiative.pk}")

    kept = {row.cell.typed: row.reason for row in preview(upload, kari).proposals if not row.thing}
    assert "says yes to a promise" in kept["Ola Nordmann"]
    assert "gives nobody a role" in kept["Kari Nes"]
    assert "As the file shows it" in kept["66.66"]
