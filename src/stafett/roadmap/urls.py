"""Addresses of pages about roadmaps."""

from django.urls import path

from stafett.roadmap.views import plan as views
from stafett.roadmap.views import proposals

app_name = "roadmap"
urlpatterns = [
    path("veikart/", views.roadmaps, name="list"),
    path("veikart/nytt/", views.draw, name="draw"),
    path("veikart/<int:pk>/", views.roadmap, name="roadmap"),
    path("veikart/<int:pk>/alt.xlsx", views.workbook, name="workbook"),
    path("veikart/<int:pk>/budsjett/", views.redraw, name="redraw"),
    path("veikart/<int:pk>/utfall/", views.spread_of_plan, name="spread"),
    path("veikart/<int:pk>/kapasitet/", views.capacity, name="capacity"),
    path("veikart/<int:pk>/kandidat/ny/", views.nominate, name="nominate"),
    path("veikart/<int:pk>/forslag/", proposals.ask, name="ask"),
    path("veikart/forslag/<int:pk>/", proposals.proposal, name="proposal"),
    path("veikart/forslag/<int:pk>/alt.xlsx", proposals.workbook, name="proposal_workbook"),
    path("veikart/forslag/<int:pk>/inn/", proposals.move_in, name="move_in"),
    path("veikart/forslag/<int:pk>/ut/", proposals.move_out, name="move_out"),
    path("veikart/forslag/<int:pk>/hvorfor/", proposals.explain, name="explain"),
    path("veikart/forslag/<int:pk>/stopp/", proposals.call_off, name="call_off"),
    path("veikart/forslag/<int:pk>/vedta/", proposals.adopt, name="adopt"),
    path("veikart/kandidat/<int:pk>/vilkar/", proposals.conditions, name="conditions"),
    path("veikart/kandidat/<int:pk>/opp/", views.move_up, name="move_up"),
    path("veikart/kandidat/<int:pk>/ned/", views.move_down, name="move_down"),
    path("veikart/kandidat/<int:pk>/velg/", views.choose, name="choose"),
    path("veikart/kandidat/<int:pk>/angre/", views.undo, name="undo"),
    path("veikart/kandidat/<int:pk>/vent/", views.leave_out, name="leave_out"),
    path("veikart/kandidat/<int:pk>/vindu/", views.window, name="window"),
]
