"""What is asked about the benefits map."""

from collections.abc import Iterator
from itertools import groupby
from typing import Any

from django import forms
from django.utils.text import capfirst
from django.utils.translation import gettext_lazy as _

from stafett.benefits.models import MapNode, NodeKind
from stafett.benefits.queries.mapping import Net
from stafett.benefits.rules.mapping import SaysOtherwise
from stafett.lib import Refused
from stafett.lib.inputs import Form, text_area
from stafett.needs.models import LINE_LENGTH

WRITTEN = (NodeKind.ENABLER, NodeKind.CHANGE, NodeKind.OBJECTIVE)
LONGEST = MapNode._meta.get_field("label").max_length


def _kinds() -> list[tuple[str, str]]:
    return [(kind.value, capfirst(str(kind.label))) for kind in WRITTEN]


class PlaceForm(Form):
    """Something new in the map."""

    kind = forms.ChoiceField(
        label=_("Where in the map?"),
        choices=_kinds,
        widget=forms.RadioSelect,
        help_text=_("Benefits are not written here: each one is in the map by itself."),
    )
    label = forms.CharField(
        label=_("In a few words"),
        max_length=LONGEST,
        help_text=_("For example: the home nurses read the measurements on a screen."),
    )


class ArrowForm(Form):
    """An arrow: this leads to that."""

    source = forms.ChoiceField(label=_("This"))
    target = forms.ChoiceField(label=_("leads to this"))

    def __init__(self, *args: Any, net: Net, **more: Any) -> None:
        super().__init__(*args, **more)
        choices = [("", _("Choose")), *_by_kind(net)]
        for name in ("source", "target"):
            field = self.fields[name]
            field.choices = choices  # type: ignore[attr-defined]
            field.error_messages["invalid_choice"] = _("It is not in the map any more.")


def _by_kind(net: Net) -> Iterator[tuple[str, list[tuple[str, str]]]]:
    for word, spots in groupby(net.spots.values(), key=lambda spot: spot.kind_word):
        yield word, [(spot.key, spot.text) for spot in spots]


class TextForm(Form):
    """Another text for a place; ``was`` is the text as it was read."""

    label = forms.CharField(label=_("In a few words"), max_length=LONGEST)
    was = forms.CharField(widget=forms.HiddenInput, max_length=LONGEST)

    @staticmethod
    def initial_from(node: MapNode) -> dict[str, Any]:
        """Return what it says today."""
        return {"label": node.label, "was": node.label}

    def refuse(self, reason: Refused) -> None:
        """Saving once more then means: I have seen what the other one wrote."""
        super().refuse(reason)
        if isinstance(reason, SaysOtherwise):
            data: Any = self.data.copy()  # type: ignore[attr-defined]
            data["was"] = reason.text
            self.data = data


class StepForm(Form):
    """A step with nothing to fill in, such as taking something away."""


class PassForm(Form):
    """Why a warning is left as it is."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=LINE_LENGTH,
        widget=text_area(2),
        required=False,
        help_text=_("Everybody who sees the initiative reads your reason."),
    )
