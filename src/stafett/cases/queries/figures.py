"""The figures of a case: frozen as plain numbers when it is published, told in words when read.

What one municipality promised or read is its own to show. A sum of others' figures is told where
enough of them stand behind it, and never so that the difference between two publications tells
one of them apart.
"""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from types import SimpleNamespace
from typing import Any

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from stafett.benefits.models import Commitment, State
from stafett.benefits.queries import measuring, sums
from stafett.benefits.queries.measuring import Standing
from stafett.benefits.queries.promising import reading_words
from stafett.benefits.queries.sums import AccountSum, Line, Span
from stafett.benefits.queries.valuing import Account
from stafett.cases import rules
from stafett.cases.models import Case
from stafett.initiatives.models import DifferenceKind, Initiative, Relieved
from stafett.lib import Acting
from stafett.organisations import queries as organisations
from stafett.organisations.models import ParameterName
from stafett.organisations.queries import Figure, Parameters
from stafett.trials import queries as trials
from stafett.ui.figures import day, hours, nok, number

Frozen = dict[str, Any]
VERDICT = "verdict"
RECKONED_BY: Mapping[Account, str] = {
    Account.HOURS: ParameterName.HOURS_PER_FTE,
    Account.BUDGET: ParameterName.HOURLY_COST,
}
"""Which of the organisation's own figures an account is told by."""


# --- freezing -------------------------------------------------------------------------------


def current(acting: Acting, case: Case) -> Frozen:
    """Return all the figures that may be published on a day, as plain words and numbers."""
    if case.initiative is None:
        return {"on": acting.day.isoformat(), VERDICT: bool(_verdict(case))}
    return of_initiative(acting, case.initiative, before=case.figures)


def of_initiative(
    acting: Acting, initiative: Initiative, *, before: Mapping[str, Any] | None = None
) -> Frozen:
    """Return what an organisation may publish of an initiative.

    ``before`` is what it published last, which the figures of too few are not told apart from.
    """
    parameters = organisations.parameters(acting)
    lines = sums.lines(acting, initiative)
    accounts = [*_accounts(acting, lines, parameters, (before or {}).get("sums", []))]
    own = [line for line in lines if line.commitment.municipality_id == acting.organisation_id]
    return {
        "on": acting.day.isoformat(),
        "sums": accounts,
        "yardsticks": [*_yardsticks(own, acting.day, initiative.lang)],
        "removed": _removed(initiative),
        "parameters": [*_parameters(accounts, parameters)],
    }


def chosen(found: Frozen, keys: Collection[str]) -> Frozen:
    """Return of the figures only those somebody chose to publish, and what they rest on."""
    kept = {name: [row for row in found.get(name, []) if row["key"] in keys] for name in TABLES}
    said = {name: value for name, value in found.items() if name not in TABLES}
    return {**said, **kept, VERDICT: bool(found.get(VERDICT)) and VERDICT in keys}


TABLES = ("sums", "yardsticks", "removed")


def keys_of(frozen: Mapping[str, Any]) -> list[str]:
    """Return the keys of all figures that are there."""
    keys = [row["key"] for name in TABLES for row in frozen.get(name, [])]
    return [*keys, VERDICT] if frozen.get(VERDICT) else keys


def has_reading(acting: Acting, initiative: Initiative) -> bool:
    """Whether anything of what was promised is read after the effect started."""
    promises = Commitment.objects.visible_to(acting).filter(benefit__initiative=initiative)
    standings = measuring.standings(promises.filter(state=State.CONFIRMED), today=acting.day)
    return any(row.has_reading for row in standings.values())


def _accounts(
    acting: Acting, lines: Sequence[Line], parameters: Parameters, before: Sequence[Frozen]
) -> Iterator[Frozen]:
    by_account: defaultdict[Account, list[Line]] = defaultdict(list)
    for line in lines:
        if line.is_confirmed and not line.left_out:
            by_account[line.account].append(line)
    published = {row["key"]: row for row in before}
    found = sums.summed(lines, parameters, first_year=acting.day.year)
    for account in found.accounts:
        here = by_account[account.account]
        yield _account(acting, account, here, published.get(str(account.account)))


def _account(
    acting: Acting, account: AccountSum, lines: Sequence[Line], before: Frozen | None
) -> Frozen:
    own_id = acting.organisation_id or 0
    places, read = _places(lines)
    if before and _tells_apart(before, places, read, own_id):
        return before
    shows, shows_read = (rules.may_show(each, own_id=own_id) for each in (places, read))
    return {
        "key": str(account.account),
        "on": acting.day.isoformat(),
        "forecast": _three(account.full_year) if shows else None,
        "measured": account.measured.value if shows_read and read else None,
        "read": sorted(read),
        "places": sorted(places),
        "promises": account.of,
        "price_year": account.price_year,
        "hours_per_fte": _plain(account.hours_per_fte) if account.fte else None,
        "is_held": not shows,
        "is_read_held": bool(read) and not shows_read,
    }


def _places(lines: Iterable[Line]) -> tuple[set[int], set[int]]:
    """Return who promised, and who of them has read all they promised."""
    by_place: defaultdict[int, list[Line]] = defaultdict(list)
    for line in lines:
        by_place[line.commitment.municipality_id].append(line)
    return set(by_place), {pk for pk, here in by_place.items() if all(row.measured for row in here)}


def _tells_apart(
    before: Mapping[str, Any], places: Collection[int], read: Collection[int], own_id: int
) -> bool:
    """Whether a new sum beside the old one would tell what too few others promised or read."""
    pairs = ((before["places"], places), (before["read"], read))
    return any(
        rules.tells_others_apart(set(was) - {own_id}, set(now) - {own_id}) for was, now in pairs
    )


def _yardsticks(lines: Sequence[Line], today: date, lang: str) -> Iterator[Frozen]:
    """Yield what the organisation's own yardsticks read before and after."""
    promises = [line.commitment for line in lines if line.is_confirmed]
    for standing in measuring.standings(promises, today=today).values():
        yield _yardstick(standing, lang)


def _yardstick(row: Standing, lang: str) -> Frozen:
    benefit = row.commitment.benefit
    before, after = row.baseline, row.latest
    return {
        "key": f"reading-{row.commitment.pk}",
        "name": benefit.name,
        "yardstick": benefit.indicator.name,
        "lang": lang,
        "unit": benefit.indicator.unit,
        "is_share": benefit.indicator.is_share,
        "before": _plain(before.value) if before else None,
        "before_on": before.period_end.isoformat() if before else None,
        "after": _plain(after.value) if after else None,
        "after_on": after.period_end.isoformat() if after else None,
        "aim": _plain(row.commitment.target_likely),
    }


def _removed(initiative: Initiative) -> list[Frozen]:
    rows = initiative.differences.filter(is_removed=True).order_by("id")
    return [
        {"key": f"removed-{row.pk}", "kind": row.kind, "what": row.what, "relieved": row.relieved,
         "lang": initiative.lang}
        for row in rows
    ]  # fmt: skip


def _parameters(accounts: Iterable[Frozen], parameters: Parameters) -> Iterator[Frozen]:
    names = [RECKONED_BY[key] for row in accounts if (key := Account(row["key"])) in RECKONED_BY]
    for figure in parameters.told(*names):
        yield {
            "name": figure.name,
            "step": figure.step,
            "value": _plain(figure.value),
            "valid_from": figure.valid_from.isoformat(),
            "source": figure.source,
        }


def _three(span: Span | None) -> list[float] | None:
    return [span.low, span.likely, span.high] if span else None


def _plain(value: Decimal | None) -> str | None:
    return None if value is None else format(value.normalize(), "f")


# --- in words -------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Sum:
    """What one account came to: the forecast, what was measured, and in how many places."""

    key: str
    title: str
    forecast: str
    measured: str
    coverage: str
    on: date

    @property
    def is_known(self) -> bool:
        return bool(self.measured)


@dataclass(frozen=True, slots=True)
class Yardstick:
    """What one's own yardstick read before and after; empty where it was not read."""

    key: str
    name: str
    lang: str
    before: str
    after: str
    aim: str


@dataclass(frozen=True, slots=True)
class Removed:
    """Something that fell away."""

    key: str
    what: str
    lang: str
    kind: str
    relieved: str


@dataclass(frozen=True, slots=True)
class Figures:
    """The figures of a case as somebody reads them, and the day they were frozen."""

    on: date
    sums: list[Sum]
    yardsticks: list[Yardstick]
    removed: list[Removed]
    parameters: list[Figure]
    verdict: str

    @property
    def has_numbers(self) -> bool:
        return bool(self.sums or self.yardsticks or self.verdict)


def told(frozen: Mapping[str, Any], case: Case) -> Figures | None:
    """Return frozen figures in the reader's language; None where nothing is published."""
    if not frozen:
        return None
    return Figures(
        on=date.fromisoformat(frozen["on"]),
        sums=[_sum(row) for row in frozen.get("sums", [])],
        yardsticks=[_read(row) for row in frozen.get("yardsticks", [])],
        removed=[_fell_away(row) for row in frozen.get("removed", [])],
        parameters=[_figure(row) for row in frozen.get("parameters", [])],
        verdict=_verdict(case) if frozen.get(VERDICT) else "",
    )


def _sum(row: Mapping[str, Any]) -> Sum:
    account = Account(row["key"])
    said = _says(account)
    return Sum(
        key=row["key"],
        title=str(sums.TITLES[account]),
        forecast=_forecast(row, said),
        measured="" if row["measured"] is None else said(row["measured"], row),
        coverage=_coverage(row),
        on=date.fromisoformat(row["on"]),
    )


Says = Callable[[float, Mapping[str, Any]], str]


def _says(account: Account) -> Says:
    if account == Account.QUALITY:
        return _reached
    return _hours if account in sums.IN_HOURS else _kroner


def _reached(value: float, row: Mapping[str, Any]) -> str:
    return _("%(reached)s of %(all)s at the target") % {
        "reached": number(value),
        "all": number(row["promises"]),
    }


def _hours(value: float, row: Mapping[str, Any]) -> str:
    fte = row["hours_per_fte"]
    return _("%(hours)s a year") % {"hours": hours(value, Decimal(fte) if fte else None)}


def _kroner(value: float, row: Mapping[str, Any]) -> str:
    told_ = {"amount": nok(value), "year": row["price_year"]}
    return _("%(amount)s a year, in %(year)s kroner") % told_


def _forecast(row: Mapping[str, Any], said: Says) -> str:
    if row["is_held"]:
        return _("theirs to show")
    if row["key"] == Account.QUALITY:
        count = row["promises"]
        return ngettext("%(count)s target", "%(count)s targets", count) % {"count": number(count)}
    return _span(row, said) if row["forecast"] else _("not known")


def _span(row: Mapping[str, Any], said: Says) -> str:
    low, likely, high = row["forecast"]
    if low == high:
        return said(likely, row)
    words = {"likely": said(likely, row), "low": number(low), "high": number(high)}
    return _("%(likely)s (%(low)s to %(high)s)") % words


def _coverage(row: Mapping[str, Any]) -> str:
    read, of = len(row["read"]), len(row["places"])
    counted = {"read": number(read), "of": number(of)}
    said = ngettext(
        "measured in %(read)s of %(of)s municipality",
        "measured in %(read)s of %(of)s municipalities",
        of,
    )
    if not row["is_read_held"]:
        return said % counted
    return _("%(coverage)s, theirs to show") % {"coverage": said % counted}


def _read(row: Mapping[str, Any]) -> Yardstick:
    return Yardstick(
        key=row["key"],
        name=row["name"],
        lang=row["lang"],
        before=_reading(row, "before"),
        after=_reading(row, "after"),
        aim=_words(row, row["aim"]),
    )


def _reading(row: Mapping[str, Any], which: str) -> str:
    if row[which] is None:
        return ""
    told_ = {"value": _words(row, row[which]), "day": day(date.fromisoformat(row[f"{which}_on"]))}
    return _("%(value)s, read %(day)s") % told_


def _words(row: Mapping[str, Any], value: str) -> str:
    yardstick: Any = SimpleNamespace(unit=row["unit"], is_share=row["is_share"])
    return reading_words(yardstick, Decimal(value))


def _fell_away(row: Mapping[str, Any]) -> Removed:
    return Removed(
        key=row["key"],
        what=row["what"],
        lang=row["lang"],
        kind=str(DifferenceKind(row["kind"]).label),
        relieved=str(Relieved(row["relieved"]).label),
    )


def _figure(row: Mapping[str, Any]) -> Figure:
    return Figure(
        name=row["name"],
        title=ParameterName(row["name"]).label,
        step=row["step"],
        value=Decimal(row["value"]),
        valid_from=date.fromisoformat(row["valid_from"]),
        source=row["source"],
        note="",
        own=False,
    )


def _verdict(case: Case) -> str:
    told_ = verdict(case)
    return told_.sentence if told_ else ""


def verdict(case: Case) -> trials.Told | None:
    """Return what the test a case tells of showed; None where it has no result."""
    trial = case.trial
    result = trials.live_result(trial) if trial else None
    return trials.told(trial, result) if trial and result else None
