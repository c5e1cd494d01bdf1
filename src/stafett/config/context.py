"""What every template may know."""

from django.conf import settings
from django.http import HttpRequest


def about(request: HttpRequest) -> dict[str, object]:
    """Tell whether this is a demo. Who acts stands on the request."""
    return {"demo": settings.DEMO}
