"""What is asked about a whole lap."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.lib.inputs import Form, text_area
from stafett.needs.models import LINE_LENGTH


class AloneForm(Form):
    """Why a municipality does on its own what its region works on."""

    reason = forms.CharField(
        label=_("Why do you do it on your own?"),
        help_text=_("Everybody who sees the initiative can read this."),
        max_length=LINE_LENGTH,
        widget=text_area(rows=3),
    )
