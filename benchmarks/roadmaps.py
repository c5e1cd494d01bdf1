"""A roadmap of 500 candidates, each with costs, answers and promises from seven municipalities."""

from collections.abc import Iterator, Sequence
from datetime import date
from itertools import product
from typing import Any

from benchmarks import figures
from benchmarks.figures import Row
from benchmarks.pages import reading
from benchmarks.promises import EFFECT
from benchmarks.serving import Server
from benchmarks.visiting import Visitor

CANDIDATES, MEMBERS, CHOSEN = 500, 7, 100
YEARS = range(2027, 2031)
BEFORE = (date(2024, 12, 1), date(2024, 12, 31))
PAGE_MS, PAGE_KB = 150, 60


# --- filling --------------------------------------------------------------------------------


def fill(country: Any) -> int:
    """Write the roadmap of the country's region; return its number."""
    from stafett.roadmap.models import Capacity, Roadmap, YearBudget

    now = {"changed_at": country.begun, "changed_by_name": "Rune Dahl"}
    roadmap = Roadmap.objects.create(
        owner=country.region, title="Femhundre kandidater", first_year=YEARS[0],
        last_year=YEARS[-1], price_year=2026, **now,
    )  # fmt: skip
    places = (country.home, *country.neighbours)[:MEMBERS]
    YearBudget.objects.bulk_create(
        YearBudget(roadmap=roadmap, year=year, amount=20_000_000) for year in YEARS
    )
    Capacity.objects.bulk_create(
        Capacity(roadmap=roadmap, municipality=place, year=year, batons=20, said_at=country.begun)
        for place, year in product(places, YEARS)
    )
    initiatives = _initiatives(country)
    _told(country, initiatives, places)
    _promised(country, initiatives, places)
    _nominated(country, roadmap, initiatives, places)
    return int(roadmap.pk)


def _initiatives(country: Any) -> Sequence[Any]:
    from stafett.initiatives.models import Initiative

    written = {"registered_at": country.begun, "registered_by_name": "Rune Dahl",
               "changed_at": country.begun, "changed_by_name": "Rune Dahl"}  # fmt: skip
    return Initiative.objects.bulk_create(
        Initiative(organisation=country.region, title=f"Vi slutter å taste skjema {number}",
                   solution="Roboten leser.", scope="region", group=country.region,
                   lead_name="Rune Dahl", stage="roadmap", **written)
        for number in range(CANDIDATES)
    )  # fmt: skip


def _told(country: Any, initiatives: Sequence[Any], places: Sequence[Any]) -> None:
    """Say what each costs, and that each municipality joins."""
    from stafett.initiatives.models import CostKind, CostLine, Participation

    CostLine.objects.bulk_create(
        CostLine(initiative=initiative, kind=kind, year=YEARS[0], last_year=YEARS[-1],
                 low=10_000, likely=12_000 + number % 90 * 1_000, high=130_000, price_year=2026,
                 vat="excluded", payer="municipality")
        for number, (initiative, kind) in enumerate(product(initiatives, CostKind.values))
    )  # fmt: skip
    Participation.objects.bulk_create(
        Participation(initiative=initiative, municipality=place, answer="joins",
                      answered_at=country.begun, answered_by_name="Kari Nes")
        for initiative, place in product(initiatives, places)
    )  # fmt: skip


def _promised(country: Any, initiatives: Sequence[Any], places: Sequence[Any]) -> None:
    """Let each municipality have read each one's yardstick, and promised on it."""
    from stafett.benefits.models import Benefit, Commitment
    from stafett.indicators.models import Indicator, Observation

    now = {"changed_at": country.begun, "changed_by_name": "Rune Dahl"}
    yardsticks = Indicator.objects.bulk_create(
        Indicator(owner=country.region, name=f"Minutter per skjema {number}", scope="region",
                  unit="minutter", direction="down", method="Telling", source="Egen telling",
                  population="Alle saker", created_at=country.begun, created_by_name="Rune Dahl")
        for number in range(CANDIDATES)
    )  # fmt: skip
    Observation.objects.bulk_create(
        Observation(indicator=yardstick, organisation=place, period_start=BEFORE[0],
                    period_end=BEFORE[1], value=12, recorded_by_name="Kari Nes",
                    recorded_at=country.begun)
        for yardstick, place in product(yardsticks, places)
    )  # fmt: skip
    benefits = Benefit.objects.bulk_create(
        Benefit(initiative=initiative, name="Kortere tid", kind="time_saved",
                beneficiary="municipality", indicator=yardstick, valuation="direct", counts="hours",
                factor=1, times_a_year=22_800, **now)
        for initiative, yardstick in zip(initiatives, yardsticks, strict=True)
    )  # fmt: skip
    Commitment.objects.bulk_create(
        Commitment(benefit=benefit, municipality=place, owner_name="Kari Nes", state="confirmed",
                   target_low=8, target_likely=9, target_high=10, take_out="other_use",
                   effect_starts_on=EFFECT, measure_every=12, baseline_from=BEFORE[0],
                   baseline_to=BEFORE[1], made_at=country.begun, made_by_name="Kari Nes",
                   answered_at=country.begun, answered_by_name="Kari Nes", **now)
        for benefit, place in product(benefits, places)
    )  # fmt: skip


def _nominated(
    country: Any, roadmap: Any, initiatives: Sequence[Any], places: Sequence[Any]
) -> None:
    from stafett.roadmap.models import Candidate, Window

    candidates = Candidate.objects.bulk_create(
        Candidate(roadmap=roadmap, initiative=initiative, place=place,
                  decision="chosen" if place <= CHOSEN else "open", nominated_at=country.begun,
                  nominated_by_name="Rune Dahl", changed_at=country.begun,
                  changed_by_name="Rune Dahl")
        for place, initiative in enumerate(initiatives, start=1)
    )  # fmt: skip
    Window.objects.bulk_create(
        Window(candidate=candidate, municipality=place, starts_on=date(2027, 1, 1),
               ends_on=date(2027, 6, 30))
        for candidate, place in product(candidates[:CHOSEN], places)
    )  # fmt: skip


# --- measuring ------------------------------------------------------------------------------


def measure(server: Server, cookies: dict[str, str], roadmap: int, times: int) -> Iterator[Row]:
    """Yield what the first page takes for the one who plans, and what goes over the wire."""
    rune, address = Visitor(server.port, cookies), f"/veikart/{roadmap}/"
    what = f"a roadmap of {CANDIDATES} candidates, its first page"
    taken = figures.in_rounds({what: reading(rune, address)}, times)
    yield figures.timed(what, taken[what], below=PAGE_MS)
    answer = rune.get(address)
    sent = len(answer.wire) / 1000
    name = f"  over the wire, {len(answer.text.encode()) / 1000:.0f} kB unpacked"
    yield Row(name, f"{sent:.1f} kB", f"< {PAGE_KB} kB", sent < PAGE_KB)
