"""Addresses of sign-in and of the person's own page.

The sign-in library looks its pages up by these names, without a namespace.
"""

from allauth.account import views as account
from django.urls import include, path

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
    path("passord/", account.password_change, name="account_change_password"),
    path("glemt-passord/", account.password_reset, name="account_reset_password"),
    path("glemt-passord/sendt/", account.password_reset_done, name="account_reset_password_done"),
    path(
        "nytt-passord/<slug:uidb36>-<str:key>/",
        account.password_reset_from_key,
        name="account_reset_password_from_key",
    ),
    path(
        "nytt-passord/lagret/",
        account.password_reset_from_key_done,
        name="account_reset_password_from_key_done",
    ),
]
