"""What stands in a receipt, in the reader's language: it was kept as plain words and numbers."""

import json
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.models import State, TakeOut
from stafett.handovers.queries.points import says
from stafett.handovers.queries.receipts import Why
from stafett.initiatives.models import InvolvementKind
from stafett.ui.figures import day, nok, number, percent

Told = Mapping[str, Any]


@dataclass(frozen=True, slots=True)
class Changed:
    """What a promise says otherwise than when it was signed."""

    what: str
    was: str
    now: str


@dataclass(frozen=True, slots=True)
class Stood:
    """How a point stood when it was signed."""

    number: int
    says: str
    is_asked: bool
    is_met: bool


@dataclass(frozen=True, slots=True)
class SignedPromise:
    """A promise as it stood when it was signed, and what was answered."""

    name: str
    owner: str
    target: str
    baseline: str
    yardstick: str
    effect_starts_on: str
    measured: str
    taken_out: str
    answer: str
    reason: str


@dataclass(frozen=True, slots=True)
class Line:
    """One fact with its name."""

    term: str
    says: str


@dataclass(frozen=True, slots=True)
class Snapshot:
    """A receipt's text, as somebody reads it."""

    facts: list[Line]
    points: list[Stood]
    promises: list[SignedPromise]
    steps: list[Line]
    message: str
    reason: str
    delegation: list[Line]


def snapshot(text: str) -> Snapshot | None:
    """Return what a receipt says; nothing where somebody made its text unreadable."""
    try:
        return _snapshot(json.loads(text))
    except (ValueError, LookupError, TypeError, ArithmeticError):
        return None


def _snapshot(kept: Told) -> Snapshot:
    agreed, titles = kept["agreement"], says()
    return Snapshot(
        facts=[line for line in _facts(agreed) if line.says],
        points=[Stood(place, titles[place], asked, met) for place, asked, met in kept["points"]],
        promises=[
            _promise(row, kept["answers"].get(str(row["id"]), ["", ""]))
            for row in agreed["promises"]
        ],
        steps=[_step(row) for row in agreed["steps"]],
        message=agreed["message"],
        reason=kept["reason"],
        delegation=list(_delegation(kept.get("delegation"))),
    )


def _delegation(kept: Told | None) -> Iterable[Line]:
    """Yield by whose word a delegate signed."""
    if kept is None:
        return
    named = _("%(name)s, receipt %(number)s of the delegations, in force from %(day)s")
    told = {"name": kept["named_by"], "number": kept["receipt"], "day": day_of(kept["valid_from"])}
    yield Line(_("Named by"), named % told)
    yield Line(_("The mark of the delegation"), kept["hash"])


def _facts(agreed: Told) -> Iterable[Line]:
    time, money, support = agreed["time"], agreed["money"], agreed["support"]
    yield Line(_("Answer by"), day_of(agreed["respond_by"]))
    if time["hours"] is not None:
        hours = _("%(whose)s, %(hours)s hours")
        yield Line(
            _("Time set aside"),
            hours % {"whose": time["whose"], "hours": _figure(time["hours"])},
        )
    if money["amount"] is not None:
        amount = _("%(amount)s in %(year)s prices")
        told = {"amount": nok(Decimal(money["amount"])), "year": money["price_year"]}
        yield Line(_("Money set aside"), amount % told)
    if support["what"]:
        until = _("%(what)s, until %(day)s")
        told = {"what": support["what"], "day": day_of(support["until"])}
        yield Line(_("Support from the sender"), until % told)
    yield Line(_("How people came in"), "; ".join(_involved(agreed)))


def _involved(agreed: Told) -> Iterable[str]:
    for row in agreed["involved"]:
        kind = InvolvementKind(row["kind"]).label
        yield f"{kind}: {row['with_whom']}, {day_of(row['on'])}"
    if view := agreed["staff_view"]:
        yield _("%(see)s of %(asked)s see the use of it") % {
            "see": number(view["see_the_use"]),
            "asked": number(view["asked"]),
        }


def _promise(row: Told, answered: Sequence[str]) -> SignedPromise:
    yardstick = row["yardstick"]
    answer, reason = answered
    levels_ = [row[name] for name in ("target_low", "target_likely", "target_high")]
    return SignedPromise(
        name=row["benefit"] + (f", {row['unit']}" if row["unit"] else ""),
        owner=row["owner_name"],
        target=_levels(levels_, yardstick["unit"], yardstick["is_share"]),
        baseline=_baseline(row),
        yardstick=_("%(name)s, version %(number)s")
        % {"name": yardstick["name"], "number": yardstick["number"]},
        effect_starts_on=day_of(row["effect_starts_on"]),
        measured=_every(row["measure_every"]),
        taken_out=taken_out(row["take_out"], row["take_out_what"], _date(row["take_out_by"])),
        answer={"accepted": _("accepted"), "declined": _("declined")}.get(answer, ""),
        reason=reason,
    )


def _baseline(row: Told) -> str:
    read, yardstick = row["baseline"], row["yardstick"]
    if read is not None:
        value = _levels([read["value"]], yardstick["unit"], yardstick["is_share"])
        return _("%(value)s, read %(day)s") % {"value": value, "day": day_of(read["period_end"])}
    if row["baseline_planned_on"]:
        return _("is read %(day)s") % {"day": day_of(row["baseline_planned_on"])}
    return _("Not measured")


def _every(months: int) -> str:
    said = ngettext("each month", "every %(months)s months", months)
    return said % {"months": number(months)}


def _step(row: Told) -> Line:
    told = {"owner": row["owner"], "day": day_of(row["due_on"])}
    says_ = row["what"]
    if row["what_stops"]:
        stops = _("Stops: %(what)s") % {"what": row["what_stops"]}
        says_ = f"{says_.rstrip('.')}. {stops}"
    return Line(_("%(owner)s, from %(day)s") % told, says_)


# --- words ----------------------------------------------------------------------------------


def levels(values: Sequence[str], indicator: Any) -> str:
    """Return levels of a yardstick with its unit."""
    return _levels(values, indicator.unit, indicator.is_share)


def _levels(values: Sequence[str], unit: str, is_share: bool) -> str:
    distinct = list(dict.fromkeys(values))
    if is_share:
        return " – ".join(percent(Decimal(value) / 100, _decimals(value)) for value in distinct)
    return f"{' – '.join(map(_figure, distinct))} {unit}"


def _figure(value: str) -> str:
    return number(Decimal(value), _decimals(value))


def _decimals(value: str) -> int:
    return len(value.partition(".")[2])


def taken_out(how: str, what: str, by: date | None) -> str:
    """Return how a benefit is taken out, or when that is decided."""
    if how == TakeOut.UNDECIDED:
        return _("is decided by %(day)s") % {"day": day(by)} if by else _("not decided yet")
    word = str(TakeOut(how).label)
    return f"{word}: {what}" if what else word


def _date(value: str | None) -> date | None:
    return date.fromisoformat(value) if value else None


def day_of(value: str | None) -> str:
    """Return a day that was kept as text."""
    return day(_date(value)) if value else ""


# --- what changed ---------------------------------------------------------------------------


def changes(fields: Iterable[tuple[str, Any, Any]]) -> list[Changed]:
    """Return what changed in a promise since it was signed, in words."""
    return [
        Changed(_named(name), _shown(name, was), _shown(name, now))
        for name, was, now in fields
        if name not in ("owner_id", "id")
    ]


def _named(name: str) -> str:
    names = {
        "benefit": _("the benefit"),
        "unit": _("the unit"),
        "owner_name": _("the owner"),
        "state": _("whether it is promised"),
        "target_low": _("the low level"),
        "target_likely": _("the likely level"),
        "target_high": _("the high level"),
        "take_out": _("how it is taken out"),
        "take_out_what": _("what it is used for"),
        "take_out_by": _("when that is decided"),
        "effect_starts_on": _("when the effect starts"),
        "measure_every": _("months between readings"),
        "ramp_up": _("how fast the effect comes"),
        "volume": _("cases a year"),
        "adoption": _("the share who use it"),
        "assumptions": _("the assumptions"),
        "yardstick": _("the yardstick"),
        "baseline": _("the baseline"),
        "baseline_planned_on": _("when the baseline is read"),
    }
    return names.get(name, name)


def _shown(name: str, value: Any) -> str:
    if value in (None, "", []):
        return _("nothing")
    if name in _SHOWN:
        return _SHOWN[name](value)
    return ", ".join(map(str, value)) if isinstance(value, list) else str(value)


_SHOWN: dict[str, Callable[[Any], str]] = {
    "state": lambda value: str(State(value).label),
    "take_out": lambda value: str(TakeOut(value).label),
    "baseline": lambda value: f"{_figure(value['value'])}, {day_of(value['period_end'])}",
    "yardstick": lambda value: str(value["name"]),
    **dict.fromkeys(("take_out_by", "effect_starts_on", "baseline_planned_on"), day_of),
    **dict.fromkeys(("target_low", "target_likely", "target_high", "volume"), _figure),
}


def why_broken(why: Why) -> str:
    """Return why a receipt does not hold, in the reader's language."""
    return {
        Why.MISSING: _("A receipt before this one is missing."),
        Why.FOLLOWS: _("It does not follow the receipt before it."),
        Why.CONTENT: _("What stands in it was changed after it was signed."),
        Why.ANEW: _("It was made anew after it was signed."),
        Why.END: _("A receipt at the end is missing."),
        Why.STATE: _("The baton is somewhere no receipt says."),
        Why.UNTRACED: _("It was written past the program: no trace tells of it."),
    }[why]
