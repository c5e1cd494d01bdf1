"""The room's start."""

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """What should get better, who promised it, and what came of it."""

    name = "stafett.benefits"
