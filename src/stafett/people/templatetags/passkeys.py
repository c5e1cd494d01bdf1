"""What the pages about passkeys say to their script."""

import json
from typing import Any

from django import template
from django.core.serializers.json import DjangoJSONEncoder

register = template.Library()


@register.filter
def as_json(options: Any) -> str:
    """Return what the browser is asked for, to stand in an attribute."""
    return json.dumps(options, cls=DjangoJSONEncoder)
