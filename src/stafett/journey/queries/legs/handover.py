"""The fifth leg: who has said yes to owning what, and who has accepted the baton."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date

from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.models import State
from stafett.benefits.queries import promising
from stafett.benefits.queries.promising import PromiseRow
from stafett.journey import rules
from stafett.journey.queries import carried
from stafett.journey.queries.carried import Carried
from stafett.journey.queries.promised import Promised, owned
from stafett.journey.queries.telling import Leg, Missing, Scene, sentences
from stafett.ui.figures import number


@dataclass(frozen=True, slots=True)
class Answered:
    """What one owner in one municipality was asked, by what they said."""

    owner: str
    yes: Sequence[PromiseRow]
    waiting: Sequence[PromiseRow]
    no: Sequence[PromiseRow]


@dataclass(frozen=True, slots=True)
class HandedOver:
    """What each owner said, and the batons that carry it."""

    answered: Sequence[Answered]
    carried: Carried


def leg(scene: Scene, told: Promised, batons: Carried) -> Leg:
    """Tell how many promises have a yes, and who has accepted. Nobody is given either."""
    if not scene.sees_promises:
        return Leg("handover", rules.HIDDEN, _("Who has said yes to what, is theirs to show."))
    missing = [
        *_waiting(scene, told.live),
        *_unpromised(scene, told),
        *carried.waiting(scene, batons),
    ]
    progress = rules.BEGUN if told.live or batons.batons else rules.NOTHING
    if batons.batons and len(batons.signed) == len(batons.batons) and not batons.without:
        progress = rules.COMPLETE
    sentence = _sentence(scene, told, batons)
    return Leg("handover", progress, sentence, missing, HandedOver(_answered(told.all), batons))


def _answered(rows: Iterable[PromiseRow]) -> list[Answered]:
    asked: dict[str, dict[str, list[PromiseRow]]] = {}
    for row in (row for row in rows if row.commitment.state != State.WITHDRAWN):
        owner = f"{row.commitment.owner_name}, {row.commitment.municipality.label}"
        asked.setdefault(owner, defaultdict(list))[row.commitment.state].append(row)
    return [
        Answered(owner, said[State.CONFIRMED], said[State.PROPOSED], said[State.DECLINED])
        for owner, said in sorted(asked.items())
    ]


def _sentence(scene: Scene, told: Promised, batons: Carried) -> str:
    not_yet = carried.handed_over(batons) or _("Not handed over yet.")
    if not told.live:
        return not_yet
    counted = ngettext(
        "%(yes)s of %(count)s promise has a yes from its owner.",
        "%(yes)s of %(count)s promises have a yes from their owner.",
        len(told.live),
    ) % {"yes": number(len(told.confirmed)), "count": number(len(told.live))}
    return sentences(scene.here, counted, not_yet)


def _waiting(scene: Scene, rows: Iterable[PromiseRow]) -> Iterator[Missing]:
    """Yield what waits for the reader's yes, and what waits for others'."""
    asked = [row for row in rows if row.commitment.state == State.PROPOSED]
    return owned(
        scene, asked, _waits, page="benefits:commitment", button=_("Say yes or no"), since=_since
    )


def _waits(count: int) -> str:
    return ngettext(
        "«%(benefit)s» waits for a yes from its owner.",
        "%(count)s promises wait for a yes from their owner.",
        count,
    )


def _since(row: PromiseRow) -> date:
    return localdate(row.commitment.changed_at)


def _unpromised(scene: Scene, told: Promised) -> Iterator[Missing]:
    """Yield a slot when the reader's own municipality takes part and has not promised on all."""
    acting, mine = scene.acting, scene.acting.organisation_id
    open_ones = [row for row in told.benefits if not _has_own(row.promises, mine)]
    if not scene.takes_part or not open_ones:
        return
    words = {"benefit": open_ones[0].benefit.name, "count": number(len(open_ones))}
    what = (
        ngettext(
            "Nobody here has promised on «%(benefit)s».",
            "Nobody here has promised on %(count)s of the benefits.",
            len(open_ones),
        )
        % words
    )
    who = _("A leader in %(name)s") % {"name": acting.organisation_name}
    if not promising.may_promise(acting, scene.initiative):
        yield Missing(what, who)
        return
    url = reverse("benefits:promise", kwargs={"pk": open_ones[0].benefit.pk})
    yield Missing(what, who, url=url, button=_("Promise on it"))


def _has_own(rows: Iterable[PromiseRow], mine: int | None) -> bool:
    live = (State.PROPOSED, State.CONFIRMED)
    return any(
        row.commitment.municipality_id == mine and row.commitment.state in live for row in rows
    )
