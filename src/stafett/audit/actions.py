"""Leave a trace, in the transaction of what it traces."""

import secrets
from collections.abc import Callable, Iterable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import datetime
from functools import wraps
from itertools import groupby
from operator import attrgetter
from typing import Any, ParamSpec, TypeVar

from django.db import models, transaction

from stafett.audit.models import Detail, Entry, Head
from stafett.audit.rules import (
    RESERVED,
    SIGN_INS,
    canonical,
    chain_of,
    label_of,
    link,
    salted_digest,
)
from stafett.lib.acting import Acting

__all__ = ["SIGN_INS", "erase_details", "record", "traced"]

P = ParamSpec("P")
R = TypeVar("R")


@dataclass(frozen=True, slots=True)
class Draft:
    """An entry that waits for the end of its action."""

    chain: str
    verb: str
    target: str
    by: Acting
    at: datetime
    details: Mapping[str, Any] = field(default_factory=dict)


_drafts: ContextVar[list[Draft] | None] = ContextVar("drafts", default=None)


def traced(action: Callable[P, R]) -> Callable[P, R]:
    """Make an action one transaction that ends by writing its traces.

    The heads of the chains are locked last and in sorted order, so that two actions never
    wait for each other. An action inside another leaves its traces to the outer one. Where
    requests are atomic the heads stay locked to the end of the request, so that a door calls
    one action: two things that belong together are one.
    """

    @wraps(action)
    def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        drafts = _drafts.get()
        if drafts is not None:
            return _inside(drafts, action, *args, **kwargs)
        with transaction.atomic():
            result, drafts = _collected(action, *args, **kwargs)
            _write(drafts)
        return result

    return whole


def _collected(action: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> tuple[R, list[Draft]]:
    """Run the action; return its answer and its traces.

    It is over before the commit: a job that starts on commit is an action of its own.
    """
    drafts: list[Draft] = []
    token = _drafts.set(drafts)
    try:
        return action(*args, **kwargs), drafts
    finally:
        _drafts.reset(token)


def _inside(drafts: list[Draft], action: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    before = len(drafts)
    try:
        with transaction.atomic():
            return action(*args, **kwargs)
    except BaseException:
        del drafts[before:]
        raise


def record(
    *,
    verb: str,
    target: models.Model,
    by: Acting,
    at: datetime,
    details: Mapping[str, Any] | None = None,
    chain: str | None = None,
) -> None:
    """Note what was done; it is written when the action ends.

    Parameters
    ----------
    verb : str
        What happened, ``"need.registered"``.
    target : Model
        What it happened to.
    details : mapping, optional
        What a person may read of it later, such as values before and after. ``by`` and ``for``
        are kept for who did it.
    chain : str, optional
        Chain to write in; else that of the organisation acted for.
    """
    drafts = _drafts.get()
    if drafts is None:
        raise RuntimeError("record() belongs in an action marked @audit.traced.")
    details = details or {}
    if taken := RESERVED & details.keys():
        raise ValueError(f"{sorted(taken)} tell who did it: call the details something else.")
    chain = chain or chain_of(by.organisation_id)
    drafts.append(Draft(chain, verb, label_of(target), by, at, details))


def _write(drafts: Iterable[Draft]) -> None:
    by_chain = attrgetter("chain")
    for chain, group in groupby(sorted(drafts, key=by_chain), key=by_chain):
        _extend(_locked(chain), list(group))


def _locked(chain: str) -> Head:
    heads = Head.objects.select_for_update()
    head = heads.filter(pk=chain).first()
    if head is None:
        Head.objects.bulk_create([Head(chain=chain)], ignore_conflicts=True)
        head = heads.get(pk=chain)
    return head


def _extend(head: Head, drafts: list[Draft]) -> None:
    for draft in drafts:
        entry, detail = _entry(head, draft)
        entry.save(force_insert=True)
        detail.save(force_insert=True)
        head.sequence, head.hash = entry.sequence, entry.hash
    head.save()


def _entry(head: Head, draft: Draft) -> tuple[Entry, Detail]:
    salt = secrets.token_hex(16)
    text = canonical({**draft.details, "by": draft.by.name, "for": draft.by.organisation_name})
    entry = Entry(
        chain=head.chain,
        sequence=head.sequence + 1,
        at=draft.at,
        verb=draft.verb,
        target=draft.target,
        person_id=draft.by.person_id,
        role_kind=draft.by.role_kind,
        organisation_id=draft.by.organisation_id,
        digest=salted_digest(salt, text),
        previous=head.hash,
    )
    entry.hash = link(entry)
    return entry, Detail(entry=entry, salt=salt, text=text)


@traced
def erase_details(*, target: models.Model, by: Acting, now: datetime) -> int:
    """Erase what can be read about a thing; return how many texts. The chains still hold."""
    texts = Detail.objects.filter(entry__target=label_of(target)).delete()[0]
    record(verb="details.erased", target=target, by=by, at=now, details={"texts": texts})
    return texts
