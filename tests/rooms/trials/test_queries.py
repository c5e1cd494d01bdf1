"""Pages ask as often however many tests a need has."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from stafett.trials import actions
from stafett.trials.models import Trial
from tests.pages import Reader
from tests.rooms.trials import stories

STATES = list(stories.WAYS)


def grow(need, by, count):
    """Give the need tests in every state, each following one that is decided."""
    now = timezone.now()
    for place in range(count):
        plan = stories.MINUTES if place % 2 else stories.PLAN
        trial = actions.plan(
            need=need,
            planned=stories.planned(plan),
            follows=Trial.objects.filter(state="decided").first(),
            by=by,
            now=now,
        )
        for step in stories.WAYS[STATES[place % len(STATES)]]:
            told = {"values": [8.5, 9, 10]} if step is stories.measure and place % 2 else {}
            step(trial, by, now, **told)


def asked(reader, address):
    reader.opens(address)
    with CaptureQueriesContext(connection) as questions:
        assert reader.opens(address).status == 200
    return len(questions)


@pytest.mark.parametrize("who", ["kari", "siri", "nobody"])
def test_thirty_tests_are_asked_for_as_three_are(need, kari, who, request):
    reader = Reader(None if who == "nobody" else request.getfixturevalue(who))
    grow(need, kari.acting_now, 3)
    pages = ["/", f"/behov/{need.pk}/", Trial.objects.latest("pk").get_absolute_url()]
    few = {page: asked(reader, page) for page in pages}

    grow(need, kari.acting_now, 27)

    assert {page: asked(reader, page) for page in pages} == few
    assert few[pages[2]] <= 12
