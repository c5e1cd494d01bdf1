"""What somebody fills in about yardsticks and readings."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.indicators import filled, pasting
from stafett.indicators.models import TEXT, Direction, Indicator, Scope
from stafett.indicators.queries import Asked
from stafett.lib import Acting, Refused
from stafett.lib.inputs import Day, Form, text_area
from stafett.organisations import queries as organisations

AMOUNT = {"max_digits": 16, "decimal_places": 2, "localize": True}
OF_HOW_MANY = {"required": _("A percentage keeps what it is reckoned from: how many, of how many.")}
KINDS = [("amount", _("a number")), ("share", _("a percentage: so many of so many"))]


class IndicatorForm(Form):
    """A yardstick that reads the same, whoever uses it."""

    name = forms.CharField(
        label=_("What is measured?"),
        max_length=160,
        help_text=_("For example: minutes from a person rings until somebody answers."),
    )
    kind = forms.ChoiceField(label=_("What is it?"), choices=KINDS, widget=forms.RadioSelect)
    unit = forms.CharField(
        label=_("Unit"),
        max_length=40,
        required=False,
        help_text=_("Minutes, invoices, kilometres. A percentage needs none."),
    )
    direction = forms.ChoiceField(label=_("Which way is better?"), choices=Direction.choices)
    method = forms.CharField(
        label=_("How is it measured?"),
        max_length=TEXT,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("So that somebody else would get the same figure next year."),
    )
    source = forms.CharField(label=_("Where does the figure come from?"), max_length=300)
    population = forms.CharField(
        label=_("Whom or what does it cover?"),
        max_length=300,
        help_text=_("For example: all incoming invoices, or everybody with home care on 1 March."),
    )
    is_about_people = forms.BooleanField(
        label=_("The figure is about people"),
        required=False,
        help_text=_("Then it is shown only when enough people are behind it."),
    )
    scope = forms.ChoiceField(label=_("Who measures by it?"), choices=Scope.choices)

    def __init__(self, *args: Any, acting: Acting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.initial.setdefault("scope", Scope.OWN)
        self.initial.setdefault("kind", "amount")
        self.lang = acting.organisation_language

    def clean(self) -> Any:
        cleaned = super().clean()
        if self.cleaned_data.get("kind") == "amount" and not self.cleaned_data.get("unit"):
            self.add_error("unit", _("Write the unit."))
        return cleaned

    def defined(self) -> dict[str, Any]:
        """Return the fields of a yardstick, as its actions take them."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "kind"}
        return {**told, "is_share": self.cleaned_data["kind"] == "share", "lang": self.lang}

    @staticmethod
    def initial_from(indicator: Indicator) -> dict[str, Any]:
        """Return what the yardstick says today."""
        same = [name for name in IndicatorForm.base_fields if name != "kind"]
        told = {name: getattr(indicator, name) for name in same}
        return {**told, "kind": "share" if indicator.is_share else "amount"}


class ReadingForm(Form):
    """One reading: a number for a period."""

    value = forms.DecimalField(
        label=_("Value"), error_messages={"required": _("Write the value.")}, **AMOUNT
    )
    numerator = forms.DecimalField(
        label=_("How many"), min_value=0, error_messages=OF_HOW_MANY, **AMOUNT
    )
    denominator = forms.DecimalField(
        label=_("Of how many"), min_value=0, error_messages=OF_HOW_MANY, **AMOUNT
    )
    n = forms.IntegerField(
        label=_("How many people are behind it?"),
        min_value=0,
        max_value=10_000_000,
        required=False,
    )
    how = forms.CharField(label=_("Anything special about it?"), max_length=300, required=False)

    def __init__(self, *args: Any, indicator: Indicator, **more: Any) -> None:
        super().__init__(*args, **more)
        unused = ["value"] if indicator.is_share else ["numerator", "denominator"]
        if not indicator.is_about_people or indicator.is_share:
            unused.append("n")
        for name in unused:
            del self.fields[name]
        if "value" in self.fields:
            self.fields["value"].label = f"{indicator.name} ({indicator.unit})"


class ObservationForm(ReadingForm):
    """A reading, with its period and place."""

    period_start = forms.DateField(label=_("Period from"), widget=Day())
    period_end = forms.DateField(label=_("Period to"), widget=Day())
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=None, required=False, empty_label=_("the whole organisation")
    )
    field_order = ("value", "numerator", "denominator", "n", "period_start", "period_end", "unit")

    def __init__(self, *args: Any, acting: Acting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = organisations.open_units(acting.organisation_id)


class ReferenceForm(Form):
    """What others read, and what that rests on."""

    wave = forms.CharField(label=_("When"), max_length=60, help_text=_("2024, or spring 2026."))
    value = forms.DecimalField(label=_("Value"), max_digits=16, decimal_places=4, localize=True)
    base = forms.CharField(
        label=_("Who is behind it"),
        max_length=160,
        help_text=_("For example: 212 municipalities that answered."),
    )
    n = forms.IntegerField(label=_("n"), min_value=1, required=False)
    weight_basis = forms.CharField(label=_("Weighted by"), max_length=160, required=False)
    source = forms.CharField(label=_("Source"), max_length=300)


class AsTyped(forms.Field):
    """Lines as they were pasted: where they begin and end counts, so nothing is trimmed."""

    widget = text_area(12)

    def to_python(self, value: Any) -> str:
        return str(value or "").replace("\r\n", "\n").replace("\r", "\n")


UNITS, PERIODS, BOTH = "units", "periods", "both"
WHAT = [
    (UNITS, _("many units, one period: each line begins with a unit")),
    (PERIODS, _("one place, many periods: each line begins with a period")),
    (BOTH, _("many of both: each line begins with a unit and a period")),
]


class ManyForm(Form):
    """Many readings, pasted from a sheet or in a file."""

    what = forms.ChoiceField(label=_("What have you?"), choices=WHAT, widget=forms.RadioSelect)
    period_start = forms.DateField(
        label=_("Period from"),
        widget=Day(),
        required=False,
        help_text=_("Asked for when each line begins with a unit."),
    )
    period_end = forms.DateField(label=_("Period to"), widget=Day(), required=False)
    unit = forms.ModelChoiceField(
        label=_("Unit"),
        queryset=None,
        required=False,
        empty_label=_("the whole organisation"),
        help_text=_("Asked for when each line begins with a period."),
    )
    lines = AsTyped(label=_("Paste the columns here"), required=False)
    file = forms.FileField(
        label=_("or choose a file"),
        required=False,
        allow_empty_file=True,
        help_text=_("A workbook (.xlsx), CSV or plain text."),
    )
    replace = forms.BooleanField(
        label=_("Let these take the place of readings that stand"),
        required=False,
        help_text=_("What they said before is kept."),
    )
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, *args: Any, acting: Acting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = organisations.open_units(acting.organisation_id)
        self.pasted: list[pasting.Line] = []

    def clean(self) -> Any:
        cleaned = super().clean()
        try:
            self._read_lines()
        except Refused as reason:
            self.refuse(reason)
        if self.cleaned_data.get("what") == UNITS:
            for name in ("period_start", "period_end"):
                if not self.cleaned_data.get(name) and name not in self.errors:
                    self.add_error(name, _("Choose the period all of them are of."))
        return cleaned

    def _read_lines(self) -> None:
        """Keep what stands in a file in the text field: a file has to be chosen anew each time."""
        if file := self.cleaned_data.get("file"):
            text = _text_of(file)
            self._keep("lines", text)
        else:
            text = self.cleaned_data.get("lines", "")
        lines = pasting.lines_of(text)
        if lines and pasting.is_head_of_both([lines[0].label, *lines[0].typed]):
            self._keep("what", BOTH)
            self.cleaned_data["what"] = BOTH
        self.pasted = pasting.without_head(lines)
        if not self.errors and not self.pasted:
            raise Refused(_("Paste some lines, or choose a file."), field="lines")

    def _keep(self, name: str, value: str) -> None:
        data: Any = self.data.copy()
        data[self.add_prefix(name)] = value
        self.data = data

    def asked(self) -> Asked:
        """Return what the lines are of."""
        told = self.cleaned_data
        if told["what"] == BOTH:
            return Asked(None, None, told["replace"], is_both=True)
        if told["what"] == PERIODS:
            return Asked(None, told["unit"], told["replace"])
        return Asked((told["period_start"], told["period_end"]), None, told["replace"])

    def note_seen(self, digest: str) -> None:
        """Saving then means: I have seen what it becomes."""
        data: Any = self.data.copy()
        data[self.add_prefix("seen")] = digest
        self.data = data


def _text_of(file: Any) -> str:
    """Return the lines of a file: of a workbook, or of one with text."""
    content: bytes = file.read(filled.MOST_BYTES + 1)
    if filled.is_one(content):
        return filled.text_of(content)
    if len(content) > pasting.MOST_BYTES:
        raise Refused(
            _("The file is larger than a million signs. Divide it in parts."), field="file"
        )
    return pasting.text_of(content)
