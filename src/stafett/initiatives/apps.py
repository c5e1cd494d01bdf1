"""The room's start."""

from django.apps import AppConfig


class InitiativesConfig(AppConfig):
    """Solutions, and what they let us stop doing."""

    name = "stafett.initiatives"
