"""KommIT's workbook in and out through Stafett: nothing changed is the same bytes, to the last.

Every cell people fill in is filled; it comes in by the actions, and goes out with what was changed
here. Twenty workbooks made here, and the real one where it lies beside the repository.
"""

from datetime import date
from decimal import Decimal
from functools import partial

import pytest

from stafett.benefits.actions import promising
from stafett.benefits.models import Commitment
from stafett.files import kinds
from stafett.files.rules import kommit
from stafett.files.rules.kommit import CARD, RESULT
from stafett.indicators import actions as indicators
from stafett.initiatives import actions as initiatives
from stafett.lib.workbooks import patch, read
from tests.cast import _cast
from tests.factories import NOW
from tests.kommit import real, typed, workbook
from tests.rooms.files import books, bringing
from tests.workbooks import MAIN, parts_of

WORKBOOKS = 20


def filled(seed):
    """Return something in every cell, with one benefit that becomes a promise here."""
    every = {at: "–" if value is None else value for at, value in typed(seed).items()}
    card = {(CARD, "B4"): f"Digital vaktliste {seed}", (RESULT, "F1"): "Dato: 01.06.2026"}
    return {**every, **books.LESS_CALLS, **books.COSTS, **card}


def made_here(seed):
    return workbook(filled(seed))


def filled_in(path):
    return patch(path.read_bytes(), filled(1))


def came_in(content, kari, leader):
    upload = bringing.brought(
        "Gevinster.xlsx", content, kari, **books.ANSWERS, title="", problem="Det ringes mye.",
        owner_1=str(leader.person.pk), measured_on="2026-05-01",
    )  # fmt: skip
    bringing.come(upload, kari)
    return upload


def out(upload, kari):
    taken = kinds.named("kommit").take_along(kari.acting, upload)
    return taken.content, {(each.sheet, each.address) for each in taken.written}


def changed_here(kari, promise, owner):
    """Change a title, a target, an owner and a measured value, each as its page does."""
    row = promise.benefit.initiative
    who = {"by": kari.acting, "now": NOW}
    told = {name: getattr(row, name) for name in initiatives.TOLD} | {"title": "Vaktliste i lomma"}
    initiatives.change(initiative=row, told=told, version=row.version, **who)
    levels = dict.fromkeys(("target_low", "target_likely", "target_high"), Decimal("17.5"))
    promising.change(
        commitment=promise, promised={**levels, "owner": owner.person}, version=promise.version,
        **who,
    )  # fmt: skip
    indicators.observe(
        indicator=promise.benefit.indicator, unit=None, value=Decimal(28),
        period_start=date(2026, 5, 10), period_end=date(2026, 5, 10), **who,
    )  # fmt: skip


CHANGED = {
    (CARD, "B4"): "Vaktliste i lomma",
    books.at("target", 1): 17.5,
    books.at("owner", 1): "Nina Bø",
    books.at("measured", 1): 28,
    (RESULT, "F1"): "Dato: 10.05.2026",
}


def check_there_and_back(content, kari, leader, fjordvik):
    upload = came_in(content, kari, leader)
    assert out(upload, kari) == (content, set())

    changed_here(kari, Commitment.objects.get(benefit__name="Mindre tid på å ringe"),
                 _cast("Nina Bø", fjordvik, "leader"))  # fmt: skip
    after, written = out(upload, kari)

    assert written == set(CHANGED)
    assert cells(after) == cells(content) | CHANGED
    assert formulas(after) == formulas(content)
    assert others(after) == others(content)


def cells(content):
    """Return what people filled in."""
    sheets = {sheet.name: sheet.cells for sheet in read(content).sheets}
    every = {(name, at): value for name, there in sheets.items() for at, value in there.items()}
    return {at: value for at, value in every.items() if at not in kommit.DERIVED}


def formulas(content):
    return {sheet.name: dict(sheet.formulas) for sheet in read(content).sheets}


def others(content):
    """Return the parts no cell is in."""
    apart = {MAIN, "xl/styles.xml"}
    return {
        name: part
        for name, part in parts_of(content).items()
        if not name.startswith("xl/worksheets/sheet") and name not in apart
    }


BOOKS = {
    **{f"made here, {seed}": partial(made_here, seed) for seed in range(WORKBOOKS)},
    **{f"the real one, {path.name}": partial(filled_in, path) for path in real()},
}


@pytest.mark.parametrize("content", BOOKS.values(), ids=BOOKS)
def test_a_workbook_goes_out_with_only_what_changed_here(content, kari, leader, fjordvik):
    check_there_and_back(content(), kari, leader, fjordvik)
