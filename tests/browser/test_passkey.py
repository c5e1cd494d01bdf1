"""A passkey in a real browser, with an authenticator that answers as a phone's would."""

import pytest
from playwright.sync_api import expect

from tests.factories import PASSWORD
from tests.rooms.people import steps

SIGN_IN = "/meg/innlogging/"
PHONE = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


@pytest.fixture
def at(screen, kari):
    """Kari's screen, where she has signed in and shown once more who she is."""
    at = screen()
    at.sign_in(kari.person)
    at.open(f"/meg/bekreft/?next={SIGN_IN}")
    at.page.get_by_label("Password").fill(PASSWORD)
    at.press("Go on")
    return at


def has_a_phone(at):
    """Let the browser have an authenticator; return its connection and its id."""
    connection = at.page.context.new_cdp_session(at.page)
    connection.send("WebAuthn.enable")
    made = connection.send("WebAuthn.addVirtualAuthenticator", {"options": PHONE})
    return connection, made["authenticatorId"]


def loses(phone):
    connection, its_id = phone
    connection.send("WebAuthn.removeVirtualAuthenticator", {"authenticatorId": its_id})


def adds(at, name):
    at.open(SIGN_IN + "nokler/ny/")
    at.page.get_by_label("What you call it").fill(name)
    at.press("Make the passkey")


def comes_to_the_second_step(at, kari):
    at.open("/logg-ut/")
    at.press("Sign out")
    at.open("/logg-inn/")
    at.page.locator("input[name=login]").fill(kari.person.email)
    at.page.locator("input[name=password]").fill(PASSWORD)
    at.page.locator("main button[type=submit]").click()
    expect(at.page.locator("h1")).to_have_text("The second step")


def test_kari_adds_two_passkeys_loses_one_and_signs_in_with_the_other(at, kari):
    phone = has_a_phone(at)
    adds(at, "Telefonen")
    expect(at.page.locator("h1")).to_have_text("Your recovery codes")
    at.press("I have kept them")
    expect(at.page.locator("main li strong")).to_have_text("Telefonen")
    loses(phone)
    has_a_phone(at)
    adds(at, "Maskinen på kontoret")
    expect(at.page.locator("main li strong")).to_have_text(["Telefonen", "Maskinen på kontoret"])

    comes_to_the_second_step(at, kari)
    at.press("Use a passkey")
    at.page.wait_for_url(at.home + "/")

    at.open(SIGN_IN)
    expect(at.page.locator("main")).to_contain_text("last used")


def test_a_passkey_shows_once_more_who_she_is_is_renamed_and_removed(at, kari):
    has_a_phone(at)
    adds(at, "Telefonen")
    comes_to_the_second_step(at, kari)
    at.press("Use a passkey")
    at.page.wait_for_url(at.home + "/")

    at.open(SIGN_IN)
    at.press("Rename Telefonen")
    at.press("Use a passkey")
    expect(at.page.locator("h1")).to_have_text("Is it still you?")
    at.press("Use a passkey")
    at.page.get_by_label("What you call it").fill("Den nye")
    at.press("Save")
    expect(at.page.locator("main li strong")).to_have_text("Den nye")
    at.press("Remove Den nye")
    at.press("Remove the passkey")

    expect(at.page.locator("main .state")).to_have_text("You sign in by password alone")
    assert not steps.keys_of(kari.person).exists()


def test_another_phone_is_not_hers(at, kari):
    hers = has_a_phone(at)
    adds(at, "Telefonen")
    comes_to_the_second_step(at, kari)
    loses(hers)
    has_a_phone(at)

    at.page.get_by_role("button", name="Use a passkey").click()

    expect(at.page.locator("[data-passkey-failed]")).to_contain_text("It did not go through")
    at.open("/meg/")
    expect(at.page.locator("h1")).to_have_text("The second step")


@pytest.mark.parametrize("why", ["no scripts", "another host name", "no passkeys in the browser"])
def test_where_it_cannot_be_the_page_says_so_and_shows_no_button(screen, at, why, settings):
    if why == "another host name":
        settings.PASSKEY_DOMAIN = "stafett.example.no"
    if why == "no passkeys in the browser":
        at.page.add_init_script("delete window.PublicKeyCredential")
    if why == "no scripts":
        plain = screen(scripts=False)
        plain.page.context.add_cookies(at.page.context.cookies())
        at = plain

    at.open(SIGN_IN + "nokler/ny/")

    expect(at.page.locator("main")).to_contain_text("This browser makes no passkeys here.")
    expect(at.page.get_by_role("button", name="Make the passkey")).to_be_hidden()


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_about_it_can_be_heard_and_fits(screen, anne, language):
    at, wrong = screen(language=language), []

    def looks():
        wrong.extend(f"{at.page.url}: {finding}" for finding in at.axe())
        wrong.extend(
            f"{at.page.url}: wider than {size}" for size in (320, 1280) if not at.fits(size)
        )

    at.sign_in(anne.person)
    at.open(f"/meg/bekreft/?next={SIGN_IN}")
    looks()
    at.page.get_by_label("ass").first.fill(PASSWORD)
    with at.page.expect_navigation():
        at.page.locator("main form .ds-button").first.click()
    looks()
    has_a_phone(at)
    at.open(SIGN_IN + "nokler/ny/")
    looks()
    with at.page.expect_navigation():
        at.page.locator("main form .ds-button").first.click()
    looks()
    key = steps.keys_of(anne.person).get(type="webauthn")
    below = f"nokler/{key.pk}/"
    for path in ("", "app/", "koder/", "koder/nye/", below + "navn/", below + "fjern/"):
        at.open(SIGN_IN + path)
        looks()
    at.page.locator("h1").wait_for()
    for path in ("/organisasjon/innlogging/", "/meg/bekreft/kode/", "/meg/bekreft/nokkel/"):
        at.open(path)
        looks()
    at.open("/logg-ut/")
    with at.page.expect_navigation():
        at.page.locator("main form .ds-button").first.click()
    at.open("/logg-inn/")
    at.page.locator("input[name=login]").fill(anne.person.email)
    at.page.locator("input[name=password]").fill(PASSWORD)
    with at.page.expect_navigation():
        at.page.locator("main button[type=submit]").click()
    looks()
    assert steps.SECOND_STEP in at.page.url
    assert wrong == []
