"""Files that were filled in elsewhere: kept, looked at with answers, and brought in."""

import io
from collections.abc import Iterator, Mapping
from datetime import datetime
from typing import Any

from django.utils import translation
from xlsxwriter import Workbook

from stafett.files.actions import importing, uploads
from stafett.files.actions.kommit import MAKERS, about_which
from stafett.files.models import Upload
from stafett.files.queries.kommit import whose
from stafett.files.queries.kommit.coming import preview
from stafett.files.rules import kommit, kommit_figures, kommit_says
from stafett.files.rules.kinds import Kind
from stafett.journey.demo.happening import Days, Step, acting
from stafett.journey.demo.solutions import told_in
from stafett.journey.demo.solving import Known, Solving, person
from stafett.lib import workbooks
from stafett.lib.database import tell_database

Cells = Mapping[str, Mapping[str, Any]]
KIND = Kind(
    name=whose.NAME,
    label="",
    about="",
    endings=(".xlsx",),
    recognises=kommit_says.is_one,
    form=None,
    preview=preview,
    makers=MAKERS,
    family=whose.family,
    about_which=about_which,
)


def happenings(days: Days, known: Known) -> list[Solving]:
    """Return all that is told of files, in one list."""
    return [Bringing(told, days, known) for told in told_in("files.toml")["file"]]


class Bringing(Solving):
    """One workbook, from the day somebody sent it."""

    upload: Upload

    def steps(self) -> Iterator[Step]:
        """Yield what happened."""
        yield self._step(self.told, self._look)
        yield from self._each({"brought_in": self._bring_in})

    def _look(self, told: Mapping[str, Any], now: datetime) -> None:
        """Keep it, and answer what it does not say."""
        by = acting(told["by"], now)
        tell_database(by)
        content = workbook(self._cells(told["cells"]))
        sent: dict[str, Any] = {"name": told["name"], "content": content, "kind": KIND.name}
        self.upload = uploads.keep(**sent, by=by, now=now)
        said: dict[str, Any] = {"settings": self._answers(told), "choices": {}}
        who: dict[str, Any] = {"by": by, "now": now}
        with translation.override(by.organisation_language):
            refusals = importing.rehearse(upload=self.upload, kind=KIND, **said, **who)
        version = self.upload.version
        uploads.settle(upload=self.upload, refusals=refusals, version=version, **said, **who)

    def _cells(self, cells: Cells) -> Cells:
        """Return what is typed, with the month that lies some months ahead."""
        month = self._month(-4).strftime("%m.%Y")
        return {
            sheet: {at: _said(value, month) for at, value in typed.items()}
            for sheet, typed in cells.items()
        }

    def _answers(self, told: Mapping[str, Any]) -> dict[str, Any]:
        days = {name: self._day(ago).isoformat() for name, ago in told["days"].items()}
        years = {name: str(self._year(ahead)) for name, ahead in told["years"].items()}
        owners = {name: str(person(key).pk) for name, key in told["owners"].items()}
        return {**told["answers"], **days, **years, **owners}

    def _bring_in(self, told: Mapping[str, Any], now: datetime) -> None:
        by = acting(told["by"], now)
        tell_database(by)
        held = Upload.objects.get(pk=self.upload.pk)
        with translation.override(by.organisation_language):
            importing.bring_in(upload=held, kind=KIND, version=held.version, by=by, now=now)


def _said(value: Any, month: str) -> Any:
    return value.format(month=month) if isinstance(value, str) else value


# --- the workbook -------------------------------------------------------------------------------


def workbook(cells: Cells) -> bytes:
    """Return a workbook of KommIT's build with this typed in it, reckoned as it reckons itself."""
    bare = workbooks.read(_written(cells, {}))
    found = kommit_figures.differences(bare)
    return _written(cells, {(each.sheet, each.address): each.ours for each in found})


def _written(cells: Cells, reckoned: Mapping[kommit.At, float | None]) -> bytes:
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        sheets = {name: book.add_worksheet(name) for name in (kommit.CARD, *kommit.TITLES)}
        sheets[kommit.HELPER] = book.add_worksheet(kommit.HELPER)
        sheets[kommit.HELPER].hide()
        _name(book)
        for (sheet, address), formula in kommit.DERIVED.items():
            value = reckoned.get((sheet, address))
            sheets[sheet].write_formula(address, formula, None, "" if value is None else value)
        for name, typed in cells.items():
            for address, value in typed.items():
                sheets[name].write(address, value)
    return made.getvalue()


def _name(book: Workbook) -> None:
    for number in kommit.BENEFITS:
        row = 3 + 2 * number
        book.define_name(f"Måleindikator{number}", f"='{kommit.PLAN}'!$E${row}")
        book.define_name(f"Ansvarlig{number}", f"='{kommit.PLAN}'!$G${row}")
