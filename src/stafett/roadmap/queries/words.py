"""Proposals in words: what counts, what is demanded, and why a candidate is left out."""

from collections.abc import Mapping, Sequence
from math import ceil
from typing import Any

from django.utils.translation import gettext as _

from stafett.roadmap.queries import receiving
from stafett.roadmap.queries.inputs import TOO_LITTLE, Inputs
from stafett.roadmap.queries.solving import Future, floor_places, futures, unequal_ties
from stafett.ui.figures import nok, number, percent


def objective_names() -> dict[str, str]:
    """Return the ways of looking at what may happen, in words."""
    return {
        "likely": _("What is likely"),
        "mean": _("On average, also if the benefit is low or the cost high"),
        "worst": _("When the benefit is low and the cost high"),
        "regret": _("Being as little as possible behind the best, whatever happens"),
    }


def future_names(inputs: Inputs) -> list[str]:
    """Return what may happen, in words: the ways that a plan is weighed over."""
    return [_future_name(each) for each in futures(inputs)]


def _future_name(future: Future) -> str:
    low = future.worth == "low"
    told = {
        _("low benefit"): low,
        _("high cost"): future.is_dearer,
        _("%(share)s left of what people can receive") % {"share": percent(future.room)}: (
            future.room < 1
        ),
    }
    names = [name for name, is_so in told.items() if is_so]
    return _(" and ").join(names) or _("as is likely")


def counted_names() -> dict[str, str]:
    """Return what can count, in words: so much of each has its points."""
    return {
        "budget": _("1,000 kroner off the budget"),
        "kroner": _("1,000 kroner that are used for something else"),
        "hours": _("An hour of freed time"),
        "quality": _("A quality benefit that is promised"),
        "inhabitants_hours": _("An hour that inhabitants save"),
        "inhabitants_kroner": _("1,000 kroner that inhabitants save"),
        "business_hours": _("An hour that businesses save"),
        "business_kroner": _("1,000 kroner that businesses save"),
        "public_hours": _("An hour that other public bodies save"),
        "public_kroner": _("1,000 kroner that other public bodies save"),
        "own_net": _("1,000 kroner a year of net value on the budget"),
        "social_net": _("1,000 kroner a year of net value to society"),
    }


def demand_in_words(demand: Mapping[str, Any], inputs: Inputs) -> str:
    """Return one demand as people say it."""
    kind, place = demand["kind"], demand["place"]
    if kind in _LIMITS:
        return _in_future(_LIMITS[kind](inputs, *place), demand, inputs)
    if kind == "must_not" and (tied := _barred_in_words(place[0], inputs)):
        return tied
    return _DECISIONS[kind]() % dict(zip(("what", "other"), _named(inputs, *place), strict=False))


def _named(inputs: Inputs, *places: int) -> list[str]:
    """Return candidates by name, with how much of them is decided where that is a part."""
    rows = (inputs["candidates"][at] for at in places)
    return [_name(row["title"], row.get("share", 1.0)) for row in rows]


def _name(title: str, share: float) -> str:
    return f"«{title}»" if share == 1 else f"«{title}» ({percent(share)})"


def _in_future(limit: str, demand: Mapping[str, Any], inputs: Inputs) -> str:
    """Return a limit with what must happen for it to stand in the way."""
    which = demand.get("scenario")
    future = futures(inputs)[which or 0]
    if demand["kind"] == "budget" and future.is_dearer:
        return _("%(limit)s, if all is as dear as it may be") % {"limit": limit}
    if demand["kind"] == "capacity" and future.room < 1:
        told = {"limit": limit, "share": percent(future.room)}
        return _("%(limit)s, if only %(share)s of it is left") % told
    return limit


def _barred_in_words(at: int, inputs: Inputs) -> str:
    """Return what keeps a candidate out that is tied to one that cannot be chosen among."""
    for row in inputs.get("barred", ()):
        if row["at"] == at:
            told = {"what": f"«{inputs['candidates'][at]['title']}»", "other": f"«{row['other']}»"}
            return _BARRED[row["kind"]]() % told
    return ""


_BARRED = {
    "requires": lambda: _(
        "%(what)s only together with %(other)s, which is left out or cannot be weighed"
    ),
    "excludes": lambda: _("never both %(what)s and %(other)s, which is chosen"),
    TOO_LITTLE: lambda: _(
        "%(what)s only together with %(other)s, and of that only a part is decided"
    ),
}


def _budget(inputs: Inputs, at: int) -> str:
    told = {"year": inputs["years"][at], "amount": nok(inputs["budgets"][at])}
    return _("the budget of %(year)s, %(amount)s") % told


def _capacity(inputs: Inputs, at: int, year: int = 0) -> str:
    years = len(inputs["years"]) if receiving.is_by_year(inputs) else 1
    return room_in_words(receiving.rooms(inputs)[at * years + year])


def room_in_words(room: receiving.Room) -> str:
    """Return what people can receive, as people say it."""
    told = {"place": room.name, "count": room.batons, "year": room.year}
    if room.year is None:
        return _("what %(place)s can receive, %(count)s") % told
    return _("what %(place)s can receive in %(year)s, %(count)s") % told


def _floor(inputs: Inputs, at: int) -> str:
    floors = list(floor_places(inputs).items())
    if at >= len(floors):
        one, other = _named(inputs, *unequal_ties(inputs)[at - len(floors)])
        return _("no more of %(what)s than of %(other)s") % {"what": one, "other": other}
    pk, least = floors[at]
    name = next(place["name"] for place in inputs["municipalities"] if place["id"] == pk)
    told = {"place": name, "points": number(least, 1)}
    if _has_something_to_gain(pk, inputs):
        return _("that %(place)s gets at least %(points)s points") % told
    return _("that %(place)s, with nothing to gain here, gets at least %(points)s points") % told


def _has_something_to_gain(place: int, inputs: Inputs) -> bool:
    return any(row["by_municipality"].get(str(place), 0) > 0 for row in inputs["candidates"])


def floorless(inputs: Inputs) -> list[str]:
    """Return the municipalities that the floor of all is not for: nothing there counts."""
    aims, has_floor = inputs["aims"], floor_places(inputs)
    own = aims.get("least_for", {})
    return [
        place["name"]
        for place in inputs["municipalities"]
        if aims["least_each"] and place["id"] not in has_floor and str(place["id"]) not in own
    ]


_LIMITS = {"budget": _budget, "capacity": _capacity, "floor": _floor}
_DECISIONS = {
    "must": lambda: _("that %(what)s is in"),
    "must_not": lambda: _("that %(what)s is out"),
    "requires": lambda: _("%(what)s only together with %(other)s"),
    "excludes": lambda: _("never both %(what)s and %(other)s"),
}


def why_in_words(told: Mapping[str, Any], inputs: Inputs) -> list[str]:
    """Return why a candidate is not in the plan, and what would let it in, a sentence each."""
    if "price" not in told:
        return _not_exactly(told, inputs)
    names = [f"«{inputs['candidates'][at]['title']}»" for at in told["displaces"]]
    changes = [] if _is_beaten(told) else _changes(told["changes"], inputs)
    demands = "; ".join(demand_in_words(each, inputs) for each in told["limits"])
    blocked = "; ".join(demand_in_words(each, inputs) for each in told["conflict"])
    sentences = {
        _("There is no room for it beside the plan: %(what)s."): demands,
        _("No plan has room for it: %(what)s."): blocked,
        _("It would take the place of %(what)s."): ", ".join(names),
        _price(told, inputs): "" if told["price"] is None else number(abs(told["price"]), 1),
        _lets_in(told): _(", or ").join(changes),
    }
    return [sentence % {"what": what} for sentence, what in sentences.items() if what]


def _is_sure(told: Mapping[str, Any]) -> bool:
    """Whether it is proven that no plan with it is better than the one that was found."""
    return told.get("gap") == 0


def _is_beaten(told: Mapping[str, Any]) -> bool:
    """Whether a plan with it is better than the one that is shown."""
    return bool((told["price"] or 0) < 0)


def _price(told: Mapping[str, Any], inputs: Inputs) -> str:
    """Return what it costs to have it in. A plan that was not sought to the end can be beaten."""
    sentences = _BEHIND if is_regret(inputs) else _WORTH
    if _is_beaten(told):
        return sentences["better"]()
    return sentences["sure" if _is_sure(told) else "short"]()


_WORTH = {
    "better": lambda: _(
        "A plan with it is worth %(what)s points more than this one: ask for another."
    ),
    "sure": lambda: _("With it the plan is worth %(what)s points less."),
    "short": lambda: _(
        "With it the plan is worth %(what)s points less at the most, by a short search."
    ),
}
_BEHIND = {
    "better": lambda: _(
        "A plan with it is %(what)s points less behind the best than this one: ask for another."
    ),
    "sure": lambda: _("With it the plan may end %(what)s points further behind the best."),
    "short": lambda: _(
        "With it the plan may end %(what)s points further behind the best at the most, by a short "
        "search."
    ),
}


def _lets_in(told: Mapping[str, Any]) -> str:
    """Return how sure it is; of what was kept without that, as sure as the price."""
    if all(change.get("is_proven", _is_sure(told)) for change in told["changes"]):
        return _("This would let it in: %(what)s.")
    return _("As far as a short search can tell, this would let it in: %(what)s.")


def _not_exactly(told: Mapping[str, Any], inputs: Inputs) -> list[str]:
    """Return between what it would cost, where that is known, and that the rest is open."""
    known = [_between(told, inputs)] if "least" in told else []
    if told.get("is_open"):
        known.append(
            _("A short search found no plan with it, and nothing shows that there is none.")
        )
    return known


def _between(told: Mapping[str, Any], inputs: Inputs) -> str:
    if told["least"] is None:
        return _("No plan that holds to all that is demanded has room for it.")
    sentence = (_FURTHER if is_regret(inputs) else _COST)[_span(told)]()
    return sentence % {
        "points": number(told["least"], 1),
        "least": number(told["least"], 1),
        "most": number(told["most"], 1),
    }


def part_in_words(told: Mapping[str, Any], inputs: Inputs) -> list[str]:
    """Return what it would cost to have all of a candidate that is in the plan in part."""
    if not {"least", "price"} & told.keys():
        return []
    if "price" in told and _is_beaten(told):
        return [_("A plan with all of it is better than this one: ask for another.")]
    least, most = _all_of_it(told)
    if least is None:
        return [_("No plan that holds to all that is demanded has room for all of it.")]
    sentences = _ALL_FURTHER if is_regret(inputs) else _ALL_COST
    points = {"points": number(least, 1), "least": number(least, 1), "most": number(most, 1)}
    return [sentences[_span({"least": least, "most": most})]() % points]


def _all_of_it(told: Mapping[str, Any]) -> tuple[float | None, float | None]:
    """Return between what it would cost: what a search that was not ended tells is the most."""
    if "price" not in told:
        return told["least"], told["most"]
    price: float | None = told["price"]
    if price is None or _is_sure(told):
        return price, price
    return min(told.get("least") or 0.0, price), price


_ALL_COST = {
    "open": lambda: _("To have all of it in would cost at least %(least)s points."),
    "exact": lambda: _("To have all of it in would cost %(points)s points."),
    "between": lambda: _("To have all of it in would cost from %(least)s to %(most)s points."),
}
_ALL_FURTHER = {
    "open": lambda: _(
        "With all of it in, the plan may end at least %(least)s points further behind the best."
    ),
    "exact": lambda: _(
        "With all of it in, the plan may end %(points)s points further behind the best."
    ),
    "between": lambda: _(
        "With all of it in, the plan may end from %(least)s to %(most)s points further behind the "
        "best."
    ),
}


def _span(told: Mapping[str, Any]) -> str:
    if told["most"] is None:
        return "open"
    return "exact" if number(told["least"], 1) == number(told["most"], 1) else "between"


_COST = {
    "open": lambda: _("To have it in would cost at least %(least)s points."),
    "exact": lambda: _("To have it in would cost %(points)s points."),
    "between": lambda: _("To have it in would cost from %(least)s to %(most)s points."),
}
_FURTHER = {
    "open": lambda: _(
        "With it in, the plan may end at least %(least)s points further behind the best."
    ),
    "exact": lambda: _("With it in, the plan may end %(points)s points further behind the best."),
    "between": lambda: _(
        "With it in, the plan may end from %(least)s to %(most)s points further behind the best."
    ),
}


def _changes(changes: Sequence[Mapping[str, Any]], inputs: Inputs) -> list[str]:
    """Return each change that is enough by itself; of points the next tenth is told."""
    rooms = receiving.rooms(inputs)
    words = []
    for change in changes:
        parts = [
            _("%(amount)s more in %(year)s") % {"amount": nok(ceil(amount)), "year": year}
            for year, amount in zip(inputs["years"], change["money"], strict=True)
            if amount > 0
        ]
        parts += [
            _more_room(room, ceil(more))
            for room, more in zip(rooms, change["capacity"], strict=False)
            if more > 0
        ]
        if change["value"] > 0:
            parts.append(
                _("that it is worth %(points)s points more")
                % {"points": number(ceil(change["value"] * 10) / 10, 1)}
            )
        words.append(_(" and ").join(parts))
    return [each for each in words if each]


def _more_room(room: receiving.Room, count: int) -> str:
    told = {"count": count, "place": room.name, "year": room.year}
    if room.year is None:
        return _("room for %(count)s more in %(place)s") % told
    return _("room for %(count)s more in %(place)s in %(year)s") % told


# --- with more or less money ------------------------------------------------------------------


def is_regret(inputs: Inputs) -> bool:
    """Whether the plan is to be least behind the best: then fewer points are better."""
    return bool(inputs["aims"]["objective"] == "regret")


def counted_in(inputs: Inputs) -> str:
    """Return what a plan is measured in, as a heading says it."""
    return _("At most behind the best") if is_regret(inputs) else _("Points a year")


def worth_captions() -> dict[str, str]:
    """Return what is told of each budget, by what the plan is to be best at."""
    return {
        "likely": _("What the best plan is worth, by the share of the budget"),
        "mean": _("What the best plan is worth on average, by the share of the budget"),
        "worst": _(
            "What the best plan is worth if the benefit is low and the cost high, by the share of "
            "the budget"
        ),
        "regret": _(
            "What the plan that is least behind brings if it goes as likely, by the share of the "
            "budget"
        ),
    }


def short_search(inputs: Inputs) -> str:
    """Return what it means that a plan was not sought to the end."""
    if is_regret(inputs):
        return _(
            "Each is sought for a short time. A plan less behind the best may exist; the table "
            "tells how far that can be brought down."
        )
    return _(
        "Each is sought for a short time. Where it says «at least», a better plan may exist; the "
        "table tells the most it can be worth."
    )


def more_money(inputs: Inputs) -> str:
    """Return what is told of more money, before it is told for each year."""
    if is_regret(inputs):
        return _(
            "With 100,000 kroner more in one year, the plan would at the worst end so much nearer "
            "the best, or further behind it:"
        )
    return _("100,000 kroner more in one year would give, in points a year:")


def worth_in_words(rung: Mapping[str, Any], inputs: Inputs) -> str:
    """Return what the best plan brings with another budget, and whether that is proven."""
    if rung["worth"] is None:
        return _("no plan") if _is_sure(rung) else _("none found in a short search")
    if is_regret(inputs):
        return number(rung.get("likely"), 1)
    worth = number(rung["worth"], 1)
    return worth if _is_sure(rung) else _("at least %(points)s") % {"points": worth}


def most_in_words(rung: Mapping[str, Any]) -> str:
    """Return how good it can be at best; empty where no plan is better than the one found."""
    if _is_sure(rung):
        return ""
    bound = rung.get("bound")
    return _("Not known yet") if bound is None else number(bound, 1)


def gain_in_words(gain: Mapping[str, float | None] | float, inputs: Inputs) -> str:
    """Return how much better more money would make it, and at most can. The oldest lack that."""
    if not isinstance(gain, Mapping):
        return _("about %(points)s") % {"points": number(gain, 1)}
    if is_regret(inputs):
        return _nearer(gain)
    least, most = number(gain["gain"], 1), number(gain["most"], 1)
    if gain["most"] is None:
        return _("at least %(points)s") % {"points": least}
    if least == most:
        return least
    return _("at least %(least)s, at most %(most)s") % {"least": least, "most": most}


def _nearer(gain: Mapping[str, float | None]) -> str:
    """Return how much nearer the best it comes: with more money, what is best can go ahead."""
    points = gain["gain"]
    told = number(None if points is None else abs(points), 1)
    if told == number(0, 1):
        return _("no nearer")
    if gain["gain"] != gain["most"]:
        told = _("about %(points)s") % {"points": told}
    if (points or 0) < 0:
        return _("%(points)s points further behind") % {"points": told}
    return _("%(points)s points nearer") % {"points": told}
