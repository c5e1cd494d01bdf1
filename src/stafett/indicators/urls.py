"""Addresses of pages about yardsticks and readings."""

from django.urls import path

from stafett.indicators import views

app_name = "indicators"
urlpatterns = [
    path("maleindikatorer/", views.indicators, name="list"),
    path("maleindikatorer/alle.xlsx", views.workbook, name="workbook"),
    path("maleindikatorer/ny/", views.define, name="define"),
    path("maleindikatorer/<int:pk>/", views.indicator, name="indicator"),
    path(
        "maleindikatorer/<int:pk>/malinger.xlsx", views.readings_workbook, name="readings_workbook"
    ),
    path("maleindikatorer/<int:pk>/ny-versjon/", views.renew, name="renew"),
    path("maleindikatorer/<int:pk>/les-av/", views.observe, name="observe"),
    path("maleindikatorer/<int:pk>/mange/", views.many, name="many"),
    path("maleindikatorer/<int:pk>/mange/fyll-ut.xlsx", views.to_fill_in, name="to_fill_in"),
    path("maleindikatorer/<int:pk>/andre/", views.reference, name="reference"),
    path("malinger/<int:pk>/rett/", views.correct, name="correct"),
]
