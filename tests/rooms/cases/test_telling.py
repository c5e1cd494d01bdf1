"""From what the lap wrote to a published case that others read."""

import pytest
from django.utils import timezone

from stafett.benefits.models import Commitment
from stafett.cases.models import Case
from stafett.indicators.models import Observation
from stafett.initiatives.models import Initiative
from stafett.lib import Refused, SomebodyWasFirst
from tests.factories import MembershipFactory, NeedFactory, OrganisationFactory
from tests.pages import Reader
from tests.rooms.benefits.economies import a_promise
from tests.rooms.cases import stories
from tests.rooms.initiatives.stories import differs
from tests.rooms.trials import stories as trials


def test_the_draft_begins_with_what_the_lap_has_written(kari):
    need = NeedFactory(organisation=kari.home, problem="Vi taster alt.", today="12 minutter")
    initiative = stories.measured(kari.home, need=need, solution="Fakturaene kommer som data.")
    differs(initiative, kari.acting_now, is_removed=True, what="Tastingen")

    page = Reader(kari).opens(f"/tiltak/{initiative.pk}/eksempel/")

    assert "Vi taster alt." in page.answer("need_told")
    assert "12 minutter" in page.answer("need_told")
    assert "Fakturaene kommer som data." in page.answer("measures_told")
    assert "Tastingen" in page.answer("measures_told")
    assert "1 av 1 kommune" in page.answer("result_told")
    assert page.answer("result") == "unknown"


def test_somebody_writes_publishes_and_everybody_reads(kari, measured):
    reader = Reader(kari)
    draft = reader.sends(f"/tiltak/{measured.pk}/eksempel/", stories.told())
    assert draft.shows("Only your own organisation sees a draft")
    publishing = reader.opens(f"{draft.path}publiser/")
    shown = [box.get("value") for box in publishing.all("input") if box.get("name") == "shown"]

    reader.sends(
        f"{draft.path}publiser/",
        {"shown": shown, "shared_with": "public", "version": publishing.answer("version")},
    )

    page = Reader().opens(draft.path)
    assert page.shows("Leverandører uten e-faktura tok et halvt år.")
    assert page.shows("1 520 hours a year")
    assert page.shows("measured in 1 of 1 municipality")
    assert page.shows("12 minutter, read 31 December 2025")
    assert "Fakturaene leses av maskinen" in Reader().opens("/laering/").needs


def test_publishing_brings_the_initiative_to_its_last_leg(measured, at):
    at("published")

    assert Initiative.objects.get(pk=measured.pk).stage == "learning"


def test_one_that_has_not_come_that_far_stays_where_it_is(kari):
    initiative = stories.measured(kari.home, stage="practice")

    stories.publish(stories.tell(initiative, kari.acting_now), kari.acting_now)

    assert Initiative.objects.get(pk=initiative.pk).stage == "practice"


def test_what_is_not_chosen_is_not_shown(kari, measured):
    case = stories.tell(measured, kari.acting_now)

    stories.publish(case, kari.acting_now, shown=["hours"])

    page = Reader().opens(case.get_absolute_url())
    assert page.shows("1 520 hours a year")
    assert not page.shows("12 minutter, read")
    assert "reading" not in str(Case.objects.get(pk=case.pk).figures)


def test_a_case_without_figures_says_so(kari, measured):
    case = stories.tell(measured, kari.acting_now, result="unknown")

    stories.publish(case, kari.acting_now, shown=[])

    assert Reader().opens(case.get_absolute_url()).shows("No figures were published with it.")


def test_figures_are_frozen_until_they_are_published_anew(kari, measured):
    case = stories.tell(measured, kari.acting_now)
    stories.publish(case, kari.acting_now)
    Observation.objects.filter(value=8).update(value=6)
    address = case.get_absolute_url()
    assert Reader().opens(address).shows("1 520 hours a year")

    stories.publish(case, kari.acting_now)

    assert Reader().opens(address).shows("2 280 hours a year")


def test_a_withdrawn_case_keeps_its_address_and_says_so(kari, at):
    case = at("withdrawn")

    page = Reader().opens(case.get_absolute_url())

    assert page.status == 200
    assert page.heading == "This case is withdrawn"
    assert page.shows("Tallene var feil.")
    assert not page.shows("Leverandører uten e-faktura")
    assert Reader().opens("/laering/").needs == []
    assert Reader(kari).opens(case.get_absolute_url()).shows("Leverandører uten e-faktura")


def test_a_withdrawn_case_is_mended_and_published_anew(kari, at):
    case = at("withdrawn")

    stories.publish(case, kari.acting_now)

    assert Reader().opens(case.get_absolute_url()).shows("Leverandører uten e-faktura")


def test_what_did_not_work_is_asked_for(kari, measured):
    page = Reader(kari).sends(f"/tiltak/{measured.pk}/eksempel/", stories.told(failed_told=""))

    assert page.errors == {"failed_told": "Tell what did not work, or what you would do otherwise."}
    case = stories.tell(measured, kari.acting_now, failed_told="")
    with pytest.raises(Refused, match="did not work"):
        stories.publish(case, kari.acting_now)


def test_nobody_says_it_gave_something_before_it_is_read(kari):
    initiative = stories.measured(kari.home)
    Commitment.objects.update(effect_starts_on=timezone.localdate())
    case = stories.tell(initiative, kari.acting_now, result="gave")

    with pytest.raises(Refused, match="Nothing is read after the effect started"):
        stories.publish(case, kari.acting_now)

    stories.change(case, kari.acting_now, result="unknown")
    stories.publish(case, kari.acting_now)
    assert Reader().opens(case.get_absolute_url()).shows("not known yet")


def test_a_test_that_was_stopped_in_time_is_told_with_respect(kari):
    need = NeedFactory(organisation=kari.home, scope="public")
    trial = trials.in_state("running", need, kari.acting_now, timezone.now())
    trials.stop(trial, kari.acting_now, timezone.now())
    reader = Reader(kari)

    begun = reader.opens(f"/test/{trial.pk}/eksempel/")

    assert begun.answer("result") == "stopped"
    assert begun.answer("failed_told") == "Bilder av vanlige ting virker."
    told = {name: begun.answer(name) for name in stories.TOLD if name != "lang"}
    page = reader.sends(f"/test/{trial.pk}/eksempel/", told)
    assert page.shows("stopped in time")


def test_a_test_that_goes_on_is_not_told_yet(kari):
    need = NeedFactory(organisation=kari.home, scope="public")
    trial = trials.in_state("running", need, kari.acting_now, timezone.now())

    page = Reader(kari).sends(f"/test/{trial.pk}/eksempel/", stories.told())

    assert page.shows("Decide first what the test leads to.")


def test_who_comes_second_is_told_who_was_first(kari, anne, at):
    case, same = at("draft"), Case.objects.get()
    stories.change(case, anne.acting_now, title="Annes tittel")

    with pytest.raises(SomebodyWasFirst, match="Anne Vik changed this"):
        stories.change(same, kari.acting_now, title="Karis tittel")
    with pytest.raises(SomebodyWasFirst):
        stories.publish(same, kari.acting_now)


def test_an_initiative_is_told_once_in_an_organisation(kari, at, measured):
    case = at("draft")

    with pytest.raises(Refused, match="begun to tell of this already"):
        stories.tell(measured, kari.acting_now)
    assert Reader(kari).opens(f"/tiltak/{measured.pk}/eksempel/").path == case.get_absolute_url()


def test_the_library_is_searched_and_filtered(kari, at):
    at("published")
    hidden = stories.measured(kari.home)
    other = stories.told(title="Roboten", result="unknown", sector="health")
    stories.publish(stories.tell(hidden, kari.acting_now, **other), kari.acting_now)

    assert Reader().opens("/laering/", q="E-FAKTURA maskinen").needs == [
        "Fakturaene leses av maskinen"
    ]
    assert Reader().opens("/laering/", result="unknown").needs == ["Roboten"]
    assert Reader().opens("/laering/", sector="health").needs == ["Roboten"]
    assert Reader().opens("/laering/", q="skolebuss").shows("No cases here")


def test_a_draft_is_nobody_elses(siri, rune, at):
    case = at("draft")

    for who in (siri, rune, None):
        assert Reader(who).opens(case.get_absolute_url()).status == 404


def test_a_case_for_the_region_is_read_there_and_nowhere_else(kari, ola, siri, region, at):
    case = at("draft")
    stories.publish(case, kari.acting_now, scope="region", group=region)

    assert Reader(ola).opens(case.get_absolute_url()).status == 200
    assert Reader(siri).opens(case.get_absolute_url()).status == 404
    assert Reader().opens(case.get_absolute_url()).status == 404


# --- what is theirs to show -----------------------------------------------------------------


def many(region, count):
    places = [OrganisationFactory() for _ in range(count)]
    for place in places:
        MembershipFactory(group=region, member=place)
    return places


@pytest.mark.parametrize(("count", "shows"), [(4, False), (5, True)])
def test_a_region_shows_a_sum_of_five_municipalities_and_not_of_four(rune, region, count, shows):
    initiative = stories.measured(region, places=many(region, count))
    case = stories.tell(initiative, rune.acting_now)

    stories.publish(case, rune.acting_now)

    page = Reader().opens(case.get_absolute_url())
    assert page.shows("hours a year") is shows
    assert page.shows(f"measured in {count} of {count} municipalities")
    assert page.shows("theirs to show") is not shows


def test_two_publications_never_tell_one_municipality_apart(rune, region):
    initiative = stories.measured(region, places=many(region, 5))
    case = stories.tell(initiative, rune.acting_now)
    stories.publish(case, rune.acting_now)
    first = Case.objects.get().figures["sums"]
    [sixth] = many(region, 1)
    benefit = Commitment.objects.first().benefit
    stories.read_after(a_promise(initiative, benefit=benefit, municipality=sixth), 2)

    stories.publish(case, rune.acting_now)

    assert Case.objects.get().figures["sums"] == first


def test_a_municipality_tells_its_own_part_of_the_regions_initiative(kari, region):
    initiative = stories.measured(region, places=[kari.home, *many(region, 2)])
    initiative.participations.create(
        municipality=kari.home, answer="joins", answered_at=timezone.now()
    )
    case = stories.tell(initiative, kari.acting_now)

    stories.publish(case, kari.acting_now)

    page = Reader().opens(case.get_absolute_url())
    assert page.shows("1 520 hours a year")
    assert page.shows("measured in 1 of 1 municipality")
    assert Initiative.objects.get().stage == "benefit"


def test_one_that_has_no_part_in_it_tells_nothing(siri, measured):
    assert Reader(siri).opens(f"/tiltak/{measured.pk}/eksempel/").status == 404
    with pytest.raises(Refused, match="looked after it"):
        stories.tell(measured, siri.acting_now)
