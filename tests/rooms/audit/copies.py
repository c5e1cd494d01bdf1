"""Chains in the hands of somebody who can write in the database's files."""

from contextlib import contextmanager
from datetime import date
from decimal import Decimal

from django.db import transaction
from hypothesis import strategies as st

from stafett.audit import actions as audit
from stafett.audit.models import Detail, Entry, Head
from stafett.audit.rules import link
from stafett.lib import Acting
from stafett.people.models import Person
from tests.factories import NOW

KARI = Acting(1, "Kari Nes", 1, "leader", 4601, "Fjordvik")
SIRI = Acting(2, "Siri Li", 2, "chief_executive", 1871, "Annenvik")
PASSER_BY = Acting()
THING = Person(pk=77)

texts = st.text(st.characters(exclude_categories=["Cs"]), max_size=20)
plain = st.one_of(
    *[texts, st.integers(), st.booleans(), st.none(), st.dates()],
    st.decimals(allow_nan=False, allow_infinity=False),
    st.lists(texts, max_size=2),
)
details = st.dictionaries(texts.filter(lambda key: key not in {"by", "for"}), plain, max_size=3)
events = st.tuples(
    st.sampled_from([KARI, SIRI, PASSER_BY]),
    st.sampled_from(["need.registered", "need.changed", "role.given"]),
    st.datetimes(timezones=st.just(NOW.tzinfo)),
    details,
)


@audit.traced
def note(*happened):
    """Do these things as one action."""
    for by, verb, at, told in happened:
        audit.record(verb=verb, target=THING, by=by, at=at, details=told)


def note_needs(*titles, by=KARI):
    """One action for each title."""
    for title in titles:
        note(
            (by, "need.registered", NOW, {"title": title, "day": date.min, "cost": Decimal("1.50")})
        )


@contextmanager
def undone():
    """Nothing of what happens here is left."""
    with transaction.atomic():
        yield
        transaction.set_rollback(True)


def copied(*happened):
    """Return the rows that these actions leave, each an action of its own, and leave none."""
    with undone():
        for event in happened:
            note(event)
        entries = list(Entry.objects.select_related("detail").order_by("chain", "sequence"))
        heads = list(Head.objects.all())
    return entries, heads


def put_in(entries, heads):
    """Write rows as they are, past every action. The rows may have been changed."""
    Entry.objects.bulk_create(entries)
    Detail.objects.bulk_create(entry.detail for entry in entries if hasattr(entry, "detail"))
    Head.objects.bulk_create(heads)


def linked_anew(entries, heads):
    """Make every hash right again, as somebody thorough would."""
    ends = {}
    for sequence, entry in enumerate(entries, start=1):
        entry.sequence, entry.previous = sequence, ends.get(entry.chain, "")
        entry.hash = ends[entry.chain] = link(entry)
    for head in heads:
        head.sequence, head.hash = len(entries), ends[head.chain]
