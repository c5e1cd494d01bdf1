"""Where long words may be divided, for browsers that know no Norwegian.

By the rule of one consonant: a syllable in the middle of a word begins with one consonant, or
with one and a j, as in «medi-sin-dis-penser» and «syke-hus-tje-nes-te».
"""

import re

VOWELS = "aeiouyæøåéèêóòôáàäö"
LONG = re.compile(r"\w{16,}")
SYLLABLE = re.compile(
    rf"(?<=\w{{4}})(?<!j)(?=(?:[kstgbfhpmnv]j|[^\W\d_{VOWELS}])[{VOWELS}]\w{{2}})"
    rf"(?<![kstgbfhpmnv](?=j))",
    re.IGNORECASE,
)
SOFT = "\u00ad"


def with_soft_hyphens(text: str) -> str:
    """Return the text with signs, unseen until they are needed, where long words may be divided."""
    return LONG.sub(lambda word: SYLLABLE.sub(SOFT, word[0]), text)
