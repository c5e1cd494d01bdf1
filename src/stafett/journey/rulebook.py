"""The rules the program holds and the states things go through, gathered from every room.

A room's ``rules``, or a module in it, keeps its rules in ``RULES``; they are found by themselves.
A room whose ``rules`` has ``STATES`` gets a line in :data:`MACHINES`, with the words for them.
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from importlib.util import find_spec
from pkgutil import iter_modules
from types import ModuleType

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

import stafett
from stafett.benefits.models import StaffingState
from stafett.benefits.models import State as PromiseState
from stafett.benefits.rules import staffing
from stafett.benefits.rules import states as promises
from stafett.cases import rules as cases
from stafett.cases.models import State as CaseState
from stafett.files.models import State as FileState
from stafett.files.rules import uploads as files
from stafett.handovers import rules as batons
from stafett.handovers.models import State as BatonState
from stafett.initiatives import rules as initiatives
from stafett.initiatives.models import Stage
from stafett.lib.rules import BLOCKS, COMPUTES, WARNS, Rule
from stafett.roadmap import rules as roadmap
from stafett.roadmap.models import Decision
from stafett.trials import rules as trials
from stafett.trials.models import State as TrialState

Words = str | Promise

# --- rules ----------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class How:
    """A way a rule holds: its word, and what that means for somebody who meets it."""

    word: Words
    means: Words


HOW = {
    BLOCKS: How(_("blocks"), _("You get no further until it is mended.")),
    WARNS: How(_("warns"), _("You may go on, with a reason that others can read.")),
    COMPUTES: How(_("computes"), _("The program reckons it this way, and shows how.")),
}


def rules() -> list[Rule]:
    """Return every rule, by its number; each stands in one room."""
    found: dict[str, Rule] = {}
    for module in modules():
        for rule in getattr(module, "RULES", ()):
            if rule.id in found:
                raise LookupError(f"{rule.id} stands in two places; one is {module.__name__}.")
            found[rule.id] = rule
    return [found[rule_id] for rule_id in sorted(found)]


def modules() -> Iterator[ModuleType]:
    """Yield the ``rules`` of every room, and the modules in it."""
    for room in iter_modules(stafett.__path__, "stafett."):
        if room.ispkg and find_spec(f"{room.name}.rules"):
            yield from _with_parts(import_module(f"{room.name}.rules"))


def _with_parts(module: ModuleType) -> Iterator[ModuleType]:
    yield module
    for part in iter_modules(getattr(module, "__path__", []), f"{module.__name__}."):
        yield from _with_parts(import_module(part.name))


# --- states ---------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Step:
    """What can be done in a state, and where it leads; nothing when it stays there."""

    did: Words
    to: str


@dataclass(frozen=True, slots=True)
class Row:
    """A state with what can be done in it, in words."""

    word: str
    steps: list[Step]
    otherwise: str


@dataclass(frozen=True, slots=True)
class Machine:
    """A thing that goes through states: its name, and words for states and for what is done."""

    key: str
    name: Words
    states: Mapping[str, Mapping[str, str]]
    choices: type[TextChoices]
    did: Mapping[str, Words]
    why_not: Callable[[str], str]

    def word(self, state: str) -> str:
        """Return what a state is called on screen."""
        return capfirst(str(self.choices(state).label))

    @property
    def rows(self) -> list[Row]:
        """Return the states in their order, in words."""
        return [
            Row(self.word(state), [*self._steps(state)], self.why_not(state))
            for state in self.states
        ]

    def _steps(self, state: str) -> Iterator[Step]:
        for event, to in self.states[state].items():
            yield Step(self.did[event], "" if to == state else self.word(to))


MACHINES = (
    Machine(
        "test",
        _("A test"),
        trials.STATES,
        TrialState,
        {
            "change": _("change the plan"),
            "lock": _("lock and begin"),
            "stop": _("stop in time"),
            "measure": _("write what happened"),
            "replan": _("make a new version"),
            "decide": _("decide"),
            "learn": _("write what you learned"),
        },
        trials.why_not,
    ),
    Machine(
        "initiative",
        _("An initiative"),
        initiatives.STATES,
        Stage,
        {
            "change": _("change"),
            "nominate": _("nominate it for the roadmap"),
            "hand_over": _("offer the first baton"),
            "take_back": _("take it back"),
            "send_back": _("send it back"),
            "practise": _("begin to work anew"),
            "measure": _("measure"),
            "learn": _("tell what was learned"),
            "stop": _("stop it"),
            "resume": _("take it up again"),
        },
        initiatives.why_not,
    ),
    Machine(
        "candidate",
        _("A candidate on a roadmap"),
        roadmap.STATES,
        Decision,
        {
            "move": _("move it"),
            "choose": _("choose it"),
            "leave_out": _("leave it out"),
            "undo": _("take it back"),
            "plan": _("say when"),
        },
        roadmap.why_not,
    ),
    Machine(
        "promise",
        _("A promise"),
        promises.STATES,
        PromiseState,
        {
            "change": _("change the promise"),
            "confirm": _("say yes"),
            "decline": _("say no"),
            "withdraw": _("withdraw it"),
            "measure": _("measure"),
            "conclude": _("say what came of it"),
        },
        promises.why_not,
    ),
    Machine(
        "positions",
        _("What a promise means for positions"),
        staffing.STATES,
        StaffingState,
        {
            "change": _("change the plan"),
            "inform": _("inform the reps"),
            "consult": _("consult and answer the reps"),
            "assess": _("assess the risk"),
            "decide": _("decide"),
            "follow_up": _("tell what became of it"),
            "drop": _("lay it aside"),
        },
        staffing.why_not,
    ),
    Machine(
        "baton",
        _("A baton"),
        batons.STATES,
        BatonState,
        {
            "change": _("change what is offered"),
            "gather": _("take in new promises"),
            "fill_in": _("set aside time and money"),
            "plan": _("plan the change steps"),
            "offer": _("offer it"),
            "withdraw": _("withdraw it"),
            "consider": _("say that it is considered"),
            "accept": _("accept it"),
            "accept_in_part": _("accept it in part"),
            "return": _("return it"),
            "begin": _("begin"),
            "do": _("do a step"),
            "practise": _("the new practice is in place"),
            "stop": _("stop in time"),
        },
        batons.why_not,
    ),
    Machine(
        "case",
        _("A case"),
        cases.STATES,
        CaseState,
        {
            "change": _("change the text"),
            "publish": _("publish it"),
            "withdraw": _("withdraw it"),
        },
        cases.why_not,
    ),
    Machine(
        "file",
        _("A file that is brought in"),
        files.STATES,
        FileState,
        {
            "look": _("look once more"),
            "bring": _("bring it in"),
            "undo": _("undo it"),
            "discard": _("throw it away"),
        },
        files.why_not,
    ),
)


# --- the pages ------------------------------------------------------------------------------


@dataclass(frozen=True, slots=True)
class Page:
    """What a page of help says about itself, on screen and in ``docs/reference``."""

    title: Words
    lead: Words
    heads: tuple[Words, ...]


RULES_PAGE = Page(
    _("The rules"),
    _("What Stafett asks for, why it does, and where you meet it."),
    (_("Rule"), _("How"), _("What it says"), _("Why"), _("Where you meet it")),
)
STATES_PAGE = Page(
    _("Step by step"),
    _(
        "Tests, initiatives, promises and batons go one step at a time. Here is what can be done "
        "when."
    ),
    (_("Where it is"), _("What you can do"), _("What Stafett says to everything else")),
)
NOTHING_TO_DO = _("Nothing: it ends here.")
