"""Worked examples: a title, a small table in, one call, the answer, and the way there by hand.

Each is a test, and each can be shown to a controller with a pocket calculator.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

Row = tuple[str | float, ...]


@dataclass(frozen=True)
class Worked:
    """One example: ``call`` is given the columns of ``given`` and returns ``answer``."""

    title: str
    columns: tuple[str, ...]
    given: tuple[Row, ...]
    answer: tuple[float, ...]
    by_hand: str
    call: Callable[..., Sequence[float]]
    decimals: int = 2

    def result(self) -> tuple[float, ...]:
        """Return what the calculation says, rounded as in the answer."""
        answer = self.call(*map(list, zip(*self.given, strict=True)))
        return tuple(round(float(number), self.decimals) for number in answer)
