"""The eight legs of a lap, and whom something is open to: words and order, for pages."""

from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


@dataclass(frozen=True, slots=True)
class Leg:
    """One leg: its name in code, its place in the lap from 1, and its word on screen."""

    key: str
    place: int
    word: str | Promise


LEGS = {
    key: Leg(key, place, word)
    for place, (key, word) in enumerate(
        [
            ("need", pgettext_lazy("leg", "Need")),
            ("test", pgettext_lazy("leg", "Test")),
            ("solution", pgettext_lazy("leg", "Solution")),
            ("roadmap", pgettext_lazy("leg", "Roadmap")),
            ("handover", pgettext_lazy("leg", "Handover")),
            ("practice", pgettext_lazy("leg", "New practice")),
            ("benefit", pgettext_lazy("leg", "Measured benefit")),
            ("learning", pgettext_lazy("leg", "Learning")),
        ],
        start=1,
    )
}

# Icon and word: whom something is open to.
SCOPES: dict[str, tuple[str, str | Promise]] = {
    "own": ("house", _("Only us")),
    "region": ("region", _("The region")),
    "network": ("network", _("The network")),
    "public": ("globe", _("Everybody")),
}
