"""Sign in as somebody invented. None of this is reachable outside a demo."""

from allauth.account.utils import perform_login
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.core.exceptions import ValidationError
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_POST

from stafett.journey.demo import cast, seeding
from stafett.lib.inputs import Form, clean_text
from stafett.organisations import queries as organisations
from stafett.organisations.models import Organisation
from stafett.people.models import Person
from stafett.post import queries as post


class AnywhereForm(Form):
    """Which municipality to try it from."""

    municipality = forms.CharField(
        label=gettext_lazy("Municipality"),
        max_length=160,
        help_text=gettext_lazy("Name or number. You become an invented employee there."),
        widget=forms.TextInput(attrs={"autocomplete": "off", "list": "municipalities"}),
    )

    def clean_municipality(self) -> Organisation:
        text = clean_text(self.cleaned_data["municipality"])
        found = list(organisations.find(text, day=timezone.localdate())[:6])
        if len(found) != 1:
            raise ValidationError(_which_one(text, found))
        return found[0]


def _which_one(text: str, found: list[Organisation]) -> str:
    if not found:
        return _(
            "No municipality is called «%(text)s». Write its name as on the map, or its number."
        ) % {"text": text[:60]}
    names = ", ".join(organisation.label for organisation in found[:5])
    more = " …" if len(found) > 5 else ""
    return _("Which one do you mean? Write one of these: %(names)s.") % {"names": names + more}


@require_GET
@login_not_required
def choose(request: HttpRequest) -> HttpResponse:
    """Show whom one can sign in as."""
    return _page(request, AnywhereForm())


@require_POST
@login_not_required
def sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the cast, and nobody else."""
    chosen = request.POST.get("person", "")
    if not chosen.isdecimal():
        raise Http404
    return _signed_in(request, get_object_or_404(cast.people(), pk=int(chosen[:15])))


@require_POST
@login_not_required
def anywhere(request: HttpRequest) -> HttpResponse:
    """Sign in as an invented employee of any municipality."""
    _must_be_seeded()
    form = AnywhereForm(request.POST)
    if not form.is_valid():
        return _page(request, form)
    municipality = form.cleaned_data["municipality"]
    try:
        person = seeding.employee_of(municipality, now=timezone.now())
    except IntegrityError:  # Another visitor came to the same place in the same moment.
        person = seeding.employee_of(municipality, now=timezone.now())
    return _signed_in(request, person)


@require_GET
def mail(request: HttpRequest) -> HttpResponse:
    """Show the mail to whoever is signed in. In a demo it is only written to files."""
    mails = post.filed_for(getattr(request.user, "email", ""))
    return render(request, "journey/demo_mail.html", {"mails": mails})


def _page(request: HttpRequest, form: AnywhereForm) -> HttpResponse:
    day = timezone.localdate()
    first, rest = cast.members(day)
    context = {
        "first": first,
        "rest": rest,
        "form": form,
        "labels": organisations.all_labels(day=day) if first else [],
    }
    return render(request, "journey/demo.html", context)


def _must_be_seeded() -> None:
    """A database that was not filled as a demo is somebody's own: nobody walks in."""
    if not cast.people().exists():
        raise Http404


def _signed_in(request: HttpRequest, person: Person) -> HttpResponse:
    return perform_login(request, person, redirect_url=reverse("journey:home"))
