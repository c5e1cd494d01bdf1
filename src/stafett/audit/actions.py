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
from stafett.audit.rules import SIGN_INS, canonical, chain_of, link, salted_digest
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
    wait for each other. An action inside another leaves its traces to the outer one.
    """

    @wraps(action)
    def whole(*args: P.args, **kwargs: P.kwargs) -> R:
        drafts = _drafts.get()
        if drafts is not None:
            return _inside(drafts, action, *args, **kwargs)
        token = _drafts.set([])
        try:
            with transaction.atomic():
                result = action(*args, **kwargs)
                _write(_drafts.get() or [])
            return result
        finally:
            _drafts.reset(token)

    return whole


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
        What a person may read of it later, such as values before and after.
    chain : str, optional
        Chain to write in; else that of the organisation acted for.
    """
    drafts = _drafts.get()
    if drafts is None:
        raise RuntimeError("record() belongs in an action marked @audit.traced.")
    target_text = f"{target._meta.label_lower}:{target.pk}"
    chain = chain or chain_of(by.organisation_id)
    drafts.append(Draft(chain, verb, target_text, by, at, details or {}))


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
    text = canonical({"name": draft.by.name, "for": draft.by.organisation_name, **draft.details})
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


def erase_details(*, target: models.Model) -> int:
    """Erase what can be read about a thing; return how many texts. The chains still hold."""
    label = f"{target._meta.label_lower}:{target.pk}"
    return Detail.objects.filter(entry__target=label).delete()[0]
