"""What a promise means for positions: who is heard, who sees how many, and what became of it."""

from datetime import timedelta

import pytest
from django.apps import apps
from django.db import DatabaseError, transaction
from django.utils import timezone, translation

from stafett.benefits.actions import staffing
from stafett.benefits.models import FreedTime, StaffingEffect
from stafett.benefits.queries import staffing as queries
from stafett.lib import Refused, SomebodyWasFirst
from stafett.organisations.models import RoleKind
from tests import factories
from tests.cast import Cast
from tests.pages import Reader
from tests.rooms.benefits import promises
from tests.rooms.benefits.positions import Promise, cuts, in_days, planned


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def promise(kari, national_figures):
    return Promise(kari)


@pytest.fixture
def turid(fjordvik):
    """Turid speaks for the union in Fjordvik."""
    person = factories.PersonFactory(name="Turid Moe", email="turid@example.no")
    role = factories.RoleFactory(person=person, organisation=fjordvik, kind=RoleKind.UNION_REP)
    return Cast(person, role, fjordvik)


def at(promise, more=""):
    return f"/gevinstlofte/{promise.pk}/bemanning/{more}"


# --- all the way, by hand -------------------------------------------------------------------


def test_from_a_plan_to_a_decision_on_the_pages(promise, kari):
    reader, day = Reader(kari), timezone.localdate().isoformat()
    assert reader.opens(at(promise)).shows("Say what it means")
    told = {name: "" if value is None else value for name, value in planned().items()}
    page = reader.sends(at(promise, "plan/"), told)
    assert page.shows("The reps see it on their page.")
    log = f"/tiltak/{promise.row.benefit.initiative_id}/involvering/"
    noted = {
        "with_whom": "Fagforbundet",
        "happened_on": day,
        "view": "Vi er for.",
        "reply": "Takk.",
    }

    for step, kind in (
        ("informert", "informed"),
        ("droftet", "consulted"),
        ("risiko", "risk_assessed"),
    ):
        where = at(promise, f"{step}/")
        assert reader.opens(where).shows("There is no such note yet.")
        page = reader.sends(f"{log}?til={where}", noted, kind=kind)
        assert page.shows("Which of these was it?")
        effect = promise.effect
        note = queries.notes_for(
            effect, {"informed": "inform", "consulted": "consult"}.get(kind, "assess")
        )
        page = reader.sends(where, version=effect.version, note=note[0].pk)
    assert page.shows("Now it can be decided.")
    page = reader.sends(at(promise, "beslutt/"), version=promise.effect.version)

    assert page.shows("Decided. It is counted as kroner when the budget line shows it.")
    assert promise.effect.state == "decided"
    assert promise.row.awaits_budget


def test_the_next_step_has_a_word_on_its_button(promise, kari):
    promise.plans()
    for says in ("Say when they were informed", "Say when it was consulted on"):
        assert says in Reader(kari).opens(at(promise)).links
        promise.takes("inform" if "informed" in says else "consult")


def test_a_step_out_of_turn_says_what_to_do_instead(promise, kari):
    promise.plans()

    page = Reader(kari).opens(at(promise, "beslutt/"))

    assert page.shows("Inform the union reps and the safety rep first, and note it.")


def test_of_two_who_change_the_plan_the_second_is_told(promise):
    promise.plans()
    stale = promise.effect
    promise.changes(people=9)

    with pytest.raises(SomebodyWasFirst):
        staffing.drop(effect=stale, reason="x", version=1, by=promise.by, now=timezone.now())


def test_a_plan_that_changes_after_they_were_heard_is_heard_anew(promise):
    promise.plans()
    promise.is_heard()
    promise.changes(people=12)

    effect = promise.effect
    assert (effect.state, effect.informed_at is None) == ("informed", False)
    assert (effect.consulted, effect.risk_assessed_at) == (None, None)


def test_what_is_laid_aside_stands_there_with_why(promise, kari):
    promise.plans()
    reader = Reader(kari)

    reader.sends(at(promise, "legg-bort/"), reason="Vi fant nytt arbeid.", version=1)

    page = reader.opens(at(promise))
    assert page.shows("Vi fant nytt arbeid.")
    assert page.shows("Say what it means")


# --- what the database keeps ----------------------------------------------------------------


@pytest.mark.parametrize(
    "change",
    [{"people": 99}, {"realised_by": "redeployed"}, {"what": "Noe annet"}, {"positions": 9},
     {"informed_at": None}, {"state": "planned"}, {"decided_at": None}],
)  # fmt: skip
def test_the_database_itself_keeps_what_was_decided(promise, change):
    promise.plans()
    promise.is_heard()
    promise.decides()
    with pytest.raises(DatabaseError), transaction.atomic():
        StaffingEffect.objects.update(**change)
    with pytest.raises(DatabaseError), transaction.atomic():
        StaffingEffect.objects.all()._raw_delete("default")


@pytest.mark.parametrize("state", ["informed", "consulted", "risk_assessed", "decided"])
def test_the_database_itself_lets_nobody_skip_a_step(promise, state):
    promise.plans()
    with pytest.raises(DatabaseError), transaction.atomic():
        StaffingEffect.objects.update(state=state)
    for name in ("consulted_at", "risk_assessed_at", "decided_at"):
        with pytest.raises(DatabaseError), transaction.atomic():
            StaffingEffect.objects.update(state=state, **{name: timezone.now()})


def test_the_database_itself_keeps_the_order_of_the_steps(promise):
    promise.plans()
    promise.takes("inform")
    earlier = promise.effect.informed_at - timedelta(seconds=1)
    with pytest.raises(DatabaseError), transaction.atomic():
        StaffingEffect.objects.update(state="consulted", consulted_at=earlier)


# --- nobody is named ------------------------------------------------------------------------

ABOUT_THEM = (StaffingEffect, FreedTime, apps.get_model("initiatives", "Involvement"))


@pytest.mark.parametrize("model", ABOUT_THEM)
def test_there_is_no_field_for_whom_it_touches(model):
    """Neither a key to a person, nor a name that is not of who wrote, answered or decided."""
    for field in model._meta.get_fields():
        assert field.related_model is None or field.related_model._meta.label != "people.Person"
        if not field.auto_created and "name" in field.name:
            assert field.name.endswith("_by_name"), field
        assert not getattr(field, "many_to_many", False)


def test_few_people_are_counted_for_those_who_decide_only(promise, kari, turid):
    promise.plans(people=4, positions=3)

    theirs, ours = Reader(turid).opens(at(promise)), Reader(kari).opens(at(promise))

    assert ours.shows("People it reaches")
    assert not theirs.shows("People it reaches")
    assert not theirs.shows("Positions 3")
    assert theirs.shows("Only those who decide see how many")


def test_five_people_are_counted_for_everybody_there(promise, turid):
    promise.plans(people=5)

    assert Reader(turid).opens(at(promise)).shows("People it reaches")


def test_a_warning_does_not_tell_how_many(promise, kari, turid):
    promise.plans(**cuts(4, in_days(9), people=4))
    Promise(kari).plans(**cuts(3, in_days(9), people=4))

    page = Reader(turid).opens(at(promise))

    assert page.shows("At least 5 dismissals")
    for told in ("7 dismissals", "Dismissals 4", "Notice"):
        assert not page.shows(told)


def test_positions_are_seen_nowhere_else(promise, rune, siri):
    promise.plans()
    for cast in (rune, siri):
        assert Reader(cast).opens(at(promise)).status == 404
        assert not StaffingEffect.objects.visible_to(cast.acting_now)


# --- what became of the time ----------------------------------------------------------------


def decided_long_ago(promise, days=200):
    """Let the effect have started, and be decided, so many days ago."""
    day, then = timezone.localdate() - timedelta(days), timezone.now() - timedelta(days)
    promise.plans(now=then)
    promise.is_heard()
    promise.decides()
    return day


@pytest.fixture
def later(monkeypatch):
    """Let the time since the decision have passed."""

    def passes(days):
        monkeypatch.setattr(
            queries, "due_on",
            lambda effect, months: timezone.localdate() + timedelta(months * 30 - days),
        )  # fmt: skip

    return passes


@pytest.mark.parametrize(("days", "months"), [(100, []), (180, [6]), (400, [6, 12])])
def test_the_owner_is_asked_after_half_a_year_and_after_a_year(promise, later, days, months):
    decided_long_ago(promise)
    later(days)

    asked = queries.asked_now(promise.effect, [], timezone.localdate())
    waiting = queries.waiting_for(promise.by, timezone.localdate())

    assert list(asked) == months
    assert [item.url for item in waiting] == [f"/gevinstlofte/{promise.pk}/frigjort-tid/"] * bool(
        months
    )


def test_the_answer_takes_one_press_and_stands_beside_the_promise(promise, kari, later):
    decided_long_ago(promise)
    later(200)
    reader, where = Reader(kari), f"/gevinstlofte/{promise.pk}/frigjort-tid/"

    assert reader.opens(where).shows("6 months after")
    page = reader.sends(where, became="partly")

    assert page.shows("After 6 months: some of it is used as planned")
    assert reader.opens(where).shows("Nothing is asked about the time now.")
    with pytest.raises(Refused, match="somebody has answered it"):
        staffing.follow_up(effect=promise.effect, became="other", by=promise.by, now=timezone.now())


def test_what_became_of_the_time_is_never_changed(promise, later):
    decided_long_ago(promise)
    later(200)
    staffing.follow_up(effect=promise.effect, became="gone", by=promise.by, now=timezone.now())
    with pytest.raises(DatabaseError), transaction.atomic():
        FreedTime.objects.update(became="as_planned")
    with pytest.raises(DatabaseError), transaction.atomic():
        FreedTime.objects.all()._raw_delete("default")


def test_it_is_asked_from_the_day_the_effect_starts_or_it_was_decided(promise):
    decided_long_ago(promise)
    effect = promise.effect
    assert queries.due_on(effect, 6).isoformat() == "2027-07-01"
    effect.commitment.effect_starts_on = promises.BEFORE
    assert queries.due_on(effect, 12).year == timezone.localdate(effect.decided_at).year + 1
