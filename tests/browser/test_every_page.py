"""Every page in every language: for those who hear it, and on the smallest screen."""

import pytest

from stafett.organisations.models import RoleKind
from tests import factories

SIZES = (320, 1280)


@pytest.fixture
def town(kari, anne, rune):
    """Return pages by who looks at them, with something on each."""
    need = factories.NeedFactory(
        organisation=kari.home,
        registered_by=kari.person,
        scope="public",
        problem="Vi taster fakturaer for hånd. " * 30,
        null_alternative="",
    )
    closed = factories.NeedFactory(
        organisation=kari.home, closed_on=factories.TODAY, outcome="solved", outcome_note="Løst."
    )
    factories.SameHereFactory(need=need, note="Vi også")
    waiting = factories.ContributionFactory(need=need)
    factories.ContributionFactory(
        need=need, answer="Takk", answered_on=factories.TODAY, answered_by_name="Kari", shown=True
    )
    factories.UnitFactory(organisation=kari.home)
    leads = factories.RoleFactory(organisation=rune.home, kind=RoleKind.ADMINISTRATOR)
    at = f"/behov/{need.pk}/"
    return {
        None: [
            "/",
            "/behov/",
            at,
            at + "innspill/",
            "/logg-inn/",
            "/glemt-passord/",
            "/glemt-passord/sendt/",
            "/kommuner/",
            "/finnes-ikke/",
        ],
        kari.person: [
            "/",
            "/behov/",
            "/behov/?q=finnes%20ikke",
            "/behov/ny/",
            at,
            at + "endre/",
            at + "innspill/",
            at + "avslutt/",
            at + "advarsel/R04/",
            f"/behov/{closed.pk}/apne/",
            f"/behov/innspill/{waiting.pk}/",
            "/behov/ord/",
            "/organisasjon/",
            "/meg/",
            "/passord/",
            "/logg-ut/",
            "/logg-inn/",
        ],
        anne.person: [
            "/",
            "/organisasjon/",
            "/organisasjon/om/",
            *(f"/organisasjon/ny/{what}/" for what in ("role", "unit", "parameter")),
            f"/organisasjon/rolle/{kari.role.pk}/slutt/",
        ],
        leads.person: ["/organisasjon/", "/organisasjon/ny/member/", at, at + "hos-oss/"],
    }


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_every_page_can_be_heard_and_fits_the_screen(screen, town, language):
    wrong = []
    for person, paths in town.items():
        for width in SIZES:
            at = screen(width=width, language=language)
            if person:
                at.sign_in(person)
            for path in paths:
                at.open(path)
                who = f"{path} for {person or 'nobody'} at {width}"
                if at.is_wider_than_the_screen():
                    wrong.append(f"{who}: wider than the screen")
                if width == SIZES[-1]:
                    wrong += [f"{who}: {finding}" for finding in at.axe()]
    assert wrong == []


def test_a_refused_form_can_be_heard(screen, kari):
    at = screen()
    at.sign_in(kari.person)
    at.open("/behov/ny/")
    at.page.get_by_label("What is the problem?").fill("Vi trenger en chatbot.")
    at.press("Register the need")

    assert at.axe() == []
    at.page.locator("main").get_by_role("link", name="In a few words").click()
    assert "In a few words" in at.page.evaluate("document.activeElement.labels[0].textContent")
    assert at.page.get_by_label("What is the problem?").input_value() == "Vi trenger en chatbot."
