"""Every rule of the program is told once, is tested, and can be found from where it is held.

A new rule is a line in ``RULES`` of the room's ``rules`` (or of a module in it), a function with
its number first in the docstring (``R05: ...``), and a test that names the number.
"""

import ast
import inspect
import re
from pathlib import Path

import pytest
from django.utils import translation

from stafett.journey import rulebook
from stafett.lib.rules import BLOCKS, COMPUTES, WARNS
from tests.house.rooms import ROOT, SOURCE

RULES = {rule.id: rule for rule in rulebook.rules()}
MODULES = list(rulebook.modules())
NUMBERS = {f"R{number:02}" for number in range(1, 47)}
NUMBER = re.compile(r"(?<![A-Za-z0-9])R\d\d\b")


def _rules_of(module):
    return [rule.id for rule in getattr(module, "RULES", ())]


HOMES = {rule: module for module in MODULES for rule in _rules_of(module)}


def _tree(path):
    return ast.parse(Path(path).read_text(encoding="utf-8"))


def _docstrings(tree):
    told = (ast.Module, ast.ClassDef, ast.FunctionDef)
    return [ast.get_docstring(node) or "" for node in ast.walk(tree) if isinstance(node, told)]


# --- what a rule says ---------------------------------------------------------------------------


def test_a_rule_that_stands_twice_is_named(monkeypatch):
    monkeypatch.setattr(rulebook, "modules", lambda: [*MODULES, MODULES[-1]] * 2)

    with pytest.raises(LookupError, match="stands in two places"):
        rulebook.rules()


def test_rooms_are_read_with_the_modules_in_their_rules():
    names = {module.__name__ for module in MODULES}

    assert {"stafett.needs.rules", "stafett.lib.rules", "stafett.benefits.rules.states"} <= names


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
def test_a_rule_has_a_number_of_the_design_and_says_all_of_it(rule):
    texts = [str(text) for text in (rule.says, rule.why, rule.where)]

    assert rule.id in NUMBERS, "Rules are numbered R01 to R46."
    assert rule.how in {BLOCKS, WARNS, COMPUTES}
    assert all(texts), f"{rule.id} says what it asks, why, and where one meets it."
    assert texts[0].endswith("."), "What a rule says is a sentence."
    assert texts[1].endswith("."), "Why there is a rule is a sentence."
    assert len(set(texts)) == len(texts), f"{rule.id} says the same thing twice."


@pytest.mark.parametrize("rule", RULES.values(), ids=RULES.keys())
@pytest.mark.parametrize("text", ["says", "why", "where"])
def test_a_rule_is_told_anew_in_the_language_of_whoever_asks(rule, text):
    assert not isinstance(getattr(rule, text), str), f"{rule.id}.{text}: use gettext_lazy."


# --- where it is held ---------------------------------------------------------------------------


def _begun_with():
    """Yield each rule that a docstring in a ``rules`` module begins with, and where."""
    for module in MODULES:
        for told in _docstrings(_tree(inspect.getsourcefile(module))):
            if found := re.match(r"(R\d\d):", told):
                yield found[1], module.__name__


@pytest.mark.parametrize(("rule", "module"), sorted(set(_begun_with())))
def test_a_rule_that_a_function_holds_is_told(rule, module):
    assert rule in RULES, (
        f"{module} holds {rule}: tell it in RULES there, so that the page of rules has it."
    )


def _named_in(room):
    """Return the rules that a room's docstrings and comments name, the list of rules aside."""
    text = "\n".join(path.read_text(encoding="utf-8") for path in room.rglob("*.py"))
    return set(NUMBER.findall(re.sub(r'Rule\(\s*"R\d\d"', "", text)))


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_that_is_told_is_held_in_its_own_room(rule):
    room = HOMES[rule].__name__.split(".")[1]

    assert rule in _named_in(SOURCE / room), (
        f"{rule} stands in RULES of {room}: name it in the docstring of what holds it."
    )


TESTS = {
    path: set(NUMBER.findall(path.read_text(encoding="utf-8")))
    for path in (ROOT / "tests").rglob("test_*.py")
    if path != Path(__file__)
}


@pytest.mark.parametrize("rule", RULES)
def test_a_rule_is_tested_by_its_number(rule):
    assert any(rule in named for named in TESTS.values()), f"No test names {rule}."


def _warned():
    """Yield each rule that a warning is made for, and where."""
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(_tree(path)):
            if isinstance(node, ast.Call) and getattr(node.func, "id", "") == "RuleWarning":
                first = [*node.args, *(word.value for word in node.keywords)][0]
                if isinstance(first, ast.Constant):
                    yield first.value, str(path.relative_to(SOURCE))


@pytest.mark.parametrize(("rule", "where"), sorted(set(_warned())))
def test_a_warning_leads_to_a_rule_on_the_page(rule, where):
    assert rule in RULES, f"{where} warns of {rule}: tell it in RULES of the room."


# --- states -------------------------------------------------------------------------------------


def test_every_thing_that_has_states_is_drawn():
    drawn = [machine.states for machine in rulebook.MACHINES]

    for module in MODULES:
        states = getattr(module, "STATES", None)
        assert states is None or states in drawn, f"Give {module.__name__} a line in MACHINES."


@pytest.mark.parametrize("machine", rulebook.MACHINES, ids=lambda machine: machine.key)
@pytest.mark.parametrize("language", ["en", "nb", "nn"])
def test_every_state_and_step_has_its_words(machine, language):
    events = {event for can in machine.states.values() for event in can}
    reached = {to for can in machine.states.values() for to in can.values()}

    with translation.override(language):
        assert events == machine.did.keys(), "Journey's rulebook has the words for what is done."
        assert reached <= machine.states.keys()
        assert all(row.word and row.otherwise for row in machine.rows)
