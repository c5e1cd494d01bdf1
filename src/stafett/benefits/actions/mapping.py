"""What changes in a benefits map: one at a time, so that two arrows never make a circle."""

from datetime import datetime

from stafett.audit import actions as audit
from stafett.benefits.models import Benefit, MapEdge, MapNode, PassedWarning
from stafett.benefits.queries import mapping as queries
from stafett.benefits.rules import mapping as rules
from stafett.initiatives import rules as initiative_rules
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.needs import rules as need_rules


@audit.traced
def add(*, initiative: Initiative, kind: str, label: str, by: Acting, now: datetime) -> MapNode:
    """Put what we do, what people do differently or why it matters in the map."""
    _take(initiative, by)
    others = MapNode.objects.filter(initiative=initiative)
    rules.check_room(others.count())
    rules.check_new_text(label, others.filter(kind=kind).values_list("label", flat=True))
    node = MapNode.objects.create(initiative=initiative, kind=kind, label=label)
    _note("added", initiative, by, now, kind=kind, label=label)
    return node


@audit.traced
def draw(*, initiative: Initiative, source: str, target: str, by: Acting, now: datetime) -> MapEdge:
    """Draw an arrow from one place to another. A benefit gets its node with its first arrow."""
    _take(initiative, by)
    net = queries.net(initiative)
    start, end = (rules.found(net.spots, key) for key in (source, target))
    rules.check_leads_on(source, target)
    rules.check_leads_forward(start.kind, end.kind)
    rules.check_new_arrow((source, target), net.arrows.keys())
    rules.check_no_circle((source, target), net.arrows.keys(), net.names)
    nodes = {"source_id": _node_of(start, initiative), "target_id": _node_of(end, initiative)}
    edge = MapEdge.objects.create(**nodes)
    _note("drawn", initiative, by, now, source=start.text, target=end.text)
    return edge


@audit.traced
def rename(*, node: MapNode, label: str, was: str, by: Acting, now: datetime) -> None:
    """Change a text that is still as it was read."""
    _take(node.initiative, by)
    here = MapNode.objects.filter(initiative=node.initiative_id)
    rules.check_still_says(here.filter(pk=node.pk).values_list("label", flat=True).first(), was)
    others = here.filter(kind=node.kind).exclude(pk=node.pk)
    rules.check_new_text(label, others.values_list("label", flat=True))
    here.filter(pk=node.pk).update(label=label)
    _note("renamed", node.initiative, by, now, was=was, label=label)


@audit.traced
def remove(*, node: MapNode, by: Acting, now: datetime) -> None:
    """Take a place out of the map, with its arrows. A benefit stays for as long as it is one."""
    _take(node.initiative, by)
    rules.check_may_be_removed(node.benefit_id)
    node.delete()
    _note("removed", node.initiative, by, now, kind=node.kind, label=node.label)


@audit.traced
def erase(*, edge: MapEdge, by: Acting, now: datetime) -> None:
    """Take an arrow away."""
    initiative = edge.source.initiative
    _take(initiative, by)
    edge.delete()
    _note("erased", initiative, by, now, source=str(edge.source), target=str(edge.target))


@audit.traced
def pass_warning(
    *, initiative: Initiative, rule: str, reason: str, by: Acting, now: datetime
) -> None:
    """Pass a warning of the map that stands, with a reason that is shown beside it."""
    _take(initiative, by)
    standing = queries.standing_warning(initiative, rule)
    need_rules.check_stands(standing[0] if standing else None)
    need_rules.check_reason_given(standing[0], reason)
    PassedWarning.objects.create(
        initiative=initiative, rule=rule, reason=reason, passed_by_name=by.name, passed_at=now
    )
    _note("warning_passed", initiative, by, now, rule=rule, reason=reason)


# --- what the actions share -----------------------------------------------------------------


def _take(initiative: Initiative, by: Acting) -> None:
    """Hold the map to the end of the action: who may, and whether it takes changes, is as now."""
    held = Initiative.objects.select_for_update(no_key=True).get(pk=initiative.pk)
    initiative_rules.check_may_change(
        by, organisation_id=held.organisation_id, lead_id=held.lead_id
    )
    initiative_rules.after(held.stage, "change")


def _node_of(spot: queries.Spot, initiative: Initiative) -> int:
    if spot.node_id:
        return spot.node_id
    benefit = Benefit.objects.get(pk=spot.benefit_id)
    return MapNode.objects.create(initiative=initiative, kind=spot.kind, benefit=benefit).pk


def _note(what: str, initiative: Initiative, by: Acting, now: datetime, **details: str) -> None:
    audit.record(verb=f"map.{what}", target=initiative, by=by, at=now, details=details)
