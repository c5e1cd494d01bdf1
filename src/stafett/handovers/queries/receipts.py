"""What was agreed at each exchange, whether it stands, and what has changed since."""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Any

from django.conf import settings

from stafett.audit import queries as audit
from stafett.audit.rules import canonical
from stafett.benefits.models import Commitment
from stafett.handovers import proof, rules
from stafett.handovers.models import Baton, BatonLine, LineAnswer, Receipt, ReceiptKind
from stafett.handovers.queries.ground import Ground, Promise, ground
from stafett.handovers.queries.points import points
from stafett.lib import Acting

Told = Mapping[str, Any]
WHO = ("kind", "signed_by_name", "role_id", "role_kind", "organisation_id", "made_at")


# --- what is agreed -------------------------------------------------------------------------


def agreement(found: Ground) -> dict[str, Any]:
    """Return all that a baton holds, as plain words and numbers."""
    baton = found.baton
    return {
        "initiative": {"id": baton.initiative_id, "title": baton.initiative.title},
        "municipality": {"id": baton.municipality_id, "label": baton.municipality.label},
        "sender": {"id": baton.sender_id, "label": baton.sender.label},
        "is_light": found.is_light,
        "message": baton.message,
        "respond_by": _plain(baton.respond_by),
        "time": {"whose": baton.whose_time, "hours": _plain(baton.hours)},
        "money": {"amount": _plain(baton.money), "price_year": baton.price_year},
        "support": {"what": baton.support, "until": _plain(baton.support_until)},
        "steps": [_step(step) for step in found.steps],
        "involved": [_involved(row) for row in found.involvements],
        "staff_view": _staff_view(found),
        "promises": [_promise(promise) for promise in found.promises],
    }


def _step(step: Any) -> dict[str, Any]:
    return {
        "id": step.pk,
        "what": step.what,
        "what_stops": step.what_stops,
        "owner": step.owner_name,
        "due_on": _plain(step.due_on),
        "done_on": _plain(step.done_on),
    }


def _involved(row: Any) -> dict[str, Any]:
    return {"kind": row.kind, "with_whom": row.with_whom, "on": _plain(row.happened_on)}


def _staff_view(found: Ground) -> dict[str, Any] | None:
    view = found.staff_view
    if view is None:
        return None
    return {"asked": view.asked, "see_the_use": view.see_the_use, "on": _plain(view.asked_on)}


PROMISED = (
    "owner_id",
    "owner_name",
    "state",
    "target_low",
    "target_likely",
    "target_high",
    "take_out",
    "take_out_what",
    "take_out_by",
    "effect_starts_on",
    "measure_every",
    "ramp_up",
    "volume",
    "adoption",
    "assumptions",
)
YARDSTICK = ("name", "number", "unit", "is_share", "direction", "method", "source", "population")


def _promise(promise: Promise) -> dict[str, Any]:
    row = promise.commitment
    yardstick = row.benefit.indicator
    return {
        "id": row.pk,
        "benefit": row.benefit.name,
        "unit": str(row.unit) if row.unit else "",
        **{name: _plain(getattr(row, name)) for name in PROMISED},
        "yardstick": {name: _plain(getattr(yardstick, name)) for name in YARDSTICK},
        "baseline": _baseline(promise),
        "baseline_planned_on": _plain(promise.line.baseline_planned_on),
    }


def _baseline(promise: Promise) -> dict[str, Any] | None:
    read = promise.baseline
    if read is None:
        return None
    names = ("id", "value", "period_start", "period_end", "n")
    return {name: _plain(getattr(read, name)) for name in names}


def _plain(value: Any) -> Any:
    """Return a value as JSON has it; a number as it was meant, without zeros at its end."""
    if isinstance(value, Decimal):
        return f"{value.normalize():f}"
    if value is None or isinstance(value, bool | int | str | list):
        return value
    return str(value)


def seen(acting: Acting, baton: Baton) -> str:
    """Return a sign for what a baton holds now, so that what is signed is what was read."""
    return sign_of(ground(acting, baton))


def sign_of(found: Ground) -> str:
    """Return the sign for what was read."""
    return hashlib.sha256(canonical(agreement(found)).encode()).hexdigest()


def snapshot(
    found: Ground, *, signs: bool, reason: str = "", delegation: Told | None = None
) -> str:
    """Return the one text that an exchange leaves behind.

    ``signs``: it is itself point 1. ``delegation``: by whose word a delegate signs.
    """
    stood = [
        [point.number, point.is_asked, point.is_met or (signs and point.number == 1)]
        for point in points(found)
    ]
    answers = {
        str(promise.commitment.pk): [promise.line.answer, promise.line.reason]
        for promise in found.promises
    }
    told = {
        "agreement": agreement(found),
        "points": stood,
        "answers": answers,
        "reason": reason,
        "check_at": settings.PUBLIC_ADDRESS,
    }
    return canonical({**told, "delegation": delegation} if delegation else told)


# --- the chain ------------------------------------------------------------------------------


def link(receipt: Receipt) -> str:
    """Return the hash of a receipt, which covers that of the one before."""
    return proof.link_of(receipt)


def last_of(baton: Baton) -> Receipt | None:
    """Return the latest receipt."""
    return baton.receipts.order_by("sequence").last()


def traced(receipt: Receipt) -> dict[str, Any]:
    """Return what the trace keeps of a receipt, apart from it: enough to say what differs."""
    who = {name: _as_text(getattr(receipt, name)) for name in WHO}
    return {
        "receipt": receipt.sequence,
        "hash": receipt.hash,
        "snapshot": receipt.snapshot,
        "who": who,
    }


def _as_text(value: Any) -> str:
    return str(json.loads(canonical({"": value}))[""])


@dataclass(frozen=True, slots=True)
class Difference:
    """Something in a receipt that is not as it was when it was signed."""

    what: str
    was: str
    now: str


class Why(StrEnum):
    """What is wrong with a receipt, as the command says it."""

    MISSING = "it is missing: the next one has another number"
    FOLLOWS = "it does not follow the one before it"
    CONTENT = "its content was changed"
    ANEW = "it was made anew"
    END = "it is missing: the traces tell of it"
    STATE = "it is missing: the baton is somewhere no receipt says"
    UNTRACED = "it was written past the program: no trace tells of it"


@dataclass(frozen=True, slots=True)
class Broken:
    """The first receipt that does not hold, why, and what in it differs."""

    sequence: int
    why: Why
    differs: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Verified:
    """How many receipts a baton has, and the first that does not hold."""

    count: int
    broken: Broken | None

    @property
    def holds(self) -> bool:
        """Whether every receipt is as it was made."""
        return self.broken is None

    def holds_at(self, sequence: int) -> bool:
        """Whether a receipt, and every one before it, is as it was made."""
        return self.broken is None or sequence < self.broken.sequence


NO_RECEIPT = {rules.DRAFT: "", rules.CONSIDERED: rules.OFFERED}
AFTER_ANSWERS = frozenset({rules.UNDER_WAY, rules.NEW_PRACTICE, rules.STOPPED})


def verify(baton: Baton) -> Verified:
    """Return whether the receipts of a baton are those that were made."""
    receipts = list(baton.receipts.order_by("sequence"))
    traces = _traces(baton)
    previous = ""
    for place, receipt in enumerate(receipts, start=1):
        if broken := _broken(receipt, place, previous, traces.get(receipt.sequence)):
            return Verified(len(receipts), broken)
        previous = receipt.hash
    return Verified(
        len(receipts), _broken_end(baton, receipts, traces) or _untraced(baton, previous)
    )


def _untraced(baton: Baton, last: str) -> Broken | None:
    """Find a receipt that no action made; also where the traces' texts were erased."""
    verbs = {f"baton.{kind}" for kind in ReceiptKind.values}
    traced = sum(trace.verb in verbs for trace in audit.traces_of(baton))
    is_more = baton.receipts.filter(sequence__gt=traced).exists()
    return Broken(traced + 1, Why.UNTRACED) if last and is_more else None


def _traces(baton: Baton) -> dict[int, Told]:
    told = [trace.details for trace in audit.traces_of(baton)]
    return {details["receipt"]: details for details in told if "receipt" in details}


def _broken(receipt: Receipt, place: int, previous: str, trace: Told | None) -> Broken | None:
    if receipt.sequence != place:
        return Broken(place, Why.MISSING)
    if receipt.previous != previous:
        return Broken(place, Why.FOLLOWS)
    if receipt.hash != link(receipt):
        return Broken(place, Why.CONTENT, tuple(_differences(receipt, trace)))
    if trace and trace["hash"] != receipt.hash:
        return Broken(place, Why.ANEW, tuple(_differences(receipt, trace)))
    return None


def _broken_end(baton: Baton, receipts: list[Receipt], traces: Mapping[int, Told]) -> Broken | None:
    count, last = len(receipts), receipts[-1].kind if receipts else ""
    if any(sequence > count for sequence in traces):
        return Broken(count + 1, Why.END)
    answers = (rules.ACCEPTED, rules.IN_PART)
    agrees = last in answers if baton.state in AFTER_ANSWERS else last == _told_by(baton.state)
    if not agrees:
        return Broken(count + 1, Why.STATE)
    return None


def _told_by(state: str) -> str:
    return NO_RECEIPT.get(state, state)


def _differences(receipt: Receipt, trace: Told | None) -> Iterator[Difference]:
    """Yield what is not as the trace tells it; nothing where its text was erased."""
    if trace is None:
        return
    was = {**trace["who"], **_flat(_read(trace["snapshot"]))}
    who = {name: _as_text(getattr(receipt, name)) for name in WHO}
    now = {**who, **_flat(_read(receipt.snapshot))}
    for name in sorted(was.keys() | now.keys()):
        if was.get(name) != now.get(name):
            yield Difference(name, was.get(name, ""), now.get(name, ""))


def _read(text: str) -> Any:
    try:
        return json.loads(text)
    except ValueError:
        return {"snapshot": text}


def _flat(told: Any, path: str = "") -> dict[str, str]:
    """Return every leaf by its way there: «agreement.promises.0.target_low»."""
    if not isinstance(told, dict | list):
        return {path: json.dumps(told, ensure_ascii=False)}
    pairs: Iterable[tuple[Any, Any]] = told.items() if isinstance(told, dict) else enumerate(told)
    leaves: dict[str, str] = {}
    for name, value in pairs:
        leaves |= _flat(value, f"{path}.{name}" if path else str(name))
    return leaves


def waits_for_receipt(commitment: Commitment) -> bool:
    """Whether a baton carries this promise, and none has a valid receipt for it."""
    lines = BatonLine.objects.filter(commitment=commitment).select_related("baton")
    carried = [line for line in lines if line.baton.state != rules.WITHDRAWN]
    return bool(carried) and not any(_is_signed(line) for line in carried)


def _is_signed(line: BatonLine) -> bool:
    is_taken = line.answer == LineAnswer.ACCEPTED and line.baton.state in rules.SIGNED
    if not is_taken:
        return False
    broken = verify(line.baton).broken
    # Traces are written last in a transaction: one that signs and concludes has none of it yet.
    return broken is None or broken.why is Why.UNTRACED


# --- since then -----------------------------------------------------------------------------


def signed_of(baton: Baton) -> Receipt | None:
    """Return the receipt by which a baton was accepted, whole or in part."""
    answers = baton.receipts.filter(kind__in=[rules.ACCEPTED, rules.IN_PART])
    return answers.order_by("sequence").last()


def changed_since(found: Ground, receipt: Receipt) -> dict[int, list[tuple[str, Any, Any]]]:
    """R35: return what each promise says otherwise than when it was signed, by its id."""
    signed = {row["id"]: row for row in json.loads(receipt.snapshot)["agreement"]["promises"]}
    changed = {}
    for promise in found.promises:
        was, now = signed.get(promise.commitment.pk, {}), _promise(promise)
        changed[promise.commitment.pk] = [
            (name, was.get(name), now[name]) for name in now if was.get(name) != now[name]
        ]
    return {pk: fields for pk, fields in changed.items() if fields}
