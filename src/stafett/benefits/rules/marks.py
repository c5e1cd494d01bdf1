"""What a benefit is called for short in a plan: Ø1, V2, K3. Given once, and never to another."""

import re

OWN, OTHERS, QUALITATIVE = "Ø", "V", "K"
"""What the organisation itself gains, what other public bodies do, and all the rest."""

_BEFORE_A_NAME = re.compile(r"([ØVK][1-9]\d{0,2})(?:\s*[.:–-]\s*|\s+)(?=\S)")


def letter_of(kind: str, beneficiary: str) -> str:
    """Return the letter that a benefit is given; with it it stays, however it is described anew."""
    if kind == "quality":
        return QUALITATIVE
    return {"municipality": OWN, "other_public": OTHERS}.get(beneficiary, QUALITATIVE)


def written(letter: str, number: int) -> str:
    """Return a mark as it is written."""
    return f"{letter}{number}"


def parted(mark: str) -> tuple[str, int]:
    """Return the letter and the number of a mark."""
    return mark[0], int(mark[1:])


def before(name: str) -> tuple[str, str]:
    """Return the mark that somebody wrote before a name, if any, and the name."""
    found = _BEFORE_A_NAME.match(name)
    return (found[1], name[found.end() :]) if found else ("", name)
