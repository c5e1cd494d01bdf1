"""Taking back what an import wrote."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from stafett.lib import Acting
from stafett.lib.versions import save_as_read


def unmake(row: Any) -> None:
    """Take away a row that an import made; a reading it replaced stands again."""
    before = getattr(row, "supersedes", None)
    row.delete()
    if before is not None:
        type(before).objects.filter(pk=before.pk).update(is_live=True)


def put_back(row: Any, was: Mapping[str, Any], *, by: Acting, now: datetime) -> None:
    """Let a row say what it said before."""
    said = {name: row._meta.get_field(name).to_python(value) for name, value in was.items()}
    if hasattr(row, "version"):
        save_as_read(row, said, version=row.version, by=by, now=now)
    else:
        type(row).objects.filter(pk=row.pk).update(**said)
