"""KommIT's workbook, filled in for stories."""

from stafett.files.rules import kommit
from stafett.files.rules.kommit import ANALYSIS, CARD
from stafett.files.rules.kommit_says import about as says
from tests.kommit import workbook

DIRECT, INDIRECT, QUALITY = kommit.DIRECT, kommit.INDIRECT, kommit.QUALITATIVE


def at(name, number):
    """Return the sheet and address of one thing about benefit n."""
    return kommit.PLACES[says(name, number)]


def about(number, *, years=(), **said):
    """Return what is typed about benefit n, by the cells it stands in."""
    amounts = {(ANALYSIS, f"{column}{6 + number}"): year
               for column, year in zip("DEFG", years, strict=False)}  # fmt: skip
    return {at(name, number): value for name, value in said.items()} | amounts


PROJECT = {
    (CARD, "B4"): "Digital vaktliste",
    (CARD, "B6"): "Vaktlista ligger på papir, og hver endring ringes rundt.",
    (CARD, "B18"): "Per Ås",
}
LESS_CALLS = about(
    1, process="Turnus", change="Leder sender vakta ut på telefon",
    name="Mindre tid på å ringe", objective="Tid til brukerne", preconditions="Alle har telefon",
    type=INDIRECT, years=(0.5, 1, 1, 1.5), taken_out="Mer tid til opplæring",
    indicator="Timer ringt i uka", realised="01.03.2027", owner="Kari Nes", unit="timer",
    today=40, target=20, method="Telles i fire uker", measured=31,
)  # fmt: skip
LESS = {"type": QUALITY, "unit": "timer", "today": 40, "target": 20, "measured": 31,
        "realised": "01.03.2027", "objective": "Tid til brukerne"}  # fmt: skip
COSTS = {(ANALYSIS, "C26"): 1_000_000, (ANALYSIS, "D26"): 100_000, (ANALYSIS, "B26"): "Lisens"}
ANSWERS = {
    "initiative": "new",
    "purpose_is": "problem",
    "affected_group": "Ansatte i turnus",
    "today": "40 timer i uka",
    "sector": "health",
    "solution": "Vaktlista sendes ut på telefon.",
    "baseline_on": "2026-03-01",
    "decide_by": "2027-06-01",
    "start_year": "2027",
    "price_year": "2026",
    "vat": "excluded",
}


def project(typed=None):
    """Return a whole project with one benefit and its costs, and more that is typed."""
    return workbook({**PROJECT, **LESS_CALLS, **COSTS, **(typed or {})})
