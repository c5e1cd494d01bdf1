"""Which municipality a file means: by number, or by a name that is one municipality's alone."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from stafett.lib import Acting
from stafett.lib.text import folded
from stafett.lib.typed import NotUnderstood, shown
from stafett.organisations import queries as organisations
from stafett.organisations.models import Name, Organisation, holds_on

DIGITS = 4


@dataclass(frozen=True, slots=True)
class Places:
    """The municipalities there are today, by number and by name."""

    by_number: dict[str, Organisation]
    by_name: dict[str, list[Organisation]]
    was_once: dict[str, str] = field(default_factory=dict)

    def called(self, text: str) -> Organisation:
        """Return the municipality, or say why there is none or more than one."""
        text = text.strip()
        if number := _number(text):
            return self.numbered(number)
        found = self.by_name.get(folded(text), [])
        if not found:
            raise NotUnderstood(
                _("There is no municipality called «%(text)s».") % {"text": shown(text)}
            )
        if len(found) > 1:
            raise NotUnderstood(_more_than_one(text, found))
        return found[0]

    def numbered(self, number: str) -> Organisation:
        """Return the municipality with a number, or say that there is none today."""
        if number in self.by_number:
            return self.by_number[number]
        if number in self.was_once:
            raise NotUnderstood(
                _("%(number)s was %(name)s, and is no municipality today.")
                % {"number": number, "name": self.was_once[number]}
            )
        raise NotUnderstood(
            _("%(number)s is not the number of a municipality today.") % {"number": number}
        )


def _number(text: str) -> str:
    """Return the number a text begins with, with the nought that a spreadsheet took away."""
    first = text.split(" ", 1)[0]
    return first.zfill(DIGITS) if first.isdecimal() and len(first) in (3, 4) else ""


def _more_than_one(text: str, found: Iterable[Organisation]) -> str:
    named = ", ".join(f"{place.label} ({place.number})" for place in found)
    return _("«%(text)s» is more than one: %(named)s. Write the number.") % {
        "text": shown(text),
        "named": named,
    }


def places(acting: Acting) -> Places:
    """Return the municipalities of today."""
    rows = list(Organisation.objects.municipalities().order_by("label"))
    today = {row.pk: row for row in rows if _exists(row, acting)}
    by_name: dict[str, list[Organisation]] = defaultdict(list)
    for name, pk in _names(acting):
        if pk in today and today[pk] not in by_name[name]:
            by_name[name].append(today[pk])
    gone = {row.number: row.label for row in rows if row.pk not in today}
    return Places({row.number: row for row in today.values() if row.number}, by_name, gone)


def _exists(row: Organisation, acting: Acting) -> bool:
    ended = row.valid_to is not None and row.valid_to <= acting.day
    return row.valid_from <= acting.day and not ended


def _names(acting: Acting) -> list[tuple[str, int]]:
    parts = Name.objects.filter(holds_on(acting.day)).values_list("folded", "organisation_id")
    whole = Organisation.objects.municipalities().values_list("name", "label", "pk")
    both = [(folded(text), pk) for name, label, pk in whole for text in (name, label)]
    return [*parts, *both]


def reachable(acting: Acting) -> frozenset[int]:
    """Return the municipalities one may note figures for: one's own, and one's own members."""
    members = organisations.members(acting).values_list("pk", flat=True)
    return frozenset([*members, acting.organisation_id or 0])
