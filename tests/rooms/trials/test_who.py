"""Who runs a test, who reads it, and who was first."""

import pytest
from django.utils import timezone

from stafett.lib import Acting, SomebodyWasFirst
from stafett.organisations.models import RoleKind
from stafett.trials import queries, rules
from stafett.trials.models import Decision, Result, Trial
from tests import factories
from tests.pages import Reader
from tests.rooms.trials import stories

DOORS = ("endre", "las", "resultat", "beslutning", "laring")


@pytest.mark.parametrize("kind", RoleKind.values)
def test_those_who_look_after_tests_run_one_that_somebody_else_planned(at, kari, kind):
    trial = at("running")
    other = factories.RoleFactory(organisation=kari.home, kind=kind)
    by = factories.acting_for(other, timezone.localdate())

    if kind in rules.KEEPERS:
        stories.measure(trial, by, timezone.now())
        assert stories.fresh(trial).state == "measured"
    else:
        with pytest.raises(rules.NotTheirs):
            stories.measure(trial, by, timezone.now())
        assert Reader(other.person).client.get(f"/test/{trial.pk}/resultat/").status_code == 404


@pytest.mark.parametrize("kind", RoleKind.values)
def test_anybody_with_a_role_plans_a_test_and_runs_it(need, kari, kind):
    other = factories.RoleFactory(organisation=kari.home, kind=kind)
    by, now = factories.acting_for(other, timezone.localdate()), timezone.now()

    trial = stories.in_state("decided", need, by, now)

    assert trial.decision.kind == "adopt"


@pytest.mark.parametrize("event", stories.EVENTS)
@pytest.mark.parametrize("state", rules.STATES)
def test_somebody_elsewhere_and_nobody_take_no_step(at, siri, state, event):
    trial, now = at(state), timezone.now()
    for by in (siri.acting_now, Acting(day=timezone.localdate())):
        with pytest.raises(rules.NotTheirs):
            stories.EVENTS[event](trial, by, now)
    assert not Result.objects.exclude(recorded_by_name="Kari Nes").exists()


@pytest.mark.parametrize("state", rules.STATES)
def test_those_who_may_read_are_offered_nothing_to_do(at, siri, state):
    trial = at(state)
    for reader in (Reader(siri), Reader()):
        page = reader.opens(trial.get_absolute_url())
        assert page.status == 200
        for door in DOORS:
            assert f"/test/{trial.pk}/{door}/" not in page.source


@pytest.mark.parametrize(
    ("scope", "who_reads"),
    [("own", {"kari"}), ("region", {"kari", "ola", "rune"}),
     ("public", {"kari", "ola", "rune", "siri", "nobody"})],
)  # fmt: skip
def test_a_test_is_read_by_those_who_read_its_need(
    at, need, region, kari, ola, rune, siri, scope, who_reads
):
    trial = at("decided")
    type(need).objects.update(scope=scope, group=region if scope == "region" else None)
    cast = {"kari": kari, "ola": ola, "rune": rune, "siri": siri, "nobody": None}

    read = {
        name
        for name, who in cast.items()
        if Reader(who).client.get(trial.get_absolute_url()).status_code == 200
    }

    assert read == who_reads


def test_a_test_of_somebody_elses_need_waits_only_while_it_can_be_read(need, siri):
    trial = stories.in_state("measured", need, siri.acting_now, timezone.now())
    today = timezone.localdate()
    assert [item.url for item in queries.waiting_for(siri.acting_now, today)] == [
        trial.get_absolute_url()
    ]

    type(need).objects.update(scope="own")

    assert queries.waiting_for(siri.acting_now, today) == []


def test_a_plan_waits_for_the_one_who_made_it(at, kari, anne):
    at("planned")
    today = timezone.localdate()

    assert len(queries.waiting_for(kari.acting_now, today)) == 1
    assert queries.waiting_for(anne.acting_now, today) == []


# --- two at once ---------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("state", "door", "told"),
    [
        ("planned", "endre", stories.PLAN | {"idea": "Et kortere skjema"}),
        ("planned", "las", {}),
        ("running", "endre", stories.PLAN | {"idea": "Et kortere skjema"}),
        ("running", "resultat", {"n": "7", "successes": "3", "surprises": "De lo."}),
        ("running", "beslutning", {"reason": "Ingen kom.", "learning": "Inviter tidligere."}),
        ("measured", "beslutning",
         {"kind": "adopt", "reason": "Det virket.", "learning": "Bilder virker."}),
        ("decided", "laring", {"learning": "Bilder virker."}),
    ],
)  # fmt: skip
def test_the_second_is_told_who_was_first_and_keeps_the_text(at, kari, anne, state, door, told):
    trial = at(state)
    address = f"/test/{trial.pk}/{door}/"
    first, second = Reader(anne), Reader(kari)
    assert first.sends(address, told, version=trial.version).path != address

    page = second.sends(address, told, version=trial.version)

    assert page.path == address
    assert "Anne Vik changed this at" in page.text
    for text in told.values():
        assert text in page.source
    assert Decision.objects.count() + Result.objects.count() + Trial.objects.count() <= 3


@pytest.mark.parametrize(
    ("state", "event"), [(s, e) for s, events in rules.STATES.items() for e in events]
)
def test_two_in_the_same_moment_and_one_is_told(at, kari, anne, state, event):
    """Both have read the row before either has written."""
    mine, theirs = (Trial.objects.get(pk=at(state).pk),) * 1 + (None,)
    theirs = Trial.objects.get(pk=mine.pk)
    now = timezone.now()
    stories.EVENTS[event](mine, kari.acting_now, now)
    after = Trial.objects.filter(pk=mine.pk).values().get()

    with pytest.raises(SomebodyWasFirst, match="Kari Nes"):
        stories.EVENTS[event](theirs, anne.acting_now, now)

    assert Trial.objects.filter(pk=mine.pk).values().get() == after
