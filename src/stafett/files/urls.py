"""Addresses of pages about files that people bring."""

from django.urls import path

from stafett.files.views import leaving, uploads

app_name = "files"
urlpatterns = [
    path("filer/", uploads.listed, name="list"),
    path("filer/alle.xlsx", uploads.workbook, name="workbook"),
    path("filer/<int:pk>/", uploads.upload, name="upload"),
    path("filer/<int:pk>/hent-inn/", uploads.bring, name="bring"),
    path("filer/<int:pk>/angre/", uploads.undo, name="undo"),
    path("filer/<int:pk>/kast/", uploads.discard, name="discard"),
    path("filer/<int:pk>/original/", uploads.original, name="original"),
    path("organisasjon/alt/", leaving.leave, name="leave"),
    path("filer/<int:pk>/ta-med/", uploads.take_along, name="take_along"),
    path("filer/<int:pk>/ta-med/fil/", uploads.take_file, name="take_file"),
]
