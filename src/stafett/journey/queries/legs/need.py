"""The first leg: the need, who has it, and what is not told of it."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.journey import rules
from stafett.journey.queries.telling import Leg, Missing, Scene, sentences
from stafett.lib import Acting
from stafett.needs import queries as needs
from stafett.needs import rules as needs_rules
from stafett.needs.models import Need, SameHere
from stafett.ui.figures import day, number


@dataclass(frozen=True, slots=True)
class Behind:
    """The needs behind an initiative that somebody may see, and how many they may not."""

    needs: Sequence[Need]
    hidden: int
    others: int


def behind(scene: Scene) -> Behind:
    """Return the needs behind an initiative, the oldest first."""
    seen = sorted(scene.page.needs, key=lambda need: (need.registered_at, need.pk))
    same = SameHere.objects.filter(need__in=seen)
    others = same.values("organisation").distinct().count() if seen else 0
    return Behind(seen, scene.initiative.needs.count() - len(seen), others)


def leg(scene: Scene, found: Behind) -> Leg:
    """Tell what the problem is, whose it is, and who was heard."""
    missing = [slot for need in found.needs for slot in _missing(scene.acting, need)]
    told = rules.BEGUN if missing else rules.COMPLETE
    return Leg("need", told, _sentence(found), missing, found)


def _sentence(found: Behind) -> str:
    if not found.needs:
        return _("Others describe the need behind this, and have not shared it with you.")
    [first, *more] = found.needs
    said = {"who": first.organisation.label, "day": day(first.registered_at)}
    begun = _("Told by %(who)s, %(day)s.") % said
    together = ngettext(
        "Together with %(count)s more need.", "Together with %(count)s more needs.", len(more)
    ) % {"count": len(more)}
    beside = together if more else ""
    return sentences(begun, beside, _heard(found.needs), _shared(found.others))


def _heard(told: Sequence[Need]) -> str:
    count = sum(need.heard_count or 0 for need in told)
    sentence = ngettext(
        "%(count)s person who lives with it has been heard.",
        "%(count)s people who live with it have been heard.",
        count,
    )
    return sentence % {"count": number(count)} if count else ""


def _shared(others: int) -> str:
    sentence = ngettext("%(count)s other has it too.", "%(count)s others have it too.", others)
    return sentence % {"count": number(others)} if others else ""


def _missing(acting: Acting, need: Need) -> Iterator[Missing]:
    lacking = needs_rules.missing_before_tests(need)
    if "today" in lacking:
        yield _slot(acting, need, _("It is not told how it is today."))
    if "heard_count" in lacking:
        yield _slot(acting, need, _("Nobody who lives with the problem has been heard."))


def _slot(acting: Acting, need: Need, what: str) -> Missing:
    if not needs.may_change(acting, need):
        return Missing(what, need.registered_by_name)
    url = reverse("needs:change", kwargs={"pk": need.pk})
    return Missing(what, need.registered_by_name, url=url, button=_("Fill in"))
