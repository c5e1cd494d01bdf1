"""What the board says of each baton: a note on it, and its story in a sentence.

Everything is translated once for a page, however many batons say it.
"""

from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from functools import cache

from django.utils.translation import get_language, ngettext
from django.utils.translation import gettext as _

from stafett.handovers.queries.brief import Brief
from stafett.initiatives import rules as stages
from stafett.journey.queries.board.found import Found
from stafett.journey.rules import Look
from stafett.ui import figures
from stafett.ui.legs import LEGS


class Words:
    """The words of one page, in the reader's language."""

    def __init__(self, today: date) -> None:
        self.today, spoken = today, get_language()
        self.day: Callable[[date | None], str] = cache(lambda day: figures.day(day, spoken))
        self.short: Callable[[date], str] = cache(lambda day: figures.short_day(day, today, spoken))
        self.weeks: Callable[[int], tuple[str, str]] = cache(_weeks)
        self.stages, self.notes, self.says = _stages(), _notes(), _says()
        self.legs = {key: replace(leg, word=str(leg.word)) for key, leg in LEGS.items()}
        self.joins = _("Joins. %(says)s")
        self.sent_note = _("%(signed)s of %(count)s have it")
        self.sent = _("%(signed)s of %(count)s municipalities have accepted the baton.")
        self.asked_by = _("An answer is asked for by %(day)s.")
        self.was_asked_by = _("An answer was asked for by %(day)s.")
        self.in_part = _("%(taken)s of %(promises)s promises are accepted.")

    def of(self, row: Found) -> tuple[str, str]:
        """Return the few words that stand on a baton, and its story in a sentence."""
        told = _Told(row, self)
        return self._note(row, told), self._sentence(row, told)

    def _note(self, row: Found, told: "_Told") -> str:
        """Return nothing where the leg says it all."""
        look = row.spot.look
        if look == Look.DROPPED and row.baton:
            return self.weeks(row.baton.weeks)[0]
        if look == Look.STAGE:
            return self.sent_note % row.sent if row.sent else ""
        if look == Look.UNDER_WAY and row.baton and not row.baton.steps:
            return ""
        return self.notes[look] % told

    def _sentence(self, row: Found, told: "_Told") -> str:
        look, baton = row.spot.look, row.baton
        if look in (Look.STAGE, Look.JOINED):
            return self._without_baton(row)
        if look == Look.DROPPED and baton:
            says = self.weeks(baton.weeks)[1]
        else:
            says = self.says[look] % told
        return " ".join((says, *self._more(row, baton))) if baton else says

    def _without_baton(self, row: Found) -> str:
        if row.spot.look == Look.JOINED:
            if row.spot.leg == "handover":
                return self.says[Look.JOINED]
            return self.joins % {"says": self.stages[row.run.stage]}
        says = self.stages[row.run.stage]
        return f"{says} {self.sent % row.sent}" if row.sent else says

    def _more(self, row: Found, baton: Brief) -> Iterator[str]:
        if baton.respond_by and row.spot.look in (Look.OFFERED, Look.CONSIDERED):
            says = self.was_asked_by if baton.respond_by < self.today else self.asked_by
            yield says % {"day": self.day(baton.respond_by)}
        if is_in_part(row):
            yield self.in_part % {"taken": baton.taken, "promises": baton.promises}


class _Told:
    """What the words may name of one baton; only what they name is found."""

    __slots__ = ("row", "words")

    def __init__(self, row: Found, words: Words) -> None:
        self.row, self.words = row, words

    def __getitem__(self, name: str) -> object:
        baton = self.row.baton
        if name == "short" and baton:
            return self.words.short(baton.moved_on)
        if name == "day" and baton:
            return self.words.day(baton.moved_on)
        if name == "due":
            return self.words.day(self.row.first_due)
        return getattr(self.row.known if name in KNOWN else baton, name)


KNOWN = frozenset({"told", "promised", "realised"})


def is_in_part(row: Found) -> bool:
    """Whether some of the promises in a signed baton were not accepted."""
    baton = row.baton
    return bool(baton and 0 < baton.taken < baton.promises)


def _weeks(weeks: int) -> tuple[str, str]:
    """Return for how long it has lain, shortly and in a sentence without blame."""
    told = {"weeks": weeks}
    return (
        ngettext("%(weeks)s week", "%(weeks)s weeks", weeks) % told,
        ngettext(
            "Nothing has happened for %(weeks)s week. What is in the way?",
            "Nothing has happened for %(weeks)s weeks. What is in the way?",
            weeks,
        )
        % told,
    )


def _stages() -> dict[str, str]:
    return {
        stages.SOLUTION: _("The solution is being described."),
        stages.ROADMAP: _("It is a candidate on the roadmap."),
        stages.HANDOVER: _("It is being handed over."),
        stages.PRACTICE: _("It is being taken into use."),
        stages.BENEFIT: _("It is in use, and its effect is being measured."),
        stages.LEARNING: _("The lap is run, and what was learned is told."),
    }


def _notes() -> dict[Look, str]:
    return {
        Look.JOINED: _("joins"),
        Look.DRAFT: _("being prepared"),
        Look.OFFERED: _("offered %(short)s"),
        Look.CONSIDERED: _("considered since %(short)s"),
        Look.RETURNED: _("came back %(short)s"),
        Look.ACCEPTED: _("accepted %(short)s"),
        Look.UNDER_WAY: _("%(done)s of %(steps)s steps"),
        Look.STOPPED: _("stopped %(short)s"),
        Look.PRACTISED: _("in place"),
        Look.MEASURING: _("%(told)s of %(promised)s measured"),
        Look.UNKNOWN: _("unknown"),
        Look.MEASURED: _("%(told)s of %(promised)s measured"),
        Look.CONCLUDED: _("%(realised)s of %(promised)s realised"),
    }


def _says() -> dict[Look, str]:
    return {
        Look.JOINED: _("Joins, and has not been offered the baton yet."),
        Look.DRAFT: _("The baton is being prepared, and is not offered yet."),
        Look.OFFERED: _("Offered %(day)s, and waits for an answer."),
        Look.CONSIDERED: _("Being considered since %(day)s."),
        Look.RETURNED: _("Came back %(day)s. The reason stands on the baton."),
        Look.ACCEPTED: _("Accepted %(day)s. The change has not begun."),
        Look.UNDER_WAY: _("The change is under way: %(done)s of %(steps)s steps are done."),
        Look.DROPPED: "",
        Look.STOPPED: _("Stopped %(day)s. Why, stands on the baton."),
        Look.PRACTISED: _("The new practice is in place. It is too early to measure."),
        Look.MEASURING: _(
            "Too early to tell: %(told)s of %(promised)s promises are measured. The next reading "
            "is due by %(due)s."
        ),
        Look.UNKNOWN: _(
            "Unknown: a reading is overdue. %(told)s of %(promised)s promises are measured in time."
        ),
        Look.MEASURED: _("Measured in time: %(told)s of %(promised)s promises."),
        Look.CONCLUDED: _("The municipality has concluded: %(realised)s of %(promised)s realised."),
    }
