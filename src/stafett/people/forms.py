"""What a person chooses for themselves, and the sign-in library's forms in our words."""

import json
from typing import Any

from allauth.account import forms as account
from allauth.account.adapter import get_adapter
from allauth.mfa.base import forms as steps
from allauth.mfa.totp import forms as apps
from allauth.mfa.webauthn import forms as passkeys
from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from stafett.lib import inputs
from stafett.people import actions


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
        "code": _("Code"),
        "name": _("What you call it"),
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


class ReauthenticateForm(OwnWordsMixin, account.ReauthenticateForm):
    """Show once more that it is you, by the password."""


# --- the second step ------------------------------------------------------------------------


class CodeMixin(OwnWordsMixin):
    """A code is taken once, for as long as it would be right."""

    help = _("Six digits from the app on your phone, or one of your recovery codes.")

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        field = self.fields["code"]  # type: ignore[attr-defined]
        field.help_text = self.help
        field.max_length = 20
        field.widget.attrs |= {"inputmode": "numeric", "maxlength": 20}

    def clean_code(self) -> str:
        code: str = _in_our_words(super().clean_code)  # type: ignore[misc]
        if not actions.use_code(person=self.user, code=code):  # type: ignore[attr-defined]
            raise ValidationError(
                _("This code has been used. Wait for the next one, and try again.")
            )
        return code


def _in_our_words(clean: Any) -> Any:
    """Return what is clean. A new password, as the library suggests, helps nobody here."""
    try:
        return clean()
    except ValidationError as reason:
        if reason.code != "too_many_login_attempts":
            raise
        raise get_adapter().validation_error("rate_limited") from None


class SecondStepForm(CodeMixin, steps.AuthenticateForm):
    """The code that is asked for at sign-in."""


class ReauthenticateByCodeForm(CodeMixin, steps.ReauthenticateForm):
    """Show once more that it is you, by a code."""


class ActivateAppForm(CodeMixin, apps.ActivateTOTPForm):
    """Show that the app gives the right codes."""

    help = _("The six digits that the app shows now.")


class PasskeyMixin(OwnWordsMixin):
    """What a browser says of a passkey, read with suspicion."""

    words = {**OwnWordsMixin.words, "credential": _("Passkey")}
    most = 50_000

    def clean_credential(self) -> Any:
        said = self.cleaned_data["credential"]  # type: ignore[attr-defined]
        if not isinstance(said, dict) or not _can_be_kept(said, self.most):
            raise _not_usable()
        inherited = getattr(super(), "clean_credential", None)
        return _read(inherited) if inherited else said

    def clean(self) -> Any:
        return _read(super().clean)  # type: ignore[misc]


def _can_be_kept(said: Any, most: int) -> bool:
    text = json.dumps(said)
    return len(text) <= most and "\\u0000" not in text


def _read(clean: Any) -> Any:
    """Return what is clean; what no browser sends is refused in words, as a wrong key is."""
    try:
        return _in_our_words(clean)
    except ValidationError as reason:
        raise (_not_usable() if reason.code == "incorrect_code" else reason) from None
    except (ValueError, TypeError, KeyError, AttributeError, IndexError):
        raise _not_usable() from None


def _not_usable() -> ValidationError:
    return ValidationError(_("The passkey could not be used. Try again."))


class UsePasskeyForm(PasskeyMixin, passkeys.AuthenticateWebAuthnForm):
    """The passkey that is asked for at sign-in."""


class ReauthenticateByPasskeyForm(PasskeyMixin, passkeys.ReauthenticateWebAuthnForm):
    """Show once more that it is you, by a passkey."""


MOST_IN_A_NAME = 60
NAME_HELP = _("Where it lies, so that you know it again: «My phone».")


class NamedMixin:
    """A name of one's own for a passkey."""

    def __init__(self, *args: Any, **more: Any) -> None:
        super().__init__(*args, **more)
        name = forms.CharField(
            label=OwnWordsMixin.words["name"],
            max_length=MOST_IN_A_NAME,
            help_text=NAME_HELP,
            required=self.fields["name"].required,  # type: ignore[attr-defined]
        )
        self.fields["name"] = name  # type: ignore[attr-defined]


class AddPasskeyForm(NamedMixin, PasskeyMixin, passkeys.AddWebAuthnForm, inputs.Form):
    """Add a passkey."""


class NamePasskeyForm(NamedMixin, OwnWordsMixin, passkeys.EditWebAuthnForm, inputs.Form):
    """Call a passkey something else."""
