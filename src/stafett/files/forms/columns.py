"""What is asked about a list from a spreadsheet: what it holds, and which column is what."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.files.forms.uploads import SettingsForm
from stafett.files.queries import lists
from stafett.files.rules import columns as rules
from stafett.lib import listings

BEFORE = "column_"


class ColumnsForm(SettingsForm):
    """Which column is what; the answers begin as guesses from the headings."""

    what = forms.ChoiceField(
        label=gettext_lazy("What is in the list?"),
        choices=list(rules.WHAT.items()),
        widget=forms.RadioSelect,
        help_text=gettext_lazy("Each row is one of them."),
    )
    indicator = forms.ModelChoiceField(
        label=gettext_lazy("Which yardstick are they readings of?"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("choose"),
        help_text=gettext_lazy(
            "A percentage needs two columns: how many, and of how many. In the first you can have "
            "the percentage with its sign. Alone it is not taken."
        ),
    )
    initiative = forms.ModelChoiceField(
        label=gettext_lazy("Which initiative are they costs of?"),
        queryset=None,
        required=False,
        empty_label=gettext_lazy("choose"),
    )
    decimals = forms.ChoiceField(
        label=gettext_lazy("What stands before decimals?"), choices=list(rules.SIGNS.items())
    )

    def __init__(self, *args: Any, upload: Any, acting: Any, **more: Any) -> None:
        self.here = lists.sorted_out(acting, upload)
        initial = {
            "what": self.here.what,
            "decimals": self.here.decimals,
            "indicator": self.here.indicator,
            "initiative": self.here.initiative,
        }
        super().__init__(*args, upload=upload, acting=acting, initial=initial, **more)
        self.fields["indicator"].queryset = lists.yardsticks(acting)
        self.fields["initiative"].queryset = lists.own_initiatives(acting)
        self._leave_out(self.here.what)
        self._ask_for_columns()

    def _leave_out(self, what: str) -> None:
        """Ask only what this kind of list needs."""
        if what != rules.READINGS:
            del self.fields["indicator"]
        if what != rules.COSTS:
            del self.fields["initiative"]
        if not rules.AMOUNTS[what]:
            del self.fields["decimals"]

    def _ask_for_columns(self) -> None:
        choices = [(rules.NO_COLUMN, _("no column")), *enumerate(_columns(self.here.listing))]
        for field in self._asked():
            self.fields[BEFORE + field.name] = forms.TypedChoiceField(
                label=_("Column for «%(field)s»") % {"field": field.label},
                choices=choices,
                coerce=int,
                required=False,
                empty_value=rules.NO_COLUMN,
                initial=self.here.columns.get(field.name, rules.NO_COLUMN),
            )

    def _asked(self) -> list[rules.Field]:
        """Return what this kind of list can hold: a percentage is so many of so many."""
        yardstick = self.here.indicator
        unused = {"value"} if yardstick and yardstick.is_share else {"numerator", "denominator"}
        if not yardstick or not yardstick.is_about_people or yardstick.is_share:
            unused.add("n")
        return [field for field in rules.FIELDS[self.here.what] if field.name not in unused]

    @property
    def first(self) -> list[Any]:
        """The columns that are needed, and those that were found."""
        return [self[name] for name in self._column_names() if self._comes_first(name)]

    @property
    def rest(self) -> list[Any]:
        """The columns a list may have as well."""
        return [self[name] for name in self._column_names() if not self._comes_first(name)]

    def _column_names(self) -> list[str]:
        return [name for name in self.fields if name.startswith(BEFORE)]

    def _comes_first(self, name: str) -> bool:
        field = rules.of(self.here.what, name.removeprefix(BEFORE))
        found = self.here.columns.get(field.name, rules.NO_COLUMN) != rules.NO_COLUMN
        return found or field.is_needed or field.name in rules.ALWAYS_ASKED

    def settings(self) -> dict[str, Any]:
        """Return the answers; another kind of list has its columns guessed anew."""
        said = self.cleaned_data
        if said["what"] != self.here.what:
            return {"what": said["what"]}
        told = super().settings()
        return {name: told[name] for name in told if not name.startswith(BEFORE)} | {
            "columns_of": said["what"],
            "columns": {
                name.removeprefix(BEFORE): place
                for name, place in said.items()
                if name.startswith(BEFORE)
            },
        }

    def first_settings(self) -> dict[str, Any]:
        """Return nothing: what is not said is guessed from the headings."""
        return {}


def _columns(listing: listings.Listing) -> list[str]:
    """Return each column by letter and heading, with what stands first in it."""
    first = listing.lines[0].cells
    return [
        f"{listings.letter(place)}: {name} ({_short(first[place]) or '–'})"
        for place, name in enumerate(listing.headings)
    ]


def _short(text: str) -> str:
    text = " ".join(text.split())
    return text if len(text) <= 20 else text[:19] + "…"
