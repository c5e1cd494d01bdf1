"""Django's settings; what an installation may choose stands in ``environment.py``."""

from pathlib import Path
from urllib.parse import parse_qs, unquote, urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from stafett.config.environment import Environment

ENVIRONMENT = Environment()  # type: ignore[call-arg]
PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = ENVIRONMENT.data_dir.resolve()
DASK = ENVIRONMENT.dask
DEMO = ENVIRONMENT.demo

SECRET_KEY = ENVIRONMENT.kept_secret_key()
DEBUG = ENVIRONMENT.debug
ALLOWED_HOSTS = [host.strip() for host in ENVIRONMENT.allowed_hosts.split(",") if host.strip()]

INSTALLED_APPS = [
    # Ours first: their templates stand in for those of the packages below.
    "stafett.config",
    "stafett.journey",
    "stafett.files",
    "stafett.reports",
    "stafett.cases",
    "stafett.handovers",
    "stafett.roadmap",
    "stafett.trials",
    "stafett.benefits",
    "stafett.initiatives",
    "stafett.needs",
    "stafett.indicators",
    "stafett.post",
    "stafett.organisations",
    "stafett.people",
    "stafett.audit",
    "stafett.work",
    "stafett.ui",
    "stafett.lib",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_cotton.apps.SimpleAppConfig",
    "django_htmx",
    "django_tasks",
    "template_partials.apps.SimpleAppConfig",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "stafett.config.middleware.tell_the_log",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "django.middleware.gzip.GZipMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "stafett.people.middleware.speak_their_language",
    "stafett.config.middleware.refuse_too_large",
    "stafett.config.middleware.refuse_unreadable",
    "django.contrib.auth.middleware.LoginRequiredMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "stafett.organisations.middleware.know_who_acts",
    "stafett.organisations.middleware.lead_to_second_factor",
]

ROOT_URLCONF = "stafett.config.urls"
WSGI_APPLICATION = "stafett.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "OPTIONS": {
            # One explicit chain: with the packages' automatic set-up tags may come out raw.
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django_cotton.cotton_loader.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": [
                "django.templatetags.i18n",
                "django.templatetags.static",
                "django_cotton.templatetags.cotton",
                "template_partials.templatetags.partials",
            ],
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "stafett.config.context.about",
            ],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"

# --- database -------------------------------------------------------------------------------

SQLITE = {
    "ENGINE": "django.db.backends.sqlite3",
    "NAME": DATA_DIR / "stafett.sqlite3",
    "OPTIONS": {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What somebody was told is written is on the disk, also if the power goes.
        "init_command": "PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL;",
    },
}


def _postgresql(url: str, **more: object) -> dict[str, object]:
    return {**dj_database_url.parse(url), **more}


if ENVIRONMENT.database_url:
    # Requests are atomic on PostgreSQL, where row-level security reads who acts from the
    # transaction. SQLite has one writer, and an atomic page would hold its lock while reading.
    DATABASES = {
        "default": _postgresql(
            ENVIRONMENT.database_url,
            ATOMIC_REQUESTS=True,
            OPTIONS={
                "pool": {"min_size": 1, "max_size": 8},
                # Whatever the server is set to: what somebody was told is written, is on the disk.
                "options": "-c synchronous_commit=on",
            },
        )
    }
    if ENVIRONMENT.owner_database_url:
        DATABASES["owner"] = _postgresql(ENVIRONMENT.owner_database_url)
else:
    DATA_DIR.mkdir(mode=0o700, parents=True, exist_ok=True)
    DATABASES = {"default": SQLITE}

DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
CACHES = {
    # Shared by the workers, so that rate limits hold across them.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "stafett_cache",
        "OPTIONS": {"MAX_ENTRIES": 100_000},
    },
    # What is forgotten with the worker, and never written down.
    "here": {"BACKEND": "django.core.cache.backends.locmem.LocMemCache"},
}

# --- people ---------------------------------------------------------------------------------

AUTH_USER_MODEL = "people.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}", "OPTIONS": options}
    for name, options in {
        "UserAttributeSimilarityValidator": {"user_attributes": ("email", "name")},
        "MinimumLengthValidator": {"min_length": 12},
        "CommonPasswordValidator": {},
        "NumericPasswordValidator": {},
    }.items()
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "journey:home"
LOGOUT_REDIRECT_URL = "journey:home"

ACCOUNT_ADAPTER = "stafett.people.adapter.Adapter"
ACCOUNT_FORMS = {
    "login": "stafett.people.forms.LoginForm",
    "reset_password": "stafett.people.forms.ResetPasswordForm",
    "reset_password_from_key": "stafett.people.forms.ResetPasswordKeyForm",
    "change_password": "stafett.people.forms.ChangePasswordForm",
    "set_password": "stafett.people.forms.SetPasswordForm",
    "reauthenticate": "stafett.people.forms.ReauthenticateForm",
}
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_LOGOUT_ON_PASSWORD_CHANGE = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = True
ACCOUNT_SESSION_REMEMBER = True
# A town hall is many people behind one address; the limit for each person stays tight.
ACCOUNT_RATE_LIMITS = {"login": "300/m/ip", "login_failed": "100/m/ip,5/5m/key"}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if ENVIRONMENT.behind_proxy else 0
SESSION_COOKIE_AGE = 60 * 60 * 24 * 14

MFA_ADAPTER = "stafett.people.adapter.SecondFactors"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_FORMS = {
    "authenticate": "stafett.people.forms.SecondStepForm",
    "authenticate_webauthn": "stafett.people.forms.UsePasskeyForm",
    "reauthenticate": "stafett.people.forms.ReauthenticateByCodeForm",
    "reauthenticate_webauthn": "stafett.people.forms.ReauthenticateByPasskeyForm",
    "activate_totp": "stafett.people.forms.ActivateAppForm",
    "add_webauthn": "stafett.people.forms.AddPasskeyForm",
    "edit_webauthn": "stafett.people.forms.NamePasskeyForm",
}
# Nobody signs themselves up: an address is known to be somebody's by the invitation they followed.
# Else anybody could keep others from a second step, by asking for a new password for them.
MFA_ALLOW_UNVERIFIED_EMAIL = True
MFA_TOTP_ISSUER = "Stafett"
MFA_TOTP_TOLERANCE = 1  # A phone's clock may be half a minute off.
MFA_RECOVERY_CODES_SHOW_ONCE = True

# --- languages ------------------------------------------------------------------------------

LANGUAGE_CODE = "nb"
LANGUAGES = [("nb", _("bokmål")), ("nn", _("nynorsk")), ("en", _("English"))]
LOCALE_PATHS = [PACKAGE / "locale"]
LANGUAGE_COOKIE_NAME = "stafett_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
USE_TZ = True
TIME_ZONE = "Europe/Oslo"

# --- static files, mail, jobs ---------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = DATA_DIR / "static"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

TASKS = {"default": {"BACKEND": "stafett.work.backend.KeptBackend"}}
EVERY_DAY = [
    "stafett.benefits.jobs.ask_for_readings",
    "stafett.benefits.jobs.tell_effects",
    "stafett.handovers.jobs.remind_of_batons",
    "stafett.post.jobs.tidy",
]
"""What the worker does once a day."""

METRICS_KEY = ENVIRONMENT.metrics_key
PUBLIC_ADDRESS = ENVIRONMENT.public_address.rstrip("/")
PASSKEY_DOMAIN = ENVIRONMENT.passkey_domain or urlsplit(PUBLIC_ADDRESS).hostname or ""
DEFAULT_FROM_EMAIL = ENVIRONMENT.mail_from
if ENVIRONMENT.email_url and not DEMO:  # Nobody invented gets mail.
    _mail = urlsplit(ENVIRONMENT.email_url)
    _mail_options = parse_qs(_mail.query)
    EMAIL_HOST = _mail.hostname or "localhost"
    EMAIL_PORT = _mail.port or 25
    EMAIL_HOST_USER = unquote(_mail.username or "")
    EMAIL_HOST_PASSWORD = unquote(_mail.password or "")
    EMAIL_USE_TLS = _mail_options.get("tls") == ["1"]
    EMAIL_USE_SSL = _mail_options.get("ssl") == ["1"]
    EMAIL_TIMEOUT = 10
else:
    EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
    EMAIL_FILE_PATH = DATA_DIR / "mail"

# --- safety ---------------------------------------------------------------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
    }
}
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = LANGUAGE_COOKIE_SECURE = ENVIRONMENT.https
SECURE_HSTS_SECONDS = 60 * 60 * 24 * 365 if ENVIRONMENT.https else 0
if ENVIRONMENT.behind_proxy:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_500_000
MOST_SENT_BYTES = 11_000_000
"""The largest file that is taken, and room for what is sent with it."""
CSRF_FAILURE_VIEW = "stafett.config.views.csrf_failure"

SILENCED_SYSTEM_CHECKS = [
    # HTTPS is ended by the proxy in front, and some installations have none.
    "security.W004",
    "security.W008",
    "security.W012",
    "security.W016",
]
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {"secrets": {"()": "stafett.lib.logs.HidesSecrets"}},
    "formatters": {
        "json": {"()": "stafett.lib.logs.AsJson"},
        "text": {"format": "%(levelname)s %(name)s: %(message)s"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["secrets"],
            "formatter": ENVIRONMENT.log,
        }
    },
    "loggers": {"stafett.requests": {"level": "INFO" if ENVIRONMENT.log == "json" else "WARNING"}},
    "root": {"handlers": ["console"], "level": "WARNING"},
}
