"""Addresses of pages about initiatives."""

from django.urls import path

from stafett.initiatives import views

app_name = "initiatives"
urlpatterns = [
    path("tiltak/", views.initiatives, name="list"),
    path("tiltak/alle.xlsx", views.workbook, name="workbook"),
    path("tiltak/<int:pk>/endre/", views.change, name="change"),
    path("tiltak/<int:pk>/forenkling/", views.differences, name="differences"),
    path("tiltak/forenkling/<int:pk>/", views.change_difference, name="change_difference"),
    path("tiltak/forenkling/<int:pk>/bort/", views.remove_difference, name="remove_difference"),
    path("tiltak/<int:pk>/kostnader/", views.costs, name="costs"),
    path("tiltak/<int:pk>/kostnader/ingen/", views.costs_nothing, name="costs_nothing"),
    path("tiltak/kostnad/<int:pk>/", views.change_cost, name="change_cost"),
    path("tiltak/kostnad/<int:pk>/bort/", views.remove_cost, name="remove_cost"),
    path("tiltak/<int:pk>/hvem-er-med/", views.participation, name="participation"),
    path("tiltak/<int:pk>/involvering/", views.involvement, name="involvement"),
    path("tiltak/involvering/<int:pk>/svar/", views.reply, name="reply"),
    path("tiltak/<int:pk>/ansatte/", views.staff_view, name="staff_view"),
    path("tiltak/<int:pk>/advarsel/<slug:rule>/", views.pass_warning, name="pass_warning"),
    path("tiltak/<int:pk>/stopp/", views.stop, name="stop"),
    path("tiltak/<int:pk>/gjenoppta/", views.resume, name="resume"),
]
