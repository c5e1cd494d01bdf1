"""Addresses of pages about mail."""

from django.urls import path

from stafett.post import views

app_name = "post"
urlpatterns = [
    path("meg/post/", views.pace, name="pace"),
    path("meg/kalender/", views.feed, name="feed"),
    path("organisasjon/post/", views.log, name="log"),
    path("organisasjon/post/alt.xlsx", views.log_workbook, name="log_workbook"),
    path("organisasjon/post/<int:pk>/pa-nytt/", views.send_anew, name="send_anew"),
]
