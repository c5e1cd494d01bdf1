"""Every address of the program."""

from django.conf import settings
from django.urls import include, path

from stafett.config import views

urlpatterns = [
    path("", include("stafett.journey.urls")),
    path("", include("stafett.files.urls")),
    path("", include("stafett.reports.urls")),
    path("", include("stafett.cases.urls")),
    path("", include("stafett.handovers.urls")),
    path("", include("stafett.roadmap.urls")),
    path("", include("stafett.trials.urls")),
    path("", include("stafett.benefits.urls")),
    path("", include("stafett.initiatives.urls")),
    path("", include("stafett.needs.urls")),
    path("", include("stafett.indicators.urls")),
    path("", include("stafett.post.urls")),
    path("", include("stafett.organisations.urls")),
    path("", include("stafett.people.urls")),
    path("helse/", views.alive, name="alive"),
    path("helse/klar/", views.ready, name="ready"),
    path("helse/tall/", views.figures, name="figures"),
]
handler400 = "stafett.config.views.bad_request"
handler403 = "stafett.config.views.forbidden"
handler404 = "stafett.config.views.not_found"
handler500 = "stafett.config.views.broken"

if settings.DEMO:
    urlpatterns += [path("", include("stafett.journey.demo_urls"))]
