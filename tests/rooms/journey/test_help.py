"""The pages of help: anybody reads the rules and the states, in their own language."""

import re
from itertools import pairwise

import pytest
from django.utils import translation

from stafett.journey import calculations, drawings, rulebook
from tests.factories import NeedFactory
from tests.pages import Reader

RULES, STATES = "/hjelp/regler/", "/hjelp/tilstander/"
CALCULATIONS = "/slik-regner-vi/"
LANGUAGES = ["nb", "nn", "en"]
pytestmark = pytest.mark.django_db


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_passer_by_reads_every_rule_in_their_own_language(language):
    page = Reader(language=language).opens(RULES)

    with translation.override(language):
        for rule in rulebook.rules():
            part = page.part(rule.id).text
            assert str(rulebook.HOW[rule.how].word) in part
            assert all(str(text) in part for text in (rule.says, rule.why, rule.where))


def test_every_page_leads_to_help(kari):
    assert Reader().opens("/").links["Help"] == RULES
    assert Reader(kari).opens("/").links["Help"] == RULES
    assert Reader().opens(RULES).links["Step by step"] == STATES
    assert Reader().opens(RULES).links["How we calculate"] == CALCULATIONS


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_passer_by_redoes_every_figure_in_their_own_language(language):
    page = Reader(language=language).opens(CALCULATIONS)

    with translation.override(language):
        for example in calculations.examples():
            part = page.part(example.key).text
            assert str(example.title) in part
            for line in (*example.answers, *example.by_hand):
                assert str(line.says) in part
                assert " ".join(line.shown.split()) in part


def test_the_contents_lead_to_every_example():
    links = set(Reader().opens(CALCULATIONS).links.values())

    assert {f"#{example.key}" for example in calculations.examples()} <= links


def test_a_warning_leads_to_its_rule(kari):
    need = NeedFactory(organisation=kari.home, null_alternative="")

    address = Reader(kari).opens(need.get_absolute_url()).links["Rule R04"]

    path, _, anchor = address.partition("#")
    assert "compared with" in Reader(kari).opens(path).part(anchor).text


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_drawing_says_what_the_table_says(language):
    page = Reader(language=language).opens(STATES)

    with translation.override(language):
        for machine in rulebook.MACHINES:
            part = page.part(machine.key)
            [drawing] = [element for element in part if element.name == "svg"]
            [table] = [element for element in part if element.name == "table"]
            for row in machine.rows:
                assert row.word in table.text
                assert row.otherwise in table.text
                assert all(word in drawing.text for word in row.word.split())
                done = " ".join(str(step.did) for step in row.steps)
                assert all(word in drawing.text for word in done.split())


# --- the drawing --------------------------------------------------------------------------------

WIDEST = 7.6
"""How wide a letter is on average, in the units of the drawing; a little more than in Inter."""


def _lanes(drawing):
    """Return how far right each upright line stands, boxes and heads aside."""
    ways = "".join(arrow.path for arrow in drawing.arrows)
    return [float(x) for x in re.findall(r"Q([\d.]+) [\d.]+ \1", ways)]


@pytest.mark.parametrize("machine", rulebook.MACHINES, ids=lambda machine: machine.key)
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_line_crosses_a_word_and_nothing_leaves_the_drawing(machine, language):
    with translation.override(language):
        drawing = drawings.drawn(machine)
    first_lane = min(_lanes(drawing))
    words = [text for arrow in drawing.arrows for text in arrow.says]
    inside = [text for box in drawing.boxes for text in (*box.name, *box.stays)]

    assert drawing.left + drawing.box < first_lane
    assert max(_lanes(drawing)) < drawing.width
    assert drawing.boxes[-1].floor < drawing.height
    for text in words:
        assert text.x + WIDEST * len(text.says) < first_lane, f"Too long: {text.says}"
    for text in inside:
        assert text.x + WIDEST * len(text.says) < drawing.left + drawing.box, text.says


@pytest.mark.parametrize("machine", rulebook.MACHINES, ids=lambda machine: machine.key)
def test_boxes_stand_apart_and_words_over_each_other_do_not_touch(machine):
    drawing = drawings.drawn(machine)

    for above, below in pairwise(drawing.boxes):
        assert above.floor < below.y
    beside = sorted(text.y for arrow in drawing.arrows for text in arrow.says if text.x > 216)
    assert all(below - above >= 19 for above, below in pairwise(beside))
