"""What somebody chooses about mail."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.lib.inputs import Form
from stafett.post.models import Pace


class PaceForm(Form):
    """How often."""

    pace = forms.ChoiceField(
        label=_("How often do you want mail?"), choices=Pace.choices, widget=forms.RadioSelect
    )
