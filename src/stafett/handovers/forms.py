"""What is filled in about a baton."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from stafett.handovers import proof, rules
from stafett.handovers.models import Baton, BatonLine, ChangeStep
from stafett.handovers.queries.archive import Filing
from stafett.initiatives import queries as initiatives
from stafett.lib import Acting, Refused
from stafett.lib.inputs import Day, Form, VersionedForm, text_area
from stafett.needs.models import LINE_LENGTH, PROBLEM_LENGTH
from stafett.organisations.models import Organisation

WEEKS_TO_ANSWER = timedelta(weeks=4)
AMOUNT: Mapping[str, Any] = {"min_value": 0, "decimal_places": 2, "localize": True}


class OfferForm(Form):
    """What the sender says and gives."""

    message = forms.CharField(
        label=_("What do you want to say to those who receive it?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(3),
        required=False,
        help_text=_("Why this, why now, and what others have got out of it."),
    )
    support = forms.CharField(
        label=_("What support do you give?"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=_("For example: training, somebody to call, help with the figures."),
    )
    support_until = forms.DateField(label=_("Until when?"), widget=Day(), required=False)
    respond_by = forms.DateField(
        label=_("When do you hope for an answer?"), widget=Day(), required=False
    )

    def offered(self) -> dict[str, Any]:
        """Return what is offered, as the actions take it."""
        return {name: self.cleaned_data[name] for name in OfferForm.base_fields}


class PrepareForm(OfferForm):
    """The same, and to whom."""

    municipality = forms.ModelChoiceField(
        label=_("Who receives the baton?"), queryset=None, empty_label=_("choose one")
    )
    field_order = ("municipality",)

    def __init__(self, *args: Any, receivers: Sequence[Organisation], today: date, **more: Any):
        super().__init__(*args, **more)
        there = Organisation.objects.filter(pk__in=[row.pk for row in receivers])
        self.fields["municipality"].queryset = there.order_by("label")
        self.fields["respond_by"].initial = today + WEEKS_TO_ANSWER


class ChangeOfferForm(OfferForm, VersionedForm):
    """The same, once it is prepared."""

    @staticmethod
    def initial_from(baton: Baton) -> dict[str, Any]:
        """Return what is offered today."""
        return {name: getattr(baton, name) for name in (*OfferForm.base_fields, "version")}


class MoveForm(VersionedForm):
    """A step with nothing to fill in."""


class ReasonForm(VersionedForm):
    """A step that asks for a reason."""

    reason = forms.CharField(label=_("Why?"), max_length=PROBLEM_LENGTH, widget=text_area(3))


class FillInForm(VersionedForm):
    """What the municipality sets aside, and when it reads the baselines it lacks."""

    whose_time = forms.CharField(
        label=_("Whose time goes into this?"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=_("For example: two from home care, a day a week from March to May."),
    )
    hours = forms.DecimalField(
        label=_("How many hours in all?"), max_digits=10, required=False, **AMOUNT
    )
    money = forms.DecimalField(
        label=_("How much money is set aside?"),
        max_digits=14,
        required=False,
        help_text=_("In kroner. 0 is an answer."),
        **AMOUNT,
    )
    price_year = forms.IntegerField(
        label=_("In which year's prices?"), min_value=2000, max_value=2100, required=False
    )

    def __init__(self, *args: Any, lines: Iterable[BatonLine], **more: Any) -> None:
        super().__init__(*args, **more)
        self.lines = list(lines)
        for line in self.lines:
            self.fields[_baseline(line)] = forms.DateField(
                label=_("When is the baseline of «%(name)s» read?")
                % {"name": line.commitment.benefit.name},
                widget=Day(),
                required=False,
                initial=line.baseline_planned_on,
            )

    @staticmethod
    def initial_from(baton: Baton, today: date) -> dict[str, Any]:
        """Return what is set aside today."""
        names = ("whose_time", "hours", "money", "version")
        said = {name: getattr(baton, name) for name in names}
        return {**said, "price_year": baton.price_year or today.year}

    def filled_in(self) -> dict[str, Any]:
        """Return what is set aside, and when baselines are read, as the action takes them."""
        told = self.cleaned_data
        return {
            "set_aside": {name: told[name] for name in ("whose_time", "hours", "money")}
            | {"price_year": None if told["money"] is None else told["price_year"]},
            "baselines": {line.pk: told[_baseline(line)] for line in self.lines},
            "version": told["version"],
        }


def _baseline(line: BatonLine) -> str:
    return f"baseline_{line.pk}"


class StepForm(Form):
    """One change step."""

    what_stops = forms.CharField(
        label=_("What do you stop doing?"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=_("At least one of the steps says it."),
    )
    what = forms.CharField(label=_("What do people do instead?"), max_length=LINE_LENGTH)
    owner = forms.ModelChoiceField(
        label=_("Who sees to it?"), queryset=None, empty_label=_("choose one")
    )
    due_on = forms.DateField(label=_("From when?"), widget=Day())

    def __init__(self, *args: Any, acting: Acting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["owner"].queryset = initiatives.colleagues(acting)

    def told(self) -> dict[str, Any]:
        """Return the step, as the actions take it."""
        return {name: self.cleaned_data[name] for name in StepForm.base_fields}


class ChangeStepForm(StepForm, VersionedForm):
    """The same step, said better."""

    @staticmethod
    def initial_from(step: ChangeStep) -> dict[str, Any]:
        """Return what the step says today."""
        return {name: getattr(step, name) for name in (*StepForm.base_fields, "version")}


ACCEPT, IN_PART, RETURN = "accept", "accept_in_part", "return"
TAKES = [("yes", _("We take this on")), ("no", _("Not now"))]


class AnswerForm(VersionedForm):
    """The three choices of the one who signs.

    ``seen`` is the sign for what was read; ``now_seen`` the one for what stands there now.
    """

    seen = forms.CharField(widget=forms.HiddenInput, max_length=64)
    answer = forms.ChoiceField(
        label=_("What do you answer?"),
        widget=forms.RadioSelect,
        choices=[
            (ACCEPT, _("We accept the baton, with all that stands here")),
            (IN_PART, _("We accept it in part")),
            (RETURN, _("We return it, with a reason")),
        ],
    )
    reason = forms.CharField(
        label=_("If you return it: what must be mended?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(3),
        required=False,
    )

    def __init__(self, *args: Any, lines: Iterable[BatonLine], now_seen: str, **more: Any) -> None:
        super().__init__(*args, **more)
        self.lines, self.now_seen = list(lines), now_seen
        if len(self.lines) < 2:
            self.fields["answer"].choices = [
                choice for choice in self.fields["answer"].choices if choice[0] != IN_PART
            ]
            return
        for line in self.lines:
            self._ask_about(line)

    def _ask_about(self, line: BatonLine) -> None:
        name = line.commitment.benefit.name
        self.fields[f"take_{line.pk}"] = forms.ChoiceField(
            label=name, choices=TAKES, widget=forms.RadioSelect, required=False, initial="yes"
        )
        self.fields[f"why_{line.pk}"] = forms.CharField(
            label=_("Why not «%(name)s»?") % {"name": name},
            max_length=LINE_LENGTH,
            required=False,
        )

    @property
    def parts(self) -> list[Any]:
        """Return the questions about each promise."""
        names = [f"{what}_{line.pk}" for line in self.lines for what in ("take", "why")]
        return [self[name] for name in names if name in self.fields]

    def refuse(self, reason: Refused) -> None:
        """Show why not; what stands there now has then been read."""
        super().refuse(reason)
        if isinstance(reason, rules.NotAsSeen):
            data: Any = self.data.copy()
            data[self.add_prefix("seen")] = self.now_seen
            self.data = data

    def answers(self) -> dict[int, tuple[bool, str]]:
        """Return what is answered to each promise."""
        told = self.cleaned_data
        return {
            line.pk: (told.get(f"take_{line.pk}") == "yes", told.get(f"why_{line.pk}", ""))
            for line in self.lines
        }


class DelegateForm(Form):
    """Who signs in the chief executive's place, and for how long."""

    person = forms.ModelChoiceField(
        label=_("Who signs in your place?"), queryset=None, empty_label=_("choose one")
    )
    valid_from = forms.DateField(label=_("From"), widget=Day())
    valid_to = forms.DateField(
        label=_("Holds no longer from"),
        widget=Day(),
        required=False,
        help_text=_("Leave it empty, and it holds until you take it back."),
    )

    def __init__(self, *args: Any, acting: Acting, **more: Any) -> None:
        super().__init__(*args, **more)
        others = initiatives.colleagues(acting).exclude(pk=acting.person_id)
        self.fields["person"].queryset = others
        self.fields["valid_from"].initial = acting.day


class AsItIs(forms.Field):
    """A text that is checked to the last sign, and therefore not cleaned."""

    widget = text_area(8)

    def to_python(self, value: Any) -> bytes:
        return str(value or "").encode(errors="replace")


ASKS_FOR_ONE = _("Choose the file, or paste what stands in it.")
ASKS_FOR_BOTH = _("A PDF is held up against the JSON file that belongs to it: choose that too.")


class CheckForm(Form):
    """A receipt to be checked, as a file or pasted."""

    needs_one_of_them = True

    file = forms.FileField(
        label=_("The receipt's JSON file"), required=False, allow_empty_file=True
    )
    pasted = AsItIs(label=_("or paste what stands in it"), required=False)
    pdf = forms.FileField(
        label=_("Its PDF, to see whether it is the one made of it"),
        required=False,
        allow_empty_file=True,
    )

    def clean(self) -> Any:
        cleaned = super().clean()
        file, pasted, pdf = cleaned.get("file"), cleaned.get("pasted", b""), cleaned.get("pdf")
        if file is None and not pasted.strip():
            self.add_error("file", ASKS_FOR_BOTH if pdf else ASKS_FOR_ONE)
        data = pasted if file is None else file.read(proof.MOST_BYTES + 1)
        return {**cleaned, "data": data, "pages": pdf.read(proof.MOST_BYTES) if pdf else b""}


OPEN_TO_ALL = "offentlig"
# Code, its basis in law, and what it says. Read in what the ministry, the ombudsman and the press'
# association publish of the law, not in the law itself: the archivist confirms.
ACCESS = (
    (OPEN_TO_ALL, "offentleglova § 3", _("open to everybody")),
    ("UO-13", "offentleglova § 13", _("exempt: bound by secrecy")),
    (
        "UO-14",
        "offentleglova § 14",
        _("exempt: made for the organisation's own use, sent to nobody else"),
    ),
    ("UO-23", "offentleglova § 23", _("exempt information: negotiations, money, pay or staff")),
)
RETENTION = (
    ("B", _("keep for good")),
    ("K10", _("may be discarded after ten years")),
)
# In force from 1 January 2026, in place of the regulation on which earlier classes stood. How long
# receipts like these are kept has been found in no source: it is our own proposal.
RETENTION_BASIS = "arkivlova (lov 20. juni 2025 nr. 96) §§ 12–14"


class ArchiveForm(Form):
    """How the package is filed."""

    journal_title = forms.CharField(label=_("Journal title"), max_length=LINE_LENGTH)
    access = forms.ChoiceField(
        label=_("Who may read it?"),
        choices=[(code, format_lazy("{} ({})", says, basis)) for code, basis, says in ACCESS],
        widget=forms.RadioSelect,
        initial=OPEN_TO_ALL,
        help_text=_(
            "Your own archive plan decides. The code and the law it rests on follow along. What is "
            "sent from one organisation to another is seldom anybody's own working paper."
        ),
    )
    retention = forms.ChoiceField(
        label=_("How long is it kept?"),
        choices=[(code, format_lazy("{}: {}", code, says)) for code, says in RETENTION],
        widget=forms.RadioSelect,
        initial="B",
    )

    def filing(self) -> Filing:
        """Return how it is filed, with the law behind each code."""
        told, bases = self.cleaned_data, {code: basis for code, basis, _says in ACCESS}
        return Filing(
            journal_title=told["journal_title"],
            access=told["access"],
            access_basis=bases[told["access"]],
            retention=told["retention"],
            retention_basis=RETENTION_BASIS,
        )
