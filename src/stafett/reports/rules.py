"""Who publishes the nation's figures, and how few are too few."""

from collections.abc import Sequence
from typing import TypeVar

from django.utils.translation import gettext as _

from stafett.lib import Acting, Refused

EditionT = TypeVar("EditionT")
# DESIGN 8: a cell of the nation's figures has at least five municipalities behind it.
FEWEST = 5
PUBLISHERS = frozenset({"analyst", "controller", "leader"})


class NotTheirs(Refused):
    """Only those who work for the nation publish its figures."""


class NothingToTell(Refused):
    """There is nothing to publish yet."""


def may_publish(by: Acting, *, is_national: bool) -> bool:
    """Those who work with figures for the nation."""
    return by.is_somebody and is_national and by.role_kind in PUBLISHERS


def check_may_publish(by: Acting, *, is_national: bool) -> None:
    """Say no to the others."""
    if not may_publish(by, is_national=is_national):
        raise NotTheirs(_("Only analysts for the whole country publish its figures."))


def check_there_is_something(count: int) -> None:
    """Say no to an edition of nothing."""
    if not count:
        raise NothingToTell(_("No promise has a yes yet, so there is nothing to publish."))


TIMES = ((7, "7"), (30, "30"), (90, "90"))
"""How long an answer took, in steps: a day by itself could tell of somebody."""


def time_of(days: int) -> str:
    """Return the step that so many days are in."""
    return next((name for most, name in TIMES if days <= most), "more")


def check_a_baton_is_offered(count: int) -> None:
    """Say no to an edition of nothing."""
    if not count:
        raise NothingToTell(_("No baton is offered yet, so there is nothing to publish."))


def check_nothing_is_drawn(*, is_under_way: bool) -> None:
    """One drawing at a time: it takes the whole machine."""
    if is_under_way:
        raise Refused(_("It is being drawn already. Wait until it is done."))


def check_figures_are_set(not_set: Sequence[str]) -> None:
    """Say no to drawing by figures that nobody has set."""
    if not_set:
        raise Refused(
            _(
                "Nobody has set the figure: %(figure)s. Set it among the figures of «Our "
                "organisation», with its source, and draw then."
            )
            % {"figure": ", ".join(not_set)}
        )


def published(edition: EditionT | None) -> EditionT:
    """Return the edition; say no to drawing what is not published."""
    if edition is None:
        raise NothingToTell(_("No figures are published yet. Publish the first edition."))
    return edition
