"""A file is brought in whole, or not at all; and what came of it can be taken back."""

from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.apps import apps
from django.db import transaction

from stafett.audit import actions as audit
from stafett.files.actions.undoing import put_back, unmake
from stafett.files.models import Source, Upload
from stafett.files.queries import undoing
from stafett.files.queries.uploads import known
from stafett.files.rules import proposals as told
from stafett.files.rules import uploads as rules
from stafett.files.rules.kinds import Done, Kind
from stafett.files.rules.proposals import Proposal
from stafett.lib import Acting, Refused
from stafett.lib.versions import save_as_read, who_was_first


@dataclass
class Bringing:
    """An import on its way: whose, and the rows so far by their keys."""

    upload: Upload
    by: Acting
    now: datetime
    family: str = ""
    rows: dict[str, Any] = field(default_factory=dict)
    sources: list[Source] = field(default_factory=list)

    def row(self, key: str) -> Any:
        """Return the row of a key: from this import, or from an earlier one of its family."""
        if key not in self.rows:
            source = known(self.by, self.upload.kind, self.family).get(key)
            self.rows[key] = undoing.row_of(source) if source else None
        return self.rows[key]


class _Rehearsed(Exception):
    """Nothing of it stays."""


def rehearse(
    *,
    upload: Upload,
    kind: Kind,
    settings: Mapping[str, Any],
    choices: Mapping[str, bool],
    by: Acting,
    now: datetime,
) -> dict[str, str]:
    """Return what the rules say no to, by the key: all of it is tried, and nothing is kept."""
    said = {"settings": dict(settings), "choices": dict(choices)}
    tried = Upload(**{name: getattr(upload, name) for name in _PLAIN}, **said)
    refusals: dict[str, str] = {}
    with suppress(_Rehearsed):
        _try_all(tried, kind, refusals, by, now)
    return refusals


_PLAIN = (
    "id", "organisation_id", "name", "kind", "sha256", "size", "content", "about_id", "state",
    "uploaded_at", "version",
)  # fmt: skip


@audit.traced
def _try_all(
    upload: Upload, kind: Kind, refusals: dict[str, str], by: Acting, now: datetime
) -> None:
    bringing = Bringing(upload, by, now, family=_family(kind, upload))
    preview = told.settled(kind.preview(by, upload), refusals={}, choices=upload.choices)
    lost: set[str] = set()
    for proposal in () if preview.asks else preview.proposals:
        if proposal.row is not None:
            bringing.rows[proposal.key] = proposal.row
        if not lost.isdisjoint(proposal.rests_on):
            lost.add(proposal.key)
        elif proposal.does:
            _try(bringing, kind, proposal, refusals)
        lost.update(refusals)
    raise _Rehearsed


def _try(bringing: Bringing, kind: Kind, proposal: Proposal, refusals: dict[str, str]) -> None:
    try:
        with transaction.atomic():
            bringing.rows[proposal.key] = kind.makers[proposal.thing](bringing, proposal).row
    except Refused as reason:
        refusals[proposal.key] = str(reason.message)


@audit.traced
def bring_in(*, upload: Upload, kind: Kind, version: int, by: Acting, now: datetime) -> None:
    """Bring a file in by the other rooms' own actions. One no, and nothing of it comes."""
    rules.check_may_bring(by)
    held = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
    if held.version != version:
        raise who_was_first(held)
    state = rules.after(held.state, "bring")
    preview = told.settled(kind.preview(by, held), refusals=held.refusals, choices=held.choices)
    rules.check_answered((*preview.asks, *preview.stops))
    rules.check_does(preview.does)
    bringing = Bringing(held, by, now, family=_family(kind, held))
    for proposal in preview.proposals:
        _bring(bringing, kind, proposal)
    Source.objects.bulk_create(bringing.sources, batch_size=500)
    _came(bringing, kind, state, version)
    counts = {outcome: count for outcome, count in preview.counts.items() if count}
    audit.record(verb="file.brought_in", target=held, by=by, at=now, details=counts)


def _family(kind: Kind, upload: Upload) -> str:
    return kind.family(upload) if kind.family else ""


def _bring(bringing: Bringing, kind: Kind, proposal: Proposal) -> None:
    if proposal.row is not None:
        bringing.rows[proposal.key] = proposal.row
    if proposal.does:
        done = _done(bringing, kind, proposal)
        bringing.rows[proposal.key] = done.row
        _note(bringing, proposal, _said_of(done))
    elif proposal.outcome == told.KEPT:
        _note(bringing, proposal, {})
    elif proposal.links:
        _note(bringing, proposal, {**_row(proposal.row), "value": proposal.data["value"]})


def _done(bringing: Bringing, kind: Kind, proposal: Proposal) -> Done:
    try:
        done: Done = kind.makers[proposal.thing](bringing, proposal)
    except Refused as reason:
        raise Refused(f"{proposal.cell.place} «{proposal.text}»: {reason.message}") from reason
    return done


def _said_of(done: Done) -> dict[str, Any]:
    version = getattr(done.row, "version", None)
    made = {"is_made": done.was is None, "was": done.was, "object_version": version}
    return {**_row(done.row), **made, "value": done.value}


def _row(row: Any) -> dict[str, Any]:
    return {"target": row._meta.label_lower, "object_pk": row.pk}


def _note(bringing: Bringing, proposal: Proposal, said: Mapping[str, Any]) -> None:
    """Note where it stood, and what it became."""
    cell = proposal.cell
    where = {"sheet": cell.sheet, "address": cell.address, "typed": cell.typed}
    whose = {"upload": bringing.upload, "family": bringing.family, "key": proposal.key}
    bringing.sources.append(Source(text=proposal.text[:500], **whose, **where, **said))


def _came(bringing: Bringing, kind: Kind, state: str, version: int) -> None:
    """Say that it has come, and put what came of it in the family of what it is about."""
    upload = bringing.upload
    about = kind.about_which(bringing) if kind.about_which else upload.about
    said = {
        "state": state,
        "about": about,
        "imported_at": bringing.now,
        "imported_by_name": bringing.by.name,
        "undone_at": None,
        "undone_by_name": "",
    }
    save_as_read(upload, said, version=version, by=bringing.by, now=bringing.now)
    _keep_versions(bringing)
    upload.sources.update(family=_family(kind, upload))


def _keep_versions(bringing: Bringing) -> None:
    """A row that a later part of the same import changed is as that part left it."""
    for source in bringing.upload.sources.exclude(object_version=None):
        rows = apps.get_model(source.target)._default_manager.filter(pk=source.object_pk)
        left = rows.values_list("version", flat=True).first()
        if left != source.object_version:
            Source.objects.filter(pk=source.pk).update(object_version=left)


@audit.traced
def undo(*, upload: Upload, version: int, by: Acting, now: datetime) -> None:
    """Take back all that came of a file, where nobody has changed it or built upon it since."""
    rules.check_may_bring(by)
    held = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
    if held.version != version:
        raise who_was_first(held)
    state = rules.after(held.state, "undo")
    sources = list(held.sources.exclude(target="").order_by("-id"))
    rules.check_untouched(undoing.touched(sources))
    for source in sources:
        _take_back(source, by, now)
    held.sources.all().delete()
    said = {"state": state, "undone_at": now, "undone_by_name": by.name, "refusals": {}}
    save_as_read(held, said, version=version, by=by, now=now)
    details = {"taken_back": len(sources)}
    audit.record(verb="file.undone", target=held, by=by, at=now, details=details)


def _take_back(source: Source, by: Acting, now: datetime) -> None:
    row = undoing.row_of(source)
    if row is None or source.is_linked:
        return
    details = {"text": source.text, "file": str(source.upload)}
    audit.record(verb="file.taken_back", target=row, by=by, at=now, details=details)
    if source.is_made:
        unmake(row)
    elif source.was:
        put_back(row, source.was, by=by, now=now)
