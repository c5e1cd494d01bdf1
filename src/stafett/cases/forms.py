"""What somebody fills in about a case, and to take one up."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from stafett.cases.models import TITLE, Case, Result
from stafett.cases.queries import Filters
from stafett.lib import Acting
from stafett.lib.inputs import Form, VersionedForm, text_area
from stafett.needs.models import LINE_LENGTH, PROBLEM_LENGTH, Scope
from stafett.organisations import queries as organisations
from stafett.organisations.models import Sector


class CaseForm(Form):
    """One lap told. What did not work is asked for like the rest."""

    title = forms.CharField(
        label=_("What do you call it?"),
        max_length=TITLE,
        help_text=_("A few words that people will remember."),
    )
    need_told = forms.CharField(
        label=_("What was the problem?"), max_length=PROBLEM_LENGTH, widget=text_area(5)
    )
    affected_group = forms.CharField(label=_("Who was it for?"), max_length=LINE_LENGTH)
    measures_told = forms.CharField(
        label=_("What did you do?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(8),
        help_text=_("Also what you stopped doing, and what you tried first."),
    )
    result = forms.ChoiceField(
        label=_("What came of it, in one word?"), choices=Result.choices, widget=forms.RadioSelect
    )
    result_told = forms.CharField(
        label=_("And in your own words?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(6),
        help_text=_("The figures stand beside it as they were measured. You choose them later."),
    )
    failed_told = forms.CharField(
        label=_("What did not work?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(6),
        help_text=_(
            "Those who come after you begin here. What went wrong, what took longer, and what "
            "you would do otherwise."
        ),
        error_messages={"required": _("Tell what did not work, or what you would do otherwise.")},
    )
    sector = forms.ChoiceField(label=_("Which service is it about?"), choices=Sector.choices)

    def told(self, *, lang: str) -> dict[str, Any]:
        """Return the fields of a case, as its actions take them."""
        told = {name: value for name, value in self.cleaned_data.items() if name != "version"}
        return {**told, "lang": lang}


class ChangeForm(CaseForm, VersionedForm):
    """The same case, told better."""

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        """Return what the case says today."""
        return {name: getattr(case, name) for name in (*CaseForm.base_fields, "version")}


class SharedForm(Form):
    """Something that is shared with one's own, a group, or everybody."""

    shared_with = forms.ChoiceField(label=_("Who may see it?"), widget=forms.RadioSelect)

    def __init__(self, *args: Any, acting: Acting, **more: Any) -> None:
        super().__init__(*args, **more)
        self.groups = {str(group.pk): group for group in organisations.groups_to_share_with(acting)}
        self.fields["shared_with"].choices = [
            (Scope.OWN, acting.organisation_name),
            *(
                (pk, organisations.named_for_sharing(acting, group))
                for pk, group in self.groups.items()
            ),
            (Scope.PUBLIC, _("everybody, also without signing in")),
        ]

    def shared(self) -> dict[str, Any]:
        """Return whom it is shared with, as actions take it."""
        group = self.groups.get(self.cleaned_data["shared_with"])
        return {"scope": group.kind if group else self.cleaned_data["shared_with"], "group": group}


class PublishForm(SharedForm, VersionedForm):
    """Who may read it, and which figures stand in it."""

    shown = forms.MultipleChoiceField(
        label=_("Which figures stand in it?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("They are kept as they are today. Only those you mark are shown to others."),
    )
    field_order = ("shown", "shared_with")

    def __init__(
        self, *args: Any, acting: Acting, choices: Sequence[tuple[str, str]], **more: Any
    ) -> None:
        super().__init__(*args, acting=acting, **more)
        self.fields["shown"].choices = choices
        if not choices:
            del self.fields["shown"]

    @staticmethod
    def initial_from(case: Case, choices: Sequence[tuple[str, str]]) -> dict[str, Any]:
        """Offer all figures, to everybody; anew, to those it was shared with."""
        before = str(case.group_id) if case.group_id else case.scope
        shared = before if case.published_at else Scope.PUBLIC
        shown = [key for key, _words in choices]
        return {"shared_with": shared, "shown": shown, "version": case.version}

    def published(self) -> dict[str, Any]:
        """Return what the action asks for."""
        told = self.cleaned_data
        return {"shown": told.get("shown", []), "version": told["version"], **self.shared()}


class WithdrawForm(VersionedForm):
    """Why it is taken back."""

    reason = forms.CharField(
        label=_("Why?"),
        max_length=LINE_LENGTH,
        help_text=_("Stands on the page instead of the case. For example: the figures were wrong."),
    )


class AdoptForm(SharedForm):
    """A case taken up: one's own need first, then what one will do about it."""

    need_title = forms.CharField(
        label=_("The need, in a few words"),
        max_length=120,
        help_text=_("What you cannot do today. Leave out what solves it."),
    )
    problem = forms.CharField(
        label=_("What is the problem with you?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(5),
        help_text=_("Their words stand here. Make them yours, and leave the solution for later."),
    )
    affected_group = forms.CharField(label=_("Who is affected with you?"), max_length=LINE_LENGTH)
    today = forms.CharField(
        label=_("How is it with you today?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(3),
        help_text=_("Something you can count. It is what you measure against later."),
    )
    reason = forms.CharField(
        label=_("Why does the product's name belong here?"), max_length=LINE_LENGTH, required=False
    )
    sector = forms.ChoiceField(label=_("Which service is it about?"), choices=Sector.choices)
    title = forms.CharField(label=_("What do you call the initiative?"), max_length=TITLE)
    solution = forms.CharField(
        label=_("What will you do?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(6),
        help_text=_("What people will do differently with you, and what they stop doing."),
    )
    removed = forms.MultipleChoiceField(
        label=_("What would fall away with you too?"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("How much time it takes with you, you fill in yourselves."),
    )
    note = forms.CharField(
        label=_("What is different with you?"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=_("Those who told the case can read it."),
    )
    NEED = ("need_title", "problem", "affected_group", "today", "sector")

    def __init__(self, *args: Any, acting: Acting, case: Case, **more: Any) -> None:
        super().__init__(*args, acting=acting, **more)
        self.acting = acting
        self.lang = case.lang
        self.offered = {row["key"]: row for row in case.figures.get("removed", [])}
        self.fields["removed"].choices = [(key, row["what"]) for key, row in self.offered.items()]
        if not self.offered:
            del self.fields["removed"]

    @staticmethod
    def initial_from(case: Case) -> dict[str, Any]:
        """Return what the case tells, for them to make their own."""
        return {
            "problem": case.need_told,
            "affected_group": case.affected_group,
            "sector": case.sector,
            "title": case.title,
            "solution": case.measures_told,
            "shared_with": Scope.OWN,
        }

    def adopted(self) -> dict[str, Any]:
        """Return what the action asks for."""
        told = self.cleaned_data
        return {
            "need": self._need(),
            "solution": self._solution(),
            "removed": [self._removed(key) for key in told.get("removed", [])],
            "reason": told["reason"],
            "note": told["note"],
        }

    def _need(self) -> dict[str, Any]:
        told = {name: self.cleaned_data[name] for name in self.NEED if name != "need_title"}
        unknown = dict.fromkeys(("heard_count", "null_worsens", "unit"))
        empty = dict.fromkeys(("evidence", "null_alternative"), "")
        title = {"title": self.cleaned_data["need_title"], "lang": self.lang}
        return {**told, **unknown, **empty, **title, **self.shared()}

    def _solution(self) -> dict[str, Any]:
        told = {name: self.cleaned_data[name] for name in ("title", "solution")}
        return {**told, "lead": None, "staff_count": None, "lang": self.lang, **self.shared()}

    def _removed(self, key: str) -> dict[str, Any]:
        row = self.offered[key]
        told = {name: row[name] for name in ("kind", "what", "relieved")}
        return {**told, "is_removed": True, "minutes": None, "times_a_year": None}


class FilterForm(forms.Form):
    """What somebody looks for in the library."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    sector = forms.ChoiceField(
        label=_("Service"), choices=[("", _("all")), *Sector.choices], required=False
    )
    result = forms.ChoiceField(
        label=_("What came of it"), choices=[("", _("all")), *Result.choices], required=False
    )
    whose = forms.ChoiceField(
        label=_("Whose cases"),
        choices=[("", _("all I may see")), ("own", _("our own")), ("others", _("others’"))],
        required=False,
    )

    def filters(self) -> Filters:
        """Return what to look for; what cannot be read counts as not asked."""
        self.is_valid()
        asked = self.cleaned_data
        return Filters(
            text=asked.get("q", ""),
            sector=asked.get("sector", ""),
            result=asked.get("result", ""),
            whose=asked.get("whose", ""),
        )
