"""Which language to speak, and who may be signed in as in a demo."""

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
