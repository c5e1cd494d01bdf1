"""The room's start."""

from django.apps import AppConfig


class IndicatorsConfig(AppConfig):
    """Yardsticks and what they read."""

    name = "stafett.indicators"
