"""Batons: handed out, answered by those who receive them, and carried on, or left lying."""

from collections.abc import Iterator, Mapping
from datetime import date, datetime, timedelta
from typing import Any

from stafett.handovers import actions, queries
from stafett.handovers.models import Baton, BatonLine
from stafett.journey.demo.happening import Step, acting, named
from stafett.journey.demo.solving import Solving, person, some
from stafett.lib import Acting
from stafett.lib.database import tell_database


class Handing(Solving):
    """One baton, from the day it was prepared."""

    baton: Baton

    def steps(self) -> Iterator[Step]:
        """Yield what happened."""
        yield self._step(self.told, self._prepare)
        happened = {
            "offered": self._offer,
            "filled_in": self._fill_in,
            "accepted": self._accept,
            "in_part": self._accept_in_part,
            "returned": self._return,
            "practised": self._practise,
        }
        yield from self._each(happened)
        for told in self.told.get("step", ()):
            yield from self._carried(told)

    def _carried(self, told: Mapping[str, Any]) -> Iterator[Step]:
        yield self._step(told, self._add_step)
        if "done" in told:
            yield self._step({**told["done"], "what": told["what"]}, self._do_step)

    def _prepare(self, told: Mapping[str, Any], now: datetime) -> None:
        by = acting(told["by"], now)
        until = {name: told.get(f"{name}_days") for name in ("respond_by", "support_until")}
        offered = {"message": "", "support": "", **some(told, "message", "support")}
        self.baton = actions.prepare(
            initiative=self.known.initiatives[told["initiative"]],
            municipality=named(told["municipality"]),
            offered=offered | {name: days and self._day(-days) for name, days in until.items()},
            by=by,
            now=now,
        )

    def _read(self, by: Acting) -> dict[str, Any]:
        """Return the baton as it is by now, as somebody reads it."""
        tell_database(by)
        self.baton = Baton.objects.select_related("initiative").get(pk=self.baton.pk)
        return {"baton": self.baton, "version": self.baton.version, "by": by}

    def _offer(self, told: Mapping[str, Any], now: datetime) -> None:
        actions.offer(**self._read(acting(told["by"], now)), now=now)

    def _fill_in(self, told: Mapping[str, Any], now: datetime) -> None:
        read = self._read(acting(told["by"], now))
        set_aside = {**some(told, "whose_time", "hours", "money"), "price_year": self._year(0)}
        lines = self.baton.lines.filter(commitment__baseline_to=None)
        planned = {line.pk: self._planned(line, told) for line in lines}
        actions.fill_in(set_aside=set_aside, baselines=planned, **read, now=now)

    def _planned(self, line: BatonLine, told: Mapping[str, Any]) -> date | None:
        """Return the day a baseline is to be read; whether anybody does is another matter."""
        days = told.get("baseline_days_before")
        return line.commitment.effect_starts_on - timedelta(days) if days else None

    def _accept(self, told: Mapping[str, Any], now: datetime) -> None:
        read = self._read(acting(told["by"], now))
        actions.accept(seen=queries.seen(read["by"], self.baton), **read, now=now)

    def _accept_in_part(self, told: Mapping[str, Any], now: datetime) -> None:
        """Take what has no reason against it."""
        read = self._read(acting(told["by"], now))
        against = {self.known.benefits[key].pk: why for key, why in told["against"].items()}
        lines = self.baton.lines.values_list("pk", "commitment__benefit")
        answers = {pk: (of not in against, against.get(of, "")) for pk, of in lines}
        seen = queries.seen(read["by"], self.baton)
        actions.accept_in_part(answers=answers, seen=seen, **read, now=now)

    def _return(self, told: Mapping[str, Any], now: datetime) -> None:
        actions.return_(reason=told["reason"], **self._read(acting(told["by"], now)), now=now)

    def _practise(self, told: Mapping[str, Any], now: datetime) -> None:
        actions.practise(**self._read(acting(told["by"], now)), now=now)

    def _add_step(self, told: Mapping[str, Any], now: datetime) -> None:
        by = self._read(acting(told["by"], now))["by"]
        said = {"what_stops": "", **some(told, "what", "what_stops")}
        said |= {"owner": person(told["owner"]), "due_on": self._day(told["due_days_ago"])}
        actions.add_step(baton=self.baton, step=said, by=by, now=now)

    def _do_step(self, told: Mapping[str, Any], now: datetime) -> None:
        by = self._read(acting(told["by"], now))["by"]
        step = self.baton.steps.get(what=told["what"])
        actions.do_step(step=step, by=by, now=now)
