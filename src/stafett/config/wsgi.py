"""The program as a WSGI application."""

import gc
import os
from importlib import import_module

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stafett.config.settings")
application = get_wsgi_application()
import_module("stafett.config.urls")  # Every page is loaded before anybody asks for one.
gc.freeze()  # What is loaded stays, and need not be looked through in the middle of a page.
gc.set_threshold(10_000)  # A page makes thousands of rows and lets go of all of them: look rarely.
