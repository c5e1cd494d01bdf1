"""The relay board by keyboard, by touch and by ear."""

import pytest
from django.db import transaction

from stafett.organisations.models import RoleKind
from tests.cast import _cast
from tests.rooms.handovers.stories import Exchange, come

SHOWN = "it => it.getBoundingClientRect().height > 10 && getComputedStyle(it).clipPath === 'none'"
STATES = ("draft", "offered", "returned", "accepted_in_part", "under_way", "new_practice")


@pytest.fixture
def runs(rune, kari):
    """Let Fjordvik have a baton in several states, the offered one called «Roboten leser»."""
    ingrid = _cast("Ingrid Berg", kari.home, RoleKind.CHIEF_EXECUTIVE)
    with transaction.atomic():
        for state in STATES:
            told = {"title": "Roboten leser"} if state == "offered" else {}
            come(Exchange(rune, kari, ingrid, promises=2, **told), state)
    return kari


def story(at):
    return at.page.locator(".lane", has_text="Fjordvik").locator(
        ".pill", has_text="Roboten leser"
    ).locator("span")  # fmt: skip


def test_a_story_is_told_and_put_away_by_keyboard_and_leads_on(screen, runs):
    at = screen()
    at.sign_in(runs.person)
    at.open("/stafettbanen/")
    told = story(at).last
    assert not told.evaluate(SHOWN)

    at.tab_to("and waits for an answer")
    assert told.evaluate(SHOWN)
    at.page.keyboard.press("Escape")
    assert not told.evaluate(SHOWN)
    at.enter()
    assert "/stafettpinne/" in at.page.url


def test_on_a_phone_every_story_stands_there(screen, runs):
    at = screen(width=360, scripts=False)
    at.sign_in(runs.person)
    at.open("/stafettbanen/")

    assert all(each.evaluate(SHOWN) for each in at.page.locator(".board .pill > span").all())


@pytest.mark.parametrize("language", ["nb", "nn", "en"])
def test_the_board_can_be_heard_and_fits_the_screen(screen, runs, language):
    at = screen(language=language)
    at.sign_in(runs.person)
    for path in ("/stafettbanen/", "/stafettbanen/?vis=tabell&sort=leg"):
        at.open(path)
        assert at.axe() == []
        assert [size for size in (320, 768, 1280, 1920) if not at.fits(size)] == []
