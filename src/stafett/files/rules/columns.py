"""What a list from a spreadsheet can hold, and which column is likely to be what."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.lib.listings import key

READINGS, NEEDS, COSTS = "readings", "needs", "costs"
WHAT = {
    READINGS: gettext_lazy("readings of one yardstick"),
    NEEDS: gettext_lazy("needs"),
    COSTS: gettext_lazy("costs of one initiative"),
}
AMOUNTS = {READINGS: ("value",), NEEDS: (), COSTS: ("likely", "low", "high")}
NO_COLUMN = -1
ALWAYS_ASKED = frozenset({"period", "place", "numerator", "denominator"})
LONG_ENOUGH = 5
Fits = Callable[[str, Sequence[str]], bool]
SIGNS = {",": gettext_lazy("a comma: 12,5"), ".": gettext_lazy("a point: 12.5")}


@dataclass(frozen=True, slots=True)
class Field:
    """Something a column can hold."""

    name: str
    label: str | Promise
    is_needed: bool = False


FIELDS: Mapping[str, Sequence[Field]] = {
    READINGS: (
        Field("value", gettext_lazy("Value"), is_needed=True),
        Field("period", gettext_lazy("Period")),
        Field("period_start", gettext_lazy("Period from")),
        Field("period_end", gettext_lazy("Period to")),
        Field("place", gettext_lazy("Municipality")),
        Field("unit", gettext_lazy("Unit")),
        Field("numerator", gettext_lazy("How many")),
        Field("denominator", gettext_lazy("Of how many")),
        Field("n", gettext_lazy("How many people are behind it?")),
        Field("how", gettext_lazy("Anything special about it?")),
    ),
    NEEDS: (
        Field("title", gettext_lazy("In a few words"), is_needed=True),
        Field("problem", gettext_lazy("What is the problem?"), is_needed=True),
        Field("affected_group", gettext_lazy("Who is affected?"), is_needed=True),
        Field("today", gettext_lazy("How is it today?")),
        Field("sector", gettext_lazy("Which service is it about?")),
        Field(
            "heard_count", gettext_lazy("How many people who live with the problem have you asked?")
        ),
        Field("evidence", gettext_lazy("How do you know?")),
        Field("null_alternative", gettext_lazy("What happens if nothing is done?")),
        Field("reason", gettext_lazy("Why does the product's name belong here?")),
    ),
    COSTS: (
        Field("what", gettext_lazy("What it is for"), is_needed=True),
        Field("likely", gettext_lazy("Likely amount, NOK"), is_needed=True),
        Field("year", gettext_lazy("from year"), is_needed=True),
        Field("price_year", gettext_lazy("price year"), is_needed=True),
        Field("vat", gettext_lazy("VAT"), is_needed=True),
        Field("last_year", gettext_lazy("to year")),
        Field("low", gettext_lazy("Low amount, NOK")),
        Field("high", gettext_lazy("High amount, NOK")),
        Field("kind", gettext_lazy("Kind of cost")),
        Field("payer", gettext_lazy("who pays")),
        Field("source", gettext_lazy("Source")),
    ),
}
# What such columns are called in files, in Norwegian and English.
CALLED: Mapping[str, Mapping[str, str]] = {
    READINGS: {
        "value": "verdi|value|måling|målt verdi|resultat|tall|tal|reading",
        "period": (
            "periode|period|år|year|kvartal|quarter|måned|månad|month|tid|tidspunkt|dato|date"
        ),
        "period_start": (
            "fra|frå|fra dato|frå dato|from|periode fra|period from|periodstart|period_start|start"
        ),
        "period_end": "til|til dato|to|periode til|period to|periodend|period_end|slutt",
        "place": (
            "kommune|kommunenr|kommunenummer|kommunenavn|kommunenamn|"
            "municipality|organisasjon|organisation|region"
        ),
        "unit": "enhet|eining|unit|avdeling|sted|stad|tjenestested",
        "numerator": "antall|tal på|teller|teljar|how many|numerator",
        "denominator": "av|av antall|av hvor mange|nevner|nemnar|of how many|denominator",
        "n": "n|antall personer|personar|personer|people|svar|antall svar",
        "how": "merknad|kommentar|how|note|comment|kilde|kjelde|source",
    },
    NEEDS: {
        "title": "tittel|title|behov|need|navn|namn|kort",
        "problem": ("problem|beskrivelse|beskriving|description|utfordring|behovsbeskrivelse"),
        "affected_group": (
            "berørt gruppe|hvem|kven|målgruppe|affected group|affectedgroup|"
            "affected_group|who|brukergruppe"
        ),
        "today": "i dag|dagens nivå|today|nåsituasjon|status|situasjon i dag",
        "sector": "sektor|sector|tjeneste|teneste|område|service",
        "heard_count": "antall spurt|spurt|heard|heard count|heard_count|people heard",
        "evidence": "grunnlag|evidence|belegg|hvordan vet vi|kilde|kjelde",
        "null_alternative": (
            "nullalternativ|null alternative|null_alternative|hvis ingenting gjøres"
        ),
        "reason": "begrunnelse|grunngiving|reason",
    },
    COSTS: {
        "what": "hva|kva|what|beskrivelse|beskriving|post|tekst|kostnad|cost",
        "likely": "sannsynlig|sannsynleg|likely|beløp|beløp kr|kroner|amount|sum",
        "year": "år|year|fra år|frå år|from year",
        "price_year": "prisår|kroneår|price year|price_year|priceyear",
        "vat": "mva|moms|vat",
        "last_year": "til år|to year|last year|last_year|siste år",
        "low": "lav|låg|low|minst",
        "high": "høy|høg|high|mest",
        "kind": "type|kind|kostnadstype|art",
        "payer": "betaler|betalar|payer|hvem betaler",
        "source": "kilde|kjelde|source",
    },
}


def of(what: str, name: str) -> Field:
    """Return the field of this name."""
    return next(field for field in FIELDS[what] if field.name == name)


def guessed(what: str, headings: Sequence[str]) -> dict[str, int]:
    """Return the column that each field is likely to stand in; a column holds one field.

    A heading that is known comes before one that only begins like it.
    """
    keys = [key(heading) for heading in headings]
    taken: dict[str, int] = {}
    for fits in (_is_called, _begins):
        for field in FIELDS[what]:
            _take(field.name, CALLED[what][field.name], keys, taken, fits)
    return {field.name: taken.get(field.name, NO_COLUMN) for field in FIELDS[what]}


def _take(name: str, called: str, keys: Sequence[str], taken: dict[str, int], fits: Fits) -> None:
    names = [key(name) for name in called.split("|")]
    free = [place for place in range(len(keys)) if place not in taken.values()]
    found = [place for place in free if fits(keys[place], names)]
    if name not in taken and found:
        taken[name] = found[0]


def _is_called(heading: str, names: Sequence[str]) -> bool:
    return heading in names


def _begins(heading: str, names: Sequence[str]) -> bool:
    return heading.startswith(tuple(name for name in names if len(name) >= LONG_ENOUGH))


def likely_list(headings: Sequence[str]) -> str:
    """Return what the list holds, by how many columns are known; readings where it is even."""
    return max(WHAT, key=lambda what: _known(what, headings))


def _known(what: str, headings: Sequence[str]) -> tuple[float, int]:
    found = guessed(what, headings)
    needed = [field.name for field in FIELDS[what] if field.is_needed]
    there = [name for name, place in found.items() if place != NO_COLUMN]
    return sum(name in there for name in needed) / len(needed), len(there)


def missing(what: str, columns: Mapping[str, int], *, is_share: bool = False) -> list[str]:
    """Return what has to be asked before the rows can be read."""
    needed = [field for field in FIELDS[what] if field.is_needed]
    if what == READINGS and is_share:
        needed = [of(what, "numerator"), of(what, "denominator")]
    said = [field for field in needed if columns.get(field.name, NO_COLUMN) == NO_COLUMN]
    asks = [_("Which column is «%(field)s»?") % {"field": field.label} for field in said]
    return asks + ([_("Which columns say the period?")] if _lacks_period(what, columns) else [])


def _lacks_period(what: str, columns: Mapping[str, int]) -> bool:
    def has(name: str) -> bool:
        return columns.get(name, NO_COLUMN) != NO_COLUMN

    both = has("period_start") and has("period_end")
    return what == READINGS and not both and not has("period")


def twice(what: str, columns: Mapping[str, int]) -> list[str]:
    """Return what is said to stand in the same column."""
    places = [place for place in columns.values() if place != NO_COLUMN]
    doubled = sorted({place for place in places if places.count(place) > 1})
    return [_told_twice(what, columns, place) for place in doubled]


def _told_twice(what: str, columns: Mapping[str, int], place: int) -> str:
    names = [str(row.label) for row in FIELDS[what] if columns.get(row.name) == place]
    return _("One column cannot be both %(names)s.") % {
        "names": _(" and ").join(f"«{name}»" for name in names)
    }
