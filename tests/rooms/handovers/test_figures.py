"""How exchanges go, told together and without a rank."""

from dataclasses import replace
from datetime import timedelta

import pytest
from django.utils import timezone

from stafett.handovers.queries.figures import figures
from stafett.lib.database import tell_database
from tests.pages import Reader
from tests.rooms.handovers.stories import come

PAGE = "/stafettpinner/tall/"


@pytest.mark.django_db
def test_an_offer_that_came_back_and_one_that_was_accepted(exchange, rune, kari):
    come(exchange, "returned")
    exchange.offer()
    tell_database(rune.acting_now)
    waiting = figures(rune.acting_now)
    exchange.accept()
    tell_database(rune.acting_now)
    found = figures(rune.acting_now)

    assert (waiting.offered, waiting.waiting, len(waiting.returns)) == (2, 1, 1)
    assert (found.offered, found.accepted, found.waiting) == (2, 1, 0)
    assert found.days == [0, 0]
    assert found.middle == 0
    assert found.returns[0].reason == "Vi mangler folk til opplæringen."
    assert found.returns[0].on == timezone.localdate()
    for cast in (rune, kari):
        page = Reader(cast).opens(PAGE)
        assert "Half of the 2 answers came within 0 days." in page.text
        assert "Vi mangler folk til opplæringen." in page.text


@pytest.mark.django_db
def test_nobody_elsewhere_sees_any_of_it(exchange, siri):
    come(exchange, "returned")
    page = Reader(siri).opens(PAGE)

    assert "No baton is offered yet." in page.text
    assert "opplæringen" not in page.text


@pytest.mark.django_db
def test_late_answers_are_told_to_both_sides(exchange, rune, kari):
    come(exchange, "offered")
    for cast in (rune, kari):
        late = replace(cast.acting_now, day=timezone.localdate() + timedelta(days=29))
        tell_database(late)
        assert (figures(late).late, figures(late).waiting_late) == (0, 1)
    exchange.accept()
    tell_database(kari.acting_now)
    assert (figures(kari.acting_now).late, figures(kari.acting_now).waiting_late) == (0, 0)


@pytest.mark.django_db
def test_an_answer_after_the_day_is_late(exchange, rune, kari, monkeypatch):
    come(exchange, "accepted")
    monkeypatch.setattr("stafett.handovers.queries.figures._read", _asked_for_long_ago)
    for cast in (rune, kari):
        page = Reader(cast).opens(PAGE)
        assert page.shows("1 answer came after the day it was asked for by.")


def _asked_for_long_ago(_snapshot, way):
    return "2020-01-31" if "respond_by" in way else None
