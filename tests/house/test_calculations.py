"""What is calculated is told on "How we calculate", and the links to it arrive.

A template says ``<c-how to="rollup-ends" />``. A room that begins to reckon with another module of
``calc`` fails here until that module has a topic on the page, and something links to it.
"""

import re

import grimp
import pytest

from stafett.journey import calculations
from tests.house.rooms import SOURCE

HELPERS = {"checks", "errors", "spread"}
"""What checks, and what draws in batches what ``uncertainty`` tells of."""
LINK = re.compile(r"<c-how\b([^>]*)>")
ANCHOR = re.compile(r'^ to="([a-z-]+)"')


def links_in(text):
    """Return the anchors a template leads to; None for one that is not a plain word."""
    found = (ANCHOR.match(attributes) for attributes in LINK.findall(text))
    return [match and match[1] for match in found]


def _links():
    for path in SOURCE.rglob("templates/**/*.html"):
        for anchor in links_in(path.read_text(encoding="utf-8")):
            yield str(path.relative_to(SOURCE)), anchor


LINKS = sorted(_links(), key=str)


def _reckoned_with():
    graph = grimp.build_graph("stafett", cache_dir=None)
    for module in graph.modules:
        if not module.startswith(("stafett.calc", "stafett.journey.calculations")):
            for used in graph.find_modules_directly_imported_by(module):
                if used.startswith("stafett.calc."):
                    yield used.split(".")[2]


USED = sorted(set(_reckoned_with()) - HELPERS)


def test_a_link_that_is_put_together_on_the_way_is_refused():
    assert links_in('<c-how to="rollup-ends" /> <c-how :to="there" /> <c-how to="{{ it }}">') == [
        "rollup-ends",
        None,
        None,
    ]


def test_there_are_links():
    assert len(LINKS) > 20


@pytest.mark.parametrize(("template", "anchor"), LINKS)
def test_a_link_leads_to_a_paragraph_there_is(template, anchor):
    assert anchor in calculations.anchors(), f"{template} leads to {anchor}, which is not there."


@pytest.mark.parametrize("module", USED)
def test_what_a_room_reckons_with_is_told_and_linked_to(module):
    told = {topic.key: topic for topic in calculations.TOPICS}

    assert module in told, f"Give calc.{module} a topic in journey's calculations."
    assert {anchor for _template, anchor in LINKS} & {
        example.key for example in told[module].examples
    }, f"Nothing on screen leads to the topic {module}."
