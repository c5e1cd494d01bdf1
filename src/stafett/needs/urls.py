"""Addresses of pages about needs."""

from django.urls import path, re_path

from stafett.needs import views

app_name = "needs"
urlpatterns = [
    path("behov/", views.needs, name="list"),
    path("behov/ny/", views.create, name="create"),
    path("behov/lignende/", views.similar, name="similar"),
    path("behov/ord/", views.catalogue, name="catalogue"),
    path("behov/ord/<int:pk>/bort/", views.remove_word, name="remove_word"),
    re_path(r"^behov/alle\.(?P<form_of_file>csv|json|xlsx)$", views.export, name="export"),
    path("behov/<int:pk>/endre/", views.change, name="change"),
    path("behov/<int:pk>/hos-oss/", views.same_here, name="same_here"),
    path("behov/<int:pk>/hos-oss/angre/", views.take_back, name="take_back"),
    path("behov/<int:pk>/innspill/", views.contribute, name="contribute"),
    path("behov/innspill/<int:pk>/", views.answer, name="answer"),
    path("behov/<int:pk>/avslutt/", views.close, name="close"),
    path("behov/<int:pk>/apne/", views.reopen, name="reopen"),
    path("behov/<int:pk>/advarsel/<slug:rule>/", views.pass_warning, name="pass_warning"),
]
