"""How an initiative begins: with a need that is told, and a test or a reason."""

import pytest
from django.db import DatabaseError, transaction
from django.utils import timezone

from stafett.initiatives import queries
from stafett.initiatives.models import Initiative
from stafett.lib import Refused
from stafett.trials import actions as trials
from stafett.trials import queries as tests_told
from stafett.trials.models import Evidence
from tests.factories import NeedFactory
from tests.rooms.initiatives import stories
from tests.rooms.trials import stories as tested


def propose(need, by, tests=(), **more):
    return trials.propose(
        need=need, tests=tests, told=stories.SOLUTION, by=by, now=timezone.now(), **more
    )


@pytest.fixture
def adopted(need, kari):
    return tested.in_state("decided", need, kari.acting_now, timezone.now())


def test_it_rests_on_the_test_it_began_with(need, adopted, kari):
    initiative = propose(need, kari.acting_now, [adopted], untested_reason="Glemt")

    [line] = tests_told.evidence_for(kari.acting_now, initiative)
    assert line.trial == adopted
    assert line.sentence == "19 of 20, the demand was at least 50\u202f%: met"
    assert initiative.untested_reason == ""
    assert list(initiative.needs.all()) == [need]
    assert (initiative.lead, initiative.lead_name) == (kari.person, "Kari Nes")


def test_without_a_test_it_says_why(need, kari):
    with pytest.raises(Refused, match="say why it has not been tested") as refused:
        propose(need, kari.acting_now)
    assert refused.value.field == "untested_reason"

    initiative = propose(need, kari.acting_now, untested_reason="Prøvd i nabokommunen.")
    assert initiative.untested_reason == "Prøvd i nabokommunen."


def test_a_test_of_another_need_or_one_that_led_elsewhere_is_no_evidence(need, kari):
    by, now = kari.acting_now, timezone.now()
    elsewhere = tested.in_state("decided", NeedFactory(organisation=kari.home), by, now)
    stopped = tested.in_state("measured", need, by, now)
    tested.decide(stopped, by, now, kind="adapt")

    for trial in (elsewhere, stopped, tested.in_state("running", need, by, now)):
        with pytest.raises(Refused, match="ended with «use it»"):
            propose(need, by, [trial])
    assert not Initiative.objects.exists()


def test_the_database_keeps_what_it_rests_on(need, adopted, kari):
    initiative = propose(need, kari.acting_now, [adopted])
    another = propose(need, kari.acting_now, untested_reason="x")

    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.filter(initiative=initiative).update(initiative=another)
    with pytest.raises(DatabaseError), transaction.atomic():
        Evidence.objects.filter(initiative=initiative).delete()


def test_a_test_of_a_need_one_cannot_see_is_not_told(kari, siri):
    secret = NeedFactory(organisation=kari.home, scope="own")
    test = tested.in_state("decided", secret, kari.acting_now, timezone.now())
    initiative = propose(secret, kari.acting_now, [test])
    Initiative.objects.update(scope="public")

    assert len(tests_told.evidence_for(kari.acting_now, initiative)) == 1
    assert tests_told.evidence_for(siri.acting_now, initiative) == []
    assert queries.page(siri.acting_now, initiative).needs == []


def test_a_need_one_cannot_see_gets_no_solution(siri, kari):
    secret = NeedFactory(organisation=kari.home, scope="own")
    with pytest.raises(Refused, match="among those you can see"):
        stories.a_solution(secret, siri.acting_now)


def test_it_is_led_by_somebody_who_works_there(need, kari, siri, anne):
    with pytest.raises(Refused, match="works in your organisation"):
        stories.a_solution(need, kari.acting_now, lead=siri.person)
    assert stories.a_solution(need, kari.acting_now, lead=anne.person).lead_name == "Anne Vik"


def test_it_is_shared_with_a_group_one_belongs_to(need, kari, rune, siri):
    stories.a_solution(need, kari.acting_now, scope="region", group=rune.home)
    with pytest.raises(Refused, match="regions and networks that you belong to"):
        stories.a_solution(need, siri.acting_now, scope="region", group=rune.home)
