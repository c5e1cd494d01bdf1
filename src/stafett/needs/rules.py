"""What holds for a need: R01, R02, R04, and who may do what with it."""

import re
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Protocol

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.lib import Acting, Refused, Rule, RuleWarning
from stafett.lib.rules import BLOCKS, WARNS
from stafett.lib.text import folded

# Those who look after the organisation's needs, beside the one who wrote it.
KEEPERS = frozenset(
    {"leader", "initiative_lead", "regional_coordinator", "chief_executive", "administrator"}
)
MOST_WAITING = 30
RULES = (
    Rule(
        "R01",
        BLOCKS,
        gettext_lazy("A need tells the problem, who it affects and how it is today."),
        gettext_lazy("Where nobody wrote how it was, nobody can see that it got better."),
        gettext_lazy("On a need, when somebody wants to test an idea."),
    ),
    Rule(
        "R02",
        WARNS,
        gettext_lazy("The text about a problem names no product."),
        gettext_lazy("A need that names a product is half a solution, and hides better ones."),
        gettext_lazy("When you tell about a need, or change one."),
    ),
    Rule(
        "R04",
        WARNS,
        gettext_lazy("A need tells what happens if nothing is done, and whether it gets worse."),
        gettext_lazy("It is what every solution is compared with."),
        gettext_lazy("On the page of a need, until it is told."),
    ),
)
# Endings a noun takes in bokmål and nynorsk; the s of the genitive may follow.
ENDINGS = "en|et|er|ene|a|ar|ane"


class Told(Protocol):
    """The texts of a need that rules look at."""

    problem: str
    affected_group: str
    today: str
    evidence: str
    heard_count: int | None
    null_alternative: str
    null_worsens: bool | None


class NotTheirs(Refused):
    """This need is looked after by others."""


class AlreadyClosed(Refused):
    """What is closed is not changed."""


class MissingReason(Refused):
    """A warning can be passed, with a reason."""


# --- R01 ------------------------------------------------------------------------------------


def missing_before_ideas(need: Told) -> list[str]:
    """Return the fields that R01 asks for before an idea may be attached."""
    return [name for name in ("problem", "affected_group", "today") if not getattr(need, name)]


def missing_before_tests(need: Told) -> list[str]:
    """Return the fields the leg asks for: R01's, and who was heard."""
    unheard = ["heard_count"] if not need.heard_count else []
    return missing_before_ideas(need) + unheard


def check_may_carry_ideas(need: Told) -> None:
    """R01: an idea is attached once problem, affected group and today's level are there."""
    if missing_before_ideas(need):
        raise Refused(
            _(
                "Describe the problem, who it affects and how it is today before anybody suggests "
                "a solution."
            )
        )


# --- R02 ------------------------------------------------------------------------------------


def products_in(text: str, words: Iterable[str]) -> list[str]:
    """Return the catalogue's words that stand in the text, in any of their forms."""
    told = " ".join(folded(text).split())
    return [word for word in words if _stands_in(told, word)]


def _stands_in(told: str, word: str) -> bool:
    root, pattern = _forms_of(word)
    return root in told and pattern.search(told) is not None


@lru_cache(maxsize=5000)
def _forms_of(word: str) -> tuple[str, re.Pattern[str]]:
    """Return what every form of a word begins with, and a pattern for its forms."""
    *first, last = folded(word).split() or [""]
    bare = last.removesuffix("e")
    described = "".join(f"{re.escape(part)}[et]? " for part in first)
    pattern = rf"(?<!\w){described}{re.escape(bare)}{_endings(last)}s?(?!\w)"
    return first[0] if first else bare, re.compile(pattern)


def _endings(word: str) -> str:
    """A weak noun changes its e; a strong one may double its last letter: «programmet»."""
    if word.endswith("e"):
        return f"(?:e|{ENDINGS})"
    person = "|e|ne" if word.endswith("er") else ""
    return f"(?:{re.escape(word[-1:])}?(?:{ENDINGS}{person}))?"


def solution_hides(found: Sequence[str]) -> RuleWarning | None:
    """R02: a need that names a product is half a solution."""
    if not found:
        return None
    return RuleWarning(
        "R02",
        _("The problem names %(words)s. That is part of a solution.") % {"words": ", ".join(found)},
        _(
            "Say what people cannot do today, and leave open how it will be solved. "
            "Or say why the word belongs here."
        ),
    )


def check_word(word: str) -> None:
    """A word of one letter or none would be found in every text."""
    if sum(sign.isalnum() for sign in folded(word)) < 2:
        raise Refused(_("Write a word of at least two letters."), field="word")


def check_new_word(word: str, known: Iterable[str]) -> None:
    """A word stands once in the catalogue, whatever its case."""
    if folded(word) in map(folded, known):
        raise Refused(_("The word is in the catalogue already."), field="word")


def check_stands(warning: RuleWarning | None) -> None:
    """Only a warning that stands is passed."""
    if warning is None:
        raise Refused(_("This does not warn any more: it was mended, or passed with a reason."))


def check_reason_given(warning: RuleWarning | None, reason: str) -> None:
    """A warning is passed with a reason, or mended."""
    if warning and not reason:
        raise MissingReason(f"{warning.says} {warning.do}", field="reason")


# --- R04 ------------------------------------------------------------------------------------


def nothing_done_is_not_described(need: Told) -> RuleWarning | None:
    """R04: what happens if nothing is done is described, and whether it gets worse."""
    if need.null_alternative and need.null_worsens is not None:
        return None
    return RuleWarning(
        "R04",
        _("It is not told what happens if nothing is done."),
        _(
            "Describe it in a sentence, and say whether it gets worse with time. It is what every "
            "solution is compared with."
        ),
    )


def warnings(need: Told, found: Sequence[str], passed: Iterable[str]) -> list[RuleWarning]:
    """Return the warnings that still stand."""
    raised = [solution_hides(found), nothing_done_is_not_described(need)]
    return [warning for warning in raised if warning and warning.rule not in set(passed)]


# --- who may --------------------------------------------------------------------------------


def may_change(by: Acting, *, organisation_id: int, registered_by_id: int | None) -> bool:
    """Own organisation, and either the writer or somebody who looks after needs."""
    if not by.is_somebody or by.organisation_id != organisation_id:
        return False
    return by.person_id == registered_by_id or by.role_kind in KEEPERS


def check_may_register(by: Acting) -> None:
    """Anybody with a role can tell about a need."""
    if not by.is_somebody:
        raise NotTheirs(_("You have no role in an organisation yet. Ask your administrator."))


def check_may_change(by: Acting, *, organisation_id: int, registered_by_id: int | None) -> None:
    """Say no to those who do not look after the need."""
    if not may_change(by, organisation_id=organisation_id, registered_by_id=registered_by_id):
        raise NotTheirs(
            _("Those who wrote the need, and leaders in the same organisation, can change it.")
        )


def may_keep_catalogue(by: Acting) -> bool:
    """Leaders and administrators look after their organisation's own words."""
    return by.is_somebody and by.role_kind in KEEPERS


def check_keeps_catalogue(by: Acting) -> None:
    """Say no to those who do not look after the words."""
    if not may_keep_catalogue(by):
        raise NotTheirs(_("Leaders and administrators look after the catalogue."))


def check_open(closed: bool) -> None:
    """What is closed is opened before it is changed."""
    if closed:
        raise AlreadyClosed(_("The need is closed. Open it again to change it."))


def check_closed(closed: bool) -> None:
    """Only what is closed is opened."""
    if not closed:
        raise Refused(_("The need is open already."))


def check_same_elsewhere(by: Acting, organisation_id: int) -> None:
    """An organisation says «we have this too» of somebody else's need."""
    if not by.is_somebody:
        raise NotTheirs(_("You have no role in an organisation yet. Ask your administrator."))
    if by.organisation_id == organisation_id:
        raise Refused(_("This is your own need."))


def check_room_for_more(waiting: int) -> None:
    """A need takes no more than its people can answer; this also stops floods."""
    if waiting >= MOST_WAITING:
        raise Refused(
            _(
                "%(count)s contributions wait for an answer here, and no more are taken until some "
                "are answered. Your text is kept below: copy it and come back in some days."
            )
            % {"count": waiting}
        )


def check_can_share(scope: str, group_id: int | None, group_ids: Iterable[int]) -> None:
    """A need is shared with a group that its own organisation belongs to."""
    if scope in ("region", "network") and group_id not in set(group_ids):
        raise Refused(
            _("You can share with regions and networks that you belong to."), field="shared_with"
        )
