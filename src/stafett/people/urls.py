"""Addresses of sign-in and of the person's own page.

The sign-in library looks its pages up by these names, without a namespace.
"""

from allauth.account import views as account
from allauth.mfa.base import views as steps
from allauth.mfa.recovery_codes import views as codes
from allauth.mfa.totp import views as apps
from allauth.mfa.webauthn import views as passkeys
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.decorators.cache import never_cache
from django.views.generic import RedirectView

from stafett.people import views

people = (
    [
        path("meg/", views.me, name="me"),
        path("sprak/", views.language, name="language"),
    ],
    "people",
)
# Pages with something secret on them are kept by no browser.
two_steps = [
    path("", never_cache(steps.index), name="mfa_index"),
    path("app/", never_cache(apps.activate_totp), name="mfa_activate_totp"),
    path("app/fjern/", apps.deactivate_totp, name="mfa_deactivate_totp"),
    path("koder/", never_cache(codes.view_recovery_codes), name="mfa_view_recovery_codes"),
    path("koder/nye/", codes.generate_recovery_codes, name="mfa_generate_recovery_codes"),
    path("nokler/", RedirectView.as_view(pattern_name="mfa_index"), name="mfa_list_webauthn"),
    path("nokler/ny/", never_cache(passkeys.add_webauthn), name="mfa_add_webauthn"),
    path(
        "nokler/<int:pk>/navn/",
        views.of_own_passkey(passkeys.edit_webauthn),
        name="mfa_edit_webauthn",
    ),
    path(
        "nokler/<int:pk>/fjern/",
        views.of_own_passkey(passkeys.remove_webauthn),
        name="mfa_remove_webauthn",
    ),
]
once_more = [
    path("", account.reauthenticate, name="account_reauthenticate"),
    path("kode/", steps.reauthenticate, name="mfa_reauthenticate"),
    path("nokkel/", passkeys.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
]
urlpatterns = [
    path("", include(people)),
    path("meg/innlogging/", include(two_steps)),
    path("meg/bekreft/", include(once_more)),
    path("logg-inn/andre-trinn/", steps.authenticate, name="mfa_authenticate"),
    path("logg-inn/", account.login, name="account_login"),
    path("logg-ut/", account.logout, name="account_logout"),
    path("logg-inn/stengt/", account.account_inactive, name="account_inactive"),
    path("passord/", account.password_change, name="account_change_password"),
    path("passord/nytt/", account.password_set, name="account_set_password"),
    # Nobody signs themselves up. The library's mail to an unknown address asks for this name.
    path(
        "ny-bruker/",
        login_not_required(RedirectView.as_view(pattern_name="account_login")),
        name="account_signup",
    ),
    path("glemt-passord/", account.password_reset, name="account_reset_password"),
    path("glemt-passord/sendt/", account.password_reset_done, name="account_reset_password_done"),
    # The key has hyphens of its own: the person's number ends at the first one.
    re_path(
        r"^nytt-passord/(?P<uidb36>[0-9A-Za-z]+)-(?P<key>[^/]+)/$",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "nytt-passord/lagret/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
