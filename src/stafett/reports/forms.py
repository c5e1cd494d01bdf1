"""What somebody sends about roll-ups."""

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.lib.inputs import Form
from stafett.reports import queries


class PublishForm(Form):
    """A new edition takes a press of a button, and nothing else."""


class DrawForm(Form):
    """How many times the nation's figures are drawn."""

    draws = forms.TypedChoiceField(
        label=_("How many draws?"),
        coerce=int,
        required=False,
        empty_value=queries.DRAWS,
        choices=[
            (queries.DRAWS, _("10,000: enough for most")),
            (10 * queries.DRAWS, _("100,000: steadier ends, takes ten times as long")),
        ],
    )
