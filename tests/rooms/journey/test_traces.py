"""What was done with a need or an initiative is told in words, never by the program's own name."""

import re

import pytest

from stafett.initiatives.rules import STATES
from stafett.journey.queries.traces import SAYS
from tests.house.rooms import SOURCE

NOTED_ON_A_CONTRIBUTION = {"need.contribution", "need.answered"}
STEPS = {f"initiative.{event}" for can in STATES.values() for event in can} - {"initiative.change"}


def _written_out():
    """Yield the verbs that stand in the code, also those that a helper puts the first part of."""
    text = {
        room: "\n".join(path.read_text(encoding="utf-8") for path in (SOURCE / room).rglob("*.py"))
        for room in ("needs", "initiatives", "benefits", "journey")
    }
    for said in text.values():
        yield from re.findall(r'verb="((?:need|initiative|map)\.\w+)"', said)
    for verb in re.findall(r'_note_line\("(\w+)"', text["initiatives"]):
        yield f"initiative.{verb}"
    for verb in re.findall(r'_note\("(\w+)"', text["benefits"]):
        yield f"map.{verb}"


@pytest.mark.parametrize("verb", sorted({*_written_out(), *STEPS} - NOTED_ON_A_CONTRIBUTION))
def test_what_is_done_has_its_words(verb):
    assert verb in SAYS, f"Give journey/queries/traces.py words for {verb}."
