"""Promising, answering and planning, as people meet it on the pages."""

from datetime import date

import pytest
from django.utils import translation

from stafett.benefits.models import Benefit, Commitment, PlanLine, Process
from stafett.benefits.queries.commitment import waiting_for
from stafett.indicators.models import Observation
from stafett.organisations.models import Parameter
from tests import factories
from tests.pages import Reader
from tests.rooms.benefits import promises
from tests.rooms.benefits.promises import a_benefit, a_leader, a_reading


@pytest.fixture(autouse=True)
def english():
    with translation.override("en"):
        yield


@pytest.fixture
def initiative(kari):
    return factories.InitiativeFactory(organisation=kari.home, staff_count=90)


@pytest.fixture
def owner(kari):
    return a_leader(kari.home)


@pytest.fixture
def benefit(initiative):
    return a_benefit(initiative, name="Kortere tid per faktura")


@pytest.fixture
def made(kari, owner, initiative, benefit):
    promises.found_none(initiative, kari.acting_now)
    return promises.promise(
        benefit, kari.acting_now, owner.person, baseline=a_reading(benefit, kari.home)
    )


def test_a_benefit_is_described_in_words_a_foreman_would_use(kari, initiative):
    told = {
        "name": "Kortere tid per faktura",
        "kind": "time_saved",
        "indicator": factories.IndicatorFactory().pk,
        "beneficiary": "municipality",
        "valuation": "volume",
        "minutes": "0,5",
    }
    page = Reader(kari, "nb").sends(f"/tiltak/{initiative.pk}/gevinst/ny/", told)

    assert page.heading == "Kortere tid per faktura"
    assert page.shows("Én enhet i målingen er 0,5 min, for hver sak, og for dem som bruker det")
    assert Benefit.objects.get().counts == "hours"


def test_minutes_and_kroner_are_not_both_counted(kari, initiative):
    told = {"name": "x", "kind": "quality", "beneficiary": "municipality", "valuation": "direct",
            "indicator": factories.IndicatorFactory().pk, "minutes": "1", "kroner": "9"}  # fmt: skip
    page = Reader(kari).sends(f"/tiltak/{initiative.pk}/gevinst/ny/", told)

    assert page.errors == {"kroner": "Write minutes or kroner, not both: an hour counts once."}
    assert page.answer("minutes") == "1"


def test_a_small_initiative_needs_one_short_form(kari, owner):
    for name, value in (("light_cost", 250_000), ("light_staff", 20)):
        Parameter.objects.update_or_create(
            organisation=kari.home, name=name, valid_from=factories.LONG_AGO,
            defaults={"value": value, "source": "Oss selv"},
        )  # fmt: skip
    small = factories.InitiativeFactory(organisation=kari.home, staff_count=8)
    reads = Reader(kari)
    assert "Write it in five minutes" in reads.opens(f"/tiltak/{small.pk}/gevinster/").links

    told = {
        "name": "Kortere ventetid",
        "kind": "quality",
        "indicator": factories.IndicatorFactory(name="Minutter i kø").pk,
        "level": "12.5",
        "target_likely": "8",
        "effect_starts_on": promises.in_days(60).isoformat(),
        "owner": owner.person.pk,
    }
    page = reads.sends(f"/tiltak/{small.pk}/profil/", told)

    assert page.heading == "Kortere ventetid"
    assert page.shows("from 12.50 minutter to 8 minutter")
    assert page.shows("Lise Berg")
    assert Observation.objects.get().recorded_by_name == "Kari Nes"
    yes = Reader(owner.person)
    yes.sends(f"{page.path}bekreft/", version=1)
    assert Commitment.objects.get().state == "confirmed"


@pytest.mark.parametrize(
    ("kind", "worth"),
    [
        ("time_saved", "1\u202f710\xa0hours"),
        ("avoided_cost", "102\u202f600\xa0kr a year"),
        ("quality", "Counted as quality"),
    ],
)
def test_the_short_form_makes_the_kind_that_is_answered(kari, owner, initiative, kind, worth):
    told = {
        "name": "Kortere tid per faktura", "kind": kind, "each": "1", "times_a_year": "22800",
        "indicator": factories.IndicatorFactory().pk, "level": "12.5", "target_likely": "8",
        "effect_starts_on": promises.in_days(60).isoformat(), "owner": owner.person.pk,
    }  # fmt: skip
    path, reads = f"/tiltak/{initiative.pk}/profil/", Reader(kari)

    page = reads.sends(path, told)

    assert Benefit.objects.get().kind == kind
    assert worth.replace("\u202f", " ").replace("\xa0", " ") in page.text.replace(
        "\u202f", " "
    ).replace("\xa0", " ")


def test_the_short_form_asks_what_time_or_cost_is_worth_and_only_that(kari, initiative):
    path, reads = f"/tiltak/{initiative.pk}/profil/", Reader(kari)

    assert {"each", "times_a_year"} <= set(reads.sends(path, kind="time_saved").errors)
    assert not {"each", "times_a_year"} & set(reads.sends(path, kind="quality").errors)


def test_the_promise_says_at_once_what_it_is_worth_and_who_has_it(kari, owner, benefit):
    read = a_reading(benefit, kari.home)
    told = {
        "owner": owner.person.pk,
        "baseline": read.pk,
        "target_likely": "8",
        "target_low": "7",
        "target_high": "10",
        "effect_starts_on": "2027-01-01",
        "volume": "22800",
        "adoption": "80",
        "take_out": "other_use",
        "take_out_what": "Oppfølging",
        "ramp_up": "50, 100",
        "measure_every": "12",
    }
    page = Reader(kari).sends(f"/gevinst/{benefit.pk}/lofte/", told)

    assert page.shows("1\u202f216 hours")
    assert page.shows("Between 608 and 1\u202f520 hours a year.".replace(" 1 520", " 1\u202f520"))
    assert page.shows("The owner is asked to say yes or no.")
    assert page.shows("50\u202f%, 100\u202f% of it in the first years")
    assert Commitment.objects.get().ramp_up == [0.5, 1.0]


def test_what_is_refused_stays_in_the_form(kari, owner, benefit):
    told = {"owner": owner.person.pk, "target_likely": "8", "target_low": "9", "volume": "10",
            "adoption": "80", "effect_starts_on": "2027-01-01", "take_out": "undecided",
            "measure_every": "12", "ramp_up": "halvparten"}  # fmt: skip
    reads = Reader(kari)

    page = reads.sends(f"/gevinst/{benefit.pk}/lofte/", told)
    assert set(page.errors) == {"ramp_up"}
    page = reads.sends(f"/gevinst/{benefit.pk}/lofte/", told, ramp_up="")
    assert page.errors == {"target_low": "The low level is above the likely one. Swap them."}
    assert page.answer("adoption") == "80"
    page = reads.sends(f"/gevinst/{benefit.pk}/lofte/", told, ramp_up="", target_low="7")
    assert set(page.errors) == {"take_out_by"}


def test_what_nobody_measured_is_unknown_and_never_nothing(kari, owner, benefit):
    made = promises.promise(benefit, kari.acting_now, owner.person)
    page = Reader(kari).opens(made.get_absolute_url())

    assert page.shows("Not known yet")
    assert page.shows("«cannot be documented»")
    assert not page.shows("0 hours")


def test_the_owner_meets_it_at_home_and_says_yes(kari, owner, made):
    reads = Reader(owner.person)
    assert reads.opens("/").shows("You are asked to own this benefit.")
    [waiting] = waiting_for(promises.acting(owner), date.max)
    page = reads.opens(waiting.url)
    page = reads.opens(page.links["Look once more, and say yes"])
    page = reads.sends(page.path, version=page.answer("version"))

    assert page.shows("Thank you. The promise stands.")
    assert page.shows("Lise Berg said yes")
    assert waiting_for(promises.acting(owner), date.max) == []
    assert reads.opens(f"{made.get_absolute_url()}bekreft/").shows("It is promised.")


def test_a_no_comes_back_to_those_who_asked(kari, owner, made):
    Reader(owner.person).sends(
        f"{made.get_absolute_url()}avsla/", version=1, reason="Vi mangler folk."
    )

    [waiting] = waiting_for(kari.acting_now, date.max)
    assert "Lise Berg said no: Vi mangler folk." in waiting.why
    page = Reader(kari).opens(waiting.url)
    assert page.shows("Vi mangler folk.")
    page = Reader(kari).opens(page.links["Change the promise"])
    assert (page.answer("target_likely"), page.answer("adoption")) == ("8", "100")


def test_a_decision_that_is_overdue_waits_for_leaders(kari, made):
    Commitment.objects.update(take_out="undecided", take_out_by=promises.in_days(-1))

    assert [each.button for each in waiting_for(kari.acting_now, date.max)] == ["Decide"]


def test_only_the_owner_answers(kari, made):
    for step in ("bekreft/", "avsla/"):
        assert Reader(kari).opens(f"{made.get_absolute_url()}{step}").status == 404


def test_a_cut_is_filled_in_placed_in_the_plan_and_then_confirmed(kari, owner, made):
    Parameter.objects.create(
        organisation=kari.home, name="hourly_cost", value=500, valid_from=factories.LONG_AGO,
        source="Regnskapet",
    )  # fmt: skip
    promises.change(made, kari.acting_now, take_out="budget")
    at, reads = made.get_absolute_url(), Reader(kari)
    assert reads.opens(at).shows("The cut in the budget does not stand in the financial plan")

    page = reads.sends(f"{at}plan/fyll-inn/", version=2)
    assert page.answer("amount_2027") == "760000"
    told = {f"amount_{year}": "760000" for year in range(2027, 2031)}
    told |= {f"reference_{year}": "Ramme 3.2" for year in range(2027, 2031)}
    page = reads.sends(page.path, told, version=page.answer("version"))

    assert page.shows("Ramme 3.2")
    assert PlanLine.objects.count() == 4
    Reader(owner.person).sends(f"{at}bekreft/", version=4)
    assert promises.fresh(made).state == "confirmed"


def test_work_has_hours_and_a_second_promise_on_it_is_told_apart(kari, owner, made):
    reads = Reader(kari)
    page = reads.sends("/arbeidsprosesser/", name="Registrere fakturaer")
    page = reads.sends(page.path, year="2025", hours="4 560", source="Timelister")
    assert page.shows("4\u202f560")
    other = factories.InitiativeFactory(organisation=kari.home, staff_count=90)
    second = promises.promise(
        a_benefit(other, indicator=made.benefit.indicator, name="Færre å røre"), kari.acting_now,
        owner.person, process=Process.objects.get(),
    )  # fmt: skip

    page = reads.opens(second.get_absolute_url())
    assert page.shows("Not in any sum: another initiative promises on the same work")
    page = reads.opens(page.links["Tell the hours apart"])
    page = reads.sends(page.path, version=page.answer("version"), depends_on=made.pk)
    assert page.shows("it depends on another promise and is counted there")
    assert page.shows("Depends on Kortere tid per faktura")


def test_others_read_the_benefit_but_no_promise(kari, siri, made):
    for reads in (Reader(siri), Reader()):
        for path in (f"/gevinst/{made.benefit_id}/",
                     f"/tiltak/{made.benefit.initiative_id}/gevinster/"):  # fmt: skip
            page = reads.opens(path)
            assert page.status == 200
            assert page.shows("Kortere tid per faktura")
            assert not page.shows("Lise Berg")
            assert not page.shows("12 minutter")
        assert reads.opens(made.get_absolute_url()).heading != "Kortere tid per faktura"


def test_what_is_promised_by_stays_as_it_was_read(kari, made):
    at, reads = f"/gevinst/{made.benefit_id}/endre/", Reader(kari)
    form = reads.opens(at)
    same = {name: form.answer(name) for name in form.asks_for}
    same = {name: value for name, value in same.items() if value}

    page = reads.sends(at, {**same, "name": "Raskere fakturaer", "version": 1})
    assert page.heading == "Raskere fakturaer"
    page = reads.sends(at, {**same, "minutes": "2", "version": 2})
    assert page.shows("What they promised by can no longer be changed")


def test_a_benefit_nobody_has_promised_is_taken_away(kari, initiative, benefit):
    page = Reader(kari).sends(f"/gevinst/{benefit.pk}/fjern/", version=1)

    assert page.path == f"/tiltak/{initiative.pk}/gevinster/"
    assert not Benefit.objects.exists()


def test_who_looked_for_what_gets_worse_is_told(kari, initiative, benefit):
    page = Reader(kari).sends(f"/tiltak/{initiative.pk}/gevinster/ingen-ulemper/")

    assert page.shows("Kari Nes looked for dis-benefits and found none")


def test_somebody_was_first(kari, made):
    promises.change(made, kari.acting_now, target_likely=9)
    page = Reader(kari).sends(f"{made.get_absolute_url()}trekk/", version=1)

    assert page.shows("Kari Nes changed this at")
    assert promises.fresh(made).state == "proposed"
