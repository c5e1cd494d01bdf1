"""The nine points: each is missing until it is met, and says what and who can mend it."""

from datetime import timedelta

import pytest

from stafett.benefits.models import Commitment
from stafett.handovers import queries, rules
from stafett.handovers.models import Baton
from stafett.initiatives.models import StaffView
from stafett.organisations.models import Role
from tests.rooms.handovers import stories
from tests.rooms.handovers.stories import Exchange, today


def _promise(**change):
    return lambda exchange: Commitment.objects.update(**change)


def _baton(**change):
    return lambda exchange: Baton.objects.update(**change)


def _no_baseline(exchange):
    Commitment.objects.update(baseline_from=None, baseline_to=None)


def _no_baseline_and_its_day_has_passed(exchange):
    _no_baseline(exchange)
    exchange.baton.lines.update(baseline_planned_on=today() - timedelta(days=1))


def _nothing_stops(exchange):
    exchange.baton.steps.update(what_stops="")


BREAKS = {
    "nobody owns it": (2, _promise(owner=None), "Nobody owns this: Gevinst 1", "leaders in"),
    "no baseline": (3, _no_baseline, "Neither baseline nor a day for it: Gevinst 1", "leaders in"),
    "the day has passed": (
        3, _no_baseline_and_its_day_has_passed, "Neither baseline nor a day", "leaders in"),
    "nothing stops": (4, _nothing_stops, "No step says who stops doing what.", "leaders in"),
    "nobody asked": (4, lambda _: StaffView.objects.all().delete(), "have been asked", "leaders in"),
    "no time": (5, _baton(hours=None), "whose time, and how many hours", "leaders in"),
    "nobody's time": (5, _baton(whose_time=""), "whose time, and how many hours", "leaders in"),
    "no money": (5, _baton(money=None), "0 kr is an answer", "leaders in"),
    "no yes": (6, _promise(state="proposed"), "The owner has not said yes: Gevinst 1", "Kari Nes"),
    "withdrawn": (7, _promise(state="withdrawn"), "does not stand any more: Gevinst 1", "leaders"),
    "no support": (8, _baton(support=""), "what support there is", "Fjordvikregionen"),
    "support for ever": (8, _baton(support_until=None), "until when", "Fjordvikregionen"),
    "not decided": (9, _promise(take_out="undecided"), "Neither decided nor", "leaders in"),
    "decision day has passed": (
        9, _promise(take_out="undecided", take_out_by=today() - timedelta(1)), "day of", "leaders"),
}  # fmt: skip


@pytest.mark.parametrize("what", BREAKS)
def test_what_is_missing_is_said_stops_the_acceptance_and_can_be_mended(at, what):
    number, breaks, says, who = BREAKS[what]
    exchange = at("draft") if number == 8 else at("offered")
    if number == 8:
        exchange.is_ready()
    keeps = _kept(exchange)
    exchange.fresh(exchange.sender if number == 8 else None)
    breaks(exchange)
    point = _point(exchange, number)

    assert (point.is_met, point.is_asked) == (False, True)
    assert says in point.missing
    assert who in point.who_can_mend
    assert point.url.startswith("/")
    if number == 8:
        with pytest.raises(rules.NotReady, match="point 8"):
            exchange.offer()
    else:
        with pytest.raises(rules.NotReady, match=f"point {number}: "):
            exchange.accept()
    _mend(exchange, keeps)
    if number == 8:
        exchange.offer()
    exchange.accept()
    assert exchange.fresh().state == "accepted"


@pytest.mark.parametrize("noted", [[], ["all_staff_meeting"]], ids=["no union", "staff meeting"])
def test_the_unions_are_told_before_anybody_accepts(at, monkeypatch, noted):
    monkeypatch.setattr(stories, "NOTED", noted)
    exchange = at("offered")
    point = _point(exchange, 4)

    assert (point.is_met, point.is_asked) == (False, True)
    assert "union and safety reps" in point.missing
    assert "leaders in" in point.who_can_mend
    with pytest.raises(rules.NotReady, match="point 4: "):
        exchange.accept()
    stories.told(exchange.initiative, exchange.municipality, "informed")
    exchange.accept()
    assert exchange.fresh().state == "accepted"


def _kept(exchange):
    """Return every row that a break below changes, as it was."""
    exchange.fresh()
    rows = [*Commitment.objects.all(), *Baton.objects.all(), *exchange.baton.lines.all()]
    return [*rows, *exchange.baton.steps.all(), *StaffView.objects.all()]


def _mend(exchange, rows):
    exchange.fresh()
    for row in rows:
        row.save()


def _point(exchange, number):
    points = queries.nine_points(exchange.chief.acting_now, exchange.fresh())
    return next(point for point in points if point.number == number)


def test_all_nine_are_met_when_it_is_signed(at):
    exchange = at("accepted")

    assert [point.is_met for point in _points(exchange)] == [True] * 9


def _points(exchange):
    return queries.nine_points(exchange.chief.acting_now, exchange.fresh())


def test_the_signature_is_the_last_and_says_who_it_waits_for(exchange):
    exchange.prepare()
    assert _point(exchange, 1).missing == "The baton is not offered yet."
    exchange.offer()
    point = _point(exchange, 1)
    assert point.missing == "The signature is the last thing: it waits for the answer."
    assert point.who_can_mend == "the chief executive in Fjordvik"


def test_where_nobody_is_chief_executive_the_administrator_can_mend_it(exchange, ingrid):
    exchange.prepare()
    Role.objects.filter(pk=ingrid.role.pk).update(valid_to=today())
    point = _point(exchange, 1)

    assert point.missing == "Nobody is registered as chief executive there."
    assert point.who_can_mend == "the administrator in Fjordvik"


def test_a_day_before_the_effect_is_as_good_as_a_baseline(at):
    exchange = at("offered")
    exchange.fresh()
    _no_baseline(exchange)
    line = exchange.line()
    with pytest.raises(rules.Refused, match="before the effect starts"):
        exchange.fill_in({line.pk: today() + timedelta(days=60)})
    exchange.fill_in({pk: today() + timedelta(days=9) for pk in (line.pk, exchange.line(2).pk)})

    assert _point(exchange, 3).is_met


def test_without_a_promise_no_point_of_promises_is_met(rune, kari, ingrid):
    exchange = Exchange(rune, kari, ingrid, promises=0)
    exchange.prepare()
    missing = {point.number: point for point in _points(exchange) if not point.is_met}

    assert {2, 3, 6, 7, 9} <= missing.keys()
    assert missing[2].missing == "The municipality has promised nothing yet."
    with pytest.raises(rules.NotReady, match="nothing in the baton yet"):
        exchange.offer()


# --- the light track ------------------------------------------------------------------------


@pytest.fixture
def light(rune, kari, ingrid, national_figures):
    return Exchange(rune, kari, ingrid, staff_count=2)


def test_a_small_initiative_is_asked_for_four_points(light):
    light.prepare(support="", support_until=None)
    light.offer()

    asked = {point.number for point in _points(light) if point.is_asked}
    assert asked == {1, 2, 3, 7}
    receipt = light.accept()
    assert '"is_light":true' in receipt.snapshot


def test_but_it_is_asked_for_those(light):
    light.prepare()
    light.offer()
    light.fresh()
    _no_baseline(light)

    with pytest.raises(rules.NotReady, match="point 3: "):
        light.accept()


# --- in part --------------------------------------------------------------------------------


@pytest.fixture
def halfway(two):
    """Two promises, the second without a baseline."""
    two.prepare()
    two.is_ready()
    two.offer()
    two.fresh()
    second = Commitment.objects.filter(pk=two.promises[1].pk)
    second.update(baseline_from=None, baseline_to=None)
    return two


def test_in_part_takes_the_promises_that_are_complete(halfway):
    first, second = halfway.line(1), halfway.line(2)
    with pytest.raises(rules.NotReady, match="point 3: "):
        halfway.accept()
    halfway.accept_in_part({first.pk: (True, ""), second.pk: (False, "Ikke målt ennå.")})

    assert (halfway.line(1).answer, halfway.line(1).reason) == ("accepted", "")
    assert (halfway.line(2).answer, halfway.line(2).reason) == ("declined", "Ikke målt ennå.")


def test_in_part_does_not_take_those_that_are_not(halfway):
    first, second = halfway.line(1), halfway.line(2)
    with pytest.raises(rules.NotReady, match="Something is missing for Gevinst 2"):
        halfway.accept_in_part({first.pk: (False, "Nei."), second.pk: (True, "")})


def test_in_part_still_needs_what_is_asked_of_the_baton_itself(halfway):
    first, second = halfway.line(1), halfway.line(2)
    Baton.objects.update(hours=None)
    with pytest.raises(rules.NotReady, match="point 5: "):
        halfway.accept_in_part({first.pk: (True, ""), second.pk: (False, "Nei.")})


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ([(True, ""), (True, "")], "You take all of them"),
        ([(False, "Nei."), (False, "Nei.")], "You take none of them"),
        ([(True, ""), (False, "")], "Give a reason"),
        ([(True, "")], "Answer for each promise"),
    ],
)
def test_in_part_is_some_and_not_others(at, answers, says):
    exchange = at("offered")
    lines = [exchange.line(1).pk, exchange.line(2).pk]
    with pytest.raises(rules.Refused, match=says):
        exchange.accept_in_part(dict(zip(lines, answers, strict=False)))
