"""Batons in lists and on pages, what waits, and what was dropped."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, DateTimeField, Max, OuterRef, Q, QuerySet, Subquery
from django.urls import reverse
from django.utils.timezone import localdate
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.models import Commitment
from stafett.handovers import rules
from stafett.handovers.models import Baton, BatonLine, BatonQuerySet, ChangeStep, Receipt
from stafett.handovers.queries.delegations import delegation_stands
from stafett.indicators.models import Observation
from stafett.initiatives import queries as initiatives
from stafett.initiatives import rules as initiative_rules
from stafett.initiatives.models import Initiative, Stage
from stafett.lib import Acting, Waiting
from stafett.organisations.models import Organisation, Role, RoleKind, holds_on
from stafett.roadmap import queries as roadmap
from stafett.ui.figures import day


def visible(acting: Acting) -> BatonQuerySet:
    """Return the batons somebody may see, with what a page names."""
    named = ("initiative__organisation", "municipality", "sender")
    return Baton.objects.visible_to(acting).select_related(*named)


def visible_receipts(acting: Acting) -> QuerySet[Receipt]:
    """Return the receipts of batons somebody may see."""
    seen = Baton.objects.visible_to(acting)
    named = ("baton__initiative", "baton__municipality", "baton__sender", "organisation")
    return Receipt.objects.filter(baton__in=seen).select_related(*named)


def visible_steps(acting: Acting) -> QuerySet[ChangeStep]:
    """Return the change steps of batons somebody may see."""
    seen = Baton.objects.visible_to(acting)
    named = ("baton__initiative__organisation", "baton__municipality", "baton__sender")
    return ChangeStep.objects.filter(baton__in=seen).select_related(*named)


def events_for(acting: Acting, baton: Baton) -> frozenset[str]:
    """Return what somebody may do with a baton where it is."""
    return rules.events_for(acting, baton, lead_id=baton.initiative.lead_id)


def signing_role(by: Acting, day_: date) -> Role | None:
    """Return the acting role, if it holds on the day and was given as a signature asks."""
    role = Role.objects.filter(holds_on(day_), pk=by.role_id, person=by.person_id).first()
    if role is None or role.kind != RoleKind.DELEGATE:
        return role
    named_by = Role.objects.filter(holds_on(day_), pk=role.delegated_by_id)
    chief = named_by.filter(kind=RoleKind.CHIEF_EXECUTIVE, organisation=role.organisation_id)
    return role if chief.exists() and delegation_stands(role) else None


def can_receive(initiative: Initiative, municipality: Organisation, on: date) -> bool:
    """Whether a municipality joins, or owns the initiative itself."""
    return municipality in initiatives.participants(initiative, on)


# --- an initiative's batons -----------------------------------------------------------------


def batons_of(acting: Acting, initiative: Initiative) -> list[Baton]:
    """Return the batons of an initiative that somebody may see, withdrawn ones aside."""
    rows = Baton.objects.visible_to(acting).filter(initiative=initiative)
    rows = rows.exclude(state=rules.WITHDRAWN).select_related("municipality", "sender")
    batons = list(rows.order_by("municipality__label"))
    for baton in batons:
        baton.initiative = initiative
    return batons


@dataclass(frozen=True, slots=True)
class Row:
    """One municipality, and where its baton is."""

    municipality: Organisation
    baton: Baton | None
    promises: int
    is_dropped: bool


@dataclass(frozen=True, slots=True)
class OfInitiative:
    """An initiative's batons, one row a municipality, as somebody may see them."""

    rows: list[Row]
    may_send: bool
    why_not_yet: str

    @property
    def without(self) -> int:
        """How many have no baton yet."""
        return sum(row.baton is None for row in self.rows)


def of_initiative(acting: Acting, initiative: Initiative) -> OfInitiative:
    """Return one row for each municipality that takes part; who receives sees its own."""
    there = initiatives.participants(initiative, acting.day)
    if acting.organisation_id != initiative.organisation_id:
        there = [row for row in there if row.pk == acting.organisation_id]
    batons = {baton.municipality_id: baton for baton in batons_of(acting, initiative)}
    here = {row.pk for row in there}
    there += [baton.municipality for pk, baton in batons.items() if pk not in here]
    promised = _promised(initiative)
    lying = {row.baton.pk for row in dropped(_asked(acting, initiative), acting.day)}
    rows = [_row(row, batons.get(row.pk), promised, lying) for row in there]
    return OfInitiative(
        rows=rows,
        may_send=may_send(acting, initiative),
        why_not_yet=why_not_yet(initiative),
    )


def _asked(acting: Acting, initiative: Initiative) -> BatonQuerySet:
    return Baton.objects.visible_to(acting).filter(initiative=initiative)


def _promised(initiative: Initiative) -> dict[int, int]:
    live = Commitment.objects.live().filter(benefit__initiative=initiative)
    counted = live.order_by().values_list("municipality").annotate(promises=Count("pk"))
    return dict(counted)


def _row(
    municipality: Organisation, baton: Baton | None, promised: dict[int, int], lying: set[int]
) -> Row:
    is_dropped = baton is not None and baton.pk in lying
    return Row(municipality, baton, promised.get(municipality.pk, 0), is_dropped)


def may_send(acting: Acting, initiative: Initiative) -> bool:
    """Whether somebody hands this initiative over."""
    return rules.may_send(acting, sender_id=initiative.organisation_id, lead_id=initiative.lead_id)


def why_not_yet(initiative: Initiative) -> str:
    """Return what it waits for before it can be handed over; nothing when a roadmap chose it."""
    waits = initiative.stage == Stage.ROADMAP and not roadmap.is_chosen(initiative)
    if initiative.stage in rules.HANDED_OVER_FROM and not waits:
        return ""
    return initiative_rules.why_not(initiative.stage)


def is_back_on_the_roadmap(acting: Acting, initiative: Initiative) -> bool:
    """Whether a roadmap chose it, and no baton of it is out any more."""
    out = [row for row in batons_of(acting, initiative) if row.state != rules.DRAFT]
    return not out and roadmap.is_chosen(initiative)


def receivers(acting: Acting, initiative: Initiative) -> list[Organisation]:
    """Return the municipalities that can be given a baton and have none."""
    have = {baton.municipality_id for baton in batons_of(acting, initiative)}
    there = initiatives.participants(initiative, acting.day)
    return [row for row in there if row.pk not in have]


# --- dropped --------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Dropped:
    """An accepted baton that has lain still: since when, and for how many weeks."""

    baton: Baton
    since: date
    weeks: int


def dropped(batons: BatonQuerySet, today: date) -> list[Dropped]:
    """Return the accepted batons where no step was done and nothing read for too long."""
    carried = batons.carried().select_related("initiative", "municipality", "sender")
    rows = with_last(carried).order_by("moved_at", "id")
    return [row for row in (_dropped(baton, today) for baton in rows) if row]


def with_last(batons: BatonQuerySet) -> BatonQuerySet:
    """Add the day a step was last done, and the time something in it was last read."""
    its = BatonLine.objects.filter(baton=OuterRef(OuterRef("pk")))
    read = Observation.objects.filter(
        organisation=OuterRef("municipality"),
        indicator__in=its.values("commitment__benefit__indicator"),
    )
    latest = read.order_by("-recorded_at").values("recorded_at")[:1]
    return batons.annotate(
        last_done=Max("steps__done_on"), last_read=Subquery(latest, output_field=DateTimeField())
    )


def _dropped(baton: Baton, today: date) -> Dropped | None:
    last = _last(baton)
    if baton.state not in rules.CARRIED or not rules.is_dropped(last, today):
        return None
    return Dropped(baton, last, rules.weeks_without(last, today))


def _last(baton: Baton) -> date:
    """Return the day when something last happened with it."""
    days = [localdate(baton.moved_at)]
    if baton.last_done:  # type: ignore[attr-defined]
        days.append(baton.last_done)  # type: ignore[attr-defined]
    if baton.last_read:  # type: ignore[attr-defined]
        days.append(localdate(baton.last_read))  # type: ignore[attr-defined]
    return max(days)


# --- what waits -----------------------------------------------------------------------------


def waiting_for(acting: Acting, today: date) -> list[Waiting]:
    """Return the batons and change steps that wait for this person."""
    if not acting.is_somebody:
        return []
    moving = visible(acting).filter(state__in=[*rules.OPEN_STATES, *rules.CARRIED])
    left = Count("steps", filter=Q(steps__done_on=None))
    rows = with_last(moving).annotate(left=left).order_by("moved_at", "id")
    waiting = [_waits(acting, baton, today) for baton in rows]
    return [*filter(None, waiting), *_steps_due(acting), *_to_prepare(acting)]


def _waits(acting: Acting, baton: Baton, today: date) -> Waiting | None:
    """Return what a baton asks of this person, if anything."""
    events = events_for(acting, baton)
    if "accept" in events:
        return _to_answer(baton)
    if "offer" in events:
        return _to_mend(baton) if baton.state == rules.RETURNED else _to_offer(baton)
    if baton.state == rules.OFFERED and "fill_in" in events:
        return _to_fill_in(baton)
    if rules.step_of_answer(baton.respond_by, today) == rules.LATE and "withdraw" in events:
        return _unanswered(baton)
    lying = _dropped(baton, today)
    if lying and acting.role_kind in rules.RECEIVERS:
        return _lying(lying)
    return _to_finish(baton) if events & {"begin", "practise"} else None


def _to_answer(baton: Baton) -> Waiting:
    return Waiting(
        what=baton.initiative.title,
        why=_("%(sender)s hands you the baton. Accept it, or return it with a reason.")
        % {"sender": baton.sender.label},
        url=_at("handovers:answer", baton),
        button=_("Answer"),
        since=localdate(baton.moved_at),
        due_on=baton.respond_by,
    )


def _unanswered(baton: Baton) -> Waiting:
    """Return what was to be answered by now, for those who sent it."""
    return Waiting(
        what=baton.initiative.title,
        why=_("%(municipality)s has not answered. Ask what they need, or withdraw it.")
        % {"municipality": baton.municipality.label},
        url=baton.get_absolute_url(),
        button=_("Look at it"),
        since=localdate(baton.moved_at),
        due_on=baton.respond_by,
    )


def _to_fill_in(baton: Baton) -> Waiting | None:
    """Return what is to be prepared before top management answers, until somebody has begun."""
    has_steps = baton.left or baton.last_done  # type: ignore[attr-defined]
    if baton.hours is not None and has_steps:
        return None
    return Waiting(
        what=baton.initiative.title,
        why=_("%(sender)s hands you the baton. See what is missing before it is answered.")
        % {"sender": baton.sender.label},
        url=baton.get_absolute_url(),
        button=_("See what is missing"),
        since=localdate(baton.moved_at),
        due_on=baton.respond_by,
    )


def _to_offer(baton: Baton) -> Waiting:
    """Return what is prepared and not offered, for those who prepared it."""
    return Waiting(
        what=baton.initiative.title,
        why=_("The baton to %(municipality)s is prepared, and not offered yet.")
        % {"municipality": baton.municipality.label},
        url=baton.get_absolute_url(),
        button=_("Look at it"),
        since=localdate(baton.changed_at),
    )


def _to_mend(baton: Baton) -> Waiting:
    """Return what came back, for those who sent it."""
    return Waiting(
        what=baton.initiative.title,
        why=_("%(municipality)s returned the baton: %(reason)s")
        % {"municipality": baton.municipality.label, "reason": baton.return_reason},
        url=baton.get_absolute_url(),
        button=_("Look at the reason"),
        since=localdate(baton.moved_at),
    )


def _steps_due(acting: Acting) -> Iterator[Waiting]:
    """Yield the steps this person owns, once the baton is accepted."""
    mine = visible_steps(acting).filter(owner_id=acting.person_id, done_on=None)
    there = mine.filter(baton__municipality=acting.organisation_id)
    for step in there.filter(baton__state__in=rules.CARRIED).order_by("due_on", "id"):
        yield Waiting(
            what=step.what,
            why=_("You do this from %(day)s, for «%(initiative)s».")
            % {"day": day(step.due_on), "initiative": step.baton.initiative.title},
            url=step.baton.get_absolute_url() + "#steps",
            button=_("Say that it is done"),
            since=localdate(step.changed_at),
            due_on=step.due_on,
        )


def _to_prepare(acting: Acting) -> Iterator[Waiting]:
    """Yield what a roadmap chose and nobody has been handed, for those who hand it over."""
    given = Baton.objects.visible_to(acting).exclude(state=rules.WITHDRAWN)
    chosen = roadmap.chosen_of(acting).exclude(initiative__in=given.values("initiative"))
    for row in chosen:
        if may_send(acting, row.initiative):
            yield Waiting(
                what=row.initiative.title,
                why=_("It is chosen. Prepare a baton to each municipality that joins."),
                url=reverse("handovers:of_initiative", kwargs={"pk": row.initiative_id}),
                button=_("Prepare a baton"),
                since=localdate(row.changed_at),
            )


def _to_finish(baton: Baton) -> Waiting | None:
    """Return what is accepted and has no step, or has all its steps done."""
    if baton.left:  # type: ignore[attr-defined]
        return None
    begun = baton.state == rules.UNDER_WAY
    why = _("All the steps are done. Is the new practice in place?") if begun else _begin_by()
    return Waiting(
        what=baton.initiative.title,
        why=why,
        url=baton.get_absolute_url(),
        button=_("Look at it") if begun else _("Begin"),
        since=localdate(baton.moved_at),
    )


def _begin_by() -> str:
    return _("The baton is accepted. Who stops doing what, and from when?")


def _lying(row: Dropped) -> Waiting:
    """Return a dropped baton for those who can pick it up, on both sides."""
    return Waiting(
        what=row.baton.initiative.title,
        why=said_of(row),
        url=row.baton.get_absolute_url(),
        button=_("Pick it up"),
        since=row.since,
    )


def said_of(lying: Dropped) -> str:
    """Tell of a dropped baton, without blame."""
    return ngettext(
        "Nothing has happened in %(municipality)s for %(weeks)s week. What is in the way?",
        "Nothing has happened in %(municipality)s for %(weeks)s weeks. What is in the way?",
        lying.weeks,
    ) % {"municipality": lying.baton.municipality.label, "weeks": lying.weeks}


def _at(name: str, baton: Baton) -> str:
    return reverse(name, kwargs={"pk": baton.pk})
