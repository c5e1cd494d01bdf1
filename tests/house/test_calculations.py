"""What is calculated is told on "How we calculate", and the links to it arrive.

A template says ``<c-how to="rollup-ends" />``. A room that begins to reckon with another module of
``calc`` fails here until that module has a topic on the page, and the room's own templates link to
it. A template that begins to show a figure fails until the figure leads to its paragraph.
"""

import re

import grimp
import pytest

from stafett.journey import calculations
from tests.house.figures_told import LINK, shows_a_figure, templates, untold
from tests.house.rooms import SOURCE

HELPERS = {"checks", "errors", "spread"}
"""What checks, and what draws in batches what ``uncertainty`` tells of."""
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
                    yield module.split(".")[1], used.split(".")[2]


USED = sorted(pair for pair in set(_reckoned_with()) if pair[1] not in HELPERS)
ELSEWHERE = {
    ("files", "cashflow"): "redoes the workbook's own formulas, and the page says what they give",
    ("ui", "worktime"): "writes hours with positions; each page that shows them is asked below",
}
"""What leads nowhere from the room itself, and why."""


def _leads_from(room):
    """Return the anchors a room's templates lead to, by way of the components they are made of."""
    names = {name for name in TEXTS if name.startswith(f"{room}/")}
    made_of = {
        f"cotton/{part.replace('-', '_')}.html"
        for name in names
        for part in re.findall(r"<c-([a-z-]+)", TEXTS[name])
    }
    return {anchor for name in names | made_of & TEXTS.keys() for anchor in links_in(TEXTS[name])}


TEXTS = templates()


def test_a_link_that_is_put_together_on_the_way_is_refused():
    assert links_in('<c-how to="rollup-ends" /> <c-how :to="there" /> <c-how to="{{ it }}">') == [
        "rollup-ends",
        None,
        None,
    ]


def test_there_are_links():
    assert len(LINKS) > 60


@pytest.mark.parametrize(("template", "anchor"), LINKS)
def test_a_link_leads_to_a_paragraph_there_is(template, anchor):
    assert anchor in calculations.anchors(), f"{template} leads to {anchor}, which is not there."


@pytest.mark.parametrize(("room", "module"), USED)
def test_what_a_room_reckons_with_is_told_and_linked_to(room, module):
    told = {topic.key: topic for topic in calculations.TOPICS}

    assert module in told, f"Give calc.{module} a topic in journey's calculations."
    if (room, module) not in ELSEWHERE:
        assert _leads_from(room) & {example.key for example in told[module].examples}, (
            f"No template of {room} leads to the topic {module}, which it reckons with."
        )


def test_what_is_excused_is_reckoned_with():
    assert ELSEWHERE.keys() <= set(USED)


# --- each figure --------------------------------------------------------------------------------

WRITTEN = "what somebody wrote or read, as it was written"
COUNTED = "how many there are: one can count them"
EXEMPT = {
    "benefits/tell_apart.html": WRITTEN,
    "handovers/parts/agreed.html": WRITTEN,
    "handovers/parts/promises.html": WRITTEN,
    "indicators/indicator.html": WRITTEN,
    "indicators/many.html": WRITTEN,
    "indicators/parts/readings.html": WRITTEN,
    "trials/result.html": WRITTEN,
    "benefits/processes.html": COUNTED,
    "cases/parts/chain.html": COUNTED,
    "cotton/pager.html": COUNTED,
    "files/leaving.html": COUNTED,
    "files/list.html": COUNTED,
    "handovers/figures.html": COUNTED,
    "handovers/of_initiative.html": COUNTED,
    "indicators/list.html": COUNTED,
    "journey/parts/board_choices.html": COUNTED,
    "post/log.html": COUNTED,
    "roadmap/roadmap.html": COUNTED,
    "journey/parts/worked.html": "the paragraph itself",
}
"""Templates with figures that nothing reckoned, and why they lead nowhere."""


def test_each_figure_leads_to_its_paragraph():
    assert [name for name in untold(TEXTS) if name not in EXEMPT] == [], (
        "A figure stands there that leads nowhere: add <c-how to=… /> beside it."
    )


def test_nothing_is_excused_that_has_no_need_of_it():
    assert sorted(EXEMPT) == [name for name in untold(TEXTS) if name in EXEMPT]


def test_a_figure_is_told_where_it_stands_or_where_it_is_included():
    figure = "{{ sum|nok }}"
    leads = '<c-how to="rollup-ends" />'

    assert untold({"a.html": figure}) == ["a.html"]
    assert untold({"a.html": figure + leads}) == []
    assert untold({"p.html": '{% include "a.html" %}' + leads, "a.html": figure}) == []
    assert untold({"p.html": "<c-sum />" + leads, "cotton/sum.html": figure}) == []


def test_a_figure_on_two_pages_is_told_on_both():
    used = '{% include "a.html" %}'
    pages = {"a.html": "{{ page.proof }}", "one.html": used + "<c-how />", "two.html": used}

    assert untold(pages) == ["a.html"]


@pytest.mark.parametrize(
    ("text", "is_figure"),
    [
        ('<td class="number">{{ row.points }}</td>', True),
        ("{{ share|percent }}", True),
        ("{% blocktranslate with n=sum.low|number %}{{ n }}{% endblocktranslate %}", True),
        ("{{ page.price }}", True),
        ('<th class="number">{% translate "Points" %}</th>', False),
        ("{{ rows|length|number }} {{ page.paginator.count|number }}", False),
        ("{{ page.title }}", False),
    ],
)
def test_what_a_figure_is(text, is_figure):
    assert shows_a_figure(text) is is_figure
