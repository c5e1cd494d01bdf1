"""Management commands: ``python -m stafett <command>``."""

import os

from django.core.management import execute_from_command_line

if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stafett.config.settings")
    execute_from_command_line()
