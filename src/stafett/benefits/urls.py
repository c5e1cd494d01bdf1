"""Addresses of pages about benefits."""

from django.urls import path

from stafett.benefits.views import plan, processes, promising

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
    path("arbeidsprosesser/", processes.processes, name="processes"),
    path("arbeidsprosesser/<int:pk>/", processes.process, name="process"),
]
