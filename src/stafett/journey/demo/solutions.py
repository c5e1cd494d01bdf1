"""Solutions, what is promised and read on them, and roadmaps: told as the needs are."""

import tomllib
from collections.abc import Iterator, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from stafett.benefits.actions import (
    economy,
    mapping,
    measuring,
    plan,
    processes,
    promising,
    staffing,
)
from stafett.benefits.models import Commitment
from stafett.benefits.queries import mapping as maps
from stafett.benefits.queries import staffing as positions
from stafett.benefits.rules import measuring as periods
from stafett.indicators import actions as indicators
from stafett.initiatives import actions as initiatives
from stafett.initiatives.models import Initiative
from stafett.journey.demo.batons import Handing
from stafett.journey.demo.cast import DATA
from stafett.journey.demo.happening import Days, Step, acting, shared
from stafett.journey.demo.solving import DAY, Known, Solving, person, some
from stafett.lib import Acting
from stafett.needs.models import Need
from stafett.roadmap import actions as roadmaps
from stafett.roadmap.models import Candidate, Roadmap
from stafett.trials import actions as trials


def happenings(days: Days, tests: Mapping[str, Any]) -> list["Solving"]:
    """Return all that is told of solutions, in one list."""
    known = Known(tests)
    told = told_in("initiatives.toml") | told_in("roadmap.toml") | told_in("batons.toml")
    kinds: dict[str, type[Solving]] = {
        "indicator": Defining,
        "reading": Reading,
        "earlier": ReadingEarlier,
        "process": Working,
        "initiative": Proposing,
        "promise": Promising,
        "roadmap": Planning,
        "baton": Handing,
    }
    return [kinds[kind](one, days, known) for kind in kinds for one in told[kind]]


def told_in(name: str) -> dict[str, Any]:
    """Return what a file of the demo tells."""
    return tomllib.loads((DATA / name).read_text(encoding="utf-8"), parse_float=Decimal)


# --- yardsticks and work ---------------------------------------------------------------------


class Defining(Solving):
    """A yardstick, with what others have read by it."""

    def steps(self) -> Iterator[Step]:
        """Yield what happened."""
        yield self._step(self.told, self._define)
        yield from self._each({"reference": self._refer})

    def _define(self, told: Mapping[str, Any], now: datetime) -> None:
        by = acting(told["by"], now)
        usual = {"scope": "own", "is_share": False, "is_about_people": False, "unit": ""}
        named = ("direction", "method", "name", "population", "source")
        defined = {**usual, **some(told, *usual, *named), "lang": by.organisation_language}
        self.known.indicators[told["key"]] = indicators.define(defined=defined, by=by, now=now)

    def _refer(self, told: Mapping[str, Any], now: datetime) -> None:
        names = ("wave", "value", "base", "n", "weight_basis", "source")
        indicators.add_reference(
            indicator=self.known.indicators[self.told["key"]],
            told=some(told, *names),
            by=acting(told["by"], now),
            now=now,
        )


READ = ("value", "numerator", "denominator", "n", "how")
USED = ("volume", "users", "of_users")


class Reading(Solving):
    """What a yardstick read before anything changed."""

    def steps(self) -> Iterator[Step]:
        """Yield what happened."""
        step = self._step if "days_ago" in self.told else self._noted
        yield step(self.told, self._read)

    def _read(self, told: Mapping[str, Any], now: datetime) -> None:
        self.known.readings[told["key"]] = indicators.observe(
            indicator=self.known.indicators[told["indicator"]],
            unit=None,
            **self._period(told),
            **some(told, *READ),
            by=acting(told["by"], now),
            now=now,
        )


class ReadingEarlier(Solving):
    """What a yardstick read month by month, noted all at once."""

    def steps(self) -> Iterator[Step]:
        """Yield what happened."""
        last = self.told["from_month"] - len(self.told["values"]) + 1
        noted = self._noted({**self.told, "to_month": last}, self._read_many)
        yield self._step(self.told, self._read_many) if "days_ago" in self.told else noted

    def _read_many(self, told: Mapping[str, Any], now: datetime) -> None:
        """Note one reading for each month from a month on, all at once."""
        readings = [
            self._new(told["from_month"] - at, Decimal(value))
            for at, value in enumerate(told["values"])
        ]
        by = acting(told["by"], now)
        known = self.known.indicators[told["indicator"]]
        indicators.observe_many(indicator=known, readings=readings, by=by, now=now)

    def _new(self, month: int, value: Decimal) -> indicators.New:
        period = tuple(self._period({"from_month": month, "to_month": month}).values())
        return indicators.New(None, period, {"value": value}, None)


class Working(Solving):
    """A piece of work, and the hours it takes in a year."""

    def steps(self) -> Iterator[Step]:
        """Yield what happened."""
        yield self._step(self.told, self._add)

    def _add(self, told: Mapping[str, Any], now: datetime) -> None:
        by = acting(told["by"], now)
        process = processes.add(name=told["name"], by=by, now=now)
        self.known.processes[told["key"]] = process
        hours = {"hours": Decimal(told["hours"]), "source": told["source"]}
        year = self._year(told["year"])
        processes.note_hours(process=process, unit=None, year=year, **hours, by=by, now=now)


# --- solutions --------------------------------------------------------------------------------


class Proposing(Solving):
    """One solution, from the day somebody proposed it."""

    initiative: Initiative

    def steps(self) -> Iterator[Step]:
        """Yield what happened."""
        yield self._step(self.told, self._propose)
        happened = {
            "passed": self._pass,
            "described": self._describe,
            "answers": self._answer,
            "involved": self._involve,
            "views": self._view,
            "unpriced": self._weigh,
            "profile": self._profile,
            "stopped": self._stop,
        }
        yield from self._each(happened)
        yield from self._answers()

    def _answers(self) -> Iterator[Step]:
        """Yield the yes to a profile, which is a promise told in five minutes."""
        if profile := self.told.get("profile"):
            yield self._step(profile["confirmed"], self._confirm)

    def _propose(self, told: Mapping[str, Any], now: datetime) -> None:
        by = acting(told["by"], now)
        said = {name: told[name].strip() for name in ("title", "solution")}
        said |= {"lead": person(told["lead"]), "staff_count": told["staff_count"]}
        self.initiative = trials.propose(
            need=Need.objects.get(title=told["need"]),
            tests=[self.known.tests[key].trial for key in told.get("tests", ())],
            told={**said, **shared(told), "lang": by.organisation_language},
            untested_reason=told.get("untested_reason", ""),
            by=by,
            now=now,
        )
        self.known.initiatives[told["key"]] = self.initiative
        self._tell_lines(told, by, now)

    def _tell_lines(self, told: Mapping[str, Any], by: Acting, now: datetime) -> None:
        """Say what falls away or is added, and what it costs, in this year's prices."""
        for line in told.get("differences", ()):
            difference = {"minutes": None, "times_a_year": None, **line}
            initiatives.add_difference(initiative=self.initiative, told=difference, by=by, now=now)
        for line in told.get("costs", ()):
            cost = {**line, **self._years(line)}
            initiatives.add_cost(initiative=self.initiative, told=cost, by=by, now=now)

    def _years(self, line: Mapping[str, Any]) -> dict[str, Any]:
        years = {name: self._year(line[name]) for name in ("year", "last_year")}
        return {"source": line.get("source", ""), **years, "price_year": self._year(0)}

    def _pass(self, told: Mapping[str, Any], now: datetime) -> None:
        by, warned = acting(told["by"], now), some(told, "rule", "reason")
        initiatives.pass_warning(initiative=self.initiative, **warned, by=by, now=now)

    def _describe(self, told: Mapping[str, Any], now: datetime) -> None:
        """Say what gets better and what gets worse, and draw the map of it."""
        by = acting(told["by"], now)
        for benefit in told["benefits"]:
            self._add_benefit(benefit, by, now)
        if told.get("none_found"):
            promising.say_none_found(initiative=self.initiative, by=by, now=now)
        if drawn := told.get("map"):
            self._draw(drawn, by, now)

    def _add_benefit(self, told: Mapping[str, Any], by: Acting, now: datetime) -> None:
        described = {name: value for name, value in told.items() if name != "key"}
        described["indicator"] = self.known.indicators[told["indicator"]]
        if described.get("counts") == "nok":
            described["price_year"] = self._year(0)
        self.known.benefits[told["key"]] = promising.describe(
            initiative=self.initiative, described=described, by=by, now=now
        )

    def _draw(self, told: Mapping[str, Any], by: Acting, now: datetime) -> None:
        where: dict[str, Any] = {"initiative": self.initiative, "by": by, "now": now}
        for kind in ("enabler", "change", "objective"):
            for label in told[kind]:
                mapping.add(kind=kind, label=label, **where)
        for source, target in told["arrows"]:
            key_of = {spot.text: spot.key for spot in maps.net(self.initiative).spots.values()}
            mapping.draw(source=key_of[source], target=key_of[target], **where)

    def _answer(self, told: Mapping[str, Any], now: datetime) -> None:
        same = ("same_system", "same_version", "same_configuration", "same_routine")
        said = {**dict.fromkeys(same, "unknown"), "reason": "", **some(told, *same, "reason")}
        initiatives.answer(
            initiative=self.initiative,
            told={**said, "answer": told["answer"]},
            version=0,
            by=acting(told["by"], now),
            now=now,
        )

    def _involve(self, told: Mapping[str, Any], now: datetime) -> None:
        row = initiatives.note_involvement(
            initiative=self.initiative,
            **some(told, "kind", "with_whom", "view"),
            happened_on=self._day(told["happened_days_ago"]),
            by=acting(told["by"], now),
            now=now,
        )
        if "reply" in told:
            by = acting(told.get("replied_by", told["by"]), now)
            initiatives.reply(involvement=row, reply=told["reply"], by=by, now=now)

    def _view(self, told: Mapping[str, Any], now: datetime) -> None:
        initiatives.note_staff_view(
            initiative=self.initiative,
            **some(told, "asked", "see_the_use", "comment"),
            asked_on=self._day(told["happened_days_ago"]),
            by=acting(told["by"], now),
            now=now,
        )

    def _weigh(self, told: Mapping[str, Any], now: datetime) -> None:
        weighed, by = some(told, *economy.TOLD), acting(told["by"], now)
        economy.weigh(initiative=self.initiative, told=weighed, by=by, now=now)

    def _profile(self, told: Mapping[str, Any], now: datetime) -> None:
        said = some(told, "name", "kind", "target_likely", "take_out")
        said |= {"indicator": self.known.indicators[told["indicator"]]}
        said |= {"owner": person(told["owner"]), "reading": some(told, *READ)}
        said |= {"effect_starts_on": self._month(told["effect_month"])}
        by = acting(told["by"], now)
        promising.profile(initiative=self.initiative, told=said, by=by, now=now)

    def _confirm(self, told: Mapping[str, Any], now: datetime) -> None:
        row = Commitment.objects.get(benefit__initiative=self.initiative)
        by = acting(told["by"], now)
        promising.confirm(commitment=row, version=row.version, by=by, now=now)

    def _stop(self, told: Mapping[str, Any], now: datetime) -> None:
        initiatives.stop(
            initiative=self.initiative,
            reason=told["reason"],
            version=self.initiative.version,
            by=acting(told["by"], now),
            now=now,
        )


# --- promises ---------------------------------------------------------------------------------


class Promising(Solving):
    """One municipality's promise, its owner's answer, and what was read."""

    commitment: Commitment

    def steps(self) -> Iterator[Step]:
        """Yield what happened."""
        yield self._step(self.told, self._promise)
        happened = {
            "passed": self._pass,
            "planned": self._plan,
            "confirmed": self._confirm,
            "declined": self._decline,
            "mended": self._measure,
            "explained": self._explain,
            "concluded": self._conclude,
            "positions": self._say_positions,
            "heard": self._hear,
            "decided": self._decide,
            "became": self._follow_up,
        }
        yield from self._each(happened)
        for told in self.told.get("readings", ()):
            yield self._noted(told, self._measure)

    def _promise(self, told: Mapping[str, Any], now: datetime) -> None:
        by = acting(told["by"], now)
        self.commitment = promising.promise(
            benefit=self.known.benefits[told["benefit"]], promised=self._said(told), by=by, now=now
        )

    def _said(self, told: Mapping[str, Any]) -> dict[str, Any]:
        said = some(told, *promising.PROMISED)
        said["owner"] = person(told["owner"])
        said["effect_starts_on"] = self._month(told["effect_month"])
        if "process" in told:
            said["process"] = self.known.processes[told["process"]]
        if "decided_in_days" in told:
            said["take_out_by"] = self._day(-told["decided_in_days"])
        return {**said, "baseline": self.known.readings.get(told.get("baseline", ""))}

    def _pass(self, told: Mapping[str, Any], now: datetime) -> None:
        by, warned = acting(told["by"], now), some(told, "rule", "reason")
        promising.pass_warning(commitment=self.commitment, **warned, by=by, now=now)

    def _plan(self, told: Mapping[str, Any], now: datetime) -> None:
        """Write what is promised into the financial plan, and say where it stands."""
        by, row = acting(told["by"], now), self.commitment
        plan.fill(commitment=row, version=row.version, by=by, now=now)
        filled = row.plan_lines.order_by("year").values("year", "amount", "price_year")
        lines = [{**line, "reference": told["reference"]} for line in filled]
        plan.write(commitment=row, lines=lines, version=row.version, by=by, now=now)

    def _say_positions(self, told: Mapping[str, Any], now: datetime) -> None:
        """Say what the promise means for positions, before anything is decided."""
        nobody = {"positions": Decimal(0), "dismissals": 0, "dismissals_on": None}
        said = {**nobody, **some(told, *staffing.PLAN)}
        staffing.plan(
            commitment=self.commitment,
            planned={**said, "decide_by": self._day(-told["decided_in_days"])},
            by=acting(told["by"], now),
            now=now,
        )

    def _hear(self, told: Mapping[str, Any], now: datetime) -> None:
        """Say by which note somebody was informed, consulted, or asked about the risk."""
        effect = self.commitment.staffing_effects.get()
        staffing.take(
            effect=effect,
            step=told["step"],
            note=positions.notes_for(effect, told["step"])[0],
            version=effect.version,
            by=acting(told["by"], now),
            now=now,
        )

    def _decide(self, told: Mapping[str, Any], now: datetime) -> None:
        """Decide on the positions, when everybody is heard."""
        effect = self.commitment.staffing_effects.get()
        by = acting(told["by"], now)
        staffing.decide(effect=effect, version=effect.version, by=by, now=now)

    def _follow_up(self, told: Mapping[str, Any], now: datetime) -> None:
        """Say what became of the time, half a year and a year after."""
        effect, by = self.commitment.staffing_effects.get(), acting(told["by"], now)
        said = some(told, "became", "note")
        staffing.follow_up(effect=effect, **said, by=by, now=now)

    def _confirm(self, told: Mapping[str, Any], now: datetime) -> None:
        row, by = self.commitment, acting(told["by"], now)
        promising.confirm(commitment=row, version=row.version, by=by, now=now)

    def _decline(self, told: Mapping[str, Any], now: datetime) -> None:
        row, by = self.commitment, acting(told["by"], now)
        said = some(told, "reason")
        promising.decline(commitment=row, **said, version=row.version, by=by, now=now)

    def _measure(self, told: Mapping[str, Any], now: datetime) -> None:
        measuring.measure(
            commitment=self.commitment,
            **self._period(told),
            **some(told, *READ, *USED),
            by=acting(told["by"], now),
            now=now,
        )

    def _explain(self, told: Mapping[str, Any], now: datetime) -> None:
        measuring.explain(
            commitment=self.commitment,
            period_end=self._month(told["to_month"] - 1) - DAY,
            **some(told, "cause", "decision", "what"),
            by=acting(told["by"], now),
            now=now,
        )

    def _conclude(self, told: Mapping[str, Any], now: datetime) -> None:
        measuring.conclude(
            commitment=self.commitment,
            **some(told, "outcome", "reason", "also_changed"),
            by=acting(told["by"], now),
            now=now,
        )


# --- the roadmap ------------------------------------------------------------------------------


class Planning(Solving):
    """A roadmap for the years to come, with its candidates in order."""

    roadmap: Roadmap

    def steps(self) -> Iterator[Step]:
        """Yield what happened."""
        yield self._step(self.told, self._draw)
        for told in self.told["candidate"]:
            yield self._step(told, self._nominate)
            yield from self._decided(told)
        yield from self._each({"capacity": self._say})

    def _decided(self, told: Mapping[str, Any]) -> Iterator[Step]:
        key = told["initiative"]
        happened = {"chosen": self._choose, "left_out": self._leave_out}
        for name, do in happened.items():
            if name in told:
                yield self._step({**told[name], "initiative": key}, do)
        for window in told.get("windows", ()):
            yield self._step({**window, "initiative": key}, self._set_window)

    @property
    def _first_year(self) -> int:
        return self._year(self.told.get("first_year", 1))

    def _draw(self, told: Mapping[str, Any], now: datetime) -> None:
        first = self._first_year
        years = {"first_year": first, "last_year": first + len(told["budgets"]) - 1}
        title = told["title"].format(**years)
        amounts = {first + at: Decimal(each) for at, each in enumerate(told["budgets"])}
        self.roadmap = roadmaps.draw(
            told={"title": title, **years, "price_year": self._year(0)},
            budgets=amounts,
            by=acting(told["by"], now),
            now=now,
        )

    def _nominate(self, told: Mapping[str, Any], now: datetime) -> None:
        initiative = self.known.initiatives[told["initiative"]]
        by = acting(told["by"], now)
        roadmaps.nominate(roadmap=self.roadmap, initiative=initiative, by=by, now=now)

    def _candidate(self, told: Mapping[str, Any]) -> Candidate:
        return Candidate.objects.get(initiative=self.known.initiatives[told["initiative"]])

    def _choose(self, told: Mapping[str, Any], now: datetime) -> None:
        row, by = self._candidate(told), acting(told["by"], now)
        roadmaps.choose(candidate=row, version=row.version, by=by, now=now)

    def _leave_out(self, told: Mapping[str, Any], now: datetime) -> None:
        row, by = self._candidate(told), acting(told["by"], now)
        said = some(told, "reason")
        roadmaps.leave_out(candidate=row, **said, version=row.version, by=by, now=now)

    def _set_window(self, told: Mapping[str, Any], now: datetime) -> None:
        year = self._year(told["year"])
        last = date(year, told["to_month"], 1)
        roadmaps.set_window(
            candidate=self._candidate(told),
            starts_on=date(year, told["from_month"], 1),
            ends_on=periods.months_after(last, 1) - DAY,
            by=acting(told["by"], now),
            now=now,
        )

    def _say(self, told: Mapping[str, Any], now: datetime) -> None:
        first = self._first_year
        batons = {first + at: count for at, count in enumerate(told["batons"])}
        by = acting(told["by"], now)
        roadmaps.say_capacity(roadmap=self.roadmap, batons=batons, by=by, now=now)
