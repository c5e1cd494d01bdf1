"""One baton as somebody meets it: the nine points, what is promised, and what they do next."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.queries.promising import reading_words
from stafett.handovers import rules
from stafett.handovers.models import Baton, ChangeStep, LineAnswer, Receipt
from stafett.handovers.queries import batons, receipts, told
from stafett.handovers.queries.ground import Ground, Promise, ground, promises_left_out
from stafett.handovers.queries.points import Point, missing_in_part, missing_to_sign, points
from stafett.handovers.queries.receipts import Verified, verify
from stafett.lib import Acting
from stafett.ui.figures import day


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise in a baton, in words."""

    promise: Promise
    name: str
    url: str
    target: str
    baseline: str
    first_reading: str
    taken_out: str
    changed: list[told.Changed]
    is_complete: bool

    @property
    def answer(self) -> str:
        """What the municipality answered, or nothing before it has."""
        line = self.promise.line
        return "" if line.answer == LineAnswer.PENDING else str(line.get_answer_display())


@dataclass(frozen=True, slots=True)
class StepRow:
    """One change step, and whether this person can say that it is done."""

    step: ChangeStep
    is_late: bool
    may_do: bool
    may_change: bool


@dataclass(frozen=True, slots=True)
class NextStep:
    """What this person does next, or who has it now; ``posts`` where a button does it at once."""

    says: str
    url: str = ""
    label: str = ""
    posts: bool = False
    who: str = ""
    since: date | datetime | None = None


TAGS = {
    rules.NEW_PRACTICE: "done",
    rules.RETURNED: "warning",
    rules.STOPPED: "stopped",
    rules.WITHDRAWN: "stopped",
}


@dataclass(frozen=True, slots=True)
class BatonPage:
    """One baton with all that hangs on it, for somebody."""

    baton: Baton
    points: list[Point]
    is_light: bool
    promises: list[PromiseRow]
    left_out: int
    steps: list[StepRow]
    receipts: list[Receipt]
    verified: Verified
    events: frozenset[str]
    dropped: str
    step: NextStep
    ways: frozenset[int]

    @property
    def is_signed(self) -> bool:
        """Whether somebody has accepted it, whatever came after."""
        return self.baton.state in rules.SIGNED

    @property
    def tag(self) -> str:
        """How the word for where it is looks."""
        return TAGS.get(self.baton.state, "open")

    @property
    def asked(self) -> int:
        """How many points are asked."""
        return sum(point.is_asked for point in self.points)

    @property
    def met(self) -> int:
        """How many of those asked are met."""
        return sum(point.is_asked and point.is_met for point in self.points)


def baton_page(acting: Acting, baton: Baton) -> BatonPage:
    """Return what somebody may read about a baton they may see."""
    found = ground(acting, baton)
    events = batons.events_for(acting, baton)
    stood = points(found)
    return BatonPage(
        baton=baton,
        points=stood,
        is_light=found.is_light,
        promises=promise_rows(found),
        left_out=promises_left_out(baton) if "gather" in events else 0,
        steps=[_step_row(acting, baton, step, events) for step in found.steps],
        receipts=list(baton.receipts.select_related("organisation").order_by("-sequence")),
        verified=verify(baton),
        events=events,
        dropped=_dropped(acting, baton),
        step=next_step(found, stood, events),
        ways=ways(found, events),
    )


def ways(found: Ground, events: frozenset[str]) -> frozenset[int]:
    """Return the points that this person finds a way to mend."""
    theirs = rules.may_receive(found.acting, municipality_id=found.baton.municipality_id)
    is_open = found.baton.state in rules.OPEN_STATES
    there = {2, 3, 4, 5, 6, 7, 9} if theirs and is_open else set()
    return frozenset(there | ({8} if "change" in events else set()))


def _dropped(acting: Acting, baton: Baton) -> str:
    if baton.state not in rules.CARRIED:
        return ""
    lying = batons.dropped(Baton.objects.visible_to(acting).filter(pk=baton.pk), acting.day)
    return batons.said_of(lying[0]) if lying else ""


def _step_row(acting: Acting, baton: Baton, step: ChangeStep, events: frozenset[str]) -> StepRow:
    is_open = step.done_on is None
    mine = rules.may_do_step(acting, municipality_id=baton.municipality_id, owner_id=step.owner_id)
    return StepRow(
        step=step,
        is_late=is_open and step.due_on < acting.day,
        may_do=is_open and mine and baton.state in rules.CARRIED,
        may_change=is_open and "plan" in events,
    )


# --- promises in words ----------------------------------------------------------------------


def promise_rows(found: Ground) -> list[PromiseRow]:
    """Return the promises of a baton, and what each says otherwise than when it was signed."""
    signed = receipts.signed_of(found.baton) if found.baton.state in rules.SIGNED else None
    changed = receipts.changed_since(found, signed) if signed else {}
    return [
        _promise_row(found, promise, told.changes(changed.get(promise.commitment.pk, [])))
        for promise in found.promises
    ]


def _promise_row(found: Ground, promise: Promise, changed: list[told.Changed]) -> PromiseRow:
    row = promise.commitment
    return PromiseRow(
        promise=promise,
        name=row.benefit.name if row.unit is None else f"{row.benefit.name}, {row.unit}",
        url=row.get_absolute_url(),
        target=target_words(promise),
        baseline=baseline_words(promise),
        first_reading=day(promise.first_reading.end),
        taken_out=taken_out_words(promise),
        changed=changed,
        is_complete=found.is_complete(promise),
    )


def target_words(promise: Promise) -> str:
    """Return the three levels: «6 – 8 – 10 minutter»."""
    row = promise.commitment
    levels = (row.target_low, row.target_likely, row.target_high)
    return told.levels([f"{level.normalize():f}" for level in levels], row.benefit.indicator)


def baseline_words(promise: Promise) -> str:
    """Return the reading from before, or when it is taken."""
    if promise.baseline is not None:
        return reading_words(promise.commitment.benefit.indicator, promise.baseline.value)
    planned = promise.line.baseline_planned_on
    if planned is None:
        return _("Not measured")
    return _("is read %(day)s") % {"day": day(planned)}


def taken_out_words(promise: Promise) -> str:
    """Return how it is taken out, or when that is decided."""
    row = promise.commitment
    return told.taken_out(row.take_out, row.take_out_what, row.take_out_by)


# --- what to do next ------------------------------------------------------------------------


def next_step(found: Ground, stood: Sequence[Point], events: frozenset[str]) -> NextStep:
    """Return the single most useful thing for this person."""
    baton = found.baton
    if baton.state in (rules.DRAFT, rules.RETURNED):
        return _to_offer(found, events)
    if baton.state in rules.IN_THE_AIR:
        return _to_answer(found, stood, events)
    if baton.state in rules.CARRIED:
        return _to_carry(found, events)
    return _after_all(baton)


def _to_offer(found: Ground, events: frozenset[str]) -> NextStep:
    baton = found.baton
    came_back = baton.state == rules.RETURNED
    if "offer" not in events:
        says = _("The baton came back to them.") if came_back else _("They are preparing it.")
        return NextStep(says, who=baton.sender.label, since=baton.moved_at)
    if not found.promises:
        says = _("%(municipality)s promises first: what gets better there, and who owns it.")
        return NextStep(
            says % {"municipality": baton.municipality.label},
            who=baton.municipality.label,
            since=baton.moved_at,
        )
    if came_back:
        says = _("Read why it came back, mend what they ask for, and offer it again.")
        return NextStep(says, _at("change", baton), _("Mend it"))
    return NextStep(
        _("Look at what is missing, and offer the baton when you can stand behind it."),
        _at("offer", baton),
        _("Offer the baton"),
    )


def _to_answer(found: Ground, stood: Sequence[Point], events: frozenset[str]) -> NextStep:
    baton, lacking = found.baton, [each for each in stood if _is_lacking(each)]
    if "accept" in events:
        return NextStep(_answer_says(lacking), _at("answer", baton), _("Answer"))
    if lacking and "fill_in" in events and lacking[0].url:
        first = lacking[0]
        says = _("Point %(number)s is missing: %(what)s")
        return NextStep(
            says % {"number": first.number, "what": first.missing}, first.url, _("Mend it")
        )
    return NextStep(
        _("The chief executive answers: accepts it, or returns it with a reason."),
        who=baton.municipality.label,
        since=baton.moved_at,
    )


def _is_lacking(point: Point) -> bool:
    return point.is_asked and not point.is_met and point.number != 1


def _answer_says(lacking: Sequence[Point]) -> str:
    if not lacking:
        return _("All that is asked is in place. It waits for your answer.")
    return ngettext(
        "It waits for your answer. %(count)s point is missing before you can accept.",
        "It waits for your answer. %(count)s points are missing before you can accept.",
        len(lacking),
    ) % {"count": len(lacking)}


def _to_carry(found: Ground, events: frozenset[str]) -> NextStep:
    baton = found.baton
    left = [step for step in found.steps if step.done_on is None]
    if left:
        return _step_left(found, left[0])
    if "plan" not in events:
        return NextStep(
            _("They carry the baton now."), who=baton.municipality.label, since=baton.moved_at
        )
    if "practise" in events and found.steps:
        return NextStep(
            _("All the steps are done. Is the new practice in place?"),
            _at("practise", baton),
            _("Say that the new practice is in place"),
            posts=True,
        )
    return NextStep(
        _("Say who stops doing what, and from when."), _at("add_step", baton), _("Add a step")
    )


def _step_left(found: Ground, step: ChangeStep) -> NextStep:
    acting, baton = found.acting, found.baton
    says = _("From %(day)s: %(what)s") % {"day": day(step.due_on), "what": step.what}
    if rules.may_do_step(acting, municipality_id=baton.municipality_id, owner_id=step.owner_id):
        url = reverse("handovers:do_step", kwargs={"pk": step.pk})
        return NextStep(says, url, _("Say that it is done"), posts=True)
    return NextStep(says, who=step.owner_name, since=baton.moved_at)


def _after_all(baton: Baton) -> NextStep:
    url = baton.initiative.get_absolute_url()
    label = _("See the initiative")
    if baton.state == rules.NEW_PRACTICE:
        return NextStep(
            _("The new practice is in place. Read the same yardsticks again."), url, label
        )
    return NextStep(rules.why_not(baton.state), url, label)


def _at(name: str, baton: Baton) -> str:
    return reverse(f"handovers:{name}", kwargs={"pk": baton.pk})


# --- a receipt ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class ReceiptPage:
    """One receipt: what it says, and whether it stands as it was made."""

    snapshot: told.Snapshot | None
    holds: bool
    why_not: str
    differs: tuple[receipts.Difference, ...]
    broken_at: int | None


def receipt_page(receipt: Receipt) -> ReceiptPage:
    """Return what was signed, with the whole chain of its baton looked through."""
    broken = verify(receipt.baton).broken
    concerns = broken is not None and broken.sequence <= receipt.sequence
    return ReceiptPage(
        snapshot=told.snapshot(receipt.snapshot),
        holds=not concerns,
        why_not=told.why_broken(broken.why) if broken and concerns else "",
        differs=broken.differs if broken and concerns else (),
        broken_at=broken.sequence if broken else None,
    )


# --- for the one who answers ----------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class AnswerPage:
    """What a chief executive reads before they answer."""

    points: list[Point]
    promises: list[PromiseRow]
    missing: list[str]
    missing_in_part: list[str]
    seen: str
    steps: list[ChangeStep]
    ways: frozenset[int]


def answer_page(found: Ground) -> AnswerPage:
    """Return what is promised, the nine points, and what stands in the way of a yes."""
    return AnswerPage(
        points=points(found),
        promises=promise_rows(found),
        missing=missing_to_sign(found),
        missing_in_part=missing_in_part(found),
        seen=receipts.sign_of(found),
        steps=found.steps,
        ways=ways(found, frozenset()),
    )
