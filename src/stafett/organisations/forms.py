"""What an administrator fills in."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from stafett.lib import Acting
from stafett.lib.inputs import Day, Form, clean_text
from stafett.organisations import queries
from stafett.organisations.models import (
    Kind,
    Organisation,
    ParameterName,
    RoleKind,
    Sector,
)


class OrganisationField(forms.CharField):
    """An organisation by name, a part of its name, or its number."""

    def __init__(self, *, kinds: Sequence[str] = (Kind.MUNICIPALITY,), **more: Any) -> None:
        self.kinds = kinds
        super().__init__(max_length=160, **more)

    def widget_attrs(self, widget: forms.Widget) -> dict[str, Any]:
        return {**super().widget_attrs(widget), "autocomplete": "off", "list": "organisations"}

    def to_python(self, value: Any) -> Organisation | None:
        text = clean_text(super().to_python(value) or "")
        if not text:
            return None
        super().run_validators(text)
        found = list(queries.find(text, day=timezone.localdate(), kinds=self.kinds)[:6])
        if len(found) == 1:
            return found[0]
        raise ValidationError(_which_one(text, found))

    def validate(self, value: Any) -> None:
        if self.required and value is None:
            raise ValidationError(self.error_messages["required"])

    def run_validators(self, value: Any) -> None:
        """An organisation that was found needs no further look."""

    def prepare_value(self, value: Any) -> Any:
        return value.label if isinstance(value, Organisation) else value


def _which_one(text: str, found: list[Organisation]) -> str:
    if not found:
        return _(
            "No municipality is called «%(text)s». Write its name as on the map, or its number."
        ) % {"text": text[:60]}
    names = ", ".join(organisation.label for organisation in found[:5])
    more = " …" if len(found) > 5 else ""
    return _("Which one do you mean? Write one of these: %(names)s.") % {"names": names + more}


# A delegate is named by the chief executive, not by an administrator.
GIVEN = [choice for choice in RoleKind.choices if choice[0] != RoleKind.DELEGATE]


class RoleForm(Form):
    """Give somebody a role."""

    name = forms.CharField(label=_("Name"), max_length=120)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        help_text=_("Somebody new gets a mail with a link for choosing a password."),
    )
    kind = forms.ChoiceField(label=_("Role"), choices=GIVEN)
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=None, required=False, empty_label=_("the whole organisation")
    )
    valid_from = forms.DateField(label=_("From"), widget=Day())

    def __init__(self, *args: Any, acting: Acting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["unit"].queryset = queries.open_units(acting.organisation_id)
        self.fields["valid_from"].initial = acting.day


class EndForm(Form):
    """The first day something no longer holds."""

    valid_to = forms.DateField(
        label=_("Holds no longer from"),
        help_text=_("The first day the role no longer holds."),
        widget=Day(),
    )

    def __init__(self, *args: Any, acting: Acting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["valid_to"].initial = acting.day


class LostForm(Form):
    """Who can no longer come through the second step."""

    person = forms.ModelChoiceField(label=_("Who"), queryset=None, empty_label=_("choose one"))

    def __init__(self, *args: Any, acting: Acting, **more: Any) -> None:
        super().__init__(*args, **more)
        here = queries.people_here(acting)
        self.fields["person"].queryset = here.exclude(pk=acting.person_id)


class UnitForm(Form):
    """Add a unit."""

    name = forms.CharField(
        label=_("Name"), max_length=120, help_text=_("As people say it: «Home care north».")
    )
    sector = forms.ChoiceField(label=_("Sector"), choices=Sector.choices)
    parent = forms.ModelChoiceField(
        label=_("Part of"),
        queryset=None,
        required=False,
        empty_label=_("nothing: directly below the top"),
    )

    def __init__(self, *args: Any, acting: Acting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["parent"].queryset = queries.open_units(acting.organisation_id)


class ParameterForm(Form):
    """Set a figure with its source."""

    name = forms.ChoiceField(label=_("Figure"), choices=ParameterName.choices)
    value = forms.DecimalField(
        label=_("Value"),
        min_value=0,
        max_digits=14,
        decimal_places=4,
        localize=True,
        help_text=_("Shares and rates as decimals: 0.04 is 4 %. Money in kroner, time in hours."),
    )
    valid_from = forms.DateField(label=_("Holds from"), widget=Day())
    source = forms.CharField(
        label=_("Source"),
        max_length=300,
        help_text=_("Where the figure comes from, so that somebody else can check it."),
    )
    step = forms.IntegerField(
        label=_("Year"),
        min_value=0,
        max_value=3000,
        required=False,
        help_text=_(
            "Only for a discount rate (from which year: 0, 41, 76) and a price index (2026)."
        ),
    )
    note = forms.CharField(label=_("Note"), max_length=500, required=False)

    def __init__(self, *args: Any, acting: Acting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["valid_from"].initial = acting.day

    def clean_step(self) -> int:
        return self.cleaned_data["step"] or 0


class MemberForm(Form):
    """Ask a municipality to be a member."""

    member = OrganisationField(
        label=_("Municipality"),
        kinds=(Kind.MUNICIPALITY, Kind.REGION, Kind.COUNTY),
        help_text=_("Name or number. They are asked, and count as a member once they say yes."),
    )
    valid_from = forms.DateField(label=_("Member from"), widget=Day())

    def __init__(self, *args: Any, acting: Acting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.fields["valid_from"].initial = acting.day


class AboutForm(Form):
    """What the organisation is, and the language it writes in."""

    default_language = forms.ChoiceField(
        label=_("Language of our texts"),
        choices=settings.LANGUAGES,
        help_text=_("Suggested for each text. Whoever writes can choose another."),
    )
    org_number = forms.CharField(
        label=_("Organisation number"),
        max_length=11,
        required=False,
        help_text=_("Nine digits, as in the register."),
    )
    legal_form = forms.CharField(
        label=_("Legal form"),
        max_length=60,
        required=False,
        help_text=_("For a region: host municipality, joint council, company …"),
    )

    def clean_org_number(self) -> str:
        return self.cleaned_data["org_number"].replace(" ", "")
