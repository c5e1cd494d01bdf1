"""One number in twenty seconds from home, and a page that shows what came of it."""

from datetime import date, timedelta

import pytest
from django.utils import timezone, translation

from stafett.benefits.models import Conclusion, Deviation, Usage
from stafett.benefits.queries import measuring as queries
from stafett.benefits.rules.measuring import months_after
from stafett.indicators.models import Observation
from stafett.organisations.models import RoleKind
from tests import factories
from tests.pages import Reader
from tests.rooms.benefits.measured import a_promise, fresh, reads

TODAY = timezone.localdate()
STARTS = months_after(date(TODAY.year, TODAY.month, 1), -4)
BEFORE = (months_after(STARTS, -3), STARTS - timedelta(days=1))
DUE = (STARTS, months_after(STARTS, 3) - timedelta(days=1))
THEN = {"effect_starts_on": STARTS, "baseline_from": BEFORE[0], "baseline_to": BEFORE[1]}


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def promise(kari):
    made = a_promise(kari, baseline=None, **THEN)
    reads(made, BEFORE, "12")
    return fresh(made)


def at(promise, page):
    return f"/gevinstlofte/{promise.pk}/{page}/"


def told(page, **more):
    """Return a form as it stands, with what somebody writes in it."""
    return {name: page.answer(name) for name in {*page.asks_for, "seen"}} | more


def test_home_leads_to_one_number_with_the_period_filled_in(kari, promise):
    reader = Reader(kari)
    page = reader.opens(reader.opens("/").links[f"Write the number: {promise.benefit.name}"])
    assert page.answer("period_end") == DUE[1].isoformat()

    page = reader.sends(page.path, told(page, value="9", users="10", of_users="20"))
    assert page.shows("Noted. Thank you.")
    assert page.shows("9 minutter")
    assert Observation.objects.get(period_start=DUE[0]).period_end == DUE[1]
    assert f"Write the number: {promise.benefit.name}" not in reader.opens("/").links


def test_the_use_is_filled_in_from_the_last_time(kari, promise):
    reader = Reader(kari)
    first = reader.opens(at(promise, "mal"))
    assert (first.answer("volume"), first.answer("users")) == ("22800.00", "")
    reader.sends(first.path, told(first, value="9", users="10", of_users="20"))

    again = reader.opens(at(promise, "mal"))
    assert (again.answer("users"), again.answer("of_users")) == ("10", "20")
    assert again.shows("The last time")


def test_a_reading_nobody_has_seen_is_shown_before_it_is_mended(kari, promise):
    reader = Reader(kari)
    page = reader.opens(at(promise, "mal"))
    reads(promise, DUE, "10")

    refused = reader.sends(page.path, told(page, value="9"))
    assert "This period is read already: 10 minutter" in refused.errors["period_end"]
    assert refused.answer("value") == "9"
    page = reader.sends(page.path, told(refused))
    assert page.shows("Corrected. What it said before is kept.")
    assert page.shows("Before: 10 minutter")


def test_a_reading_is_mended_from_the_table(kari, promise):
    reads(promise, DUE, "10")
    Usage.objects.create(commitment=promise, period_start=DUE[0], period_end=DUE[1], volume=100,
                         users=3, of_users=4, recorded_at=timezone.now())  # fmt: skip
    page = Reader(kari).opens(at(promise, "malinger"))
    link = next(href for text, href in page.links.items() if text.startswith("Correct"))

    page = Reader(kari).opens(at(promise, "mal"), maling=link.split("=")[1])
    assert page.heading == "Correct the number"
    assert (page.answer("value"), page.answer("users")) == ("10.0000", "3")


def test_a_retired_yardstick_still_reads_for_the_promise_and_says_so(kari, promise):
    promise.benefit.indicator.retired_on = TODAY
    promise.benefit.indicator.save()
    reader = Reader(kari)
    page = reader.opens(at(promise, "mal"))

    assert page.shows("There is a newer version of this indicator.")
    assert reader.sends(page.path, told(page, value="9")).shows("Noted.")


def test_what_is_not_measured_is_unknown_never_nothing(kari):
    late = a_promise(kari, baseline=None, effect_starts_on=months_after(STARTS, -3))
    page = Reader(kari).opens(at(late, "malinger"))

    assert page.shows("Unknown the reading is overdue")
    assert page.shows("There is no baseline from before the effect started.")
    assert page.all("li", **{"data-key": "unknown"})


def test_a_shortfall_is_explained_and_then_concluded(kari, promise):
    reader = Reader(kari)
    page = reader.opens(at(promise, "mal"))
    reader.sends(page.path, told(page, value="11", users="20", of_users="20"))
    said = {"outcome": "partly", "reason": "Opplæringen kom sent.", "others": "nothing"}
    refused = reader.sends(at(promise, "konklusjon"), said)
    assert "Write the cause" in refused.errors["outcome"]

    explain = reader.opens(at(promise, "avvik"))
    hidden = {"period_end": explain.answer("period_end")}
    page = reader.sends(explain.path, {"cause": "Utsatt kurs", "decision": "more", **hidden})
    assert page.shows("Utsatt kurs")
    assert reader.sends(at(promise, "konklusjon"), said).shows("Partly realised.")
    assert Deviation.objects.count() == Conclusion.objects.count() == 1


def test_what_else_changed_is_answered_and_stands_beside_R39(kari, promise):
    reads(promise, DUE, "8")
    said = {"outcome": "not", "reason": "Vi så ingen forskjell."}
    reader, url = Reader(kari), at(promise, "konklusjon")
    assert "others" in reader.sends(url, said).errors
    assert "also_changed" in reader.sends(url, said, others="something").errors

    page = reader.sends(url, said, others="something", also_changed="Nytt telefonsystem")
    assert page.shows("What else changed at the same time: Nytt telefonsystem")


def test_the_region_reads_its_members_promises_on_its_own_initiatives_only(
    kari, rune, ola, promise
):
    theirs = a_promise(kari, baseline=None, benefit__initiative__organisation=rune.home, **THEN)
    reader = Reader(rune)

    assert reader.opens(at(theirs, "malinger")).status == 200
    for page in ("mal", "avvik", "konklusjon"):
        assert reader.opens(at(theirs, page)).status == 404
    assert reader.opens(at(promise, "malinger")).status == 404
    assert Reader(ola).opens(at(theirs, "malinger")).status == 404


# --- what waits ---------------------------------------------------------------------------------


def waits(cast, today=TODAY):
    return [item.button for item in queries.waiting_for(cast.acting_now, today)]


def test_the_owner_hears_when_a_reading_is_due_and_others_when_it_is_very_late(kari, promise):
    role = factories.RoleFactory(organisation=kari.home, kind=RoleKind.CHIEF_EXECUTIVE)
    other = type(kari)(role.person, role, kari.home)

    assert waits(kari, DUE[1]) == []
    assert waits(kari, DUE[1] + timedelta(days=1)) == ["Write the number"]
    assert waits(other, DUE[1] + timedelta(days=60)) == []
    assert waits(other, DUE[1] + timedelta(days=61)) == ["Write the number"]


def test_the_owner_hears_of_a_shortfall_and_then_of_a_conclusion(kari, promise):
    reads(promise, DUE, "11")
    assert waits(kari, DUE[1]) == ["Explain"]

    year = months_after(STARTS, 12)
    reads(promise, (DUE[1] + timedelta(days=1), year - timedelta(days=1)), "8")
    assert waits(kari, year) == ["Conclude"]


def test_nothing_waits_of_what_is_not_promised(kari):
    a_promise(kari, state="proposed", **THEN)

    assert waits(kari, TODAY + timedelta(days=400)) == []


# --- of many together ---------------------------------------------------------------------------


def test_the_benefit_says_in_how_many_municipalities_it_is_measured_R31(kari, ola, rune, promise):
    benefit = factories.BenefitFactory(initiative__organisation=rune.home, valuation="none",
                                       counts="", factor=None)  # fmt: skip
    first, _second = (a_promise(who, benefit=benefit, baseline=None, **THEN) for who in (kari, ola))
    reads(first, DUE, "8")
    Conclusion.objects.create(commitment=first, outcome="realised", made_at=timezone.now())

    for address in (f"/gevinst/{benefit.pk}/", f"/tiltak/{benefit.initiative_id}/gevinster/"):
        page = Reader(rune).opens(address)
        assert page.shows("Measured in 1 of 2 municipalities.")
        assert page.shows("Of 1 concluded promise, 1 was realised.")
        assert not Reader().opens(address).shows("Measured in")
