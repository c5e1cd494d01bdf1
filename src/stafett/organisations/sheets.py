"""Places, and one's own organisation, to take along."""

from collections.abc import Iterable
from operator import attrgetter

from django.utils.translation import gettext as _

from stafett.lib import Acting
from stafett.lib.sheets import Book, Column, Fact, Kind, Sheet
from stafett.organisations import queries
from stafett.organisations.models import Membership, Organisation
from stafett.organisations.queries import Mine

SOURCE = "Kartverket, SSB (CC BY 4.0)"


def places(found: Iterable[Organisation], asked: str) -> Book:
    """Return the places that were asked for."""
    columns = [
        Column("number", _("Number"), attrgetter("number"), width=10),
        Column("name", _("Name"), attrgetter("name"), width=40),
        Column("label", _("Told apart as"), attrgetter("label"), width=40),
        Column("kind", _("Kind"), lambda row: row.get_kind_display(), width=20),
        Column("county", _("County"), lambda row: row.county.name if row.county else "", width=28),
        Column("org_number", _("Organisation number"), attrgetter("org_number"), width=20),
    ]
    return Book(
        _("Places"),
        [Sheet(_("Places"), columns, lambda: found)],
        [(_("Search"), asked)],
        facts=[Fact(_("Names and numbers"), SOURCE)],
    )


def mine(acting: Acting) -> Book:
    """Return one's own organisation: people and roles, units, who it is together with, figures."""
    told = queries.mine(acting)
    return Book(
        told.organisation.label,
        [_roles(told), _units(told), _memberships(told), _figures(told)],
        [(_("Organisation"), told.organisation.label)],
    )


def _roles(told: Mine) -> Sheet:
    columns = [
        Column("name", _("Name"), attrgetter("person.name"), width=28),
        Column("role", _("Role"), lambda row: row.get_kind_display(), width=28),
        Column("unit", _("Unit"), attrgetter("unit"), width=28),
        Column("start", _("From"), attrgetter("valid_from"), Kind.DAY),
        Column("end", _("To"), attrgetter("valid_to"), Kind.DAY),
    ]
    return Sheet(_("People and roles"), columns, lambda: told.roles)


def _units(told: Mine) -> Sheet:
    columns = [
        Column("name", _("Name"), attrgetter("name"), width=40),
        Column("parent", _("Part of"), attrgetter("parent"), width=40),
        Column("sector", _("Sector"), lambda row: row.get_sector_display(), width=28),
        Column("closed", _("Closed"), attrgetter("closed_on"), Kind.DAY),
    ]
    return Sheet(_("Units"), columns, lambda: told.units)


def _memberships(told: Mine) -> Sheet:
    columns = [
        Column("group", _("Region or network"), attrgetter("group.label"), width=40),
        Column("member", _("Member"), attrgetter("member.label"), width=40),
        Column("asked", _("From"), attrgetter("valid_from"), Kind.DAY),
        Column("yes", _("The member’s yes"), attrgetter("confirmed_on"), Kind.DAY, width=18),
        Column("end", _("To"), attrgetter("valid_to"), Kind.DAY),
    ]
    rows: list[Membership] = [*told.member_of, *told.members]
    return Sheet(_("Together with"), columns, lambda: rows)


def _figures(told: Mine) -> Sheet:
    columns = [
        Column("figure", _("Figure"), attrgetter("title"), width=40),
        Column("year", _("Year"), attrgetter("year"), Kind.PLAIN),
        Column("value", _("Value"), attrgetter("value"), Kind.VALUE),
        Column("own", _("Our own"), attrgetter("own")),
        Column("since", _("Holds from"), attrgetter("valid_from"), Kind.DAY),
        Column("source", _("Source"), attrgetter("source"), width=60),
        Column("note", _("Note"), attrgetter("note"), width=60),
    ]
    return Sheet(_("Figures for calculations"), columns, lambda: told.figures)
