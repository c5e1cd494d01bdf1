"""The style sheet says what it means to everybody, on the screen too."""

import re

from tests.house.rooms import SOURCE


def test_every_rule_of_the_style_sheet_is_closed():
    """One that is not makes all that follows hold on paper alone, and no page says so."""
    text = (SOURCE / "ui" / "static" / "ui" / "stafett.css").read_text(encoding="utf-8")
    depth = 0
    for number, line in enumerate(re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL).split("\n"), 1):
        assert not (depth and line.startswith("@media")), f"What is before line {number} is open."
        depth += line.count("{") - line.count("}")
    assert depth == 0
