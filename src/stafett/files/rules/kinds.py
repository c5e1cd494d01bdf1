"""What a kind of file is: how it is known, what is asked about it, and what it becomes."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.utils.functional import Promise


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of file that can be brought in.

    Attributes
    ----------
    name : str
        What an upload keeps, such as ``"kommit"``.
    label, about : str
        What people call it, and one sentence on what comes of it.
    endings : tuple of str
        Endings of file names that may be of this kind, such as ``(".xlsx",)``.
    recognises : callable
        ``recognises(content, name)``; the first kind that says yes reads the file.
    form : type
        ``form(data, upload=, acting=)`` asks what the file does not say; ``form.settings()``
        is what the upload keeps of the answers, as JSON.
    preview : callable
        ``preview(acting, upload)`` returns a ``proposals.Preview`` from the bytes and settings.
    makers : mapping
        ``makers[thing](bringing, proposal)`` writes one proposal, and returns ``Done``.
    family : callable, optional
        ``family(upload)`` names whose file it is, so that later versions find what came before.
    about_which : callable, optional
        ``about_which(bringing)`` returns the initiative the file is about, once it is here.
    take_along : callable, optional
        ``take_along(acting, upload)`` returns ``Taken``: the file with what has changed since.
    """

    name: str
    label: str | Promise
    about: str | Promise
    endings: tuple[str, ...]
    recognises: Callable[[bytes, str], bool]
    form: Any
    preview: Callable[..., Any]
    makers: Mapping[str, Callable[..., Any]]
    family: Callable[..., str] | None = None
    about_which: Callable[..., Any] | None = None
    take_along: Callable[..., Any] | None = None
    template: str = ""


@dataclass(frozen=True, slots=True)
class Done:
    """What a maker did: the row, what it said before where it was changed, and what it says."""

    row: Any
    was: Mapping[str, Any] | None = None
    value: str = ""


@dataclass(frozen=True, slots=True)
class Written:
    """A cell that a file gets: where, what stood there, what stands there now."""

    sheet: str
    address: str
    was: str
    value: Any
    what: str = ""


@dataclass(frozen=True, slots=True)
class Taken:
    """A file to take along: its bytes, what was written in it, and what had no room (R44)."""

    content: bytes
    written: tuple[Written, ...] = ()
    no_room: tuple[str, ...] = field(default=())
