"""Addresses of roll-ups."""

from django.urls import path

from stafett.reports.views import papers
from stafett.reports.views import rollups as views

app_name = "reports"
urlpatterns = [
    path("resultater/", views.mine, name="mine"),
    path("resultater/landet/", views.nation, name="nation"),
    path("resultater/landet/alt.xlsx", views.nation_workbook, name="nation_workbook"),
    path("resultater/landet/ny-utgave/", views.publish, name="publish"),
    path("resultater/landet/spredning/", views.draw_spread, name="draw_spread"),
    path("resultater/landet/vekslinger/", views.exchanges, name="exchanges"),
    path(
        "resultater/landet/vekslinger/ny-utgave/",
        views.publish_exchanges,
        name="publish_exchanges",
    ),
    path("resultater/<int:pk>/", views.organisation, name="organisation"),
    path("resultater/<int:pk>/tabell.xlsx", views.workbook, name="workbook"),
    path("resultater/<int:pk>/tabell.csv", views.table, name="table"),
    path("tiltak/<int:pk>/ta-med/", papers.of_initiative, name="take_initiative"),
    path("tiltak/<int:pk>/ta-med/gevinstplan/", papers.plan_file, name="plan_file"),
    path("tiltak/<int:pk>/ta-med/saksframlegg/", papers.case_file, name="case_file"),
    path("veikart/<int:pk>/ta-med/", papers.of_roadmap, name="take_roadmap"),
    path("veikart/<int:pk>/ta-med/saksframlegg/", papers.roadmap_file, name="roadmap_file"),
    path("resultater/<int:pk>/ta-med/", papers.of_results, name="take_results"),
    path("resultater/<int:pk>/ta-med/styrepakke/", papers.pack_file, name="pack_file"),
]
