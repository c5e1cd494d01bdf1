"""Similar texts by hand: dictionaries and loops, one text at a time, no numpy."""

import math
import unicodedata
from collections import Counter

from stafett.calc.nynorsk import ENDINGS, KEPT, KEPT_TAILS, STEMS, WORDS


def scores(texts, languages, text, language):
    """Return how like ``text`` each of ``texts`` is."""
    sets = [runs(*pair) for pair in zip(texts, languages, strict=True)]
    held = Counter(run for found in sets for run in found)
    asked = runs(text, language)
    return [cosine(asked, found, held, len(texts)) for found in sets]


def cosine(one, other, held, count):
    def size(found):
        return math.sqrt(sum(weight(held[run], count) ** 2 for run in found))

    shared = sum(weight(held[run], count) ** 2 for run in one & other)
    return shared / (size(one) * size(other)) if shared else 0.0


def weight(texts_with_it, texts):
    return math.log((1 + texts) / (1 + texts_with_it)) + 1


def runs(text, language):
    """Return every run of three to five characters of each word with a blank on either side."""
    found = set()
    for word in words(text):
        padded = f" {even(word, language)} "
        for size in (3, 4, 5):
            found |= {padded[at : at + size] for at in range(len(padded) - size + 1)}
    return found


def words(text):
    plain = unicodedata.normalize("NFKC", text[:1000].casefold())
    return "".join(letter if letter.isalnum() else " " for letter in plain).split()


def even(word, language):
    if language not in {"nb", "nn", "no"}:
        return word
    if word in WORDS:
        return WORDS[word]
    word = with_stems(word)
    return with_ending(word) if language == "nn" else word


def with_stems(word):
    out, at = "", 0
    while at < len(word):
        stem = max((stem for stem in STEMS if word.startswith(stem, at)), key=len, default="")
        out += STEMS[stem] if stem else word[at]
        at += len(stem) or 1
    return out


def with_ending(word):
    if word in KEPT or any(word.endswith(tail) for tail in KEPT_TAILS):
        return word
    fitting = [end for end in ENDINGS if word.endswith(end) and len(word) - len(end) >= 3]
    ending = max(fitting, key=len, default="")
    return word[: len(word) - len(ending)] + ENDINGS[ending] if ending else word
