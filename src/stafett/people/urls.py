"""Addresses of sign-in and of the person's own page.

The sign-in library looks its pages up by these names, without a namespace.
"""

from allauth.account import views as account
from django.contrib.auth.decorators import login_not_required
from django.urls import include, path, re_path
from django.views.generic import RedirectView

from stafett.people import views

people = (
    [
        path("meg/", views.me, name="me"),
        path("sprak/", views.language, name="language"),
    ],
    "people",
)
urlpatterns = [
    path("", include(people)),
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
