"""What a person chooses for themselves, and the sign-in library's forms in our words."""

from typing import Any

from allauth.account import forms as account
from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _


class LanguageForm(forms.Form):
    """Which language to read."""

    language = forms.ChoiceField(label=_("Language"), choices=settings.LANGUAGES)


class OwnWordsMixin:
    """Labels in our words; no placeholders, which disappear when one begins to write."""

    words = {
        "login": _("E-mail address"),
        "email": _("E-mail address"),
        "password": _("Password"),
        "oldpassword": _("Your password today"),
        "password1": _("New password"),
        "password2": _("The new password once more"),
    }

    # The library links to a forgotten password there; the page does that in our words.
    without_help = ("password", "oldpassword")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        for name, field in self.fields.items():  # type: ignore[attr-defined]
            field.label = self.words.get(name, field.label)
            field.widget.attrs.pop("placeholder", None)
            if name in self.without_help:
                field.help_text = ""


class LoginForm(OwnWordsMixin, account.LoginForm):
    """Sign in."""


class ResetPasswordForm(OwnWordsMixin, account.ResetPasswordForm):
    """Ask for a link."""


class ResetPasswordKeyForm(OwnWordsMixin, account.ResetPasswordKeyForm):
    """Choose a password by the link."""


class SetPasswordForm(OwnWordsMixin, account.SetPasswordForm):
    """Choose a password where there was none."""


class ChangePasswordForm(OwnWordsMixin, account.ChangePasswordForm):
    """Choose another password."""
