"""What changes in an organisation."""

from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any, TypeVar

from django.core.exceptions import ValidationError
from django.db import IntegrityError, models, transaction
from django.db.models import ProtectedError
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.audit import actions as audit
from stafett.lib import Acting, Refused
from stafett.lib.text import folded
from stafett.organisations import queries, rules
from stafett.organisations.models import (
    Membership,
    Organisation,
    Parameter,
    Role,
    RoleKind,
    Unit,
)
from stafett.people import actions as people
from stafett.people.models import Person

Row = TypeVar("Row", bound=models.Model)


@audit.traced
def appoint(
    *,
    email: str,
    name: str,
    kind: str,
    unit: Unit | None,
    valid_from: date,
    by: Acting,
    now: datetime,
) -> Role:
    """Give a person a role in the acting organisation; somebody new is invited."""
    organisation, unit = _administered(by), _in_use(unit, by)
    rules.check_can_be_given(kind)
    person = people.invite(
        email=email, name=name, language=organisation.default_language, by=by, now=now
    )
    role = Role(
        person=person, organisation=organisation, kind=kind, unit=unit, valid_from=valid_from
    )
    return _added(role, "role.given", by, now, person=person.name, kind=kind)


@audit.traced
def end_role(*, role: Role, valid_to: date, by: Acting, now: datetime) -> None:
    """Let a role end; what was done in it stands. One that never held is removed."""
    rules.check_administers(by, role.organisation_id)
    _administered(by)
    role = _held(role)
    rules.check_can_end(role, valid_to)
    if role.kind == RoleKind.ADMINISTRATOR:
        rules.check_someone_is_left(queries.administrators_beside(role, valid_to))
    audit.record(verb="role.ended", target=role, by=by, at=now, details={"valid_to": valid_to})
    _end(role, valid_to)


@audit.traced
def name_delegate(
    *, person: Person, valid_from: date, valid_to: date | None, by: Acting, now: datetime
) -> Role:
    """Let somebody sign in the chief executive's place, for a time."""
    today = localdate(now)
    rules.check_may_delegate(by, holds=queries.holds(by, today))
    rules.check_delegation(
        valid_from=valid_from,
        valid_to=valid_to,
        today=today,
        works_there=queries.works_here(by, person, today),
        is_self=person.pk == by.person_id,
    )
    role = Role(
        person=person,
        organisation_id=by.organisation_id,
        kind=RoleKind.DELEGATE,
        valid_from=valid_from,
        valid_to=valid_to,
        delegated_by_id=by.role_id,
    )
    return _added(role, "role.delegated", by, now, person=person.name, until=valid_to)


@audit.traced
def end_delegation(*, role: Role, by: Acting, now: datetime) -> None:
    """Take a delegation back. What was signed by it stands."""
    today = localdate(now)
    ours = role.organisation_id == by.organisation_id and role.kind == RoleKind.DELEGATE
    rules.check_may_delegate(by, holds=ours and queries.holds(by, today))
    role = _held(role)
    if role.valid_to and role.valid_to <= today:
        return
    audit.record(verb="role.delegation_ended", target=role, by=by, at=now)
    _end(role, max(today, role.valid_from))


@audit.traced
def add_unit(*, name: str, sector: str, parent: Unit | None, by: Acting, now: datetime) -> Unit:
    """Add a part of the organisation."""
    organisation, parent = _administered(by), _in_use(parent, by)
    unit = Unit(organisation=organisation, name=name, sector=sector, parent=parent)
    return _added(unit, "unit.added", by, now, unit=name)


@audit.traced
def close_unit(*, unit: Unit, by: Acting, now: datetime) -> None:
    """Take a unit out of use; what it has done still carries its name."""
    rules.check_administers(by, unit.organisation_id)
    _administered(by)
    unit = _held(unit)
    if unit.closed_on:
        return
    parts = unit.parts.filter(closed_on=None).values_list("name", flat=True)
    rules.check_unit_has_no_parts(list(parts))
    unit.closed_on = localdate(now)
    unit.save(update_fields=["closed_on"])
    audit.record(verb="unit.closed", target=unit, by=by, at=now, details={"unit": unit.name})


@audit.traced
def set_parameter(
    *,
    name: str,
    step: int,
    value: Decimal,
    valid_from: date,
    source: str,
    note: str,
    by: Acting,
    now: datetime,
) -> Parameter:
    """Add a figure of the organisation's own. Earlier figures stay with their dates."""
    parameter = Parameter(
        organisation=_administered(by),
        name=name,
        step=step,
        value=value,
        valid_from=valid_from,
        source=source,
        note=note,
    )
    rules.check_figure(name, value, step)
    return _added(parameter, "parameter.set", by, now, name=name, value=value)


@audit.traced
def ask_to_join(*, member: Organisation, valid_from: date, by: Acting, now: datetime) -> Membership:
    """Put an organisation on the group's list; it counts once they say yes themselves."""
    group = _administered(by)
    rules.check_is_group(group.kind)
    rules.check_can_join(member.kind, group.kind)
    membership = Membership(group=group, member=member, valid_from=valid_from)
    return _added(membership, "membership.asked", by, now, member=member.label)


@audit.traced
def confirm_membership(*, membership: Membership, by: Acting, now: datetime) -> None:
    """Say yes to being a member: only the member itself can."""
    rules.check_administers(by, membership.member_id)
    membership = _held(membership)
    if membership.confirmed_on:
        return
    membership.confirmed_on = localdate(now)
    membership.save(update_fields=["confirmed_on"])
    audit.record(verb="membership.confirmed", target=membership, by=by, at=now)


@audit.traced
def end_membership(*, membership: Membership, by: Acting, now: datetime) -> None:
    """Leave a group, or take a member off the list. One that never counted is removed."""
    mine = (
        membership.member_id if by.organisation_id == membership.member_id else membership.group_id
    )
    rules.check_administers(by, mine)
    membership = _held(membership)
    if membership.valid_to:
        return
    audit.record(verb="membership.ended", target=membership, by=by, at=now)
    never_counted = membership.confirmed_on is None or membership.valid_from >= localdate(now)
    _end(membership, membership.valid_from if never_counted else localdate(now))


@audit.traced
def create_group(
    *, kind: str, name: str, org_number: str, legal_form: str, by: Acting, now: datetime
) -> Organisation:
    """Add a region or network, at installation."""
    rules.check_is_group(kind)
    group = Organisation(
        kind=kind,
        name=name,
        label=name,
        org_number=org_number,
        legal_form=legal_form,
        valid_from=localdate(now),
    )
    _added(group, "organisation.created", by, now, name=name)
    group.names.create(language="nb", name=name, folded=folded(name), valid_from=localdate(now))
    return group


@audit.traced
def first_administrator(
    *, organisation: Organisation, email: str, name: str, by: Acting, now: datetime
) -> Role:
    """Let an organisation begin: give it its first administrator."""
    if queries.administrators(_held(organisation).pk, localdate(now)):
        raise Refused(f"{organisation} has an administrator already, who can appoint more.")
    person = people.invite(
        email=email, name=name, language=organisation.default_language, by=by, now=now
    )
    role = Role(
        person=person,
        organisation=organisation,
        kind=RoleKind.ADMINISTRATOR,
        valid_from=localdate(now),
    )
    return _added(role, "role.given", by, now, person=name, kind=role.kind)


@audit.traced
def take_away_second_factor(*, person: Person, by: Acting, now: datetime) -> None:
    """Let somebody here who lost the phone sign in by password alone."""
    rules.check_may_take_away_second_factor(
        by,
        person.pk,
        works_only_here=queries.works_only_here(by, person, localdate(now)),
        name=person.name,
    )
    people.take_away_second_factor(person=person, by=by, now=now)


@audit.traced
def describe(
    *, default_language: str, org_number: str, legal_form: str, by: Acting, now: datetime
) -> None:
    """Say what the organisation is in the register, and which language it writes in."""
    organisation = _administered(by)
    told = {
        "default_language": default_language,
        "org_number": org_number,
        "legal_form": legal_form,
    }
    for name, value in told.items():
        setattr(organisation, name, value)
    _save(organisation, update_fields=list(told))
    audit.record(verb="organisation.described", target=organisation, by=by, at=now, details=told)


def _administered(by: Acting) -> Organisation:
    """Return the acting organisation. Its administrators change it one at a time."""
    rules.check_administers(by, by.organisation_id or 0)
    return _held(Organisation(pk=by.organisation_id))


def _in_use(unit: Unit | None, by: Acting) -> Unit | None:
    """Return the unit where something is put: our own, and open."""
    if unit is None:
        return None
    rules.check_administers(by, unit.organisation_id)
    unit = _held(unit)
    rules.check_unit_is_open(unit.name, unit.closed_on)
    return unit


def _held(row: Row) -> Row:
    """Return the row as it is by now, with nobody else changing it until the action ends."""
    rows: models.QuerySet[Row] = type(row)._default_manager.filter(pk=row.pk)
    found = rows.select_for_update(no_key=True).first()
    if found is None:
        raise Refused(_("Somebody else took this away while you were looking at it."))
    return found


def _end(row: Role | Membership, day: date) -> None:
    """Let it end on the day; what ends as it begins has never held, and is removed."""
    if day == row.valid_from and _was_removed(row):
        return
    row.valid_to = max(day, row.valid_from + timedelta(days=1))
    row.save(update_fields=["valid_to"])


def _was_removed(row: Role | Membership) -> bool:
    """Remove what never held; what something was signed in has held, and stays the day out."""
    try:
        with transaction.atomic():
            row.delete()
    except ProtectedError:
        return False
    return True


def _added(row: Row, verb: str, by: Acting, now: datetime, **details: Any) -> Row:
    """Save a new row that its own constraints accept, with a trace."""
    _save(row, force_insert=True)
    audit.record(verb=verb, target=row, by=by, at=now, details=details)
    return row


def _save(row: models.Model, **how: Any) -> None:
    """Save what the row's constraints accept; who lost a race is told in the same words."""
    _check(row)
    try:
        with transaction.atomic():
            row.save(**how)
    except IntegrityError:
        _check(row)
        raise


def _check(row: models.Model) -> None:
    """Ask a row's own fields and constraints, and say their no at the field it is about."""
    try:
        row.full_clean()
    except ValidationError as reason:
        field = next(iter(reason.message_dict))
        raise Refused(" ".join(reason.messages), field=field) from reason
