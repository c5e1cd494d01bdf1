"""The room's start."""

from django.apps import AppConfig


class AuditConfig(AppConfig):
    """Audit."""

    name = "stafett.audit"
