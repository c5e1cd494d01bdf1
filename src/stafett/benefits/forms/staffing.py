"""What somebody writes about positions. There is no field for who they belong to (R43)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.benefits.models import Became, Realisation, StaffingEffect
from stafett.initiatives.models import Involvement
from stafett.lib.inputs import Day, Form, Number, VersionedForm
from stafett.needs.models import LINE_LENGTH
from stafett.ui.figures import day

MOST = 100_000


class StaffingForm(VersionedForm):
    """What a promise means for positions."""

    realised_by = forms.ChoiceField(
        label=_("What becomes of the positions?"),
        choices=Realisation.choices,
        widget=forms.RadioSelect,
    )
    what = forms.CharField(
        label=_("What does it mean, in a few words?"),
        max_length=LINE_LENGTH,
        help_text=_("Which work it is about, and what the time goes to. No names."),
    )
    people = forms.IntegerField(
        label=_("How many people does it reach?"), min_value=1, max_value=MOST
    )
    positions = Number(
        label=_("How many positions is it?"),
        max_digits=7,
        decimal_places=2,
        min_value=0,
        required=False,
        help_text=_("In full-time positions, such as 1,5. Empty where time is freed only."),
    )
    decide_by = forms.DateField(
        label=_("When is it to be decided?"),
        widget=Day(),
        help_text=_("The reps see this day, and must be heard before it."),
    )
    dismissals = forms.IntegerField(
        label=_("How many are to be dismissed?"),
        min_value=0,
        max_value=MOST,
        required=False,
        help_text=_("0 where nobody is."),
    )
    dismissals_on = forms.DateField(
        label=_("When are they given notice?"), widget=Day(), required=False
    )
    version = forms.IntegerField(widget=forms.HiddenInput, required=False)

    def planned(self) -> dict[str, Any]:
        """Return what is planned, with nothing where nothing was written."""
        told = {name: self.cleaned_data[name] for name in self.base_fields if name != "version"}
        counted = {name: told[name] or 0 for name in ("positions", "dismissals")}
        return told | counted | ({} if counted["dismissals"] else {"dismissals_on": None})

    @staticmethod
    def initial_from(effect: StaffingEffect | None) -> dict[str, Any]:
        """Return what is planned today, if anything."""
        if effect is None:
            return {"version": 0}
        return {name: getattr(effect, name) for name in StaffingForm.base_fields}

    @property
    def more_open(self) -> bool:
        """Whether something in the fold is filled in, or is to be mended."""
        has_some = bool(self.initial.get("dismissals"))
        return has_some or not self.errors.keys().isdisjoint({"dismissals", "dismissals_on"})


class NoteChoice(forms.ModelChoiceField):
    """A choice between notes, each with its day and with whom."""

    def label_from_instance(self, obj: Involvement) -> str:
        told = {"who": obj.with_whom, "on": day(obj.happened_on), "noted": day(obj.noted_on)}
        return str(_("%(who)s, %(on)s (noted %(noted)s)")) % told


class NoteForm(VersionedForm):
    """Which note a step rests on."""

    note = NoteChoice(
        label=_("Which of these was it?"),
        queryset=Involvement.objects.none(),
        widget=forms.RadioSelect,
        empty_label=None,
    )

    def __init__(self, *args: Any, notes: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["note"].queryset = notes


class DecideForm(VersionedForm):
    """Decide; where a warning stands, say why."""

    reason = forms.CharField(
        label=_("Why do you decide it anyway?"),
        max_length=LINE_LENGTH,
        help_text=_("It is shown beside the promise. No names."),
    )

    def __init__(self, *args: Any, warns: bool, **more: Any) -> None:
        super().__init__(*args, **more)
        if not warns:
            del self.fields["reason"]


class DropForm(VersionedForm):
    """Why a plan is laid aside."""

    reason = forms.CharField(label=_("Why is it laid aside?"), max_length=LINE_LENGTH)


class NavForm(VersionedForm):
    """When NAV was told."""

    told_nav_on = forms.DateField(label=_("Which day was NAV told?"), widget=Day())


class FreedTimeForm(Form):
    """What became of the time."""

    became = forms.ChoiceField(
        label=_("What became of the time?"), choices=Became.choices, widget=forms.RadioSelect
    )
    note = forms.CharField(
        label=_("In a few words, if you like"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=_("What the time goes to now. No names."),
    )
