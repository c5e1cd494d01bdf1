"""The program as a WSGI application."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "stafett.config.settings")
application = get_wsgi_application()
gc.freeze()  # What is loaded now stays, and need not be looked through in the middle of a page.
