"""Somebody writes while others read, and two publish at the same moment."""

from decimal import Decimal

import pytest
from django.db import transaction
from django.utils import timezone

from stafett.indicators import actions as indicators
from stafett.indicators.models import Observation
from stafett.organisations.models import Organisation
from stafett.reports.models import Edition, Figure
from tests.factories import RoleFactory
from tests.pages import Reader
from tests.rooms.audit.together import at_once
from tests.rooms.reports.stories import (
    an_analyst,
    an_initiative,
    hours,
    municipalities,
    promise,
    publish,
)
from tests.rooms.reports.test_kept import kept, reckoned

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.usefixtures("national_figures"),
]


def test_nothing_that_is_written_while_others_read_is_lost(kari, region, rune):
    benefit = hours(an_initiative(region, scope="region", group=region))
    made = promise(benefit, kari.home, read=9)
    readings = list(Observation.objects.filter(indicator=benefit.indicator).order_by("pk"))

    def corrects(row, value):
        return lambda: indicators.correct(
            observation=row, value=Decimal(value), by=kari.acting_now, now=timezone.now()
        )

    def opens(who, place):
        return lambda: Reader(who).opens(f"/resultater/{place.pk}/").status

    answers = at_once(
        opens(rune, region), corrects(readings[0], 14), opens(kari, kari.home),
        corrects(readings[1], 7), opens(rune, region),
    )  # fmt: skip

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    with transaction.atomic():
        day = timezone.localdate()
        assert kept(day) == reckoned(day)
        assert Figure.objects.get(pk=made.pk).measured == 700


def test_two_who_publish_at_once_make_two_editions_one_after_the_other():
    benefit = hours(an_initiative(municipalities(1)[0]))
    for place in municipalities(6):
        promise(benefit, place)
    nation = Organisation.objects.get(kind="national")
    roles = [an_analyst(nation), RoleFactory(organisation=nation, kind="controller")]

    answers = at_once(*(lambda role=role: publish(role) for role in roles))

    assert not [answer for answer in answers if isinstance(answer, Exception)]
    first, second = Edition.objects.order_by("pk")
    assert [cell.likely for cell in first.cells.order_by("of")] == [
        cell.likely for cell in second.cells.order_by("of")
    ]
