"""What is written for the next person holds together: numbers are their own, links arrive."""

import re
from collections import Counter
from pathlib import Path

import pytest

from tools.shell import ROOT

DECISIONS = sorted((ROOT / "docs" / "adr").glob("*.md"))
PAGES = [*ROOT.glob("*.md"), *sorted((ROOT / "docs").rglob("*.md"))]
LINK = re.compile(r"\]\((?!https?:|mailto:|#|/)([^)#\s]+)")


def test_each_decision_has_a_number_of_its_own():
    numbers = Counter(path.name[:4] for path in DECISIONS)

    assert [number for number, count in numbers.items() if count > 1] == []
    assert [int(number) for number in numbers] == list(range(1, len(numbers) + 1))


@pytest.mark.parametrize("path", DECISIONS, ids=lambda path: path.stem)
def test_a_decision_is_called_what_its_file_is(path):
    title = path.read_text().splitlines()[0]

    assert title.startswith(f"# {int(path.name[:4])}. ")


@pytest.mark.parametrize("path", PAGES, ids=lambda path: str(path.relative_to(ROOT)))
def test_every_link_in_a_page_arrives(path):
    links = LINK.findall(path.read_text())

    assert [link for link in links if not Path(path.parent, link).exists()] == []
