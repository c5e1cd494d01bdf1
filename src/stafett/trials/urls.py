"""Addresses of pages about trials."""

from django.urls import path

from stafett.trials import views

app_name = "trials"
urlpatterns = [
    path("behov/<int:need_pk>/test/ny/", views.plan, name="plan"),
    path("behov/<int:need_pk>/losning/ny/", views.propose, name="propose"),
    path("test/<int:pk>/", views.trial, name="trial"),
    path("test/<int:pk>/endre/", views.change, name="change"),
    path("test/<int:pk>/las/", views.lock, name="lock"),
    path("test/<int:pk>/resultat/", views.result, name="result"),
    path("test/<int:pk>/beslutning/", views.decide, name="decide"),
    path("test/<int:pk>/laring/", views.learn, name="learn"),
]
