"""A roadmap of 500 candidates, each with costs, answers and promises from seven municipalities."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import cycle, product
from typing import Any

from benchmarks import figures, proposing
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


@dataclass(frozen=True)
class Ground:
    """A region of its own, so that the other pages have no more to show than they are said to."""

    region: Any
    places: Sequence[Any]
    planner: Any
    begun: datetime


def fill(country: Any) -> tuple[Any, int]:
    """Write the roadmap of a region; return who plans it, and its number."""
    ground = _ground(country)
    return ground.planner, _filled(ground)


def _ground(country: Any) -> Ground:
    from stafett.organisations.models import Membership, Organisation, Role, RoleKind
    from stafett.people.models import Person

    begun = country.begun.date()
    places = list(Organisation.objects.municipalities().order_by("-number")[:MEMBERS])
    region = Organisation.objects.create(
        kind="region", name="Veikartregionen", label="Veikartregionen", valid_from=begun
    )
    for place in places:
        Membership.objects.create(group=region, member=place, valid_from=begun, confirmed_on=begun)
    planner = Person.objects.create_user("vera@example.no", "Vera Lund")
    kind = RoleKind.REGIONAL_COORDINATOR
    Role.objects.create(person=planner, organisation=region, kind=kind, valid_from=begun)
    return Ground(region, places, planner, country.begun)


def _filled(ground: Ground) -> int:
    from stafett.roadmap.models import Capacity, Roadmap, YearBudget

    now = {"changed_at": ground.begun, "changed_by_name": "Vera Lund"}
    roadmap = Roadmap.objects.create(
        owner=ground.region, title="Femhundre kandidater", first_year=YEARS[0],
        last_year=YEARS[-1], price_year=2026, **now,
    )  # fmt: skip
    places = ground.places
    YearBudget.objects.bulk_create(
        YearBudget(roadmap=roadmap, year=year, amount=50_000_000) for year in YEARS
    )
    Capacity.objects.bulk_create(
        Capacity(roadmap=roadmap, municipality=place, year=year, batons=60, said_at=ground.begun)
        for place, year in product(places, YEARS)
    )
    initiatives = _initiatives(ground)
    _told(ground, initiatives, places)
    _promised(ground, initiatives, places)
    _nominated(ground, roadmap, initiatives, places)
    return int(roadmap.pk)


def _initiatives(ground: Ground) -> Sequence[Any]:
    from stafett.initiatives.models import Initiative

    written = {"registered_at": ground.begun, "registered_by_name": "Vera Lund",
               "changed_at": ground.begun, "changed_by_name": "Vera Lund"}  # fmt: skip
    return Initiative.objects.bulk_create(
        Initiative(organisation=ground.region, title=f"Vi slutter å taste skjema {number}",
                   solution="Roboten leser.", scope="region", group=ground.region,
                   lead_name="Vera Lund", stage="roadmap", **written)
        for number in range(CANDIDATES)
    )  # fmt: skip


def _told(ground: Ground, initiatives: Sequence[Any], places: Sequence[Any]) -> None:
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
                      answered_at=ground.begun, answered_by_name="Kari Nes")
        for initiative, place in product(initiatives, places)
    )  # fmt: skip


def _promised(ground: Ground, initiatives: Sequence[Any], places: Sequence[Any]) -> None:
    """Let each municipality have read each one's yardstick, and promised on it."""
    from stafett.benefits.models import Benefit, Commitment
    from stafett.indicators.models import Indicator, Observation

    now = {"changed_at": ground.begun, "changed_by_name": "Vera Lund"}
    yardsticks = Indicator.objects.bulk_create(
        Indicator(owner=ground.region, name=f"Minutter per skjema {number}", scope="region",
                  unit="minutter", direction="down", method="Telling", source="Egen telling",
                  population="Alle saker", created_at=ground.begun, created_by_name="Vera Lund")
        for number in range(CANDIDATES)
    )  # fmt: skip
    Observation.objects.bulk_create(
        Observation(indicator=yardstick, organisation=place, period_start=BEFORE[0],
                    period_end=BEFORE[1], value=12, recorded_by_name="Kari Nes",
                    recorded_at=ground.begun)
        for yardstick, place in product(yardsticks, places)
    )  # fmt: skip
    benefits = Benefit.objects.bulk_create(
        Benefit(initiative=initiative, mark="Ø1", name="Kortere tid", kind="time_saved",
                beneficiary="municipality", indicator=yardstick, valuation="direct", counts="hours",
                factor=1, times_a_year=22_800, **now)
        for initiative, yardstick in zip(initiatives, yardsticks, strict=True)
    )  # fmt: skip
    Commitment.objects.bulk_create(
        Commitment(benefit=benefit, municipality=place, owner_name="Kari Nes", state="confirmed",
                   target_low=8, target_likely=9, target_high=10, take_out="other_use",
                   effect_starts_on=EFFECT, measure_every=12, baseline_from=BEFORE[0],
                   baseline_to=BEFORE[1], made_at=ground.begun, made_by_name="Kari Nes",
                   answered_at=ground.begun, answered_by_name="Kari Nes", **now)
        for benefit, place in product(benefits, places)
    )  # fmt: skip


def _nominated(
    ground: Ground, roadmap: Any, initiatives: Sequence[Any], places: Sequence[Any]
) -> None:
    from stafett.roadmap.models import Candidate, Window

    candidates = Candidate.objects.bulk_create(
        Candidate(roadmap=roadmap, initiative=initiative, place=place,
                  decision="chosen" if place <= CHOSEN else "open", nominated_at=ground.begun,
                  nominated_by_name="Vera Lund", changed_at=ground.begun,
                  changed_by_name="Vera Lund")
        for place, initiative in enumerate(initiatives, start=1)
    )  # fmt: skip
    Window.objects.bulk_create(
        Window(candidate=candidate, municipality=place, starts_on=date(year, 1, 1),
               ends_on=date(year, 6, 30))
        for candidate, year in zip(candidates[:CHOSEN], cycle(YEARS), strict=False)
        for place in places
    )  # fmt: skip


# --- measuring ------------------------------------------------------------------------------


def measure(server: Server, cookies: dict[str, str], roadmap: int, times: int) -> Iterator[Row]:
    """Yield what the first page takes for the one who plans, and what goes over the wire."""
    vera, address = Visitor(server.port, cookies), f"/veikart/{roadmap}/"
    what = f"a roadmap of {CANDIDATES} candidates, its first page"
    taken = figures.in_rounds({what: reading(vera, address)}, times)
    yield figures.timed(what, taken[what], below=PAGE_MS)
    answer = vera.get(address)
    sent = len(answer.wire) / 1000
    name = f"  over the wire, {len(answer.text.encode()) / 1000:.0f} kB unpacked"
    yield Row(name, f"{sent:.1f} kB", f"< {PAGE_KB} kB", sent < PAGE_KB)
    yield from proposing.measure(server, cookies, roadmap, times)
