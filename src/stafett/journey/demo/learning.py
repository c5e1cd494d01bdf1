"""Cases told for others, and what came of them where they were taken up."""

from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from stafett.cases import actions, queries
from stafett.cases.models import Case
from stafett.journey.demo.batons import Handing
from stafett.journey.demo.happening import Days, Step, acting, shared
from stafett.journey.demo.solutions import (
    Defining,
    Planning,
    Promising,
    Proposing,
    Reading,
    ReadingEarlier,
    told_in,
)
from stafett.journey.demo.solving import Known, Solving, some

TEXTS = ("title", "need_told", "affected_group", "measures_told", "result_told", "failed_told")


FILES = ("cases.toml", "routes.toml")


def happenings(days: Days, known: Known) -> list[Solving]:
    """Return all that is told of whole laps and of cases, in one list."""
    files = [told_in(name) for name in FILES]
    kinds: dict[str, type[Solving]] = {
        "indicator": Defining,
        "reading": Reading,
        "earlier": ReadingEarlier,
        "initiative": Proposing,
        "case": Learned,
        "taken_up": TakingUp,
        "promise": Promising,
        "roadmap": Planning,
        "baton": Handing,
    }
    return [
        kinds[kind](one, days, known)
        for told in files
        for kind in kinds
        for one in told.get(kind, ())
    ]


class Learned(Solving):
    """One case, from the day somebody began to write it."""

    case: Case

    def steps(self) -> Iterator[Step]:
        """Yield what happened."""
        yield self._step(self.told, self._write)
        yield from self._each({"published": self._publish})

    def _write(self, told: Mapping[str, Any], now: datetime) -> None:
        by = acting(told["by"], now)
        texts = {name: told[name].strip() for name in TEXTS}
        texts |= {**some(told, "result", "sector"), "lang": by.organisation_language}
        said: dict[str, Any] = {"told": texts, "by": by, "now": now}
        if "trial" in told:
            trial = self.known.tests[told["trial"]].trial
            self.case = actions.tell_of_trial(trial=trial, **said)
        else:
            initiative = self.known.initiatives[told["initiative"]]
            self.case = actions.tell_of_initiative(initiative=initiative, **said)
        self.known.cases[told["key"]] = self.case

    def _publish(self, told: Mapping[str, Any], now: datetime) -> None:
        """Publish it with all the figures there are."""
        by = acting(told["by"], now)
        shown = [key for key, _words in queries.publishing(by, self.case).choices]
        read: dict[str, Any] = {"case": self.case, "version": self.case.version}
        actions.publish(shown=shown, **shared(told), **read, by=by, now=now)


class TakingUp(Proposing):
    """A case taken up somewhere else: a solution of their own from then on."""

    def _propose(self, told: Mapping[str, Any], now: datetime) -> None:
        by = acting(told["by"], now)
        case = self.known.cases[told["case"]]
        adoption = actions.adopt(
            case=case,
            need=self._need(told["need"], case, by.organisation_language, told),
            solution=self._solution(told, by.organisation_language),
            removed=[*self._removed(case, told)],
            note=told.get("note", ""),
            by=by,
            now=now,
        )
        self.initiative = adoption.initiative
        self.known.initiatives[told["key"]] = self.initiative
        self._tell_lines(told, by, now)

    def _need(
        self, need: Mapping[str, Any], case: Case, lang: str, told: Mapping[str, Any]
    ) -> dict[str, Any]:
        unknown = dict.fromkeys(("heard_count", "null_worsens", "unit"))
        empty = dict.fromkeys(("evidence", "null_alternative"), "")
        texts = some(need, "title", "problem", "affected_group", "today", "heard_count")
        return {**unknown, **empty, **texts, "sector": case.sector, "lang": lang, **shared(told)}

    def _solution(self, told: Mapping[str, Any], lang: str) -> dict[str, Any]:
        said = {name: told[name].strip() for name in ("title", "solution")}
        return {**said, "lead": None, "staff_count": told["staff_count"], "lang": lang,
                **shared(told)}  # fmt: skip

    def _removed(self, case: Case, told: Mapping[str, Any]) -> Iterator[dict[str, Any]]:
        """Yield what falls away with them too, with their own minutes."""
        for row in case.figures["removed"]:
            if own := told["removed"].get(row["what"]):
                yield {**some(row, "kind", "what", "relieved"), **own, "is_removed": True}
