"""Ready to be placed in tests/rooms/organisations/ by whoever owns it."""

import csv
from collections import Counter
from importlib.resources import files

import pytest

DATA = files("stafett.organisations") / "data"
PER_COUNTY = {
    "03": 1, "11": 23, "15": 27, "18": 41, "31": 12, "32": 21, "33": 18, "34": 46, "39": 6, "40": 17,
    "42": 25, "46": 43, "50": 38, "55": 21, "56": 18,
}  # fmt: skip


def rows(name):
    with (DATA / name).open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def names_on(day):
    parts = {}
    for row in sorted(rows("places.csv"), key=lambda row: int(row["position"])):
        if row["valid_from"] <= day and (not row["valid_to"] or day < row["valid_to"]):
            parts.setdefault((row["kind"], row["number"]), []).append(row["name"])
    return {key: " - ".join(names) for key, names in parts.items()}


@pytest.mark.parametrize("day", ["2024-01-01", "2025-12-31", "2026-01-01"])
def test_every_municipality_and_county_has_one_name_every_day(day):
    kinds = Counter(kind for kind, _ in names_on(day))

    assert kinds == {"municipality": 357, "county": 15}


def test_the_municipalities_are_spread_over_the_counties():
    places = {
        (row["number"], row["county_number"]) for row in rows("places.csv") if row["county_number"]
    }

    assert Counter(county for _, county in places) == PER_COUNTY


def test_names_change_on_new_years_day():
    before, after = names_on("2025-12-31"), names_on("2026-01-01")

    assert before["municipality", "5006"] == "Steinkjer"
    assert after["municipality", "5006"] == "Steinkjer - Stïentje"
    assert after["municipality", "5536"] == "Lyngen - Ivgu - Yykeän"
    assert sum(before[key] != after[key] for key in before) == 2


def test_two_are_called_heroy_and_two_vaaler():
    names = names_on("2026-01-01").items()
    times = Counter(name for (kind, _), name in names if kind == "municipality")

    assert {name for name, count in times.items() if count > 1} == {"Herøy", "Våler"}


def test_every_part_has_a_language_and_at_most_one_is_norwegian():
    for key in names_on("2026-01-01"):
        parts = [row for row in rows("places.csv") if (row["kind"], row["number"]) == key]
        now = [row["language"] for row in parts if not row["valid_to"]]
        assert now.count("nb") == 1
        assert len(set(now)) == len(now)
        assert set(now) <= {"nb", "se", "sma", "smj", "fkv"}
