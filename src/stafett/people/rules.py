"""Which language to speak, and what holds of codes."""

from django.conf import settings
from django.utils.translation.trans_real import parse_accept_lang_header

# Browsers may say "no", and Danes and Swedes read bokmål more easily than English.
UNDERSTANDS = {"no": "nb", "da": "nb", "sv": "nb"}


def spoken(code: str) -> str:
    """Return the code if the program speaks that language, else an empty text."""
    return code if code in dict(settings.LANGUAGES) else ""


def language_from_browser(header: str) -> str:
    """Return the first of the browser's languages that the program speaks."""
    for code, _weight in parse_accept_lang_header(header.lower()[:500]):
        base = code.split("-")[0]
        if found := spoken(UNDERSTANDS.get(base, base)):
            return found
    return ""


CODE_LASTS = 120
"""Seconds in which a code from an app could be right by any clock let in, and some more."""

ADDED, REMOVED, NEW_CODES, CODE_USED, TAKEN_AWAY = (
    "added", "removed", "new_codes", "code_used", "taken_away",
)  # fmt: skip
"""What somebody is told by mail of their second factor."""


def digits_of(code: str) -> str:
    """Return a code without the spaces and hyphens people write in it."""
    return "".join(sign for sign in code.upper() if sign.isalnum())
