"""The benefits map: arrows lead forward and in no circle (R10), and nothing hangs loose (R09)."""

from collections import defaultdict, deque
from collections.abc import Collection, Hashable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import TypeVar

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from stafett.lib import Refused, Rule, RuleWarning
from stafett.lib.rules import BLOCKS, COMPUTES, WARNS

RULES = (
    Rule(
        "R09",
        WARNS,
        gettext_lazy("Each benefit hangs on at least one change, and reaches an objective."),
        gettext_lazy(
            "Nothing gets better by itself: somebody must do something differently, and it must "
            "matter to somebody."
        ),
        gettext_lazy("In the benefits map"),
    ),
    Rule(
        "R10",
        BLOCKS,
        gettext_lazy(
            "Arrows in the map lead forward, never in a circle. What we do leads to a benefit; "
            "if it does not yet, the map warns."
        ),
        gettext_lazy("What is its own cause explains nothing, and counts itself."),
        gettext_lazy("In the benefits map"),
    ),
    Rule(
        "R11",
        COMPUTES,
        gettext_lazy("Only benefits that lead to no other benefit are counted in a sum."),
        gettext_lazy("What a step on the way is worth is in the benefit it leads to already."),
        gettext_lazy("In the benefits map, and in every sum"),
    ),
)
ENABLER, CHANGE, BENEFIT, OBJECTIVE = "enabler", "change", "benefit", "objective"
KINDS = (ENABLER, CHANGE, BENEFIT, OBJECTIVE)
"""From left to right: an arrow never leads to an earlier one."""
MOST_PLACES = 120
"""More than this is no map any more, and a picture nobody reads."""

Node = TypeVar("Node", bound=Hashable)
Place = TypeVar("Place")
Arrows = Collection[tuple[Node, Node]]


class SaysOtherwise(Refused):
    """Another person changed the text since it was read."""

    def __init__(self, text: str) -> None:
        self.text = text
        says = _(
            "Somebody was first, and it now says «%(text)s». Save again if yours should stand."
        )
        super().__init__(says % {"text": text}, field="label")


@dataclass(frozen=True, slots=True)
class Loose:
    """What hangs loose, each in the order in which it came.

    ``unchanged`` are benefits that hang on no change, ``aimless`` benefits that reach no
    objective, ``fruitless`` enablers that reach no benefit.
    """

    unchanged: list[str]
    aimless: list[str]
    fruitless: list[str]


def check_leads_forward(source_kind: str, target_kind: str) -> None:
    """R10: a kind never leads to an earlier kind."""
    if KINDS.index(source_kind) > KINDS.index(target_kind):
        raise Refused(
            _(
                "Arrows lead from what we do, by what people do differently and what gets "
                "better, to why it matters. Turn this one round."
            ),
            field="target",
        )


def check_leads_on(source: Hashable, target: Hashable) -> None:
    """Nothing leads to itself."""
    if source == target:
        raise Refused(_("Choose something else than where the arrow begins."), field="target")


def check_new_arrow(arrow: tuple[Node, Node], arrows: Arrows[Node]) -> None:
    """One arrow says it."""
    if arrow in arrows:
        raise Refused(_("This arrow is in the map already."), field="target")


def check_no_circle(
    arrow: tuple[Node, Node], arrows: Arrows[Node], names: Mapping[Node, str]
) -> None:
    """R10: say no to an arrow that closes a circle, and name the whole way round."""
    source, target = arrow
    if way := shortest_way(arrows, target, source):
        circle = " → ".join(f"«{names[node]}»" for node in (source, *way))
        raise Refused(
            _("It would go in a circle: %(circle)s. Take away one of these arrows first.")
            % {"circle": circle},
            field="target",
        )


def found(places: Mapping[str, Place], key: str) -> Place:
    """Return a place; somebody may have taken it out while another was choosing it."""
    if key not in places:
        raise Refused(_("It was taken out of the map while you were choosing. Look once more."))
    return places[key]


def check_still_says(text: str | None, was: str) -> None:
    """A text is changed by somebody who has read it."""
    if text is None:
        raise Refused(_("It was taken out of the map while you were writing."))
    if text != was:
        raise SaysOtherwise(text)


def check_may_be_removed(benefit_id: int | None) -> None:
    """A benefit is in the map for as long as it is a benefit."""
    if benefit_id:
        raise Refused(_("A benefit stands in the map by itself. Take its arrows away instead."))


def check_room(count: int) -> None:
    """A map can be read."""
    if count >= MOST_PLACES:
        raise Refused(
            _("There are %(count)s places in the map: nobody reads more. Take some out first.")
            % {"count": count}
        )


def check_new_text(text: str, texts: Iterable[str]) -> None:
    """What stands in the map stands there once in its column."""
    if text.casefold() in {other.casefold() for other in texts}:
        raise Refused(_("This stands in the map already."), field="label")


def shortest_way(arrows: Arrows[Node], start: Node, end: Node) -> list[Node]:
    """Return the places along the shortest way, its ends included; empty where there is none."""
    came_from: dict[Node, Node] = {start: start}
    onwards, waiting = _onwards(arrows), deque([start])
    while waiting and end not in came_from:
        here = waiting.popleft()
        for there in onwards[here]:
            if there not in came_from:
                came_from[there] = here
                waiting.append(there)
    return _back(came_from, end) if end in came_from else []


def _back(came_from: Mapping[Node, Node], end: Node) -> list[Node]:
    way = [end]
    while came_from[way[-1]] != way[-1]:
        way.append(came_from[way[-1]])
    return way[::-1]


def reached(starts: Iterable[Node], arrows: Arrows[Node]) -> set[Node]:
    """Return everything the arrows lead to from these places, the places included."""
    onwards, found = _onwards(arrows), set(starts)
    waiting = list(found)
    while waiting:
        new = [there for there in onwards[waiting.pop()] if there not in found]
        found.update(new)
        waiting += new
    return found


def _onwards(arrows: Arrows[Node]) -> Mapping[Node, list[Node]]:
    onwards: dict[Node, list[Node]] = defaultdict(list)
    for source, target in arrows:
        onwards[source].append(target)
    return onwards


def loose(kinds: Mapping[str, str], arrows: Arrows[str], *, unwanted: Collection[str]) -> Loose:
    """Return what hangs loose. A dis-benefit (``unwanted``) serves no objective."""
    of_kind = {kind: [node for node in kinds if kinds[node] == kind] for kind in KINDS}
    back = [(target, source) for source, target in arrows]
    changed = reached(of_kind[CHANGE], arrows)
    aiming, fruitful = reached(of_kind[OBJECTIVE], back), reached(of_kind[BENEFIT], back)
    return Loose(
        unchanged=[node for node in of_kind[BENEFIT] if node not in changed],
        aimless=[n for n in of_kind[BENEFIT] if n not in aiming and n not in unwanted],
        fruitless=[node for node in of_kind[ENABLER] if node not in fruitful],
    )


def warnings(loose: Loose, names: Mapping[str, str]) -> list[RuleWarning]:
    """Return what the map warns about: R09 and R10, each place named."""
    found = (
        (loose.unchanged, _unchanged),
        (loose.aimless, _aimless),
        (loose.fruitless, _fruitless),
    )
    return [say([names[node] for node in nodes]) for nodes, say in found if nodes]


def _unchanged(names: Sequence[str]) -> RuleWarning:
    says = ngettext(
        "This benefit hangs on no change: %(names)s.",
        "These benefits hang on no change: %(names)s.",
        len(names),
    )
    do = _("Draw an arrow to it from what people do differently.")
    return RuleWarning("R09", says % {"names": _quoted(names)}, do)


def _aimless(names: Sequence[str]) -> RuleWarning:
    says = ngettext(
        "This benefit leads to no objective: %(names)s.",
        "These benefits lead to no objective: %(names)s.",
        len(names),
    )
    do = _("Draw an arrow from it to why it matters.")
    return RuleWarning("R09", says % {"names": _quoted(names)}, do)


def _fruitless(names: Sequence[str]) -> RuleWarning:
    says = ngettext(
        "This leads to no benefit: %(names)s.",
        "These lead to no benefit: %(names)s.",
        len(names),
    )
    do = _("Draw an arrow on to what gets better, or take it out of the map.")
    return RuleWarning("R10", says % {"names": _quoted(names)}, do)


def _quoted(names: Sequence[str]) -> str:
    return ", ".join(f"«{name}»" for name in names)
