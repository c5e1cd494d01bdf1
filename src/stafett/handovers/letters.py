"""What mail about batons says, written in the moment it is sent, as things are then."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.db import transaction
from django.template.loader import render_to_string
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.handovers import queries, rules
from stafett.handovers.models import Baton
from stafett.lib import Acting
from stafett.lib.database import tell_database
from stafett.organisations import queries as organisations
from stafett.post.models import Entry, Letter, Mail
from stafett.ui.figures import day

NAMED = ("initiative", "municipality", "sender")


def answer(mail: Mail, *, now: datetime, baton: int) -> Letter | None:
    """Say that an answer is waited for: to those who sign, and when it is late to the sender."""
    found, today = _read(mail, baton, now), localdate(now)
    if found is None or found.state not in rules.IN_THE_AIR or found.respond_by is None:
        return None
    is_late = today > found.respond_by
    is_ours = mail.organisation_id == found.municipality_id
    if not (is_ours or is_late):
        return None
    subject = _("Late answer: %(what)s") if is_late else _("Answer by %(day)s: %(what)s")
    told = {"what": found.initiative.title, "day": day(found.respond_by)}
    return _letter(subject % told, "answer", found, is_late=is_late, is_ours=is_ours)


def lies(mail: Mail, *, now: datetime, baton: int) -> Letter | None:
    """Say that an accepted baton has lain still: to those who carry it, and to the sender."""
    found = _read(mail, baton, now)
    with transaction.atomic():
        tell_database(Acting(organisation_id=mail.organisation_id))
        lying = queries.dropped(Baton.objects.filter(pk=baton), localdate(now))
    if found is None or not lying:
        return None
    subject = _("A baton lies still: %(what)s") % {"what": found.initiative.title}
    is_ours = mail.organisation_id == found.municipality_id
    return _letter(subject, "lies", found, says=queries.said_of(lying[0]), is_ours=is_ours)


@transaction.atomic
def _read(mail: Mail, pk: int, now: datetime) -> Baton | None:
    """Return the baton as the side that gets the mail sees it, while its reader works there."""
    today = localdate(now)
    tell_database(Acting(organisation_id=mail.organisation_id, day=today))
    seen = Baton.objects.visible_to(Acting(organisation_id=mail.organisation_id, day=today))
    return seen.filter(pk=pk).select_related(*NAMED).first() if _works_there(mail, today) else None


def _works_there(mail: Mail, today: date) -> bool:
    roles = organisations.roles_of(mail.person_id, today)
    return any(role.organisation_id == mail.organisation_id for role in roles)


def _letter(subject: str, name: str, baton: Baton, **told: Any) -> Letter:
    page = f"{settings.PUBLIC_ADDRESS}{baton.get_absolute_url()}"
    context = {"baton": baton, "page": page, **told}
    text = render_to_string(f"handovers/mail/{name}.txt", context)
    is_due = baton.state in rules.IN_THE_AIR and told["is_ours"]
    entries = [_entry(baton, baton.respond_by, page)] if is_due and baton.respond_by else []
    return Letter(subject, text, entries)


def _entry(baton: Baton, due_on: date, page: str) -> Entry:
    what = _("Answer the baton: %(what)s") % {"what": baton.initiative.title}
    return Entry(key=f"baton-{baton.pk}", what=what, due_on=due_on, url=page)
