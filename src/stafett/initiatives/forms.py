"""What somebody fills in about an initiative."""

from decimal import Decimal
from typing import Any

from django import forms
from django.conf import settings
from django.db.models import TextChoices
from django.utils.translation import gettext_lazy as _

from stafett.initiatives import queries, rules
from stafett.initiatives.models import (
    TITLE,
    Answer,
    CostKind,
    CostLine,
    Difference,
    DifferenceKind,
    Initiative,
    InvolvementKind,
    Participation,
    Payer,
    Relieved,
    Same,
    Stage,
    Vat,
)
from stafett.initiatives.queries import Filters
from stafett.lib import Acting
from stafett.lib.inputs import Day, Form, Number, VersionedForm, text_area
from stafett.needs.models import LINE_LENGTH, PROBLEM_LENGTH, Scope
from stafett.organisations import queries as organisations

LANGUAGES = [*settings.LANGUAGES, ("se", _("Northern Sámi")), ("da", _("Danish"))]
MOST = 1_000_000
ZERO = Decimal(0)


def _amount(label: Any, **more: Any) -> Number:
    """Return a question for kroner, written with a comma or none."""
    return Number(
        label=label,
        min_value=0,
        max_digits=14,
        decimal_places=2,
        **more,
    )


def _year(label: Any, **more: Any) -> forms.IntegerField:
    return forms.IntegerField(
        label=label, min_value=rules.FIRST_YEAR, max_value=rules.LAST_YEAR, **more
    )


def _line(label: Any, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=LINE_LENGTH, **more)


def _text(label: Any, rows: int, **more: Any) -> forms.CharField:
    return forms.CharField(label=label, max_length=PROBLEM_LENGTH, widget=text_area(rows), **more)


def _one_of(label: Any, choices: type[TextChoices], **more: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=choices.choices, **more)


# --- the solution ---------------------------------------------------------------------------


class ChangeForm(VersionedForm):
    """The solution, described better."""

    title = forms.CharField(label=_("What do you call it?"), max_length=TITLE)
    solution = _text(
        _("What will you do?"),
        6,
        help_text=_("What people will do differently, and what they stop doing."),
    )
    lead = forms.ModelChoiceField(
        label=_("Who leads it?"), queryset=None, empty_label=_("choose somebody")
    )
    staff_count = forms.IntegerField(
        label=_("How many change how they work?"),
        min_value=0,
        max_value=MOST,
        required=False,
        help_text=_("With few people and low costs, fewer questions are asked."),
    )
    shared_with = forms.ChoiceField(label=_("Who may see it?"), widget=forms.RadioSelect)
    lang = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)

    def __init__(self, *args: Any, acting: Acting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.groups = {str(group.pk): group for group in organisations.groups_to_share_with(acting)}
        self.fields["lead"].queryset = queries.colleagues(acting)
        self.fields["shared_with"].choices = [
            (Scope.OWN, acting.organisation_name),
            *(
                (pk, organisations.named_for_sharing(acting, group))
                for pk, group in self.groups.items()
            ),
            (Scope.PUBLIC, _("everybody, also without signing in")),
        ]

    @staticmethod
    def initial_from(initiative: Initiative) -> dict[str, Any]:
        """Return what it says today."""
        same = ("title", "solution", "lead", "staff_count", "lang", "version")
        return {
            **{name: getattr(initiative, name) for name in same},
            "shared_with": str(initiative.group_id) if initiative.group_id else initiative.scope,
        }

    def told(self) -> dict[str, Any]:
        """Return the fields of an initiative, as its actions take them."""
        told = {name: self.cleaned_data[name] for name in ("title", "solution", "lead")}
        told |= {name: self.cleaned_data[name] for name in ("staff_count", "lang")}
        group = self.groups.get(self.cleaned_data["shared_with"])
        scope = group.kind if group else self.cleaned_data["shared_with"]
        return {**told, "scope": scope, "group": group}


class StopForm(VersionedForm):
    """Stop it, and say why."""

    reason = _line(
        _("Why does it stop?"),
        help_text=_("Others think of the same. One sentence may spare them a year."),
    )


class StepForm(VersionedForm):
    """A step with nothing to fill in, such as taking it up again."""


class PassForm(Form):
    """Pass a warning with a reason."""

    reason = _line(_("Your reason"))


# --- what falls away and what is added --------------------------------------------------------


class DifferenceForm(Form):
    """One thing that falls away, or is added."""

    is_removed = forms.TypedChoiceField(
        label=_("Does it fall away, or is it added?"),
        choices=[("yes", _("it falls away")), ("no", _("it is added"))],
        coerce=lambda value: value == "yes",
        widget=forms.RadioSelect,
        initial="yes",
    )
    what = _line(
        _("What exactly?"), help_text=_("For example: the list somebody types every Monday.")
    )
    kind = _one_of(_("What kind of thing?"), DifferenceKind)
    relieved = _one_of(_("Whose time does it take?"), Relieved)
    minutes = Number(
        label=_("How many minutes each time?"),
        min_value=0,
        max_digits=8,
        decimal_places=2,
        required=False,
        help_text=_("Leave it empty if you do not know yet. It is then shown as not known."),
    )
    times_a_year = forms.IntegerField(
        label=_("How many times a year, for all of them together?"),
        min_value=0,
        max_value=100_000_000,
        required=False,
    )

    def told(self) -> dict[str, Any]:
        """Return the fields of a difference, as its actions take them."""
        return {name: self.cleaned_data[name] for name in DifferenceForm.base_fields}


class ChangeDifferenceForm(DifferenceForm, VersionedForm):
    """The same, said better."""

    @staticmethod
    def initial_from(row: Difference) -> dict[str, Any]:
        """Return what it says today."""
        same = ("what", "kind", "relieved", "times_a_year", "version")
        return {
            **{name: getattr(row, name) for name in same},
            "minutes": _short(row.minutes),
            "is_removed": "yes" if row.is_removed else "no",
        }


# --- costs ------------------------------------------------------------------------------------


class CostForm(Form):
    """What something costs each year."""

    kind = _one_of(_("What does the money go to?"), CostKind)
    what = _line(
        _("What do you pay for?"), help_text=_("For example: 12 licences, 900 kr a month each.")
    )
    likely = _amount(
        _("What does it cost a year, most likely?"),
        help_text=_("Kroner. 0 is an answer: then it is known that it costs nothing."),
    )
    low = _amount(_("At the least"), required=False)
    high = _amount(
        _("At the most"),
        required=False,
        help_text=_("Leave both empty where there is one amount only. You are then asked why."),
    )
    year = _year(_("From which year?"))
    last_year = _year(
        _("To and with which year?"),
        required=False,
        help_text=_("Leave it empty if it is paid in one year only."),
    )
    price_year = _year(
        _("Which year's prices is it in?"),
        help_text=_("Most often the year of the offer or the budget you have it from."),
    )
    vat = _one_of(_("VAT"), Vat)
    payer = _one_of(_("Who pays?"), Payer)
    source = _line(
        _("Where do you have the amount from?"),
        required=False,
        help_text=_("For example: an offer, last year's accounts, a guess by three of us."),
    )
    MORE = ("price_year", "vat", "payer", "source")

    @property
    def more_open(self) -> bool:
        """Whether something in the fold is to be mended."""
        return not self.errors.keys().isdisjoint(self.MORE)

    @staticmethod
    def initial_for(acting: Acting, kind: str) -> dict[str, Any]:
        """Return what is most often right: this year's prices, from next year, paid by us."""
        this_year = acting.day.year
        regional = acting.role_kind == "regional_coordinator"
        return {
            "kind": kind if kind in CostKind.values else CostKind.LICENCE,
            "year": this_year + 1,
            "price_year": this_year,
            "vat": Vat.EXCLUDED,
            "payer": Payer.REGION if regional else Payer.MUNICIPALITY,
        }

    def told(self) -> dict[str, Any]:
        """Return the fields of a cost, as its actions take them.

        One amount alone is all three points, and a year alone is the last one too.
        """
        told = {name: self.cleaned_data[name] for name in CostForm.base_fields}
        for name, given in (("low", "likely"), ("high", "likely"), ("last_year", "year")):
            if told[name] is None:
                told[name] = told[given]
        return told


class ChangeCostForm(CostForm, VersionedForm):
    """The same cost, known better."""

    more_open = True

    @staticmethod
    def initial_from(line: CostLine) -> dict[str, Any]:
        """Return what it says today."""
        said = {name: getattr(line, name) for name in (*CostForm.base_fields, "version")}
        return said | {name: _short(said[name]) for name in ("low", "likely", "high")}


class NothingForm(Form):
    """It costs nothing: an answer in one press."""

    kind = _one_of(_("What does the money go to?"), CostKind)

    def told(self, acting: Acting) -> dict[str, Any]:
        """Return a line of 0 kr, as the action takes it."""
        year = acting.day.year
        return {
            "kind": self.cleaned_data["kind"],
            "what": str(_("Costs nothing")),
            **dict.fromkeys(("low", "likely", "high"), ZERO),
            **dict.fromkeys(("year", "last_year", "price_year"), year),
            "vat": Vat.NONE,
            "payer": Payer.MUNICIPALITY,
            "source": "",
        }


def _short(value: Decimal | None) -> Decimal | None:
    """Return a number as short as it was written."""
    if value is None:
        return None
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


# --- who joins ----------------------------------------------------------------------------------

ANSWERS = [
    (Answer.JOINS, _("yes, we join")),
    (Answer.LATER, _("not now, later")),
    (Answer.NO, _("no")),
]
SAME = ("same_system", "same_version", "same_configuration", "same_routine")


def _same(label: Any) -> forms.ChoiceField:
    return forms.ChoiceField(label=label, choices=Same.choices, initial=Same.UNKNOWN)


class AnswerForm(VersionedForm):
    """Whether one's own municipality joins, and how alike it is."""

    answer = forms.ChoiceField(label=_("Do you join?"), choices=ANSWERS, widget=forms.RadioSelect)
    reason = _line(
        _("Why?"),
        required=False,
        help_text=_("Needed with later and no. The one who asks reads it."),
    )
    same_system = _same(_("Do you use the same system?"))
    same_version = _same(_("The same version of it?"))
    same_configuration = _same(_("Set up the same way?"))
    same_routine = _same(_("Do you work by the same routine?"))

    @property
    def more_open(self) -> bool:
        """Whether something in the fold is to be mended."""
        return not self.errors.keys().isdisjoint(SAME)

    @staticmethod
    def initial_from(row: Participation | None) -> dict[str, Any]:
        """Return what was answered before, if anything."""
        if row is None:
            return {"version": 0}
        return {name: getattr(row, name) for name in AnswerForm.base_fields}


# --- how people were brought in ------------------------------------------------------------------


class InvolvementForm(Form):
    """One time somebody was informed or asked."""

    kind = _one_of(_("What happened?"), InvolvementKind)
    with_whom = _line(_("With whom?"), help_text=_("For example: the union reps in home care."))
    happened_on = forms.DateField(label=_("When?"), widget=Day())
    view = _text(
        _("What did they say?"),
        4,
        required=False,
        help_text=_("In their own words. What stands here waits for an answer from the leaders."),
    )
    reply = _text(_("What do you answer?"), 3, required=False)

    def __init__(self, *args: Any, may_reply: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not may_reply:
            del self.fields["reply"]


class ReplyForm(Form):
    """The answer to what somebody said."""

    reply = _text(
        _("What do you answer?"), 4, help_text=_("Say what you will do with it, or why not.")
    )


class StaffViewForm(Form):
    """How many of those who will work this way see the use of it."""

    asked = forms.IntegerField(label=_("How many did you ask?"), min_value=1, max_value=MOST)
    see_the_use = forms.IntegerField(
        label=_("How many of them see the use of it?"), min_value=0, max_value=MOST
    )
    asked_on = forms.DateField(label=_("When?"), widget=Day())
    comment = _line(
        _("What did they say?"),
        required=False,
        help_text=_("What most of them said. No names, and nothing that points to one person."),
    )


# --- the list -----------------------------------------------------------------------------------


class FilterForm(forms.Form):
    """What somebody looks for in the list."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    whose = forms.ChoiceField(
        label=_("Whose initiatives"),
        choices=[("", _("all I may see")), ("own", _("our own")), ("others", _("those of others"))],
        required=False,
    )
    stage = forms.ChoiceField(
        label=_("How far"),
        choices=[("", _("all that run")), *Stage.choices, ("all", _("stopped ones too"))],
        required=False,
    )

    def filters(self) -> Filters:
        """Return what to look for; what cannot be read counts as not asked."""
        self.is_valid()
        asked = self.cleaned_data
        return Filters(asked.get("q", ""), asked.get("whose", ""), asked.get("stage", ""))
