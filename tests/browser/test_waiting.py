"""What is worked out while somebody waits comes to the page by itself."""

from datetime import timedelta

from django.utils import timezone
from playwright.sync_api import expect

from stafett.roadmap.actions import proposals as propose
from stafett.roadmap.queries import solving
from stafett.roadmap.queries.inputs import Aims
from stafett.work.worker import do_all
from tests.rooms.roadmap import stories


def test_a_plan_and_a_reason_come_by_themselves(screen, kari, monkeypatch):
    monkeypatch.setattr(solving, "EXPLAINED", 0)
    roadmap = stories.a_choice(kari.acting_now)
    aims = Aims(points={"hours": 1}, objective="likely", seconds=10)
    asked = propose.ask(roadmap=roadmap, aims=aims, by=kari.acting_now, now=timezone.now())
    at = screen()
    at.sign_in(kari.person)
    at.page.clock.install(time=0)
    at.page.clock.pause_at(1000)
    at.open(asked.get_absolute_url())
    shows(at, "It is being worked out: 0 % of the way.")
    stop = at.page.get_by_role("button", name="Stop, and keep the best so far")
    stop.focus()
    at.page.locator("#standing").evaluate("it => it.dataset.before = 'yes'")
    at.page.locator("main h1").evaluate("it => it.dataset.kept = 'yes'")
    waits(at)
    expect(at.page.locator("[data-before]")).to_have_count(0)
    expect(stop).to_be_focused()
    expect(at.page.locator("[data-kept]")).to_have_count(1)

    works()
    waits(at)
    shows(at, "Proven: no plan within the limits is better.")

    at.press("Why exactly? Stor pakke")
    shows(at, "It is being worked out why. The answer comes in the list.")
    works()
    waits(at)
    shows(at, "It would take the place of «Tasting», «Ruter».")


def works():
    do_all(now=timezone.now() + timedelta(seconds=1))


def waits(at):
    """Let the page's own clock go on: it asks for nothing while the work is being done."""
    at.page.clock.run_for(2500)


def shows(at, words):
    expect(at.page.get_by_text(words)).to_be_visible()
