"""Who the invented people are, and what each of them can try."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from django.db.models import QuerySet
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from stafett.organisations.models import Role, RoleKind
from stafett.people.models import Person

DATA = Path(__file__).parent
# Nobody receives mail there: the name is reserved for examples.
DOMAIN = "demo.example"

# In the order of the lap: the leg each stands on, and what they can do there.
FIRST = {
    "jonas": ("need", _("Tell about a need of your own. Or follow the one you told two years ago: "
                        "you tested an idea, it became a solution, and it is measured.")),
    "thomas": ("test", _("Look at a test that told too little to go on, and one that was stopped "
                         "in time. One of your solutions was stopped, another is taken into use.")),
    "perarne": ("solution", _("You are union rep: see where members were asked, what they said, "
                              "and what the leaders answered.")),
    "rune": ("roadmap", _("Two candidates wait for a decision. One baton came back, one answer is "
                          "late, and one lies still. See what the new routes did where six "
                          "municipalities began at different times, and take the board pack "
                          "along.")),
    "astrid": ("handover", _("A baton waits for your answer: accept it, or return it with a "
                             "reason. Something is missing first.")),
    "ingrid": ("handover", _("You are asked to own a benefit. And see the receipts of what you "
                             "accepted, one of them in part.")),
    "kjersti": ("practice", _("You accepted a baton half a year ago, and nothing has happened "
                              "since. Pick it up, or stop in time.")),
    "kari": ("benefit", _("Read off the medicine dispensers. See which benefit is reached and "
                          "which falls short, and why. Your new routes stand beside what they did "
                          "in six municipalities.")),
    "olav": ("benefit", _("Read and write in nynorsk. A benefit you own takes more time than "
                          "promised, and another cannot be documented.")),
    "geir": ("", _("A network has asked whether you are a member, and a baton has come. See what "
                   "is missing before it can be accepted.")),
    "hilde": ("", _("You lead a solution with a robot. Switch to administrator, and appoint "
                    "somebody or add a figure.")),
    "turid": ("", _("You work with figures for the whole country: see what may be shown of them, "
                    "and what is held back.")),
    "siri": ("", _("You are not in the region: see what you can read of it, and what you "
                   "cannot.")),
}  # fmt: skip
BY_ROLE = {
    RoleKind.EMPLOYEE: _("Tell about a need, or say «we have this too» of somebody else's."),
    RoleKind.LEADER: _("Look after your organisation's needs: answer, change, close."),
    RoleKind.INITIATIVE_LEAD: _("Find needs that are ready for a test, and those that are not."),
    RoleKind.REGIONAL_COORDINATOR: _("See what the municipalities share with the region."),
    RoleKind.CHIEF_EXECUTIVE: _("See what is in your hands and what your municipality runs."),
    RoleKind.UNION_REP: _("Tell what members meet at work, and follow what comes of it."),
    RoleKind.SAFETY_REP: _("Describe a danger at work with figures, and follow what comes of it."),
    RoleKind.HR: _("Tell about a need that concerns everybody who works here."),
    RoleKind.CONTROLLER: _("Look for needs with figures, and take the list out as a spreadsheet."),
    RoleKind.ANALYST: _("See what may be shown of the figures of the whole country."),
    RoleKind.ADMINISTRATOR: _("Look after people, units and figures in your organisation."),
}


@dataclass(frozen=True, slots=True)
class Member:
    """One of the cast: who, as what, what to try, and on which leg of the lap."""

    person_id: int
    name: str
    role: str
    organisation: str
    unit: str
    tries: str | Promise
    leg: str = ""


@cache
def organisations() -> dict[str, Any]:
    """Return what is told of the invented organisations and people."""
    with (DATA / "organisations.toml").open("rb") as file:
        return tomllib.load(file)


def address(key: str) -> str:
    """Return somebody's e-mail address."""
    return f"{key}@{DOMAIN}"


def people() -> QuerySet[Person]:
    """Return the invented people that are in this database; none outside a demo."""
    return Person.objects.filter(email__in=[address(key) for key in organisations()["people"]])


def members(day: date) -> tuple[list[Member], list[Member]]:
    """Return the first of the cast, each with a story to try, and the rest by organisation."""
    acted = _first_roles(day)
    first = [_member(acted[key], says, leg) for key, (leg, says) in FIRST.items() if key in acted]
    rest = [
        _member(role, BY_ROLE[RoleKind(role.kind)])
        for key, role in acted.items()
        if key not in FIRST
    ]
    return first, sorted(rest, key=lambda member: (member.organisation, member.name))


def _first_roles(day: date) -> dict[str, Role]:
    """Return the role each person acts in when they sign in."""
    roles = Role.objects.holding_on(day).filter(person__in=people()).order_by("-id")
    roles = roles.select_related("person", "organisation", "unit")
    return {role.person.email.split("@")[0]: role for role in roles}


def _member(role: Role, tries: str | Promise, leg: str = "") -> Member:
    return Member(
        person_id=role.person_id,
        name=role.person.name,
        role=role.get_kind_display(),
        organisation=role.organisation.label,
        unit=role.unit.name if role.unit else "",
        tries=tries,
        leg=leg,
    )


def sentences(day: date) -> Iterable[str]:
    """Yield whom one can sign in as, a line each."""
    for member in members(day)[0]:
        yield f"{member.name}, {member.role}, {member.organisation}"
