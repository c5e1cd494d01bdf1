"""The room's start."""

from django.apps import AppConfig


class BenefitsConfig(AppConfig):
    """What should get better, who promised it, and what came of it."""

    name = "stafett.benefits"

    def ready(self) -> None:
        """Let promises follow when many readings are noted at once."""
        from stafett.benefits.actions import measuring
        from stafett.indicators import actions

        actions.AFTER_MANY.append(measuring.follow_many)
