"""How we calculate: every topic of the page, in the order one reads it.

A new topic is a module with a ``TOPIC``, and a line here.
"""

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from stafett.journey.calculations import (
    behaviour,
    cashflow,
    disclosure,
    diversity,
    estimates,
    evidence,
    plusminus,
    portfolio,
    reference,
    regret,
    rollup,
    similarity,
    uncertainty,
    worktime,
)
from stafett.journey.calculations.worked import Topic, Words, Worked

TOPICS: tuple[Topic, ...] = (
    worktime.TOPIC,
    rollup.TOPIC,
    cashflow.TOPIC,
    estimates.TOPIC,
    uncertainty.TOPIC,
    portfolio.TOPIC,
    evidence.TOPIC,
    behaviour.TOPIC,
    reference.TOPIC,
    disclosure.TOPIC,
    plusminus.TOPIC,
    regret.TOPIC,
    similarity.TOPIC,
    diversity.TOPIC,
)


@dataclass(frozen=True, slots=True)
class Page:
    """What the page says about itself, on screen and in ``docs/reference``."""

    title: Words
    lead: Words
    given: Words
    answers: Words
    by_hand: Words
    source: Words


PAGE = Page(
    title=_("How we calculate"),
    lead=_(
        "The arithmetic behind the figures in Stafett, in small examples you can redo with a "
        "pocket calculator."
    ),
    given=_("Given"),
    answers=_("Stafett answers"),
    by_hand=_("By hand"),
    source=_("Source"),
)


def examples() -> list[Worked]:
    """Return every example, in the order of the page."""
    return [example for topic in TOPICS for example in topic.examples]


def anchors() -> list[str]:
    """Return every place on the page that one can link to."""
    return [*(topic.key for topic in TOPICS), *(example.key for example in examples())]
