"""Addresses of pages about cases."""

from django.urls import path

from stafett.cases import views

app_name = "cases"
urlpatterns = [
    path("laering/", views.library, name="list"),
    path("laering/alle.xlsx", views.workbook, name="workbook"),
    path("laering/<int:pk>/", views.case, name="case"),
    path("laering/<int:pk>/endre/", views.change, name="change"),
    path("laering/<int:pk>/publiser/", views.publish, name="publish"),
    path("laering/<int:pk>/trekk/", views.withdraw, name="withdraw"),
    path("laering/<int:pk>/bruk/", views.adopt, name="adopt"),
    path("tiltak/<int:pk>/eksempel/", views.tell, name="tell"),
    path("test/<int:pk>/eksempel/", views.tell_of_trial, name="tell_of_trial"),
]
