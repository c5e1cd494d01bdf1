"""Runden: one initiative from the need to what was learned, and what is missing on the way."""

from datetime import date, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from stafett.benefits.models import Commitment, Conclusion, Deviation, Usage
from stafett.initiatives import actions
from stafett.initiatives.models import CostLine, Difference, Participation
from stafett.organisations.models import Parameter
from stafett.trials.models import Evidence
from tests.factories import (
    LONG_AGO,
    NOW,
    BenefitFactory,
    CommitmentFactory,
    InitiativeFactory,
    NeedFactory,
    ObservationFactory,
    RoleFactory,
    SameHereFactory,
)
from tests.pages import Reader
from tests.rooms.trials import stories

TODAY = timezone.localdate()


@pytest.fixture
def need(kari):
    return NeedFactory(
        organisation=kari.home, registered_by=kari.person, scope="public", title="Fakturaene",
        registered_at=NOW,
    )  # fmt: skip


@pytest.fixture
def initiative(kari, need):
    return InitiativeFactory(organisation=kari.home, needs=[need], untested_reason="")


def round_of(initiative, cast=None, **asked):
    return Reader(cast).opens(f"/tiltak/{initiative.pk}/", **asked)


def leg(page, key):
    """Return one leg of the spine."""
    return page.part(f"leg-{key}")


def slots(page, key):
    """Return what is missing on a leg, as text."""
    return [part.text for part in leg(page, key) if part.get("class") == "missing"]


def ways(page, key):
    """Return where the links of a leg lead."""
    return [part.get("href") for part in leg(page, key) if part.name == "a"]


def slot_ways(page):
    """Return where the open slots lead."""
    found = [part for part in page.root if part.get("class") == "missing"]
    return [link.get("href") for slot in found for link in slot if link.name == "a"]


def figures(home, **values):
    """Set figures that the organisation reckons with."""
    for name, value in values.items():
        Parameter.objects.create(
            organisation=home, name=name, value=value, valid_from=LONG_AGO, source="x"
        )


def next_step(page):
    [step] = [part for part in page.root if part.get("class") == "next-step"]
    return step.text


# --- the need ------------------------------------------------------------------------------------


def test_the_need_says_who_told_it_who_was_heard_and_who_has_it_too(initiative, need, kari):
    SameHereFactory(need=need)
    page = round_of(initiative, kari)

    assert leg(page, "need").get("data-look") == "done"
    for told in (
        "Told by Fjordvik, 12 May 2026.",
        "3 people who live with it have been heard.",
        "1 other has it too.",
        need.problem,
        need.today,
    ):
        assert told in leg(page, "need").text
    assert page.links["Fakturaene"] == f"/behov/{need.pk}/"


def test_what_is_not_told_of_the_need_is_an_open_slot_for_the_one_who_can_fill_it(
    initiative, need, kari
):
    type(need).objects.update(today="", heard_count=0)
    page = round_of(initiative, kari)

    assert leg(page, "need").get("data-look") == "open"
    [today, heard] = slots(page, "need")
    assert "It is not told how it is today." in today
    assert "Kari Nes" in today
    assert "Nobody who lives with the problem has been heard." in heard
    assert f"/behov/{need.pk}/endre/" in page.links.values()
    assert "It is not told how it is today." in next_step(page)


def test_others_in_the_house_see_who_has_it_and_get_no_way_in(initiative, need, kari):
    type(need).objects.update(today="")
    colleague = RoleFactory(organisation=kari.home, kind="employee").person
    page = round_of(initiative, colleague)

    assert "Kari Nes" in next_step(page)
    assert f"/behov/{need.pk}/endre/" not in page.links.values()


def test_needs_that_are_not_shared_are_counted_and_not_shown(initiative, need, kari):
    hidden = NeedFactory(organisation=kari.home, title="Bare vårt", today="Hemmelig i dag")
    initiative.needs.add(hidden)

    own, theirs = round_of(initiative, kari), round_of(initiative)
    assert "Bare vårt" in leg(own, "need").text
    assert "Bare vårt" not in theirs.source
    assert "Hemmelig i dag" not in theirs.source
    assert "1 more need lies behind this, and is not shared with you." in leg(theirs, "need").text


def test_a_need_nobody_shares_is_said_to_be_others(initiative, need):
    type(need).objects.update(scope="own")
    page = round_of(initiative)

    assert "have not shared it with you" in leg(page, "need").text
    assert need.problem not in page.source


# --- the test ------------------------------------------------------------------------------------


def test_the_tests_it_rests_on_are_told_in_one_sentence(initiative, need, kari):
    trial = stories.in_state("decided", need, kari.acting_now, timezone.now())
    Evidence.objects.create(trial=trial, initiative=initiative)
    page = round_of(initiative)

    assert leg(page, "test").get("data-look") == "done"
    assert "Tested once" in leg(page, "test").text
    assert "19 of 20, the demand was at least 50 %: met." in leg(page, "test").text
    assert "Bilder av vanlige ting virker." in leg(page, "test").text
    assert page.links[trial.idea] == trial.get_absolute_url()


def test_tests_of_the_same_need_it_does_not_rest_on_stand_beside(initiative, need, kari):
    rests_on, beside = (
        stories.in_state(state, need, kari.acting_now, timezone.now())
        for state in ("decided", "running")
    )
    Evidence.objects.create(trial=rests_on, initiative=initiative)
    page = round_of(initiative)

    assert "Other tests of the same need" in leg(page, "test").text
    assert beside.get_absolute_url() in ways(page, "test")
    assert "Tested once" in leg(page, "test").text


def test_untested_with_a_reason_is_told_and_lacks_nothing(initiative):
    type(initiative).objects.update(untested_reason="Prøvd i nabokommunen i fjor.")
    page = round_of(initiative)

    assert "Not tested by us, and it is said why." in leg(page, "test").text
    assert "Prøvd i nabokommunen i fjor." in leg(page, "test").text
    assert slots(page, "test") == []


def test_untested_without_a_reason_is_an_open_slot(initiative, need, kari):
    page = round_of(initiative, kari)

    [slot] = slots(page, "test")
    assert "Nobody has tested it" in slot
    assert f"/behov/{need.pk}/test/ny/" in page.links.values()
    assert f"/behov/{need.pk}/test/ny/" not in round_of(initiative).links.values()


# --- the page ------------------------------------------------------------------------------------


def test_a_passer_by_is_shown_the_way_to_the_need(initiative, need):
    page = round_of(initiative)

    assert page.heading == initiative.title
    assert "Do you have the same need?" in next_step(page)
    assert page.links["Read the need"] == f"/behov/{need.pk}/"


def test_a_stopped_lap_says_why_and_has_no_baton(initiative, kari):
    type(initiative).objects.update(stage="stopped", stopped_reason="Leverandøren gikk konkurs.")
    page = round_of(initiative, kari)

    assert page.shows("Stopped in time")
    assert page.shows("Leverandøren gikk konkurs.")
    assert "The baton is here" not in page.text


# --- the solution --------------------------------------------------------------------------------


def falls_away(initiative, **told):
    values = {"kind": "step", "what": "Taste fakturaen", "relieved": "staff", "is_removed": True}
    return Difference.objects.create(initiative=initiative, **values | told)


def costs(initiative, kind="licence", **told):
    values = {"what": "Lisens", "year": 2026, "last_year": 2027, "low": 80, "likely": 100,
              "high": 150, "price_year": 2026, "vat": "none", "payer": "municipality"}  # fmt: skip
    return CostLine.objects.create(initiative=initiative, kind=kind, **values | told)


def test_the_solution_is_told_net_and_each_ones_time_by_itself(initiative):
    falls_away(initiative, minutes=12, times_a_year=1000)
    falls_away(initiative, minutes=3, times_a_year=1000, is_removed=False, what="Godkjenne")
    falls_away(initiative, minutes=30, times_a_year=200, relieved="inhabitants")
    costs(initiative)
    told = leg(round_of(initiative), "solution").text

    assert "2 things fall away, 1 comes to." in told
    assert "Staff get 150 hours back a year, all counted." in told
    assert "Inhabitants get 100 hours back a year, all counted." in told
    assert "It costs about 200 kr (160 to 300) in 2026–2027, in 2026 prices." in told
    assert "Taste fakturaen" in told


def test_time_that_is_added_is_said_as_plainly_as_time_that_is_saved(initiative):
    falls_away(initiative, minutes=6, times_a_year=100, is_removed=False)

    assert (
        "Staff spend 10 hours more a year, all counted."
        in leg(round_of(initiative), "solution").text
    )


def test_what_is_missing_of_a_solution_are_slots_with_ways_for_its_keepers_only(initiative, kari):
    own, theirs = round_of(initiative, kari), round_of(initiative)

    assert [text.split(".")[0] for text in slots(own, "solution")] == [
        "It is not told what people can stop doing",
        "It is not told what it costs: licences and equipment, training, the dip while people "
        "learn, operation and support",
        "The unions, the safety reps and the staff have not been brought in",
        "It is not told what gets better, and by which yardstick",
    ]
    assert all("Jonas Haugen, or a leader in Fjordvik" in text for text in slots(own, "solution"))
    at = {"pk": initiative.pk}
    assert slot_ways(own)[1:] == [
        reverse(name, kwargs=at)
        for name in (
            "initiatives:differences", "initiatives:costs", "initiatives:involvement",
            "benefits:overview",
        )
    ]  # fmt: skip
    assert slot_ways(theirs) == []


def test_the_light_track_is_asked_for_less(initiative, kari):
    type(initiative).objects.update(staff_count=6)
    figures(kari.home, light_cost=250_000, light_staff=20)
    falls_away(initiative)
    BenefitFactory(initiative=initiative)
    page = round_of(initiative, kari)

    assert "Light track" in leg(page, "solution").text
    assert slots(page, "solution") == []


# --- who joins -----------------------------------------------------------------------------------


@pytest.fixture
def regional(region, need):
    return InitiativeFactory(
        organisation=region, needs=[need], scope="region", group=region, title="Felles fakturaer"
    )


def test_the_owner_sees_who_joins_and_who_has_not_answered(regional, kari, ola, rune):
    Participation.objects.create(
        initiative=regional, municipality=ola.home, answer="later", reason="Vi bytter system.",
        answered_at=NOW,
    )  # fmt: skip
    page = round_of(regional, rune)

    assert "Of those who have answered, 1 waits." in leg(page, "roadmap").text
    assert "Vi bytter system." in leg(page, "roadmap").text
    [slot] = slots(page, "roadmap")
    assert "Fjordvik" in slot


def test_who_is_asked_is_asked_by_name_and_sees_only_their_own_answer(regional, kari, ola):
    Participation.objects.create(
        initiative=regional, municipality=ola.home, answer="no", reason="Hemmelig grunn.",
        answered_at=NOW,
    )  # fmt: skip
    page = round_of(regional, kari)

    assert "Fjordvik has not said whether it joins." in next_step(page)
    assert "Hemmelig grunn." not in page.source
    assert "Sund has said that it does not join." in leg(round_of(regional, ola), "roadmap").text


# --- promises and readings -----------------------------------------------------------------------

BEFORE = (date(2025, 11, 1), date(2025, 11, 30))
AFTER = (date(2026, 1, 1), date(2026, 3, 31))


def promise(cast, initiative, *, before=12, after=None, benefit=None, **told):
    """Let somebody own a promise that was read before, and perhaps after."""
    benefit = benefit or BenefitFactory(initiative=initiative, name="Kortere tid")
    made = CommitmentFactory(
        benefit=benefit, municipality=cast.home, owner=cast.person, owner_name=cast.person.name,
        measure_every=600, baseline_from=BEFORE[0], baseline_to=BEFORE[1], **told,
    )  # fmt: skip
    for (start, end), value in ((BEFORE, before), (AFTER, after)):
        if value is not None:
            ObservationFactory(
                indicator=benefit.indicator, organisation=cast.home, period_start=start,
                period_end=end, value=value,
            )  # fmt: skip
    if after is not None:
        Usage.objects.create(
            commitment=made, period_start=AFTER[0], period_end=AFTER[1], volume=22800, users=8,
            of_users=10, recorded_at=NOW,
        )  # fmt: skip
    return made


def test_measured_stands_beside_what_was_promised_and_says_of_how_many(regional, kari, ola, rune):
    joins(regional, kari, ola)
    figures(rune.home, hours_per_fte=1700)
    made = promise(kari, regional, after=9)
    promise(ola, regional, benefit=made.benefit)
    told = leg(round_of(regional, rune), "benefit").text

    assert "Measured in 1 of 2 municipalities." in told
    assert "Measured 912 hours (0.5 FTE) a year; promised there by then 1 520 hours" in nbsp(told)
    assert "That is 60 % of it." in nbsp(told)
    assert "Promised in all 3 040 hours" in nbsp(told)
    assert "Not measured" in told


def joins(initiative, *casts):
    for cast in casts:
        Participation.objects.create(
            initiative=initiative, municipality=cast.home, answer="joins", answered_at=NOW
        )


def nbsp(text):
    return text.replace("\u202f", " ").replace("\u00a0", " ")


def test_a_municipality_sees_its_own_part_and_says_that_it_is_that(regional, kari, ola):
    joins(regional, kari, ola)
    made = promise(kari, regional, after=9)
    promise(ola, regional, benefit=made.benefit, after=3)
    page = round_of(regional, kari)

    assert "In Fjordvik: 1 of 1 promise has a yes from its owner." in leg(page, "handover").text
    assert "In Fjordvik: Measured in 1 of 1 municipality." in leg(page, "benefit").text
    assert "Sund" not in page.part("main").text.replace("Sund kommune", "")


def test_a_passer_by_reads_the_standard_and_nobodys_promise_or_reading(initiative, kari):
    made = promise(kari, initiative, after=9)
    page = round_of(initiative)

    assert made.benefit.name in leg(page, "benefit").text
    assert made.benefit.indicator.name in leg(page, "benefit").text
    assert "1 benefit is described." in leg(page, "benefit").text
    for theirs in (
        "912 hours",
        "Ola",
        "gevinstlofte",
        "In short",
        "12 minutter",
        "Kari Nes, Fjordvik",
    ):
        assert theirs not in page.part("main").text
    for key in ("roadmap", "handover", "practice", "benefit", "learning"):
        assert leg(page, key).get("data-look") == "hidden"
        assert "Not yet" not in leg(page, key).text


def test_a_promise_waits_for_the_one_who_is_asked_and_says_since_when(initiative, kari, anne):
    made = promise(kari, initiative, state="proposed", answered_at=None)
    own, beside = round_of(initiative, kari), round_of(initiative, anne)

    assert "«Kortere tid» waits for a yes from its owner." in next_step(own)
    assert own.links["Say yes or no"] == made.get_absolute_url()
    assert "Kari Nes, Fjordvik since 12 May 2026" in nbsp(slots(beside, "handover")[0])
    assert "Say yes or no" not in beside.text


def test_when_the_effect_has_started_the_baton_is_with_the_new_practice(initiative, kari):
    promise(kari, initiative)
    page = round_of(initiative, kari)

    assert leg(page, "practice").get("data-look") == "here"
    assert "In use in Fjordvik since 1 January 2026" in nbsp(leg(page, "practice").text)


def test_before_that_it_says_when_it_begins(initiative, kari):
    promise(kari, initiative, effect_starts_on=TODAY + timedelta(days=40))
    page = round_of(initiative, kari)

    assert "Fjordvik begins" in leg(page, "practice").text
    assert leg(page, "solution").get("data-look") == "here"


def test_an_overdue_reading_is_an_open_slot_for_its_owner(initiative, kari):
    made = promise(kari, initiative)
    type(made).objects.update(measure_every=1)
    page = round_of(initiative, kari)

    assert any("should have been read by now" in text for text in slots(page, "benefit"))
    assert page.links["Read it now: «Kortere tid» should have been read by now."]


def test_a_reading_whose_period_is_over_is_a_slot_before_it_is_late(initiative, kari):
    promise(kari, initiative)
    starts = TODAY - timedelta(days=40)
    Commitment.objects.update(measure_every=1, effect_starts_on=starts)
    page = round_of(initiative, kari)

    assert any("can be read now: its period is over" in text for text in slots(page, "benefit"))
    assert not any("should have been read" in text for text in slots(page, "benefit"))


def test_a_shortfall_and_a_missing_baseline_are_open_slots(initiative, kari):
    promise(kari, initiative, before=None)
    promise(kari, initiative, after=11, benefit=BenefitFactory(initiative=initiative, name="Annet"))
    figures(kari.home, deviation_share="0.2")
    texts = slots(round_of(initiative, kari), "benefit")

    assert any("«Kortere tid» has no reading from before" in text for text in texts)
    assert any("Less came of «Annet» than was promised" in text for text in texts)


def test_what_others_own_is_one_slot_for_each_thing_that_lacks(regional, kari, ola, rune):
    joins(regional, kari, ola)
    made = promise(kari, regional, before=None)
    promise(ola, regional, before=None, benefit=made.benefit)
    [slot, *others] = slots(round_of(regional, rune), "benefit")

    assert "2 promises have no reading from before the effect starts." in slot
    assert "Kari Nes, Fjordvik · Ola Sund, Sund" in slot
    assert others == []


def test_who_takes_part_is_told_who_has_it_and_not_asked_for_a_need(regional, kari):
    joins(regional, kari)
    promise(kari, regional, before=None)
    colleague = RoleFactory(organisation=kari.home, kind="employee").person
    page = round_of(regional, colleague)

    assert "Do you have the same need?" not in page.text
    assert "or a leader in Fjordvikregionen" in next_step(page)


def test_what_is_concluded_is_what_was_learned_failure_included(initiative, kari):
    made = promise(kari, initiative, after=11)
    Deviation.objects.create(
        commitment=made, period_end=AFTER[1], cause="Halve gruppa taster ennå.", decision="more",
        what="Opplæring i juni", noted_at=NOW,
    )  # fmt: skip
    Conclusion.objects.create(
        commitment=made, outcome="partly", reason="Noe raskere.", also_changed="Nytt system",
        made_at=NOW,
    )  # fmt: skip
    page = round_of(initiative, kari)

    told = leg(page, "learning").text
    for text in ("0 of 1 promise that is concluded, was realised.", "partly realised",
                 "Noe raskere.", "Nytt system", "Halve gruppa taster ennå.", "Opplæring i juni"):  # fmt: skip
        assert text in told
    assert leg(page, "learning").get("data-look") == "here"


def test_quality_is_told_as_so_many_of_so_many_and_never_summed(initiative, kari):
    benefit = BenefitFactory(initiative=initiative, valuation="none", counts="", factor=None)
    promise(kari, initiative, benefit=benefit, after=7, volume=None, adoption=None)
    told = leg(round_of(initiative, kari), "benefit").text

    assert "Measured in 1 of 1. The promised level is reached in 1." in told


def test_what_is_left_out_of_sums_says_why_and_is_not_in_them(initiative, kari):
    first = promise(kari, initiative, after=9)
    other = BenefitFactory(initiative=initiative, name="Regnes der")
    promise(kari, initiative, benefit=other, after=9, depends_on=first)
    told = nbsp(leg(round_of(initiative, kari), "benefit").text)

    assert "Measured 912 hours" in told
    assert "1 824" not in told
    assert "t depends on another promise" in told


def test_its_own_people_see_what_has_happened(initiative, kari):
    actions.stop(initiative=initiative, reason="Ikke nå", version=initiative.version,
                 by=kari.acting_now, now=timezone.now())  # fmt: skip

    assert "What has happened with this initiative" in round_of(initiative, kari).text
    assert "stopped it" in round_of(initiative, kari).text
    assert "What has happened with this initiative" not in round_of(initiative).text
