"""Every example on the page "How we calculate" comes out: by the program, and by hand."""

import re
from decimal import Decimal

import pytest
from django.utils import translation

from stafett.journey import calculations
from stafett.journey.calculations.worked import Answer, Share, as_written, cell_shown
from tests.spec.pocket import keyed

EXAMPLES = calculations.examples()
STEPS = [(example, step) for example in EXAMPLES for step in example.by_hand if step.gives]
by_key = pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.key)


@by_key
def test_the_program_answers_what_the_page_says(example):
    found = example.found()

    assert len(found) == len(example.answers)
    for answer, number in zip(example.answers, found, strict=True):
        assert answer.is_met_by(number), f"{answer.says}: {number}, and not {answer.gives}"


@pytest.mark.parametrize(("example", "step"), STEPS, ids=lambda what: getattr(what, "key", ""))
def test_each_line_comes_out_on_a_pocket_calculator(example, step):
    found = keyed(step.sum)

    assert Answer("", step.gives).is_met_by(found), f"{step.says}: {step.sum} = {found}"


@by_key
def test_the_way_by_hand_leads_to_each_answer(example):
    reached = {step.gives or step.sum for step in example.by_hand} - {""}
    figures = [answer for answer in example.answers if not answer.word]

    for answer in figures:
        assert any(_rounds_to(answer.gives, figure) for figure in reached if _is_figure(figure)), (
            f"{answer.says}: no line comes to {answer.gives}"
        )


def _is_figure(written):
    return re.fullmatch(r"-?[\d_]+(\.\d+)?", written)


def _rounds_to(shown, figure):
    return Answer("", shown).is_met_by(float(Decimal(figure)))


@by_key
def test_an_example_is_whole(example):
    assert all(len(row) == len(example.heads) for row in example.rows)
    assert example.answers
    assert example.by_hand
    assert str(example.shows).endswith(".")
    assert str(example.rule).endswith(".")
    assert not any(":" in str(step.says) for step in example.by_hand if step.sum)


def test_a_wrong_answer_is_seen():
    assert Answer("", "13166").is_met_by(13_165.68)
    assert not Answer("", "13166").is_met_by(13_166.6)
    assert not Answer("", "0.49").is_met_by(0.484)
    assert Answer("", "met", word="it is met").is_met_by("met")
    assert not Answer("", "met", word="it is met").is_met_by("not_met")


# --- anchors ------------------------------------------------------------------------------------


def test_anchors_are_unique_and_the_same_in_every_language():
    anchors = calculations.anchors()

    assert len(set(anchors)) == len(anchors)
    assert all(re.fullmatch(r"[a-z]+(-[a-z]+)*", anchor) for anchor in anchors)


def test_an_example_is_found_under_its_topic():
    for topic in calculations.TOPICS:
        assert all(example.key.startswith(f"{topic.key}-") for example in topic.examples)


# --- as people read it --------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("language", "sign"), [("nb", ","), ("nn", ","), ("en", ".")], ids=["nb", "nn", "en"]
)
def test_a_sum_is_written_as_people_write_it(language, sign):
    with translation.override(language):
        written = as_written("-100_000 + 60_000 / 1.04**12 - sqrt(2.50)")

    assert written == f"−100\u202f000 + 60\u202f000 / 1{sign}04^12 − √(2{sign}50)"


def test_what_is_not_known_is_said_and_not_shown_as_nothing():
    with translation.override("en"):
        assert cell_shown(None) == "not yet"
        assert cell_shown(0) == "0"
        assert cell_shown(Share(0.6)) == "60\u202f%"
        assert cell_shown(Share(0.125)) == "12.5\u202f%"
        assert cell_shown(22.4) == "22.4"
