"""The program's settings, with what tests need: own databases, own data folder, cheap passwords."""

import atexit
import os
import shutil
import tempfile
from pathlib import Path

_FOLDER = Path(tempfile.mkdtemp(prefix="stafett-tests-"))
atexit.register(shutil.rmtree, _FOLDER, ignore_errors=True)

# A developer's own settings do not reach the tests; only the choice of database does.
for _name in [name for name in os.environ if name.startswith("STAFETT_")]:
    if not _name.endswith("DATABASE_URL"):
        del os.environ[_name]
os.environ["STAFETT_DATA_DIR"] = str(_FOLDER)
# Playwright keeps an event loop in the thread that also asks the database.
os.environ["DJANGO_ALLOW_ASYNC_UNSAFE"] = "1"

from stafett.config.settings import *  # noqa: E402, F403
from stafett.config.settings import CACHES, DATABASES, STATIC_ROOT, STORAGES  # noqa: E402

if "owner" in DATABASES:
    # The owner makes and migrates the test database; the tests work in it as the app role.
    DATABASES["default"]["TEST"] = {"MIRROR": "owner"}
else:
    # A file, as in an installation: threads then have connections of their own.
    DATABASES["default"]["TEST"] = {"NAME": _FOLDER / "test.sqlite3"}
    DATABASES["default"]["OPTIONS"] = DATABASES["default"]["OPTIONS"] | {
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = OFF;"
    }

PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
STATIC_ROOT.mkdir(parents=True, exist_ok=True)
STORAGES = STORAGES | {
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
}
# Tests come from one place, all at once.
CACHES = CACHES | {"here": {"BACKEND": "django.core.cache.backends.dummy.DummyCache"}}
# Half a minute may end while a test goes on.
MFA_TOTP_TOLERANCE = 2
