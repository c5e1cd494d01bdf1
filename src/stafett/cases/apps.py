"""The room's start."""

from django.apps import AppConfig


class CasesConfig(AppConfig):
    """What was learned, told so that others begin further ahead."""

    name = "stafett.cases"

    def ready(self) -> None:
        """Hear it when a municipality says that its new practice is in place."""
        from stafett.cases import actions
        from stafett.handovers import actions as handovers

        handovers.WHEN_PRACTISED.append(actions.note_practised)
