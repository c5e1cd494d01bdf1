"""Addresses of home and of whole stories."""

from django.urls import path

from stafett.journey import views

app_name = "journey"
urlpatterns = [
    path("", views.home, name="home"),
    path("frister.ics", views.due, name="due"),
    path("frister/<str:token>.ics", views.feed, name="feed"),
    path("behov/<int:pk>/", views.need, name="need"),
    path("tiltak/<int:pk>/", views.initiative, name="initiative"),
    path("tiltak/<int:pk>/alene/", views.say_why_alone, name="alone"),
    path("stafettbanen/", views.board, name="board"),
    path("stafettbanen/alt.xlsx", views.board_workbook, name="board_workbook"),
    path("hjelp/regler/", views.rules, name="rules"),
    path("hjelp/tilstander/", views.states, name="states"),
    path("slik-regner-vi/", views.calculations, name="calculations"),
]
