"""Texts as people search for them."""

import unicodedata

LETTERS = str.maketrans({"ø": "o", "æ": "ae", "đ": "d", "ŋ": "n", "ŧ": "t", "ß": "ss"})


def folded(text: str) -> str:
    """Return the text without case and accents: ``Kárášjohka`` becomes ``karasjohka``."""
    plain = unicodedata.normalize("NFKD", text.casefold().translate(LETTERS))
    return "".join(sign for sign in plain if not unicodedata.combining(sign))
