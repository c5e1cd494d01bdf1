"""What is asked about a whole lap."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.journey.queries.board import Asked
from stafett.lib.inputs import Form, text_area
from stafett.needs.models import LINE_LENGTH
from stafett.organisations.models import Sector
from stafett.ui.legs import LEGS


class AloneForm(Form):
    """Why a municipality does on its own what its region works on."""

    reason = forms.CharField(
        label=_("Why do you do it on your own?"),
        help_text=_("Everybody who sees the initiative can read this."),
        max_length=LINE_LENGTH,
        widget=text_area(rows=3),
    )


class BoardForm(forms.Form):
    """What somebody chooses to see of the relay board."""

    q = forms.CharField(label=_("Initiative, lead or municipality"), max_length=200, required=False)
    whose = forms.ChoiceField(
        label=_("Whose batons"),
        choices=[
            ("", _("ours, and what we share")),
            ("own", _("what we are in on")),
            ("mine", _("what I lead or own")),
            ("all", _("all I may see")),
        ],
        required=False,
    )
    sector = forms.ChoiceField(
        label=_("Service"), choices=[("", _("all")), *Sector.choices], required=False
    )
    leg = forms.ChoiceField(
        label=_("Leg"),
        choices=[("", _("all")), *((leg.key, leg.word) for leg in LEGS.values() if leg.place > 2)],
        required=False,
    )
    lying = forms.BooleanField(label=_("Only dropped or returned"), required=False)

    def asked(self) -> Asked:
        """Return what to look for; what cannot be read counts as not asked."""
        self.is_valid()
        told = self.cleaned_data
        words = {name: told.get(name) or "" for name in ("whose", "sector", "leg")}
        return Asked(text=told.get("q", ""), lying=told.get("lying", False), **words)
