"""What somebody fills in about a need."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from stafett.lib import Acting
from stafett.lib.inputs import Form, VersionedForm, text_area
from stafett.needs.models import (
    LINE_LENGTH,
    PROBLEM_LENGTH,
    ActorKind,
    Need,
    Outcome,
    Scope,
)
from stafett.needs.queries import Filters
from stafett.organisations import queries as organisations
from stafett.organisations.models import Sector, Unit

LANGUAGES = [*settings.LANGUAGES, ("se", _("Northern Sámi")), ("da", _("Danish"))]
LARGEST_ID = 2**63 - 1
WORSENS = [("", _("don't know yet")), ("yes", _("yes, it gets worse")), ("no", _("no, it stays"))]


class NeedForm(Form):
    """A need, told by the one who meets the problem."""

    title = forms.CharField(
        label=_("In a few words"),
        max_length=120,
        help_text=_(
            "As you would say it to a colleague: «We drive medicine out eight times a day»."
        ),
    )
    problem = forms.CharField(
        label=_("What is the problem?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(5),
        help_text=_("What happens, how often, and what it leads to. Leave the solution for later."),
    )
    affected_group = forms.CharField(
        label=_("Who is affected?"),
        max_length=LINE_LENGTH,
        help_text=_("For example: 140 people with home care, and the 32 who work there."),
    )
    today = forms.CharField(
        label=_("How is it today?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(3),
        required=False,
        help_text=_(
            "Something one can count: times a week, minutes, days of waiting. A guess is "
            "fine if you say it is one. It can be filled in later."
        ),
    )
    sector = forms.ChoiceField(label=_("Which service is it about?"), choices=Sector.choices)
    shared_with = forms.ChoiceField(
        label=_("Who may see it?"),
        widget=forms.RadioSelect,
        help_text=_("Others can only say «we have this too» of what they see."),
    )
    reason = forms.CharField(
        label=_("Why does the product's name belong here?"),
        max_length=LINE_LENGTH,
        required=False,
    )
    heard_count = forms.IntegerField(
        label=_("How many people who live with the problem have you asked?"),
        min_value=0,
        max_value=1_000_000,
        required=False,
    )
    evidence = forms.CharField(
        label=_("How do you know?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(3),
        required=False,
        help_text=_("Who was asked and what they said, figures, deviations. No names of users."),
    )
    null_alternative = forms.CharField(
        label=_("What happens if nothing is done?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(3),
        required=False,
    )
    null_worsens = forms.ChoiceField(
        label=_("Does it get worse with time?"), choices=WORSENS, required=False
    )
    unit = forms.ModelChoiceField(
        label=_("Unit"), queryset=None, required=False, empty_label=_("the whole organisation")
    )
    lang = forms.ChoiceField(label=_("Language of the text"), choices=LANGUAGES)
    MORE = ("heard_count", "evidence", "null_alternative", "null_worsens", "unit", "lang")

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
        self.fields["unit"].queryset = organisations.open_units(acting.organisation_id)
        self.initial.setdefault("shared_with", Scope.OWN)
        self.initial.setdefault("lang", acting.organisation_language)

    @property
    def more_open(self) -> bool:
        """Whether something in the fold is to be mended."""
        return not self.errors.keys().isdisjoint(self.MORE)

    def clean_null_worsens(self) -> bool | None:
        return {"yes": True, "no": False}.get(self.cleaned_data["null_worsens"])

    def told(self) -> dict[str, Any]:
        """Return the fields of a need, as its actions take them."""
        told = {
            name: value
            for name, value in self.cleaned_data.items()
            if name not in ("shared_with", "reason", "version")
        }
        group = self.groups.get(self.cleaned_data["shared_with"])
        scope = group.kind if group else self.cleaned_data["shared_with"]
        return {**told, "scope": scope, "group": group}


class ChangeForm(NeedForm, VersionedForm):
    """The same need, told better."""

    more_open = True

    def __init__(self, *args: Any, acting: Acting, **more: Any) -> None:
        super().__init__(*args, acting=acting, **more)
        if unit := self.initial.get("unit"):
            # A unit that has been closed stays with what it has told.
            self.fields["unit"].queryset |= Unit.objects.filter(pk=unit.pk)

    @staticmethod
    def initial_from(need: Need) -> dict[str, Any]:
        """Return what the need says today."""
        same = (
            "title",
            "problem",
            "affected_group",
            "today",
            "sector",
            "heard_count",
            "evidence",
            "null_alternative",
            "unit",
            "lang",
            "version",
        )
        return {
            **{name: getattr(need, name) for name in same},
            "shared_with": str(need.group_id) if need.group_id else need.scope,
            "null_worsens": {True: "yes", False: "no", None: ""}[need.null_worsens],
        }


class SameHereForm(Form):
    """«We have this too»."""

    note = forms.CharField(
        label=_("How is it with you?"),
        max_length=LINE_LENGTH,
        required=False,
        help_text=_("One sentence that helps them: how often, how many, what you have tried."),
    )


class ContributionForm(Form):
    """What somebody outside wants to say about a need."""

    what = forms.CharField(
        label=_("What should they know?"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(4),
        help_text=_("How you meet the problem. Do not write names, or anything about health."),
    )
    actor_kind = forms.ChoiceField(label=_("Who says this?"), choices=ActorKind.choices)
    count = forms.IntegerField(
        label=_("How many people?"), min_value=1, max_value=1_000_000, initial=1
    )
    website = forms.CharField(required=False, max_length=200, label=_("Leave this empty"))

    def clean_website(self) -> str:
        """People do not see this field; what fills it in is not a person."""
        if self.cleaned_data["website"]:
            raise forms.ValidationError(_("Leave this field empty."))
        return ""


class AnswerForm(Form):
    """The answer to a contribution."""

    answer = forms.CharField(
        label=_("Your answer"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(3),
        help_text=_("Say what you will do with it, or why not."),
    )
    shown = forms.BooleanField(
        label=_("Show what they said, and the answer, to those who see the need"),
        required=False,
        initial=True,
        help_text=_("Take the mark away if it names people or hurts somebody."),
    )


class CloseForm(VersionedForm):
    """What came of it."""

    outcome = forms.ChoiceField(label=_("What came of it?"), choices=Outcome.choices)
    outcome_note = forms.CharField(
        label=_("Tell it in a few sentences"),
        max_length=PROBLEM_LENGTH,
        widget=text_area(4),
        help_text=_("Those who told you something, and those who have this too, read it here."),
    )


class ReopenForm(VersionedForm):
    """Open again."""


class PassForm(Form):
    """Pass a warning with a reason."""

    reason = forms.CharField(label=_("Your reason"), max_length=LINE_LENGTH)


class WordForm(Form):
    """A product's name for the catalogue."""

    word = forms.CharField(
        label=_("Word"),
        max_length=60,
        help_text=_("The name of a product or a technology you use."),
    )
    note = forms.CharField(label=_("Ask instead"), max_length=200, required=False)


class FilterForm(forms.Form):
    """What somebody looks for in the list."""

    q = forms.CharField(label=_("Words"), max_length=200, required=False)
    whose = forms.ChoiceField(
        label=_("Whose"),
        choices=[
            ("", _("all I may see")),
            ("own", _("our own")),
            ("shared", _("shared in regions and networks")),
            ("public", _("public")),
        ],
        required=False,
    )
    sector = forms.ChoiceField(
        label=_("Service"), choices=[("", _("all")), *Sector.choices], required=False
    )
    status = forms.ChoiceField(
        label=_("Status"),
        choices=[("", _("open")), ("closed", _("closed")), ("all", _("open and closed"))],
        required=False,
    )
    place = forms.IntegerField(
        min_value=1, max_value=LARGEST_ID, required=False, widget=forms.HiddenInput
    )

    def filters(self) -> Filters:
        """Return what to look for; what cannot be read counts as not asked."""
        self.is_valid()
        asked = self.cleaned_data
        return Filters(
            text=asked.get("q", ""),
            whose=asked.get("whose", ""),
            sector=asked.get("sector", ""),
            status=asked.get("status") or "open",
            organisation_id=asked.get("place"),
        )
