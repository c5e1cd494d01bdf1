"""Addresses of pages about batons."""

from django.urls import path

from stafett.handovers import views

app_name = "handovers"
urlpatterns = [
    path("tiltak/<int:pk>/stafettpinner/", views.of_initiative, name="of_initiative"),
    path("tiltak/<int:pk>/stafettpinner/ny/", views.prepare, name="prepare"),
    path("stafettpinne/<int:pk>/", views.baton, name="baton"),
    path("stafettpinne/<int:pk>/endre/", views.change, name="change"),
    path("stafettpinne/<int:pk>/tilby/", views.offer, name="offer"),
    path("stafettpinne/<int:pk>/trekk/", views.withdraw, name="withdraw"),
    path("stafettpinne/<int:pk>/lofter/", views.gather, name="gather"),
    path("stafettpinne/<int:pk>/forbered/", views.fill_in, name="fill_in"),
    path("stafettpinne/<int:pk>/vurder/", views.consider, name="consider"),
    path("stafettpinne/<int:pk>/svar/", views.answer, name="answer"),
    path("stafettpinne/<int:pk>/begynn/", views.begin, name="begin"),
    path("stafettpinne/<int:pk>/ny-praksis/", views.practise, name="practise"),
    path("stafettpinne/<int:pk>/stopp/", views.stop, name="stop"),
    path("stafettpinne/<int:pk>/steg/", views.add_step, name="add_step"),
    path("endringssteg/<int:pk>/", views.change_step, name="change_step"),
    path("endringssteg/<int:pk>/gjort/", views.do_step, name="do_step"),
    path("endringssteg/<int:pk>/bort/", views.remove_step, name="remove_step"),
    path("kvittering/<int:pk>/", views.receipt, name="receipt"),
    path("delegering/", views.delegation, name="delegation"),
    path("delegering/<int:pk>/slutt/", views.end_delegation, name="end_delegation"),
]
