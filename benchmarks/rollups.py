"""What all of the country has promised: 357 municipalities, 40 benefits, 60 months of readings.

Filled after the rest is measured: so many promises would be in the way of the other pages.
``python -m benchmarks.rollups`` fills, and tells who asks.
"""

import json
from collections.abc import Iterator
from datetime import date
from itertools import cycle
from time import perf_counter
from typing import Any

from benchmarks import figures
from benchmarks.figures import Row
from benchmarks.pages import reading
from benchmarks.promises import EFFECT, MUNICIPALITIES, YARDSTICKS
from benchmarks.serving import Server, python
from benchmarks.visiting import Visitor

INITIATIVES = 8
FIRST_MS, NEXT_MS = 250, 50
LANDET = "/resultater/landet/"


# --- filling --------------------------------------------------------------------------------


def fill() -> dict[str, Any]:
    """Let every municipality promise by every yardstick, and reckon all of it once."""
    from django.db import connections
    from django.utils import timezone

    from stafett.benefits.models import Commitment
    from stafett.organisations.models import Organisation
    from stafett.reports import actions

    places = list(Organisation.objects.municipalities().order_by("number")[:MUNICIPALITIES])
    region = Organisation.objects.get(label="Fjordregionen")
    now = timezone.now()
    promises = [
        promise for benefit in _benefits(region, now) for promise in _promises(benefit, places, now)
    ]
    Commitment.objects.bulk_create(promises, batch_size=2000)
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE")
    started = perf_counter()
    actions.bring_up_to_date(municipality_ids=None, day=timezone.localdate())
    took = perf_counter() - started
    with connections["owner"].cursor() as cursor:
        cursor.execute("VACUUM ANALYZE reports_figure")
    return {"promises": len(promises), "seconds": took, "region": region.pk, **_people(region)}


def _benefits(region: Any, now: Any) -> Iterator[Any]:
    from stafett.benefits.actions import marks
    from stafett.benefits.models import Benefit
    from stafett.indicators.models import Indicator
    from stafett.initiatives.models import Initiative
    from stafett.needs.models import Need

    needs = cycle(Need.objects.filter(scope="public").order_by("sector", "pk")[:INITIATIVES])
    by = {"changed_at": now, "changed_by_name": "Rune Dahl"}
    initiatives = [
        Initiative.objects.create(
            organisation=region, title=f"Felles løft {number}", solution="Vi slutter å taste.",
            scope="public", lead_name="Rune Dahl", registered_at=now,
            registered_by_name="Rune Dahl", **by,
        )
        for number in range(INITIATIVES)
    ]  # fmt: skip
    for initiative in initiatives:
        initiative.needs.set([next(needs)])
    yardsticks = Indicator.objects.filter(name__startswith="Minutter per sak ").order_by("pk")
    for initiative, yardstick in zip(cycle(initiatives), yardsticks[:YARDSTICKS], strict=False):
        yield Benefit.objects.create(
            initiative=initiative, mark=marks.give(initiative=initiative, letter="Ø"),
            name=f"I hele landet: {yardstick}", kind="time_saved",
            beneficiary="municipality", indicator=yardstick, valuation="direct", counts="hours",
            factor=1, times_a_year=22_800, **by,
        )  # fmt: skip


def _promises(benefit: Any, places: list[Any], now: Any) -> Iterator[Any]:
    from stafett.benefits.models import Commitment

    for place in places:
        yield Commitment(
            benefit=benefit, municipality=place, owner_name="Kari Nes", state="confirmed",
            target_low=8, target_likely=9, target_high=10, take_out="other_use",
            effect_starts_on=EFFECT, measure_every=1, baseline_from=date(2024, 12, 1),
            baseline_to=date(2024, 12, 31), made_at=now, made_by_name="Rune Dahl",
            answered_at=now, answered_by_name="Kari Nes", changed_at=now,
            changed_by_name="Rune Dahl",
        )  # fmt: skip


def _people(region: Any) -> dict[str, Any]:
    """Return how to be an analyst for the nation, Rune in the region, and somebody who writes."""
    from django.test import Client

    from stafett.organisations.models import Membership, Organisation, Role
    from stafett.people.models import Person

    member = Membership.objects.filter(group=region).order_by("member__number")[1].member
    people = {}
    for key, kind, place in (
        ("analyst", "analyst", Organisation.objects.get(kind="national")),
        ("writer", "leader", member),
    ):
        person = Person.objects.create_user(f"{key}@example.no", key)
        Role.objects.create(person=person, organisation=place, kind=kind, valid_from=EFFECT)
        people[key] = person
    people["rune"] = Person.objects.get(email="rune@example.no")
    cookies = {}
    for key, person in people.items():
        visitor = Client()
        visitor.force_login(person)
        cookies[key] = {name: cookie.value for name, cookie in visitor.cookies.items()}
    return {"cookies": cookies, "readings": _readings(member)}


def _readings(place: Any) -> list[int]:
    """Return readings that can each be corrected once, the latest first."""
    from stafett.indicators.models import Observation

    rows = Observation.objects.live().filter(organisation=place, indicator__name__startswith="M")
    return list(rows.order_by("-period_end", "pk").values_list("pk", flat=True))


# --- measuring ------------------------------------------------------------------------------


def told() -> dict[str, Any]:
    """Fill, in a process of its own."""
    answer: dict[str, Any] = json.loads(python("-m", "benchmarks.rollups"))
    return answer


def measure(server: Server, told: dict[str, Any], times: int) -> Iterator[Row]:
    """Yield what roll-ups take: the region's, and the nation's."""
    rune = Visitor(server.port, told["cookies"]["rune"])
    analyst = Visitor(server.port, told["cookies"]["analyst"])
    writer = _Writer(Visitor(server.port, told["cookies"]["writer"]), told["readings"])
    count = f"{told['promises']:,} promises"
    yield Row(f"  {count} reckoned from nothing, in one go", f"{told['seconds']:.1f} s")
    analyst.read_token(LANDET)
    analyst.post("/resultater/landet/ny-utgave/", {}, 302)
    page = f"/resultater/{told['region']}/"
    names = {
        "region": f"the region's roll-up, among {count}",
        "written": "  the first after a reading is written",
        "nation": f"the nation's roll-up, {count}",
        "after": "  the first after a reading is written ",
        "publish": "  a new edition: all of it added up, and held up to those before",
    }
    visits = {
        names["region"]: reading(rune, page),
        names["written"]: lambda: writer.then(lambda: rune.get(page).milliseconds),
        names["nation"]: reading(analyst, LANDET),
        names["after"]: lambda: writer.then(lambda: analyst.get(LANDET).milliseconds),
    }
    taken = figures.in_rounds(visits, times)
    for key, most in (("region", NEXT_MS), ("written", FIRST_MS), ("nation", NEXT_MS),
                      ("after", FIRST_MS)):  # fmt: skip
        yield figures.timed(names[key], taken[names[key]], below=most)
    published = figures.in_rounds({names["publish"]: lambda: writer.then(_publish(analyst))}, 1)
    yield figures.timed(names["publish"], published[names["publish"]])


def _publish(analyst: Visitor) -> Any:
    path = "/resultater/landet/ny-utgave/"
    return lambda: analyst.post(path, {}, 302).milliseconds


class _Writer:
    """Somebody who corrects a reading; the clock runs only for who reads it afterwards."""

    def __init__(self, visitor: Visitor, readings: list[int]) -> None:
        self.visitor, self.readings = visitor, iter(readings)
        visitor.read_token(f"/malinger/{readings[0]}/rett/")

    def then(self, visit: Any) -> float:
        self.visitor.post(f"/malinger/{next(self.readings)}/rett/", {"value": "9,25"}, 302)
        taken: float = visit()
        return taken


if __name__ == "__main__":
    import django

    django.setup()
    print(json.dumps(fill()))
