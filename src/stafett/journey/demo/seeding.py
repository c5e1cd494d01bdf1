"""Fill the demo through the same actions that people use, with days counted back from today."""

import tomllib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from io import StringIO
from typing import Any

from django.core.management import call_command
from django.utils import timezone

from stafett.audit import actions as audit
from stafett.audit import queries as traces
from stafett.benefits.actions import common
from stafett.initiatives.models import Initiative
from stafett.journey.demo import bringing, learning, solutions
from stafett.journey.demo.cast import DATA, address, organisations, people
from stafett.journey.demo.happening import (
    Days,
    Happening,
    Step,
    acting,
    named,
    remembering,
    shared,
)
from stafett.lib import Acting
from stafett.needs import actions as needs
from stafett.needs.models import Contribution, Need
from stafett.organisations import actions, queries
from stafett.organisations.models import Kind, Organisation, Role, RoleKind, Unit
from stafett.people import actions as persons
from stafett.people.models import Person
from stafett.reports import actions as results
from stafett.trials import actions as trials
from stafett.trials.models import Trial

BEGAN_DAYS_AGO = 640
SEEDED = "demo.seeded"


@dataclass(frozen=True, slots=True)
class Seeded:
    """What is in the demo."""

    organisations: int
    people: int
    needs: int
    initiatives: int


# --- what is there already ------------------------------------------------------------------


def seeded_on() -> date | None:
    """Return the day this database was filled as a demo, if it was."""
    region = Organisation.objects.filter(kind=Kind.REGION, org_number=_region()["org_number"])
    for organisation in region:
        for trace in traces.traces_of(organisation):
            if trace.verb == SEEDED:
                return timezone.localdate(trace.at)
    return None


def has_real_people() -> bool:
    """Tell whether somebody uses this database in earnest."""
    return Person.objects.exclude(pk__in=people().values("pk")).exists()


def _region() -> dict[str, Any]:
    return next(told for told in organisations()["organisation"] if told.get("kind") == Kind.REGION)


# --- the whole ------------------------------------------------------------------------------


@audit.traced
def seed(*, now: datetime) -> Seeded:
    """Fill the demo, all of it or nothing."""
    days = Days(timezone.localtime(now))
    began = days.at(BEGAN_DAYS_AGO)
    call_command("load_country", places=DATA / "places.csv", now=began, stdout=StringIO())
    for told in organisations()["organisation"]:
        _furnish(told, began)
    for told in organisations()["organisation"]:
        _gather(told, began)
    told_needs = [Telling(told, days) for told in _needs()]
    tested = Testing.all(days)
    solved = solutions.happenings(days, {one.told["key"]: one for one in tested})
    known = solved[0].known
    later = [*learning.happenings(days, known), *bringing.happenings(days, known)]
    told = [*told_needs, *tested, *solved, *later]
    events = sorted(step for one in told for step in one.steps())
    with remembering(began):
        for event in events:
            event.do(event.at)
    results.publish(by=acting("turid", now), now=now)
    common.tell(benefit=known.benefits["kjøretid"], by=acting("rune", now), now=now)
    region = Organisation.objects.get(org_number=_region()["org_number"])
    audit.record(verb=SEEDED, target=region, by=_program(now), at=now)
    groups, count = len(organisations()["organisation"]), Initiative.objects.count()
    return Seeded(groups, people().count(), Need.objects.count(), count)


def _program(now: datetime) -> Acting:
    return Acting(name="demo", day=now.date())


def _needs() -> Iterator[dict[str, Any]]:
    for path in sorted((DATA / "needs").glob("*.toml")):
        yield from tomllib.loads(path.read_text(encoding="utf-8"))["need"]


# --- organisations --------------------------------------------------------------------------


def _furnish(told: Mapping[str, Any], now: datetime) -> None:
    """Give an organisation its people and units, each by its own administrator."""
    organisation = _organisation(told, now)
    _invent(told["administrator"], told["language"], now)
    role = actions.first_administrator(
        organisation=organisation,
        email=address(told["administrator"]),
        name=organisations()["people"][told["administrator"]],
        by=_program(now),
        now=now,
    )
    by = queries.acting_as(role.person, role, now.date())
    actions.describe(
        default_language=told["language"],
        org_number=organisation.org_number,
        legal_form=organisation.legal_form,
        by=by,
        now=now,
    )
    for unit in told["units"]:
        parent = _unit(organisation, unit.get("part_of"))
        actions.add_unit(name=unit["name"], sector=unit["sector"], parent=parent, by=by, now=now)
    for appointed in told["roles"]:
        _appoint(appointed, organisation, told["language"], by, now)


def _organisation(told: Mapping[str, Any], now: datetime) -> Organisation:
    if told.get("kind", Kind.NATIONAL) == Kind.NATIONAL:
        return named(told["name"])
    return actions.create_group(
        kind=told["kind"],
        name=told["name"],
        org_number=told["org_number"],
        legal_form=told["legal_form"],
        by=_program(now),
        now=now,
    )


def _invent(key: str, language: str, now: datetime) -> None:
    """Let readers of nynorsk read nynorsk; the others read what the visitor has chosen."""
    if not Person.objects.filter(email=address(key)).exists():
        persons.add_for_demo(
            email=address(key),
            name=organisations()["people"][key],
            language="nn" if language == "nn" else "",
            by=_program(now),
            now=now,
        )


def _appoint(
    told: Mapping[str, str], organisation: Organisation, language: str, by: Acting, now: datetime
) -> None:
    _invent(told["person"], language, now)
    actions.appoint(
        email=address(told["person"]),
        name=organisations()["people"][told["person"]],
        kind=told["kind"],
        unit=_unit(organisation, told.get("unit")),
        valid_from=now.date(),
        by=by,
        now=now,
    )


def _gather(told: Mapping[str, Any], now: datetime) -> None:
    """Ask a group's members, and let them say yes."""
    by = _administrator(told["name"], now)
    for name in [*told.get("members", ()), *told.get("asked", ())]:
        membership = actions.ask_to_join(member=named(name), valid_from=now.date(), by=by, now=now)
        if name in told["members"]:
            theirs = _administrator(name, now)
            actions.confirm_membership(membership=membership, by=theirs, now=now)


def _administrator(name: str, now: datetime) -> Acting:
    administrators = Role.objects.filter(organisation=named(name), kind=RoleKind.ADMINISTRATOR)
    role = administrators.earliest("id")
    return queries.acting_as(role.person, role, now.date())


def _unit(organisation: Organisation | int | None, name: str | None) -> Unit | None:
    return Unit.objects.get(organisation=organisation, name=name) if name else None


# --- needs ----------------------------------------------------------------------------------


TOLD = {
    "today": "",
    "evidence": "",
    "heard_count": None,
    "null_alternative": "",
    "null_worsens": None,
}


class Telling(Happening):
    """One need."""

    need: Need

    def steps(self) -> Iterator[Step]:
        """Yield what happened."""
        yield self._step(self.told, self._register)
        for happening, do in {
            "same_here": self._same_here,
            "contribution": self._contribute,
            "changed": self._change,
            "passed": self._pass,
        }.items():
            for told in self.told.get(happening, ()):
                yield from self._with_answer(told, self._step(told, do))
        if closed := self.told.get("closed"):
            yield self._step(closed, self._close)

    def _with_answer(self, told: Mapping[str, Any], step: Step) -> Iterator[Step]:
        yield step
        if answer := told.get("answer"):
            yield self._step(answer, lambda _, now: self._answer(told, now))

    def _register(self, told: Mapping[str, Any], now: datetime) -> None:
        by = acting(told["by"], now)
        texts = {name: told.get(name, empty) for name, empty in TOLD.items()}
        texts |= {name: told[name].strip() for name in ("title", "problem", "affected_group")}
        texts |= {"sector": told["sector"], "lang": by.organisation_language}
        texts |= {"unit": _unit(by.organisation_id, told.get("unit")), **shared(told)}
        self.need = needs.register(told=texts, reason=told.get("reason", ""), by=by, now=now)

    def _same_here(self, told: Mapping[str, Any], now: datetime) -> None:
        needs.say_same_here(need=self.need, note=told["note"], by=acting(told["by"], now), now=now)

    def _contribute(self, told: Mapping[str, Any], now: datetime) -> None:
        needs.contribute(
            need=self.need,
            actor_kind=told["from"],
            count=told.get("count", 1),
            what=told["what"],
            lang=told.get("lang", self.need.lang),
            by=acting(told["by"], now) if "by" in told else Acting(day=now.date()),
            now=now,
        )

    def _answer(self, told: Mapping[str, Any], now: datetime) -> None:
        answer = told["answer"]
        needs.answer(
            contribution=Contribution.objects.get(need=self.need, what=told["what"]),
            answer=answer["text"],
            shown=True,
            by=acting(answer["by"], now),
            now=now,
        )

    def _change(self, told: Mapping[str, Any], now: datetime) -> None:
        better = {name: told.get(name, getattr(self.need, name)) for name in needs.TOLD}
        needs.change(
            need=self.need,
            told=better,
            version=self.need.version,
            by=acting(told["by"], now),
            now=now,
        )

    def _pass(self, told: Mapping[str, Any], now: datetime) -> None:
        by = acting(told["by"], now)
        needs.pass_warning(need=self.need, rule=told["rule"], reason=told["reason"], by=by, now=now)

    def _close(self, told: Mapping[str, Any], now: datetime) -> None:
        needs.close(
            need=self.need,
            outcome=told["outcome"],
            outcome_note=told["note"],
            version=self.need.version,
            by=acting(told["by"], now),
            now=now,
        )


# --- tests ----------------------------------------------------------------------------------


PLAN = {
    "unit": "",
    "stop_rule": "",
    "riskiest_assumption": "",
    "max_cost": None,
    "max_days": None,
}
RESULT: dict[str, Any] = {
    "n": None,
    "successes": None,
    "values": [],
    "deviations": "",
    "surprises": "",
}
NO_PLAN = {"key", "need", "by", "days_ago", "follows", "locked", "replanned", "results", "decision"}


class Testing(Happening):
    """One test of an idea."""

    trial: Trial
    known: dict[str, "Testing"]

    @classmethod
    def all(cls, days: Days) -> list["Testing"]:
        """Return every test, each knowing the ones it may follow."""
        text = (DATA / "trials.toml").read_text(encoding="utf-8")
        told = tomllib.loads(text, parse_float=Decimal)["trial"]
        known = {one["key"]: cls(one, days) for one in told}
        for testing in known.values():
            testing.known = known
        return [*known.values()]

    def steps(self) -> Iterator[Step]:
        """Yield what happened."""
        yield self._step(self.told, self._plan)
        for happened, do in {
            "locked": self._lock,
            "replanned": self._replan,
            "decision": self._decide,
        }.items():
            if told := self.told.get(happened):
                yield self._step(told, do)
        for told in self.told.get("results", ()):
            yield self._step(told, self._measure)

    def _planned(self, by: Acting, **other: Any) -> dict[str, Any]:
        said = {name: value for name, value in self.told.items() if name not in NO_PLAN}
        said["hypothesis"] = said["hypothesis"].strip()
        return {**PLAN, **said, "lang": by.organisation_language, **other}

    def _plan(self, told: Mapping[str, Any], now: datetime) -> None:
        by = acting(told["by"], now)
        self.trial = trials.plan(
            need=Need.objects.get(title=told["need"]),
            planned=self._planned(by),
            follows=self.known[told["follows"]].trial if "follows" in told else None,
            by=by,
            now=now,
        )

    def _lock(self, told: Mapping[str, Any], now: datetime) -> None:
        by = acting(told["by"], now)
        trials.lock(trial=self.trial, version=self.trial.version, by=by, now=now)

    def _replan(self, told: Mapping[str, Any], now: datetime) -> None:
        """Change a locked plan: a new version, which is locked in its turn."""
        by = acting(told["by"], now)
        changed = {name: value for name, value in told.items() if name not in NO_PLAN}
        self.trial = trials.replan(
            trial=self.trial,
            planned=self._planned(by, **changed),
            version=self.trial.version,
            by=by,
            now=now,
        )
        self._lock(told, now)

    def _measure(self, told: Mapping[str, Any], now: datetime) -> None:
        seen = {name: told.get(name, empty) for name, empty in RESULT.items()}
        seen["values"] = [float(value) for value in seen["values"]]
        by = acting(told["by"], now)
        trials.measure(trial=self.trial, version=self.trial.version, by=by, now=now, **seen)

    def _decide(self, told: Mapping[str, Any], now: datetime) -> None:
        trials.decide(
            trial=self.trial,
            kind=told["kind"],
            reason=told["reason"],
            learning=told["learning"],
            share_with=told.get("share_with", ""),
            version=self.trial.version,
            by=acting(told["by"], now),
            now=now,
        )


# --- anywhere -------------------------------------------------------------------------------


def employee_of(municipality: Organisation, *, now: datetime) -> Person:
    """Return somebody who works in this municipality, made at the first visit."""
    email = address(f"medarbeider.{municipality.number}")
    return Person.objects.filter(email=email).first() or _hired(municipality, email, now)


@audit.traced
def _hired(municipality: Organisation, email: str, now: datetime) -> Person:
    """Let the demo stand in for the administrator that a real municipality has."""
    name = f"Demo medarbeider, {municipality.label}"
    by = Acting(
        name="demo",
        role_kind=RoleKind.ADMINISTRATOR,
        organisation_id=municipality.pk,
        organisation_name=municipality.label,
        day=now.date(),
    )
    person = persons.add_for_demo(email=email, name=name, language="", by=by, now=now)
    actions.appoint(
        email=email,
        name=name,
        kind=RoleKind.EMPLOYEE,
        unit=None,
        valid_from=now.date(),
        by=by,
        now=now,
    )
    return person
