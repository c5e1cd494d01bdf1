"""What a person chooses for themselves."""

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class LanguageForm(forms.Form):
    """Which language to read."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)
