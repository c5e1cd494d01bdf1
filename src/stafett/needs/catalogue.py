"""Words for products and technology, packaged with the program."""

import csv
from functools import cache
from pathlib import Path

WORDS = Path(__file__).parent / "data" / "products.csv"


@cache
def packaged_words() -> tuple[str, ...]:
    """Return the words that every organisation starts with."""
    with WORDS.open(encoding="utf-8", newline="") as file:
        return tuple(row["word"] for row in csv.DictReader(file))
