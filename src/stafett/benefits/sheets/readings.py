"""What was read of a promise, each reading with what it said before it was mended."""

from collections.abc import Callable, Iterator
from typing import Any

from django.utils.translation import gettext as _

from stafett.benefits.models import Commitment, Usage
from stafett.benefits.queries import measuring
from stafett.benefits.queries.measuring import Standing
from stafett.indicators.models import Observation
from stafett.lib import Acting
from stafett.lib.sheets import Book, Column, Fact, Given, Kind, Reckoned, Sheet


def readings(acting: Acting, commitment: Commitment) -> Book:
    """Return every reading of a promise, the latest first."""
    noted = measuring.entries_of(commitment)
    standing = measuring.standing(commitment, today=acting.day)
    uses = {(row.period_start, row.period_end): row for row in noted.usages}
    columns = [*_what(standing), *_used(uses), *_noted()]
    return Book(
        _("Readings: %(benefit)s") % {"benefit": commitment.benefit.name},
        [Sheet(_("Readings"), columns, lambda: reversed(noted.readings), _given(standing))],
        [(_("Promise"), f"{commitment.benefit.name}, {commitment.municipality}")],
        _("The latest period first"),
        list(_facts(standing)),
    )


def _given(standing: Standing) -> list[Given]:
    """Return the cells that the share of the change is reckoned from."""
    if standing.baseline is None:
        return []
    return [
        Given("before", _("Baseline"), float(standing.baseline.value)),
        Given("likely", _("Promised level"), float(standing.commitment.target_likely)),
    ]


def _what(standing: Standing) -> list[Column]:
    unit = standing.commitment.benefit.indicator.unit
    baseline = standing.baseline.pk if standing.baseline else None
    return [
        Column("end", _("To"), lambda row: row.period_end, Kind.DAY, width=24),
        Column("start", _("From"), lambda row: row.period_start, Kind.DAY),
        Column("value", _("Value"), lambda row: row.value, Kind.VALUE, unit=unit, width=20),
        Column("live", _("Counts now"), lambda row: row.is_live),
        Column("baseline", _("The baseline"), lambda row: row.pk == baseline),
        Column("reached", _("Share of the change reached"), _reached(standing), Kind.SHARE),
    ]


def _reached(standing: Standing) -> Callable[[Observation], Reckoned | None]:
    """Return how much of the promised change each reading of the effect shows."""
    before, target = standing.baseline, standing.commitment.target_likely

    def of(row: Observation) -> Reckoned | None:
        is_effect = row.is_live and row.period_start >= standing.effect_starts_on
        if before is None or before.value == target or not is_effect:
            return None
        share = (row.value - before.value) / (target - before.value)
        return Reckoned("({value}-{before})/({likely}-{before})", float(share))

    return of


def _used(uses: dict[Any, Usage]) -> Iterator[Column]:
    """Yield how many used it, where that is noted (R20)."""
    if not uses:
        return

    def of(name: str) -> Callable[[Observation], Any]:
        return lambda row: getattr(uses.get((row.period_start, row.period_end)), name, None)

    def share(row: Observation) -> Reckoned | None:
        users, of_users = of("users")(row), of("of_users")(row)
        return Reckoned("{users}/{of_users}", users / of_users) if of_users else None

    yield Column("volume", _("Cases a year"), of("volume"), Kind.NUMBER)
    yield Column("users", _("Use it"), of("users"), Kind.NUMBER)
    yield Column("of_users", _("of so many"), of("of_users"), Kind.NUMBER)
    yield Column("use", _("Share that use it"), share, Kind.SHARE)


def _noted() -> list[Column]:
    return [
        Column("n", _("n"), lambda row: row.n, Kind.NUMBER),
        Column("numerator", _("So many"), lambda row: row.numerator, Kind.NUMBER),
        Column("denominator", _("of so many"), lambda row: row.denominator, Kind.NUMBER),
        Column("by", _("Noted by"), lambda row: row.recorded_by_name, width=24),
        Column("at", _("Noted"), lambda row: row.recorded_at, Kind.MOMENT, width=18),
        Column("how", _("How"), lambda row: row.how, width=40),
    ]


def _facts(standing: Standing) -> Iterator[Fact]:
    indicator = standing.commitment.benefit.indicator
    yield Fact(_("Measured?"), _status(standing))
    yield Fact(_("Effect from"), standing.effect_starts_on)
    yield Fact(_("Next reading by"), standing.due.due_on)
    yield Fact(_("Indicator"), indicator.name)
    yield Fact(_("Method"), indicator.method)
    yield Fact(_("Source"), indicator.source)


def _status(standing: Standing) -> str:
    return _("Not measured") if standing.latest is None else str(standing.status.label)
