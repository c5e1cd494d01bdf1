"""The program's settings with Django's admin in front. For measuring only."""

from stafett.config.settings import *  # noqa: F403
from stafett.config.settings import INSTALLED_APPS, MIDDLEWARE, STORAGES, TEMPLATES

INSTALLED_APPS = [*INSTALLED_APPS, "django.contrib.admin"]
MIDDLEWARE = [name for name in MIDDLEWARE if not name.startswith("stafett.")]
TEMPLATES[0]["OPTIONS"]["context_processors"].remove("stafett.config.context.about")
ROOT_URLCONF = "benchmarks.admin_peer.urls"
STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
