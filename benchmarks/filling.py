"""Fill the database, and tell what to ask for: ``python -m benchmarks.filling 10000``.

Anne administers one organisation and sees exactly as many needs as asked for: half of them her
organisation's own, half of them public. A quarter as many again are there and hidden from her.
What is told is one JSON object.
"""

import json
import sys
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import chain, cycle, repeat
from typing import Any

import django

django.setup()

from django.db import connections  # noqa: E402
from django.test import Client  # noqa: E402
from django.utils import timezone  # noqa: E402

from benchmarks import hanging, promises, roadmaps, track  # noqa: E402
from benchmarks.addresses import every_page  # noqa: E402
from benchmarks.solutions import Solution  # noqa: E402
from benchmarks.texts import needs as texts  # noqa: E402
from stafett.needs import queries as needs  # noqa: E402
from stafett.needs.models import Contribution, Need, SameHere  # noqa: E402
from stafett.organisations import queries as organisations  # noqa: E402
from stafett.organisations.models import (  # noqa: E402
    Kind,
    Membership,
    Organisation,
    Role,
    RoleKind,
    Sector,
)
from stafett.organisations.views import FORMS  # noqa: E402
from stafett.people import queries as people  # noqa: E402
from stafett.people.models import Person  # noqa: E402

NEIGHBOURS, OTHERS = 10, 40
SEED = 1
LONG_AGO = date(2024, 1, 1)
BEGUN = timezone.now() - timedelta(days=600)
AT_A_TIME = 1000
# Whose a need is and whom it is shared with, again and again: eight that Anne sees, two hidden.
MIX = (
    ("home", "own"),
    ("elsewhere", "public"),
    ("home", "region"),
    ("elsewhere", "own"),
    ("elsewhere", "public"),
    ("home", "own"),
    ("neighbour", "region"),
    ("elsewhere", "public"),
    ("home", "public"),
    ("elsewhere", "own"),
)
SEEN_OF_MIX = 8


class Country:
    """Anne, her organisation with its chief executive Ingrid, its region, and the others."""

    def __init__(self) -> None:
        municipalities = Organisation.objects.municipalities().order_by("number")
        self.home, *others = municipalities[: 1 + NEIGHBOURS + OTHERS]
        self.neighbours, self.elsewhere = others[:NEIGHBOURS], others[NEIGHBOURS:]
        self.region = Organisation.objects.create(
            kind=Kind.REGION, name="Fjordregionen", label="Fjordregionen", valid_from=LONG_AGO
        )
        for member in (self.home, *self.neighbours):
            Membership.objects.create(
                group=self.region, member=member, valid_from=LONG_AGO, confirmed_on=LONG_AGO
            )
        self.begun = BEGUN
        self.rune = Person.objects.create_user("rune@example.no", "Rune Dahl")
        Role.objects.create(
            person=self.rune,
            organisation=self.region,
            kind=RoleKind.REGIONAL_COORDINATOR,
            valid_from=LONG_AGO,
        )
        self.anne = Person.objects.create_user("anne@example.no", "Anne Vik")
        self.role = Role.objects.create(
            person=self.anne,
            organisation=self.home,
            kind=RoleKind.ADMINISTRATOR,
            valid_from=LONG_AGO,
        )
        self.ingrid = Person.objects.create_user("ingrid@example.no", "Ingrid Moe")
        self.chief = Role.objects.create(
            person=self.ingrid,
            organisation=self.home,
            kind=RoleKind.CHIEF_EXECUTIVE,
            valid_from=LONG_AGO,
        )


def fill(country: Country, visible: int) -> dict[str, Any]:
    """Write the needs, and what others say to them; then what is promised and read, and run."""
    written = list(_needs(country, visible * len(MIX) // SEEN_OF_MIX))
    Need.objects.bulk_create(written, batch_size=AT_A_TIME)
    public = [need for need in written if need.scope == "public"]
    SameHere.objects.bulk_create(_same_here(country, public[::5]), batch_size=AT_A_TIME)
    Contribution.objects.bulk_create(_contributions(public[::9]), batch_size=AT_A_TIME)
    with connections["owner"].cursor() as cursor:
        promised = promises.fill(country, cursor)
        country.tone = track.fill(country, cursor)
        country.vera, promised["roadmap"] = roadmaps.fill(country)
        cursor.execute("VACUUM ANALYZE")  # The database does this by itself within minutes.
    return promised


def _needs(country: Country, count: int) -> Iterator[Need]:
    whose = {
        "home": repeat(country.home),
        "neighbour": cycle(country.neighbours),
        "elsewhere": cycle(country.elsewhere),
    }
    told = zip(texts(count, SEED), cycle(MIX), cycle(Sector.values), strict=False)
    for number, (text, (place, scope), sector) in enumerate(told):
        group = country.region if scope == "region" else None
        shared = {"organisation": next(whose[place]), "scope": scope, "group": group}
        yield _need(number, {**text, **shared, "sector": sector})


def _need(number: int, told: dict[str, Any]) -> Need:
    at = BEGUN + timedelta(minutes=60 * number)
    need = Need(**told, registered_at=at, changed_at=at, heard_count=1 + number % 20)
    need.registered_by_name = need.changed_by_name = "Kari Nes"
    need.evidence = "Tre avdelinger er spurt, og de forteller om det samme."
    need.null_alternative, need.null_worsens = "Det blir litt verre hvert år.", True
    need.search_text = needs.search_text(need)
    return need


def _same_here(country: Country, told: list[Need]) -> Iterator[SameHere]:
    others = cycle([*country.neighbours, *country.elsewhere])
    for need, organisation in zip(told, others, strict=False):
        yield SameHere(
            need=need,
            organisation=organisation,
            note="Slik er det hos oss også.",
            said_by_name="Ola Sund",
            said_at=need.registered_at,
        )


def _contributions(told: list[Need]) -> Iterator[Contribution]:
    """Ten wait for an answer, the others have one."""
    for need, waits in zip(told, chain(repeat(True, 10), repeat(False)), strict=False):
        day = need.registered_at.date()
        answered = {"answer": "Takk, det tar vi med.", "answered_on": day, "shown": True}
        yield Contribution(
            need=need,
            actor_kind="inhabitant",
            what="Jeg venter i telefonen hver mandag.",
            received_on=day,
            **({} if waits else answered),
        )


# --- what a visitor needs to know -----------------------------------------------------------


def told(country: Country, promised: dict[str, Any]) -> dict[str, Any]:
    """Return how to be Anne, and what she can ask for; Ingrid, and Rune for the region."""
    return {
        "cookies": _cookies(country.anne),
        "chief": _cookies(country.ingrid),
        "promised": {**promised, "region": _cookies(country.rune)},
        "track": _cookies(country.tone),
        "planner": _cookies(country.vera),
        "needs": _some(country),
        "every_page": _every_page(country),
    }


def _cookies(person: Person) -> dict[str, str]:
    visitor = Client()
    visitor.force_login(person)
    return {name: cookie.value for name, cookie in visitor.cookies.items()}


def _some(country: Country) -> list[int]:
    """Return needs from all over the list."""
    own = Need.objects.filter(organisation=country.home).order_by("id").values_list("id", flat=True)
    return list(own[:: max(1, own.count() // 100)])


def _every_page(country: Country) -> dict[str, list[str]]:
    now = timezone.now()
    by = organisations.acting_as(country.anne, country.role, now.date())
    need = Need.objects.filter(organisation=country.home).latest("registered_at")
    waiting = Contribution.objects.filter(need__organisation=country.home, answered_on=None)
    uidb36, _, key = people.way_in(country.anne).strip("/").rpartition("/")[2].partition("-")
    trials, (indicator, reading) = hanging.tests(need, by, now), hanging.yardstick(by, now)
    chief = organisations.acting_as(country.ingrid, country.chief, now.date())
    return every_page(
        {
            "pk": [need.pk],
            "need_pk": [need.pk],
            "rule": ["R04"],
            "what": list(FORMS),
            "form_of_file": ["csv", "json"],
            "uidb36": [uidb36],
            "key": [key],
        },
        instead={
            "needs:answer": {"pk": [waiting.latest("id").pk]},
            "organisations:end_role": {"pk": [country.role.pk]},
            "indicators:correct": {"pk": [reading]},
            "indicators:": {"pk": [indicator]},
            "trials:": {"pk": trials},
            **Solution(need, by, chief, now, country.elsewhere[0].pk).shown,
        },
    )


if __name__ == "__main__":
    here = Country()
    print(json.dumps(told(here, fill(here, int(sys.argv[1])))))
