"""Addresses of pages about organisations."""

from django.urls import path

from stafett.organisations import views

app_name = "organisations"
urlpatterns = [
    path("kommuner/", views.places, name="places"),
    path("kommuner/alle.xlsx", views.places_workbook, name="places_workbook"),
    path("rolle/", views.switch_role, name="switch_role"),
    path("organisasjon/", views.mine, name="mine"),
    path("organisasjon/hele.xlsx", views.workbook, name="workbook"),
    path("organisasjon/innlogging/", views.sign_ins, name="sign_ins"),
    path("organisasjon/om/", views.about, name="about"),
    path("organisasjon/ny/<slug:what>/", views.add, name="add"),
    path("organisasjon/rolle/<int:pk>/slutt/", views.end_role, name="end_role"),
    path("organisasjon/enhet/<int:pk>/slutt/", views.close_unit, name="close_unit"),
    path("organisasjon/medlem/<int:pk>/ja/", views.confirm_membership, name="confirm_membership"),
    path("organisasjon/medlem/<int:pk>/slutt/", views.end_membership, name="end_membership"),
]
