"""The country as packaged data: the nation, its counties and municipalities, and its figures.

What a data file says of a place holds from the file's first day for it. Names that ended before
stay; a name that was official until then ends there. Loading a file twice changes nothing.
"""

import csv
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

from django.db import models

from stafett.audit import actions as audit
from stafett.lib import Acting
from stafett.lib.text import folded
from stafett.organisations.models import Kind, Name, Organisation, Parameter

DATA = Path(__file__).parent / "data"
PLACES = DATA / "places.csv"
FIGURES = DATA / "parameters.csv"
BETWEEN_PARTS = " - "
# A county is there before its municipalities.
ORDER = (Kind.NATIONAL, Kind.COUNTY, Kind.MUNICIPALITY)


@dataclass(frozen=True, slots=True)
class Part:
    """One language's part of an official name, as a data file tells it."""

    language: str
    name: str
    position: int
    valid_from: date
    valid_to: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.valid_from <= day and (self.valid_to is None or day < self.valid_to)


@dataclass(frozen=True, slots=True)
class Place:
    """A place with all its names. It ends when the last of them does."""

    kind: str
    number: str
    county_number: str
    parts: tuple[Part, ...]

    @property
    def valid_from(self) -> date:
        return min(part.valid_from for part in self.parts)

    @property
    def valid_to(self) -> date | None:
        ends = [part.valid_to for part in self.parts]
        return None if None in ends else max(end for end in ends if end)

    def name_on(self, day: date) -> str:
        """Return the whole official name; of a place that is gone, the last one."""
        last = max(part.valid_from for part in self.parts)
        parts = [part for part in self.parts if part.holds_on(day)]
        parts = parts or [part for part in self.parts if part.valid_from == last]
        return BETWEEN_PARTS.join(
            part.name for part in sorted(parts, key=lambda part: part.position)
        )


NATION = Place("national", "NO", "", (Part("nb", "Norge", 0, date(1814, 5, 17)),))


@dataclass(frozen=True, slots=True)
class Loaded:
    """What loading changed."""

    new: int = 0
    renamed: tuple[str, ...] = ()
    changed: int = 0

    def __bool__(self) -> bool:
        return self != Loaded()


# --- reading --------------------------------------------------------------------------------


def places_in(path: Path) -> list[Place]:
    """Return the places of a data file, each with all the parts of its names."""
    parts: dict[tuple[str, str, str], list[Part]] = defaultdict(list)
    for row in _rows(path):
        parts[row["kind"], row["number"], row["county_number"]].append(_part(row))
    return [Place(*key, tuple(of_place)) for key, of_place in parts.items()]


def _part(row: dict[str, str]) -> Part:
    return Part(
        row["language"],
        row["name"],
        int(row["position"]),
        date.fromisoformat(row["valid_from"]),
        date.fromisoformat(row["valid_to"]) if row["valid_to"] else None,
    )


def _rows(path: Path) -> Iterator[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        yield from csv.DictReader(file)


# --- places ---------------------------------------------------------------------------------


@audit.traced
def load_places(places: Iterable[Place], *, by: Acting, now: datetime) -> Loaded:
    """Make the places and their names in the database what the data say."""
    places = list(places)
    known = {(row.kind, row.number): row for row in Organisation.objects.filter(kind__in=ORDER)}
    before = {row.pk: row.name for row in known.values()}
    changed = sum(_keep_places(places, kind, known, now.date()) for kind in ORDER)
    changed += _keep_names(places, known) + _keep_labels(known.values(), now.date())
    rows = [known[place.kind, place.number] for place in places]
    loaded = Loaded(
        new=sum(row.pk not in before for row in rows),
        renamed=tuple(row.label for row in rows if before.get(row.pk, row.name) != row.name),
        changed=changed,
    )
    if loaded:
        details = {"places": len(places), "new": loaded.new, "renamed": list(loaded.renamed)}
        audit.record(verb="country.loaded", target=rows[0], by=by, at=now, details=details)
    return loaded


def _keep_places(places: list[Place], kind: str, known: dict[Any, Organisation], day: date) -> int:
    new: list[Any] = []
    changed: list[Any] = []
    for place in places:
        if place.kind != kind:
            continue
        row = known.setdefault(
            (kind, place.number), Organisation(kind=kind, number=place.number, label="")
        )
        if _differs(row, **_wanted(place, row, known, day)):
            (changed if row.pk else new).append(row)
    Organisation.objects.bulk_create(new)
    Organisation.objects.bulk_update(changed, ["name", "county", "valid_from", "valid_to"])
    return len(new) + len(changed)


def _wanted(
    place: Place, row: Organisation, known: dict[Any, Organisation], day: date
) -> dict[str, Any]:
    return {
        "name": place.name_on(day),
        "county": known[Kind.COUNTY, place.county_number] if place.county_number else None,
        "valid_from": min(row.valid_from, place.valid_from) if row.pk else place.valid_from,
        "valid_to": place.valid_to,
    }


def _keep_names(places: list[Place], known: dict[Any, Organisation]) -> int:
    rows: dict[int, list[Name]] = defaultdict(list)
    owners = [known[place.kind, place.number].pk for place in places]
    for row in Name.objects.filter(organisation__kind__in=ORDER):
        rows[row.organisation_id].append(row)
    new, changed, gone = [], [], []
    for place, owner in zip(places, owners, strict=True):
        kept = {(row.position, row.valid_from): row for row in rows[owner]}
        wanted = {(part.position, part.valid_from): part for part in place.parts}
        new += [_name(owner, part) for key, part in wanted.items() if key not in kept]
        gone += [
            row.pk
            for key, row in kept.items()
            if key not in wanted and row.valid_from >= place.valid_from
        ]
        changed += [row for key, row in kept.items() if _is_outdated(row, wanted.get(key), place)]
    Name.objects.filter(pk__in=gone).delete()
    Name.objects.bulk_update(changed, ["language", "name", "folded", "valid_to"])
    Name.objects.bulk_create(new)
    return len(new) + len(changed) + len(gone)


def _name(owner: int, part: Part) -> Name:
    return Name(
        organisation_id=owner,
        language=part.language,
        name=part.name,
        folded=folded(part.name),
        position=part.position,
        valid_from=part.valid_from,
        valid_to=part.valid_to,
    )


def _is_outdated(row: Name, part: Part | None, place: Place) -> bool:
    """Bring a name in line: mended where the file has it, ended where the file begins."""
    if part:
        return _differs(
            row,
            language=part.language,
            name=part.name,
            folded=folded(part.name),
            valid_to=part.valid_to,
        )
    if row.valid_from >= place.valid_from or (row.valid_to and row.valid_to <= place.valid_from):
        return False
    return _differs(row, valid_to=place.valid_from)


def _keep_labels(rows: Iterable[Organisation], day: date) -> int:
    """Tell two of the same name apart by their counties."""
    existing = [row for row in rows if row.valid_to is None or row.valid_to > day]
    times = Counter((row.kind, row.name) for row in existing)
    changed = [row for row in existing if _differs(row, label=_label(row, times))]
    Organisation.objects.bulk_update(changed, ["label"])
    return len(changed)


def _label(row: Organisation, times: Counter[tuple[str, str]]) -> str:
    if times[row.kind, row.name] > 1 and row.county:
        return f"{row.name} ({row.county.name})"
    return row.name


def _differs(row: models.Model, **wanted: Any) -> bool:
    """Give a row these values; tell whether any of them is news."""
    news = {name: value for name, value in wanted.items() if getattr(row, name) != value}
    for name, value in news.items():
        setattr(row, name, value)
    return bool(news)


# --- figures --------------------------------------------------------------------------------


@audit.traced
def load_figures(path: Path, *, by: Acting, now: datetime) -> int:
    """Make the nation's figures what the data file says; return how many were news."""
    nation = Organisation.objects.get(kind=Kind.NATIONAL)
    kept = {(row.name, row.step, row.valid_from): row for row in nation.parameters.all()}
    new: list[Any] = []
    changed: list[Any] = []
    for told in _rows(path):
        key = (told["name"], int(told["step"] or 0), date.fromisoformat(told["valid_from"]))
        row = kept.get(key) or Parameter(
            organisation=nation, name=key[0], step=key[1], valid_from=key[2]
        )
        told_now = {"value": Decimal(told["value"]), "source": told["source"], "note": told["note"]}
        if _differs(row, **told_now):
            (changed if row.pk else new).append(row)
    Parameter.objects.bulk_create(new)
    Parameter.objects.bulk_update(changed, ["value", "source", "note"])
    if news := len(new) + len(changed):
        audit.record(
            verb="country.figures", target=nation, by=by, at=now, details={"figures": news}
        )
    return news
