"""A receipt as a file that proves itself: made and checked without a database.

The file holds a chain of receipts, word for word as they were hashed. Beside each stand short
marks, one for each thing it says, so that what was changed can be named without the original.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from stafett.audit.rules import canonical

Told = Mapping[str, Any]
LINKED = (
    "baton_id",
    "sequence",
    "kind",
    "snapshot",
    "signed_by_name",
    "role_id",
    "role_kind",
    "organisation_id",
    "made_at",
    "previous",
)
DELEGATED = (
    "sequence",
    "kind",
    "snapshot",
    "delegate_role_id",
    "signed_by_name",
    "role_id",
    "role_kind",
    "organisation_id",
    "made_at",
    "previous",
)
RECEIPTS, DELEGATIONS = "stafett-receipts-1", "stafett-delegations-1"
FORMATS: Mapping[str, tuple[str, ...]] = {RECEIPTS: LINKED, DELEGATIONS: DELEGATED}
NUMBERS = frozenset({"baton_id", "sequence", "role_id", "delegate_role_id", "organisation_id"})
MOST_BYTES = 2_000_000
MARK_LENGTH = 16


class Unreadable(Exception):
    """The file is no receipt that can be checked; the sentence says why."""


class Changed(Exception):
    """A receipt in the file is not as it was made."""

    def __init__(self, sequence: int, why: str, what: Sequence[str] = ()) -> None:
        super().__init__(why)
        self.sequence, self.why, self.what = sequence, why, tuple(what)


@dataclass(frozen=True, slots=True)
class Checked:
    """What was found: the receipts as the file tells them, and the first thing that is wrong.

    ``what`` names what was changed, by the way to it: «agreement.promises.0.target_likely».
    """

    format: str = ""
    receipts: tuple[Told, ...] = ()
    why_not: str = ""
    sequence: int = 0
    what: tuple[str, ...] = ()

    @property
    def holds(self) -> bool:
        """Whether every receipt in the file is as it was made."""
        return not self.why_not

    @property
    def last(self) -> Told:
        """The receipt that the file is about."""
        return self.receipts[-1]


# --- making one -----------------------------------------------------------------------------


def link(values: Told) -> str:
    """Return the hash of a receipt, which covers that of the one before."""
    return hashlib.sha256(canonical(values).encode()).hexdigest()


def as_file(receipts: Iterable[Any], format_: str = RECEIPTS) -> bytes:
    """Return a chain of receipts as a file that can be checked anywhere."""
    rows = [as_row(receipt, format_) for receipt in receipts]
    told = {"format": format_, "receipts": rows}
    return json.dumps(told, ensure_ascii=False, indent=1).encode() + b"\n"


def as_row(receipt: Any, format_: str = RECEIPTS) -> dict[str, Any]:
    """Return a receipt as its file tells it."""
    linked = FORMATS[format_]
    text = canonical({name: getattr(receipt, name) for name in linked})
    row = json.loads(text)
    return {**{name: row[name] for name in linked}, "hash": receipt.hash, "marks": _marks(row)}


def _marks(row: Told) -> dict[str, str]:
    leaves = {name: row[name] for name in row if name != "snapshot"}
    return {name: _mark(value) for name, value in {**leaves, **_said(row["snapshot"])}.items()}


def _mark(value: Any) -> str:
    return hashlib.sha256(canonical({"": value}).encode()).hexdigest()[:MARK_LENGTH]


def _said(snapshot: str) -> dict[str, Any]:
    """Return what a receipt says, as a whole and leaf by leaf."""
    try:
        return {"snapshot": snapshot, **dict(leaves(json.loads(snapshot)))}
    except ValueError:
        return {"snapshot": snapshot}


def leaves(told: Any, path: str = "") -> Iterator[tuple[str, Any]]:
    """Yield each leaf by the way to it: «agreement.promises.0.target_low»."""
    if not isinstance(told, dict | list) or not told:
        yield path, told
        return
    pairs: Iterable[tuple[Any, Any]] = told.items() if isinstance(told, dict) else enumerate(told)
    for name, value in pairs:
        yield from leaves(value, f"{path}.{name}" if path else str(name))


def link_of(receipt: Any, format_: str = RECEIPTS) -> str:
    """Return the hash that a receipt must have."""
    return link({name: getattr(receipt, name) for name in FORMATS[format_]})


# --- checking one ---------------------------------------------------------------------------


def check(data: bytes) -> Checked:
    """Say whether a file holds, or what is the first thing in it that does not, and where."""
    try:
        format_, rows = _read(data)
        _check_chain(rows, FORMATS[format_])
    except Unreadable as reason:
        return Checked(why_not=str(reason))
    except Changed as found:
        return Checked(format_, tuple(rows), found.why, found.sequence, found.what)
    except (RecursionError, UnicodeError):
        return Checked(why_not=_("This is no receipt: it holds things that no receipt holds."))
    return Checked(format_, tuple(rows))


def _read(data: bytes) -> tuple[str, list[dict[str, Any]]]:
    if len(data) > MOST_BYTES:
        raise Unreadable(_("The file is larger than any receipt. Choose the JSON file."))
    told = _parsed(data)
    format_ = told.get("format") if isinstance(told, dict) else None
    if not isinstance(format_, str) or format_ not in FORMATS:
        raise Unreadable(_("This is JSON, but no receipt from Stafett. Choose the receipt's file."))
    _check_names(told, ("format", "receipts"), _("The file"))
    rows = told["receipts"]
    if not isinstance(rows, list) or not rows:
        raise Unreadable(_("The file has no receipts in it."))
    for place, row in enumerate(rows, start=1):
        _check_shape(row, FORMATS[format_], _("Receipt %(number)s") % {"number": place})
    return format_, rows


def _parsed(data: bytes) -> Any:
    if data.startswith(b"%PDF"):
        raise Unreadable(
            _("This is the PDF. Choose the JSON file that belongs to it, and the PDF below it.")
        )
    try:
        return json.loads(
            data.decode("utf-8-sig"), object_pairs_hook=_once, parse_constant=_no_constant
        )
    except json.JSONDecodeError as found:
        where = {"line": found.lineno, "column": found.colno}
        raise Unreadable(
            _("This is not JSON: it breaks off at line %(line)s, sign %(column)s.") % where
        ) from found
    except ValueError as found:
        raise Unreadable(_("This is not a text file with JSON. Choose the JSON file.")) from found


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    told = dict(pairs)
    if len(told) < len(pairs):
        raise Unreadable(_("Something stands twice in the file. No receipt is like that."))
    return told


def _no_constant(name: str) -> None:
    raise ValueError(name)


def _check_shape(row: Any, linked: Sequence[str], where: str) -> None:
    if not isinstance(row, dict):
        raise Unreadable(_("%(where)s is no receipt.") % {"where": where})
    _check_names(row, (*linked, "hash", "marks"), where)
    for name in (*linked, "hash"):
        kind = int if name in NUMBERS else str
        if type(row[name]) is not kind:
            raise Unreadable(
                _("%(where)s: «%(name)s» is of the wrong kind.") % {"where": where, "name": name}
            )
    marks = row["marks"]
    if not isinstance(marks, dict) or not all(isinstance(mark, str) for mark in marks.values()):
        raise Unreadable(
            _("%(where)s: «%(name)s» is of the wrong kind.") % {"where": where, "name": "marks"}
        )


def _check_names(told: Told, names: Sequence[str], where: str) -> None:
    if missing := [name for name in names if name not in told]:
        raise Unreadable(_("%(where)s lacks «%(name)s».") % {"where": where, "name": missing[0]})
    if strange := [name for name in told if name not in names]:
        raise Unreadable(
            _("%(where)s has something that does not belong there: «%(name)s».")
            % {"where": where, "name": strange[0][:80]}
        )


def _check_chain(rows: Sequence[Told], linked: Sequence[str]) -> None:
    previous = ""
    for place, row in enumerate(rows, start=1):
        _check_row(row, linked, place)
        if row["sequence"] != place:
            raise Changed(place, _("A receipt before this one is missing."), ["sequence"])
        if row["previous"] != previous:
            raise Changed(place, _("It does not follow the receipt before it."), ["previous"])
        previous = row["hash"]


def _check_row(row: Told, linked: Sequence[str], place: int) -> None:
    values = {name: row[name] for name in linked}
    differs = _differs(row["marks"], _marks(values))
    if link(values) != row["hash"]:
        why = _("What stands in it was changed after it was signed.")
        raise Changed(place, why, differs or ["hash"])
    if differs:
        why = _("The marks beside it were changed. What it says is as it was signed.")
        raise Changed(place, why, [f"marks.{name}" for name in differs])


def _differs(marks: Told, is_now: Told) -> list[str]:
    """Return what is marked otherwise; the text as a whole where nothing in it is."""
    names = marks.keys() | is_now.keys()
    differs = sorted(name for name in names if marks.get(name) != is_now.get(name))
    return [name for name in differs if name != "snapshot"] or differs


# --- telling about one ----------------------------------------------------------------------


def when(row: Told) -> datetime | None:
    """Return when a receipt says that it was made, if that is a time."""
    try:
        at = datetime.fromisoformat(row["made_at"])
    except ValueError:
        return None
    return at if at.tzinfo else None
