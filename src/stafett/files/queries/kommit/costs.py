"""The investment and four years of operation: costs, where somebody knows which years."""

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from django.utils.translation import gettext as _

from stafett.files.queries.kommit.beside import plain
from stafett.files.queries.kommit.book import LONGEST_LINE, Book, decimals, kept
from stafett.files.rules import kommit_says, reading
from stafett.files.rules.proposals import MAKE, Proposal
from stafett.ui.figures import number as shown_number

ORE = Decimal("0.01")


def costs(book: Book) -> Iterator[Proposal]:
    """Yield a cost for each amount that is typed."""
    first = book.whole("start_year")
    for step, says in enumerate(kommit_says.COSTS):
        if book.told[says].typed:
            yield _cost(book, step, None if first is None else first + max(step - 1, 0))


def _cost(book: Book, step: int, year: int | None) -> Proposal:
    key, group, cell = f"cost/{step}", _("Costs"), book.told[kommit_says.COSTS[step]]
    amount = reading.number(cell.value)
    if amount is None:
        says = _("It is not a number that stands alone. It is kept as it was typed.")
        return kept(key, group, cell, says)
    if year is None or book.whole("price_year") is None:
        says = _("Write the first year and the price year above, and it becomes a cost.")
        return kept(key, group, cell, says)
    word = _("Operation") if step else _("Investment")
    text = f"{word} {year}: {shown_number(amount, decimals(amount))} kr"
    data = _data(book, step, word, year)
    says = _("In prices of %(year)s. One amount only, as if it were certain.")
    told = Proposal(
        key, "cost", group, text, MAKE, cell, rests_on=("initiative",), data=data,
        reason=says % {"year": data["price_year"]},
    )  # fmt: skip
    return book.compared(told, {"amount": plain(amount.quantize(ORE))})


def _data(book: Book, step: int, word: str, year: int) -> dict[str, Any]:
    what = book.told[kommit_says.SPENT_ON].typed
    return {
        "kind": "operation" if step else book.answers.get("investment") or "development",
        "what": (what or word)[:LONGEST_LINE],
        "year": year,
        "price_year": book.whole("price_year"),
        "vat": book.answers.get("vat") or "none",
    }
