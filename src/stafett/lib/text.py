"""Texts as people search for them, and as spreadsheets may have them."""

import unicodedata
from functools import lru_cache

# Signs that take no room: a text copied from a document has soft hyphens in its words.
NO_ROOM = "\u00ad\u200b\u200c\u200d\u2060\ufeff"
LETTERS = str.maketrans("øđŋŧı", "odnti", NO_ROOM) | {ord("æ"): "ae"}


def folded(text: str) -> str:
    """Return the text without case and accents: ``Kárášjohka`` becomes ``karasjohka``."""
    # Twice, because taking a sign apart may bring out a capital letter: ``№`` becomes ``No``.
    return _plain(_plain(text)).translate(LETTERS)


def _plain(text: str) -> str:
    apart = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in apart if not unicodedata.combining(sign))


# In a Norwegian list the last three letters stand last, in this order.
LAST_LETTERS = str.maketrans({"æ": "{a", "ø": "{b", "å": "{c"})


@lru_cache(maxsize=4096)
def in_norwegian_order(text: str) -> str:
    """Return what to sort by: ``Ås`` comes after ``Øvre``, and ``Kárášjohka`` among the k's."""
    return folded(text.casefold().translate(LAST_LETTERS))


# A spreadsheet would run a cell that begins like this; the wide signs are for some of them.
FORMULA_STARTS = tuple("=+-@\t\r\n＝＋－＠")


def harmless(text: str) -> str:
    """Return a text of somebody's for a file a spreadsheet opens: ``=1+1`` gets a sign before it.

    For CSV, and for anything pasted. In xlsx, write it as a string cell instead: that is never run.
    A text that looks as if it had a sign already gets one too: :func:`as_it_was` takes one away.
    """
    return "'" + text if _may_run(text) else text


def as_it_was(text: str) -> str:
    """Return a text of a file as it was before :func:`harmless`."""
    return text[1:] if text.startswith("'") and _may_run(text) else text


def _may_run(text: str) -> bool:
    return text.lstrip("'").startswith(FORMULA_STARTS)


# What XML can hold no sign for: most control characters, halves of signs, and what is no sign.
NOT_IN_XML = frozenset(
    {
        *range(0x20),
        *range(0x7F, 0xA0),
        *range(0xD800, 0xE000),
        0xFFFE,
        0xFFFF,
    }
    - {0x09, 0x0A}
)


def as_xml(text: str) -> str:
    """Return the text with what XML cannot hold named by its number, so that nothing falls out."""
    return "".join(
        f"[U+{ord(sign):04X}]" if ord(sign) in NOT_IN_XML else sign
        for sign in text.replace("\r\n", "\n").replace("\r", "\n")
    )
