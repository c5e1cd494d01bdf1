"""Bringing a file in as the pages do: kept, looked at with answers, brought in, taken back."""

import json

from django.utils.timezone import localdate

from stafett.files import kinds
from stafett.files.actions import importing, uploads
from stafett.files.models import Upload
from stafett.files.queries.preview import settled
from stafett.lib.database import tell_database
from tests.factories import NOW


def brought(filename, content, who, **settings):
    """Return the file as it is kept, looked at with these answers."""
    tell_database(who.acting)
    content = content if isinstance(content, bytes) else content.encode()
    kind = kinds.of_file(content, filename)
    upload = uploads.keep(name=filename, content=content, kind=kind.name, by=who.acting, now=NOW)
    look(upload, who, **settings)
    return upload


def look(upload, who, **settings):
    """Look once more, with these answers beside those that are given."""
    tell_database(who.acting)
    kind = kinds.named(upload.kind)
    told = {"settings": {**upload.settings, **settings}, "choices": {}}
    refusals = importing.rehearse(upload=upload, kind=kind, by=who.acting, now=NOW, **told)
    uploads.settle(
        upload=upload, refusals=refusals, version=upload.version, by=who.acting, now=NOW, **told
    )
    upload.refresh_from_db()


def preview(upload, who):
    """Return what would come of it."""
    tell_database(who.acting)
    return settled(who.acting, upload, kinds.named(upload.kind))


def come(upload, who):
    """Bring it in."""
    tell_database(who.acting)
    kind = kinds.named(upload.kind)
    importing.bring_in(upload=upload, kind=kind, version=upload.version, by=who.acting, now=NOW)
    upload.refresh_from_db()


def undone(upload, who):
    """Take it back."""
    tell_database(who.acting)
    importing.undo(upload=upload, version=upload.version, by=who.acting, now=NOW)


def lines(preview):
    """Return each row as its outcome and what it says."""
    return [(row.outcome, row.text) for row in preview.proposals]


def reasons(preview):
    """Return why rows do not come, in order."""
    return [row.reason for row in preview.proposals if row.outcome in ("refused", "kept")]


def as_json(told):
    """Return what a table's page gives."""
    return json.dumps(told).encode()


__all__ = [
    "Upload",
    "as_json",
    "brought",
    "come",
    "lines",
    "localdate",
    "look",
    "preview",
    "reasons",
    "undone",
]
