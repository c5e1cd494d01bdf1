"""What never stands in a log."""

import logging
import re

SECRET = re.compile(r"(/(?:tallet|frister)/)[^/\s\"']+")
"""Addresses whose last part is somebody's right to something."""


class HidesSecrets(logging.Filter):
    """Let an address with a secret in it be written without."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Change what is said, and let it through."""
        said = record.getMessage()
        if SECRET.search(said):
            record.msg, record.args = SECRET.sub(r"\1…", said), ()
        return True
