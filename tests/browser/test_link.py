"""A number in twenty seconds: from a mail, on a phone, without scripts, by the keyboard."""

import pytest
from django.utils import timezone
from playwright.sync_api import expect

from stafett.benefits.actions import links
from stafett.benefits.rules.measuring import Period
from stafett.indicators.models import Observation
from tests.rooms.benefits.mailed import DUE, due_promise


@pytest.mark.django_db(transaction=True)
def test_one_number_on_a_phone_without_scripts_or_cookies(browser, live_server, kari):
    promise = due_promise(kari)
    told = {"person": kari.person, "period": Period(*DUE), "now": timezone.now()}
    address = f"{live_server.url}/tallet/{links.make(commitment=promise, **told)}/"
    phone = browser.new_context(
        java_script_enabled=False, viewport={"width": 360, "height": 780}, locale="nb"
    )
    page, sent_from = phone.new_page(), []
    page.on("request", lambda request: sent_from.append(request.headers.get("referer")))
    page.goto(address)
    phone.clear_cookies()

    page.get_by_label(promise.benefit.indicator.name).focus()
    page.keyboard.type("9,5")
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Notert. Takk.")
    assert not any(sent_from)
    assert str(Observation.objects.get(period_start=DUE[0]).value) == "9.5000"
    page.goto(address)
    expect(page.get_by_role("heading", level=1)).to_have_text("Lenken virker ikke")
    phone.close()
