"""From an adopted test to a measured benefit: Kari by mouse, Ingrid by keyboard alone."""

from datetime import timedelta

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from stafett.organisations.models import Parameter
from tests import factories
from tests.rooms.trials import stories

TODAY = timezone.localdate()
BEFORE = TODAY - timedelta(days=60)
STARTS = TODAY - timedelta(days=45)
IDEA = "Ett skjema med bilder, i én barnehage"


@pytest.fixture
def ingrid(kari):
    """Ingrid leads the kindergartens in Fjordvik, and is the one whose daily work changes."""
    person = factories.PersonFactory(name="Ingrid Berg", email="ingrid@example.no")
    factories.RoleFactory(person=person, organisation=kari.home)
    return person


@pytest.fixture
def need(kari):
    """A need with an adopted test, and a yardstick that was read before anything changed."""
    for name, value in (("light_cost", 250_000), ("light_staff", 20)):
        Parameter.objects.create(
            organisation=kari.home, name=name, value=value, valid_from=factories.LONG_AGO
        )
    need = factories.NeedFactory(organisation=kari.home, registered_by=kari.person)
    stories.in_state("decided", need, kari.acting_now, timezone.now())
    yardstick = factories.IndicatorFactory(owner=kari.home, name="Minutter per skjema")
    factories.ObservationFactory(
        indicator=yardstick, organisation=kari.home, period_end=BEFORE, value=22
    )
    return need


def test_from_an_adopted_test_to_a_benefit_that_is_promised_owned_and_measured(
    screen, kari, ingrid, need
):
    at_work = screen()
    at_work.sign_in(kari.person)
    address = _kari_begins(at_work, need)
    _kari_promises(at_work)

    elsewhere = screen()
    _ingrid_says_yes(elsewhere, ingrid, address)
    _ingrid_reads(elsewhere, address)

    at_work.open(address)
    told = at_work.page.locator("#leg-benefit")
    expect(told).to_contain_text("Measured in 1 of 1 municipality.")
    expect(told).to_contain_text("The promised level is reached in 1.")
    expect(told).to_contain_text("15 minutter")
    expect(at_work.page.locator("#leg-test")).to_contain_text("19 of 20")
    expect(at_work.page.locator("#leg-handover")).to_contain_text(
        "1 of 1 promise has a yes from its owner."
    )


def _kari_begins(at_work, need):
    """Let Kari begin an initiative from the test; return its address."""
    page = at_work.page
    at_work.open(need.get_absolute_url())
    at_work.press("Describe a solution")
    page.get_by_label("What do you call it?").fill("Ett skjema med bilder")
    page.get_by_label("What will you do?").fill("Foreldrene fyller ut selv. Vi slutter å taste.")
    page.get_by_label(IDEA).check()
    page.get_by_label("How many change how they work?").fill("8")
    at_work.press("Begin the initiative")
    page.get_by_label("What exactly?").fill("Taste skjemaet etterpå")
    page.get_by_label("What kind of thing?").select_option(label="a form or a letter")
    page.get_by_label("Whose time does it take?").select_option(label="staff")
    at_work.press("Save it")
    at_work.press("Ett skjema med bilder")
    expect(page.get_by_role("heading", level=1)).to_have_text("Ett skjema med bilder")
    expect(page.locator("#leg-test")).to_contain_text("Tested once")
    expect(page.locator("#leg-solution")).to_contain_text("1 thing falls away")
    expect(page.locator(".next-step")).to_contain_text("what gets better, and by which yardstick")
    return page.url.removeprefix(at_work.home)


def _kari_promises(at_work):
    """Let Kari describe a benefit, and promise on it for Fjordvik."""
    page = at_work.page
    with page.expect_navigation():
        page.locator("#leg-solution").get_by_role("link", name="Describe a benefit").click()
    at_work.press("Describe a benefit in full")
    page.get_by_label("What gets better?").fill("Kortere tid per skjema")
    page.get_by_label("increased quality").check()
    page.get_by_label("How is it measured?").select_option(label="Minutter per skjema")
    at_work.press("Save the benefit")
    at_work.press("Promise for our municipality")
    page.get_by_label("What did it read before?").select_option(index=1)
    page.get_by_label("What do you hope it will read?").fill("15")
    page.get_by_label("At the lowest").fill("12")
    page.get_by_label("At the highest").fill("18")
    page.get_by_label("When does the effect start?").fill(STARTS.isoformat())
    page.get_by_label("Who owns the benefit here?").select_option(label="Ingrid Berg")
    page.get_by_label("used for something else").check()
    page.get_by_label("For what, in a few words?").fill("Mer tid med barna")
    page.locator("summary", has_text="More: unit").click()
    page.get_by_label("How many months between readings?").fill("1")
    at_work.press("Keep the promise, and ask the owner")
    expect(page.locator(".next-step").first).to_contain_text("Ingrid Berg")


def _ingrid_says_yes(elsewhere, ingrid, address):
    elsewhere.sign_in(ingrid)
    elsewhere.open(address)
    elsewhere.tab_to("Say yes or no")
    elsewhere.enter()
    elsewhere.tab_to("Look once more, and say yes")
    elsewhere.enter()
    elsewhere.tab_to("Yes, I own this")
    elsewhere.enter()


def _ingrid_reads(elsewhere, address):
    elsewhere.open(address)
    expect(elsewhere.page.locator("#leg-practice")).to_contain_text("In use in Fjordvik since")
    elsewhere.tab_to("Read it now")
    elsewhere.enter()
    elsewhere.write("Minutter per skjema", "15")
    elsewhere.enter()
