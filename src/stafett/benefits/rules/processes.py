"""Hours can be saved only once: R12 and R14."""

from decimal import Decimal

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.lib import Refused, Rule, RuleWarning
from stafett.lib.rules import BLOCKS, WARNS

RULES = (
    Rule(
        "R12",
        BLOCKS,
        gettext_lazy("No more hours are promised saved in a work process than it takes."),
        gettext_lazy("Ten initiatives that each save a fifth have saved more than there was."),
        gettext_lazy("When somebody promises, and when the hours of a process are noted."),
    ),
    Rule(
        "R14",
        WARNS,
        gettext_lazy("Two initiatives that promise on the same work are told apart."),
        gettext_lazy("Until they are, the later one does not count: an hour counts once."),
        gettext_lazy("On the promise that came last."),
    ),
)


def check_hours(complaint: str) -> None:
    """R12, in a sentence that says how many there are and who claims them."""
    if complaint:
        raise Refused(complaint, field="process")


def same_work(other: str) -> RuleWarning:
    """R14, told to the municipality itself."""
    return RuleWarning(
        "R14",
        _(
            "«%(other)s» promises on the same work or the same yardstick here, and was first. "
            "This one does not count until they are told apart."
        )
        % {"other": other},
        _("Say that it depends on the other, or share the hours between them."),
    )


def check_shares(total: Decimal) -> None:
    """Parts of the same hours are together no more than the whole."""
    if total > 1:
        raise Refused(
            _("Together the parts are more than 100 %. Lower this one, or the other first."),
            field="split_share",
        )


def check_one_mark(*, depends: bool, splits: bool) -> None:
    """What depends on another has no part of its own."""
    if depends and splits:
        raise Refused(
            _("Choose one: it depends on the other, or it has a part of its own."),
            field="split_share",
        )


def check_no_circle(is_circle: bool) -> None:
    """Two promises cannot wait for each other."""
    if is_circle:
        raise Refused(_("The other one depends on this. Choose one way."), field="depends_on")
