"""Addresses of pages about benefits."""

from django.urls import path

from stafett.benefits.views import economy, links, mapping, measuring, plan, processes, promising

app_name = "benefits"
urlpatterns = [
    path("tiltak/<int:pk>/gevinster/", promising.overview, name="overview"),
    path("tiltak/<int:pk>/gevinster/ingen-ulemper/", promising.none_found, name="none_found"),
    path(
        "tiltak/<int:pk>/gevinster/advarsel/<str:rule>/",
        promising.pass_initiative_warning,
        name="pass_initiative_warning",
    ),
    path("tiltak/<int:pk>/gevinst/ny/", promising.describe, name="describe"),
    path("tiltak/<int:pk>/profil/", promising.profile, name="profile"),
    path("gevinst/<int:pk>/", promising.benefit, name="benefit"),
    path("gevinst/<int:pk>/endre/", promising.describe_anew, name="describe_anew"),
    path("gevinst/<int:pk>/fjern/", promising.remove, name="remove"),
    path("gevinst/<int:pk>/lofte/", promising.promise, name="promise"),
    path("gevinstlofte/<int:pk>/", promising.commitment, name="commitment"),
    path("gevinstlofte/<int:pk>/endre/", promising.change, name="change"),
    path("gevinstlofte/<int:pk>/bekreft/", promising.confirm, name="confirm"),
    path("gevinstlofte/<int:pk>/avsla/", promising.decline, name="decline"),
    path("gevinstlofte/<int:pk>/trekk/", promising.withdraw, name="withdraw"),
    path("gevinstlofte/<int:pk>/advarsel/<str:rule>/", promising.pass_warning, name="pass_warning"),
    path("gevinstlofte/<int:pk>/samme-timer/", processes.tell_apart, name="tell_apart"),
    path("gevinstlofte/<int:pk>/plan/", plan.plan, name="plan"),
    path("gevinstlofte/<int:pk>/plan/fyll-inn/", plan.fill, name="fill_plan"),
    path("gevinstlofte/<int:pk>/malinger/", measuring.all_readings, name="readings"),
    path("gevinstlofte/<int:pk>/mal/", measuring.measure, name="measure"),
    path("gevinstlofte/<int:pk>/avvik/", measuring.explain, name="explain"),
    path("gevinstlofte/<int:pk>/konklusjon/", measuring.conclude, name="conclude"),
    path("tallet/<str:token>/", links.by_link, name="by_link"),
    path("arbeidsprosesser/", processes.processes, name="processes"),
    path("arbeidsprosesser/<int:pk>/", processes.process, name="process"),
    path("tiltak/<int:pk>/okonomi/", economy.economy, name="economy"),
    path("tiltak/<int:pk>/okonomi/uten-pris/", economy.weigh, name="weigh"),
    path("tiltak/uten-pris/<int:pk>/", economy.reweigh, name="reweigh"),
    path("tiltak/uten-pris/<int:pk>/bort/", economy.unweigh, name="unweigh"),
    path("tiltak/<int:pk>/kart/", mapping.page, name="map"),
    path("tiltak/<int:pk>/kart/nytt/", mapping.add, name="map_add"),
    path("tiltak/<int:pk>/kart/pil/", mapping.draw, name="map_draw"),
    path("tiltak/<int:pk>/kart/advarsel/<str:rule>/", mapping.pass_warning, name="map_pass"),
    path("kart/<int:pk>/", mapping.node, name="map_node"),
    path("kart/<int:pk>/fjern/", mapping.remove, name="map_remove"),
    path("kart/pil/<int:pk>/fjern/", mapping.erase, name="map_erase"),
]
