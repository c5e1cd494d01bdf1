"""Many at the same moment, each in a real transaction: no gap, no fork, nobody waits for ever."""

import pytest

from stafett.audit import actions as audit
from stafett.audit import queries
from stafett.audit.models import Entry
from tests.factories import NOW
from tests.rooms.audit.copies import KARI, SIRI, THING, note_needs
from tests.rooms.audit.together import at_once

pytestmark = pytest.mark.django_db(transaction=True)
PEOPLE = 8
TITLES = ["Vi taster for hånd", "Vi ringer rundt", "Vi kjører med papir", "Vi venter på svar"]


def _numbers(chain):
    return list(
        Entry.objects.filter(chain=chain).order_by("sequence").values_list("sequence", flat=True)
    )


def test_many_in_one_organisation_make_one_chain_without_a_gap():
    gave = at_once(*[lambda: note_needs(*TITLES)] * PEOPLE)

    assert gave == [None] * PEOPLE
    assert _numbers("organisation:4601") == list(range(1, PEOPLE * len(TITLES) + 1))
    assert not list(queries.first_broken())


def test_two_organisations_do_not_mix():
    people = [KARI, SIRI] * (PEOPLE // 2)
    gave = at_once(*[lambda by=by: note_needs(*TITLES, by=by) for by in people])

    assert gave == [None] * PEOPLE
    for chain in ("organisation:1871", "organisation:4601"):
        assert _numbers(chain) == list(range(1, PEOPLE // 2 * len(TITLES) + 1))
    assert not list(queries.first_broken())


@audit.traced
def _hand_over(*chains):
    for chain in chains:
        audit.record(verb="baton.moved", target=THING, by=KARI, at=NOW, chain=chain)


def test_two_chains_in_opposite_order_do_not_wait_for_each_other():
    def hand_over_often(*chains):
        for _time in range(len(TITLES)):
            _hand_over(*chains)

    ways = [("organisation:1", "organisation:2"), ("organisation:2", "organisation:1")]
    gave = at_once(*[lambda way=way: hand_over_often(*way) for way in ways * (PEOPLE // 2)])

    assert gave == [None] * PEOPLE
    for chain in ways[0]:
        assert _numbers(chain) == list(range(1, PEOPLE * len(TITLES) + 1))
    assert not list(queries.first_broken())


def test_an_action_that_fails_beside_others_leaves_no_gap():
    @audit.traced
    def change_my_mind():
        note_needs(*TITLES)
        raise LookupError

    gave = at_once(*[change_my_mind, lambda: note_needs(*TITLES)] * (PEOPLE // 2))

    assert [type(one) for one in gave] == [LookupError, type(None)] * (PEOPLE // 2)
    assert _numbers("organisation:4601") == list(range(1, PEOPLE // 2 * len(TITLES) + 1))
    assert not list(queries.first_broken())
