"""A case taken up elsewhere: it has spread when practice changed there, and not before."""

import pytest
from django.utils import timezone

from stafett.cases.models import Adoption
from stafett.initiatives.models import Initiative
from stafett.lib import Refused
from stafett.needs.models import Need
from stafett.organisations.models import RoleKind
from tests.cast import _cast
from tests.pages import Reader
from tests.rooms.cases import stories
from tests.rooms.cases.stories import Practice
from tests.rooms.handovers.stories import come
from tests.rooms.initiatives.stories import differs

FORM = {
    "need_title": "Vi taster alle fakturaer",
    "problem": "Tre ansatte taster fakturaer hele formiddagen.",
    "affected_group": "De tre på økonomi",
    "today": "14 minutter for hver faktura",
    "sector": "administration",
    "title": "Fakturaer som data hos oss",
    "solution": "Fakturaene kommer som data hos oss også.",
    "note": "Vi er mindre.",
    "shared_with": "public",
}


def test_the_form_is_filled_from_the_case_but_today_is_their_own(kari, theirs):
    page = Reader(kari).opens(f"{theirs.get_absolute_url()}bruk/")

    assert page.answer("problem") == "Vi taster 22 800 fakturaer i året."
    assert page.answer("solution") == "Fakturaene kommer som data."
    assert page.answer("affected_group") == "De seks på økonomi"
    assert page.answer("today") == page.answer("need_title") == ""
    assert page.shows("Leverandører uten e-faktura tok et halvt år.")


def test_taking_up_gives_a_need_and_an_initiative_of_ones_own(kari, theirs):
    page = Reader(kari).sends(f"{theirs.get_absolute_url()}bruk/", FORM)

    adoption = Adoption.objects.get()
    assert page.path == adoption.initiative.get_absolute_url()
    assert adoption.organisation == kari.home
    assert adoption.need.organisation == adoption.initiative.organisation == kari.home
    assert list(adoption.initiative.needs.all()) == [adoption.need]
    assert adoption.need.today == "14 minutter for hver faktura"
    assert "Annenvik" in adoption.initiative.untested_reason
    assert adoption.initiative.stage == "solution"


def test_what_fell_away_there_is_offered_without_its_minutes(kari, siri):
    initiative = stories.measured(siri.home)
    differs(initiative, siri.acting_now, is_removed=True, what="Tastingen", minutes=12)
    case = stories.in_state("published", initiative, siri.acting_now, timezone.now())
    key = case.figures["removed"][0]["key"]

    Reader(kari).sends(f"{case.get_absolute_url()}bruk/", FORM, removed=[key])

    [row] = Adoption.objects.get().initiative.differences.all()
    assert (row.what, row.is_removed, row.minutes) == ("Tastingen", True, None)


@pytest.mark.parametrize("missing", ["problem", "today", "affected_group"])
def test_r01_a_need_without_how_it_is_today_carries_no_idea(kari, theirs, missing):
    page = Reader(kari).sends(f"{theirs.get_absolute_url()}bruk/", FORM | {missing: ""})

    assert set(page.errors) == {missing}
    with pytest.raises(Refused, match="how it is today"):
        stories.adopt(theirs, kari.acting_now, need=stories.NEED | {"today": ""})
    assert not Need.objects.filter(organisation=kari.home).exists()
    assert not Initiative.objects.filter(organisation=kari.home).exists()


def test_r02_a_product_in_the_need_wants_a_reason(kari, theirs):
    hides = FORM | {"problem": "Vi mangler Teams for å sende fakturaer."}
    reader, address = Reader(kari), f"{theirs.get_absolute_url()}bruk/"

    page = reader.sends(address, hides)

    assert "reason" in page.errors
    page = reader.sends(address, hides, reason="Fakturaene kommer bare der.")
    assert page.path == Adoption.objects.get().initiative.get_absolute_url()


def test_an_organisation_takes_a_case_up_once(kari, anne, theirs):
    stories.adopt(theirs, kari.acting_now)

    with pytest.raises(Refused, match="taken this up already"):
        stories.adopt(theirs, anne.acting_now)
    assert Need.objects.filter(organisation=kari.home).count() == 1


def test_one_does_not_take_up_ones_own(kari, at):
    with pytest.raises(Refused, match="your own case"):
        stories.adopt(at("published"), kari.acting_now)


@pytest.mark.parametrize("result", ["did_not", "stopped"])
def test_what_did_not_give_anything_is_read_and_not_taken_up(kari, siri, result):
    case = stories.tell(stories.measured(siri.home), siri.acting_now, result=result)
    stories.publish(case, siri.acting_now)

    page = Reader(kari).opens(case.get_absolute_url())
    assert page.shows("Read what did not work before you try the same.")
    with pytest.raises(Refused, match="did not give what they hoped for"):
        stories.adopt(case, kari.acting_now)


def test_a_withdrawn_case_is_not_taken_up(kari, siri, theirs):
    stories.withdraw(theirs, siri.acting_now)

    with pytest.raises(Refused, match="not published any more"):
        stories.adopt(theirs, kari.acting_now)
    assert Reader(kari).opens(f"{theirs.get_absolute_url()}bruk/").status == 404


# --- spread ---------------------------------------------------------------------------------


def practice(adoption, cast, chief, state, leader=None):
    return come(Practice(adoption, cast, leader or cast, chief), state)


@pytest.mark.parametrize("state", ["draft", "accepted", "under_way", "stopped"])
def test_it_has_not_spread_before_practice_changed(kari, ingrid, theirs, state):
    practice(stories.adopt(theirs, kari.acting_now), kari, ingrid, state)

    assert Reader().opens(theirs.get_absolute_url()).shows("Spread to 0 of 1 that took it up")


def test_it_has_spread_when_the_municipality_says_that_practice_changed(kari, ingrid, theirs):
    practice(stories.adopt(theirs, kari.acting_now), kari, ingrid, "new_practice")

    page = Reader().opens(theirs.get_absolute_url())
    assert page.shows("Spread to 1 of 1 that took it up")
    assert page.shows("Fjordvik practice changed")
    assert Reader().opens("/laering/").shows("spread to 1 of 1 that took it up")


def test_practice_somewhere_else_is_not_practice_where_it_was_taken_up(kari, ola, ingrid, theirs):
    """Fjordvik took it up, Sund joined and changed how it works: it has not come to Fjordvik."""
    chief = _cast("Leif Sund", ola.home, RoleKind.CHIEF_EXECUTIVE)
    adoption = stories.adopt(theirs, kari.acting_now)

    practice(adoption, kari, chief, "new_practice", leader=ola)

    assert Adoption.objects.get().practised_on is None


def test_what_a_region_took_up_spreads_by_a_member(rune, kari, ingrid, theirs):
    adoption = stories.adopt(theirs, rune.acting_now)

    practice(adoption, rune, ingrid, "new_practice", leader=kari)

    assert Adoption.objects.get().practised_on == timezone.localdate()


# --- the chain ------------------------------------------------------------------------------


def test_the_chain_goes_on_where_they_tell_in_turn(kari, ola, ingrid, theirs):
    first = stories.adopt(theirs, kari.acting_now)
    told = stories.tell(first.initiative, kari.acting_now, title="Hos oss", result="unknown")
    stories.publish(told, kari.acting_now, shown=[])
    stories.adopt(told, ola.acting_now)

    chain = Reader().opens(theirs.get_absolute_url()).part("chain-told")
    assert [link.text for link in chain if link.name in ("strong", "a")] == [
        "Fakturaene leses av maskinen",
        "Fjordvik",
        "Fakturaer som data",
        "Hos oss",
        "Sund",
        "Fakturaer som data",
    ]
    assert Reader().opens(told.get_absolute_url()).part("chain-told").text == chain.text


def test_a_taking_up_that_is_not_shared_is_counted_and_not_named(kari, rune, siri, theirs):
    closed = {"scope": "own"}
    stories.adopt(
        theirs, kari.acting_now, need=stories.NEED | closed, solution=stories.SOLUTION | closed
    )

    address = theirs.get_absolute_url()
    for who in (None, rune):
        page = Reader(who).opens(address)
        assert page.shows("Spread to 0 of 1 that took it up")
        assert page.shows("1 of them has not shown it to you.")
        assert "Fjordvik " not in page.part("where-it-went").text
    page = Reader(siri).opens(address)
    assert page.shows("Fjordvik")
    assert not page.shows("Fakturaer som data")


def test_a_withdrawn_link_keeps_its_place_without_its_name(kari, ola, theirs):
    first = stories.adopt(theirs, kari.acting_now)
    told = stories.tell(first.initiative, kari.acting_now, title="Hos oss", result="unknown")
    stories.publish(told, kari.acting_now, shown=[])
    stories.adopt(told, ola.acting_now)

    stories.withdraw(told, kari.acting_now)

    chain = Reader().opens(theirs.get_absolute_url()).part("chain-told").text
    assert "Hos oss" not in chain
    assert "A case that is withdrawn" in chain
    assert "Sund" in chain


def test_their_own_round_waits_for_those_who_took_it_up(kari, theirs):
    adoption = stories.adopt(theirs, kari.acting_now)

    page = Reader(kari).opens(theirs.get_absolute_url())

    assert page.links["To your own round"] == adoption.initiative.get_absolute_url()
