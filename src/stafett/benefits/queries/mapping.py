"""The benefits map of an initiative: what leads to what, as a picture and as a list."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from typing import Any

from django.db.models import Q, QuerySet
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from stafett.benefits.drawing import Picture, Place, drawn
from stafett.benefits.models import Benefit, MapEdge, MapNode, NodeKind, PassedWarning
from stafett.benefits.queries.promising import is_light
from stafett.benefits.rules import mapping as rules
from stafett.calc import rollup
from stafett.initiatives import queries as initiatives
from stafett.initiatives import rules as initiative_rules
from stafett.initiatives.models import Initiative
from stafett.lib import Acting, RuleWarning

Arrow = tuple[str, str]
UNITS_IN_A_REM = 16
HELD = ("R09", "R10")
"""The rules of the map that warn."""


@dataclass(frozen=True, slots=True)
class Spot:
    """A place in the map. A benefit is in it by itself, and has a node once an arrow meets it."""

    key: str
    kind: str
    text: str
    node_id: int | None
    benefit_id: int | None = None
    is_disbenefit: bool = False
    mark: str = ""

    @property
    def kind_word(self) -> str:
        """What its column is called."""
        return capfirst(str(NodeKind(self.kind).label))


@dataclass(frozen=True, slots=True)
class Net:
    """The places of a map by key, and its arrows with their ids."""

    spots: Mapping[str, Spot]
    arrows: Mapping[Arrow, int]

    @property
    def names(self) -> dict[str, str]:
        """Return what stands in each place."""
        return {key: spot.text for key, spot in self.spots.items()}

    @property
    def loose(self) -> rules.Loose:
        """Return what hangs loose."""
        kinds = {key: spot.kind for key, spot in self.spots.items()}
        unwanted = {key for key, spot in self.spots.items() if spot.is_disbenefit}
        return rules.loose(kinds, self.arrows.keys(), unwanted=unwanted)

    @property
    def onwards(self) -> dict[str, list[str]]:
        """Return which benefits each benefit leads to, also by way of other places."""
        of = {key: spot.benefit_id for key, spot in self.spots.items() if spot.benefit_id}
        leads_to: dict[str, list[str]] = {key: [] for key in of}
        for source, target in _between(of.keys(), self.arrows.keys()):
            leads_to[source].append(target)
        return leads_to


@dataclass(frozen=True, slots=True)
class Step:
    """A benefit that is a step on the way, and what it leads to."""

    text: str
    through: list[str]


@dataclass(frozen=True, slots=True)
class Told:
    """A line of the nested list. What was told in full before is only named again.

    ``opens`` says that a list follows under it, ``closes`` how many lists end with it.
    """

    spot: Spot
    missing: list[str]
    is_again: bool
    is_step: bool
    opens: bool
    closes: int

    @property
    def closing(self) -> range:
        """Return one for each list that ends here."""
        return range(self.closes)


@dataclass(frozen=True, slots=True)
class MissingArrow:
    """An arrow that is missing: what to ask, and one end of it as the address names it."""

    says: str
    asked: str


@dataclass(frozen=True, slots=True)
class MapPage:
    """The map of an initiative, for somebody."""

    initiative: Initiative
    picture: Picture
    told: list[Told]
    net: Net
    counts: list[Spot]
    steps: list[Step]
    warnings: list[RuleWarning]
    passed: list[PassedWarning]
    loose: rules.Loose
    is_light: bool
    may_change: bool

    @property
    def is_empty(self) -> bool:
        """Whether nothing stands in it."""
        return not self.net.spots

    @property
    def has_two(self) -> bool:
        """Whether there is something to draw an arrow between."""
        return len(self.net.spots) > 1

    @property
    def missing_arrow(self) -> "MissingArrow | None":
        """Return the first arrow that is missing; None when the map hangs together."""
        wanted = (
            (self.loose.unchanged, "til", _("What leads to «%(name)s»?")),
            (self.loose.aimless, "fra", _("Why does «%(name)s» matter?")),
            (self.loose.fruitless, "fra", _("What does «%(name)s» lead to?")),
        )
        found = ((keys[0], end, says) for keys, end, says in wanted if keys)
        for key, end, says in found:
            return MissingArrow(says % {"name": self.net.spots[key].text}, f"{end}={key}")
        return None

    @property
    def first_of_each_rule(self) -> list[RuleWarning]:
        """Return one warning for each rule that warns."""
        return list({warning.rule: warning for warning in self.warnings}.values())

    @property
    def changeable(self) -> list[Spot]:
        """Return the places that have something to change or take away."""
        return [spot for spot in self.net.spots.values() if spot.node_id]

    @property
    def described(self) -> str:
        """Say what the picture shows, for those who hear it."""
        count = dict.fromkeys(rules.KINDS, 0)
        for spot in self.net.spots.values():
            count[spot.kind] += 1
        return _(
            "%(enabler)s things we do, %(change)s changes in what people do, %(benefit)s benefits "
            "and %(objective)s objectives, with %(arrows)s arrows between them. The same stands "
            "in words on this page."
        ) % {**count, "arrows": len(self.net.arrows)}

    @property
    def rem_width(self) -> float:
        """How wide the picture is, where its letters are as large as small text."""
        return self.picture.width / UNITS_IN_A_REM

    @property
    def rem_height(self) -> float:
        """How high the picture is."""
        return self.picture.height / UNITS_IN_A_REM


def page(acting: Acting, initiative: Initiative) -> MapPage:
    """Return the map of an initiative somebody may see."""
    drawn_net = net(initiative)
    loose, onwards = drawn_net.loose, drawn_net.onwards
    picture = picture_of(drawn_net, loose)
    passed = list(_passed(initiative))
    light = is_light(initiative, acting.day)
    names = drawn_net.names
    return MapPage(
        initiative=initiative,
        picture=picture,
        told=told(drawn_net, loose, picture),
        net=drawn_net,
        counts=[drawn_net.spots[key] for key in rollup.end_benefits(onwards, drawn_net.arrows)],
        steps=[Step(names[key], [names[n] for n in then]) for key, then in onwards.items() if then],
        warnings=[] if light else _standing(drawn_net, passed),
        passed=passed,
        loose=loose,
        is_light=light,
        may_change=may_change(acting, initiative),
    )


def loose_ends(initiative: Initiative, today: date) -> list[RuleWarning]:
    """Return what the map warns about and nobody has passed; on the light track nothing."""
    if is_light(initiative, today):
        return []
    return _standing(net(initiative), _passed(initiative))


def net(initiative: Initiative) -> Net:
    """Return the places and arrows of a map, benefits without a node among them."""
    nodes = MapNode.objects.filter(initiative=initiative).order_by("id")
    benefits = Benefit.objects.filter(initiative=initiative).order_by("id")
    node_of = {node.benefit_id: node.pk for node in nodes if node.benefit_id}
    spots = [_written(node) for node in nodes if not node.benefit_id]
    spots += [_benefit(benefit, node_of.get(benefit.pk)) for benefit in benefits]
    spots.sort(key=lambda spot: rules.KINDS.index(spot.kind))
    key_of = {spot.node_id: spot.key for spot in spots if spot.node_id}
    edges = MapEdge.objects.filter(source__initiative=initiative).order_by("id")
    return Net(
        spots={spot.key: spot for spot in spots},
        arrows={(key_of[edge.source_id], key_of[edge.target_id]): edge.pk for edge in edges},
    )


def may_change(acting: Acting, initiative: Initiative) -> bool:
    """Whether this person looks after the initiative, and it takes changes where it is."""
    takes = "change" in initiative_rules.STATES[initiative.stage]
    return takes and initiatives.is_theirs(acting, initiative)


def nodes(acting: Acting) -> QuerySet[MapNode]:
    """Return the places of maps that somebody looks after or may see."""
    seen = Initiative.objects.visible_to(acting)
    return MapNode.objects.filter(initiative__in=seen).select_related("initiative", "benefit")


def edges(acting: Acting) -> QuerySet[MapEdge]:
    """Return the arrows of maps that somebody may see."""
    seen = Initiative.objects.visible_to(acting)
    rows = MapEdge.objects.filter(source__initiative__in=seen)
    return rows.select_related("source__initiative", "source__benefit", "target__benefit")


def edges_of(node: MapNode) -> QuerySet[MapEdge]:
    """Return the arrows that meet a place: those to it, then those from it."""
    rows = MapEdge.objects.filter(Q(source=node) | Q(target=node)).order_by("source_id", "id")
    return rows.select_related("source__benefit", "target__benefit")


def key_of(node: MapNode) -> str:
    """Return what a place is called in forms and addresses."""
    return f"benefit-{node.benefit_id}" if node.benefit_id else f"node-{node.pk}"


def standing_warning(initiative: Initiative, rule: str) -> list[RuleWarning]:
    """Return what a rule of the map warns about, unless it was passed."""
    found = _standing(net(initiative), _passed(initiative))
    return [warning for warning in found if warning.rule == rule]


def _written(node: MapNode) -> Spot:
    return Spot(key_of(node), node.kind, node.label, node.pk)


def _benefit(benefit: Benefit, node_id: int | None) -> Spot:
    key = f"benefit-{benefit.pk}"
    return Spot(
        key=key,
        kind=NodeKind.BENEFIT,
        text=benefit.name,
        node_id=node_id,
        benefit_id=benefit.pk,
        is_disbenefit=benefit.is_disbenefit,
        mark=benefit.mark,
    )


def _passed(initiative: Initiative) -> QuerySet[PassedWarning]:
    rows = PassedWarning.objects.filter(initiative=initiative, commitment=None, rule__in=HELD)
    return rows.order_by("rule")


def _standing(net: Net, passed: Iterable[PassedWarning]) -> list[RuleWarning]:
    answered = {row.rule for row in passed}
    found = rules.warnings(net.loose, net.names)
    return [warning for warning in found if warning.rule not in answered]


def _between(ends: Collection[Any], arrows: Iterable[tuple[Any, Any]]) -> list[tuple[Any, Any]]:
    """Return the pairs of ends of which one leads to the other with no end in between."""
    onwards = defaultdict(list)
    for source, target in arrows:
        onwards[source].append(target)
    return [(end, other) for end in ends for other in _next_ends(end, onwards, ends)]


def _next_ends(start: Any, onwards: Mapping[Any, list[Any]], ends: Collection[Any]) -> list[Any]:
    met: dict[Any, None] = {}
    waiting = list(reversed(onwards[start]))
    while waiting:
        here = waiting.pop()
        if here not in met:
            met[here] = None
            waiting += [] if here in ends else reversed(onwards[here])
    return [spot for spot in met if spot in ends]


# --- the picture --------------------------------------------------------------------------------


def picture_of(net: Net, loose: rules.Loose) -> Picture:
    """Draw a map, and dotted what is missing in it."""
    at = {key: position for position, key in enumerate(net.spots)}
    places = [_place(spot, net) for spot in net.spots.values()]
    dotted: list[tuple[int, int]] = []
    for kind, keys in _missing_ends(net, loose).items():
        if keys:
            dotted += [_dotted(kind, at[key], len(places)) for key in keys]
            places.append(_asked(kind))
    arrows = [(at[source], at[target]) for source, target in net.arrows]
    titles = [capfirst(str(kind.label)) for kind in NodeKind]
    return drawn(titles, places, arrows, dotted=dotted)


def _dotted(kind: str, here: int, missing: int) -> tuple[int, int]:
    """Return the arrow that is missing: a change leads here, the others come after."""
    return (missing, here) if kind == NodeKind.CHANGE else (here, missing)


def _asked(kind: str) -> Place:
    return Place(rules.KINDS.index(kind), _QUESTIONS[kind](), _("missing"), "missing")


_QUESTIONS: Mapping[str, Callable[[], str]] = {
    NodeKind.CHANGE: lambda: _("Who does what differently?"),
    NodeKind.BENEFIT: lambda: _("What does it make better?"),
    NodeKind.OBJECTIVE: lambda: _("Why does it matter?"),
}


def _place(spot: Spot, net: Net) -> Place:
    column = rules.KINDS.index(spot.kind)
    note = _("dis-benefit") if spot.is_disbenefit else ""
    is_step = any(net.spots[end].benefit_id for start, end in net.arrows if start == spot.key)
    if spot.benefit_id and is_step:
        return Place(column, spot.text, note or _("a step on the way"), "step")
    return Place(column, spot.text, note, spot.kind)


def _missing_ends(net: Net, loose: rules.Loose) -> dict[str, list[str]]:
    """Return from or to which places an arrow is missing, by the kind it should have met."""
    come_after = {target for source, target in net.arrows if source in loose.unchanged}
    return {
        NodeKind.CHANGE: [key for key in loose.unchanged if key not in come_after],
        NodeKind.OBJECTIVE: _ends_of(loose.aimless, net, NodeKind.BENEFIT),
        NodeKind.BENEFIT: _ends_of(loose.fruitless, net, NodeKind.CHANGE),
    }


def _ends_of(starts: list[str], net: Net, last_kind: str) -> list[str]:
    """Return where one comes to a stop before the next kind when following the arrows."""
    last = rules.KINDS.index(last_kind)
    near = {key for key, spot in net.spots.items() if rules.KINDS.index(spot.kind) <= last}
    arrows = [arrow for arrow in net.arrows if near.issuperset(arrow)]
    goes_on = {source for source, _target in arrows}
    found = rules.reached(starts, arrows)
    return [key for key in net.spots if key in found and key not in goes_on]


# --- the same as a nested list --------------------------------------------------------------------


def told(net: Net, loose: rules.Loose, picture: Picture) -> list[Told]:
    """Tell the map from the left, in the order of the picture; each place once in full."""
    boxes = dict(zip(net.spots, picture.boxes, strict=False))
    ordered = sorted(net.spots, key=lambda key: (boxes[key].x, boxes[key].y))
    onwards: dict[str, list[str]] = {key: [] for key in ordered}
    for target in ordered:
        for source in (start for start, end in net.arrows if end == target):
            onwards[source].append(target)
    met = {target for _source, target in net.arrows}
    return _lines([key for key in ordered if key not in met], onwards, net, loose)


def _lines(
    roots: list[str], onwards: Mapping[str, list[str]], net: Net, loose: rules.Loose
) -> list[Told]:
    walked: list[tuple[str, int, bool]] = []
    known: set[str] = set()
    waiting = [(key, 0) for key in reversed(roots)]
    while waiting:
        key, depth = waiting.pop()
        walked.append((key, depth, key in known))
        if key not in known:
            known.add(key)
            waiting += [(after, depth + 1) for after in reversed(onwards[key])]
    depths = [depth for _key, depth, _again in walked] + [0]
    return [
        Told(
            spot=net.spots[key],
            missing=[] if again else _missing(key, loose),
            is_again=again,
            is_step=bool(net.spots[key].benefit_id) and _leads_to_benefit(onwards[key], net),
            opens=after > depth,
            closes=max(0, depth - after),
        )
        for (key, depth, again), (_depth, after) in zip(walked, pairwise(depths), strict=True)
    ]


def _leads_to_benefit(onwards: Iterable[str], net: Net) -> bool:
    return any(net.spots[key].benefit_id for key in onwards)


def _missing(key: str, loose: rules.Loose) -> list[str]:
    found = (
        (loose.unchanged, _("No change leads to it yet.")),
        (loose.aimless, _("It leads to no objective yet.")),
        (loose.fruitless, _("It leads to no benefit yet.")),
    )
    return [says for keys, says in found if key in keys]
