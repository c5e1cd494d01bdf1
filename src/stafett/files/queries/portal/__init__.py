"""Prosjektportalen's benefit overview, beside what stands here: whose, its things, its readings."""

from stafett.files.queries.portal.coming import preview
from stafett.files.queries.portal.readings import READING
from stafett.files.queries.portal.things import BENEFIT, INDICATOR, INITIATIVE
from stafett.files.queries.portal.whose import NAME, choices_for, family, first_choices

__all__ = [
    "BENEFIT",
    "INDICATOR",
    "INITIATIVE",
    "NAME",
    "READING",
    "choices_for",
    "family",
    "first_choices",
    "preview",
]
