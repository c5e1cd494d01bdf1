"""Yardsticks and their readings, to take along."""

from operator import attrgetter

from django.utils.translation import gettext as _

from stafett.indicators import pasting, queries
from stafett.indicators.models import Indicator, Observation
from stafett.lib import Acting
from stafett.lib.sheets import Book, Column, Fact, Kind, Reckoned, Sheet

LONG = 60


def yardsticks(acting: Acting) -> Book:
    """Return the yardsticks one may measure by."""
    columns = [
        Column("id", _("Number"), attrgetter("pk"), Kind.PLAIN),
        Column("name", _("What is measured"), attrgetter("name"), width=40),
        Column("unit", _("Unit"), attrgetter("unit"), width=20),
        Column("better", _("Better"), lambda row: row.get_direction_display(), width=20),
        Column("owner", _("Whose it is"), attrgetter("owner.label"), width=24),
        Column("version", _("Version"), attrgetter("number"), Kind.PLAIN),
        Column("readings", _("Readings here"), attrgetter("readings"), Kind.NUMBER, is_summed=True),
        Column("method", _("Method"), attrgetter("method"), width=LONG),
        Column("source", _("Source"), attrgetter("source"), width=40),
        Column("population", _("Covers"), attrgetter("population"), width=40),
        Column("lang", _("Language"), attrgetter("lang")),
    ]
    sheet = Sheet(_("Indicators"), columns, lambda: queries.yardsticks(acting))
    return Book(_("Indicators"), [sheet], order=_("Our own first, then by name"))


def readings(acting: Acting, indicator: Indicator) -> Book:
    """Return what a yardstick read here, and what others have read."""
    read = [
        Column("start", _("From"), attrgetter("period_start"), Kind.DAY),
        Column("end", _("To"), attrgetter("period_end"), Kind.DAY),
        Column("place", _("Place"), lambda row: row.unit or _("all"), width=28),
        Column("value", _("Value"), attrgetter("value"), Kind.VALUE, unit=indicator.unit, width=20),
        Column("n", _("n"), attrgetter("n"), Kind.NUMBER),
        Column("numerator", _("So many"), attrgetter("numerator"), Kind.NUMBER),
        Column("denominator", _("of so many"), attrgetter("denominator"), Kind.NUMBER),
        Column("percent", _("Reckoned from the base"), _from_base, Kind.VALUE, unit="%", width=20),
        Column("by", _("Noted by"), attrgetter("recorded_by_name"), width=24),
        Column("at", _("Noted"), attrgetter("recorded_at"), Kind.MOMENT, width=18),
        Column("how", _("How"), attrgetter("how"), width=40),
    ]
    others = [
        Column("wave", _("When"), attrgetter("wave"), width=20),
        Column("value", _("Value"), attrgetter("value"), Kind.VALUE, unit=indicator.unit, width=20),
        Column("base", _("Who is behind it"), attrgetter("base"), width=40),
        Column("n", _("n"), attrgetter("n"), Kind.NUMBER),
        Column("weight", _("Weighted by"), attrgetter("weight_basis"), width=24),
        Column("source", _("Source"), attrgetter("source"), width=60),
    ]
    return Book(
        indicator.name,
        [
            Sheet(_("Readings here"), read, lambda: queries.readings(acting, indicator)),
            Sheet(_("What others have read"), others, lambda: queries.references(indicator)),
        ],
        [(_("Indicator"), indicator.name)],
        _("The latest period first"),
        _facts(indicator),
    )


def to_fill_in(acting: Acting, indicator: Indicator) -> Book:
    """Return a workbook with a row for each unit, which can be filled in and sent again."""
    last = next(iter(queries.readings(acting, indicator)), None)
    before = (last.period_start, last.period_end) if last else None
    period = pasting.written(pasting.last_like(before, acting.day))
    columns = [
        Column("unit", _("Unit"), str, width=40),
        Column("period", _("Period"), lambda _place: period, width=16),
        *(Column(name, title, _nothing, Kind.VALUE, width=20) for name, title in _asked(indicator)),
    ]
    sheet = Sheet(_("To fill in"), columns, lambda: queries.places(acting), is_shown_first=True)
    return Book(
        _("To fill in: %(name)s") % {"name": indicator.name},
        [sheet],
        [(_("Indicator"), indicator.name)],
        facts=[*_how_to(indicator), *_facts(indicator)],
    )


def _nothing(_place: str) -> None:
    """What is not known yet is an empty cell."""


def _asked(indicator: Indicator) -> list[tuple[str, str]]:
    titles = {
        "value": _("Value"),
        "n": _("How many people are behind it?"),
        "numerator": _("How many"),
        "denominator": _("Of how many"),
    }
    return [(name, titles[name]) for name in queries.columns(indicator)]


def _how_to(indicator: Indicator) -> list[Fact]:
    return [
        Fact(_("Unit"), indicator.unit),
        Fact(
            _("How to fill it in"), _("One number on each row. Leave empty what you do not know.")
        ),
        Fact(_("Period"), _("Write another one if you wish: 2026, 2026K1, 2026-03 or a day.")),
    ]


def _from_base(row: Observation) -> Reckoned | None:
    """R40: a percentage keeps what it is reckoned from."""
    if not row.denominator or row.numerator is None:
        return None
    return Reckoned("100*{numerator}/{denominator}", float(100 * row.numerator / row.denominator))


def _facts(indicator: Indicator) -> list[Fact]:
    return [
        Fact(_("Whose it is"), indicator.owner.label),
        Fact(_("Better"), indicator.get_direction_display()),
        Fact(_("Method"), indicator.method),
        Fact(_("Source"), indicator.source),
        Fact(_("Covers"), indicator.population),
        Fact(_("Version"), indicator.number),
    ]
