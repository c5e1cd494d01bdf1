"""What mail about benefits says, written in the moment it is sent."""

from datetime import date, datetime
from typing import Any

from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _

from stafett.benefits.actions import links as actions
from stafett.benefits.models import Commitment, State
from stafett.benefits.queries import links as queries
from stafett.benefits.queries import measuring
from stafett.benefits.rules import links as rules
from stafett.benefits.rules.measuring import Period
from stafett.organisations import queries as organisations
from stafett.organisations.models import RoleKind
from stafett.post.models import Entry, Letter, Mail
from stafett.ui.figures import day

NAMED = ("benefit__indicator", "benefit__initiative", "municipality", "owner")


def ask(mail: Mail, *, now: datetime, commitment: int, end: str) -> Letter | None:
    """Ask the owner for one number, with a link that writes it."""
    promise, today = _promise(commitment), localdate(now)
    due = measuring.next_due(promise)
    by = queries.acting_of(mail.person, promise.municipality_id, today)
    if not (by and _is_still_due(promise, due, end) and promise.owner_id == mail.person_id):
        return None
    token = actions.make(commitment=promise, person=mail.person, period=due, now=now)
    is_late = today > due.due_on
    subject = _("Late: %(what)s, %(period)s") if is_late else _("One number: %(what)s, %(period)s")
    context = _context(promise, due) | {"link": queries.address_of(token), "is_late": is_late,
                                        "until": localdate(now + rules.HOLDS_FOR)}  # fmt: skip
    text = render_to_string("benefits/mail/ask.txt", context)
    return Letter(subject % _named(promise, due), text, [entry_of(promise, due)])


def escalate(mail: Mail, *, now: datetime, commitment: int, end: str) -> Letter | None:
    """Tell the chief executive that a reading is late."""
    promise, today = _promise(commitment), localdate(now)
    due = measuring.next_due(promise)
    owner, place = promise.owner, promise.municipality_id
    is_late = _is_still_due(promise, due, end) and today > due.due_on
    if not (is_late and _is_chief(mail.person_id, place, today)):
        return None
    has_owner = owner is not None and queries.acting_of(owner, place, today) is not None
    context = _context(promise, due) | {"has_owner": has_owner,
                                        "page": _page("benefits:commitment", promise)}  # fmt: skip
    text = render_to_string("benefits/mail/escalate.txt", context)
    return Letter(_("Not measured: %(what)s, %(period)s") % _named(promise, due), text)


def entry_of(promise: Commitment, due: Period) -> Entry:
    """Return the day a reading is due, for calendars: its page asks who one is."""
    return Entry(
        key=f"reading-{promise.pk}-{due.end}",
        what=_("One number: %(what)s, %(period)s") % _named(promise, due),
        due_on=due.due_on,
        url=_page("benefits:measure", promise),
    )


def _promise(pk: int) -> Commitment:
    return Commitment.objects.select_related(*NAMED).get(pk=pk)


def _is_still_due(promise: Commitment, due: Period, end: str) -> bool:
    """Whether the period is still unread, and the promise still one."""
    is_asked = promise.state == State.CONFIRMED and due.end == date.fromisoformat(end)
    return is_asked and not promise.conclusions.exists()


def _is_chief(person_id: int, municipality_id: int, today: date) -> bool:
    roles = organisations.roles_of(person_id, today)
    chief = (municipality_id, RoleKind.CHIEF_EXECUTIVE)
    return any((role.organisation_id, role.kind) == chief for role in roles)


def _context(promise: Commitment, due: Period) -> dict[str, Any]:
    return {"commitment": promise, "indicator": promise.benefit.indicator, "due": due}


def _named(promise: Commitment, due: Period) -> dict[str, str]:
    period = f"{day(due.start)} – {day(due.end)}"
    return {"what": promise.benefit.indicator.name, "period": period}


def _page(name: str, promise: Commitment) -> str:
    return f"{settings.PUBLIC_ADDRESS}{reverse(name, kwargs={'pk': promise.pk})}"
