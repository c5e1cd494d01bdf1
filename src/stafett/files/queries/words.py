"""Words of our choices, in every language they are written in."""

from collections.abc import Mapping

from django.conf import settings
from django.db.models import TextChoices
from django.utils import translation

from stafett.lib.listings import key


def in_all_languages(choices: type[TextChoices]) -> Mapping[str, str]:
    """Return each choice by its own name and by what it is called in our languages."""
    known = {key(str(choice.value)): str(choice.value) for choice in choices}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            known |= {key(str(choice.label)): str(choice.value) for choice in choices}
    return known
