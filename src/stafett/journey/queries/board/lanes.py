"""The board as it is drawn: a lane for each place, a zone for each leg, a pill for each baton."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from django.core.paginator import Page, Paginator
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from stafett.handovers import rules as batons
from stafett.journey.queries.board.choosing import Asked
from stafett.journey.queries.board.early import Early, early
from stafett.journey.queries.board.found import Found, Place, Run, read
from stafett.journey.queries.board.words import Words, is_in_part
from stafett.journey.rules import ORDER, Look, Spot
from stafett.lib import Acting
from stafett.lib.text import in_norwegian_order
from stafett.organisations.models import Kind
from stafett.ui.legs import LEGS, Leg

LANES = 60
EARLY = ("need", "test")
"""Legs that a need is on before there is an initiative."""


class Pill(NamedTuple):
    """One initiative in one place, ready to be shown."""

    title: str
    url: str
    look: str
    note: str
    says: str
    lang: str
    is_in_part: bool


@dataclass(frozen=True, slots=True)
class Zone:
    """A leg of one lane, with the batons that are there, or what waits to become one."""

    leg: Leg
    pills: list[Pill]
    early: Early | None = None


@dataclass(frozen=True, slots=True)
class Lane:
    """A municipality, or the region, with the legs where it has something."""

    place: Place
    zones: list[Zone]

    @property
    def is_a_municipalitys(self) -> bool:
        """Whether batons are received here."""
        return self.place.kind == Kind.MUNICIPALITY


@dataclass(frozen=True, slots=True)
class Next:
    """The one thing that waits most for this person on the board."""

    what: str
    url: str
    button: str


@dataclass(frozen=True, slots=True)
class Board:
    """A page of the board, and what is left out of it."""

    page: Page
    lanes: Sequence[Lane]
    legs: list[tuple[Leg, int]]
    asked: Asked
    shown: int
    count: int
    elsewhere: int
    stopped: int
    next: Next | None

    @property
    def left_out(self) -> int:
        """How many do not fit what is chosen."""
        return self.count - self.shown


def board(acting: Acting, asked: Asked, number: str | int = 1) -> Board:
    """Return the board as somebody may see it, narrowed to what they ask for."""
    found = read(acting, everywhere=asked.everywhere)
    rows = asked.kept(found.rows, acting)
    page = Paginator(_by_place(rows), LANES).get_page(number)
    before = early(acting, asked, [place.pk for place, _rows in page])
    words = Words(acting.day)
    return Board(
        page=page,
        lanes=[_lane(place, here, words, before.get(place.pk, {})) for place, here in page],
        legs=_legs(rows, before),
        asked=asked,
        shown=len(rows),
        count=len(found.rows),
        elsewhere=found.elsewhere,
        stopped=found.stopped,
        next=_next(found.rows, acting),
    )


Before = Mapping[str, Early]


def _legs(rows: Iterable[Found], before: Mapping[int, Before]) -> list[tuple[Leg, int]]:
    counted = Counter(row.spot.leg for row in rows)
    for there in before.values():
        counted.update({leg: waits.count for leg, waits in there.items()})
    return [(leg, counted[leg.key]) for leg in LEGS.values()]


def _by_place(rows: Sequence[Found]) -> list[tuple[Place, list[Found]]]:
    """Return the rows of each place: regions first, then municipalities by name."""
    found: defaultdict[Place, list[Found]] = defaultdict(list)
    for row in by_name(rows):
        found[row.place].append(row)
    return sorted(found.items(), key=lambda lane: _in_order(lane[0]))


def by_name(rows: Sequence[Found]) -> list[Found]:
    """Return the rows by the name of the initiative; each name is looked at once."""
    named = {row.run.pk: row.run.title for row in rows}
    order = {pk: in_norwegian_order(title) for pk, title in named.items()}
    return sorted(rows, key=lambda row: order[row.run.pk])


def _in_order(place: Place) -> tuple[bool, str, str]:
    return place.kind == Kind.MUNICIPALITY, in_norwegian_order(place.label), place.number


def _lane(place: Place, rows: Iterable[Found], words: Words, before: Before) -> Lane:
    zones: defaultdict[str, list[Found]] = defaultdict(list)
    for row in rows:
        zones[row.spot.leg].append(row)
    waits = [Zone(words.legs[leg], [], before[leg]) for leg in EARLY if leg in before]
    return Lane(place, waits + [_zone(leg, zones[leg], words) for leg in ORDER if leg in zones])


def _zone(leg: str, rows: list[Found], words: Words) -> Zone:
    language = get_language()
    return Zone(words.legs[leg], [_pill(row, words, language) for row in rows])


def _pill(row: Found, words: Words, language: str | None) -> Pill:
    note, says = words.of(row)
    return Pill(
        title=row.run.title,
        url=row.url,
        look=row.spot.look.value,
        note=note,
        says=says,
        lang="" if row.run.lang == language else row.run.lang,
        is_in_part=is_in_part(row),
    )


# --- what waits -----------------------------------------------------------------------------


def _next(rows: Iterable[Found], acting: Acting) -> Next | None:
    """Return what waits for an answer from this person, was dropped here, or came back to them."""
    urgent = sorted(
        (row for row in rows if _waits(row, acting)),
        key=lambda row: (URGENCY.index(row.spot.look), row.baton.moved_on if row.baton else MAX),
    )
    return _told(urgent[0]) if urgent else None


URGENCY = (Look.OFFERED, Look.CONSIDERED, Look.DROPPED, Look.RETURNED)
MAX = date.max


def _waits(row: Found, acting: Acting) -> bool:
    if row.baton is None or row.spot.look not in URGENCY:
        return False
    if row.spot.look == Look.RETURNED:
        return batons.may_send(acting, sender_id=row.run.owner_id, lead_id=row.run.lead_id)
    if row.spot.look == Look.DROPPED:
        return batons.may_receive(acting, municipality_id=row.place.pk)
    return batons.may_sign(acting, municipality_id=row.place.pk)


def _told(row: Found) -> Next:
    says, button = {
        Look.OFFERED: (_("«%(title)s» is offered to you."), _("Answer")),
        Look.CONSIDERED: (_("You are considering «%(title)s»."), _("Answer")),
        Look.DROPPED: (_("Nothing has happened with «%(title)s» for a while."), _("Pick it up")),
        Look.RETURNED: (_("«%(title)s» came back from %(place)s."), _("Look at the reason")),
    }[row.spot.look]
    return Next(says % {"title": row.run.title, "place": row.place.label}, row.url, button)


# --- an example -----------------------------------------------------------------------------


def example(today: date) -> list[Lane]:
    """Return two lanes with made-up batons, for a board where there are none yet."""
    region = Place(0, _("The region"), "", Kind.REGION)
    place = Place(0, _("Your municipality"), "", Kind.MUNICIPALITY)
    told = (
        (region, _("Digital letters"), Spot("solution", Look.STAGE)),
        (place, _("Supervision at night"), Spot("handover", Look.JOINED)),
        (place, _("Medicine dispensers"), Spot("practice", Look.PRACTISED)),
    )
    words = Words(today)
    runs = [(spot, Found(_made_up(title), where, spot)) for where, title, spot in told]
    return [
        _lane(where, [row for _spot, row in runs if row.place == where], words, {})
        for where in (region, place)
    ]


def _made_up(title: str) -> Run:
    return Run(0, title, "solution", 0, None, "", get_language() or "nb", frozenset())
