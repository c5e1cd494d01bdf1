"""The nine points of a handover: what each says, what is missing, and who can mend it."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from urllib.parse import quote

from django.urls import reverse
from django.utils.translation import gettext as _

from stafett.handovers import rules
from stafett.handovers.models import Baton
from stafett.handovers.queries.ground import BATON_POINTS, Ground, Promise, ground
from stafett.lib import Acting
from stafett.lib.text import folded

Way = tuple[str, int]
"""The name of a page, and the id of what it is about."""


@dataclass(frozen=True, slots=True)
class Point:
    """One of the nine points: what is missing of it, who can mend that, and where.

    ``is_asked`` is False for what the light track offers and does not ask for; ``back`` is the
    baton's page, where somebody returns who has filled something in.
    """

    number: int
    says: str
    is_met: bool
    is_asked: bool
    missing: str = ""
    who_can_mend: str = ""
    way: Way | None = None
    back: str = ""

    @property
    def url(self) -> str:
        """Where it is mended."""
        if self.way is None:
            return ""
        name, pk = self.way
        way_back = f"?til={quote(self.back)}" if name.startswith("initiatives:") else ""
        return reverse(name, kwargs={"pk": pk}) + way_back


def nine_points(acting: Acting, baton: Baton) -> list[Point]:
    """Return the nine points as they stand today."""
    return points(ground(acting, baton))


def points(found: Ground) -> list[Point]:
    """Return the nine points of what was read."""
    return [_point(found, number, title) for number, title in says().items()]


def says() -> dict[int, str]:
    """Return what each point says."""
    return {
        1: _("The chief executive, or a delegate they named, has signed."),
        2: _("Each benefit has an owner in the line."),
        3: _("There is a baseline, or a day before the effect starts when it is read."),
        4: _(
            "The change is planned: who stops doing what and from when, with the union and safety "
            "reps informed and the people concerned asked."
        ),
        5: _("Time and money are set aside: whose time, how many hours, how much money."),
        6: _("The targets are confirmed locally, by those who own them."),
        7: _("It is set when the yardsticks are read."),
        8: _("The sender has said what support it gives, and until when."),
        9: _("It is decided how each benefit is taken out, or when that is decided."),
    }


def missing_to_sign(found: Ground) -> list[str]:
    """Return what is asked and missing before the whole baton can be accepted."""
    return [_said(point) for point in points(found) if _stops(point, whole=True)]


def missing_in_part(found: Ground) -> list[str]:
    """Return what is asked of the baton itself, whichever promises are taken."""
    return [_said(point) for point in points(found) if _stops(point, whole=False)]


def _stops(point: Point, *, whole: bool) -> bool:
    if point.is_met or not point.is_asked or point.number == 1:
        return False
    return whole or point.number in BATON_POINTS


def _said(point: Point) -> str:
    told = {"number": point.number, "missing": point.missing.rstrip(".")}
    return _("point %(number)s: %(missing)s") % told


# --- one point ------------------------------------------------------------------------------


def _point(found: Ground, number: int, title: str) -> Point:
    missing = " ".join(_MISSING[number](found))
    asked = number in found.asked
    if not missing:
        return Point(number, title, True, asked)
    who, way = _mended(found, number)
    return Point(number, title, False, asked, missing, who, way, found.baton.get_absolute_url())


def _unsigned(found: Ground) -> Iterator[str]:
    if found.baton.state in rules.SIGNED:
        return
    if not found.has_chief:
        yield _("Nobody is registered as chief executive there.")
    elif found.baton.state in rules.IN_THE_AIR:
        yield _("The signature is the last thing: it waits for the answer.")
    else:
        yield _("The baton is not offered yet.")


def _of_promises(number: int) -> Callable[[Ground], Iterator[str]]:
    """Say which promises do not meet a point; without any promise none is met."""

    def missing(found: Ground) -> Iterator[str]:
        if not found.promises:
            yield _("The municipality has promised nothing yet.")
        elif lacking := found.lacking(number):
            yield _LACKS[number]() % {"names": _names(lacking)}

    return missing


_LACKS: dict[int, Callable[[], str]] = {
    2: lambda: _("Nobody owns this: %(names)s."),
    3: lambda: _("Neither baseline nor a day for it: %(names)s."),
    6: lambda: _("The owner has not said yes: %(names)s."),
    7: lambda: _("The promise does not stand any more: %(names)s."),
    9: lambda: _("Neither decided nor with a day of decision: %(names)s."),
}


def _names(promises: list[Promise]) -> str:
    return ", ".join(promise.commitment.benefit.name for promise in promises)


def _unplanned(found: Ground) -> Iterator[str]:
    if not found.somebody_stops:
        yield _("No step says who stops doing what.")
    if not found.reps_are_informed:
        yield _("It is not noted that the union and safety reps have been informed.")
    if found.staff_view is None:
        yield _("It is not noted that the people concerned have been asked.")


def _unset_aside(found: Ground) -> Iterator[str]:
    baton = found.baton
    if not (baton.whose_time and baton.hours is not None):
        yield _("It is not said whose time, and how many hours.")
    if baton.money is None:
        yield _("It is not said how much money; 0 kr is an answer.")


def _unsupported(found: Ground) -> Iterator[str]:
    if not is_supported(found.baton):
        yield _("It is not said what support there is, and until when.")


def is_supported(baton: Baton) -> bool:
    """Point 8; one that hands over to itself carries it itself."""
    if baton.sender_id == baton.municipality_id:
        return True
    return bool(baton.support and baton.support_until)


_MISSING: dict[int, Callable[[Ground], Iterator[str]]] = {
    1: _unsigned,
    4: _unplanned,
    5: _unset_aside,
    8: _unsupported,
    **{number: _of_promises(number) for number in (2, 3, 6, 7, 9)},
}


# --- who can mend it, and where ---------------------------------------------------------------


def _mended(found: Ground, number: int) -> tuple[str, Way]:
    baton = found.baton
    there = {"municipality": baton.municipality.label}
    if number == 8:
        return baton.sender.label, _at("handovers:change", baton)
    if number == 1:
        return _who_signs(found, there), _at("handovers:answer", baton)
    if number == 6 and found.promises:
        return _owners(found.lacking(6)), _promised_at(found, 6)
    return _("leaders in %(municipality)s") % there, _where(found, number)


def _who_signs(found: Ground, there: dict[str, str]) -> str:
    if found.has_chief:
        return _("the chief executive in %(municipality)s") % there
    return _("the administrator in %(municipality)s") % there


def _owners(lacking: list[Promise]) -> str:
    names = {promise.commitment.owner_name for promise in lacking}
    return ", ".join(sorted(filter(None, names), key=folded))


def _where(found: Ground, number: int) -> Way:
    if number in (3, 5) and found.promises:
        return _at("handovers:fill_in", found.baton)
    if number == 4:
        return _planned_at(found)
    return _promised_at(found, number)


def _planned_at(found: Ground) -> Way:
    if not found.somebody_stops:
        return _at("handovers:add_step", found.baton)
    page = "involvement" if not found.reps_are_informed else "staff_view"
    return f"initiatives:{page}", found.baton.initiative_id


def _promised_at(found: Ground, number: int) -> Way:
    if not found.promises:
        return "benefits:overview", found.baton.initiative_id
    return "benefits:commitment", found.lacking(number)[0].commitment.pk


def _at(name: str, baton: Baton) -> Way:
    return name, baton.pk
