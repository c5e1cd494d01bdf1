"""The room's start."""

from django.apps import AppConfig


class TrialsConfig(AppConfig):
    """Small tests."""

    name = "stafett.trials"
