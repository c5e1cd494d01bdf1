"""What is asked about a table of statistics: what of it, and which way is better."""

from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from stafett.files.forms.uploads import SettingsForm
from stafett.files.queries import statistics as queries
from stafett.files.rules import statistics as rules
from stafett.indicators.models import Direction, Scope
from stafett.lib.cubes import Dimension
from stafett.organisations.models import Kind, Organisation

BEFORE = "dimension_"
MOST_CHOICES = 2_000


class StatisticsForm(SettingsForm):
    """One value of each dimension that is neither place nor time, and the yardstick's own words."""

    name = forms.CharField(label=gettext_lazy("What is measured?"), max_length=queries.NAME)
    direction = forms.ChoiceField(
        label=gettext_lazy("Which way is better?"),
        choices=[("", gettext_lazy("choose")), *Direction.choices],
    )
    scope = forms.ChoiceField(
        label=gettext_lazy("Who measures by it?"),
        choices=Scope.choices,
        help_text=gettext_lazy(
            "By a standard for your members, each of them gets its own figures as readings."
        ),
    )

    def __init__(self, *args: Any, upload: Any, acting: Any, **more: Any) -> None:
        self.table = queries.sorted_out(acting, upload)
        said = upload.settings
        initial = {
            "name": said.get("name") or self._likely_name(),
            "scope": said.get("scope") or _likely_scope(acting),
            "direction": said.get("direction") or "",
        }
        super().__init__(*args, upload=upload, acting=acting, initial=initial, **more)
        if queries.is_here(acting, self.table):
            for name in ("name", "direction", "scope"):
                del self.fields[name]
        self._ask_for_values()

    def _likely_name(self) -> str:
        """Return what is counted, else what the table is called, without its number."""
        contents, label = self.table.contents, self.table.cube.label
        likely = contents.label if contents else label.partition(": ")[2] or label
        return likely[: queries.NAME]

    def _ask_for_values(self) -> None:
        asked = [row for row in rules.others(self.table.cube) if len(row.categories) > 1]
        fields = {BEFORE + row.id: self._value_of(row) for row in asked}
        self.fields = {**fields, **self.fields}

    def _value_of(self, row: Dimension) -> forms.ChoiceField:
        choices = [(category.code, category.label) for category in row.categories]
        return forms.ChoiceField(
            label=_("Which «%(name)s» is it about?") % {"name": row.label},
            choices=[("", _("choose")), *choices],
            initial=self.table.chosen.get(row.id, ""),
        )

    def settings(self) -> dict[str, Any]:
        """Return the answers; what an earlier file said of the yardstick is kept."""
        told = super().settings()
        chosen = {
            name.removeprefix(BEFORE): code
            for name, code in told.items()
            if name.startswith(BEFORE)
        }
        rest = {name: value for name, value in told.items() if not name.startswith(BEFORE)}
        return {**self.upload.settings, **rest, "chosen": chosen}

    def first_settings(self) -> dict[str, Any]:
        """Return what is assumed before anybody has answered."""
        told = super().first_settings()
        return {name: value for name, value in told.items() if not name.startswith(BEFORE)}


def _likely_scope(acting: Any) -> str:
    """Return a group's own members as those who measure; a municipality measures alone."""
    home = Organisation.objects.filter(pk=acting.organisation_id).first()
    is_group = home is not None and home.kind != Kind.MUNICIPALITY
    return str(Scope.SHARED if is_group else Scope.OWN)
