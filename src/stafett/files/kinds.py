"""The kinds of files that can be brought in; the first that knows a file reads it."""

from stafett.files import kommit, lists, portal, statistics
from stafett.files.rules.kinds import Kind
from stafett.files.rules.uploads import known

KINDS: tuple[Kind, ...] = (kommit.KIND, lists.KIND, statistics.KIND, portal.KIND)


def of_file(content: bytes, name: str) -> Kind:
    """Return the kind a file is, by what is in it; say so where nobody knows it."""
    return known(next((kind for kind in KINDS if kind.recognises(content, name)), None))


def named(name: str) -> Kind | None:
    """Return the kind of this name."""
    return next((kind for kind in KINDS if kind.name == name), None)
