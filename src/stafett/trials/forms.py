"""What somebody fills in about a trial."""

from decimal import Decimal
from typing import Any

from django import forms
from django.utils import formats
from django.utils.translation import gettext_lazy as _

from stafett.initiatives.models import TITLE
from stafett.lib import Acting
from stafett.lib.inputs import Form, VersionedForm, text_area
from stafett.needs.models import LINE_LENGTH, PROBLEM_LENGTH, Scope
from stafett.organisations import queries as organisations
from stafett.trials import rules
from stafett.trials.models import DecisionKind, Direction, Result, Trial, UnitKind
from stafett.trials.models import Form as HowTested
from stafett.trials.queries import Line
from stafett.ui.figures import MINUS


class PlanForm(Form):
    """A plan, with the demand written down before anybody has seen a result."""

    idea = forms.CharField(
        label=_("What do you want to try?"),
        max_length=LINE_LENGTH,
        help_text=_("As small and cheap as it can be: one unit, one week, one drawing."),
    )
    hypothesis = forms.CharField(
        label=_("What do you think will happen, and why?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(3),
    )
    form = forms.ChoiceField(label=_("How do you test it?"), choices=HowTested.choices)
    measure = forms.CharField(
        label=_("What do you count?"),
        max_length=LINE_LENGTH,
        help_text=_("For example: people who fill in the form alone."),
    )
    unit_kind = forms.ChoiceField(
        label=_("How is it counted?"), choices=UnitKind.choices, widget=forms.RadioSelect
    )
    unit = forms.CharField(
        label=_("Unit"),
        max_length=40,
        required=False,
        help_text=_("Only where each gets a number: minutes, kilometres, days."),
    )
    direction = forms.ChoiceField(label=_("The demand is"), choices=Direction.choices)
    threshold = forms.DecimalField(
        label=_("How much, for the idea to be worth going on with?"),
        max_digits=12,
        decimal_places=2,
        localize=True,
        help_text=_("Per cent or your unit. Locked when the test begins."),
    )
    prediction = forms.DecimalField(
        label=_("What do you expect?"),
        max_digits=12,
        decimal_places=2,
        localize=True,
        help_text=_("Your honest guess. One learns most from having guessed wrong."),
    )
    planned_n = forms.IntegerField(
        label=_("How many will you count?"),
        min_value=1,
        max_value=1_000_000,
        help_text=_(
            "People, mornings, applications. When the plan is kept, you are told how many it takes."
        ),
    )
    max_days = forms.IntegerField(
        label=_("How many days at most?"), min_value=1, max_value=3650, required=False
    )
    max_cost = forms.IntegerField(
        label=_("How many kroner at most?"), min_value=0, max_value=1_000_000_000, required=False
    )
    stop_rule = forms.CharField(
        label=_("What makes you stop before that?"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=_("For example: somebody goes without their medicine."),
    )
    riskiest_assumption = forms.CharField(
        label=_("What must be true for this to work, that you know least about?"),
        max_length=LINE_LENGTH,
        required=False,
    )

    def planned(self, *, lang: str) -> dict[str, Any]:
        """Return the fields of a plan, as its actions take them."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        if told["unit_kind"] == UnitKind.SHARE:
            told["unit"] = ""
        return {**told, "lang": lang}


class ChangePlanForm(PlanForm, VersionedForm):
    """The same plan, before it is locked, or a new version of it."""

    @staticmethod
    def initial_from(trial: Trial) -> dict[str, Any]:
        """Return what the plan says today, its numbers as short as they were written."""
        said = {name: getattr(trial, name) for name in (*PlanForm.base_fields, "version")}
        return said | {name: _short(said[name]) for name in ("threshold", "prediction")}


def _short(value: Decimal) -> Decimal:
    whole = value.to_integral_value()
    return whole if whole == value else value.normalize()


class ProposeForm(Form):
    """A solution, and the tests it rests on."""

    title = forms.CharField(
        label=_("What do you call it?"),
        max_length=TITLE,
        help_text=_("A few words that people will remember."),
    )
    solution = forms.CharField(
        label=_("What will you do?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(6),
        help_text=_("What people will do differently, and what they stop doing."),
    )
    tests = forms.TypedMultipleChoiceField(
        label=_("Which tests does it rest on?"),
        coerce=int,
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Those that ended with «use it»."),
    )
    untested_reason = forms.CharField(
        label=_("Why has it not been tested?"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=_("For example: the neighbouring municipality tried it last year."),
    )
    staff_count = forms.IntegerField(
        label=_("How many change how they work?"),
        min_value=0,
        max_value=1_000_000,
        required=False,
        help_text=_("With few people and low costs, fewer questions are asked."),
    )
    shared_with = forms.ChoiceField(label=_("Who may see it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, acting: Acting, lines: list[Line], **more: Any) -> None:
        super().__init__(*args, **more)
        self.acting = acting
        self.usable = {line.trial.pk: line for line in lines if line.is_adopted}
        self.groups = {str(group.pk): group for group in organisations.groups_to_share_with(acting)}
        self.fields["shared_with"].choices = [
            (Scope.OWN, acting.organisation_name),
            *(
                (pk, organisations.named_for_sharing(acting, group))
                for pk, group in self.groups.items()
            ),
            (Scope.PUBLIC, _("everybody, also without signing in")),
        ]
        self.initial.setdefault("shared_with", Scope.OWN)
        self._offer_tests()

    def _offer_tests(self) -> None:
        """Offer the tests that ended with «use it»; where there are none, ask why."""
        self.fields["tests"].choices = [
            (pk, f"{line.trial.idea}. {line.sentence}") for pk, line in self.usable.items()
        ]
        if not self.usable:
            del self.fields["tests"]
            self.fields["untested_reason"].required = True

    def proposed(self) -> dict[str, Any]:
        """Return what the action asks for."""
        told = self.cleaned_data
        tests = [self.usable[pk].trial for pk in told.get("tests", [])]
        return {
            "tests": tests,
            "told": self._told(),
            "untested_reason": told["untested_reason"],
        }

    def _told(self) -> dict[str, Any]:
        """Return the fields of an initiative, as its actions take them."""
        told = {name: self.cleaned_data[name] for name in ("title", "solution", "staff_count")}
        group = self.groups.get(self.cleaned_data["shared_with"])
        scope = group.kind if group else self.cleaned_data["shared_with"]
        lang = self.acting.organisation_language
        return {**told, "lead": None, "scope": scope, "group": group, "lang": lang}


class StepForm(VersionedForm):
    """A step with nothing to fill in, such as locking."""


def number_as_typed(value: float) -> str:
    """Return a number as the reader's language writes it, without spaces between thousands."""
    return formats.localize_input(Decimal(f"{value:.15g}"))  # type: ignore[no-any-return]


NOTED = ("deviations", "surprises")


class ResultForm(VersionedForm):
    """What happened."""

    n = forms.IntegerField(
        label=_("How many did you count?"),
        min_value=1,
        max_value=1_000_000,
        error_messages={"required": _("Write how many took part.")},
    )
    successes = forms.IntegerField(
        label=_("How many of them did it?"), min_value=0, max_value=1_000_000
    )
    values = forms.CharField(
        label=_("What was measured"),
        widget=text_area(5),
        max_length=100_000,
        help_text=_("One number on each line."),
        error_messages={
            "required": _("Write at least two measured values, one on each line."),
        },
    )
    deviations = forms.CharField(
        label=_("What was done otherwise than planned?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(2),
        required=False,
    )
    surprises = forms.CharField(
        label=_("What surprised you?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(2),
        required=False,
    )

    def __init__(self, *args: Any, trial: Trial, **more: Any) -> None:
        super().__init__(*args, **more)
        self.unused = ("values",) if trial.unit_kind == UnitKind.SHARE else ("n", "successes")
        for name in self.unused:
            del self.fields[name]

    @staticmethod
    def initial_from(trial: Trial, noted: Result | None) -> dict[str, Any]:
        """Return what was noted before, so that a correction is not typed anew."""
        if noted is None:
            return {"version": trial.version}
        said = {name: getattr(noted, name) for name in ("n", "successes", *NOTED)}
        values = "\n".join(number_as_typed(value) for value in noted.values)
        return {**said, "values": values, "version": trial.version}

    def clean_values(self) -> list[float]:
        """Read one number a line, with a comma or a point."""
        lines = [line.strip() for line in self.cleaned_data["values"].splitlines()]
        return [_number(line, place) for place, line in enumerate(lines, start=1) if line]

    def happened(self) -> dict[str, Any]:
        """Return the fields of a result, as the action takes them."""
        return {"n": None, "successes": None, "values": [], **self.cleaned_data}


def _number(line: str, place: int) -> float:
    """Read a number as people write it: with spaces, a comma, a real minus sign."""
    try:
        value = float("".join(line.split()).replace(",", ".").replace(MINUS, "-"))
    except ValueError:
        value = float("nan")
    if not abs(value) < 1e12:
        raise forms.ValidationError(
            _("Line %(place)s, «%(line)s», is not a number."),
            params={"place": place, "line": line[:40]},
        )
    return value


class LearningForm(VersionedForm):
    """What was learned, and who else should know."""

    learning = forms.CharField(
        label=_("What have you learned that others should know?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(4),
        help_text=_("A test that was stopped in time is worth as much as one that succeeded."),
    )
    share_with = forms.CharField(
        label=_("Who else should know?"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=_("For example: those who run health centres in the region."),
    )

    @staticmethod
    def initial_from(trial: Trial) -> dict[str, Any]:
        """Return what is written already."""
        return {name: getattr(trial, name) for name in ("learning", "share_with", "version")}


class DecisionForm(LearningForm):
    """What the test leads to, and what was learned. Without a result it can only be stopped."""

    kind = forms.ChoiceField(
        label=_("What do you do now?"), choices=DecisionKind.choices, widget=forms.RadioSelect
    )
    reason = forms.CharField(label=_("Why?"), max_length=PROBLEM_LENGTH, widget=text_area(2))
    field_order = ("kind", "reason", "learning", "share_with")

    def __init__(self, *args: Any, trial: Trial, **more: Any) -> None:
        super().__init__(*args, **more)
        # One that was decided a moment ago by somebody else is told so by the action.
        self.fields["kind"].required = trial.state == rules.MEASURED
        if trial.state in (rules.PLANNED, rules.RUNNING):
            del self.fields["kind"]
        self.fields["learning"].required = trial.state != rules.PLANNED

    def decided(self) -> dict[str, Any]:
        """Return the decision, as the action takes it."""
        told = self.cleaned_data
        return {**told, "kind": told.get("kind") or DecisionKind.STOP}
