"""Nynorsk seen from bokmål: enough for two texts about the same thing to look alike.

This is no translation. It evens out the spellings that most often hide that two needs are
the same need: ``sjukeheimen`` and ``sykehjemmet`` meet in ``sykehjem``. Small tables do it:

``WORDS``
    Whole words, in both written languages. None of them is another word in bokmål.
``STEMS``
    Parts of words, in both written languages, so that compounds follow:
    ``heimeteneste`` becomes ``hjemmetjeneste``.
``ENDINGS``
    How words end, in nynorsk only: bokmål has too many words in ``-ar`` that are something
    else. ``KEPT`` and ``KEPT_TAILS`` are nynorsk words that merely look inflected.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache

WORDS = {
    "attende": "tilbake",
    "berre": "bare",
    "born": "barn",
    "borna": "barna",
    "dei": "de",
    "deira": "deres",
    "difor": "derfor",
    "eg": "jeg",
    "ein": "en",
    "einaste": "eneste",
    "eit": "et",
    "fleire": "flere",
    "frå": "fra",
    "fyrst": "først",
    "fyrste": "første",
    "gjekk": "gikk",
    "gjer": "gjør",
    "gjere": "gjøre",
    "gjev": "gir",
    "gong": "gang",
    "gongen": "gangen",
    "gonger": "ganger",
    "heile": "hele",
    "hjå": "hos",
    "ho": "hun",
    "hugsar": "husker",
    "høg": "høy",
    "høgare": "høyere",
    "høge": "høye",
    "høgt": "høyt",
    "høyrer": "hører",
    "ikkje": "ikke",
    "kjem": "kommer",
    "kome": "komme",
    "korleis": "hvordan",
    "kommentarane": "kommentarene",
    "kommentarar": "kommentarer",
    "kva": "hva",
    "kvar": "hver",
    "kvarandre": "hverandre",
    "kvardag": "hverdag",
    "kvardagen": "hverdagen",
    "kvart": "hvert",
    "kven": "hvem",
    "kvifor": "hvorfor",
    "me": "vi",
    "medan": "mens",
    "meir": "mer",
    "mykje": "mye",
    "månad": "måned",
    "månaden": "måneden",
    "månader": "måneder",
    "naudsynt": "nødvendig",
    "noko": "noe",
    "nokon": "noen",
    "nokre": "noen",
    "opne": "åpne",
    "rekk": "rekker",
    "saman": "sammen",
    "samstundes": "samtidig",
    "sein": "sen",
    "seine": "sene",
    "seint": "sent",
    "sidan": "siden",
    "sit": "sitter",
    "sjølv": "selv",
    "skriv": "skriver",
    "stad": "sted",
    "staden": "stedet",
    "stader": "steder",
    "tek": "tar",
    "treng": "trenger",
    "utan": "uten",
    "vart": "ble",
    "vatn": "vann",
    "vatnet": "vannet",
    "veg": "vei",
    "vegane": "veiene",
    "vegar": "veier",
    "vegen": "veien",
    "veit": "vet",
    "veka": "uka",
    "veke": "uke",
    "vekene": "ukene",
    "veker": "uker",
    "vere": "være",
    "vert": "blir",
    "verte": "bli",
    "vikarane": "vikarene",
    "vikarar": "vikarer",
    "vore": "vært",
    "åleine": "alene",
}

STEMS = {
    "bustad": "bolig",
    "byggje": "bygge",
    "einsam": "ensom",
    "einskild": "enkelt",
    "flaum": "flom",
    "folkevald": "folkevalgt",
    "foreining": "forening",
    "forseink": "forsink",
    "framand": "fremmed",
    "fråfall": "frafall",
    "fråvær": "fravær",
    "funksjonshemm": "funksjonsnedsett",
    "føresetnad": "forutsetning",
    "gjevar": "giver",
    "gjeving": "givning",
    "handsam": "behandl",
    "heim": "hjem",
    "heime": "hjemme",
    "hovud": "hoved",
    "innbyggj": "innbygg",
    "kjøken": "kjøkken",
    "køyr": "kjør",
    "leiar": "leder",
    "leidning": "ledning",
    "leiing": "ledelse",
    "løysing": "løsning",
    "merksemd": "merksomhet",
    "mjølk": "melk",
    "mogleg": "mulig",
    "ombod": "ombud",
    "oppgåv": "oppgav",
    "reinhald": "renhold",
    "rekneskap": "regnskap",
    "rekning": "regning",
    "rettlei": "veiled",
    "rettleiing": "veiledning",
    "røynsle": "erfaring",
    "røyr": "rør",
    "sakshandsam": "saksbehandl",
    "sjuk": "syk",
    "skule": "skole",
    "straum": "strøm",
    "søkj": "søk",
    "tenest": "tjenest",
    "tilbod": "tilbud",
    "tillitsvald": "tillitsvalgt",
    "tilset": "ansat",
    "tryggleik": "trygghet",
    "vaktmeist": "vaktmest",
    "vassverk": "vannverk",
    "vegleiing": "veiledning",
    "verksemd": "virksomhet",
}

ENDINGS = {
    "ande": "ende",
    "ane": "ene",
    "ar": "er",
    "arane": "erne",
    "arar": "ere",
    "are": "ere",
    "aren": "eren",
    "ast": "es",
    "erane": "erne",
    "erar": "ere",
    "gje": "ge",
    "gjer": "ger",
    "kje": "ke",
    "kjer": "ker",
    "leg": "lig",
    "legare": "ligere",
    "legaste": "ligste",
    "lege": "lige",
    "veg": "vei",
    "vegar": "veier",
    "vegen": "veien",
}

KEPT = frozenset(
    "barnelege eksemplar entusiast fastlege februar formular gitar gymnast hektar honorar inventar "
    "januar kolleg kommentar kommunelege kommuneoverlege kontrast overlege radar seminar "
    "skolelege sykehjemslege tannlege turnuslege vikar vikaren".split()
)
KEPT_TAILS = ("fare", "klar", "klare", "spare", "svar", "svare", "vare")

_SHORTEST = 3  # letters that must be left before an ending: "har" and "dag" are no endings


def _longest_first(table: dict[str, str]) -> list[str]:
    return sorted(table, key=len, reverse=True)


_STEM = re.compile("|".join(map(re.escape, _longest_first(STEMS))))
_ENDING = re.compile(f"(?<=.{{{_SHORTEST}}})(?:{'|'.join(_longest_first(ENDINGS))})$")


@lru_cache(maxsize=8_192)
def towards_bokmal(word: str, inflected: bool) -> str:
    """Return a casefolded word as bokmål would most likely spell it.

    Parameters
    ----------
    word : str
        One word, casefolded.
    inflected : bool
        Whether the endings of nynorsk apply; true for text written in nynorsk.

    Returns
    -------
    str
        The evened-out spelling. It may be a word nobody writes; it only has to be much the
        same for both written languages.

    Examples
    --------
    >>> towards_bokmal("heimetenesta", inflected=True)
    'hjemmetjenesta'
    >>> towards_bokmal("brukarane", inflected=True), towards_bokmal("ansvar", inflected=True)
    ('brukerne', 'ansvar')
    """
    if word in WORDS:
        return WORDS[word]
    even = _STEM.sub(_from(STEMS), word)
    return _ending(even) if inflected else even


def _ending(word: str) -> str:
    """Return the word with the ending it would have in bokmål."""
    if word in KEPT or word.endswith(KEPT_TAILS):
        return word
    return _ENDING.sub(_from(ENDINGS), word, count=1)


def _from(table: dict[str, str]) -> Callable[[re.Match[str]], str]:
    return lambda found: table[found.group()]
