"""What changes about a file before it is brought in."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stafett.audit import actions as audit
from stafett.files.models import NAME, Upload
from stafett.files.rules import uploads as rules
from stafett.initiatives.models import Initiative
from stafett.lib import Acting
from stafett.lib.versions import save_as_read, who_was_first


@audit.traced
def keep(
    *,
    name: str,
    content: bytes,
    kind: str,
    about: Initiative | None = None,
    settings: Mapping[str, Any] | None = None,
    by: Acting,
    now: datetime,
) -> Upload:
    """Keep a file as it is, to be looked at. The same bytes that wait already are kept once."""
    rules.check_may_bring(by)
    rules.check_size(len(content))
    sha256 = hashlib.sha256(content).hexdigest()
    waits = Upload.objects.filter(
        organisation_id=by.organisation_id, sha256=sha256, kind=kind, state=rules.PREVIEWED
    ).first()
    return waits or _kept(name[-NAME:], content, kind, sha256, about, settings, by, now)


def _kept(
    name: str,
    content: bytes,
    kind: str,
    sha256: str,
    about: Initiative | None,
    settings: Mapping[str, Any] | None,
    by: Acting,
    now: datetime,
) -> Upload:
    upload = Upload.objects.create(
        organisation_id=by.organisation_id,
        uploaded_by_id=by.person_id,
        uploaded_by_name=by.name,
        uploaded_at=now,
        name=name,
        kind=kind,
        sha256=sha256,
        size=len(content),
        content=content,
        about=about,
        settings=dict(settings or {}),
        changed_at=now,
        changed_by_name=by.name,
    )
    details = {"name": name, "kind": kind, "sha256": sha256}
    audit.record(verb="file.kept", target=upload, by=by, at=now, details=details)
    return upload


@audit.traced
def settle(
    *,
    upload: Upload,
    settings: Mapping[str, Any],
    refusals: Mapping[str, str],
    choices: Mapping[str, bool],
    version: int,
    by: Acting,
    now: datetime,
) -> None:
    """Keep the answers to what a file does not say, and what the rules say no to with them."""
    rules.check_may_bring(by)
    if upload.version != version:
        raise who_was_first(upload)
    rules.after(upload.state, "look")
    said = {"settings": dict(settings), "refusals": dict(refusals), "choices": dict(choices)}
    save_as_read(upload, said, version=version, by=by, now=now)
    audit.record(verb="file.settled", target=upload, by=by, at=now)


@audit.traced
def discard(*, upload: Upload, by: Acting, now: datetime) -> None:
    """Throw a file away that nothing came of, or nothing any more."""
    rules.check_may_bring(by)
    held = Upload.objects.select_for_update(no_key=True).get(pk=upload.pk)
    rules.after(held.state, "discard")
    audit.record(
        verb="file.discarded", target=upload, by=by, at=now, details={"sha256": upload.sha256}
    )
    held.delete()
