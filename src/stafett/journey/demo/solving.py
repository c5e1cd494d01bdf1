"""What is told of solutions and what comes of them: what is known so far, and how days count."""

from collections.abc import Callable, Iterator, Mapping
from datetime import date, timedelta
from typing import Any

from stafett.benefits.models import Benefit, Process
from stafett.benefits.rules import measuring as periods
from stafett.cases.models import Case
from stafett.indicators.models import Indicator, Observation
from stafett.initiatives.models import Initiative
from stafett.journey.demo.cast import address
from stafett.journey.demo.happening import Days, Happening, Step
from stafett.people.models import Person

NOTED_DAYS_AFTER = 6
DAY = timedelta(days=1)


class Known:
    """What has come so far, by the key it has in the data."""

    def __init__(self, tests: Mapping[str, Any]) -> None:
        self.tests = tests
        self.indicators: dict[str, Indicator] = {}
        self.readings: dict[str, Observation] = {}
        self.initiatives: dict[str, Initiative] = {}
        self.benefits: dict[str, Benefit] = {}
        self.processes: dict[str, Process] = {}
        self.cases: dict[str, Case] = {}


class Solving(Happening):
    """Something about a solution. Its months are whole ones, counted back from this month."""

    def __init__(self, told: Mapping[str, Any], days: Days, known: Known) -> None:
        super().__init__(told, days)
        self.known = known

    def _month(self, ago: int) -> date:
        """Return the first day of the month so many months ago; ahead where it is negative."""
        return periods.months_after(self.days.today.replace(day=1), -ago)

    def _period(self, told: Mapping[str, Any]) -> dict[str, Any]:
        end = self._month(told["to_month"] - 1) - DAY
        return {"period_start": self._month(told["from_month"]), "period_end": end}

    def _day(self, days_ago: int) -> date:
        return self.days.today - timedelta(days_ago)

    def _noted(self, told: Mapping[str, Any], do: Callable[..., Any]) -> Step:
        """Let a reading be noted some days after its period is over."""
        noted = self._period(told)["period_end"] + DAY + timedelta(NOTED_DAYS_AFTER)
        return self._step({**told, "days_ago": (self.days.today - noted).days}, do)

    def _year(self, ahead: int) -> int:
        return self.days.today.year + ahead

    def _each(self, happened: Mapping[str, Callable[..., Any]]) -> Iterator[Step]:
        """Yield what is told once or several times under these names."""
        for name, do in happened.items():
            told = self.told.get(name, [])
            for one in told if isinstance(told, list) else [told]:
                yield self._step(one, do)


def person(key: str) -> Person:
    return Person.objects.get(email=address(key))


def some(told: Mapping[str, Any], *names: str) -> dict[str, Any]:
    return {name: told[name] for name in names if name in told}
