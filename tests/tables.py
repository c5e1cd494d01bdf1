"""Tables as Statistics Norway answers them, in JSON-stat."""

from typing import Any

REGIONS = {"9001": "Fjordvik", "9002": "Sund"}


def table(**changed: Any) -> dict[str, Any]:
    """Return the waiting time in two municipalities in two years; one figure is not known."""
    return {
        "class": "dataset",
        "version": "2.0",
        "label": "12345: Ventetid, etter region, statistikkvariabel og år",
        "source": "Statistisk sentralbyrå",
        "updated": "2026-03-01T07:00:00Z",
        "id": ["Region", "ContentsCode", "Tid"],
        "size": [2, 1, 2],
        "dimension": {
            "Region": dimension("region", REGIONS),
            "ContentsCode": dimension("statistikkvariabel", {"Ventetid": "Ventetid"}, "dager", 1),
            "Tid": dimension("år", {"2024": "2024", "2025": "2025"}),
        },
        "value": [12.5, None, 3, 0],
        "status": {"1": ".."},
        "role": {"geo": ["Region"], "time": ["Tid"], "metric": ["ContentsCode"]},
        "extension": {"px": {"tableid": "12345", "decimals": 1}},
        **changed,
    }


def dimension(
    label: str, categories: dict[str, str], unit: str = "", decimals: int = 0
) -> dict[str, Any]:
    """Return one dimension; with a unit it is what is counted."""
    told: dict[str, Any] = {
        "index": {code: place for place, code in enumerate(categories)},
        "label": categories,
    }
    if unit:
        told["unit"] = {code: {"base": unit, "decimals": decimals} for code in categories}
    return {"label": label, "category": told}
