"""An address for one's own calendar, made by the keyboard and shown once."""

import pytest


@pytest.mark.django_db(transaction=True)
def test_the_address_is_made_by_keyboard_shown_once_and_ended(screen, kari):
    kari_at = screen()
    kari_at.sign_in(kari.person)
    kari_at.open("/meg/post/")
    kari_at.tab_to("Let my calendar follow along")
    kari_at.enter()

    address = kari_at.page.get_by_label("Address", exact=True).input_value()
    assert address.endswith(".ics")
    assert kari_at.axe() == []
    assert kari_at.fits(320)
    kari_at.tab_to("Back")
    kari_at.enter()
    assert address not in kari_at.page.content()
    kari_at.tab_to("End the address")
    kari_at.enter()
    assert "Ended." in kari_at.page.locator("#messages").inner_text()
